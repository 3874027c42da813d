/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-pane"

#include "config.h"

#include "rf-message-pane.h"
#include "rf-message-text.h"

#include <gtk/gtk.h>

#include <string.h>

#define REFER                                                       \
  "REFER sip:kevin@127.0.0.1:5061 SIP/2.0\r\n"                      \
  "Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK1\r\n"             \
  "From: <sip:mike@127.0.0.1:5062>;tag=1\r\n"                       \
  "To: <sip:kevin@127.0.0.1:5061>;tag=2\r\n"                        \
  "Call-ID: 1@127.0.0.1\r\n"                                        \
  "CSeq: 7 REFER\r\n"                                               \
  "Refer-To: <sip:wayne@127.0.0.1:5063>\r\n"                        \
  "Referred-By: <sip:mike@127.0.0.1:5062>\r\n"

typedef struct {
  RfTrace       *trace;
  GtkWidget     *window;
  RfMessagePane *pane;
  GtkTextBuffer *buffer;
} Fixture;

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  g_autoptr (GList) children = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  if (!GTK_IS_CONTAINER (widget))
    return NULL;

  children = gtk_container_get_children (GTK_CONTAINER (widget));
  for (GList *l = children; l != NULL; l = l->next) {
    GtkWidget *found = find (l->data, type);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->trace = rf_trace_new ();
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  fixture->pane = RF_MESSAGE_PANE (g_object_ref_sink (rf_message_pane_new ()));
  gtk_container_add (GTK_CONTAINER (fixture->window), GTK_WIDGET (fixture->pane));
  fixture->buffer = gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (find (GTK_WIDGET (fixture->pane), GTK_TYPE_TEXT_VIEW)));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_destroy (fixture->window);
  g_assert_finalize_object (fixture->pane);
  g_assert_finalize_object (fixture->trace);
}

static char *
show (Fixture    *fixture,
      const char *text,
      gsize       length)
{
  RfTraceInput input = { .transport = RF_TRANSPORT_UDP, .data = text, .length = length };
  g_autoptr (GError) error = NULL;
  GtkTextIter start, end;

  g_assert_true (rf_endpoint_parse (&input.source, "127.0.0.1:5062"));
  g_assert_true (rf_endpoint_parse (&input.destination, "127.0.0.1:5061"));
  rf_trace_append (fixture->trace, &input, &error);
  g_assert_no_error (error);
  rf_message_pane_set_message (fixture->pane, fixture->trace,
                               rf_trace_get_n_messages (fixture->trace) - 1);
  gtk_text_buffer_get_bounds (fixture->buffer, &start, &end);

  return gtk_text_buffer_get_text (fixture->buffer, &start, &end, TRUE);
}

static gboolean
is_marked (Fixture    *fixture,
           const char *needle)
{
  GtkTextTagTable *tags = gtk_text_buffer_get_tag_table (fixture->buffer);
  GtkTextIter start, match;

  gtk_text_buffer_get_start_iter (fixture->buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, needle, 0, &match, NULL, NULL));

  return gtk_text_iter_has_tag (&match, gtk_text_tag_table_lookup (tags, "marked"));
}

static void
test_marks (Fixture       *fixture,
            gconstpointer  data)
{
  const char message[] = REFER "\r\n";
  g_autofree char *text = show (fixture, message, strlen (message));

  g_assert_nonnull (strstr (text, "Refer-To: <sip:wayne@127.0.0.1:5063>   ← call this address\n"));
  g_assert_true (is_marked (fixture, "Refer-To:"));
  g_assert_true (is_marked (fixture, "Referred-By:"));
  g_assert_true (is_marked (fixture, "REFER sip:"));
  g_assert_false (is_marked (fixture, "Via:"));
  g_assert_false (is_marked (fixture, "Call-ID:"));
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  const char message[] = REFER "\r\n";
  g_autofree char *copied = NULL;
  GtkWidget *copy = find (GTK_WIDGET (fixture->pane), GTK_TYPE_BUTTON);

  g_free (show (fixture, message, strlen (message)));
  g_assert_cmpstr (atk_object_get_name (gtk_widget_get_accessible (copy)), ==, "Copy the message");
  gtk_button_clicked (GTK_BUTTON (copy));
  copied = gtk_clipboard_wait_for_text (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD));
  g_assert_nonnull (strstr (copied, "Refer-To: <sip:wayne@127.0.0.1:5063>\n"));
  g_assert_null (strstr (copied, "←"));
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  const char message[] = REFER "Subject: \x1b[2J\xff\xe2\x80\xae%s%n<b>\r\n\r\na\0b";
  g_autofree char *text = show (fixture, message, sizeof message - 1);

  g_assert_nonnull (strstr (text, "Subject: ␛[2J⟨FF⟩⟨U+202E⟩%s%n<b>\n"));
  g_assert_nonnull (strstr (text, "\na␀b"));
}

static void
test_huge (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GString) message = g_string_new (REFER "Content-Length: 80000\r\n\r\n");
  g_autofree char *text = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 80000; i++)
    g_string_append_c (message, 'x');
  text = show (fixture, message->str, message->len);

  g_assert_cmpuint (strlen (text), <, RF_MESSAGE_TEXT_MAX * 2);
  g_assert_nonnull (strstr (text, "more bytes are not shown"));
  for (int i = 0; i < gtk_text_buffer_get_line_count (fixture->buffer); i++) {
    GtkTextIter line;

    gtk_text_buffer_get_iter_at_line (fixture->buffer, &line, i);
    g_assert_cmpint (gtk_text_iter_get_chars_in_line (&line), <=, RF_MESSAGE_TEXT_MAX_LINE + 100);
  }
  g_test_message ("%.1f ms", (g_get_monotonic_time () - start) / 1000.0);
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  const char message[] = REFER "\r\n";
  GtkWidget *copy = find (GTK_WIDGET (fixture->pane), GTK_TYPE_BUTTON);

  g_free (show (fixture, message, strlen (message)));
  g_assert_true (gtk_widget_get_sensitive (copy));
  rf_message_pane_set_message (fixture->pane, fixture->trace, -1);
  g_assert_false (gtk_widget_get_sensitive (copy));
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
  rf_message_pane_set_message (fixture->pane, fixture->trace, 1000);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
  rf_message_pane_set_message (fixture->pane, NULL, 0);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/message-pane/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add ("/message-pane/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/message-pane/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/message-pane/huge", Fixture, NULL, set_up, test_huge, tear_down);
  g_test_add ("/message-pane/nothing", Fixture, NULL, set_up, test_nothing, tear_down);

  return g_test_run ();
}
