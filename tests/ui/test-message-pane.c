/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-pane"

#include "config.h"

#include "ladder-stage.h"
#include "rf-explain-row.h"
#include "rf-ladder-canvas.h"
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

#define NOTIFY(cseq, sipfrag)                                       \
  "NOTIFY sip:mike@127.0.0.1:5062 SIP/2.0\r\n"                      \
  "Via: SIP/2.0/UDP 127.0.0.1:5061;branch=z9hG4bK-n" cseq "\r\n"   \
  "From: <sip:kevin@127.0.0.1:5061>;tag=2\r\n"                      \
  "To: <sip:mike@127.0.0.1:5062>;tag=1\r\n"                         \
  "Call-ID: 1@127.0.0.1\r\n"                                        \
  "CSeq: " cseq " NOTIFY\r\n"                                       \
  "Event: refer\r\n"                                                \
  "Subscription-State: terminated\r\n"                              \
  "Content-Type: message/sipfrag\r\n\r\n"                          \
  "SIP/2.0 " sipfrag "\r\n"

typedef struct {
  RfTrace       *trace;
  GtkWidget     *window;
  RfMessagePane *pane;
  RfLadderView  *view;
  GtkStack      *stack;
  GtkTextBuffer *buffer;
} Fixture;

/* Whatever stands for it on the screen. */
static GtkWidget *
find_named (GtkWidget  *widget,
            const char *name)
{
  g_autoptr (GList) children = NULL;

  if (g_strcmp0 (atk_object_get_name (gtk_widget_get_accessible (widget)), name) == 0)
    return widget;
  if (!GTK_IS_CONTAINER (widget))
    return NULL;

  children = gtk_container_get_children (GTK_CONTAINER (widget));
  for (GList *l = children; l != NULL; l = l->next) {
    GtkWidget *found = find_named (l->data, name);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static void
on_selected_changed (Fixture *fixture)
{
  rf_message_pane_set_message (fixture->pane, fixture->trace,
                               rf_ladder_view_get_selected (fixture->view));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->trace = rf_trace_new ();
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  fixture->pane = RF_MESSAGE_PANE (g_object_ref_sink (rf_message_pane_new ()));
  fixture->view = RF_LADDER_VIEW (rf_ladder_view_new (fixture->trace));
  gtk_container_add (GTK_CONTAINER (fixture->window), box);
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (fixture->view));
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (fixture->pane));
  rf_message_pane_set_view (fixture->pane, fixture->view);
  g_signal_connect_swapped (fixture->view, "notify::selected", G_CALLBACK (on_selected_changed),
                            fixture);
  gtk_widget_show_all (fixture->window);
  fixture->stack = GTK_STACK (ladder_stage_find (GTK_WIDGET (fixture->pane), GTK_TYPE_STACK));
  fixture->buffer = gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (ladder_stage_find (GTK_WIDGET (fixture->pane), GTK_TYPE_TEXT_VIEW)));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_destroy (fixture->window);
  g_assert_finalize_object (fixture->pane);
  g_assert_finalize_object (fixture->trace);
}

static void
append (Fixture    *fixture,
        const char *text,
        gsize       length)
{
  RfTraceInput input = { .transport = RF_TRANSPORT_UDP, .data = text, .length = length };
  g_autoptr (GError) error = NULL;

  g_assert_true (rf_endpoint_parse (&input.source, "127.0.0.1:5062"));
  g_assert_true (rf_endpoint_parse (&input.destination, "127.0.0.1:5061"));
  rf_trace_append (fixture->trace, &input, &error);
  g_assert_no_error (error);
}

