/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-difference"

#include "config.h"

#include "rf-message-difference.h"

#include "rf-difference-row.h"
#include "rf-message-text.h"
#include "rf-message-words.h"

#include <glib/gi18n.h>

/**
 * RfMessageDifference:
 *
 * Two messages side by side, line by line.
 */

struct _RfMessageDifference {
  GtkBox      parent_instance;

  GtkWidget  *heads;
  GtkLabel   *left_head;
  GtkLabel   *right_head;
  GtkLabel   *note;
  GtkWidget  *scroller;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (RfMessageDifference, rf_message_difference, GTK_TYPE_BOX)

static void
rf_message_difference_grab_focus (GtkWidget *widget)
{
  RfMessageDifference *self = RF_MESSAGE_DIFFERENCE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (!row)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
rf_message_difference_class_init (RfMessageDifferenceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = rf_message_difference_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/"
                                               "rf-message-difference.ui");
  gtk_widget_class_bind_template_child (widget_class, RfMessageDifference, heads);
  gtk_widget_class_bind_template_child (widget_class, RfMessageDifference, left_head);
  gtk_widget_class_bind_template_child (widget_class, RfMessageDifference, right_head);
  gtk_widget_class_bind_template_child (widget_class, RfMessageDifference, note);
  gtk_widget_class_bind_template_child (widget_class, RfMessageDifference, scroller);
  gtk_widget_class_bind_template_child (widget_class, RfMessageDifference, list);
}

static void
rf_message_difference_init (RfMessageDifference *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
dup_text (RfTrace *trace,
          int      message)
{
  const RfTraceMessage *record = rf_trace_get_message (trace, (guint) message);

  return rf_message_text_clean (record->data, record->length);
}

static void
show_head (GtkLabel    *head,
           RfTrace     *trace,
           int          message,
           RfLifelines *lifelines)
{
  g_autofree char *title = rf_message_words_title (trace, (guint) message, lifelines);
  g_autofree char *when =
    rf_message_words_time (rf_trace_get_message (trace, (guint) message)->time_us);
  g_autofree char *text = g_strdup_printf ("%s · %s", title, when);

  gtk_label_set_text (head, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (head), text);
}

static void
show_rows (RfMessageDifference *self,
           const GPtrArray     *rows)
{
  guint n_different = 0;
  g_autofree char *note = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const RfDiffRow *row = rows->pdata[i];

    n_different += row->kind != RF_DIFF_SAME;
    gtk_container_add (GTK_CONTAINER (self->list), rf_difference_row_new (row));
  }
  note = n_different == 0 ? g_strdup (_("The two say the same."))
                          : g_strdup_printf (ngettext ("%u line is different.",
                                                       "%u lines are different.", n_different),
                                             n_different);
  gtk_label_set_text (self->note, note);
}

static void
remove_rows (RfMessageDifference *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_widget_destroy (GTK_WIDGET (row));
}

static void
show_nothing (RfMessageDifference *self)
{
  gtk_label_set_text (self->note,
                      _("No message like this one came before it. To see how two messages differ, "
                        "press d at one of them, and select the other."));
}

/**
 * rf_message_difference_set_messages:
 * @trace: (nullable): where the messages are
 * @left: the first message, or -1
 * @right: the second message, or -1
 * @lifelines: (nullable): what a person calls whom
 *
 * Shows how two messages differ; without the two, what to do to see that.
 */
void
rf_message_difference_set_messages (RfMessageDifference *self,
                                    RfTrace             *trace,
                                    int                  left,
                                    int                  right,
                                    RfLifelines         *lifelines)
{
  gboolean has_both = trace != NULL && left >= 0 && right >= 0;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *left_text = NULL;
  g_autofree char *right_text = NULL;

  g_return_if_fail (RF_IS_MESSAGE_DIFFERENCE (self));

  remove_rows (self);
  gtk_widget_set_visible (self->heads, has_both);
  gtk_widget_set_visible (self->scroller, has_both);
  if (!has_both) {
    show_nothing (self);
    return;
  }

  show_head (self->left_head, trace, left, lifelines);
  show_head (self->right_head, trace, right, lifelines);
  left_text = dup_text (trace, left);
  right_text = dup_text (trace, right);
  rows = rf_message_diff_new (left_text, right_text);
  show_rows (self, rows);
}
