/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-entry-list.h"
#include "testlib-trace.h"

#define ACTIVE "active;expires=60"
#define ENDED  "terminated;reason=noresource"

static const TestLeg kevin_server = {
  .call_id = "registration", .caller = "<sip:kevin@192.0.2.1>", .caller_tag = "r1",
  .caller_at = "192.0.2.1:5060", .callee = "<sip:kevin@192.0.2.1>", .callee_tag = "r2",
  .callee_at = "192.0.2.9:5060",
};
static const TestLeg zoe_kevin = {
  .call_id = "later", .caller = "<sip:zoe@192.0.2.7>", .caller_tag = "z1",
  .caller_at = "192.0.2.7:5060", .callee = "<sip:kevin@192.0.2.1>", .callee_tag = "z2",
  .callee_at = "192.0.2.1:5060",
};

typedef struct {
  TestScene   scene;
  RfEntryList *list;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_scene_init (&fixture->scene);
  fixture->list = rf_entry_list_new (fixture->scene.trace);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  rf_entry_list_free (fixture->list);
  test_scene_clear (&fixture->scene);
}

static const RfEntry *
get_only (Fixture *fixture)
{
  rf_entry_list_update (fixture->list);
  g_assert_cmpuint (rf_entry_list_get_n (fixture->list), ==, 1);

  return rf_entry_list_get (fixture->list, 0);
}

static void
assert_names (const RfEntry *entry,
              const char        *from,
              const char        *to,
              const char        *by)
{
  g_assert_cmpstr (entry->from, ==, from);
  g_assert_cmpstr (entry->to, ==, to);
  g_assert_cmpstr (entry->by, ==, by);
}

static guint
refuse (Fixture       *fixture,
        const TestLeg *leg,
        const char    *branch,
        const char    *status)
{
  TestScene *scene = &fixture->scene;
  guint invite = test_request (scene, leg, "INVITE", 1,
                               &(TestRequest) { .initial = TRUE, .branch = branch });
  guint reply = test_reply (scene, leg, invite, status);

  test_request (scene, leg, "ACK", 1, &(TestRequest) { .branch = branch });

  return reply;
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_cmpuint (rf_entry_list_get_n (fixture->list), ==, 0);
}

static void
test_plain_call (Fixture       *fixture,
                 gconstpointer  data)
{
  const RfEntry *entry;

  test_call (&fixture->scene, &test_kevin_mike, NULL);
  entry = get_only (fixture);
  g_assert_cmpint (entry->kind, ==, RF_ENTRY_CALL);
  g_assert_cmpint (entry->state, ==, RF_ENTRY_UP);
  assert_names (entry, "kevin", "mike", NULL);
  g_assert_cmpint (entry->transfer, ==, -1);

  fixture->scene.now_ms += 31000;
  test_bye (&fixture->scene, &test_kevin_mike, 2, FALSE);
  entry = get_only (fixture);
  g_assert_cmpint (entry->state, ==, RF_ENTRY_DONE);
  g_assert_cmpuint (entry->status, ==, 200);
  g_assert_cmpuint (entry->n_messages, ==, 6);
  /* From the 200 to the BYE, with the ACK between them. */
  g_assert_cmpint (entry->duration_us, ==, 31020 * 1000);
}

static void
test_failed_call (Fixture       *fixture,
                  gconstpointer  data)
{
  refuse (fixture, &test_kevin_mike, "z9hG4bKa", "486 Busy Here");
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_FAILED);
  g_assert_cmpuint (get_only (fixture)->status, ==, 486);
}

/* An answer to the challenge makes the call what it is. */
static void
test_challenged_call (Fixture       *fixture,
                      gconstpointer  data)
{
  refuse (fixture, &test_kevin_mike, "z9hG4bKa", "407 Proxy Authentication Required");
  test_request (&fixture->scene, &test_kevin_mike, "INVITE", 2, &(TestRequest) { .initial = TRUE });
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_PENDING);
  g_assert_cmpuint (get_only (fixture)->status, ==, 0);
}

