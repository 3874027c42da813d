/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-patience"

#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * A target that rings for three minutes, which is longer than the minute that a subscription is
 * often given. The strangers ask our phone for the transfer, or are asked for it; in both roles the
 * true end is told. All of them are patient at the same time.
 */

#define RINGS   "180000" /* ms */
#define SECONDS 240

#define REFER        "call | refer Refer-To: <[target]> | expect 202 | report 100 active" \
                     " | report 180 active | "
#define REFER_MINUTE "call | refer Refer-To: <[target]>\nExpires: 60 | expect 202" \
                     " | report 100 active | report 180 active | "
#define RENEW        "wait 50000 | renew 2 60 | report 180 active | "

typedef struct {
  const char     *name;
  const char     *script;
  const char     *target;
  RfTestStranger *stranger;
  RfTestStranger *other;
} Asked;

/* By strangers, to go to others. */
static Asked asked[] = {
  { "answered", REFER "report 200 terminated | hang-up", "ring " RINGS " | pick-up | hung-up" },
  { "declined", REFER "report 603 terminated | hang-up", "ring " RINGS " | turn-down 603 Decline" },
  { "renewed-each-minute", REFER_MINUTE RENEW RENEW RENEW "report 200 terminated | hang-up",
    "ring " RINGS " | pick-up | hung-up" },
  /* That is not rung, and has an end of our own. */
  { "never-rings", "call | refer Refer-To: <[target]> | expect 202 | report 100 active"
    " | report 408 terminated | hang-up", "try | given-up" },
};

#define TARGET      "sip:wayne@127.0.0.1:9"
#define UNTIL_RINGS "answer | hold | refer-heard | refer-answered 202 Accepted | "
#define RINGING     UNTIL_RINGS "notify 180 active;expires=60 | "
#define ANSWERED    "notify 200 terminated;reason=noresource | hung-up"
#define REFUSED     "renewal-refused 489 Never | "
#define SENT        "hold-sent hold-confirmed refer-sent "
#define SUCCEEDED   "answered/200 subscription-ended released succeeded/200"

typedef struct {
  const char     *name;
  const char     *script;
  const char     *story;
  RfTestStranger *stranger;
  RfTestStory    *told;
} Asking;

/* Strangers to go to somebody. libre renews after 54 of 60 s, and tries again a minute after it was
 * refused. */
static Asking asking[] = {
  { "renewed-with-reports",
    RINGING "renewed 60 | notify 180 active;expires=60 | renewed 60 | notify 180 active;expires=60"
    " | renewed 60 | notify 180 active;expires=60 | wait 18000 | " ANSWERED,
    SENT "accepted/202 ringing/180 " SUCCEEDED },
  { "renewed-without-reports",
    RINGING "renewed 60 | renewed 60 | renewed 60 | wait 18000 | " ANSWERED,
    SENT "accepted/202 ringing/180 " SUCCEEDED },
  { "no-expiry", UNTIL_RINGS "notify 180 active | wait " RINGS " | " ANSWERED,
    SENT "accepted/202 ringing/180 " SUCCEEDED },
  /* Nobody can know that this one goes on, and it is not asked to any more; but when it reports
   * after all, it is believed. */
  { "never-renewed", RINGING REFUSED "wait 126000 | " ANSWERED,
    SENT "accepted/202 ringing/180 unknown succeeded/200 released" },
  /* libre ends a call whose re-INVITE was not answered in 32 s (RFC 3261 §14.1). */
  { "hold-never-answered", "answer | deaf INVITE", "hold-sent cancelled" },
};

/* One that calls whomever it is told to, one that asks strangers to. */
static RfPhone *obedient;
static RfPhone *phone;

static void
on_call_added (RfPhone *from, RfCall *call)
{
  if (rf_call_is_incoming (call))
    rf_call_answer_async (call, NULL, NULL, NULL);
}

static void
begin_asked (Asked *item)
{
  g_autofree char *uri = NULL;

  item->other = rf_test_stranger_new_for (item->target, 0, NULL, SECONDS);
  uri = rf_test_stranger_dup_uri (item->other);
  item->stranger = rf_test_stranger_new_for (item->script, rf_test_phone_get_port (obedient), uri,
                                             SECONDS);
}

static void
begin_asking (Asking *item)
{
  g_autofree char *uri = NULL;

  item->stranger = rf_test_stranger_new_for (item->script, 0, NULL, SECONDS);
  uri = rf_test_stranger_dup_uri (item->stranger);
  item->told = rf_test_story_new (phone, uri, TARGET);
  if (g_str_has_suffix (item->story, "cancelled"))
    rf_test_story_cancel (item->told, "hold-sent");
}

/* What a transfer has left of the calls with @peer. */
static void
hang_up (RfPhone *from, RfTestStranger *peer)
{
  g_autofree char *uri = rf_test_stranger_dup_uri (peer);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (from)); i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (G_LIST_MODEL (from), i);

    if (rf_call_is_live (call) && g_str_equal (rf_call_get_peer_uri (call), uri))
      rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
  }
}

static void
test_asked (gconstpointer data)
{
  const Asked *item = data;

  rf_test_stranger_finish (item->stranger);
  hang_up (obedient, item->other);
  rf_test_stranger_finish (item->other);
}

static void
test_asking (gconstpointer data)
{
  const Asking *item = data;

  rf_test_stranger_finish (item->stranger);
  rf_test_wait (!rf_call_is_live (rf_test_story_get_call (item->told)), 10);
  rf_test_story_expect (item->told, item->story);
  rf_test_story_free (item->told);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  obedient = rf_test_phone_new ("kevin", "always", NULL);
  g_signal_connect (obedient, "call-added", G_CALLBACK (on_call_added), NULL);
  phone = rf_test_phone_new ("mike", "ask", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-patience/asked/%s", asked[i].name);

    begin_asked (&asked[i]);
    g_test_add_data_func (path, &asked[i], test_asked);
  }
  for (guint i = 0; i < G_N_ELEMENTS (asking); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-patience/asking/%s", asking[i].name);

    begin_asking (&asking[i]);
    g_test_add_data_func (path, &asking[i], test_asking);
  }
  status = g_test_run ();
  rf_test_phone_stop (obedient);
  rf_test_phone_stop (phone);
  return status;
}
