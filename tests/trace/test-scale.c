/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

#include "rf-websocket.h"

/*
 * Captures that a stranger may have made up: each would take minutes if the time for a message grew
 * with the number of those before it, and ends in a second as it does not.
 */

#define MANY 100000

typedef struct {
  const char *method;
  guint       call;
  guint       branch;
  guint       from;      /* number of the user, and of his tag */
  guint       to;
  gboolean    is_initial;
  guint       cseq;
  guint16     port;      /* of the sender, 5060 where it is 0 */
  guint       status;    /* 0 in a request */
  const char *headers;
  const char *name;      /* of whom From names */
} Line;

static gboolean
append (RfTrace    *trace,
        guint       number,
        const Line *line)
{
  guint sender = line->status > 0 ? line->to : line->from;
  guint receiver = line->status > 0 ? line->from : line->to;
  g_autofree char *start = line->status > 0
    ? g_strdup_printf ("SIP/2.0 %u Text", line->status)
    : g_strdup_printf ("%s sip:u%u@example.com SIP/2.0", line->method, line->to);
  g_autofree char *to_tag = line->is_initial ? g_strdup ("")
                                             : g_strdup_printf (";tag=t%u", line->to);
  g_autofree char *text =
    g_strdup_printf ("%s\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%u\r\n"
                     "From: \"%s\" <sip:u%u@example.com>;tag=t%u\r\nTo: <sip:u%u@example.com>%s\r\n"
                     "Call-ID: c%u\r\nCSeq: %u %s\r\n%s\r\n", start, line->branch,
                     line->name ? line->name : "", line->from, line->from, line->to, to_tag,
                     line->call, line->cseq, line->method, line->headers ? line->headers : "");
  RfTraceInput input = { .time_us = (gint64) number * 1000, .data = text, .length = strlen (text) };

  input.source = (RfEndpoint) { .family = 4, .port = line->port ? line->port : 5060, .address = {
    10, (guint8) (sender >> 16), (guint8) (sender >> 8), (guint8) sender } };
  input.destination = (RfEndpoint) { .family = 4, .port = 5060, .address = {
    10, (guint8) (receiver >> 16), (guint8) (receiver >> 8), (guint8) receiver } };

  return rf_trace_append (trace, &input, NULL);
}

static void
finish (RfTrace *trace,
        guint    n_messages)
{
  rf_trace_finish (trace);
  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, n_messages);
  for (guint i = 0; i < n_messages; i++)
    g_assert_cmpuint (rf_trace_get_phase (trace, i), <=, 6);
  for (guint i = 0; i < rf_trace_get_n_transfers (trace); i++)
    g_assert_cmpint (rf_trace_get_transfer (trace, i)->outcome, !=, RF_OUTCOME_PENDING);
}

static void
test_same_call_id (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++)
    g_assert_true (append (trace, i, &(Line) { .method = "INVITE", .branch = i, .from = i % 1000,
                                               .to = i / 7 % 1000, .cseq = i / 3 }));
  finish (trace, MANY);
}

/* Whatever the number of transactions of a call is, each is found again, on either hop. */
static void
test_growing_call (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  int firsts[60];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++) {
    firsts[i] = (int) n;
    for (guint j = 0; j <= i; j++) {
      const RfTraceMessage *message;

      g_assert_true (append (trace, n, &(Line) { .method = "INFO", .branch = j, .from = 1, .to = 2,
                                                 .cseq = j / 2, .port = (guint16) (1 + j % 2) }));
      message = rf_trace_get_message (trace, n++);
      g_assert_cmpint (message->transaction, ==, j);
      g_assert_cmpint (message->retransmission_of, ==, j < i ? firsts[j] + (int) j : -1);
    }
  }
  finish (trace, n);
}

static void
test_same_branch (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++)
    g_assert_true (append (trace, i, &(Line) { .method = "INFO", .call = i / 5, .from = i % 5,
                                               .to = 9, .cseq = 1 }));
  finish (trace, MANY);
}

/* One transaction, answered again and again with something else. */
static void
test_one_transaction (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  g_assert_true (append (trace, 0, &(Line) { .method = "INVITE", .from = 1, .to = 2, .cseq = 1,
                                             .is_initial = TRUE }));
  for (guint i = 1; i < MANY; i++) {
    g_autofree char *headers = g_strdup_printf ("X: %u\r\n", i);

    g_assert_true (append (trace, i, &(Line) { .method = "INVITE", .from = 1, .to = 2, .cseq = 1,
                                               .status = 180, .headers = headers }));
  }
  finish (trace, MANY);
  g_assert_cmpint (rf_trace_get_message (trace, MANY - 1)->retransmission_of, ==, -1);
}

/* One request, byte by byte the same, from everywhere. */
static void
test_many_senders (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++)
    g_assert_true (append (trace, i, &(Line) { .method = "OPTIONS", .from = 1, .to = 2, .cseq = 1,
                                               .port = (guint16) (1 + i % 60000) }));
  finish (trace, MANY);
  g_assert_cmpint (rf_trace_get_message (trace, MANY - 1)->retransmission_of, ==, 0);
}