/* A change that is refused does not end the call. */
static void
test_refused_change (Fixture       *fixture,
                     gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  guint hold;

  test_call (scene, &test_kevin_mike, NULL);
  hold = test_request (scene, &test_kevin_mike, "INVITE", 2, &(TestRequest) { .body = "" });
  test_reply (scene, &test_kevin_mike, hold, "488 Not Acceptable Here");
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_UP);
  g_assert_cmpuint (get_only (fixture)->status, ==, 200);
}

static void
test_ringing (Fixture       *fixture,
              gconstpointer  data)
{
  guint invite = test_request (&fixture->scene, &test_kevin_mike, "INVITE", 1,
                               &(TestRequest) { .initial = TRUE });

  g_assert_false (get_only (fixture)->is_ringing);
  test_reply (&fixture->scene, &test_kevin_mike, invite, "180 Ringing");
  g_assert_true (get_only (fixture)->is_ringing);
  test_reply (&fixture->scene, &test_kevin_mike, invite, "480 Temporarily Unavailable");
  g_assert_false (get_only (fixture)->is_ringing);
}

static void
test_late (Fixture       *fixture,
           gconstpointer  data)
{
  test_bye (&fixture->scene, &test_kevin_mike, 2, FALSE);
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_LATE);
}

/* Two who ring at once are one call. */
static void
test_forked (Fixture       *fixture,
             gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  TestLeg other = test_kevin_mike;
  guint invite;

  other.callee_tag = "another";
  invite = test_request (scene, &test_kevin_mike, "INVITE", 1, &(TestRequest) { .initial = TRUE });
  test_reply (scene, &test_kevin_mike, invite, "180 Ringing");
  test_reply (scene, &other, invite, "180 Ringing");
  test_reply (scene, &other, invite, "200 OK");
  g_assert_cmpuint (rf_trace_get_n_dialogs (scene->trace), ==, 2);
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_UP);
  g_assert_cmpuint (get_only (fixture)->n_calls, ==, 1);
}

/* As in the article: one entry, though there are two calls, and neither is listed by itself. */
static void
test_blind (Fixture       *fixture,
            gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  const RfEntry *entry;
  int call;

  test_call (scene, &test_kevin_mike, NULL);
  rf_entry_list_update (fixture->list);
  test_refer (scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  g_assert_cmpint (get_only (fixture)->kind, ==, RF_ENTRY_TRANSFER);
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_PENDING);
  test_notify (scene, &test_kevin_mike, 2, "refer", ACTIVE, "100 Trying");
  test_call (scene, &test_kevin_wayne,
             &(TestRequest) { .headers = "Referred-By: <sip:mike@192.0.2.2>\r\n" });
  test_notify (scene, &test_kevin_mike, 4, "refer", ENDED, "200 OK");
  test_bye (scene, &test_kevin_mike, 102, TRUE);
  test_bye (scene, &test_kevin_wayne, 2, FALSE);

  entry = get_only (fixture);
  assert_names (entry, "kevin", "wayne", "mike");
  g_assert_cmpint (entry->state, ==, RF_ENTRY_DONE);
  g_assert_cmpuint (entry->n_calls, ==, 2);
  g_assert_cmpuint (entry->n_transfers, ==, 1);
  g_assert_cmpuint (entry->n_messages, ==, rf_trace_get_n_messages (scene->trace));
  g_assert_cmpint (entry->duration_us, ==, (gint64) (entry->n_messages - 1) * 10000);
  call = (int) entry->call;
  g_assert_cmpstr (rf_entry_list_next_call_id (fixture->list, &call), ==, test_kevin_mike.call_id);
  g_assert_cmpstr (rf_entry_list_next_call_id (fixture->list, &call), ==, test_kevin_wayne.call_id);
  g_assert_cmpint (call, ==, -1);
}

/* Kevin's call with Mike and Mike's with Wayne are there. */
static void
connect_them (TestScene *scene)
{
  g_autofree char *refer_to =
    g_strdup_printf ("<sip:wayne@192.0.2.3?Replaces=%s%%3Bto-tag%%3D%s%%3Bfrom-tag%%3D%s>",
                     test_mike_wayne.call_id, test_mike_wayne.callee_tag,
                     test_mike_wayne.caller_tag);
  g_autofree char *replaces =
    g_strdup_printf ("Replaces: %s;to-tag=%s;from-tag=%s\r\n", test_mike_wayne.call_id,
                     test_mike_wayne.callee_tag, test_mike_wayne.caller_tag);

  test_refer (scene, &test_kevin_mike, 101, refer_to, "202 Accepted");
  test_call (scene, &test_kevin_wayne, &(TestRequest) { .headers = replaces });
  test_notify (scene, &test_kevin_mike, 3, "refer", ENDED, "200 OK");
}

