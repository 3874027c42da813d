/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-transferee"

#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * Our phone transfers strangers, who take a REFER in every way that is allowed and in some that are
 * not. The phone must tell what happened, and never more than it can know.
 */

/* Nobody there: the strangers only say that they called it. */
#define TARGET "sip:wayne@127.0.0.1:9"

#define UNTIL_REFER "answer | hold | refer-heard | "
#define BY_PROXY    "refer-challenged 407 Proxy-Authenticate Proxy-Authorization"
#define BY_PEER     "refer-challenged 401 WWW-Authenticate Authorization"
#define SENT        "hold-sent hold-confirmed refer-sent "
#define SUCCEEDED   "answered/200 subscription-ended released succeeded/200"

typedef struct {
  const char *name;
  const char *script;
  const char *story;
} Case;

static const Case cases[] = {
  { "plain",
    UNTIL_REFER "refer-answered 202 Accepted | notify 100 active;expires=60"
    " | notify 180 active;expires=60 | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 trying/100 ringing/180 " SUCCEEDED },
  { "no-progress",
    UNTIL_REFER "refer-answered 202 Accepted | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 " SUCCEEDED },
  { "notify-before-202",
    UNTIL_REFER "notify 100 active;expires=60 | refer-answered 202 Accepted"
    " | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted trying/100 " SUCCEEDED },
  { "final-notify-before-202",
    UNTIL_REFER "notify 200 terminated;reason=noresource | refer-answered 202 Accepted | hung-up",
    SENT "accepted " SUCCEEDED },
  { "200-for-202",
    UNTIL_REFER "refer-answered 200 OK | notify 100 active;expires=60"
    " | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/200 trying/100 " SUCCEEDED },
  { "notify-twice",
    UNTIL_REFER "refer-answered 202 Accepted | notify-twice 100 active;expires=60"
    " | notify-twice 180 active;expires=60 | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 trying/100 ringing/180 " SUCCEEDED },
  { "notify-forked",
    UNTIL_REFER "refer-answered 202 Accepted | notify 100 active;expires=60"
    " | notify-forked 486 terminated;reason=noresource"
    " | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 trying/100 " SUCCEEDED },
  { "bare-line-feed",
    UNTIL_REFER "refer-answered 202 Accepted | notify-bare 100 active;expires=60"
    " | notify-bare 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 trying/100 " SUCCEEDED },
  { "never-terminated",
    UNTIL_REFER "refer-answered 202 Accepted | notify 200 active;expires=60 | hung-up",
    SENT "accepted/202 answered/200 released succeeded/200" },
  { "bye-overtakes",
    UNTIL_REFER "refer-answered 202 Accepted | notify 100 active;expires=60 | hang-up"
    " | notify 200 terminated;reason=noresource",
    SENT "accepted/202 trying/100 " SUCCEEDED },
  { "bye-turned-around",
    UNTIL_REFER "refer-answered 202 Accepted | hang-up"
    " | notify-overtaken 200 terminated;reason=noresource",
    SENT "accepted/202 " SUCCEEDED },
  { "released-by-both",
    UNTIL_REFER "refer-answered 202 Accepted | notify 200 terminated;reason=noresource | crossed",
    SENT "accepted/202 " SUCCEEDED },
  { "released-early",
    UNTIL_REFER "refer-answered 202 Accepted | hang-up | notify 100 active;expires=60"
    " | notify 180 active;expires=60 | notify 200 terminated;reason=noresource",
    SENT "accepted/202 trying/100 ringing/180 " SUCCEEDED },
  { "released-early-and-failed",
    UNTIL_REFER "refer-answered 202 Accepted | hang-up"
    " | notify 486 terminated;reason=noresource",
    SENT "accepted/202 failed/486" },
  { "failed",
    UNTIL_REFER "refer-answered 202 Accepted | notify 100 active;expires=60"
    " | notify 603 terminated;reason=noresource | hung-up",
    SENT "accepted/202 trying/100 failed/603" },
  { "no-result",
    UNTIL_REFER "refer-answered 202 Accepted | notify 180 terminated;reason=noresource | hung-up",
    SENT "accepted/202 ringing/180 subscription-ended unknown" },
  { "resumed-without-result",
    UNTIL_REFER "refer-answered 202 Accepted | offer sendonly | notify 100 active"
    " | notify 100 active | offer sendrecv | hung-up",
    SENT "accepted/202 trying/100 unknown" },
  { "resumed-and-failed",
    UNTIL_REFER "refer-answered 202 Accepted | offer sendonly | notify 100 active"
    " | offer sendrecv | notify 486 terminated;reason=noresource | hung-up",
    SENT "accepted/202 trying/100 failed/486" },
  { "garbage",
    UNTIL_REFER "refer-answered 202 Accepted | notify-garbage active;expires=60"
    " | notify-garbage active | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 " SUCCEEDED },
  { "garbage-at-the-end",
    UNTIL_REFER "refer-answered 202 Accepted | notify-garbage terminated | hung-up",
    SENT "accepted/202 subscription-ended unknown" },
  { "with-id",
    UNTIL_REFER "refer-answered 202 Accepted | notify 100 active;expires=60 ;id=[$refer_number]"
    " | notify 200 terminated;reason=noresource ;id=[$refer_number] | hung-up",
    SENT "accepted/202 trying/100 " SUCCEEDED },
  { "no-renewal",
    UNTIL_REFER "refer-answered 202 Accepted | notify 100 active;expires=1"
    " | renewal-refused 481 Gone | hung-up",
    SENT "accepted/202 trying/100 subscription-ended unknown" },
  { "hold-crossed",
    "answer | hold-refused 491 Pending | hold | refer-heard | refer-answered 202 Accepted"
    " | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 " SUCCEEDED },
  { "hold-refused",
    "answer | hold-refused 488 Never | hung-up",
    "hold-sent failed/488" },
  { "challenged",
    UNTIL_REFER BY_PROXY " | refer-answered 202 Accepted"
    " | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 " SUCCEEDED },
  { "challenged-by-peer",
    UNTIL_REFER BY_PEER " | refer-answered 202 Accepted"
    " | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 " SUCCEEDED },
  { "challenged-twice",
    UNTIL_REFER BY_PROXY " | " BY_PEER " | refer-answered 202 Accepted"
    " | notify 200 terminated;reason=noresource | hung-up",
    SENT "accepted/202 " SUCCEEDED },
  { "challenged-for-nothing", UNTIL_REFER BY_PROXY " | refer-answered 403 No | hung-up",
    SENT "refused/403" },
  { "refused-302", UNTIL_REFER "refer-answered 302 Elsewhere | hung-up", SENT "refused/302" },
  { "refused-403", UNTIL_REFER "refer-answered 403 No | hung-up", SENT "refused/403" },
  { "refused-405", UNTIL_REFER "refer-answered 405 No | hung-up", SENT "refused/405" },
  { "refused-420", UNTIL_REFER "refer-answered 420 No | hung-up", SENT "refused/420" },
  { "refused-429", UNTIL_REFER "refer-answered 429 No | hung-up", SENT "refused/429" },
  { "refused-481", UNTIL_REFER "refer-answered 481 No | hung-up", SENT "refused/481" },
  { "refused-491", UNTIL_REFER "refer-answered 491 No | hung-up", SENT "refused/491" },
  { "refused-501", UNTIL_REFER "refer-answered 501 No | hung-up", SENT "refused/501" },
  { "refused-603", UNTIL_REFER "refer-answered 603 No | hung-up", SENT "refused/603" },
};

