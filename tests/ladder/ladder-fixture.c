/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ladder-fixture"

#include "ladder-fixture.h"

#include <string.h>

static const struct {
  const char *user;
  const char *address;
} phones[] = {
  { "kevin", "192.0.2.1:5060" },
  { "mike", "192.0.2.2:5060" },
  { "wayne", "192.0.2.3:5060" },
  { "alice", "192.0.2.4:5060" },
};

static const char *
address_of (const char *user)
{
  for (guint i = 0; i < G_N_ELEMENTS (phones); i++) {
    if (g_str_equal (phones[i].user, user))
      return phones[i].address;
  }
  g_assert_not_reached ();
}

/* Everything in a dialog but the INVITE that opens it, and what is said before anybody answers. */
static gboolean
has_to_tag (const LadderStep *step)
{
  return !(g_str_equal (step->request, "1 INVITE") &&
           (g_str_equal (step->start, "INVITE") || g_str_has_prefix (step->start, "100")));
}

static char *
dup_message (const LadderStep *step)
{
  gboolean is_request = !g_ascii_isdigit (step->start[0]);
  const char *sender = is_request ? step->from : step->to;
  const char *receiver = is_request ? step->to : step->from;
  g_autofree char *start = is_request
    ? g_strdup_printf ("%s sip:%s@%s SIP/2.0", step->start, receiver, address_of (receiver))
    : g_strdup_printf ("SIP/2.0 %s", step->start);
  g_autofree char *branch = g_strdup_printf ("z9hG4bK-%s-%s-%s", step->call, sender, step->request);
  g_autofree char *to_tag = has_to_tag (step) ? g_strdup_printf (";tag=%s-tag", receiver)
                                              : g_strdup ("");

  g_strdelimit (branch, " ", '-');
  return g_strdup_printf ("%s\r\n"
                          "Via: SIP/2.0/UDP %s;branch=%s\r\n"
                          "From: <sip:%s@example.org>;tag=%s-tag\r\n"
                          "To: <sip:%s@example.org>%s\r\n"
                          "Call-ID: %s\r\n"
                          "CSeq: %s\r\n"
                          "Contact: <sip:%s@%s>\r\n"
                          "%s"
                          "Content-Length: %zu\r\n"
                          "\r\n"
                          "%s",
                          start, address_of (sender), branch, sender, sender, receiver, to_tag,
                          step->call, step->request, step->from, address_of (step->from),
                          step->extra, strlen (step->body), step->body);
}

static void
append_step (RfTrace          *trace,
             const LadderStep *step)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = dup_message (step);
  RfTraceInput input = {
    .time_us = LADDER_FIXTURE_START + step->ms * G_GINT64_CONSTANT (1000),
    .transport = RF_TRANSPORT_UDP,
    .data = data,
    .length = strlen (data),
  };

  g_assert_true (rf_endpoint_parse (&input.source, address_of (step->from)));
  g_assert_true (rf_endpoint_parse (&input.destination, address_of (step->to)));
  rf_trace_append (trace, &input, &error);
  g_assert_no_error (error);
}

void
ladder_fixture_append (RfTrace          *trace,
                       const LadderStep *steps,
                       guint             n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    append_step (trace, &steps[i]);
}

static void
append_star_message (RfTrace *trace,
                     guint    number,
                     gboolean is_answer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_strdup_printf ("192.0.%u.%u:5060", 2 + (number + 2) / 256,
                                              (number + 2) % 256);
  g_autofree char *request = g_strdup_printf ("OPTIONS sip:user%u@%s SIP/2.0", number, address);
  g_autofree char *data =
    g_strdup_printf ("%s\r\n"
                     "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-star-%u\r\n"
                     "From: <sip:kevin@example.org>;tag=star-tag\r\n"
                     "To: <sip:user%u@example.org>%s\r\n"
                     "Call-ID: star-%u\r\nCSeq: 1 OPTIONS\r\n"
                     "Contact: <sip:kevin@192.0.2.1:5060>\r\nContent-Length: 0\r\n\r\n",
                     is_answer ? "SIP/2.0 200 OK" : request, number, number,
                     is_answer ? ";tag=there" : "", number);
  RfTraceInput input = {
    .time_us = LADDER_FIXTURE_START + number * G_GINT64_CONSTANT (1000),
    .transport = RF_TRANSPORT_UDP,
    .data = data,
    .length = strlen (data),
  };

  g_assert_true (rf_endpoint_parse (&input.source, is_answer ? address : "192.0.2.1:5060"));
  g_assert_true (rf_endpoint_parse (&input.destination, is_answer ? "192.0.2.1:5060" : address));
  rf_trace_append (trace, &input, &error);
  g_assert_no_error (error);
}

