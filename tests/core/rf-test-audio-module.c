/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-test-audio-module"

#include "config.h"

#include "rf-audio.h"
#include "rf-baresip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

/*
 * A baresip module for the tests of the audio drivers: it lets a test lead stock baresip by lines
 * on its standard input, and tells what happens by lines that begin with "@" on its standard
 * output.
 *
 *   in:  dial URI | hangup | source SPEC | player SPEC | audible 0|1 | rtp | devices
 *   out: @ready | @problem SENTENCE | @sound | @incoming | @established | @closed | @ok | @bad |
 *        @rtp SENT RECEIVED | @device KIND NAME DESCRIPTION
 *
 * Every call that comes in is answered at once.
 */

struct stream;

extern const struct mod_export exports;

int            ua_connect (struct ua    *ua,
                           struct call **callp,
                           const char   *from_uri,
                           const char   *req_uri,
                           int           vidmode);
int            ua_answer  (struct ua *ua, struct call *call, int vidmode);
void           ua_hangup  (struct ua *ua, struct call *call, uint16_t scode, const char *reason);
struct stream *audio_strm (const struct audio *audio);
uint32_t       stream_metric_get_tx_n_packets (const struct stream *stream);
uint32_t       stream_metric_get_rx_n_packets (const struct stream *stream);

static struct tmr running;
static struct ua *agent;
static struct call *current;
static char input[1024];
static size_t filled;

static void G_GNUC_PRINTF (1, 2)
tell (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  putchar ('@');
  vprintf (format, args);
  putchar ('\n');
  va_end (args);
  fflush (stdout);
}

static void
on_audio_changed (const char *problem, void *user_data)
{
  if (problem)
    tell ("problem %s", problem);
  else
    tell ("sound");
}

static void
on_event (struct ua *ua, int event, struct call *call, const char *text, void *arg)
{
  const char *name = uag_event_str (event);

  if (g_str_equal (name, "CALL_INCOMING")) {
    current = call;
    tell ("incoming");
    ua_answer (ua, call, RF_VIDMODE_OFF);
  } else if (g_str_equal (name, "CALL_ESTABLISHED")) {
    tell ("established");
  } else if (g_str_equal (name, "CALL_CLOSED")) {
    current = NULL;
    tell ("closed");
  }
}

static void
tell_rtp (void)
{
  struct stream *stream = current ? audio_strm (call_audio (current)) : NULL;

  tell ("rtp %u %u",
        stream ? stream_metric_get_tx_n_packets (stream) : 0,
        stream ? stream_metric_get_rx_n_packets (stream) : 0);
}

static void
tell_device (const char *kind, const char *name, const char *description, void *user_data)
{
  tell ("device %s %s %s", kind, name, description);
}

static void
hang_up (void)
{
  struct call *call = g_steal_pointer (&current);

  /* This ends with the event CALL_CLOSED. */
  if (call)
    ua_hangup (agent, call, 0, NULL);
}

static void
obey (const char *line)
{
  bool is_fine = true;

  if (g_str_has_prefix (line, "dial "))
    is_fine = ua_connect (agent, &current, NULL, line + strlen ("dial "), RF_VIDMODE_OFF) == 0;
  else if (g_str_equal (line, "hangup"))
    hang_up ();
  else if (g_str_has_prefix (line, "source "))
    is_fine = rf_audio_set_source (line + strlen ("source "));
  else if (g_str_has_prefix (line, "player "))
    is_fine = rf_audio_set_player (line + strlen ("player "));
  else if (g_str_has_prefix (line, "audible "))
    rf_audio_set_audible (g_str_equal (line, "audible 1"));
  else if (g_str_equal (line, "rtp"))
    tell_rtp ();
  else if (g_str_equal (line, "devices"))
    rf_audio_foreach_device (tell_device, NULL);
  else
    is_fine = false;
  tell (is_fine ? "ok" : "bad");
}

static void
on_input (int flags, void *arg)
{
  ssize_t length = read (STDIN_FILENO, input + filled, sizeof input - filled);
  char *end;

  if (length <= 0) {
    fd_close (STDIN_FILENO);
    return;
  }
  filled += (size_t) length;
  while ((end = memchr (input, '\n', filled))) {
    size_t used = (size_t) (end - input) + 1;

    *end = '\0';
    obey (input);
    filled -= used;
    memmove (input, input + used, filled);
  }
}

/* The loop runs: from here on baresip has its handlers for signals. */
static void
on_running (void *arg)
{
  tell ("ready");
}

static int
module_init (void)
{
  int err;

  err = rf_audio_init (on_audio_changed, NULL);
  if (err)
    return err;
  uag_event_register (on_event, NULL);
  err = ua_alloc (&agent, getenv ("RF_TEST_AOR"));
  if (err)
    return err;
  err = fd_listen (STDIN_FILENO, FD_READ, on_input, NULL);
  if (!err)
    tmr_start (&running, 0, on_running, NULL);
  return err;
}

static int
module_close (void)
{
  tmr_cancel (&running);
  fd_close (STDIN_FILENO);
  uag_event_unregister (on_event);
  rf_audio_close ();
  return 0;
}

const struct mod_export exports = {
  "rf-test-audio-module",
  "application",
  module_init,
  module_close,
};
