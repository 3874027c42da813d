/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-challenge"

#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

#include <string.h>

/*
 * Strangers who want a password of ours, in the realm of our own domain. With the answer to a
 * challenge passwords can be tried until one fits, so it is for the account's own server only.
 */

#define TARGET   "sip:wayne@127.0.0.1:9"
#define BY_PEER  " 401 WWW-Authenticate"
#define BY_PROXY " 407 Proxy-Authenticate"

typedef enum {
  DIAL,
  HANG_UP,
  TRANSFER,
  NOTHING, /* the stranger calls */
} Deed;

typedef struct {
  const char *name;
  const char *script;
  Deed        deed;
  guint       code;  /* of DIAL */
  const char *story; /* (nullable): of TRANSFER */
} Case;

static const Case cases[] = {
  { "call", "challenged INVITE" BY_PEER " | acknowledged", DIAL, 401, NULL },
  { "call-by-proxy", "challenged INVITE" BY_PROXY " | acknowledged", DIAL, 407, NULL },
  { "end", "answer | challenged BYE" BY_PEER, HANG_UP, 0, NULL },
  { "hold", "answer | challenged INVITE" BY_PEER " | acknowledged | hung-up", TRANSFER, 0,
    "hold-sent failed/401" },
  { "transfer", "answer | hold | challenged REFER" BY_PEER " | hung-up", TRANSFER, 0,
    "hold-sent hold-confirmed refer-sent refused/401" },
  { "report", "call | refer Refer-To: <[target]> | expect 202 | challenged NOTIFY" BY_PEER
    " | hang-up", NOTHING, 0, NULL },
  { "report-outside", "introduce kevin | refer-outside Refer-To: <[target]> | expect 202"
    " | challenged NOTIFY" BY_PEER, NOTHING, 0, NULL },
};

static RfTrace *trace;
static RfPhone *phone;

static void
on_incoming_call (RfPhone *from, RfCall *call)
{
  rf_call_answer_async (call, NULL, NULL, NULL);
}

static void
on_dialled (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RfCall **call = user_data;
  g_autoptr (GError) error = NULL;

  *call = rf_phone_dial_finish (RF_PHONE (object), result, &error);
  g_assert_no_error (error);
}

static void
dial (const char *uri, guint code)
{
  g_autoptr (RfCall) call = NULL;

  rf_phone_dial_async (phone, uri, NULL, on_dialled, &call);
  rf_test_wait (call && !rf_call_is_live (call), 10);
  g_assert_cmpuint (rf_call_get_end_code (call), ==, code);
}

static void
hang_up (const char *uri)
{
  g_autoptr (RfCall) call = rf_test_story_dial (phone, uri);

  rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
  rf_test_wait (!rf_call_is_live (call), 10);
}

static void
transfer (const char *uri, const char *expected)
{
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);

  rf_test_wait (rf_test_story_is_over (story), 20);
  rf_test_story_expect (story, expected);
  rf_test_story_hang_up (story);
  rf_test_story_free (story);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  guint16 towards = item->deed == NOTHING ? rf_test_phone_get_port (phone) : 0;
  RfTestStranger *stranger = rf_test_stranger_new (item->script, towards, TARGET);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);

  if (item->deed == DIAL)
    dial (uri, item->code);
  else if (item->deed == HANG_UP)
    hang_up (uri);
  else if (item->deed == TRANSFER)
    transfer (uri, item->story);
  rf_test_stranger_finish (stranger);
}

static gboolean
has_credentials (const RfTraceMessage *message)
{
  return g_strstr_len (message->data, (gssize) message->length, "\nAuthorization:") ||
         g_strstr_len (message->data, (gssize) message->length, "\nProxy-Authorization:");
}

static guint
count_credentials (void)
{
  guint n = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    n += has_credentials (rf_trace_get_message (trace, i));
  return n;
}

static void
start_phone (const char *aor, RfFeed *feed)
{
  const RfAccountConfig account = {
    .aor = (char *) aor,
    .user = "kevin",
    .auth_user = "kevin",
    .password = "secret",
    .consent = "ask",
    .ask_outside = TRUE,
    .ring_timeout = -1,
    .release_after = -1,
  };

  phone = rf_test_phone_new_as (&account, feed);
  g_signal_connect (phone, "incoming-call", G_CALLBACK (on_incoming_call), NULL);
}

/* What was sent last is in the trace when the phone has stopped. */
static void
test_nobody_was_told (void)
{
  rf_test_phone_stop (phone);
  g_assert_cmpuint (count_credentials (), ==, 0);
}

/* The address has the host of the account. */
static void
test_at_home (gconstpointer feed)
{
  RfTestStranger *stranger;
  g_autofree char *uri = NULL;

  start_phone (NULL, (RfFeed *) feed);
  stranger = rf_test_stranger_new ("challenged INVITE" BY_PEER
                                   " | acknowledged | reject 486 Busy", 0, NULL);
  uri = rf_test_stranger_dup_uri (stranger);
  dial (uri, 486);
  rf_test_stranger_finish (stranger);
  rf_test_phone_stop (phone);
  g_assert_cmpuint (count_credentials (), >, 0);
}

int
main (int argc, char **argv)
{
  RfFeed *feed;
  int status;

  g_test_init (&argc, &argv, NULL);
  trace = rf_trace_new ();
  feed = rf_feed_new (trace, 0);
  start_phone ("sip:kevin@example.org", feed);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-challenge/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/strange-challenge/nobody-was-told", test_nobody_was_told);
  g_test_add_data_func ("/strange-challenge/at-home", feed, test_at_home);
  status = g_test_run ();
  g_assert_finalize_object (feed);
  g_assert_finalize_object (trace);
  return status;
}
