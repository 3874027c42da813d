/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-hold"

#include "rf-phone-types.h"
#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * Strangers who do not go on hold, or not so soon, or do not come back. Whatever they do, the
 * person hears of it, the call is what it was, and can be held, taken back and transferred as
 * before.
 *
 * What our phone waits for are the 32 s of Timer B, so all of them are slow at the same time.
 */

#define TARGET   "sip:wayne@127.0.0.1:9"
#define SECONDS  120
#define REFUSED  "refer-heard | refer-answered 603 No | "
#define REFERRED "hold | refer-heard | refer-answered 202 Accepted" \
                 " | notify 200 terminated;reason=noresource | hung-up"
#define SENT     "hold-sent hold-confirmed refer-sent "
#define DONE     SENT "accepted/202 answered/200 subscription-ended released succeeded/200"
#define PENDING  "hold-refused 491 Pending | "

/*
 * What the person does, one after the other, when the one before has ended:
 *   t  transfers the call again; "s" where the last hold has to go first
 *   +  holds the call; "p" where the other phone is not to agree, "w" when it answers again
 *   -  takes it back; "m" where the other phone is not to agree
 */
typedef struct {
  const char *name;
  const char *script;
  const char *acts;
  const char *story;
  guint       end_code; /* of the call, where the other phone's silence has ended it */
  gboolean    is_called_off; /* while the hold is under way */

  RfTestStranger *stranger;
  RfTestStory    *told;
} Case;

static Case cases[] = {
  /* A refusal is the other phone's right, and no reason to believe anything else than before. */
  { "refused-then-transferred", "answer | hold-refused 488 Never | " REFERRED, "t",
    "hold-sent failed/488 " DONE },
  { "refused-then-held", "answer | hold-refused 488 Never | hold | resumed | hung-up", "+-",
    "hold-sent failed/488" },
  { "refused-by-hand", "answer | hold-refused 488 Never | hold-refused 488 Never | " REFERRED,
    "pt", "hold-sent failed/488 " DONE },
  { "not-resumed", "answer | hold | " REFUSED "hold-refused 488 Never | resumed | hung-up", "m-",
    SENT "refused/603" },
  { "not-resumed-then-transferred",
    "answer | hold | " REFUSED "hold-refused 488 Never | refer-heard | refer-answered 202 Accepted"
    " | notify 200 terminated;reason=noresource | hung-up", "mt",
    SENT "refused/603 " DONE },
  /* 500 with Retry-After would make libre hold the call when nobody waits for it any more. */
  { "error", "answer | hold-refused 500 Error\nRetry-After:1 | wait 3000 | hang-up", "",
    "hold-sent failed/500" },

  { "challenged", "answer | hold-challenged 407 Proxy-Authenticate strangers | " REFERRED, "",
    DONE },
  { "challenged-by-both",
    "answer | hold-challenged 407 Proxy-Authenticate strangers"
    " | hold-challenged 401 WWW-Authenticate others | " REFERRED, "", DONE },
  { "challenged-for-nothing",
    "answer | hold-challenged 407 Proxy-Authenticate strangers"
    " | hold-challenged 407 Proxy-Authenticate strangers | hold | resumed | hung-up", "+-",
    "hold-sent failed/407" },
  { "challenged-without-end",
    "answer | hold-challenged 401 WWW-Authenticate a | hold-challenged 401 WWW-Authenticate b"
    " | hold-challenged 401 WWW-Authenticate c | hold-challenged 401 WWW-Authenticate d | hung-up",
    "", "hold-sent failed/401" },
  { "challenged-by-nothing", "answer | hold-refused 401 Who | hung-up", "",
    "hold-sent failed/401" },
  { "refer-challenged-by-nothing",
    "answer | hold | refer-heard | refer-answered 401 Who | hung-up", "", SENT "refused/401" },

  { "crossing-without-end",
    "answer | " PENDING PENDING PENDING PENDING PENDING PENDING "hold | resumed | hung-up", "+-",
    "hold-sent failed/491" },
  { "crossing-called-off", "answer | " PENDING "wait 4500 | hang-up", "",
    "hold-sent cancelled", .is_called_off = TRUE },

  { "pondered", "answer | hold-pondered | given-up | hold | resumed | hung-up", "+-",
    "hold-sent failed/408" },
  { "pondered-and-crossed", "answer | hold-pondered | hold-confirmed | resumed | hang-up", "",
    "hold-sent failed/408" },
  { "pondered-and-tried-again",
    "answer | hold-pondered | given-up-halfway | wait 3000 | terminated | " REFERRED, "s",
    "hold-sent failed/408 " DONE },
  { "pondered-and-called-off", "answer | hold-pondered | given-up | hold | resumed | hung-up",
    "w-", "hold-sent cancelled", .is_called_off = TRUE },

  /* Who does not know the call any more, or says nothing at all, has ended it (§12.2.1.2). */
  { "gone", "answer | hold-refused 481 Gone | hung-up", "", "hold-sent failed/481", 481 },
  { "silent", "answer | deaf INVITE", "", "hold-sent failed/408", 408 },
};

