/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-phone.h"

#include "rf-phone-private.h"
#include "rf-test-wait.h"

#include <string.h>

static void
on_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  rf_phone_start_finish (RF_PHONE (object), result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

static void
on_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  rf_phone_stop_finish (RF_PHONE (object), result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

static RfPhone *
start (const RfAccountConfig *account, const char *source, const char *player, RfFeed *feed)
{
  RfPhoneConfig config = {
    .name = account->user,
    .listen = "127.0.0.1:0",
    .source = source,
    .player = player,
  };
  RfPhone *phone = rf_phone_new (&config, feed);
  gboolean done = FALSE;

  rf_phone_start_async (phone, account, NULL, on_started, &done);
  rf_test_wait (done, 15);
  return phone;
}

/* One silent phone on a free port of 127.0.0.1, ready; named as the user of @account. */
RfPhone *
rf_test_phone_new_as (const RfAccountConfig *account, RfFeed *feed)
{
  return start (account, "silence", "silence", feed);
}

/* One that plays what it hears. */
RfPhone *
rf_test_phone_new_with_player (const char *user, const char *player, RfFeed *feed)
{
  RfAccountConfig account = {
    .user = user,
    .display_name = user,
    .consent = "ask",
    .ring_timeout = -1,
    .release_after = -1,
  };

  return start (&account, "silence", player, feed);
}

/* One whose microphone hears a tone. */
RfPhone *
rf_test_phone_new_humming (const char *user, RfFeed *feed)
{
  const RfAccountConfig account = { .user = user, .ring_timeout = -1, .release_after = -1 };

  return start (&account, "tone:440", "silence", feed);
}

RfPhone *
rf_test_phone_new (const char *user, const char *consent, RfFeed *feed)
{
  RfAccountConfig account = {
    .user = user,
    .display_name = user,
    .consent = consent,
    .ring_timeout = -1,
    .release_after = -1,
  };

  return rf_test_phone_new_as (&account, feed);
}

/* Takes @phone; nothing else may hold it any more. */
void
rf_test_phone_stop (RfPhone *phone)
{
  gboolean done = FALSE;

  rf_phone_stop_async (phone, NULL, on_stopped, &done);
  rf_test_wait (done, 10);
  g_assert_cmpint (rf_phone_get_core_pid (phone), ==, 0);
  g_assert_finalize_object (phone);
}

guint16
rf_test_phone_get_port (RfPhone *phone)
{
  const char *address = rf_dbus_phone_get_local_address (rf_phone_get_proxy (phone));
  const char *colon = strrchr (address, ':');

  return (guint16) g_ascii_strtoull (colon + 1, NULL, 10);
}

/* Its newest call or NULL; the list keeps it alive while it is in it. */
RfCall *
rf_test_phone_get_call (RfPhone *phone)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (phone));
  g_autoptr (RfCall) call = n ? g_list_model_get_item (G_LIST_MODEL (phone), n - 1) : NULL;

  return call;
}

/* A process that nobody has collected yet does not live any more. */
gboolean
rf_test_process_lives (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *stat = NULL;
  const char *after_name;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return FALSE;
  after_name = strrchr (stat, ')');
  return after_name && after_name[2] != 'Z' && after_name[2] != 'X';
}
