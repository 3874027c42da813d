/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-phones.h"

#include <glib/gstdio.h>
#include <string.h>

/* The two reports of one message are joined within this time. */
#define FEED_WINDOW_MSEC 200

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
rf_test_wait_at (const char      *where,
                 const char      *what,
                 guint            seconds,
                 RfTestCondition  condition,
                 gpointer         data)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  /* Wakes the loop for conditions that no event of it tells of. */
  guint tick = g_timeout_add (20, on_tick, NULL);

  while (!condition (data)) {
    if (g_get_monotonic_time () > deadline)
      g_error ("%s: %s did not come true within %u s", where, what, seconds);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (tick);
}

gboolean
rf_test_is_ready (gpointer phone)
{
  return rf_phone_get_state (phone) == RF_PHONE_READY;
}

gboolean
rf_test_is_lost (gpointer phone)
{
  return rf_phone_get_state (phone) == RF_PHONE_LOST;
}

gboolean
rf_test_is_empty (gpointer model)
{
  return g_list_model_get_n_items (model) == 0;
}

gboolean
rf_test_has_call (gpointer model)
{
  return g_list_model_get_n_items (model) > 0;
}

gboolean
rf_test_is_established (gpointer call)
{
  return rf_call_get_state (call) == RF_CALL_ESTABLISHED;
}

gboolean
rf_test_is_over (gpointer call)
{
  return !rf_call_is_live (call);
}

/* One that nobody has collected yet is gone too: its parent may have been, and another is slow. */
gboolean
rf_test_process_is_gone (gpointer pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", GPOINTER_TO_INT (pid));
  g_autofree char *stat = NULL;
  const char *after_name;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return TRUE;
  after_name = strrchr (stat, ')');
  return !after_name || after_name[2] == 'Z' || after_name[2] == 'X';
}

static gboolean
has_result (gpointer result)
{
  return *(GAsyncResult **) result != NULL;
}

void
rf_test_on_result (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

/* Waits for the result of a command of a call. */
gboolean
rf_test_command_finish (GAsyncResult **result,
                        GError       **error)
{
  g_autoptr (GAsyncResult) taken = NULL;
  g_autoptr (GObject) call = NULL;

  rf_test_wait (has_result, result);
  taken = g_steal_pointer (result);
  call = g_async_result_get_source_object (taken);
  return rf_call_command_finish (RF_CALL (call), taken, error);
}

static gboolean
start_as (RfPhone                *phone,
          const RfAccountConfig  *account,
          GError                **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  rf_phone_start_async (phone, account, NULL, rf_test_on_result, &result);
  rf_test_wait (has_result, &result);
  return rf_phone_start_finish (phone, result, error);
}

gboolean
rf_test_start (RfPhone  *phone,
               GError  **error)
{
  RfAccountConfig account = rf_test_account (rf_phone_get_name (phone));

  return start_as (phone, &account, error);
}

/* Who is transferred wherever anybody wants. */
RfAccountConfig
rf_test_account (const char *user)
{
  return (RfAccountConfig) { .user = user, .consent = "always", .ring_timeout = -1,
                             .release_after = -1 };
}

void
rf_test_stop (RfPhone *phone)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rf_phone_stop_async (phone, NULL, rf_test_on_result, &result);
  rf_test_wait (has_result, &result);
  rf_phone_stop_finish (phone, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rf_phone_get_state (phone), ==, RF_PHONE_STOPPED);
  g_assert_cmpint (rf_phone_get_core_pid (phone), ==, 0);
}

RfPhone *
rf_test_phones_new (RfTestPhones *self,
                    const char   *name,
                    const char   *listen)
{
  RfPhoneConfig config = { name, listen, "silence", "silence" };

  return rf_phone_new (&config, self->feed);
}

RfPhone *
rf_test_phones_start (RfTestPhones *self,
                      const char   *name)
{
  RfAccountConfig account = rf_test_account (name);

  return rf_test_phones_start_as (self, &account);
}

RfPhone *
rf_test_phones_start_as (RfTestPhones          *self,
                         const RfAccountConfig *account)
{
  RfPhone *phone = rf_test_phones_new (self, account->user, "127.0.0.1:0");
  g_autoptr (GError) error = NULL;

  start_as (phone, account, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rf_phone_get_state (phone), ==, RF_PHONE_READY);
  return phone;
}

RfCall *
rf_test_dial (RfPhone     *phone,
              const char  *text,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  rf_phone_dial_async (phone, text, NULL, rf_test_on_result, &result);
  rf_test_wait (has_result, &result);
  return rf_phone_dial_finish (phone, result, error);
}

static void
on_incoming_call (RfPhone *phone,
                  RfCall  *call,
                  RfCall **place)
{
  g_set_object (place, call);
}

static gboolean
is_set (gpointer place)
{
  return *(gpointer *) place != NULL;
}

/* Returns the end of it at @from; both ends are the caller's. */
RfCall *
rf_test_call_up (RfPhone *from,
                 RfPhone *to,
                 RfCall **other_end)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RfCall *call;
  gulong id;

  *other_end = NULL;
  id = g_signal_connect (to, "incoming-call", G_CALLBACK (on_incoming_call), other_end);
  call = rf_test_dial (from, rf_phone_get_aor (to), &error);
  g_assert_no_error (error);
  rf_test_wait (is_set, other_end);
  g_signal_handler_disconnect (to, id);
  rf_call_answer_async (*other_end, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  rf_test_wait (rf_test_is_established, call);
  rf_test_wait (rf_test_is_established, *other_end);
  return call;
}

void
rf_test_phones_set_up (RfTestPhones  *self,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->runtime_dir = g_dir_make_tmp ("rf-test-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_RUNTIME_DIR", self->runtime_dir, TRUE);
  self->trace = rf_trace_new ();
  self->feed = rf_feed_new (self->trace, FEED_WINDOW_MSEC);
}

static void
let_go (RfPhone **phone)
{
  if (*phone == NULL)
    return;
  rf_test_stop (*phone);
  g_assert_finalize_object (g_steal_pointer (phone));
}

void
rf_test_phones_tear_down (RfTestPhones  *self,
                          gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (self->runtime_dir, "referee", NULL);
  g_autofree char *pulse = g_build_filename (self->runtime_dir, "pulse", NULL);

  let_go (&self->kevin);
  let_go (&self->mike);
  let_go (&self->wayne);
  let_go (&self->zoe);
  g_clear_object (&self->feed);
  g_clear_object (&self->trace);
  /* Folders go only where they are empty: every core has cleaned up behind it. The sound library
   * leaves one of its own. */
  g_rmdir (pulse);
  if (g_file_test (folder, G_FILE_TEST_EXISTS))
    g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (self->runtime_dir), ==, 0);
  g_clear_pointer (&self->runtime_dir, g_free);
}
