/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-accessible"

#include "config.h"

#include "rf-ladder-accessible.h"

#include "rf-ladder-heads.h"
#include "rf-ladder-row-accessible.h"

/**
 * RfLadderAccessible:
 *
 * The ladder as assistive tools see it: a list with one item a row, of which one can be selected.
 * The text of the selected row is also the description of the list, for tools that do not look into
 * it; while the head of a lifeline has the cursor, it is that of the head.
 */
struct _RfLadderAccessible {
  GtkWidgetAccessible  parent_instance;

  char                *description;
  int                  n_rows; /* as last told */
};

static void selection_init (AtkSelectionIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RfLadderAccessible, rf_ladder_accessible, GTK_TYPE_WIDGET_ACCESSIBLE,
                               G_IMPLEMENT_INTERFACE (ATK_TYPE_SELECTION, selection_init))

/* NULL when the widget is gone and only its accessible is still held. */
static RfLadderCanvas *
get_canvas (gpointer accessible)
{
  return (RfLadderCanvas *) gtk_accessible_get_widget (GTK_ACCESSIBLE (accessible));
}

static int
get_selected_row (gpointer accessible)
{
  RfLadderCanvas *canvas = get_canvas (accessible);

  return canvas != NULL ? rf_ladder_canvas_get_selected_row (canvas) : -1;
}

static const char *
rf_ladder_accessible_get_description (AtkObject *object)
{
  RfLadderAccessible *self = RF_LADDER_ACCESSIBLE (object);
  RfLadderCanvas *canvas = get_canvas (object);
  RfLadderHeads *heads = canvas != NULL ? rf_ladder_canvas_get_heads (canvas) : NULL;
  int row = get_selected_row (object);

  g_clear_pointer (&self->description, g_free);
  if (heads != NULL)
    self->description = rf_ladder_heads_dup_text (heads);
  if (self->description != NULL)
    return self->description;
  if (row < 0)
    return ATK_OBJECT_CLASS (rf_ladder_accessible_parent_class)->get_description (object);

  self->description = rf_ladder_canvas_dup_row_text (get_canvas (object), row);

  return self->description;
}

static int
rf_ladder_accessible_get_n_children (AtkObject *object)
{
  RfLadderCanvas *canvas = get_canvas (object);

  return canvas != NULL ? rf_ladder_canvas_get_n_rows (canvas) : 0;
}

static AtkObject *
rf_ladder_accessible_ref_child (AtkObject *object,
                                int        index)
{
  RfLadderCanvas *canvas = get_canvas (object);

  if (canvas == NULL || index < 0 || (guint) index >= rf_ladder_canvas_get_n_rows (canvas))
    return NULL;

  return rf_ladder_row_accessible_new (canvas, index);
}

static AtkStateSet *
rf_ladder_accessible_ref_state_set (AtkObject *object)
{
  AtkObjectClass *parent_class = ATK_OBJECT_CLASS (rf_ladder_accessible_parent_class);
  AtkStateSet *states = parent_class->ref_state_set (object);

  /* Tools must not keep or walk all of the rows. */
  atk_state_set_add_state (states, ATK_STATE_MANAGES_DESCENDANTS);

  return states;
}

static void
rf_ladder_accessible_initialize (AtkObject *object,
                                 gpointer   data)
{
  ATK_OBJECT_CLASS (rf_ladder_accessible_parent_class)->initialize (object, data);
  object->role = ATK_ROLE_LIST;
}

static gboolean
add_selection (AtkSelection *selection,
               int           index)
{
  RfLadderCanvas *canvas = get_canvas (selection);

  if (canvas == NULL || index < 0 || rf_ladder_canvas_get_row_message (canvas, index) < 0)
    return FALSE;

  rf_ladder_canvas_select_row (canvas, index);

  return TRUE;
}

static gboolean
clear_selection (AtkSelection *selection)
{
  RfLadderCanvas *canvas = get_canvas (selection);

  if (canvas != NULL)
    rf_ladder_canvas_set_selected (canvas, -1);

  return canvas != NULL;
}

static AtkObject *
ref_selection (AtkSelection *selection,
               int           index)
{
  int row = get_selected_row (selection);

  if (index != 0 || row < 0)
    return NULL;

  return rf_ladder_accessible_ref_child (ATK_OBJECT (selection), row);
}

static int
get_selection_count (AtkSelection *selection)
{
  return get_selected_row (selection) >= 0 ? 1 : 0;
}