RfTrace *
ladder_fixture_calls (void)
{
  static const LadderStep steps[] = {
    { 0, "kevin", "mike", "INVITE", "1 INVITE", "first", "", "" },
    { 1, "mike", "kevin", "200 OK", "1 INVITE", "first", "", "" },
    { 2, "kevin", "mike", "ACK", "1 ACK", "first", "", "" },
    { 3, "mike", "kevin", "BYE", "2 BYE", "first", "", "" },
    { 4, "kevin", "mike", "200 OK", "2 BYE", "first", "", "" },
    { 5, "mike", "wayne", "INVITE", "1 INVITE", "second", "", "" },
    { 6, "wayne", "mike", "486 Busy Here", "1 INVITE", "second", "", "" },
    { 7, "mike", "wayne", "ACK", "1 ACK", "second", "", "" },
    { 8, "mike", "wayne", "INVITE", "1 INVITE", "third", "", "" },
    { 9, "wayne", "mike", "180 Ringing", "1 INVITE", "third", "", "" },
    { 10, "wayne", "mike", "INVITE", "1 INVITE", "fourth", "", "" },
    { 11, "mike", "wayne", "486 Busy Here", "1 INVITE", "fourth", "", "" },
  };
  RfTrace *trace = rf_trace_new ();

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
  return trace;
}

RfTrace *
ladder_fixture_side_by_side (void)
{
  static const LadderStep steps[] = {
    { 0, "kevin", "mike", "INVITE", "1 INVITE", "first", "", "" },
    { 1, "mike", "kevin", "200 OK", "1 INVITE", "first", "", "" },
    { 2, "wayne", "alice", "INVITE", "1 INVITE", "second", "", "" },
    { 3, "alice", "wayne", "200 OK", "1 INVITE", "second", "", "" },
    { 4, "kevin", "mike", "ACK", "1 ACK", "first", "", "" },
    { 5, "kevin", "mike", "BYE", "2 BYE", "first", "", "" },
    { 6, "mike", "kevin", "200 OK", "2 BYE", "first", "", "" },
    { 7, "wayne", "alice", "ACK", "1 ACK", "second", "", "" },
    { 8, "alice", "mike", "INVITE", "1 INVITE", "third", "", "" },
    { 9, "mike", "alice", "486 Busy Here", "1 INVITE", "third", "", "" },
  };
  RfTrace *trace = rf_trace_new ();

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
  return trace;
}

void
ladder_fixture_append_star (RfTrace *trace,
                            guint    n_parties)
{
  for (guint i = 1; i < n_parties; i++)
    append_star_message (trace, i, FALSE);
}

void
ladder_fixture_answer_star (RfTrace *trace,
                            guint    party)
{
  append_star_message (trace, party, TRUE);
}

RfTrace *
ladder_fixture_hostile (void)
{
  g_autofree char *long_reason = g_strnfill (20000, 'x');
  g_autofree char *busy = g_strconcat ("486 ", LADDER_FIXTURE_HOSTILE, long_reason, NULL);
  g_autofree char *refer_to = g_strconcat ("Refer-To: <sip:", LADDER_FIXTURE_HOSTILE,
                                           "@example.org>\r\n", NULL);
  RfTrace *trace = rf_trace_new ();
  const LadderStep steps[] = {
    { 0, "kevin", "mike", "INVITE", "1 INVITE", "h", "", LADDER_FIXTURE_HOSTILE },
    { 1, "mike", "kevin", "200 OK", "1 INVITE", "h", "", "" },
    { 2, "mike", "kevin", "REFER", "2 REFER", "h", refer_to, "" },
    { 3, "kevin", "mike", busy, "2 REFER", "h", "", "" },
  };

  ladder_fixture_append (trace, steps, G_N_ELEMENTS (steps));
  return trace;
}

#define SDP_HEADER "Content-Type: application/sdp\r\n"
#define SDP(direction) \
  "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" \
  "m=audio 4000 RTP/AVP 0\r\na=" direction "\r\n"
#define REFER_HEADERS \
  "Refer-To: <sip:wayne@example.org>\r\nReferred-By: <sip:mike@example.org>\r\n"
#define FRAG_HEADERS(state) \
  "Event: refer\r\nSubscription-State: " state "\r\n" \
  "Content-Type: message/sipfrag;version=2.0\r\n"
#define ACTIVE FRAG_HEADERS ("active;expires=60")
#define ENDED FRAG_HEADERS ("terminated;reason=noresource")

