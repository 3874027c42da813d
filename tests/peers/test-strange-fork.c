/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-fork"

#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * A proxy has sent our INVITE to several phones, and more than one of them answers (RFC 3261
 * §13.2.2.4). One is the call; the others hear an ACK and a BYE, and nothing else.
 */

#define ANSWER "ring 10 | pick-up | "
#define TOO    "answer-too second | acknowledged-too second | "

typedef struct {
  const char *name;
  const char *script;
} Case;

static const Case cases[] = {
  { "answered-twice", ANSWER TOO "hung-up-too second | hang-up" },
  { "answered-by-three", ANSWER TOO "hung-up-too second | answer-too third | acknowledged-too third"
    " | hung-up-too third | hang-up" },
  /* The ACK was lost: it is sent again, and nothing else. */
  { "answered-again", ANSWER TOO "hung-up-too second | " TOO TOO "hang-up" },
  { "after-the-call", ANSWER "hang-up | " TOO "hung-up-too second" },
  { "challenged", ANSWER TOO "bye-challenged strangers | hung-up-too second | hang-up" },
  { "challenged-in-vain",
    ANSWER TOO "bye-challenged strangers | bye-challenged strangers | hang-up" },
};

static RfPhone *phone;

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  RfTestStranger *stranger = rf_test_stranger_new (item->script, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  g_autoptr (RfCall) call = rf_test_story_dial (phone, uri);

  rf_test_stranger_finish (stranger);
  rf_test_wait (!rf_call_is_live (call), 10);
  g_assert_cmpuint (rf_call_get_end_code (call), ==, 0);
  g_assert_cmpint (rf_call_get_established_at (call), >, 0);
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
    g_autofree char *path = g_strdup_printf ("/strange-fork/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  status = g_test_run ();
  rf_test_phone_stop (phone);
  return status;
}