/* One call, confirmed again and again by way of another proxy. */
static void
test_many_acks (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++)
    g_assert_true (append (trace, i, &(Line) { .method = i == 0 ? "INVITE" : "ACK", .branch = i,
                                               .from = 1, .to = 2, .cseq = 1 }));
  finish (trace, MANY);
  g_assert_cmpint (rf_trace_get_message (trace, MANY - 1)->transaction, ==, 0);
  g_assert_cmpint (rf_trace_get_message (trace, MANY - 1)->retransmission_of, ==, -1);
}

/* One INVITE, answered by each with another tag. */
static void
test_many_forks (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  g_assert_true (append (trace, 0, &(Line) { .method = "INVITE", .from = 1, .to = 2, .cseq = 1,
                                             .is_initial = TRUE }));
  for (guint i = 1; i < MANY; i++)
    g_assert_true (append (trace, i, &(Line) { .method = "INVITE", .from = 1, .to = i + 1,
                                               .cseq = 1, .status = 183 }));
  finish (trace, MANY);
  g_assert_cmpuint (rf_trace_get_n_dialogs (trace), ==, MANY - 1);
}

static void
test_many_parties (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++)
    g_assert_true (append (trace, i, &(Line) { .method = "OPTIONS", .call = i, .branch = i,
                                               .from = 2 * i, .to = 2 * i + 1, .cseq = 1,
                                               .is_initial = TRUE }));
  finish (trace, MANY);
  g_assert_cmpuint (rf_trace_get_n_parties (trace), ==, 2 * MANY);
}

static void
test_many_reports (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  guint at = 0;

  g_assert_true (append (trace, at++, &(Line) { .method = "REFER", .from = 1, .to = 2, .cseq = 1,
                                                .headers = "Refer-To: <sip:u3@example.com>\r\n" }));
  g_assert_true (append (trace, at++, &(Line) { .method = "REFER", .from = 1, .to = 2, .cseq = 1,
                                                .status = 202 }));
  for (; at < MANY; at++)
    g_assert_true (append (trace, at, &(Line) {
      .method = "NOTIFY", .branch = at, .from = 2, .to = 1, .cseq = at,
      .headers = "Event: refer\r\nSubscription-State: active\r\n" }));
  finish (trace, MANY);
  for (guint i = 0; i < MANY; i++)
    g_assert_cmpint (rf_trace_get_transfer_of (trace, i), ==, 0);
}

/* A call, a REFER, a call that may be the one that was asked for: always the same three, and nobody
 * ever reports. */
static void
test_same_parties (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  guint at = 0;

  for (guint i = 0; at < MANY; i++) {
    Line call = { .method = "INVITE", .call = 2 * i, .branch = at, .from = 1, .to = 2, .cseq = 1,
                  .is_initial = TRUE };
    Line answer = { .method = "INVITE", .call = 2 * i, .branch = at, .from = 1, .to = 2, .cseq = 1,
                    .status = 200 };
    Line refer = { .method = "REFER", .call = 2 * i, .branch = at, .from = 2, .to = 1, .cseq = 1,
                   .headers = "Refer-To: <sip:u3@example.com>\r\n" };
    Line triggered = { .method = "INVITE", .call = 2 * i + 1, .branch = at, .from = 1, .to = 3,
                       .cseq = 1, .is_initial = TRUE };

    g_assert_true (append (trace, at++, &call));
    g_assert_true (append (trace, at++, &answer));
    g_assert_true (append (trace, at++, &refer));
    g_assert_true (append (trace, at++, &triggered));
    g_assert_cmpint (rf_trace_get_transfer_of (trace, at - 1), ==, (int) i);
  }
  finish (trace, MANY);
}

/* REFERs without end in one call, all with the same number and none answered. */
static void
test_many_refers (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++)
    g_assert_true (append (trace, i, &(Line) {
      .method = i % 2 ? "NOTIFY" : "REFER", .branch = i, .from = 1 + i % 2, .to = 2 - i % 2,
      .cseq = i % 2 ? i : 1 + i / 2 % 3,
      .headers = i % 2 ? "Event: refer;id=2\r\nSubscription-State: active\r\n"
                       : "Refer-To: <sip:u3@example.com>\r\n" }));
  finish (trace, MANY);
}

/* The first waits for ever, and is all that the reports can be about: each of the others is refused
 * at once. */
static void
test_many_refusals (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i += 4) {
    Line lines[] = {
      { .method = "REFER", .headers = "Refer-To: <sip:u3@example.com>\r\n" },
      { .method = "REFER", .status = i == 0 ? 202 : 603 },
      { .method = "NOTIFY", .headers = "Event: refer\r\nSubscription-State: active\r\n" },
      { .method = "NOTIFY", .headers = "Event: refer;id=x\r\nSubscription-State: active\r\n" },
    };

    for (guint j = 0; j < G_N_ELEMENTS (lines); j++) {
      lines[j].branch = lines[j].cseq = j < 2 ? i : i + j;
      lines[j].from = 1 + j / 2;
      lines[j].to = 2 - j / 2;
      g_assert_true (append (trace, i + j, &lines[j]));
    }
  }
  finish (trace, MANY);
  g_assert_cmpint (rf_trace_get_transfer_of (trace, MANY - 2), ==, 0);
  g_assert_cmpint (rf_trace_get_transfer_of (trace, MANY - 1), ==, 0);
}