/* Kevin calls Mike, Mike holds and transfers Kevin to Wayne; one NOTIFY is sent twice. */
static const LadderStep blind[] = {
  { 0, "kevin", "mike", "INVITE", "1 INVITE", "d1", SDP_HEADER, SDP ("sendrecv") },
  { 1, "mike", "kevin", "180 Ringing", "1 INVITE", "d1", "", "" },
  { 1502, "mike", "kevin", "200 OK", "1 INVITE", "d1", SDP_HEADER, SDP ("sendrecv") },
  { 1503, "kevin", "mike", "ACK", "1 ACK", "d1", "", "" },
  { 24900, "mike", "kevin", "INVITE", "10 INVITE", "d1", SDP_HEADER, SDP ("sendonly") },
  { 24902, "kevin", "mike", "200 OK", "10 INVITE", "d1", SDP_HEADER, SDP ("recvonly") },
  { 24903, "mike", "kevin", "ACK", "10 ACK", "d1", "", "" },
  { 25187, "mike", "kevin", "REFER", "11 REFER", "d1", REFER_HEADERS, "" },
  { 25188, "kevin", "mike", "202 Accepted", "11 REFER", "d1", "", "" },
  { 25190, "kevin", "mike", "NOTIFY", "2 NOTIFY", "d1", ACTIVE, "SIP/2.0 100 Trying\r\n" },
  { 25191, "kevin", "wayne", "INVITE", "1 INVITE", "d4",
    "Referred-By: <sip:mike@example.org>\r\n" SDP_HEADER, SDP ("sendrecv") },
  { 25192, "mike", "kevin", "200 OK", "2 NOTIFY", "d1", "", "" },
  { 25420, "wayne", "kevin", "180 Ringing", "1 INVITE", "d4", "", "" },
  { 25421, "kevin", "mike", "NOTIFY", "3 NOTIFY", "d1", ACTIVE, "SIP/2.0 180 Ringing\r\n" },
  { 25921, "kevin", "mike", "NOTIFY", "3 NOTIFY", "d1", ACTIVE, "SIP/2.0 180 Ringing\r\n" },
  { 25922, "mike", "kevin", "200 OK", "3 NOTIFY", "d1", "", "" },
  { 28121, "wayne", "kevin", "200 OK", "1 INVITE", "d4", SDP_HEADER, SDP ("sendrecv") },
  { 28122, "kevin", "wayne", "ACK", "1 ACK", "d4", "", "" },
  { 28123, "kevin", "mike", "NOTIFY", "4 NOTIFY", "d1", ENDED, "SIP/2.0 200 OK\r\n" },
  { 28124, "mike", "kevin", "200 OK", "4 NOTIFY", "d1", "", "" },
  { 28130, "mike", "kevin", "BYE", "12 BYE", "d1", "", "" },
  { 28131, "kevin", "mike", "200 OK", "12 BYE", "d1", "", "" },
  { 32131, "kevin", "wayne", "BYE", "2 BYE", "d4", "", "" },
  { 32132, "wayne", "kevin", "200 OK", "2 BYE", "d4", "", "" },
};

static const LadderStep refused_hold[] = {
  { 0, "kevin", "mike", "INVITE", "1 INVITE", "d1", SDP_HEADER, SDP ("sendrecv") },
  { 1500, "mike", "kevin", "200 OK", "1 INVITE", "d1", SDP_HEADER, SDP ("sendrecv") },
  { 1501, "kevin", "mike", "ACK", "1 ACK", "d1", "", "" },
  { 2000, "mike", "kevin", "INVITE", "10 INVITE", "d1", SDP_HEADER, SDP ("sendonly") },
  { 2001, "kevin", "mike", "488 Not Acceptable Here", "10 INVITE", "d1", "", "" },
  { 2002, "mike", "kevin", "ACK", "10 ACK", "d1", "", "" },
  { 3000, "mike", "kevin", "INVITE", "11 INVITE", "d1", SDP_HEADER, SDP ("sendonly") },
  { 3001, "kevin", "mike", "100 Trying", "11 INVITE", "d1", "", "" },
  { 3002, "kevin", "mike", "200 OK", "11 INVITE", "d1", SDP_HEADER, SDP ("recvonly") },
  { 3003, "mike", "kevin", "ACK", "11 ACK", "d1", "", "" },
  { 4000, "mike", "kevin", "INVITE", "12 INVITE", "d1", SDP_HEADER, SDP ("sendrecv") },
  { 4001, "kevin", "mike", "491 Request Pending", "12 INVITE", "d1", "", "" },
  { 4002, "mike", "kevin", "ACK", "12 ACK", "d1", "", "" },
  { 9000, "mike", "kevin", "BYE", "13 BYE", "d1", "", "" },
  { 9001, "kevin", "mike", "200 OK", "13 BYE", "d1", "", "" },
};

RfTrace *
ladder_fixture_refused_hold (void)
{
  RfTrace *trace = rf_trace_new ();

  ladder_fixture_append (trace, refused_hold, G_N_ELEMENTS (refused_hold));
  return trace;
}

RfTrace *
ladder_fixture_blind_start (guint n_steps)
{
  RfTrace *trace = rf_trace_new ();

  ladder_fixture_append (trace, blind, n_steps);
  return trace;
}

void
ladder_fixture_blind_rest (RfTrace *trace,
                           guint    first)
{
  ladder_fixture_append (trace, blind + first, G_N_ELEMENTS (blind) - first);
}

RfTrace *
ladder_fixture_blind (void)
{
  return ladder_fixture_blind_start (G_N_ELEMENTS (blind));
}

void
ladder_fixture_append_transfer (RfTrace    *trace,
                                const char *name)
{
  const int start = rf_trace_get_n_messages (trace) > 0 ? 40000 : 0;

  for (guint i = 0; i < G_N_ELEMENTS (blind); i++) {
    LadderStep step = blind[i];
    g_autofree char *call = g_strconcat (step.call, name, NULL);

    step.ms += start;
    step.call = call;
    append_step (trace, &step);
  }
}
