/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-difference-row"

#include "config.h"

#include "rf-difference-row.h"

#include <glib/gi18n.h>

/**
 * RfDifferenceRow:
 *
 * Two lines side by side. What is different has a sign in the margin, and the words that are
 * different are bold and underlined, so that nobody has to tell colours apart.
 */

struct _RfDifferenceRow {
  GtkListBoxRow  parent_instance;

  GtkWidget     *left_side;
  GtkLabel      *left_sign;
  GtkLabel      *left;
  GtkWidget     *right_side;
  GtkLabel      *right_sign;
  GtkLabel      *right;
};

G_DEFINE_FINAL_TYPE (RfDifferenceRow, rf_difference_row, GTK_TYPE_LIST_BOX_ROW)

static void
rf_difference_row_class_init (RfDifferenceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-difference-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RfDifferenceRow, left_side);
  gtk_widget_class_bind_template_child (widget_class, RfDifferenceRow, left_sign);
  gtk_widget_class_bind_template_child (widget_class, RfDifferenceRow, left);
  gtk_widget_class_bind_template_child (widget_class, RfDifferenceRow, right_side);
  gtk_widget_class_bind_template_child (widget_class, RfDifferenceRow, right_sign);
  gtk_widget_class_bind_template_child (widget_class, RfDifferenceRow, right);
}

static void
rf_difference_row_init (RfDifferenceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
mark (PangoAttrList    *attributes,
      const RfDiffSpan *span)
{
  PangoAttribute *marks[] = {
    pango_attr_weight_new (PANGO_WEIGHT_BOLD),
    pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    marks[i]->start_index = span->start;
    marks[i]->end_index = span->end;
    pango_attr_list_insert (attributes, marks[i]);
  }
}

static void
show_line (GtkLabel     *label,
           const char   *line,
           const GArray *spans)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_family_new ("monospace"));
  /* A hyphen that is not in the message would be read as one that is. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    mark (attributes, &g_array_index (spans, RfDiffSpan, i));
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_text (label, line != NULL ? line : "");
}

static void
show_side (GtkWidget  *side,
           GtkLabel   *sign,
           const char *text,
           const char *style)
{
  gtk_label_set_text (sign, text);
  gtk_style_context_add_class (gtk_widget_get_style_context (side), style);
}

static char *
dup_name (const RfDiffRow *diff)
{
  switch (diff->kind) {
  case RF_DIFF_CHANGED:
    return g_strdup_printf (_("Changed from “%1$s” to “%2$s”"), diff->left, diff->right);
  case RF_DIFF_REMOVED:
    return g_strdup_printf (_("Only in the first: %s"), diff->left);
  case RF_DIFF_ADDED:
    return g_strdup_printf (_("Only in the second: %s"), diff->right);
  case RF_DIFF_SAME:
  default:
    return g_strdup_printf (_("The same: %s"), diff->left);
  }
}

/**
 * rf_difference_row_new:
 * @diff: two lines
 *
 * Returns: (transfer floating): a row that shows them
 */
GtkWidget *
rf_difference_row_new (const RfDiffRow *diff)
{
  RfDifferenceRow *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (diff != NULL, NULL);

  self = g_object_new (RF_TYPE_DIFFERENCE_ROW, NULL);
  show_line (self->left, diff->left, diff->left_spans);
  show_line (self->right, diff->right, diff->right_spans);
  if (diff->kind == RF_DIFF_CHANGED || diff->kind == RF_DIFF_REMOVED)
    show_side (self->left_side, self->left_sign, "−", "rf-removed");
  if (diff->kind == RF_DIFF_CHANGED || diff->kind == RF_DIFF_ADDED)
    show_side (self->right_side, self->right_sign, "+", "rf-added");
  name = dup_name (diff);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), name);

  return GTK_WIDGET (self);
}
