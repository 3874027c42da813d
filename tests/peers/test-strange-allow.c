/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-allow"

#include "rf-phone-types.h"
#include "rf-test-phone.h"
#include "rf-test-story.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * Strangers who say that they take no REFER are not sent one, and the person is told why; those who
 * say nothing may be asked.
 */

#define TARGET "sip:wayne@127.0.0.1:9"
#define WHY    "The phone of stranger does not allow transfers."

typedef struct {
  const char *name;
  const char *headers;
  gboolean    allows;
} Case;

static const Case cases[] = {
  { "without-refer", "Allow: INVITE, ACK, BYE, CANCEL, NOTIFY", FALSE },
  { "nothing", "Allow:", FALSE },
  { "two-headers", "Allow: INVITE, ACK\nAllow: BYE, REFER", TRUE },
  { "no-allow", "Supported: replaces", TRUE },
};

static RfPhone *phone;

static void
on_refused (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (rf_call_command_finish (RF_CALL (object), result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, WHY);
  *done = TRUE;
}

/* The stranger hears nothing of it; it would not know what to do. */
static void
check_refused (const char *script)
{
  RfTestStranger *stranger = rf_test_stranger_new (script, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  g_autoptr (RfCall) call = rf_test_story_dial (phone, uri);
  g_autofree char *why_not = NULL;
  gboolean done = FALSE;

  g_assert_false (rf_call_get_peer_allows_refer (call));
  g_assert_false (rf_call_can_transfer (call, &why_not));
  g_assert_cmpstr (why_not, ==, WHY);
  rf_call_transfer_async (call, TARGET, NULL, on_refused, &done);
  rf_test_wait (done, 10);
  g_assert_null (rf_call_get_transfer (call));
  g_assert_false (rf_call_get_local_hold (call));
  rf_call_hang_up_async (call, 0, NULL, NULL, NULL);
  rf_test_stranger_finish (stranger);
  rf_test_wait (!rf_call_is_live (call), 10);
}

static void
check_allowed (const char *script)
{
  RfTestStranger *stranger = rf_test_stranger_new (script, 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (stranger);
  RfTestStory *story = rf_test_story_new (phone, uri, TARGET);

  rf_test_wait (rf_test_story_is_over (story), 10);
  rf_test_stranger_finish (stranger);
  g_assert_true (g_str_has_suffix (rf_test_story_get_text (story), "succeeded/200"));
  rf_test_story_free (story);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autofree char *script = g_strdup_printf (
    "answer-saying %s | %shung-up", item->headers,
    item->allows ? "hold | refer-heard | refer-answered 202 Accepted"
                   " | notify 200 terminated;reason=noresource | " : "");

  if (item->allows)
    check_allowed (script);
  else
    check_refused (script);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  phone = rf_test_phone_new ("kevin", "ask", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-allow/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  status = g_test_run ();
  rf_test_phone_stop (phone);
  return status;
}