/* As many REFERs in one call, all refused, and then all reported to have succeeded. */
static void
test_many_refused (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  const guint n_refers = MANY / 3;

  for (guint i = 0; i < n_refers; i++)
    g_assert_true (append (trace, i, &(Line) { .method = "REFER", .branch = i, .from = 1, .to = 2,
                                               .cseq = i + 1,
                                               .headers = "Refer-To: <sip:u3@example.com>\r\n" }));
  for (guint i = 0; i < n_refers; i++)
    g_assert_true (append (trace, n_refers + i, &(Line) { .method = "REFER", .branch = i,
                                                          .from = 1, .to = 2, .cseq = i + 1,
                                                          .status = 603 }));
  for (guint i = 0; i < n_refers; i++) {
    g_autofree char *report =
      g_strdup_printf ("Event: refer;id=%u\r\nSubscription-State: active\r\n\r\nSIP/2.0 200 OK",
                       i + 1);

    g_assert_true (append (trace, 2 * n_refers + i, &(Line) { .method = "NOTIFY", .branch = i,
                                                              .from = 2, .to = 1, .cseq = i + 1,
                                                              .headers = report }));
  }
  finish (trace, 3 * n_refers);
  for (guint i = 0; i < n_refers; i++)
    g_assert_cmpuint (rf_trace_get_transfer (trace, i)->n_progress, ==, 1);
}

/* Every address forwards what came from another one. */
static void
test_many_proxies (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++) {
    g_autofree char *via = g_strdup_printf ("Via: SIP/2.0/UDP 192.0.2.7;branch=x%u\r\n", i);

    g_assert_true (append (trace, i, &(Line) { .method = "OPTIONS", .call = i / 2, .branch = i,
                                               .from = i % 3000, .to = i % 2999, .cseq = 1,
                                               .is_initial = TRUE, .headers = via }));
  }
  finish (trace, MANY);
}

/* Half a million empty frames in one buffer. They took seconds once, and take milliseconds. */
static void
test_many_frames (void)
{
  const gsize size = 1024 * 1024;
  g_autofree char *pings = g_malloc (size);
  RfWebsocket websocket = { 0 };
  RfStr message;

  for (gsize i = 0; i < size; i += 2)
    memcpy (pings + i, "\x89", 2);
  g_test_timer_start ();
  g_assert_true (rf_websocket_add (&websocket, rf_str_new (pings, size - 1)));
  g_assert_false (rf_websocket_next (&websocket, &message));
  g_assert_cmpuint (websocket.buffer->len, ==, 1);
  g_assert_cmpfloat (g_test_timer_elapsed (), <, 2);
  rf_websocket_reset (&websocket);
}

/* Names that look the same to g_str_hash(): in each place one of two pairs of letters. */
static void
test_colliding_names (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  for (guint i = 0; i < MANY; i++) {
    char name[35] = "";

    for (guint k = 0; k < 17; k++)
      memcpy (name + 2 * k, (i >> k & 1) ? "Ez" : "FY", 2);
    g_assert_true (append (trace, i, &(Line) { .method = "INVITE", .call = i, .branch = i,
                                               .from = i + 1, .to = 0, .is_initial = TRUE,
                                               .cseq = 1, .name = name }));
  }
  g_assert_cmpuint (rf_trace_get_n_parties (trace), ==, MANY + 1);
  finish (trace, MANY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/scale/same-call-id", test_same_call_id);
  g_test_add_func ("/trace/scale/growing-call", test_growing_call);
  g_test_add_func ("/trace/scale/same-branch", test_same_branch);
  g_test_add_func ("/trace/scale/one-transaction", test_one_transaction);
  g_test_add_func ("/trace/scale/many-senders", test_many_senders);
  g_test_add_func ("/trace/scale/many-acks", test_many_acks);
  g_test_add_func ("/trace/scale/many-forks", test_many_forks);
  g_test_add_func ("/trace/scale/many-parties", test_many_parties);
  g_test_add_func ("/trace/scale/many-reports", test_many_reports);
  g_test_add_func ("/trace/scale/same-parties", test_same_parties);
  g_test_add_func ("/trace/scale/many-refers", test_many_refers);
  g_test_add_func ("/trace/scale/many-refusals", test_many_refusals);
  g_test_add_func ("/trace/scale/many-refused", test_many_refused);
  g_test_add_func ("/trace/scale/many-proxies", test_many_proxies);
  g_test_add_func ("/trace/scale/many-frames", test_many_frames);
  g_test_add_func ("/trace/scale/colliding-names", test_colliding_names);

  return g_test_run ();
}