static RfPhone *phone;

static void
begin (Case *item)
{
  g_autofree char *uri = NULL;

  item->stranger = rf_test_stranger_new_for (item->script, 0, NULL, SECONDS);
  uri = rf_test_stranger_dup_uri (item->stranger);
  item->told = rf_test_story_new (phone, uri, TARGET);
  if (item->is_called_off)
    rf_test_story_cancel (item->told, "hold-sent");
}

typedef struct {
  gboolean done;
  gboolean agreed;
} Answer;

static void
on_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->agreed = rf_call_command_finish (RF_CALL (object), result, NULL);
  answer->done = TRUE;
}

static gboolean
set_hold (RfCall *call, gboolean hold)
{
  Answer answer = { FALSE, FALSE };

  rf_call_set_hold_async (call, hold, NULL, on_answered, &answer);
  rf_test_wait (answer.done, 60);
  return answer.agreed;
}

/* What has not gone out yet is not told as sent. */
static void
try_again_slowly (RfTestStory *told)
{
  gint64 begin_us = g_get_real_time ();
  RfTransfer *transfer;

  rf_test_story_go_on (told, TARGET);
  rf_test_wait (rf_test_story_is_over (told), 60);
  transfer = rf_call_get_transfer (rf_test_story_get_call (told));
  g_assert_cmpint (rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_HOLD_SENT), >,
                   begin_us + G_USEC_PER_SEC);
}

static void
act (Case *item, char what)
{
  RfCall *call = rf_test_story_get_call (item->told);

  switch (what) {
    case 't':
      rf_test_story_go_on (item->told, TARGET);
      rf_test_wait (rf_test_story_is_over (item->told), 60);
      break;
    case 's':
      try_again_slowly (item->told);
      break;
    case '+':
      g_assert_true (set_hold (call, TRUE));
      g_assert_true (rf_call_get_local_hold (call));
      break;
    case '-':
      g_assert_true (set_hold (call, FALSE));
      g_assert_false (rf_call_get_local_hold (call));
      break;
    case 'p':
      g_assert_false (set_hold (call, TRUE));
      g_assert_false (rf_call_get_local_hold (call));
      break;
    case 'm':
      g_assert_false (set_hold (call, FALSE));
      g_assert_true (rf_call_get_local_hold (call));
      break;
    case 'w':
      rf_test_wait (set_hold (call, TRUE), 60);
      break;
    default:
      g_assert_not_reached ();
  }
}

static void
test_case (gconstpointer data)
{
  Case *item = (Case *) data;
  RfCall *call = rf_test_story_get_call (item->told);

  rf_test_wait (rf_test_story_is_over (item->told), 60);
  for (const char *what = item->acts; *what; what++)
    act (item, *what);
  if (item->end_code != 0 || g_str_has_suffix (item->script, "| hang-up"))
    rf_test_wait (!rf_call_is_live (call), 60);
  rf_test_story_hang_up (item->told);
  rf_test_stranger_finish (item->stranger);
  rf_test_story_expect (item->told, item->story);
  g_assert_cmpuint (rf_call_get_end_code (call), ==, item->end_code);
  rf_test_story_free (item->told);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  phone = rf_test_phone_new ("kevin", "ask", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-hold/%s", cases[i].name);

    begin (&cases[i]);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  status = g_test_run ();
  rf_test_phone_stop (phone);
  return status;
}
