/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-audio-spec.h"
#include "rf-pulse.h"

int  rf_audio_player_register      (RfPulse *pulse, const RfAudioSpec *spec);
void rf_audio_player_unregister    (void);
void rf_audio_player_set_spec      (const RfAudioSpec *spec);
void rf_audio_player_set_audible   (bool audible);
void rf_audio_player_play_handover (void);
