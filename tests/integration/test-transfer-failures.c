/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-transfer-failures"

#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-play.h"

/* What is on the wire where a transfer does not work, beyond what every scenario promises. */

typedef struct {
  RfTestPlay *play;
  RfTrace    *trace;
} Wire;

static void
setup (Wire *wire, gconstpointer scenario)
{
  wire->play = rf_test_play_new (scenario);
  rf_test_play_start (wire->play);
  rf_test_play_to_end (wire->play);
  g_assert_true (wire->play->as_expected);
  wire->trace = rf_runner_get_trace (wire->play->runner);
}

static void
teardown (Wire *wire, gconstpointer scenario)
{
  rf_test_play_free (wire->play);
}

static int
find_after (Wire *wire, int first, RfTestPattern pattern)
{
  int index = rf_test_find_message (wire->trace, (guint) first, &pattern);

  if (index < 0)
    g_error ("No %s %u from %s after message %d", rf_sip_method_to_string (pattern.method),
             pattern.status, pattern.from ? pattern.from : "anybody", first);
  return index;
}

static int
count (Wire *wire, RfTestPattern pattern)
{
  int n = 0;

  for (int i = rf_test_find_message (wire->trace, 0, &pattern); i >= 0;
       i = rf_test_find_message (wire->trace, (guint) i + 1, &pattern))
    n++;
  return n;
}

/* RFC 5589 §6.3.2: CANCEL, 487, NOTIFY 487, and the first call is taken up again, off hold. The
 * person's phone knows that it took the call back, and need not wait for the 487 to report it. */
static void
test_gives_up (Wire *wire, gconstpointer scenario)
{
  int refer = find_after (wire, 0, (RfTestPattern) { .method = RF_SIP_REFER });
  int rings = find_after (wire, refer, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 180, .from = "wayne" });
  int cancel = find_after (wire, rings, (RfTestPattern) {
    .method = RF_SIP_CANCEL, .from = "kevin" });
  int terminated = find_after (wire, cancel, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 487, .from = "wayne" });
  int told = find_after (wire, cancel, (RfTestPattern) {
    .method = RF_SIP_NOTIFY, .sipfrag = 487, .from = "kevin" });
  int resumed = find_after (wire, told, (RfTestPattern) {
    .method = RF_SIP_INVITE, .from = "mike", .body = "a=sendrecv" });
  int bye = find_after (wire, 0, (RfTestPattern) { .method = RF_SIP_BYE });
  g_autofree char *state = rf_str_dup (rf_test_scan_message (wire->trace, told).subscription_state);

  g_assert_true (rf_str_equal (rf_test_scan_message (wire->trace, refer).call_id,
                               rf_test_scan_message (wire->trace, resumed).call_id));
  g_assert_true (g_str_has_prefix (state, "terminated"));
  g_assert_cmpint (terminated, <, bye);
  g_assert_cmpint (find_after (wire, resumed, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 200, .from = "kevin" }), <, bye);
  g_assert_cmpint (count (wire, (RfTestPattern) { .method = RF_SIP_BYE }), ==, 1);
}

/* Nothing reaches the transferor after the 202, not even at the end of the call. */
static void
test_notify_lost (Wire *wire, gconstpointer scenario)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (wire->trace, 0);

  g_assert_cmpuint (transfer->refer_status, ==, 202);
  g_assert_cmpuint (transfer->final_status, ==, 0);
  g_assert_cmpuint (transfer->n_progress, ==, 0);
  g_assert_cmpint (count (wire, (RfTestPattern) { .method = RF_SIP_NOTIFY }), ==, 0);
}

/* Asked, the person may take time: the REFER is accepted first, and nobody is called. */
static void
test_refused_by_person (Wire *wire, gconstpointer scenario)
{
  g_assert_cmpuint (rf_trace_get_transfer (wire->trace, 0)->refer_status, ==, 202);
  g_assert_cmpint (count (wire, (RfTestPattern) { .method = RF_SIP_INVITE, .phase = 3 }), ==, 0);
}

/* The call that could not be replaced is still there, as is the one that was to go. */
static void
test_mismatch (Wire *wire, gconstpointer scenario)
{
  int refused = find_after (wire, 0, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 481, .from = "wayne" });
  int bye = find_after (wire, 0, (RfTestPattern) { .method = RF_SIP_BYE });

  g_assert_cmpint (bye, >, refused);
  g_assert_cmpstr (rf_test_get_sender (wire->trace, bye), ==, "Wayne");
  g_assert_cmpint (count (wire, (RfTestPattern) { .method = RF_SIP_BYE }), ==, 2);
}

/* Where the target's phone lacks Replaces, nothing may name a call to be replaced. */
static void
test_no_replaces (Wire *wire, gconstpointer scenario)
{
  int answer = find_after (wire, 0, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 200, .from = "wayne" });
  int refer = find_after (wire, answer, (RfTestPattern) { .method = RF_SIP_REFER });
  int bye = find_after (wire, answer, (RfTestPattern) { .method = RF_SIP_BYE, .from = "mike" });
  RfSipMessage triggered = rf_test_scan_message (wire->trace, find_after (wire, refer,
    (RfTestPattern) { .method = RF_SIP_INVITE, .from = "kevin", .phase = 3 }));

  g_assert_cmpuint (rf_test_scan_message (wire->trace, answer).supported.len, ==, 0);
  g_assert_cmpint (bye, <, refer);
  g_assert_cmpuint (triggered.replaces.len, ==, 0);
}

/* The transferor's phone is not the one that says BYE, and hears it after it was told 200. */
static void
test_transferee_releases (Wire *wire, gconstpointer scenario)
{
  int told = find_after (wire, 0, (RfTestPattern) { .method = RF_SIP_NOTIFY, .sipfrag = 200 });

  g_assert_cmpint (find_after (wire, told, (RfTestPattern) {
    .method = RF_SIP_BYE, .from = "kevin", .phase = 5 }), >, told);
  g_assert_cmpint (count (wire, (RfTestPattern) { .method = RF_SIP_BYE, .from = "mike" }), ==, 0);
}

int
main (int argc, char **argv)
{
  const struct {
    const char *scenario;
    void      (*test) (Wire *wire, gconstpointer scenario);
  } cases[] = {
    { "transferee-gives-up", test_gives_up },
    { "notify-lost", test_notify_lost },
    { "refused-by-person", test_refused_by_person },
    { "attended-mismatch", test_mismatch },
    { "attended-no-replaces", test_no_replaces },
    { "transferee-releases", test_transferee_releases },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/transfer-failures/%s", cases[i].scenario);

    g_test_add (path, Wire, cases[i].scenario, setup, cases[i].test, teardown);
  }

  return g_test_run ();
}
