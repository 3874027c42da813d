/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-audio-spec.h"
#include "rf-pulse.h"

char *rf_audio_describe_problem (const RfAudioSpec *source,
                                 const RfAudioSpec *player,
                                 RfPulseState       state,
                                 const char        *error,
                                 RfPulseDevices    *devices);