static gboolean
is_child_selected (AtkSelection *selection,
                   int           index)
{
  return index >= 0 && get_selected_row (selection) == index;
}

static void
selection_init (AtkSelectionIface *iface)
{
  iface->add_selection = add_selection;
  iface->clear_selection = clear_selection;
  iface->ref_selection = ref_selection;
  iface->get_selection_count = get_selection_count;
  iface->is_child_selected = is_child_selected;
}

static void
rf_ladder_accessible_finalize (GObject *object)
{
  RfLadderAccessible *self = RF_LADDER_ACCESSIBLE (object);

  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (rf_ladder_accessible_parent_class)->finalize (object);
}

static void
rf_ladder_accessible_class_init (RfLadderAccessibleClass *klass)
{
  AtkObjectClass *atk_class = ATK_OBJECT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_ladder_accessible_finalize;
  atk_class->get_description = rf_ladder_accessible_get_description;
  atk_class->get_n_children = rf_ladder_accessible_get_n_children;
  atk_class->ref_child = rf_ladder_accessible_ref_child;
  atk_class->ref_state_set = rf_ladder_accessible_ref_state_set;
  atk_class->initialize = rf_ladder_accessible_initialize;
}

static void
rf_ladder_accessible_init (RfLadderAccessible *self)
{
}

/**
 * rf_ladder_accessible_selection_moved:
 * @accessible: the accessible of a #RfLadderCanvas; where accessibility is off it is another
 *   object, and nothing happens
 *
 * Tells assistive tools that another row is selected now, so that a screen reader speaks it.
 */
void
rf_ladder_accessible_selection_moved (AtkObject *accessible)
{
  g_autoptr (AtkObject) row = NULL;

  if (!RF_IS_LADDER_ACCESSIBLE (accessible))
    return;

  g_signal_emit_by_name (accessible, "selection-changed");
  g_object_notify (G_OBJECT (accessible), "accessible-description");
  row = ref_selection (ATK_SELECTION (accessible), 0);
  if (row != NULL)
    g_signal_emit_by_name (accessible, "active-descendant-changed", row);
}

/**
 * rf_ladder_accessible_fold_changed:
 * @accessible: the accessible of a #RfLadderCanvas; where accessibility is off it is another
 *   object, and nothing happens
 *
 * Tells assistive tools that the phase of the selected row was folded or unfolded, or that the row
 * is another one for that.
 */
void
rf_ladder_accessible_fold_changed (AtkObject *accessible)
{
  g_autoptr (AtkObject) row = NULL;
  RfLadderFold fold;

  if (!RF_IS_LADDER_ACCESSIBLE (accessible))
    return;

  rf_ladder_accessible_update (accessible);
  rf_ladder_accessible_selection_moved (accessible);
  row = ref_selection (ATK_SELECTION (accessible), 0);
  if (row == NULL)
    return;
  fold = rf_ladder_get_fold (rf_ladder_canvas_get_ladder (get_canvas (accessible)),
                             (guint) get_selected_row (accessible));
  if (fold != RF_LADDER_NO_FOLD)
    atk_object_notify_state_change (row, ATK_STATE_EXPANDED, fold == RF_LADDER_UNFOLDED);
}

/**
 * rf_ladder_accessible_head_moved:
 * @accessible: the accessible of a #RfLadderCanvas; where accessibility is off it is another
 *   object, and nothing happens
 *
 * Tells assistive tools that the head of another lifeline has the cursor, or none.
 */
void
rf_ladder_accessible_head_moved (AtkObject *accessible)
{
  if (RF_IS_LADDER_ACCESSIBLE (accessible))
    g_object_notify (G_OBJECT (accessible), "accessible-description");
}

/**
 * rf_ladder_accessible_update:
 * @accessible: the accessible of a #RfLadderCanvas; where accessibility is off it is another
 *   object, and nothing happens
 *
 * Tells assistive tools that the number of rows may have changed.
 */
void
rf_ladder_accessible_update (AtkObject *accessible)
{
  RfLadderAccessible *self;
  int n_rows;

  if (!RF_IS_LADDER_ACCESSIBLE (accessible))
    return;

  self = RF_LADDER_ACCESSIBLE (accessible);
  n_rows = rf_ladder_accessible_get_n_children (accessible);
  if (n_rows == self->n_rows)
    return;

  self->n_rows = n_rows;
  g_signal_emit_by_name (accessible, "visible-data-changed");
}
