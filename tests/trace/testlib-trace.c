/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-trace.h"

/* 2024-02-22 12:00:00 UTC, that times look like times. */
#define START_US (G_GINT64_CONSTANT (1708603200) * G_USEC_PER_SEC)

/* Kevin calls Mike, Mike transfers Kevin to Wayne; each phone has an address of its own. */
const TestLeg test_kevin_mike = {
  "call-1@kevin", "<sip:kevin@192.0.2.1>", "k1", "192.0.2.1:5060", "<sip:mike@192.0.2.2>", "m1",
  "192.0.2.2:5060",
};
const TestLeg test_kevin_wayne = {
  "call-2@kevin", "<sip:kevin@192.0.2.1>", "k2", "192.0.2.1:5060", "<sip:wayne@192.0.2.3>", "w2",
  "192.0.2.3:5060",
};
const TestLeg test_mike_wayne = {
  "call-3@mike", "<sip:mike@192.0.2.2>", "m3", "192.0.2.2:5060", "<sip:wayne@192.0.2.3>", "w3",
  "192.0.2.3:5060",
};

void
test_scene_init (TestScene *scene)
{
  *scene = (TestScene) { .trace = rf_trace_new () };
}

void
test_scene_clear (TestScene *scene)
{
  g_clear_object (&scene->trace);
}

static guint
append_cut (TestScene  *scene,
            const char *text,
            gsize       missing,
            const char *from_at,
            const char *to_at)
{
  g_autofree char *copy = g_memdup2 (text, strlen (text) - missing);
  g_autoptr (GError) error = NULL;
  RfTraceInput input = { .transport = RF_TRANSPORT_UDP, .data = copy, .missing = missing,
                         .length = strlen (text) - missing };

  g_assert_true (rf_endpoint_parse (&input.source, from_at));
  g_assert_true (rf_endpoint_parse (&input.destination, to_at));
  input.time_us = START_US + scene->now_ms * 1000;
  scene->now_ms += 10;
  rf_trace_append (scene->trace, &input, &error);
  g_assert_no_error (error);

  return rf_trace_get_n_messages (scene->trace) - 1;
}

static guint
append (TestScene  *scene,
        const char *text,
        const char *from_at,
        const char *to_at)
{
  return append_cut (scene, text, 0, from_at, to_at);
}

guint
test_request (TestScene         *scene,
              const TestLeg     *leg,
              const char        *method,
              guint              cseq,
              const TestRequest *more)
{
  static const TestRequest usual = { 0 };
  const TestRequest *m = more ? more : &usual;
  const char *from_at = m->from_at ? m->from_at : m->backwards ? leg->callee_at : leg->caller_at;
  const char *to_at = m->to_at ? m->to_at : m->backwards ? leg->caller_at : leg->callee_at;
  const char *to_tag = m->backwards ? leg->caller_tag : leg->callee_tag;
  g_autofree char *uri = m->uri ? g_strdup (m->uri) : g_strconcat ("sip:", to_at, NULL);
  g_autofree char *branch = m->branch ? g_strdup (m->branch)
                                      : g_strdup_printf ("z9hG4bK-%s-%u", method,
                                                         ++scene->branches);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s %s SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=%s\r\n"
                          "%sFrom: %s;tag=%s\r\nTo: %s%s%s\r\n"
                          "Call-ID: %s\r\nCSeq: %u %s\r\nMax-Forwards: 70\r\n"
                          "%sContent-Length: %zu\r\n\r\n%s",
                          method, uri, m->sent_by ? m->sent_by : from_at, branch,
                          m->vias ? m->vias : "",
                          m->backwards ? leg->callee : leg->caller,
                          m->backwards ? leg->callee_tag : leg->caller_tag,
                          m->backwards ? leg->caller : leg->callee,
                          m->initial ? "" : ";tag=", m->initial ? "" : to_tag,
                          leg->call_id, cseq, method, m->headers ? m->headers : "",
                          m->body ? strlen (m->body) : 0, m->body ? m->body : "");

  return append_cut (scene, text, m->missing, from_at, to_at);
}

/* The lines that a response takes over from its request, RFC 3261 §8.2.6.2. */
static void
copy_headers (GString              *out,
              const RfTraceMessage *request,
              const char           *to_tag)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, request->data, request->length);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    gboolean is_to = rf_str_case_equal_c (name, "To");

    if (!is_to && !rf_str_case_equal_c (name, "Via") && !rf_str_case_equal_c (name, "From") &&
        !rf_str_case_equal_c (name, "Call-ID") && !rf_str_case_equal_c (name, "CSeq"))
      continue;
    g_string_append_printf (out, "%.*s: %.*s", RF_STR_ARGS (name), RF_STR_ARGS (value));
    if (is_to && to_tag && !rf_str_get_param (value, "tag", NULL))
      g_string_append_printf (out, ";tag=%s", to_tag);
    g_string_append (out, "\r\n");
  }
}

