/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A sine that goes on, without a click, from one buffer to the next. */
typedef struct {
  double phase; /* radians */
  double step;  /* radians a sample */
} RfTone;

void rf_tone_init (RfTone *self, unsigned hertz, unsigned rate);
void rf_tone_fill (RfTone *self, int16_t *samples, size_t count, unsigned channels);