static RfPhone *phone;

/* Reports of the second REFER in a dialog say which one they are about (RFC 3515 §2.4.6). */
static const Case again = {
  "again",
  UNTIL_REFER "refer-answered 202 Accepted | notify 486 terminated;reason=noresource"
  " | refer-heard | refer-answered 202 Accepted | notify 100 active;expires=60 ;id=[$refer_number]"
  " | notify 200 terminated;reason=noresource ;id=[$refer_number] | hung-up",
  SENT "accepted/202 failed/486 " SENT "accepted/202 trying/100 " SUCCEEDED
};

/* There are phones that neither end a subscription nor give an id, and lose the call over a
 * SUBSCRIBE that tells them to. */
static const Case again_unended = {
  "again-unended",
  UNTIL_REFER "refer-answered 202 Accepted | notify 100 active | notify 603 active"
  " | refer-heard | refer-answered 202 Accepted | notify 100 active"
  " | notify 200 terminated;reason=noresource | hung-up",
  SENT "accepted/202 trying/100 failed/603 " SENT "accepted/202 trying/100 " SUCCEEDED
};

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfTestStranger *stranger = rf_test_stranger_new (item->script, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);

  rf_test_wait (rf_test_story_is_over (story), 20);
  if (item == &again || item == &again_unended) {
    rf_test_story_go_on (story, TARGET);
    rf_test_wait (rf_test_story_is_over (story), 20);
  }
  rf_test_story_hang_up (story);
  rf_test_stranger_finish (stranger);
  rf_test_story_expect (story, item->story);
  rf_test_story_free (story);
}

int
main (int argc, char **argv)
{
  const RfAccountConfig account = {
    .user = "kevin",
    .auth_user = "kevin",
    .password = "secret",
    .ring_timeout = -1,
    .release_after = -1,
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  phone = rf_test_phone_new_as (&account, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-transferee/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_data_func ("/strange-transferee/again", &again, test_case);
  g_test_add_data_func ("/strange-transferee/again-unended", &again_unended, test_case);
  status = g_test_run ();
  rf_test_phone_stop (phone);
  return status;
}