/* The text of a message as the pane has it. */
static char *
show (Fixture    *fixture,
      const char *text,
      gsize       length)
{
  GtkTextIter start, end;

  append (fixture, text, length);
  gtk_stack_set_visible_child_name (fixture->stack, "source");
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

/* The line in which the cursor is, where it is marked. */
static char *
dup_chosen_line (Fixture *fixture)
{
  GtkTextTagTable *tags = gtk_text_buffer_get_tag_table (fixture->buffer);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_mark (fixture->buffer, &start,
                                    gtk_text_buffer_get_insert (fixture->buffer));
  if (!gtk_text_iter_has_tag (&start, gtk_text_tag_table_lookup (tags, "chosen")))
    return NULL;
  end = start;
  gtk_text_iter_forward_to_line_end (&end);
  return gtk_text_buffer_get_text (fixture->buffer, &start, &end, TRUE);
}

/* From an explanation to the line that it speaks of, also below one that is shown in parts. */
static void
test_chosen (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (3 * RF_MESSAGE_TEXT_MAX_LINE, 'x');
  g_autofree char *message = g_strconcat (REFER, "Subject: ", filler,
                                          "\r\nMax-Forwards: 7\r\n\r\n", NULL);
  g_autofree char *line = NULL;
  g_autofree char *none = NULL;
  GtkListBox *list;
  GtkListBoxRow *row;
  guint i = 0;

  g_free (show (fixture, message, strlen (message)));
  none = dup_chosen_line (fixture);
  g_assert_null (none);
  gtk_stack_set_visible_child_name (fixture->stack, "explanation");
  list = GTK_LIST_BOX (ladder_stage_find (gtk_stack_get_visible_child (fixture->stack),
                                          GTK_TYPE_LIST_BOX));
  while ((row = gtk_list_box_get_row_at_index (list, (int) i++)) &&
         !g_str_has_prefix (atk_object_get_name (gtk_widget_get_accessible (GTK_WIDGET (row))),
                            "Max-Forwards"));
  g_assert_nonnull (row);
  gtk_list_box_select_row (list, row);
  g_signal_emit_by_name (row, "activate");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "source");
  line = dup_chosen_line (fixture);
  g_assert_cmpstr (line, ==, "Max-Forwards: 7");
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

/* Long names and addresses are cut where there is little room. */
static void
test_heading_tip (Fixture       *fixture,
                  gconstpointer  data)
{
  const char message[] = REFER "\r\n";
  GtkWidget *pane = GTK_WIDGET (fixture->pane);
  GObject *route = gtk_widget_get_template_child (pane, RF_TYPE_MESSAGE_PANE, "route");
  g_autofree char *tip = NULL;

  g_assert_false (gtk_widget_get_has_tooltip (GTK_WIDGET (route)));
  g_free (show (fixture, message, strlen (message)));
  tip = gtk_widget_get_tooltip_text (GTK_WIDGET (route));
  g_assert_cmpstr (tip, ==, gtk_label_get_text (GTK_LABEL (route)));
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  const char message[] = REFER "\r\n";
  g_autofree char *copied = NULL;
  GtkWidget *copy = find_named (GTK_WIDGET (fixture->pane), "Copy the message");

  g_free (show (fixture, message, strlen (message)));
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
  GtkWidget *copy = find_named (GTK_WIDGET (fixture->pane), "Copy the message");

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

/* A REFER, its answer, and the report on it. */
static void
append_transfer (Fixture *fixture)
{
  static const char *const messages[] = {
    REFER "\r\n",
    "SIP/2.0 202 Accepted\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK1\r\n"
    "From: <sip:mike@127.0.0.1:5062>;tag=1\r\n"
    "To: <sip:kevin@127.0.0.1:5061>;tag=2\r\n"
    "Call-ID: 1@127.0.0.1\r\n"
    "CSeq: 7 REFER\r\n\r\n",
    NOTIFY ("1", "100 Trying"),
    NOTIFY ("2", "200 OK"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    append (fixture, messages[i], strlen (messages[i]));
}

static int
get_natural_width (Fixture *fixture)
{
  int natural;

  gtk_widget_get_preferred_width (GTK_WIDGET (fixture->pane), NULL, &natural);

  return natural;
}

static void
press (Fixture         *fixture,
       GtkWidget       *widget,
       guint            key,
       GdkModifierType  modifiers)
{
  GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);
  gboolean handled;

  event->key.window = g_object_ref (gtk_widget_get_window (fixture->window));
  event->key.send_event = TRUE;
  event->key.keyval = key;
  event->key.state = modifiers;
  gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (
                                                        gdk_display_get_default ())));
  g_signal_emit_by_name (widget, "key-press-event", event, &handled);
  gdk_event_free (event);
  g_assert_true (handled);
}

/* From the ladder by a key, and by the action that is in the menu there. */
static void
test_copy_from_ladder (Fixture       *fixture,
                       gconstpointer  data)
{
  const char message[] = REFER "\r\n";
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  GActionGroup *actions = gtk_widget_get_action_group (GTK_WIDGET (fixture->view), "message");
  g_autofree char *copied = NULL;
  g_autofree char *again = NULL;

  g_free (show (fixture, message, strlen (message)));
  gtk_clipboard_set_text (clipboard, "before", -1);
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_c, GDK_CONTROL_MASK);
  copied = gtk_clipboard_wait_for_text (clipboard);
  g_assert_nonnull (strstr (copied, "Refer-To: <sip:wayne@127.0.0.1:5063>\n"));
  gtk_clipboard_set_text (clipboard, "before", -1);
  g_action_group_activate_action (actions, "copy", NULL);
  again = gtk_clipboard_wait_for_text (clipboard);
  g_assert_cmpstr (again, ==, copied);
}

