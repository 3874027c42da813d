/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-transfer.h"

static const char *const stages[RF_TRANSFER_N_STAGES] = {
  NULL,       "waiting", "hold-sent", "hold-confirmed",     "refer-sent", "accepted",
  "trying",   "ringing", "answered",  "subscription-ended", "released",
};

static const char *const ends[] = {
  NULL, "succeeded", "failed", "refused", "unknown", "cancelled",
};

typedef struct {
  RfTransferStage  stage;
  RfTransferResult result;
} State;

/* Every state that can be reached in one step up to @state.stage and then the end. "succeeded"
 * brings the transfer to "answered" at least. */
static RfTransfer *
new_in_state (State state)
{
  RfTransfer *transfer = rf_transfer_new ("sip:wayne@192.0.2.7");

  if (state.stage != RF_TRANSFER_STAGE_NONE)
    g_assert_true (rf_transfer_advance (transfer, stages[state.stage], 0, "", 1000));
  if (state.result != RF_TRANSFER_PENDING)
    g_assert_true (rf_transfer_advance (transfer, ends[state.result], 0, "", 2000));
  return transfer;
}

static gboolean
can_be (State state)
{
  if (state.result == RF_TRANSFER_SUCCEEDED)
    return state.stage >= RF_TRANSFER_STAGE_ANSWERED;
  if (state.result == RF_TRANSFER_REFUSED)
    return state.stage <= RF_TRANSFER_STAGE_REFER_SENT;
  if (state.result == RF_TRANSFER_CANCELLED)
    return state.stage < RF_TRANSFER_STAGE_REFER_SENT;
  return TRUE;
}

/* What the rules say, written as rules and not as the machine is. */
static State
expect_after_stage (State           state,
                    RfTransferStage event)
{
  gboolean is_dead = state.result != RF_TRANSFER_PENDING && state.result != RF_TRANSFER_SUCCEEDED;

  if (!is_dead && event > state.stage)
    state.stage = event;
  return state;
}

static State
expect_after_end (State            state,
                  RfTransferResult event)
{
  gboolean learns = state.result == RF_TRANSFER_UNKNOWN &&
                    (event == RF_TRANSFER_SUCCEEDED || event == RF_TRANSFER_FAILED ||
                     event == RF_TRANSFER_REFUSED);

  if (state.result != RF_TRANSFER_PENDING && !learns)
    return state;
  state.result = event;
  if (event == RF_TRANSFER_SUCCEEDED && state.stage < RF_TRANSFER_STAGE_ANSWERED)
    state.stage = RF_TRANSFER_STAGE_ANSWERED;
  if (event == RF_TRANSFER_REFUSED && state.stage > RF_TRANSFER_STAGE_REFER_SENT)
    state.result = RF_TRANSFER_FAILED;
  if (event == RF_TRANSFER_CANCELLED && state.stage >= RF_TRANSFER_STAGE_REFER_SENT)
    state.result = RF_TRANSFER_UNKNOWN;
  return state;
}

static void
check_step (State       before,
            const char *event,
            State       after)
{
  g_autoptr (RfTransfer) transfer = new_in_state (before);

  rf_transfer_advance (transfer, event, 0, "", 3000);
  g_test_message ("(%d, %d) %s", before.stage, before.result, event);
  g_assert_cmpint (rf_transfer_get_stage (transfer), ==, after.stage);
  g_assert_cmpint (rf_transfer_get_result (transfer), ==, after.result);
}

static void
test_table (void)
{
  guint n = 0;

  for (int s = 0; s < RF_TRANSFER_N_STAGES; s++)
    for (int r = RF_TRANSFER_PENDING; r <= RF_TRANSFER_CANCELLED; r++) {
      State state = { s, r };

      if (!can_be (state))
        continue;
      for (int e = RF_TRANSFER_STAGE_WAITING; e < RF_TRANSFER_N_STAGES; e++, n++)
        check_step (state, stages[e], expect_after_stage (state, e));
      for (int e = RF_TRANSFER_SUCCEEDED; e <= RF_TRANSFER_CANCELLED; e++, n++)
        check_step (state, ends[e], expect_after_end (state, e));
    }
  /* 11 stages, each pending, failed and unknown; 3 succeeded, 5 refused, 4 cancelled; 15 events. */
  g_assert_cmpuint (n, ==, (11 * 3 + 3 + 5 + 4) * 15);
}

static void
test_unknown_names (void)
{
  static const char *const names[] = { "", "none", "Accepted", "succeeded ", "%s%n", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@192.0.2.7");

    g_assert_false (rf_transfer_advance (transfer, names[i], 500, "x", 1));
    g_assert_cmpint (rf_transfer_get_stage (transfer), ==, RF_TRANSFER_STAGE_NONE);
    g_assert_cmpint (rf_transfer_get_result (transfer), ==, RF_TRANSFER_PENDING);
    g_assert_cmpuint (rf_transfer_get_code (transfer), ==, 0);
  }
}

static void
count (int *n)
{
  ++*n;
}

