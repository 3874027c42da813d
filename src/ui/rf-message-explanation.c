/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-explanation"

#include "config.h"

#include "rf-message-explanation.h"

#include "rf-explain-row.h"

/**
 * RfMessageExplanation:
 *
 * The parts of a message as a list, each with what it means there.
 *
 * Signals: "followed" (int message): a person wants to see the message that a part refers to;
 * "chosen" (): they want to see the part that is selected where it stands.
 */

enum {
  SIGNAL_FOLLOWED,
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

struct _RfMessageExplanation {
  GtkScrolledWindow  parent_instance;

  GtkListBox        *list;

  RfTrace           *trace; /* only compared */
  int                message;
};

G_DEFINE_FINAL_TYPE (RfMessageExplanation, rf_message_explanation, GTK_TYPE_SCROLLED_WINDOW)

static void
on_row_activated (RfMessageExplanation *self,
                  RfExplainRow         *row)
{
  int link = rf_explain_row_get_link (row);

  if (link >= 0)
    g_signal_emit (self, signals[SIGNAL_FOLLOWED], 0, link);
  else
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
rf_message_explanation_grab_focus (GtkWidget *widget)
{
  RfMessageExplanation *self = RF_MESSAGE_EXPLANATION (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (!row)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
rf_message_explanation_class_init (RfMessageExplanationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = rf_message_explanation_grab_focus;

  signals[SIGNAL_FOLLOWED] = g_signal_new ("followed", RF_TYPE_MESSAGE_EXPLANATION,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", RF_TYPE_MESSAGE_EXPLANATION, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/"
                                               "rf-message-explanation.ui");
  gtk_widget_class_bind_template_child (widget_class, RfMessageExplanation, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
rf_message_explanation_init (RfMessageExplanation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Rows that are there stay, so that what has the focus keeps it while more becomes known. */
static void
fit_rows (RfMessageExplanation *self,
          guint                 n_rows)
{
  GtkListBoxRow *extra;

  for (guint i = 0; i < n_rows; i++)
    if (!gtk_list_box_get_row_at_index (self->list, (int) i))
      gtk_container_add (GTK_CONTAINER (self->list), rf_explain_row_new ());
  while ((extra = gtk_list_box_get_row_at_index (self->list, (int) n_rows)))
    gtk_widget_destroy (GTK_WIDGET (extra));
}

/* Another message is read from its beginning. */
static void
begin_anew (RfMessageExplanation *self)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self);

  gtk_list_box_unselect_all (self->list);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scroller), 0);
}

/**
 * rf_message_explanation_set_message:
 * @trace: (nullable): where the message is
 * @index: which message, or -1 for none
 * @lifelines: (nullable): what a person calls whom
 *
 * Explains a message. The same may be asked for again when the trace has grown.
 */
void
rf_message_explanation_set_message (RfMessageExplanation *self,
                                    RfTrace              *trace,
                                    int                   index,
                                    RfLifelines          *lifelines)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (RF_IS_MESSAGE_EXPLANATION (self));
  g_return_if_fail (trace == NULL || RF_IS_TRACE (trace));

  if (trace != self->trace || index != self->message)
    begin_anew (self);
  self->trace = trace;
  self->message = index;

  if (trace == NULL || index < 0) {
    fit_rows (self, 0);
    return;
  }
  rows = rf_explain_message (trace, (guint) index, lifelines);
  fit_rows (self, rows->len);
  for (guint i = 0; i < rows->len; i++)
    rf_explain_row_set_explanation (
      RF_EXPLAIN_ROW (gtk_list_box_get_row_at_index (self->list, (int) i)), rows->pdata[i]);
}

/**
 * rf_message_explanation_get_lines:
 * @ret_first: (out): first line of the selected part, in the text of the message
 *
 * Returns: how many lines it has there; 0 where nothing is selected
 */
guint
rf_message_explanation_get_lines (RfMessageExplanation *self,
                                  guint                *ret_first)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (RF_IS_MESSAGE_EXPLANATION (self), 0);
  g_return_val_if_fail (ret_first != NULL, 0);

  *ret_first = 0;
  row = gtk_list_box_get_selected_row (self->list);
  return row ? rf_explain_row_get_lines (RF_EXPLAIN_ROW (row), ret_first) : 0;
}