guint
test_reply (TestScene     *scene,
            const TestLeg *leg,
            guint          request,
            const char    *status)
{
  const RfTraceMessage *message = rf_trace_get_message (scene->trace, request);
  g_autofree char *from_at = rf_endpoint_to_string (message->destination);
  g_autofree char *to_at = rf_endpoint_to_string (message->source);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "SIP/2.0 %s\r\n", status);
  copy_headers (text, message, g_str_has_prefix (status, "100") ? NULL : leg->callee_tag);
  g_string_append (text, "Content-Length: 0\r\n\r\n");

  return append (scene, text->str, from_at, to_at);
}

guint
test_translate (TestScene  *scene,
                guint       index,
                const char *from_at,
                const char *to_at)
{
  const RfTraceMessage *message = rf_trace_get_message (scene->trace, index);
  g_autofree char *text = g_strndup (message->data, message->length);

  return append (scene, text, from_at, to_at);
}

guint
test_repeat (TestScene *scene,
             guint      index)
{
  const RfTraceMessage *message = rf_trace_get_message (scene->trace, index);
  g_autofree char *from_at = rf_endpoint_to_string (message->source);
  g_autofree char *to_at = rf_endpoint_to_string (message->destination);

  return test_translate (scene, index, from_at, to_at);
}

void
test_call (TestScene         *scene,
           const TestLeg     *leg,
           const TestRequest *more)
{
  TestRequest first = more ? *more : (TestRequest) { 0 };
  g_autofree char *callee_uri = NULL;
  RfSipAddress callee;
  guint invite;

  g_assert_true (rf_sip_address_parse (&callee, rf_str_from_c (leg->callee)));
  callee_uri = rf_str_dup (callee.uri);
  first.initial = TRUE;
  if (!first.uri)
    first.uri = callee_uri;
  invite = test_request (scene, leg, "INVITE", 1, &first);
  test_reply (scene, leg, invite, "180 Ringing");
  test_reply (scene, leg, invite, "200 OK");
  test_request (scene, leg, "ACK", 1, NULL);
}

guint
test_refer (TestScene     *scene,
            const TestLeg *leg,
            guint          cseq,
            const char    *refer_to,
            const char    *status)
{
  g_autofree char *headers = g_strdup_printf ("Refer-To: %s\r\nReferred-By: %s\r\n", refer_to,
                                              leg->callee);
  TestRequest more = { .headers = headers, .backwards = TRUE };
  guint refer = test_request (scene, leg, "REFER", cseq, &more);

  if (status)
    test_reply (scene, leg, refer, status);

  return refer;
}

guint
test_notify (TestScene     *scene,
             const TestLeg *leg,
             guint          cseq,
             const char    *event,
             const char    *state,
             const char    *sipfrag)
{
  g_autofree char *headers = g_strdup_printf ("Event: %s\r\nSubscription-State: %s\r\n"
                                              "Content-Type: message/sipfrag\r\n", event, state);
  g_autofree char *body = sipfrag ? g_strdup_printf ("SIP/2.0 %s\r\n", sipfrag) : NULL;
  TestRequest more = { .headers = headers, .body = body };
  guint notify = test_request (scene, leg, "NOTIFY", cseq, &more);

  test_reply (scene, leg, notify, "200 OK");

  return notify;
}

void
test_bye (TestScene     *scene,
          const TestLeg *leg,
          guint          cseq,
          gboolean       backwards)
{
  TestRequest more = { .backwards = backwards };

  test_reply (scene, leg, test_request (scene, leg, "BYE", cseq, &more), "200 OK");
}

char *
test_dup_phases (RfTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    g_string_append_printf (out, "%u", rf_trace_get_phase (trace, i));

  return g_string_free (out, FALSE);
}

char *
test_dup_arrows (RfTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    g_string_append_printf (out, "%s%s>%s", i > 0 ? " " : "",
                            rf_trace_get_party (trace, message->from_party)->label,
                            rf_trace_get_party (trace, message->to_party)->label);
  }

  return g_string_free (out, FALSE);
}

char *
test_dup_ids (RfTrace *trace)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < rf_trace_get_n_parties (trace); i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", rf_trace_get_party (trace, i)->id);

  return g_strdup (ids->str);
}

char *
test_dup_progress (const RfTraceTransfer *transfer)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < transfer->n_progress; i++)
    g_string_append_printf (out, "%s%u", i > 0 ? " " : "", transfer->progress[i]);

  return g_string_free (out, FALSE);
}