static void
add_attended (TestScene *scene)
{
  test_call (scene, &test_kevin_mike, NULL);
  test_call (scene, &test_mike_wayne, NULL);
  connect_them (scene);
}

/* Three calls, one entry; what the consultation was for shows only after it. */
static void
test_attended (Fixture       *fixture,
               gconstpointer  data)
{
  const RfEntry *entry;

  add_attended (&fixture->scene);
  entry = get_only (fixture);
  assert_names (entry, "kevin", "wayne", "mike");
  g_assert_cmpuint (entry->n_calls, ==, 3);
  g_assert_cmpint (entry->state, ==, RF_ENTRY_DONE);
  g_assert_cmpint (rf_trace_get_transfer (fixture->scene.trace, (guint) entry->transfer)->kind, ==,
                   RF_TRANSFER_ATTENDED);
}

/* Two calls, until a REFER says that they belong together. */
static void
test_joined_later (Fixture       *fixture,
                   gconstpointer  data)
{
  TestScene *scene = &fixture->scene;

  test_call (scene, &test_kevin_mike, NULL);
  test_call (scene, &test_mike_wayne, NULL);
  rf_entry_list_update (fixture->list);
  g_assert_cmpuint (rf_entry_list_get_n (fixture->list), ==, 2);
  connect_them (scene);
  g_assert_cmpuint (get_only (fixture)->n_calls, ==, 3);
}

static void
test_messages (Fixture       *fixture,
               gconstpointer  data)
{
  RfEntryList *list = fixture->list;

  test_call (&fixture->scene, &zoe_kevin, NULL);
  add_attended (&fixture->scene);
  rf_entry_list_update (list);
  g_assert_cmpuint (rf_entry_list_get_n (list), ==, 2);
  g_assert_cmpint (rf_entry_list_get (list, 0)->kind, ==, RF_ENTRY_CALL);
  g_assert_cmpint (rf_entry_list_get (list, 1)->kind, ==, RF_ENTRY_TRANSFER);
  for (guint i = 0; i < rf_trace_get_n_messages (fixture->scene.trace); i++)
    g_assert_cmpuint (rf_entry_list_find_message (list, i), ==, i < 4 ? 0 : 1);
}

/* The second attempt is what counts. */
static void
test_retried (Fixture       *fixture,
              gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  const RfEntry *entry;

  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "603 Decline");
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_FAILED);
  g_assert_cmpuint (get_only (fixture)->status, ==, 603);
  test_refer (scene, &test_kevin_mike, 102, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_call (scene, &test_kevin_wayne, NULL);
  test_notify (scene, &test_kevin_mike, 3, "refer;id=102", ENDED, "200 OK");

  entry = get_only (fixture);
  g_assert_cmpuint (entry->n_transfers, ==, 2);
  g_assert_cmpint (entry->state, ==, RF_ENTRY_DONE);
  g_assert_cmpuint (entry->n_calls, ==, 2);
}

/* What was refused after a success tells nothing of it. */
static void
test_refused_again (Fixture       *fixture,
                    gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  const RfEntry *entry;

  test_call (scene, &test_kevin_mike, NULL);
  test_refer (scene, &test_kevin_mike, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_call (scene, &test_kevin_wayne, NULL);
  test_notify (scene, &test_kevin_mike, 2, "refer", ENDED, "200 OK");
  test_refer (scene, &test_kevin_mike, 102, "<sip:zoe@192.0.2.7>", "603 Decline");

  entry = get_only (fixture);
  g_assert_cmpuint (entry->n_transfers, ==, 2);
  g_assert_cmpint (entry->transfer, ==, 0);
  g_assert_cmpint (entry->state, ==, RF_ENTRY_DONE);
  assert_names (entry, "kevin", "wayne", "mike");
}

static void
test_registration (Fixture       *fixture,
                   gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  const TestRequest first = { .initial = TRUE };
  const TestRequest last = { .initial = TRUE, .headers = "Contact: *\r\nExpires: 0\r\n" };

  test_reply (scene, &kevin_server, test_request (scene, &kevin_server, "REGISTER", 1, &first),
              "401 Unauthorized");
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_FAILED);
  test_reply (scene, &kevin_server, test_request (scene, &kevin_server, "REGISTER", 2, &first),
              "200 OK");
  g_assert_cmpint (get_only (fixture)->kind, ==, RF_ENTRY_REGISTRATION);
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_DONE);
  g_assert_false (get_only (fixture)->is_taken_back);
  test_reply (scene, &kevin_server, test_request (scene, &kevin_server, "REGISTER", 3, &last),
              "200 OK");
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_DONE);
  g_assert_true (get_only (fixture)->is_taken_back);
}

