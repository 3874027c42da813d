/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pulse-stream"

#include "config.h"

#include "rf-pulse-stream.h"

#include "rf-pulse-timer.h"

#include <string.h>

#include <pulse/rtclock.h>
#include <pulse/stream.h>

#define STREAM_NAME "Referee: call"

/* After so many frames' time without one the stream counts as stalled: its device is suspended, or
 * its server hangs. */
#define STALLED_AFTER 10

/* How often a stream that should be there but is not is tried again. */
#define CHECK_INTERVAL (1 * PA_USEC_PER_SEC)

/*
 * One stream of a call. It outlives the connection: whenever there is a server, and a device to
 * use, there is a stream of libpulse inside.
 */
struct _RfPulseStream {
  RfPulse           *pulse;
  RfPulseDirection   direction;
  char              *device;
  pa_sample_spec     spec;
  RfPulseTimer      *check;
  pa_stream         *stream;    /* NULL while there is none */
  char              *connected; /* device that the stream is on; NULL for the default one */
  pa_usec_t          frame_time;
  pa_usec_t          flowed_at; /* when the last frame went through; 0 before the first */
  int16_t           *frame;
  size_t             frame_bytes;
  size_t             filled;    /* bytes of the frame that were recorded so far */
  RfPulseStreamFunc *func;
  void              *user_data;
};

static void
pass_frame (RfPulseStream *self)
{
  self->flowed_at = pa_rtclock_now ();
  self->func (self->frame, self->frame_bytes / sizeof (int16_t), self->user_data);
}

/* Cuts what was recorded into frames. A hole in the recording (no @data) is silence. */
static void
take_recorded (RfPulseStream *self, const uint8_t *data, size_t length)
{
  while (length > 0) {
    size_t part = MIN (length, self->frame_bytes - self->filled);
    uint8_t *to = (uint8_t *) self->frame + self->filled;

    if (data) {
      memcpy (to, data, part);
      data += part;
    } else {
      memset (to, 0, part);
    }
    length -= part;
    self->filled += part;
    if (self->filled == self->frame_bytes) {
      self->filled = 0;
      pass_frame (self);
    }
  }
}

static void
on_readable (pa_stream *stream, size_t length, void *user_data)
{
  RfPulseStream *self = user_data;
  const void *data;

  while (pa_stream_peek (stream, &data, &length) == 0 && length > 0) {
    take_recorded (self, data, length);
    pa_stream_drop (stream);
  }
}

static void
on_writable (pa_stream *stream, size_t length, void *user_data)
{
  RfPulseStream *self = user_data;

  /* Rounded up to whole frames: PulseAudio begins to play when it has all that it asked for. */
  for (size_t given = 0; given < length; given += self->frame_bytes) {
    pass_frame (self);
    if (pa_stream_write (stream, self->frame, self->frame_bytes, NULL, 0, PA_SEEK_RELATIVE) < 0)
      return;
  }
}

static void
on_orphan_state_changed (pa_stream *stream, void *user_data)
{
  pa_stream_state_t state = pa_stream_get_state (stream);

  if (state == PA_STREAM_READY) {
    pa_stream_disconnect (stream);
  } else if (!PA_STREAM_IS_GOOD (state)) {
    pa_stream_set_state_callback (stream, NULL, NULL);
    pa_stream_unref (stream);
  }
}

/* The server cannot be told to end a stream before it has said that it made it; until then it would
 * just go on. */
static void
end_stream (pa_stream *stream)
{
  pa_stream_set_read_callback (stream, NULL, NULL);
  pa_stream_set_write_callback (stream, NULL, NULL);
  if (pa_stream_get_state (stream) == PA_STREAM_CREATING) {
    pa_stream_set_state_callback (stream, on_orphan_state_changed, NULL);
  } else {
    pa_stream_set_state_callback (stream, NULL, NULL);
    pa_stream_disconnect (stream);
    pa_stream_unref (stream);
  }
}

static void
drop_stream (RfPulseStream *self)
{
  g_clear_pointer (&self->connected, g_free);
  self->filled = 0;
  self->flowed_at = 0;
  g_clear_pointer (&self->stream, end_stream);
}

static void
on_stream_state_changed (pa_stream *stream, void *user_data)
{
  RfPulseStream *self = user_data;

  /* The check makes a new one after a moment. */
  if (!PA_STREAM_IS_GOOD (pa_stream_get_state (stream)))
    drop_stream (self);
}

static pa_stream *
make_stream (RfPulseStream *self)
{
  pa_proplist *properties = pa_proplist_new ();
  pa_stream *stream;

  pa_proplist_sets (properties, PA_PROP_MEDIA_ROLE, "phone");
  pa_proplist_sets (properties, PA_PROP_MEDIA_NAME, STREAM_NAME);
  pa_proplist_sets (properties, PA_PROP_APPLICATION_NAME, "Referee");
  pa_proplist_sets (properties, PA_PROP_APPLICATION_ID, RF_APP_ID);
  pa_proplist_sets (properties, PA_PROP_APPLICATION_ICON_NAME, RF_APP_ID);
  stream = pa_stream_new_with_proplist (rf_pulse_get_context (self->pulse), STREAM_NAME,
                                        &self->spec, NULL, properties);
  pa_proplist_free (properties);
  return stream;
}

