/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-pane"

#include "config.h"

#include "rf-message-pane.h"

#include "rf-message-text.h"

#include <glib/gi18n.h>

#include <string.h>

/**
 * RfMessagePane:
 *
 * One message in full: who sent it to whom, when and over what, and its text, in which the lines
 * that matter to a transfer stand out and say in a few words what they mean.
 *
 * Signal "closed" (): a person wants it out of the way.
 */

enum {
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

struct _RfMessagePane {
  GtkBox         parent_instance;

  GtkLabel      *title;
  GtkLabel      *route;
  GtkWidget     *copy_button;
  GtkTextView   *text_view;
  GtkTextBuffer *buffer;
  GtkTextTag    *marked_tag;
  GtkTextTag    *note_tag;

  char          *text; /* as it is copied: without our notes */
};

G_DEFINE_FINAL_TYPE (RfMessagePane, rf_message_pane, GTK_TYPE_BOX)

static const char *
transport_to_string (RfTransport transport)
{
  switch (transport) {
  case RF_TRANSPORT_UDP:
    return "UDP";
  case RF_TRANSPORT_TCP:
    return "TCP";
  case RF_TRANSPORT_TLS:
    return "TLS";
  case RF_TRANSPORT_UNKNOWN:
  default:
    return _("transport unknown");
  }
}

static char *
dup_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *clock = local != NULL ? g_date_time_format (local, "%H:%M:%S") : NULL;

  if (clock == NULL)
    return g_strdup (_("time unknown"));

  return g_strdup_printf ("%s.%06d", clock, (int) (time_us % G_USEC_PER_SEC));
}

static char *
dup_party_label (RfTrace *trace,
                 int      party)
{
  if (party < 0 || (guint) party >= rf_trace_get_n_parties (trace))
    return g_strdup (_("unknown"));

  return rf_message_text_clean (rf_trace_get_party (trace, party)->label,
                                strlen (rf_trace_get_party (trace, party)->label));
}

static char *
dup_title (RfTrace              *trace,
           const RfTraceMessage *message)
{
  g_autofree char *from = dup_party_label (trace, message->from_party);
  g_autofree char *to = dup_party_label (trace, message->to_party);
  g_autofree char *summary = rf_trace_dup_summary (trace, message->index);
  g_autofree char *clean = rf_message_text_clean (summary, strlen (summary));

  /* Translators: "REFER, mike to kevin" */
  return g_strdup_printf (_("%s, %s to %s"), clean, from, to);
}

static char *
dup_route (const RfTraceMessage *message)
{
  g_autofree char *source = rf_endpoint_to_string (message->source);
  g_autofree char *destination = rf_endpoint_to_string (message->destination);
  g_autofree char *when = dup_time (message->time_us);

  return g_strdup_printf ("%s · %s · %s → %s", when, transport_to_string (message->transport),
                          source, destination);
}

static void
append (RfMessagePane *self,
        const char    *text,
        gssize         length,
        GtkTextTag    *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (tag != NULL)
    gtk_text_buffer_insert_with_tags (self->buffer, &end, text, length, tag, NULL);
  else
    gtk_text_buffer_insert (self->buffer, &end, text, length);
}

static void
append_line (RfMessagePane *self,
             const char    *line,
             const char    *meaning)
{
  GtkTextTag *tag = meaning != NULL ? self->marked_tag : NULL;

  /* A line of 64 KiB would make GTK lay out one paragraph for seconds. */
  while (g_utf8_strlen (line, -1) > RF_MESSAGE_TEXT_MAX_LINE) {
    const char *rest = g_utf8_offset_to_pointer (line, RF_MESSAGE_TEXT_MAX_LINE);

    append (self, line, rest - line, tag);
    append (self, "\n", 1, NULL);
    line = rest;
  }

  append (self, line, -1, tag);
  if (meaning != NULL) {
    append (self, "   ← ", -1, self->note_tag);
    append (self, meaning, -1, self->note_tag);
  }
  append (self, "\n", 1, NULL);
}

