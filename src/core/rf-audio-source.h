/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-audio-spec.h"
#include "rf-pulse.h"

int  rf_audio_source_register   (RfPulse *pulse, const RfAudioSpec *spec);
void rf_audio_source_unregister (void);
void rf_audio_source_set_spec   (const RfAudioSpec *spec);