static void
activate (Fixture    *fixture,
          const char *name)
{
  GtkWidget *row = find_named (GTK_WIDGET (fixture->pane), name);

  g_assert_nonnull (row);
  gtk_button_clicked (GTK_BUTTON (ladder_stage_find (row, GTK_TYPE_BUTTON)));
}

/* What a header says stands in its order, whatever script it begins with. */
static void
test_direction (void)
{
  static const char *const values[] = {
    "\"\xd8\xb2\xd9\x88\xd9\x8a\" <sip:zoe@example.org>;tag=x",
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d <sip:zoe@example.org>",
    "\"Zo\xc3\xab\" <sip:zoe@example.org>;tag=x",
    "70",
    NULL,
  };
  GtkWidget *row = g_object_ref_sink (rf_explain_row_new ());
  GtkLabel *label =
    GTK_LABEL (gtk_widget_get_template_child (row, RF_TYPE_EXPLAIN_ROW, "value"));

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    RfExplanation explanation = { .key = (char *) "To", .sentence = (char *) "To Zoe.",
                                  .link = -1, .value = (char *) values[i] };
    PangoLayoutLine *line;

    rf_explain_row_set_explanation (RF_EXPLAIN_ROW (row), &explanation);
    line = pango_layout_get_line_readonly (gtk_label_get_layout (label), 0);
    g_assert_cmpint (line->resolved_dir, ==, PANGO_DIRECTION_LTR);
    g_assert_true (g_str_has_suffix (gtk_label_get_text (label), values[i] ? values[i] : ""));
  }
  gtk_widget_destroy (row);
  g_object_unref (row);
}

/* Whether the ladder says so now. */
static gboolean
is_said (Fixture    *fixture,
         const char *words)
{
  GtkWidget *notice = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (fixture->view),
                                                                 RF_TYPE_LADDER_VIEW, "notice"));

  return gtk_widget_get_visible (notice) &&
         g_str_equal (gtk_label_get_text (GTK_LABEL (notice)), words);
}

static void
test_links (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *back = find_named (GTK_WIDGET (fixture->pane), "Back to where the link was");

  append_transfer (fixture);
  rf_ladder_view_set_selected (fixture->view, 3);
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane),
                                "Subscription-State: This is the last report."));
  g_assert_false (gtk_widget_get_sensitive (back));

  activate (fixture, "Request: kevin reports to mike how the transfer is going.");
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 0);
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane),
                                "Refer-To: kevin is asked to call wayne."));
  rf_ladder_view_set_selected (fixture->view, 0);
  g_assert_true (gtk_widget_get_sensitive (back));
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_Left, GDK_MOD1_MASK);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 3);
  g_assert_false (gtk_widget_get_sensitive (back));

  /* Where a person goes by hand there is no way back. */
  activate (fixture, "Event: This is news about a transfer.");
  rf_ladder_view_set_selected (fixture->view, 1);
  g_assert_false (gtk_widget_get_sensitive (back));
}

/* What hides the message that a link leads to is lifted, and where that is a filter it is said. */
static void
test_links_to_hidden (Fixture       *fixture,
                      gconstpointer  data)
{
  RfLadderCanvas *canvas =
    RF_LADDER_CANVAS (ladder_stage_find (GTK_WIDGET (fixture->view), RF_TYPE_LADDER_CANVAS));
  RfRowFilter *filter = rf_ladder_view_get_filter (fixture->view);
  const char *words = "The filter hid this message. All are shown now.";

  append_transfer (fixture);
  rf_row_filter_set_methods (filter, RF_ROW_FILTER_METHOD (RF_SIP_NOTIFY));
  rf_ladder_view_set_selected (fixture->view, 3);
  activate (fixture, "Request: kevin reports to mike how the transfer is going.");
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 0);
  g_assert_cmpint (rf_ladder_canvas_get_selected_row (canvas), ==, 0);
  g_assert_true (rf_row_filter_is_empty (filter));
  g_assert_true (is_said (fixture, words));
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_Left, GDK_MOD1_MASK);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 3);
  g_assert_false (is_said (fixture, words));

  g_assert_true (rf_ladder_canvas_set_folded (canvas, 0, TRUE));
  activate (fixture, "Request: kevin reports to mike how the transfer is going.");
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 0);
  g_assert_false (rf_ladder_get_folded (rf_ladder_canvas_get_ladder (canvas), 0));
  g_assert_false (is_said (fixture, words));

  /* Also on the way back. */
  rf_row_filter_set_text (filter, "Refer-To");
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_Left, GDK_MOD1_MASK);
  g_assert_cmpint (rf_ladder_canvas_get_selected_row (canvas), ==, 3);
  g_assert_true (is_said (fixture, words));
}

