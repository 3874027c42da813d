/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-blind-transfer"

#include "rf-test-messages.h"
#include "rf-test-play.h"

/* What is on the wire in a blind transfer that works, message by message. */

static void
setup (RfTestPlay **play, gconstpointer data)
{
  *play = rf_test_play_new ("blind");
  rf_test_play_start (*play);
  rf_test_play_to_end (*play);
}

static void
teardown (RfTestPlay **play, gconstpointer data)
{
  rf_test_play_free (*play);
}

static RfTrace *
get_trace (RfTestPlay **play)
{
  return rf_runner_get_trace ((*play)->runner);
}

static int
find (RfTrace *trace, RfTestPattern pattern)
{
  int index = rf_test_find_message (trace, 0, &pattern);

  g_assert_cmpint (index, >=, 0);
  return index;
}

static char *
dup_value (RfStr value)
{
  return g_strndup (value.p, value.len);
}

static void
test_transfer (RfTestPlay **play, gconstpointer data)
{
  RfTrace *trace = get_trace (play);
  const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, 0);
  const guint16 progress[] = { 100, 180, 200 };

  g_assert_cmpuint (rf_trace_get_n_transfers (trace), ==, 1);
  g_assert_cmpint (transfer->kind, ==, RF_TRANSFER_BLIND);
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (transfer->refer_status, ==, 202);
  g_assert_cmpuint (transfer->final_status, ==, 200);
  g_assert_cmpint (transfer->released_by, ==, RF_RELEASED_BY_TRANSFEROR);
  g_assert_cmpmem (transfer->progress, transfer->n_progress * sizeof progress[0],
                   progress, sizeof progress);
  g_assert_cmpuint (rf_trace_get_n_parties (trace), ==, 3);
}

/* The order that every attempt keeps to; everything else between the phases may interleave. */
static void
test_phases (RfTestPlay **play, gconstpointer data)
{
  RfTrace *trace = get_trace (play);
  int first[7] = { -1, -1, -1, -1, -1, -1, -1 };
  int answered, told, confirmed;

  for (int i = (int) rf_trace_get_n_messages (trace) - 1; i >= 0; i--)
    first[rf_trace_get_phase (trace, (guint) i)] = i;
  g_assert_cmpint (first[0], ==, -1);
  for (guint phase = 1; phase <= 6; phase++)
    g_assert_cmpint (first[phase], >=, 0);

  g_assert_cmpint (first[1], <, first[2]);
  g_assert_cmpint (first[2], <, first[3]);
  g_assert_cmpint (first[2], <, first[4]);
  answered = find (trace, (RfTestPattern) { .method = RF_SIP_INVITE, .status = 200, .phase = 3 });
  told = find (trace, (RfTestPattern) { .method = RF_SIP_NOTIFY, .sipfrag = 200, .phase = 4 });
  confirmed = find (trace, (RfTestPattern) { .method = RF_SIP_ACK, .phase = 3 });
  g_assert_cmpint (answered, <, told);
  g_assert_cmpint (confirmed, <, first[6]);
  g_assert_cmpint (first[5], <, first[6]);
}

static void
test_refer (RfTestPlay **play, gconstpointer data)
{
  RfTrace *trace = get_trace (play);
  int index = find (trace, (RfTestPattern) { .method = RF_SIP_REFER, .from = "mike" });
  RfSipMessage refer = rf_test_scan_message (trace, index);
  g_autofree char *refer_to = dup_value (refer.refer_to);
  g_autofree char *referred_by = dup_value (refer.referred_by);
  const char *wayne = rf_phone_get_aor (rf_test_play_phone (*play, "wayne"));
  const char *mike = rf_phone_get_aor (rf_test_play_phone (*play, "mike"));
  g_autofree char *target = g_strdup_printf ("<%s>", wayne);
  g_autofree char *by = g_strdup_printf ("<%s>", mike);

  g_assert_cmpuint (refer.n_refer_to, ==, 1);
  g_assert_cmpstr (refer_to, ==, target);
  g_assert_nonnull (strstr (referred_by, by));
}

