/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-takeover-sound"

#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-pulse.h"
#include "rf-test-recorder.h"
#include "rf-test-rtp.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"
#include "rf-tone-meter.h"

#include <stdlib.h>
#include <string.h>

/*
 * What a person hears when one call takes the place of another: who was there, a short tone, and
 * who is there now.
 */

#define OLD_HERTZ  440
#define NEW_HERTZ  620
#define TONE_HERTZ 1000
#define TONE_MS    200

/* How exactly the looks tell when a tone begins and ends. */
#define TOLERANCE_MS 60

/* How long the person may hear nothing. */
#define GAP_MS 500

/* A look at the sound is short, so that times can be told, and long enough to tell tones apart. */
#define LOOK_MS 30
#define STEP_MS 5

#define SELF  "sip:stranger@127.0.0.1"
#define OTHER "sip:other@example.org"

typedef struct {
  RfTestPulse    *pulse;
  RfTrace        *trace;
  RfFeed         *feed;
  RfPhone        *phone;
  RfTestRecorder *recorder;
  RfTestStranger *stranger; /* who talks to the person */
  RfTestStranger *other;    /* who comes instead */
  RfCall         *old;
  RfCall         *new;
  RfTestRtp      *old_voice;
  RfTestRtp      *new_voice;
} Fixture;

/* When a tone was heard, in ms of the recording; -1 for never. */
typedef struct {
  int first;
  int last;
  int longest; /* without a break */
  int times;
} Heard;

static const char *const sinks[] = { "kevin", NULL };

static void
on_call_added (RfPhone *phone, RfCall *call, Fixture *fixture)
{
  RfCall **slot = fixture->old ? &fixture->new : &fixture->old;

  g_assert_null (*slot);
  *slot = g_object_ref (call);
  if (call == fixture->old)
    rf_call_answer_async (call, NULL, NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->pulse = rf_test_pulse_new (sinks);
  rf_test_pulse_start (fixture->pulse);
  g_setenv ("PULSE_SERVER", rf_test_pulse_get_server (fixture->pulse), TRUE);
  fixture->trace = rf_trace_new ();
  fixture->feed = rf_feed_new (fixture->trace, 0);
  fixture->phone = rf_test_phone_new_with_player ("kevin", "pulse:kevin", fixture->feed);
  g_object_set (fixture->phone, "linger", 60000, NULL);
  g_signal_connect (fixture->phone, "call-added", G_CALLBACK (on_call_added), fixture);
  fixture->recorder = rf_test_recorder_new (fixture->pulse, "kevin");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->old_voice, rf_test_rtp_free);
  g_clear_pointer (&fixture->new_voice, rf_test_rtp_free);
  rf_test_stranger_finish (fixture->stranger);
  rf_test_stranger_finish (fixture->other);
  g_clear_object (&fixture->old);
  g_clear_object (&fixture->new);
  rf_test_phone_stop (fixture->phone);
  g_object_unref (fixture->feed);
  g_object_unref (fixture->trace);
  rf_test_recorder_free (fixture->recorder);
  rf_test_pulse_free (fixture->pulse);
}

/* Our answer to the INVITE of @call, -1 while there is none. */
static int
find_answer (Fixture *fixture, RfCall *call)
{
  const RfTestPattern answer = { .method = RF_SIP_INVITE, .status = 200 };
  RfStr call_id = rf_str_from_c (rf_call_get_call_id (call));

  for (int i = 0; (i = rf_test_find_message (fixture->trace, (guint) i, &answer)) >= 0; i++)
    if (rf_str_equal (rf_test_scan_message (fixture->trace, i).call_id, call_id))
      return i;
  return -1;
}

/* To where the phone has said that it listens. */
static RfTestRtp *
speak (Fixture *fixture, RfCall *call, double hertz)
{
  g_autofree char *body = NULL;
  const char *media;

  rf_test_wait (find_answer (fixture, call) >= 0, 10);
  body = rf_str_dup (rf_test_scan_message (fixture->trace, find_answer (fixture, call)).body);
  media = strstr (body, "m=audio ");
  g_assert_nonnull (media);
  return rf_test_rtp_new ((guint16) atoi (media + strlen ("m=audio ")), hertz);
}

static Heard
listen (GArray *sound, double hertz)
{
  const guint per_ms = RF_TEST_RECORDER_RATE / 1000;
  Heard heard = { -1, -1, 0, 0 };
  int began = -1;

  for (guint ms = 0; (ms + LOOK_MS) * per_ms <= sound->len; ms += STEP_MS) {
    const int16_t *look = &g_array_index (sound, int16_t, ms * per_ms);

    if (!rf_tone_meter_hears (look, LOOK_MS * per_ms, RF_TEST_RECORDER_RATE, hertz)) {
      began = -1;
      continue;
    }
    heard.times += began < 0;
    began = began < 0 ? (int) ms : began;
    heard.first = heard.first < 0 ? (int) ms : heard.first;
    heard.last = (int) ms + LOOK_MS;
    heard.longest = MAX (heard.longest, heard.last - began);
  }
  return heard;
}

