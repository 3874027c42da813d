/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-attended-transfer"

#include "rf-test-messages.h"
#include "rf-test-play.h"
#include "rf-uri.h"

#include <string.h>

/* What is on the wire where Mike talks, or would talk, to Wayne before he transfers Kevin. */

/**
 * Wire:
 * @refer: the REFER
 * @consultation: the INVITE of Mike's call to Wayne
 * @triggered: the INVITE that takes its place
 *
 * Where the messages are that all is about.
 */
typedef struct {
  RfTestPlay *play;
  RfTrace    *trace;
  int         refer;
  int         consultation;
  int         triggered;
} Wire;

static int
find_after (Wire *wire, int first, RfTestPattern pattern)
{
  int index = rf_test_find_message (wire->trace, (guint) first, &pattern);

  if (index < 0)
    rf_test_show_messages (wire->trace);
  if (index < 0)
    g_error ("No %s %u from %s after message %d", rf_sip_method_to_string (pattern.method),
             pattern.status, pattern.from ? pattern.from : "anybody", first);
  return index;
}

static int
find (Wire *wire, RfTestPattern pattern)
{
  return find_after (wire, 0, pattern);
}

static gboolean
is_in_dialog_of (Wire *wire, int message, int opening)
{
  return rf_trace_get_message (wire->trace, (guint) message)->dialog
         == rf_trace_get_message (wire->trace, (guint) opening)->dialog;
}

static void
setup (Wire *wire, gconstpointer scenario)
{
  wire->play = rf_test_play_new (scenario);
  rf_test_play_start (wire->play);
  rf_test_play_to_end (wire->play);
  g_assert_true (wire->play->as_expected);
  wire->trace = rf_runner_get_trace (wire->play->runner);
  wire->refer = find (wire, (RfTestPattern) { .method = RF_SIP_REFER });
  wire->consultation = find_after (wire, find (wire, (RfTestPattern) {
    .method = RF_SIP_INVITE, .from = "mike", .body = "a=sendonly" }), (RfTestPattern) {
    .method = RF_SIP_INVITE, .from = "mike", .body = "a=sendrecv" });
  wire->triggered = find (wire, (RfTestPattern) {
    .method = RF_SIP_INVITE, .from = "kevin", .phase = 3 });
}

static void
teardown (Wire *wire, gconstpointer scenario)
{
  rf_test_play_free (wire->play);
}

static void
test_transfer (Wire *wire, gconstpointer scenario)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (wire->trace, 0);

  g_assert_cmpuint (rf_trace_get_n_transfers (wire->trace), ==, 1);
  g_assert_cmpstr (rf_transfer_kind_to_string (transfer->kind), ==, scenario);
  g_assert_cmpint (transfer->outcome, ==, RF_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (transfer->refer_status, ==, 202);
  g_assert_cmpuint (transfer->final_status, ==, 200);
  g_assert_cmpint (transfer->released_by, ==, RF_RELEASED_BY_TRANSFEROR);
  g_assert_cmpuint (rf_trace_get_n_parties (wire->trace), ==, 3);
}

/* RFC 3261 §19.1.1: in the headers of a URI everything but what is unreserved is escaped. */
static void
test_refer_to (Wire *wire, gconstpointer scenario)
{
  RfSipMessage refer = rf_test_scan_message (wire->trace, wire->refer);
  g_autofree char *refer_to = rf_str_dup (refer.refer_to);
  const char *replaces = strstr (refer_to, "?Replaces=");

  g_assert_cmpuint (refer.n_refer_to, ==, 1);
  g_assert_cmpint (refer_to[0], ==, '<');
  g_assert_nonnull (replaces);
  replaces += strlen ("?Replaces=");
  g_assert_nonnull (strstr (replaces, "%3Bto-tag%3D"));
  g_assert_nonnull (strstr (replaces, "%3Bfrom-tag%3D"));
  g_assert_cmpuint (strcspn (replaces, ";=@ \"?,:/"), ==, strlen (replaces));
  g_assert_true (g_str_has_suffix (replaces, ">"));
}

/* RFC 3891 §3: the dialog is named as whoever gets the INVITE knows it: his own tag is the
 * to-tag. */
static void
test_replaces (Wire *wire, gconstpointer scenario)
{
  RfSipMessage triggered = rf_test_scan_message (wire->trace, wire->triggered);
  RfSipMessage answer = rf_test_scan_message (wire->trace, find_after (wire, wire->consultation,
    (RfTestPattern) { .method = RF_SIP_INVITE, .status = 200, .from = "wayne" }));
  g_auto (RfReferTo) refer_to = { 0 };
  RfReplaces named;

  g_assert_true (rf_replaces_parse (&named, triggered.replaces));
  g_assert_true (rf_str_equal (named.call_id, answer.call_id));
  g_assert_true (rf_str_equal (named.to_tag, answer.to.tag));
  g_assert_true (rf_str_equal (named.from_tag, answer.from.tag));
  g_assert_false (named.early_only);

  g_assert_true (rf_refer_to_parse (&refer_to,
                                    rf_test_scan_message (wire->trace, wire->refer).refer_to));
  g_assert_true (refer_to.has_replaces);
  g_assert_true (rf_str_equal (triggered.replaces, rf_str_from_c (refer_to.replaces_text)));
}

