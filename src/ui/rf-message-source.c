/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-source"

#include "config.h"

#include "rf-message-source.h"

#include "rf-message-text.h"

#include <glib/gi18n.h>

#include <string.h>

/**
 * RfMessageSource:
 *
 * The text of a message as it was on the wire, in which names stand out, and the lines that matter
 * to a transfer more, and say in a few words what they mean.
 */

struct _RfMessageSource {
  GtkScrolledWindow  parent_instance;

  GtkTextView       *text_view;
  GtkTextBuffer     *buffer;
  GtkTextTag        *name_tag;
  GtkTextTag        *marked_tag;
  GtkTextTag        *note_tag;
  GtkTextTag        *chosen_tag;
  GArray            *lines; /* int: where each line of the message begins in the buffer */
};

G_DEFINE_FINAL_TYPE (RfMessageSource, rf_message_source, GTK_TYPE_SCROLLED_WINDOW)

static void
append (RfMessageSource *self,
        const char      *text,
        gssize           length,
        GtkTextTag      *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (tag != NULL)
    gtk_text_buffer_insert_with_tags (self->buffer, &end, text, length, tag, NULL);
  else
    gtk_text_buffer_insert (self->buffer, &end, text, length);
}

static void
append_line (RfMessageSource *self,
             const char      *line,
             gsize            name_length,
             const char      *meaning)
{
  GtkTextTag *tag = meaning != NULL ? self->marked_tag : NULL;

  if (tag == NULL && name_length > 0) {
    append (self, line, (gssize) name_length, self->name_tag);
    line += name_length;
  }

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

/* What stands out in a line that has nothing to do with a transfer: the name of a header, the
 * method or the status, the kind of an SDP line. */
static gsize
get_name_length (RfMessageLine  kind,
                 const char    *line)
{
  gsize length;

  switch (kind) {
  case RF_MESSAGE_LINE_START:
    length = strcspn (line, " ");
    return line[length] != '\0' && g_str_has_prefix (line, "SIP/") ?
           length + 1 + strcspn (line + length + 1, " ") : length;
  case RF_MESSAGE_LINE_HEADER:
    length = strcspn (line, ":");
    break;
  case RF_MESSAGE_LINE_BODY:
    return *line != '\0' && line[1] == '=' ? 2 : 0;
  default:
    g_return_val_if_reached (0);
  }

  return line[length] == ':' && length < RF_MESSAGE_TEXT_MAX_LINE ? length + 1 : 0;
}

static void
show_text (RfMessageSource      *self,
           const RfTraceMessage *message)
{
  g_autofree char *text = rf_message_text_clean (message->data, message->length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  RfMessageLine kind = RF_MESSAGE_LINE_START;

  for (guint i = 0; lines[i] != NULL; i++) {
    int at = gtk_text_buffer_get_line_count (self->buffer) - 1;
    gboolean of_refer = kind == RF_MESSAGE_LINE_BODY ? message->sipfrag_status != 0
                                                     : message->method == RF_SIP_REFER;

    g_array_append_val (self->lines, at);
    if (kind == RF_MESSAGE_LINE_HEADER && *lines[i] == '\0')
      kind = RF_MESSAGE_LINE_BODY;
    append_line (self, lines[i], get_name_length (kind, lines[i]),
                 rf_message_text_explain (kind, lines[i], of_refer));
    if (kind == RF_MESSAGE_LINE_START)
      kind = RF_MESSAGE_LINE_HEADER;
  }
  if (message->length > RF_MESSAGE_TEXT_MAX) {
    g_autofree char *note = g_strdup_printf (_("… %" G_GSIZE_FORMAT " more bytes are not shown."),
                                             (gsize) message->length - RF_MESSAGE_TEXT_MAX);

    append (self, note, -1, self->note_tag);
  }
}

/* Okabe and Ito's blue on light and sky on dark: both more than 4.5:1 against the background. */
static void
rf_message_source_style_updated (GtkWidget *widget)
{
  RfMessageSource *self = RF_MESSAGE_SOURCE (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA text;
  gboolean dark;

  GTK_WIDGET_CLASS (rf_message_source_parent_class)->style_updated (widget);

  gtk_style_context_get_color (context, gtk_style_context_get_state (context), &text);
  dark = text.red + text.green + text.blue > 1.5;
  g_object_set (self->marked_tag, "foreground", dark ? "#56b4e9" : "#005a8f", NULL);
  g_object_set (self->note_tag, "foreground", dark ? "#e69f00" : "#8a4b00", NULL);
  g_object_set (self->chosen_tag, "paragraph-background", dark ? "#1f3a52" : "#e6f1fb", NULL);
}

static void
rf_message_source_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GTK_WIDGET (RF_MESSAGE_SOURCE (widget)->text_view));
}

static void
rf_message_source_finalize (GObject *object)
{
  g_array_unref (RF_MESSAGE_SOURCE (object)->lines);

  G_OBJECT_CLASS (rf_message_source_parent_class)->finalize (object);
}

static void
rf_message_source_class_init (RfMessageSourceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_message_source_finalize;
  widget_class->style_updated = rf_message_source_style_updated;
  widget_class->grab_focus = rf_message_source_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-message-source.ui");
  gtk_widget_class_bind_template_child (widget_class, RfMessageSource, text_view);
  gtk_widget_class_bind_template_child (widget_class, RfMessageSource, buffer);
  gtk_widget_class_bind_template_child (widget_class, RfMessageSource, name_tag);
  gtk_widget_class_bind_template_child (widget_class, RfMessageSource, marked_tag);
  gtk_widget_class_bind_template_child (widget_class, RfMessageSource, note_tag);
  gtk_widget_class_bind_template_child (widget_class, RfMessageSource, chosen_tag);
}

static void
rf_message_source_init (RfMessageSource *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_message_source_set_message:
 * @message: (nullable): what to show
 *
 * Shows the text of a message.
 */
void
rf_message_source_set_message (RfMessageSource      *self,
                               const RfTraceMessage *message)
{
  g_return_if_fail (RF_IS_MESSAGE_SOURCE (self));

  gtk_text_buffer_set_text (self->buffer, "", 0);
  g_array_set_size (self->lines, 0);
  if (message != NULL)
    show_text (self, message);
}

/* A line of the message; behind the last, the end. */
static void
get_line (RfMessageSource *self,
          guint            line,
          GtkTextIter     *iter)
{
  if (line < self->lines->len)
    gtk_text_buffer_get_iter_at_line (self->buffer, iter, g_array_index (self->lines, int, line));
  else
    gtk_text_buffer_get_end_iter (self->buffer, iter);
}

/**
 * rf_message_source_show_lines:
 * @first: a line of the message, from 0
 * @n_lines: how many
 *
 * Scrolls to some lines of the message that is shown, marks them, and puts the cursor there, so
 * that a screen reader reads on from them.
 */
void
rf_message_source_show_lines (RfMessageSource *self,
                              guint            first,
                              guint            n_lines)
{
  GtkTextIter start, end;

  g_return_if_fail (RF_IS_MESSAGE_SOURCE (self));

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->chosen_tag, &start, &end);
  get_line (self, first, &start);
  get_line (self, first + n_lines, &end);
  gtk_text_buffer_apply_tag (self->buffer, self->chosen_tag, &start, &end);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  /* By the mark, as the height of the lines above is not known yet. */
  gtk_text_view_scroll_to_mark (self->text_view, gtk_text_buffer_get_insert (self->buffer), 0, TRUE,
                                0, 0.25);
}
