/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-phone-notices"

#include "config.h"

#include "rf-notice.h"
#include "rf-phone-notices.h"

/* A stranger can send as many requests as there is time for; what the person sees of them is one
 * notice. */

#define MANY 1000

typedef struct {
  RfPhone   *phone;
  GtkWidget *notices;
} Fixture;

static guint n_writings;


static void
set_up (Fixture *self, gconstpointer data)
{
  const RfPhoneConfig config = { .name = "mike" };

  self->phone = rf_phone_new (&config, NULL);
  self->notices = g_object_ref_sink (rf_phone_notices_new ());
  rf_phone_notices_set_phone (RF_PHONE_NOTICES (self->notices), self->phone);
  n_writings = 0;
}


static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_widget_destroy (self->notices);
  g_assert_finalize_object (self->notices);
  g_assert_finalize_object (self->phone);
}


static void
refuse (Fixture *self, guint n)
{
  for (guint i = 0; i < n; i++)
    g_signal_emit_by_name (self->phone, "request-refused", "sip:eve@example.net", 403);
}

/* (transfer none): the only notice */
static GtkWidget *
get_notice (Fixture *self)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (self->notices));

  g_assert_cmpuint (g_list_length (children), ==, 1);

  return children->data;
}


static const char *
get_text (Fixture *self)
{
  return atk_object_get_name (gtk_widget_get_accessible (get_notice (self)));
}


static void
on_written (void)
{
  n_writings++;
}


static gboolean
on_too_late (gpointer user_data)
{
  g_error ("The notice did not say how many there were: %s", get_text (user_data));

  return G_SOURCE_REMOVE;
}


static void
wait_for_text (Fixture *self, const char *start)
{
  guint watchdog = g_timeout_add_seconds (20, on_too_late, self);

  while (!g_str_has_prefix (get_text (self), start))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
}


static void
test_one (Fixture *self, gconstpointer data)
{
  refuse (self, 1);
  g_assert_true (gtk_widget_get_visible (get_notice (self)));
  g_assert_cmpstr (get_text (self), ==, "sip:eve@example.net, who is in no call with you, asked "
                   "you to call someone else. Your preferences do not allow it (403), so nobody "
                   "was called.");
}


static void
test_many (Fixture *self, gconstpointer data)
{
  refuse (self, 1);
  g_signal_connect (gtk_widget_get_accessible (get_notice (self)), "notify::accessible-name",
                    G_CALLBACK (on_written), NULL);
  refuse (self, MANY - 1);
  g_assert_cmpuint (n_writings, ==, 0);
  wait_for_text (self, "1000 requests to call someone else came from outside of your calls, the "
                       "newest from sip:eve@example.net.");
  g_assert_cmpuint (n_writings, ==, 1);
}

/* Who has closed it has read it, and is not to be kept from their work by one more a second. */
static void
test_closed (Fixture *self, gconstpointer data)
{
  refuse (self, 2);
  rf_notice_hide (RF_NOTICE (get_notice (self)));
  refuse (self, MANY);
  g_assert_false (gtk_widget_get_visible (get_notice (self)));
}


int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/phone-notices/one-refusal", Fixture, NULL, set_up, test_one, tear_down);
  g_test_add ("/phone-notices/many-refusals", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/phone-notices/closed-refusals", Fixture, NULL, set_up, test_closed, tear_down);

  return g_test_run ();
}
