/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#define RF_AUDIO_HERTZ_MIN 50
#define RF_AUDIO_HERTZ_MAX 3400

typedef enum {
  RF_AUDIO_SILENCE,
  RF_AUDIO_PULSE,
  RF_AUDIO_TONE,
} RfAudioKind;

/**
 * RfAudioSpec:
 * @kind: what makes or takes the sound
 * @device: (nullable): of %RF_AUDIO_PULSE the device's name, %NULL for the default one
 * @hertz: of %RF_AUDIO_TONE the frequency
 *
 * "pulse", "pulse:DEVICE", "tone:HERTZ" or "silence", taken apart.
 */
typedef struct {
  RfAudioKind kind;
  char       *device;
  unsigned    hertz;
} RfAudioSpec;

bool rf_audio_spec_parse (const char *text, RfAudioSpec *ret_spec);
void rf_audio_spec_set   (RfAudioSpec *self, const RfAudioSpec *other);
void rf_audio_spec_clear (RfAudioSpec *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RfAudioSpec, rf_audio_spec_clear)
