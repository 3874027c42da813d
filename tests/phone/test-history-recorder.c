/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "rf-history-recorder.h"
#include "rf-test-calls.h"

/* What is written of calls in all their ends, without a core. */

typedef struct {
  RfTestCalls        calls;
  char              *folder;
  RfHistory         *history;
  RfHistoryRecorder *recorder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  rf_test_calls_set_up (&fixture->calls, NULL);
  fixture->folder = g_dir_make_tmp ("rf-test-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "history.db", NULL);
  fixture->history = rf_history_new (path);
  fixture->recorder = rf_history_recorder_new (fixture->history, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "history.db", NULL);

  g_assert_finalize_object (fixture->recorder);
  g_assert_finalize_object (fixture->history);
  rf_test_calls_tear_down (&fixture->calls, NULL);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static RfDBusCall *
last_skeleton (Fixture *fixture)
{
  return g_ptr_array_index (fixture->calls.skeletons, fixture->calls.skeletons->len - 1);
}

static RfCall *
add_call (Fixture    *fixture,
          const char *direction,
          const char *peer_uri)
{
  RfCall *call = rf_test_calls_add (&fixture->calls, direction, "ringing", "", peer_uri);

  rf_history_recorder_note (fixture->recorder, call);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->history)), ==, 0);
  return call;
}

static void
set_state (Fixture    *fixture,
           RfCall     *call,
           const char *state,
           guint16     code)
{
  RfDBusCall *skeleton = last_skeleton (fixture);

  rf_dbus_call_set_end_code (skeleton, code);
  if (g_str_equal (state, "established"))
    rf_dbus_call_set_established_at (skeleton, 5000000);
  else
    rf_dbus_call_set_ended_at (skeleton, 65000000);
  rf_dbus_call_set_state (skeleton, state);
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (skeleton));
  while (rf_call_get_state (call) != (g_str_equal (state, "ended") ? RF_CALL_ENDED
                                                                   : RF_CALL_ESTABLISHED))
    g_main_context_iteration (NULL, TRUE);
}

/* Of the newest call that is over. */
static const RfHistoryRecord *
get_first (Fixture *fixture)
{
  g_autoptr (RfHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (fixture->history), 0);

  g_assert_nonnull (entry);
  return rf_history_entry_get_record (entry);
}

static const struct {
  const char       *direction;
  gboolean          answered;
  guint16           code;
  RfHistoryOutcome  outcome;
} ends[] = {
  { "incoming", TRUE, 0, RF_HISTORY_ANSWERED },
  { "incoming", FALSE, 0, RF_HISTORY_MISSED },
  { "incoming", FALSE, 480, RF_HISTORY_MISSED },
  { "incoming", FALSE, 487, RF_HISTORY_MISSED },
  { "incoming", FALSE, 486, RF_HISTORY_DECLINED },
  { "incoming", FALSE, 603, RF_HISTORY_DECLINED },
  { "incoming", FALSE, 488, RF_HISTORY_FAILED },
  /* Taken for the person, and not confirmed: nobody has missed it. */
  { "incoming", FALSE, 408, RF_HISTORY_FAILED },
  { "outgoing", TRUE, 0, RF_HISTORY_ANSWERED },
  { "outgoing", FALSE, 486, RF_HISTORY_BUSY },
  { "outgoing", FALSE, 600, RF_HISTORY_BUSY },
  { "outgoing", FALSE, 603, RF_HISTORY_DECLINED },
  { "outgoing", FALSE, 487, RF_HISTORY_CANCELLED },
  { "outgoing", FALSE, 404, RF_HISTORY_FAILED },
  { "outgoing", FALSE, 408, RF_HISTORY_FAILED },
};

static void
test_end (Fixture       *fixture,
          gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (RfCall) call = add_call (fixture, ends[i].direction, "sip:kevin@example.org");
  const RfHistoryRecord *record;

  if (ends[i].answered)
    set_state (fixture, call, "established", 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->history)), ==, 0);
  set_state (fixture, call, "ended", ends[i].code);
  record = get_first (fixture);
  g_assert_cmpint (record->outcome, ==, ends[i].outcome);
  g_assert_cmpuint (record->code, ==, ends[i].code);
  g_assert_cmpint (record->incoming, ==, g_str_equal (ends[i].direction, "incoming"));
  g_assert_cmpstr (record->peer_uri, ==, "sip:kevin@example.org");
  g_assert_cmpstr (record->peer_label, ==, "kevin");
  g_assert_cmpint (record->answered_at, ==, ends[i].answered ? 5000000 : 0);
  g_assert_cmpint (record->ended_at, ==, 65000000);
  g_assert_cmpint (record->turn, ==, RF_HISTORY_TURN_NONE);
}

static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (RfCall) call = add_call (fixture, "incoming", "sip:kevin@example.org");

  set_state (fixture, call, "established", 0);
  rf_call_take_loss (call, "gone");
  g_assert_cmpint (get_first (fixture)->outcome, ==, RF_HISTORY_LOST);
}

static void
test_sent_by (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (RfCall) call = rf_test_calls_add (&fixture->calls, "incoming", "ringing", "Kevin",
                                               "sip:kevin@example.org");

  rf_dbus_call_set_referred_by (last_skeleton (fixture), "\"Mike\" <sip:mike@example.org>");
  rf_history_recorder_note (fixture->recorder, call);
  set_state (fixture, call, "ended", 487);
  g_assert_cmpstr (get_first (fixture)->sent_by, ==, "\"Mike\" <sip:mike@example.org>");
}

