/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>

#include "rf-phone-private.h"
#include "rf-test-phones.h"

/*
 * A core that dies when its newest news are still on the way. They wait here in the thread that
 * reads them, until the other one has had the time to see that the process is gone.
 */

typedef struct {
  GMutex   mutex;
  GCond    cond;
  GPid     pid;
  gboolean is_lost;
} LastWords;

static gboolean
tells_of_refer (GDBusMessage *message)
{
  GVariant *body = g_dbus_message_get_body (message);
  const char *stage;

  if (g_strcmp0 (g_dbus_message_get_member (message), "TransferStage") != 0 || body == NULL)
    return FALSE;
  g_variant_get_child (body, 0, "&s", &stage);
  return g_str_equal (stage, "refer-sent");
}

static GDBusMessage *
on_message (GDBusConnection *connection,
            GDBusMessage    *message,
            gboolean         incoming,
            gpointer         user_data)
{
  LastWords *words = user_data;
  gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC;

  if (!incoming || words->pid == 0 || !tells_of_refer (message))
    return message;

  kill (words->pid, SIGKILL);
  g_mutex_lock (&words->mutex);
  while (!words->is_lost && g_cond_wait_until (&words->cond, &words->mutex, until))
    continue;
  words->pid = 0;
  g_mutex_unlock (&words->mutex);
  return message;
}

static void
on_lost (RfPhone    *phone,
         const char *why,
         LastWords  *words)
{
  g_mutex_lock (&words->mutex);
  words->is_lost = TRUE;
  g_cond_signal (&words->cond);
  g_mutex_unlock (&words->mutex);
}

static void
test_refer_sent (RfTestPhones  *phones,
                 gconstpointer  data)
{
  LastWords words = { 0 };
  g_autoptr (RfCall) at_kevin = NULL;
  g_autoptr (RfCall) at_mike = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  guint filter;

  phones->kevin = rf_test_phones_start (phones, "kevin");
  phones->mike = rf_test_phones_start (phones, "mike");
  at_kevin = rf_test_call_up (phones->kevin, phones->mike, &at_mike);
  words.pid = rf_phone_get_core_pid (phones->mike);
  g_signal_connect (phones->mike, "core-lost", G_CALLBACK (on_lost), &words);
  connection = g_object_ref (
    g_dbus_proxy_get_connection (G_DBUS_PROXY (rf_phone_get_proxy (phones->mike))));
  filter = g_dbus_connection_add_filter (connection, on_message, &words, NULL);

  rf_call_transfer_async (at_mike, "sip:wayne@127.0.0.1:9", NULL, NULL, NULL);
  rf_test_wait (rf_test_is_lost, phones->mike);
  g_assert_cmpint (rf_transfer_get_stage (rf_call_get_transfer (at_mike)), >=,
                   RF_TRANSFER_STAGE_REFER_SENT);
  g_assert_cmpint (rf_transfer_get_result (rf_call_get_transfer (at_mike)), ==,
                   RF_TRANSFER_UNKNOWN);
  g_dbus_connection_remove_filter (connection, filter);
  rf_test_wait (rf_test_is_ready, phones->mike);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/last-words/refer-sent", RfTestPhones, NULL, rf_test_phones_set_up, test_refer_sent,
              rf_test_phones_tear_down);
  return g_test_run ();
}