/* Whoever is there already is not rung for: the first answer is the last. */
static void
test_does_not_ring (Wire *wire, gconstpointer scenario)
{
  guint n = rf_trace_get_n_messages (wire->trace);

  for (guint i = (guint) wire->triggered + 1; i < n; i++) {
    const RfTraceMessage *message = rf_trace_get_message (wire->trace, i);

    if (message->is_request || !is_in_dialog_of (wire, (int) i, wire->triggered))
      continue;
    g_assert_cmpuint (message->status, ==, 200);
    return;
  }
  g_error ("Wayne has not answered");
}

static void
test_referred_by (Wire *wire, gconstpointer scenario)
{
  RfSipMessage refer = rf_test_scan_message (wire->trace, wire->refer);
  RfSipMessage triggered = rf_test_scan_message (wire->trace, wire->triggered);

  g_assert_cmpuint (refer.referred_by.len, >, 0);
  g_assert_true (rf_str_equal (triggered.referred_by, refer.referred_by));
  g_assert_false (rf_str_equal (triggered.call_id, refer.call_id));
}

/* The one who is taken from its call ends it (RFC 3891 §3); nobody else does before that. */
static void
test_target_releases (Wire *wire, gconstpointer scenario)
{
  int answer = find_after (wire, wire->triggered, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 200, .from = "wayne" });
  int n = (int) rf_trace_get_n_messages (wire->trace);
  int n_byes = 0;

  for (int i = 0; i < n; i++) {
    const RfTraceMessage *message = rf_trace_get_message (wire->trace, (guint) i);

    if (message->method != RF_SIP_BYE || !message->is_request
        || !is_in_dialog_of (wire, i, wire->consultation))
      continue;
    n_byes++;
    g_assert_cmpint (i, >, answer);
    g_assert_cmpstr (rf_test_get_sender (wire->trace, i), ==, "Wayne");
    g_assert_cmpuint (rf_trace_get_phase (wire->trace, (guint) i), ==, 5);
  }
  g_assert_cmpint (n_byes, ==, 1);
}

/* Both calls wait on hold when the REFER goes. */
static void
test_holds (Wire *wire, gconstpointer scenario)
{
  const RfTestPattern hold = { .method = RF_SIP_INVITE, .from = "mike", .body = "a=sendonly" };
  int first = find (wire, hold);
  int second = find_after (wire, first + 1, hold);

  g_assert_true (is_in_dialog_of (wire, first, wire->refer));
  g_assert_true (is_in_dialog_of (wire, second, wire->consultation));
  g_assert_cmpint (find_after (wire, second, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 200, .from = "wayne" }), <, wire->refer);
}

/* The transferor lets go when it was told 200, and not before. */
static void
test_transferor_releases (Wire *wire, gconstpointer scenario)
{
  int told = find (wire, (RfTestPattern) { .method = RF_SIP_NOTIFY, .sipfrag = 200 });
  int bye = find (wire, (RfTestPattern) { .method = RF_SIP_BYE, .from = "mike" });

  g_assert_cmpint (bye, >, told);
  g_assert_true (is_in_dialog_of (wire, bye, wire->refer));
}

/* The call that still rings is not replaced: the REFER goes after the answer. */
static void
test_kept_back (Wire *wire, gconstpointer scenario)
{
  int answer = find_after (wire, wire->consultation, (RfTestPattern) {
    .method = RF_SIP_INVITE, .status = 200, .from = "wayne" });

  g_assert_cmpint (answer, <, wire->refer);
  g_assert_true (is_in_dialog_of (wire, answer, wire->consultation));
}

int
main (int argc, char **argv)
{
  const struct {
    const char *name;
    void      (*test) (Wire *wire, gconstpointer scenario);
  } cases[] = {
    { "transfer", test_transfer },
    { "refer-to", test_refer_to },
    { "replaces", test_replaces },
    { "does-not-ring", test_does_not_ring },
    { "referred-by", test_referred_by },
    { "target-releases", test_target_releases },
    { "holds", test_holds },
    { "transferor-releases", test_transferor_releases },
    { "kept-back", test_kept_back },
  };
  const char *const scenarios[] = { "attended", "semi-attended" };

  g_test_init (&argc, &argv, NULL);

  for (guint s = 0; s < G_N_ELEMENTS (scenarios); s++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
      g_autofree char *path = g_strdup_printf ("/%s/%s", scenarios[s], cases[i].name);

      g_test_add (path, Wire, scenarios[s], setup, cases[i].test, teardown);
    }

  return g_test_run ();
}