static void
show_text (RfMessagePane        *self,
           const RfTraceMessage *message)
{
  g_auto (GStrv) lines = g_strsplit (self->text, "\n", -1);
  RfMessageLine kind = RF_MESSAGE_LINE_START;

  for (guint i = 0; lines[i] != NULL; i++) {
    gboolean of_refer = kind == RF_MESSAGE_LINE_BODY ? message->sipfrag_status != 0
                                                     : message->method == RF_SIP_REFER;

    if (kind == RF_MESSAGE_LINE_HEADER && *lines[i] == '\0')
      kind = RF_MESSAGE_LINE_BODY;
    append_line (self, lines[i], rf_message_text_explain (kind, lines[i], of_refer));
    if (kind == RF_MESSAGE_LINE_START)
      kind = RF_MESSAGE_LINE_HEADER;
  }
  if (message->length > RF_MESSAGE_TEXT_MAX) {
    g_autofree char *note = g_strdup_printf (_("… %" G_GSIZE_FORMAT " more bytes are not shown."),
                                             (gsize) message->length - RF_MESSAGE_TEXT_MAX);

    append (self, note, -1, self->note_tag);
  }
}

static void
on_copy_clicked (RfMessagePane *self)
{
  GtkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD);

  if (self->text != NULL)
    gtk_clipboard_set_text (clipboard, self->text, -1);
}

static void
on_close_clicked (RfMessagePane *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* Okabe and Ito's blue on light and sky on dark: both more than 4.5:1 against the background. */
static void
rf_message_pane_style_updated (GtkWidget *widget)
{
  RfMessagePane *self = RF_MESSAGE_PANE (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA text;
  gboolean dark;

  GTK_WIDGET_CLASS (rf_message_pane_parent_class)->style_updated (widget);

  gtk_style_context_get_color (context, gtk_style_context_get_state (context), &text);
  dark = text.red + text.green + text.blue > 1.5;
  g_object_set (self->marked_tag, "foreground", dark ? "#56b4e9" : "#005a8f", NULL);
  g_object_set (self->note_tag, "foreground", dark ? "#e69f00" : "#8a4b00", NULL);
}

static void
rf_message_pane_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GTK_WIDGET (RF_MESSAGE_PANE (widget)->text_view));
}

static void
rf_message_pane_finalize (GObject *object)
{
  g_clear_pointer (&RF_MESSAGE_PANE (object)->text, g_free);

  G_OBJECT_CLASS (rf_message_pane_parent_class)->finalize (object);
}

static void
rf_message_pane_class_init (RfMessagePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_message_pane_finalize;
  widget_class->style_updated = rf_message_pane_style_updated;
  widget_class->grab_focus = rf_message_pane_grab_focus;

  signals[SIGNAL_CLOSED] = g_signal_new ("closed", RF_TYPE_MESSAGE_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-message-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, title);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, route);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, copy_button);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, text_view);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, buffer);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, marked_tag);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, note_tag);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
}

static void
rf_message_pane_init (RfMessagePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_message_pane_new:
 *
 * Returns: (transfer floating): a pane that shows no message yet
 */
GtkWidget *
rf_message_pane_new (void)
{
  return g_object_new (RF_TYPE_MESSAGE_PANE, NULL);
}

/**
 * rf_message_pane_set_message:
 * @trace: (nullable): where the message is
 * @index: which message, or -1 for none
 *
 * Shows a message.
 */
void
rf_message_pane_set_message (RfMessagePane *self,
                             RfTrace       *trace,
                             int            index)
{
  const RfTraceMessage *message = NULL;
  g_autofree char *title = NULL;
  g_autofree char *route = NULL;

  g_return_if_fail (RF_IS_MESSAGE_PANE (self));
  g_return_if_fail (trace == NULL || RF_IS_TRACE (trace));

  if (trace != NULL && index >= 0 && (guint) index < rf_trace_get_n_messages (trace))
    message = rf_trace_get_message (trace, index);

  g_clear_pointer (&self->text, g_free);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  if (message != NULL) {
    self->text = rf_message_text_clean (message->data, message->length);
    title = dup_title (trace, message);
    route = dup_route (message);
    show_text (self, message);
  }
  gtk_label_set_text (self->title, title != NULL ? title : _("No message selected"));
  gtk_label_set_text (self->route,
                      route != NULL ? route : _("Select one in the ladder to read it here."));
  gtk_widget_set_sensitive (self->copy_button, message != NULL);
}