static void
talk (Fixture *fixture)
{
  guint16 port = rf_test_phone_get_port (fixture->phone);

  fixture->stranger = rf_test_stranger_new ("call | hung-up", port, NULL);
  rf_test_wait (fixture->old && rf_call_get_state (fixture->old) == RF_CALL_ESTABLISHED, 10);
  fixture->old_voice = speak (fixture, fixture->old, OLD_HERTZ);
  g_assert_true (rf_test_recorder_wait_for_tone (fixture->recorder, OLD_HERTZ, 10));
  rf_test_recorder_keep (fixture->recorder);
}

/* Somebody calls to take the place of the one who talks. */
static void
call_instead (Fixture *fixture, const char *from)
{
  g_autofree char *script = g_strdup_printf ("call-instead From: <%s>;tag=stranger\n"
                                             "Referred-By: <%s> | hung-up", from, from);
  RfSipMessage answer = rf_test_scan_message (fixture->trace,
                                              find_answer (fixture, fixture->old));
  g_autofree char *tag = rf_str_dup (answer.to.tag);
  g_autofree char *replaces = g_strdup_printf ("%s;to-tag=%s;from-tag=stranger",
                                               rf_call_get_call_id (fixture->old), tag);

  fixture->other = rf_test_stranger_new (script, rf_test_phone_get_port (fixture->phone),
                                         replaces);
  rf_test_wait (fixture->new != NULL, 10);
}

/* Until somebody else is heard, steadily. */
static GArray *
record_exchange (Fixture *fixture)
{
  g_autoptr (RfTestRecorder) ears = NULL;

  fixture->new_voice = speak (fixture, fixture->new, NEW_HERTZ);
  rf_test_wait (rf_call_get_state (fixture->new) == RF_CALL_ESTABLISHED, 10);
  rf_test_wait (!rf_call_is_live (fixture->old), 10);
  ears = rf_test_recorder_new (fixture->pulse, "kevin");
  g_assert_true (rf_test_recorder_wait_for_tone (ears, NEW_HERTZ, 10));
  rf_call_hang_up_async (fixture->new, 0, NULL, NULL, NULL);
  rf_test_wait (!rf_call_is_live (fixture->new), 10);
  return rf_test_recorder_take (fixture->recorder);
}

static void
test_takeover (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) sound = NULL;
  Heard old, new, tone;

  talk (fixture);
  call_instead (fixture, SELF);
  sound = record_exchange (fixture);
  old = listen (sound, OLD_HERTZ);
  new = listen (sound, NEW_HERTZ);
  tone = listen (sound, TONE_HERTZ);
  g_test_message ("old voice until %d ms, tone from %d to %d ms, new voice from %d ms", old.last,
                  tone.first, tone.last, new.first);

  g_assert_cmpint (tone.times, ==, 1);
  g_assert_cmpint (tone.longest, >, TONE_MS - TOLERANCE_MS);
  g_assert_cmpint (tone.longest, <, TONE_MS + TOLERANCE_MS);
  g_assert_cmpint (tone.first, >, 0);
  g_assert_cmpint (tone.first, <, old.last + GAP_MS);
  g_assert_cmpint (tone.first, <, new.first + TOLERANCE_MS);
  g_assert_cmpint (new.first, <, MAX (old.last, tone.last) + GAP_MS);
}

/* Nobody is handed over where the person is asked first, neither while it rings nor after. */
static void
test_stranger (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RfTestRecorder) ears = NULL;
  g_autoptr (GArray) sound = NULL;

  talk (fixture);
  call_instead (fixture, OTHER);
  rf_test_wait (rf_call_get_state (fixture->new) == RF_CALL_RINGING_IN, 10);
  ears = rf_test_recorder_new (fixture->pulse, "kevin");
  g_assert_true (rf_test_recorder_wait_for_tone (ears, OLD_HERTZ, 10));
  rf_call_answer_async (fixture->new, NULL, NULL, NULL);
  sound = record_exchange (fixture);
  g_assert_cmpint (listen (sound, OLD_HERTZ).times, >, 0);
  g_assert_cmpint (listen (sound, NEW_HERTZ).times, >, 0);
  g_assert_cmpint (listen (sound, TONE_HERTZ).times, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/takeover-sound/takeover", Fixture, NULL, set_up, test_takeover, tear_down);
  g_test_add ("/takeover-sound/stranger", Fixture, NULL, set_up, test_stranger, tear_down);
  return g_test_run ();
}
