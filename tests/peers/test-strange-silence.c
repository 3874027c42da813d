/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-silence"

#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * Strangers who take a REFER, or do not even that, and then say nothing. What our phone waits for
 * are the 32 s of Timer F and Timer N, so all of them are silent at the same time.
 */

#define TARGET      "sip:wayne@127.0.0.1:9"
#define UNTIL_REFER "answer | hold | refer-heard | "
#define SENT        "hold-sent hold-confirmed refer-sent "

typedef struct {
  const char     *name;
  const char     *script;
  const char     *story;
  RfTestStranger *stranger;
  RfTestStory    *told;
} Case;

static Case cases[] = {
  { "no-answer", "answer | hold | deaf REFER", SENT "unknown" },
  { "no-notify", UNTIL_REFER "refer-answered 202 Accepted | hung-up",
    SENT "accepted/202 unknown" },
  { "no-notify-after-200", UNTIL_REFER "refer-answered 200 OK | hung-up",
    SENT "accepted/200 unknown" },
  { "only-100",
    UNTIL_REFER "refer-answered 202 Accepted | notify 100 active;expires=1 | deaf SUBSCRIBE",
    SENT "accepted/202 trying/100 unknown" },
  { "released-and-silent", UNTIL_REFER "refer-answered 202 Accepted | hang-up",
    SENT "accepted/202 unknown" },
  /* Whoever said for how long it will report is waited for, even where its call is over. */
  { "released-while-it-rings",
    UNTIL_REFER "refer-answered 202 Accepted | notify 180 active;expires=300 | hang-up"
    " | wait 36000 | notify 200 terminated;reason=noresource",
    SENT "accepted/202 ringing/180 answered/200 subscription-ended released succeeded/200" },
};

static RfPhone *phone;

static void
begin (Case *item)
{
  g_autofree char *uri = NULL;

  item->stranger = rf_test_stranger_new (item->script, 0, NULL);
  uri = rf_test_stranger_dup_uri (item->stranger);
  item->told = rf_test_story_new (phone, uri, TARGET);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;

  rf_test_wait (rf_test_story_is_over (item->told), 45);
  rf_test_story_hang_up (item->told);
  rf_test_stranger_finish (item->stranger);
  rf_test_story_expect (item->told, item->story);
  rf_test_story_free (item->told);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  phone = rf_test_phone_new ("kevin", "ask", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-silence/%s", cases[i].name);

    begin (&cases[i]);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  status = g_test_run ();
  rf_test_phone_stop (phone);
  return status;
}
