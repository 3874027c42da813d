/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A tone counts as heard from this level on. The tones of the core have -12 dBFS; speech codecs
 * take little away. */
#define RF_TONE_METER_HEARD -24.0

/* A tone counts as absent below this level. */
#define RF_TONE_METER_ABSENT -45.0

double rf_tone_meter_level (const int16_t *samples, size_t count, unsigned rate, double hertz);
bool   rf_tone_meter_hears (const int16_t *samples, size_t count, unsigned rate, double hertz);
