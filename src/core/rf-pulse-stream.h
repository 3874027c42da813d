/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rf-pulse.h"

/**
 * RfPulseStreamParams:
 * @direction: recording from a source, or playing to a sink
 * @device: (nullable): name of the device; while there is none of that name, the default one is
 * used
 * @rate: sampling frames a second
 * @channels: number of interleaved channels
 * @ptime: milliseconds of one frame, as long as one packet
 */
typedef struct {
  RfPulseDirection direction;
  const char      *device;
  unsigned         rate;
  unsigned         channels;
  unsigned         ptime;
} RfPulseStreamParams;

typedef struct _RfPulseStream RfPulseStream;

/* Gives one frame that was recorded, or asks for one to play. Called in PulseAudio's thread with
 * the lock held. */
typedef void (RfPulseStreamFunc) (int16_t *samples, size_t count, void *user_data);

RfPulseStream *rf_pulse_stream_new        (RfPulse                   *pulse,
                                           const RfPulseStreamParams *params,
                                           RfPulseStreamFunc         *func,
                                           void                      *user_data);
void           rf_pulse_stream_free       (RfPulseStream *self);
bool           rf_pulse_stream_is_flowing (RfPulseStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfPulseStream, rf_pulse_stream_free)