/* A transfer of ours, told of after the call has ended too. */
static void
test_transferred (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (RfCall) call = add_call (fixture, "incoming", "sip:kevin@example.org");
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@example.org");

  set_state (fixture, call, "established", 0);
  rf_call_set_transfer (call, transfer);
  rf_transfer_advance (transfer, "refer-sent", 0, NULL, 1);
  set_state (fixture, call, "ended", 0);
  g_assert_cmpint (get_first (fixture)->turn, ==, RF_HISTORY_TURN_TRANSFERRED);
  g_assert_cmpint (get_first (fixture)->turn_result, ==, RF_TRANSFER_PENDING);
  g_assert_cmpstr (get_first (fixture)->turn_label, ==, "wayne");
  rf_transfer_advance (transfer, "accepted", 202, NULL, 2);
  rf_transfer_advance (transfer, "failed", 486, "Busy Here", 3);
  rf_history_recorder_note (fixture->recorder, call);
  g_assert_cmpint (get_first (fixture)->turn_result, ==, RF_TRANSFER_FAILED);
  g_assert_cmpuint (get_first (fixture)->turn_code, ==, 486);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->history)), ==, 1);
}

/* The other party sends us to somebody: that call says by whom, though no Referred-By does, and
 * the old one to whom, when the new one is no longer there too. */
static void
test_sent (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (RfCall) wayne = add_call (fixture, "outgoing", "sip:wayne@example.org");
  g_autoptr (RfCall) kevin = add_call (fixture, "incoming", "sip:kevin@example.org");
  const RfHistoryRecord *record;

  set_state (fixture, kevin, "established", 0);
  rf_call_take_transferee_stage (kevin, "dialing", 0, "", wayne);
  rf_call_take_end (wayne);
  record = get_first (fixture);
  g_assert_cmpstr (record->peer_label, ==, "wayne");
  g_assert_cmpstr (record->sent_by, ==, "<sip:kevin@example.org>");
  rf_history_remove (fixture->history, record->id);

  g_clear_object (&wayne);
  rf_call_take_transferee_stage (kevin, "failed", 486, "Busy Here", NULL);
  set_state (fixture, kevin, "ended", 0);
  record = get_first (fixture);
  g_assert_cmpint (record->turn, ==, RF_HISTORY_TURN_SENT);
  g_assert_cmpstr (record->turn_label, ==, "wayne");
  g_assert_cmpint (record->turn_result, ==, RF_TRANSFER_FAILED);
  g_assert_cmpuint (record->turn_code, ==, 486);
}

/* The core would not begin it, so nothing came of it. */
static void
test_not_begun (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (RfCall) call = add_call (fixture, "incoming", "sip:kevin@example.org");
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@example.org");

  set_state (fixture, call, "established", 0);
  rf_call_set_transfer (call, transfer);
  rf_call_set_transfer (call, NULL);
  set_state (fixture, call, "ended", 0);
  g_assert_cmpint (get_first (fixture)->turn, ==, RF_HISTORY_TURN_NONE);
}

/* A request outside of a call is none; the call that comes of it is, and says by whom. */
static void
test_asked_outside (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (RfCall) wayne = add_call (fixture, "outgoing", "sip:wayne@example.org");
  g_autoptr (RfCall) kevin = rf_test_calls_add (&fixture->calls, "incoming", "asking", "",
                                                "sip:kevin@example.org");

  rf_history_recorder_note (fixture->recorder, kevin);
  rf_call_take_transferee_stage (kevin, "dialing", 0, "", wayne);
  rf_call_take_end (kevin);
  rf_call_take_end (wayne);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->history)), ==, 1);
  g_assert_cmpstr (get_first (fixture)->peer_label, ==, "wayne");
  g_assert_cmpstr (get_first (fixture)->sent_by, ==, "<sip:kevin@example.org>");
}

static void
test_continued (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (RfCall) wayne = rf_test_calls_add (&fixture->calls, "incoming", "established", "Wayne",
                                                "sip:wayne@example.org");
  g_autoptr (RfCall) kevin = add_call (fixture, "incoming", "sip:kevin@example.org");

  set_state (fixture, kevin, "established", 0);
  rf_call_set_replaces (wayne, kevin);
  set_state (fixture, kevin, "ended", 0);
  g_assert_cmpint (get_first (fixture)->turn, ==, RF_HISTORY_TURN_CONTINUED);
  g_assert_cmpstr (get_first (fixture)->turn_label, ==, "Wayne");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strdup_printf ("/history-recorder/end/%s-%s-%u", ends[i].direction,
                                             ends[i].answered ? "answered" : "refused",
                                             ends[i].code);

    g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_end, tear_down);
  }
  g_test_add ("/history-recorder/lost", Fixture, NULL, set_up, test_lost, tear_down);
  g_test_add ("/history-recorder/not-begun", Fixture, NULL, set_up, test_not_begun, tear_down);
  g_test_add ("/history-recorder/asked-outside", Fixture, NULL, set_up, test_asked_outside,
              tear_down);
  g_test_add ("/history-recorder/sent-by", Fixture, NULL, set_up, test_sent_by, tear_down);
  g_test_add ("/history-recorder/transferred", Fixture, NULL, set_up, test_transferred, tear_down);
  g_test_add ("/history-recorder/sent", Fixture, NULL, set_up, test_sent, tear_down);
  g_test_add ("/history-recorder/continued", Fixture, NULL, set_up, test_continued, tear_down);
  return g_test_run ();
}
