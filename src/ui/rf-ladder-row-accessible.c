/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-row-accessible"

#include "config.h"

#include "rf-ladder-row-accessible.h"

#include <glib/gi18n.h>

/**
 * RfLadderRowAccessible:
 *
 * One row of the ladder as assistive tools see it: its text, its place, and the one thing that can
 * be done with it. Made when it is asked for and gone when nobody holds it, as there can be 100,000
 * rows.
 */
struct _RfLadderRowAccessible {
  AtkObject       parent_instance;

  RfLadderCanvas *canvas; /* unowned, NULL when it is gone */
  guint           row;
  char           *name;
};

static void action_init (AtkActionIface *iface);
static void component_init (AtkComponentIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RfLadderRowAccessible, rf_ladder_row_accessible, ATK_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ATK_TYPE_ACTION, action_init)
                               G_IMPLEMENT_INTERFACE (ATK_TYPE_COMPONENT, component_init))

static gboolean
is_alive (RfLadderRowAccessible *self)
{
  return self->canvas != NULL && self->row < rf_ladder_canvas_get_n_rows (self->canvas);
}

static const char *
rf_ladder_row_accessible_get_name (AtkObject *object)
{
  RfLadderRowAccessible *self = RF_LADDER_ROW_ACCESSIBLE (object);

  if (is_alive (self)) {
    g_free (self->name);
    self->name = rf_ladder_canvas_dup_row_text (self->canvas, self->row);
  }

  return self->name;
}

static AtkObject *
rf_ladder_row_accessible_get_parent (AtkObject *object)
{
  RfLadderRowAccessible *self = RF_LADDER_ROW_ACCESSIBLE (object);

  return self->canvas != NULL ? gtk_widget_get_accessible (GTK_WIDGET (self->canvas)) : NULL;
}

static int
rf_ladder_row_accessible_get_index_in_parent (AtkObject *object)
{
  return RF_LADDER_ROW_ACCESSIBLE (object)->row;
}

static void
add_fold_states (RfLadderRowAccessible *self,
                 AtkStateSet           *states)
{
  switch (rf_ladder_get_fold (rf_ladder_canvas_get_ladder (self->canvas), self->row)) {
  case RF_LADDER_UNFOLDED:
    atk_state_set_add_state (states, ATK_STATE_EXPANDED);
    G_GNUC_FALLTHROUGH;
  case RF_LADDER_FOLDED:
    atk_state_set_add_state (states, ATK_STATE_EXPANDABLE);
    break;
  case RF_LADDER_NO_FOLD:
  default:
    break;
  }
}

static AtkStateSet *
rf_ladder_row_accessible_ref_state_set (AtkObject *object)
{
  RfLadderRowAccessible *self = RF_LADDER_ROW_ACCESSIBLE (object);
  AtkObjectClass *parent_class = ATK_OBJECT_CLASS (rf_ladder_row_accessible_parent_class);
  AtkStateSet *states = parent_class->ref_state_set (object);
  g_autoptr (AtkStateSet) of_canvas = NULL;
  const AtkStateType shared[] = { ATK_STATE_ENABLED, ATK_STATE_SENSITIVE, ATK_STATE_VISIBLE,
                                  ATK_STATE_SHOWING };

  if (!is_alive (self)) {
    atk_state_set_add_state (states, ATK_STATE_DEFUNCT);
    return states;
  }

  of_canvas = atk_object_ref_state_set (gtk_widget_get_accessible (GTK_WIDGET (self->canvas)));
  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    if (atk_state_set_contains_state (of_canvas, shared[i]))
      atk_state_set_add_state (states, shared[i]);
  atk_state_set_add_state (states, ATK_STATE_TRANSIENT);
  atk_state_set_add_state (states, ATK_STATE_SELECTABLE);
  atk_state_set_add_state (states, ATK_STATE_FOCUSABLE);
  add_fold_states (self, states);
  if (rf_ladder_canvas_get_selected_row (self->canvas) == (int) self->row) {
    atk_state_set_add_state (states, ATK_STATE_SELECTED);
    if (gtk_widget_has_focus (GTK_WIDGET (self->canvas)))
      atk_state_set_add_state (states, ATK_STATE_FOCUSED);
  }

  return states;
}

static gboolean
do_action (AtkAction *action,
           int        index)
{
  RfLadderRowAccessible *self = RF_LADDER_ROW_ACCESSIBLE (action);

  if (index != 0 || !is_alive (self))
    return FALSE;

  rf_ladder_canvas_press (self->canvas, self->row);

  return TRUE;
}

static int
get_n_actions (AtkAction *action)
{
  return 1;
}

static const char *
get_action_name (AtkAction *action,
                 int        index)
{
  return index == 0 ? "select" : NULL;
}

static const char *
get_localized_action_name (AtkAction *action,
                           int        index)
{
  return index == 0 ? _("Select") : NULL;
}

static void
action_init (AtkActionIface *iface)
{
  iface->do_action = do_action;
  iface->get_n_actions = get_n_actions;
  iface->get_name = get_action_name;
  iface->get_localized_name = get_localized_action_name;
}

static void
get_extents (AtkComponent *component,
             int          *x,
             int          *y,
             int          *width,
             int          *height,
             AtkCoordType  coord_type)
{
  RfLadderRowAccessible *self = RF_LADDER_ROW_ACCESSIBLE (component);
  GdkRectangle area = { 0 };

  *x = *y = *width = *height = 0;
  if (!is_alive (self))
    return;

  atk_component_get_extents (ATK_COMPONENT (gtk_widget_get_accessible (GTK_WIDGET (self->canvas))),
                             x, y, width, height, coord_type);
  rf_ladder_canvas_get_row_area (self->canvas, self->row, &area);
  *x += area.x;
  *y += area.y;
  *width = area.width;
  *height = area.height;
}

static void
component_init (AtkComponentIface *iface)
{
  iface->get_extents = get_extents;
}

static void
rf_ladder_row_accessible_finalize (GObject *object)
{
  RfLadderRowAccessible *self = RF_LADDER_ROW_ACCESSIBLE (object);

  g_clear_weak_pointer (&self->canvas);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (rf_ladder_row_accessible_parent_class)->finalize (object);
}

static void
rf_ladder_row_accessible_class_init (RfLadderRowAccessibleClass *klass)
{
  AtkObjectClass *atk_class = ATK_OBJECT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_ladder_row_accessible_finalize;
  atk_class->get_name = rf_ladder_row_accessible_get_name;
  atk_class->get_parent = rf_ladder_row_accessible_get_parent;
  atk_class->get_index_in_parent = rf_ladder_row_accessible_get_index_in_parent;
  atk_class->ref_state_set = rf_ladder_row_accessible_ref_state_set;
}

static void
rf_ladder_row_accessible_init (RfLadderRowAccessible *self)
{
  ATK_OBJECT (self)->role = ATK_ROLE_LIST_ITEM;
}

/**
 * rf_ladder_row_accessible_new:
 * @canvas: the widget that draws the row
 * @row: which row, from 0
 *
 * Returns: (transfer full): the row for assistive tools
 */
AtkObject *
rf_ladder_row_accessible_new (RfLadderCanvas *canvas,
                              guint           row)
{
  RfLadderRowAccessible *self;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (canvas), NULL);

  self = g_object_new (RF_TYPE_LADDER_ROW_ACCESSIBLE, NULL);
  g_set_weak_pointer (&self->canvas, canvas);
  self->row = row;

  return ATK_OBJECT (self);
}