static void
test_difference (Fixture       *fixture,
                 gconstpointer  data)
{
  append_transfer (fixture);
  rf_ladder_view_set_selected (fixture->view, 3);
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_d, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "difference");
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane),
                                "Changed from “SIP/2.0 100 Trying” to “SIP/2.0 200 OK”"));
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane), "3 lines are different."));

  /* It is kept, and the next that is selected stands beside it. */
  rf_ladder_view_set_selected (fixture->view, 0);
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane), "Only in the second: Event: refer"));
  rf_ladder_view_set_selected (fixture->view, 3);
  press (fixture, GTK_WIDGET (fixture->pane), GDK_KEY_d, 0);
  rf_ladder_view_set_selected (fixture->view, 0);
  g_assert_null (find_named (GTK_WIDGET (fixture->pane), "Only in the second: Event: refer"));
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane),
                                "No message like this one came before it. To see how two "
                                "messages differ, press d at one of them, and select the other."));
}

static gboolean
on_too_late (gpointer data)
{
  g_error ("What is new was not shown");

  return G_SOURCE_REMOVE;
}

/* What becomes known while a message is read is shown without being asked for. */
static void
test_news (Fixture       *fixture,
           gconstpointer  data)
{
  const char message[] = REFER "\r\n";
  guint watchdog = g_timeout_add_seconds (10, on_too_late, NULL);

  append (fixture, message, strlen (message));
  rf_ladder_view_set_selected (fixture->view, 0);
  append_transfer (fixture);
  while (find_named (GTK_WIDGET (fixture->pane), "Go to the answer") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
}

static void
close_pane (Fixture *fixture)
{
  gtk_button_clicked (GTK_BUTTON (find_named (GTK_WIDGET (fixture->pane), "Close the message")));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->pane)));
}

/* Who closes the pane wants more of the ladder, and goes on in it until a message is asked for. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *pane = GTK_WIDGET (fixture->pane);

  append_transfer (fixture);
  rf_ladder_view_set_selected (fixture->view, 2);
  g_assert_true (gtk_widget_get_visible (pane));
  gtk_widget_grab_focus (pane);
  close_pane (fixture);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 2);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         GTK_WIDGET (fixture->view)));
  rf_ladder_view_set_selected (fixture->view, 1);
  g_assert_false (gtk_widget_get_visible (pane));
  g_signal_emit_by_name (fixture->view, "message-pressed", 1);
  g_assert_true (gtk_widget_get_visible (pane));

  close_pane (fixture);
  g_signal_emit_by_name (fixture->view, "message-activated", 1);
  g_assert_true (gtk_widget_get_visible (pane));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         pane));
  rf_ladder_view_set_selected (fixture->view, -1);
  g_assert_false (gtk_widget_get_visible (pane));
}

/* Its key opens the pane at the difference, and takes nothing back that nobody sees. */
static void
test_close_difference (Fixture       *fixture,
                       gconstpointer  data)
{
  append_transfer (fixture);
  rf_ladder_view_set_selected (fixture->view, 3);
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_d, 0);
  close_pane (fixture);
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_d, 0);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->pane)));
  rf_ladder_view_set_selected (fixture->view, 0);
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane), "Only in the second: Event: refer"));
}

/* What is held back has no row, and is not open either until it has one again. */
static void
test_filtered (Fixture       *fixture,
               gconstpointer  data)
{
  RfRowFilter *filter = rf_ladder_view_get_filter (fixture->view);
  GtkWidget *pane = GTK_WIDGET (fixture->pane);

  append_transfer (fixture);
  rf_ladder_view_set_selected (fixture->view, 0);
  g_assert_true (gtk_widget_get_visible (pane));
  rf_row_filter_set_text (filter, "Subscription-State");
  g_assert_false (gtk_widget_get_visible (pane));
  rf_row_filter_clear (filter);
  g_assert_true (gtk_widget_get_visible (pane));
}