static void
test_other (Fixture       *fixture,
            gconstpointer  data)
{
  test_request (&fixture->scene, &kevin_server, "OPTIONS", 1, &(TestRequest) { .initial = TRUE });
  g_assert_cmpint (get_only (fixture)->kind, ==, RF_ENTRY_OTHER);
  g_assert_cmpint (get_only (fixture)->method, ==, RF_SIP_OPTIONS);
  g_assert_cmpint (get_only (fixture)->state, ==, RF_ENTRY_PENDING);
}

/* A PBX makes another call of each that it gets. Each is an entry; with a transfer in one of them,
 * they are what the people are in, who know of no legs. */
static void
test_legs (Fixture       *fixture,
           gconstpointer  data)
{
  TestScene *scene = &fixture->scene;
  const TestLeg in = {
    "in", "<sip:kevin@example.org>", "k", "192.0.2.1:5060", "<sip:mike@example.org>", "p",
    "192.0.2.9:5060",
  };
  const TestLeg out = {
    "out", "<sip:kevin@example.org>", "p1", "192.0.2.9:5060", "<sip:mike@192.0.2.2>", "m",
    "192.0.2.2:5060",
  };
  TestLeg first = in, second = out, other = in;
  const RfEntry *entry;

  first.call_id = "before-in";
  second.call_id = "before-out";
  test_call (scene, &first, NULL);
  test_call (scene, &second, NULL);
  test_bye (scene, &second, 2, TRUE);
  test_bye (scene, &first, 2, TRUE);
  rf_entry_list_update (fixture->list);
  g_assert_cmpuint (rf_entry_list_get_n (fixture->list), ==, 2);

  scene->now_ms += 60000;
  test_call (scene, &in, NULL);
  test_call (scene, &out, NULL);
  other.call_id = "other";
  other.caller = "<sip:zoe@example.org>";
  other.caller_at = "192.0.2.7:5060";
  test_call (scene, &other, NULL);
  test_refer (scene, &out, 101, "<sip:wayne@192.0.2.3>", "202 Accepted");
  test_notify (scene, &out, 2, "refer", ENDED, "200 OK");
  rf_entry_list_update (fixture->list);
  g_assert_cmpuint (rf_entry_list_get_n (fixture->list), ==, 4);
  entry = rf_entry_list_get (fixture->list, 2);
  g_assert_cmpint (entry->kind, ==, RF_ENTRY_TRANSFER);
  g_assert_cmpuint (entry->n_calls, ==, 2);
  g_assert_cmpuint (entry->n_messages, ==, 4 + 4 + 4);
  g_assert_cmpint (rf_entry_list_get (fixture->list, 3)->kind, ==, RF_ENTRY_CALL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/entry-list/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("nothing", test_nothing);
  ADD ("plain-call", test_plain_call);
  ADD ("failed-call", test_failed_call);
  ADD ("challenged-call", test_challenged_call);
  ADD ("refused-change", test_refused_change);
  ADD ("ringing", test_ringing);
  ADD ("late", test_late);
  ADD ("forked", test_forked);
  ADD ("blind", test_blind);
  ADD ("attended", test_attended);
  ADD ("joined-later", test_joined_later);
  ADD ("messages", test_messages);
  ADD ("retried", test_retried);
  ADD ("refused-again", test_refused_again);
  ADD ("legs", test_legs);
  ADD ("registration", test_registration);
  ADD ("other", test_other);

  return g_test_run ();
}
