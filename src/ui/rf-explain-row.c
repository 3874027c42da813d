/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-explain-row"

#include "config.h"

#include "rf-explain-row.h"

#define LEFT_TO_RIGHT "\xe2\x80\x8e" /* U+200E */

/**
 * RfExplainRow:
 *
 * What one part of a message means, with a button that leads to the message that it refers to.
 */

struct _RfExplainRow {
  GtkListBoxRow  parent_instance;

  GtkLabel      *key;
  GtkLabel      *value;
  GtkLabel      *sentence;
  GtkButton     *link;

  int            target;
  guint          first_line;
  guint          n_lines;
};

G_DEFINE_FINAL_TYPE (RfExplainRow, rf_explain_row, GTK_TYPE_LIST_BOX_ROW)

/* A value runs from left to right, also where it begins with a name that does not: the mark that
   nobody sees keeps the label from taking its direction from that name. */
static char *
dup_shown (const char *value)
{
  return g_strconcat (g_str_is_ascii (value) ? "" : LEFT_TO_RIGHT, value, NULL);
}

/* The button is the row's, as a list activates its rows. */
static void
on_link_clicked (RfExplainRow *self)
{
  g_signal_emit_by_name (self, "activate");
}

static void
rf_explain_row_class_init (RfExplainRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-explain-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RfExplainRow, key);
  gtk_widget_class_bind_template_child (widget_class, RfExplainRow, value);
  gtk_widget_class_bind_template_child (widget_class, RfExplainRow, sentence);
  gtk_widget_class_bind_template_child (widget_class, RfExplainRow, link);
  gtk_widget_class_bind_template_callback (widget_class, on_link_clicked);
}

static void
rf_explain_row_init (RfExplainRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->target = -1;
}

/**
 * rf_explain_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
rf_explain_row_new (void)
{
  return g_object_new (RF_TYPE_EXPLAIN_ROW, NULL);
}

/**
 * rf_explain_row_set_explanation:
 * @explanation: what to show
 *
 * Shows what a part of a message means.
 */
void
rf_explain_row_set_explanation (RfExplainRow        *self,
                                const RfExplanation *explanation)
{
  g_autofree char *value = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (RF_IS_EXPLAIN_ROW (self));
  g_return_if_fail (explanation != NULL);

  value = dup_shown (explanation->value ? explanation->value : "");

  self->target = explanation->link;
  self->first_line = explanation->first_line;
  self->n_lines = explanation->n_lines;
  gtk_label_set_text (self->key, explanation->key);
  gtk_label_set_text (self->value, value);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), value);
  gtk_label_set_text (self->sentence, explanation->sentence);
  gtk_button_set_label (self->link, explanation->link_label ? explanation->link_label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link), explanation->link >= 0);
  name = g_strdup_printf ("%s: %s", explanation->key, explanation->sentence);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), name);
}

/**
 * rf_explain_row_get_link:
 *
 * Returns: index of the message that the row leads to, or -1
 */
int
rf_explain_row_get_link (RfExplainRow *self)
{
  g_return_val_if_fail (RF_IS_EXPLAIN_ROW (self), -1);

  return self->target;
}

/**
 * rf_explain_row_get_lines:
 * @ret_first: (out): first line of what is explained, in the text of the message
 *
 * Returns: how many lines it has there
 */
guint
rf_explain_row_get_lines (RfExplainRow *self,
                          guint        *ret_first)
{
  g_return_val_if_fail (RF_IS_EXPLAIN_ROW (self), 0);
  g_return_val_if_fail (ret_first != NULL, 0);

  *ret_first = self->first_line;
  return self->n_lines;
}