static int
connect_stream (RfPulseStream *self)
{
  uint32_t frame = (uint32_t) self->frame_bytes;
  /* Of tlength PulseAudio takes minreq off twice and gives the device half of the rest. With a
   * whole frame for minreq nothing would be left, and the device would have to wake up all the
   * time. */
  pa_buffer_attr buffer = {
    .maxlength = (uint32_t) -1,
    .tlength = 2 * frame,
    .prebuf = (uint32_t) -1,
    .minreq = frame / 2,
    .fragsize = frame,
  };

  if (self->direction == RF_PULSE_SOURCE)
    return pa_stream_connect_record (self->stream, self->connected, &buffer,
                                     PA_STREAM_ADJUST_LATENCY);
  return pa_stream_connect_playback (self->stream, self->connected, &buffer,
                                     PA_STREAM_ADJUST_LATENCY, NULL, NULL);
}

static void
open_stream (RfPulseStream *self, const char *device)
{
  self->stream = make_stream (self);
  if (!self->stream)
    return;
  self->connected = g_strdup (device);
  pa_stream_set_state_callback (self->stream, on_stream_state_changed, self);
  pa_stream_set_read_callback (self->stream, on_readable, self);
  pa_stream_set_write_callback (self->stream, on_writable, self);
  if (connect_stream (self) < 0)
    drop_stream (self);
}

/*
 * Makes the stream what it should be now: on the wished device if that is there, else on the
 * default one, and none at all without a server, or with nothing to record from but what the
 * loudspeaker plays.
 */
static void
update_stream (void *user_data)
{
  RfPulseStream *self = user_data;
  RfPulseDevices *devices = rf_pulse_get_devices (self->pulse);
  bool is_there = self->device && rf_pulse_devices_contain (devices, self->direction, self->device);
  const char *device = is_there ? self->device : NULL;
  bool usable = rf_pulse_get_state (self->pulse) == RF_PULSE_READY
                && (is_there || self->direction == RF_PULSE_SINK
                    || rf_pulse_devices_have_real (devices, RF_PULSE_SOURCE));

  if (self->stream && (!usable || g_strcmp0 (device, self->connected) != 0))
    drop_stream (self);
  if (!self->stream && usable)
    open_stream (self, device);
}

/**
 * rf_pulse_stream_new:
 * @pulse: the connection, locked
 * @params: what the stream is like
 * @func: called for each frame
 * @user_data: data for @func
 *
 * Makes a stream, which begins to flow as soon as there is a server.
 *
 * Returns: (transfer full): the stream
 */
RfPulseStream *
rf_pulse_stream_new (RfPulse                   *pulse,
                     const RfPulseStreamParams *params,
                     RfPulseStreamFunc         *func,
                     void                      *user_data)
{
  RfPulseStream *self;

  g_return_val_if_fail (pulse, NULL);
  g_return_val_if_fail (params, NULL);
  g_return_val_if_fail (func, NULL);

  self = g_new0 (RfPulseStream, 1);
  self->pulse = pulse;
  self->direction = params->direction;
  self->device = g_strdup (params->device);
  self->spec = (pa_sample_spec) { PA_SAMPLE_S16LE, params->rate, (uint8_t) params->channels };
  self->frame_bytes = sizeof (int16_t) * params->channels * (params->rate * params->ptime / 1000);
  self->frame = g_malloc0 (self->frame_bytes);
  self->frame_time = params->ptime * PA_USEC_PER_MSEC;
  self->func = func;
  self->user_data = user_data;

  rf_pulse_add_watch (pulse, update_stream, self);
  self->check = rf_pulse_timer_new (rf_pulse_get_api (pulse), CHECK_INTERVAL, update_stream, self);
  rf_pulse_retry_soon (pulse);
  update_stream (self);
  return self;
}

/**
 * rf_pulse_stream_free:
 * @self: (transfer full): the stream
 *
 * Ends the stream. With the connection locked, as it must be, no call follows.
 */
void
rf_pulse_stream_free (RfPulseStream *self)
{
  g_return_if_fail (self);

  rf_pulse_remove_watch (self->pulse, self);
  rf_pulse_timer_free (self->check);
  drop_stream (self);
  g_free (self->device);
  g_free (self->frame);
  g_free (self);
}

/**
 * rf_pulse_stream_is_flowing:
 * @self: the stream
 *
 * Returns: whether frames go through; if not, somebody else has to keep the pace
 */
bool
rf_pulse_stream_is_flowing (RfPulseStream *self)
{
  g_return_val_if_fail (self, false);

  return self->flowed_at != 0
         && pa_rtclock_now () - self->flowed_at < STALLED_AFTER * self->frame_time;
}
