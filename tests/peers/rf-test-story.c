/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-story.h"

#include "rf-test-wait.h"

#include <string.h>

struct _RfTestStory {
  RfPhone *phone;
  RfCall  *call;
  GString *text;
  gulong   handler;
};

static void
on_dialled (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RfCall **call = user_data;
  g_autoptr (GError) error = NULL;

  *call = rf_phone_dial_finish (RF_PHONE (object), result, &error);
  g_assert_no_error (error);
}

/* (transfer full): a call that is up, or was: the stranger may have hung up by now */
RfCall *
rf_test_story_dial (RfPhone *phone, const char *uri)
{
  RfCall *call = NULL;

  rf_phone_dial_async (phone, uri, NULL, on_dialled, &call);
  rf_test_wait (call && rf_call_get_established_at (call), 10);
  return call;
}

static void
on_transfer_event (RfPhone *phone, RfCall *call, RfTransfer *transfer, const char *event,
                   guint code, gint64 time_us, gpointer user_data)
{
  RfTestStory *self = user_data;

  if (call != self->call)
    return;
  if (self->text->len)
    g_string_append_c (self->text, ' ');
  g_string_append (self->text, event);
  if (code)
    g_string_append_printf (self->text, "/%u", code);
}

static void
on_command_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rf_call_command_finish (RF_CALL (object), result, &error);
  g_assert_no_error (error);
}

static RfTestStory *
story_new (RfPhone *phone, const char *uri)
{
  RfTestStory *self = g_new0 (RfTestStory, 1);

  self->phone = phone;
  self->text = g_string_new (NULL);
  self->call = rf_test_story_dial (phone, uri);
  self->handler = g_signal_connect (phone, "transfer-event", G_CALLBACK (on_transfer_event), self);
  return self;
}

RfTestStory *
rf_test_story_new (RfPhone *phone, const char *uri, const char *target)
{
  RfTestStory *self = story_new (phone, uri);

  rf_call_transfer_async (self->call, target, NULL, on_command_ready, NULL);
  return self;
}

RfTestStory *
rf_test_story_new_with (RfPhone *phone, const char *uri, RfCall *other)
{
  RfTestStory *self = story_new (phone, uri);

  rf_call_transfer_to_async (self->call, other, NULL, on_command_ready, NULL);
  return self;
}

void
rf_test_story_go_on (RfTestStory *self, const char *target)
{
  RfTransfer *before = rf_call_get_transfer (self->call);

  rf_call_transfer_async (self->call, target, NULL, on_command_ready, NULL);
  rf_test_wait (rf_call_get_transfer (self->call) != before, 10);
}

void
rf_test_story_free (RfTestStory *self)
{
  g_signal_handler_disconnect (self->phone, self->handler);
  g_string_free (self->text, TRUE);
  g_object_unref (self->call);
  g_free (self);
}

RfCall *
rf_test_story_get_call (RfTestStory *self)
{
  return self->call;
}

const char *
rf_test_story_get_text (RfTestStory *self)
{
  return self->text->str;
}

void
rf_test_story_expect (RfTestStory *self, const char *text)
{
  const gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  rf_test_wait (self->text->len >= strlen (text) || g_get_monotonic_time () > end, 11);
  g_assert_cmpstr (self->text->str, ==, text);
}

gboolean
rf_test_story_is_over (RfTestStory *self)
{
  RfTransfer *transfer = rf_call_get_transfer (self->call);

  return transfer && rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING;
}

void
rf_test_story_cancel (RfTestStory *self, const char *text)
{
  rf_test_wait (g_str_equal (self->text->str, text), 10);
  rf_call_cancel_transfer_async (self->call, NULL, on_command_ready, NULL);
  rf_test_wait (rf_test_story_is_over (self), 10);
}

void
rf_test_story_hang_up (RfTestStory *self)
{
  if (rf_call_get_state (self->call) == RF_CALL_ESTABLISHED)
    rf_call_hang_up_async (self->call, 0, NULL, on_command_ready, NULL);
  rf_test_wait (!rf_call_is_live (self->call), 10);
}