/* The triggered INVITE tells the target who sent the caller. */
static void
test_new_call (RfTestPlay **play, gconstpointer data)
{
  RfTrace *trace = get_trace (play);
  int refer_index = find (trace, (RfTestPattern) { .method = RF_SIP_REFER });
  int index = find (trace, (RfTestPattern) {
    .method = RF_SIP_INVITE, .phase = 3, .from = "kevin" });
  RfSipMessage refer = rf_test_scan_message (trace, refer_index);
  RfSipMessage invite = rf_test_scan_message (trace, index);
  g_autofree char *uri = dup_value (invite.request_uri);

  g_assert_true (rf_str_equal (invite.referred_by, refer.referred_by));
  g_assert_false (rf_str_equal (invite.call_id, refer.call_id));
  g_assert_cmpstr (uri, ==, rf_phone_get_aor (rf_test_play_phone (*play, "wayne")));
}

static void
test_hold (RfTestPlay **play, gconstpointer data)
{
  RfTrace *trace = get_trace (play);
  int hold = find (trace, (RfTestPattern) {
    .method = RF_SIP_INVITE, .from = "mike", .body = "a=sendonly" });
  int answer = rf_test_find_message (trace, (guint) hold, &(RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 200, .from = "kevin" });
  int refer = find (trace, (RfTestPattern) { .method = RF_SIP_REFER });

  g_assert_cmpint (answer, >, hold);
  g_assert_cmpint (answer, <, refer);
  g_assert_cmpuint (rf_trace_get_phase (trace, (guint) hold), ==, 1);
}

static void
test_notify (RfTestPlay **play, gconstpointer data)
{
  RfTrace *trace = get_trace (play);
  const guint16 statuses[] = { 100, 180, 200 };
  const RfTestPattern any = { .method = RF_SIP_NOTIFY };
  guint found = 0;

  for (int i = rf_test_find_message (trace, 0, &any); i >= 0;
       i = rf_test_find_message (trace, (guint) i + 1, &any)) {
    RfSipMessage notify = rf_test_scan_message (trace, i);
    g_autofree char *body = dup_value (notify.body);
    g_autofree char *state = dup_value (notify.subscription_state);
    g_autofree char *type = dup_value (notify.content_type);

    g_assert_cmpuint (found, <, G_N_ELEMENTS (statuses));
    g_assert_cmpuint (rf_trace_get_message (trace, (guint) i)->sipfrag_status, ==, statuses[found]);
    g_assert_true (g_str_has_suffix (body, "\r\n"));
    g_assert_true (g_str_has_prefix (type, "message/sipfrag"));
    g_assert_cmpstr (state, ==, statuses[found] < 200 ? "active" : "terminated");
    found++;
  }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (statuses));
}

static void
test_release (RfTestPlay **play, gconstpointer data)
{
  RfTrace *trace = get_trace (play);
  int told = find (trace, (RfTestPattern) { .method = RF_SIP_NOTIFY, .sipfrag = 200 });
  int bye = find (trace, (RfTestPattern) { .method = RF_SIP_BYE });
  int last = rf_test_find_message (trace, (guint) bye + 1, &(RfTestPattern) {
    .method = RF_SIP_BYE });

  g_assert_cmpstr (rf_test_get_sender (trace, bye), ==, rf_test_get_sender (
    trace, find (trace, (RfTestPattern) { .method = RF_SIP_REFER })));
  g_assert_cmpint (bye, >, told);
  g_assert_cmpuint (rf_trace_get_phase (trace, (guint) bye), ==, 5);
  g_assert_cmpint (last, >, bye);
  g_assert_cmpuint (rf_trace_get_phase (trace, (guint) last), ==, 6);
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void      (*test) (RfTestPlay **play, gconstpointer data);
  } cases[] = {
    { "/blind-transfer/transfer", test_transfer },
    { "/blind-transfer/phases", test_phases },
    { "/blind-transfer/refer", test_refer },
    { "/blind-transfer/new-call", test_new_call },
    { "/blind-transfer/hold", test_hold },
    { "/blind-transfer/notify", test_notify },
    { "/blind-transfer/release", test_release },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, RfTestPlay *, NULL, setup, cases[i].test, teardown);

  return g_test_run ();
}