/* The largest message that a capture brings: every page of it is there at once. */
static void
test_pages_of_huge (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char *const pages[] = { "explanation", "source", "difference" };
  g_autoptr (GString) message = g_string_new (REFER);
  gint64 start = g_get_monotonic_time ();

  while (message->len < 1024 * 1024)
    g_string_append_printf (message, "X-%zu: <b>%%s\xff\r\n", message->len);
  g_string_append (message, "\r\n");
  append (fixture, message->str, message->len);
  append (fixture, message->str, message->len);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    gtk_stack_set_visible_child_name (fixture->stack, pages[i]);
    rf_ladder_view_set_selected (fixture->view, (int) (i + 1) % 2);
    while (g_main_context_iteration (NULL, FALSE))
      continue;
  }
  g_assert_nonnull (find_named (GTK_WIDGET (fixture->pane), "The same: …"));
  g_test_message ("%.1f ms", (double) (g_get_monotonic_time () - start) / 1000);
}

/* The keys come to the pane when it is on the screen, and not before. */
static void
test_focus (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *pane = GTK_WIDGET (fixture->pane);
  GtkWidget *focus;

  append_transfer (fixture);
  rf_ladder_view_set_selected (fixture->view, 0);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  gtk_widget_set_child_visible (pane, FALSE);
  gtk_widget_grab_focus (pane);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->view)));
  gtk_widget_set_child_visible (pane, TRUE);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, pane));
  g_assert_true (gtk_widget_get_mapped (focus));
}

/* A window with a list beside the ladder hides one of them when there is not room for what both
 * would like. */
static void
test_width (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *name = g_strnfill (400, 'w');
  g_autofree char *text = g_strdup_printf (
    "OPTIONS sip:%s@127.0.0.1:5061 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK%s\r\n"
    "From: <sip:%s@127.0.0.1:5062>;tag=1\r\n"
    "To: <sip:%s@127.0.0.1:5061>\r\n"
    "Call-ID: %s@127.0.0.1\r\n"
    "CSeq: 7 OPTIONS\r\n\r\n", name, name, name, name, name);
  int natural;

  append_transfer (fixture);
  rf_ladder_view_set_selected (fixture->view, 0);
  natural = get_natural_width (fixture);
  append (fixture, text, strlen (text));
  rf_ladder_view_set_selected (fixture->view, 4);
  g_assert_cmpint (get_natural_width (fixture), ==, natural);
  press (fixture, GTK_WIDGET (fixture->view), GDK_KEY_d, 0);
  rf_ladder_view_set_selected (fixture->view, 0);
  g_assert_cmpint (get_natural_width (fixture), ==, natural);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/message-pane/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add ("/message-pane/chosen", Fixture, NULL, set_up, test_chosen, tear_down);
  g_test_add ("/message-pane/filtered", Fixture, NULL, set_up, test_filtered, tear_down);
  g_test_add ("/message-pane/heading-tip", Fixture, NULL, set_up, test_heading_tip, tear_down);
  g_test_add ("/message-pane/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/message-pane/copy-from-ladder", Fixture, NULL, set_up, test_copy_from_ladder,
              tear_down);
  g_test_add ("/message-pane/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/message-pane/huge", Fixture, NULL, set_up, test_huge, tear_down);
  g_test_add ("/message-pane/links", Fixture, NULL, set_up, test_links, tear_down);
  g_test_add ("/message-pane/links-to-hidden", Fixture, NULL, set_up, test_links_to_hidden,
              tear_down);
  g_test_add ("/message-pane/difference", Fixture, NULL, set_up, test_difference, tear_down);
  g_test_add ("/message-pane/news", Fixture, NULL, set_up, test_news, tear_down);
  g_test_add ("/message-pane/close", Fixture, NULL, set_up, test_close, tear_down);
  g_test_add ("/message-pane/close-difference", Fixture, NULL, set_up, test_close_difference,
              tear_down);
  g_test_add ("/message-pane/pages-of-huge", Fixture, NULL, set_up, test_pages_of_huge, tear_down);
  g_test_add ("/message-pane/focus", Fixture, NULL, set_up, test_focus, tear_down);
  g_test_add ("/message-pane/width", Fixture, NULL, set_up, test_width, tear_down);
  g_test_add_func ("/message-pane/direction", test_direction);
  g_test_add ("/message-pane/nothing", Fixture, NULL, set_up, test_nothing, tear_down);

  return g_test_run ();
}