static void
test_signals (void)
{
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@192.0.2.7");
  int n_stage = 0, n_result = 0, n_code = 0, n_changed = 0;

  g_signal_connect_swapped (transfer, "notify::stage", G_CALLBACK (count), &n_stage);
  g_signal_connect_swapped (transfer, "notify::result", G_CALLBACK (count), &n_result);
  g_signal_connect_swapped (transfer, "notify::code", G_CALLBACK (count), &n_code);
  g_signal_connect_swapped (transfer, "stage-changed", G_CALLBACK (count), &n_changed);

  g_assert_true (rf_transfer_advance (transfer, "accepted", 202, "Accepted", 10));
  g_assert_cmpuint (rf_transfer_get_code (transfer), ==, 202);
  g_assert_cmpint (rf_transfer_get_result (transfer), ==, RF_TRANSFER_PENDING);
  g_assert_false (rf_transfer_advance (transfer, "accepted", 202, "Accepted", 11));
  g_assert_cmpint (n_stage, ==, 1);
  g_assert_cmpint (n_changed, ==, 1);

  g_assert_true (rf_transfer_advance (transfer, "ringing", 180, "Ringing", 20));
  g_assert_true (rf_transfer_advance (transfer, "succeeded", 200, "OK", 30));
  g_assert_cmpint (n_stage, ==, 3);
  g_assert_cmpint (n_changed, ==, 3);
  g_assert_cmpint (n_result, ==, 1);
  g_assert_cmpint (n_code, ==, 3);
  g_assert_cmpint (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_ANSWERED), ==, 30);
  g_assert_cmpint (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_TRYING), ==, 0);
}

static void
note_event (RfTransfer *transfer,
            const char *event,
            guint       code,
            gint64      time_us,
            GString    *notes)
{
  g_string_append_printf (notes, "%s %u %" G_GINT64_FORMAT "; ", event, code, time_us);
}

/* Every stage and the end, each once, and the end as it was decided to be. */
static void
test_events (void)
{
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@192.0.2.7");
  g_autoptr (GString) notes = g_string_new (NULL);

  g_signal_connect (transfer, "advanced", G_CALLBACK (note_event), notes);
  rf_transfer_advance (transfer, "ringing", 180, "Ringing", 20);
  rf_transfer_advance (transfer, "ringing", 183, "Progress", 21);
  rf_transfer_advance (transfer, "accepted", 202, "Accepted", 25);
  rf_transfer_advance (transfer, "nothing", 0, "", 26);
  rf_transfer_advance (transfer, "refused", 486, "Busy Here", 30);
  rf_transfer_advance (transfer, "unknown", 0, "", 40);
  g_assert_cmpstr (notes->str, ==, "ringing 180 20; accepted 202 25; failed 486 30; ");
}

static void
test_end_kinds (void)
{
  static const struct {
    const char *event;
    guint       code;
    const char *kind;
  } rows[] = {
    { "waiting", 0, NULL },
    { "succeeded", 200, "succeeded" },
    { "failed", 486, "failed" },
    { "failed", 487, "abandoned" },
    { "refused", 487, "refused" },
    { "unknown", 0, "unknown" },
    { "cancelled", 0, "cancelled" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@192.0.2.7");

    g_assert_null (rf_transfer_get_end_kind (transfer));
    rf_transfer_advance (transfer, rows[i].event, rows[i].code, "", 1);
    g_assert_cmpstr (rf_transfer_get_end_kind (transfer), ==, rows[i].kind);
    g_assert_cmpint (rf_transfer_get_kind (transfer), ==, RF_TRANSFER_BLIND_KIND);
    g_assert_null (rf_transfer_get_with (transfer));
  }
}

/* A NOTIFY can overtake the 202: the stage stays, the time is noted, the newer status is kept. */
static void
test_late_stage (void)
{
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@192.0.2.7");

  rf_transfer_advance (transfer, "ringing", 180, "Ringing", 20);
  g_assert_true (rf_transfer_advance (transfer, "accepted", 202, "Accepted", 25));
  g_assert_cmpint (rf_transfer_get_stage (transfer), ==, RF_TRANSFER_STAGE_RINGING);
  g_assert_cmpint (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_ACCEPTED), ==, 25);
  g_assert_cmpuint (rf_transfer_get_code (transfer), ==, 180);
}

static void
test_network_text (void)
{
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wa%3Cb%3Eyne@192.0.2.7");

  g_assert_cmpstr (rf_transfer_get_target_label (transfer), ==, "wa<b>yne");
  rf_transfer_advance (transfer, "failed", 999999, "no\r\nway \xff%s", 1);
  g_assert_cmpuint (rf_transfer_get_code (transfer), ==, G_MAXUINT16);
  g_assert_cmpstr (rf_transfer_get_reason (transfer), ==, "no\\x0d\\x0away \xef\xbf\xbd%s");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/table", test_table);
  g_test_add_func ("/transfer/unknown-names", test_unknown_names);
  g_test_add_func ("/transfer/signals", test_signals);
  g_test_add_func ("/transfer/events", test_events);
  g_test_add_func ("/transfer/end-kinds", test_end_kinds);
  g_test_add_func ("/transfer/late-stage", test_late_stage);
  g_test_add_func ("/transfer/network-text", test_network_text);
  return g_test_run ();
}
