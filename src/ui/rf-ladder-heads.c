/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-heads"

#include "config.h"

#include "rf-ladder-heads.h"

#include "rf-head-drag.h"
#include "rf-ladder-accessible.h"
#include "rf-lifeline-menu.h"
#include "rf-lifeline-name.h"

#include <glib/gi18n.h>

#include <math.h>

/**
 * RfLadderHeads:
 *
 * The heads of the lifelines as something to work with: a person drags them, opens their menus, or
 * goes to them by the keyboard. While a head has the cursor, keys are for it and not for the rows.
 *
 * Its actions are the group "lifelines"; each takes the column that it is about.
 */

struct _RfLadderHeads {
  GObject             parent_instance;

  RfLadderCanvas     *canvas; /* unowned: it owns this */
  GSimpleActionGroup *actions;
  GtkGesture         *press;
  RfHeadDrag         *drag;
  int                 cursor; /* column, or -1 while the rows have the keys */
};

G_DEFINE_FINAL_TYPE (RfLadderHeads, rf_ladder_heads, G_TYPE_OBJECT)

static RfLadder *
get_ladder (RfLadderHeads *self)
{
  return rf_ladder_canvas_get_ladder (self->canvas);
}

static int
count_lifelines (RfLadderHeads *self)
{
  RfLadder *ladder = get_ladder (self);

  return ladder != NULL ? (int) rf_ladder_get_n_lifelines (ladder) : 0;
}

static double
get_scrolled (RfLadderHeads *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->canvas));

  return adjustment != NULL ? round (gtk_adjustment_get_value (adjustment)) : 0;
}

/**
 * rf_ladder_heads_get_area:
 * @self: the heads
 * @column: a lifeline
 * @ret_area: (out): where its head is, in the coordinates of the canvas; may be out of sight
 */
void
rf_ladder_heads_get_area (RfLadderHeads *self,
                          guint          column,
                          GdkRectangle  *ret_area)
{
  cairo_rectangle_t area = { 0 };

  g_return_if_fail (RF_IS_LADDER_HEADS (self));

  if (get_ladder (self) != NULL && (int) column < count_lifelines (self))
    rf_ladder_get_head_area (get_ladder (self), column, &area);
  *ret_area = (GdkRectangle) {
    .x = (int) CLAMP (area.x - get_scrolled (self), G_MININT16, G_MAXINT16),
    .y = (int) area.y,
    .width = (int) area.width,
    .height = (int) area.height,
  };
}

/**
 * rf_ladder_heads_find:
 * @self: the heads
 * @x: a place in the canvas
 * @y: its height
 *
 * Returns: the lifeline whose head is there, or -1
 */
int
rf_ladder_heads_find (RfLadderHeads *self,
                      double         x,
                      double         y)
{
  RfLadder *ladder;

  g_return_val_if_fail (RF_IS_LADDER_HEADS (self), -1);

  ladder = get_ladder (self);
  if (ladder == NULL || y < 0 || y >= rf_ladder_get_head_height (ladder) ||
      x < rf_ladder_canvas_get_covered (self->canvas))
    return -1;
  return rf_ladder_lifeline_at (ladder, x + get_scrolled (self));
}

/**
 * rf_ladder_heads_get_cursor:
 * @self: the heads
 *
 * Returns: the lifeline that the keys are for, or -1 where they are for the rows
 */
int
rf_ladder_heads_get_cursor (RfLadderHeads *self)
{
  g_return_val_if_fail (RF_IS_LADDER_HEADS (self), -1);

  return self->cursor < count_lifelines (self) ? self->cursor : -1;
}

static void
reveal (RfLadderHeads *self,
        int            column)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->canvas));
  cairo_rectangle_t area;

  if (column < 0 || adjustment == NULL)
    return;
  rf_ladder_get_head_area (get_ladder (self), (guint) column, &area);
  /* The times cover the left of the view. */
  gtk_adjustment_clamp_page (adjustment, area.x - rf_ladder_canvas_get_gutter (self->canvas),
                             area.x + area.width);
}

/**
 * rf_ladder_heads_set_cursor:
 * @self: the heads
 * @column: the lifeline that the keys are to be for, or -1 for the rows
 */
void
rf_ladder_heads_set_cursor (RfLadderHeads *self,
                            int            column)
{
  AtkObject *accessible;

  g_return_if_fail (RF_IS_LADDER_HEADS (self));

  column = CLAMP (column, -1, count_lifelines (self) - 1);
  self->cursor = column;
  reveal (self, column);
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
  accessible = gtk_widget_get_accessible (GTK_WIDGET (self->canvas));
  rf_ladder_accessible_head_moved (accessible);
}

/**
 * rf_ladder_heads_dup_text:
 * @self: the heads
 *
 * Returns: (transfer full) (nullable): the head with the cursor as a screen reader says it
 */
char *
rf_ladder_heads_dup_text (RfLadderHeads *self)
{
  g_autofree char *label = NULL;
  int cursor;

  g_return_val_if_fail (RF_IS_LADDER_HEADS (self), NULL);

  cursor = rf_ladder_heads_get_cursor (self);
  if (cursor < 0)
    return NULL;
  label = rf_ladder_dup_lifeline_label (get_ladder (self), (guint) cursor);
  /* Translators: "Lifeline Kevin, 1 of 3" */
  return g_strdup_printf (_("Lifeline %s, %d of %d"), label, cursor + 1, count_lifelines (self));
}

static void
on_name_chosen (RfLadderHeads *self,
                const char    *name,
                GtkWidget     *popover)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (popover), "column"));

  if (get_ladder (self) != NULL)
    rf_ladder_rename_lifeline (get_ladder (self), column, name);
}

static gboolean
destroy (gpointer popover)
{
  gtk_widget_destroy (popover);

  return G_SOURCE_REMOVE;
}

/* Not at once: whatever has closed it may still be at work on it. */
static void
on_closed (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, destroy, g_object_ref (popover), g_object_unref);
}

/* A popover is kept by what it points to, also when it is closed. */
static void
open_popover (GtkWidget *popover)
{
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
open_at_head (RfLadderHeads *self,
              GtkWidget     *popover,
              guint          column)
{
  GdkRectangle area;

  rf_ladder_heads_get_area (self, column, &area);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &area);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  open_popover (popover);
}

/**
 * rf_ladder_heads_rename:
 * @self: the heads
 * @column: a lifeline
 *
 * Asks what it is to be called.
 */
void
rf_ladder_heads_rename (RfLadderHeads *self,
                        guint          column)
{
  g_autofree char *label = NULL;
  GtkWidget *popover;

  g_return_if_fail (RF_IS_LADDER_HEADS (self));

  if ((int) column >= count_lifelines (self))
    return;
  reveal (self, (int) column);
  label = rf_ladder_dup_lifeline_label (get_ladder (self), column);
  popover = rf_lifeline_name_new (GTK_WIDGET (self->canvas), label);
  g_object_set_data (G_OBJECT (popover), "column", GUINT_TO_POINTER (column));
  g_signal_connect_object (popover, "chosen", G_CALLBACK (on_name_chosen), self,
                           G_CONNECT_SWAPPED);
  open_at_head (self, popover, column);
}

/**
 * rf_ladder_heads_move:
 * @self: the heads
 * @column: a lifeline
 * @steps: how far it goes, to the left where it is less than 0
 *
 * Moves it, with the cursor where that is on it.
 */
void
rf_ladder_heads_move (RfLadderHeads *self,
                      guint          column,
                      int            steps)
{
  int to = (int) column + steps;

  g_return_if_fail (RF_IS_LADDER_HEADS (self));

  if (to < 0 || to >= count_lifelines (self) ||
      !rf_ladder_move_lifeline (get_ladder (self), column, (guint) to)) {
    gtk_widget_error_bell (GTK_WIDGET (self->canvas));
    return;
  }
  if (self->cursor == (int) column)
    rf_ladder_heads_set_cursor (self, to);
}

/**
 * rf_ladder_heads_merge:
 * @self: the heads
 * @column: a lifeline
 * @into: another; where there is none, a bell says so
 *
 * Makes one of the two.
 */
void
rf_ladder_heads_merge (RfLadderHeads *self,
                       guint          column,
                       int            into)
{
  g_return_if_fail (RF_IS_LADDER_HEADS (self));

  if (into < 0 || into >= count_lifelines (self) ||
      !rf_ladder_merge_lifelines (get_ladder (self), column, (guint) into)) {
    gtk_widget_error_bell (GTK_WIDGET (self->canvas));
    return;
  }
  if (self->cursor >= 0)
    rf_ladder_heads_set_cursor (self, into - (into > (int) column));
}

static void
on_open_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  RfLadderHeads *self = RF_LADDER_HEADS (user_data);

  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  rf_ladder_heads_set_cursor (self, (int) MIN (g_variant_get_uint32 (parameter), G_MAXINT));
  rf_ladder_heads_open_menu (self);
}

static void
on_rename_activated (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  rf_ladder_heads_rename (user_data, g_variant_get_uint32 (parameter));
}

static void
on_move_left_activated (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  rf_ladder_heads_move (user_data, g_variant_get_uint32 (parameter), -1);
}

static void
on_move_right_activated (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  rf_ladder_heads_move (user_data, g_variant_get_uint32 (parameter), 1);
}

static void
on_merge_activated (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  guint column, into;

  g_variant_get (parameter, "(uu)", &column, &into);
  rf_ladder_heads_merge (user_data, column, (int) MIN (into, G_MAXINT));
}

static void
on_split_activated (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  RfLadder *ladder = get_ladder (user_data);

  if (ladder != NULL)
    rf_ladder_split_lifeline (ladder, g_variant_get_uint32 (parameter));
}

static void
on_undo_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  rf_lifelines_undo (rf_ladder_canvas_get_lifelines (RF_LADDER_HEADS (user_data)->canvas));
}

static void
on_reset_activated (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  rf_lifelines_reset (rf_ladder_canvas_get_lifelines (RF_LADDER_HEADS (user_data)->canvas));
}

static void
set_enabled (RfLadderHeads *self,
             const char    *action,
             gboolean       enabled)
{
  GAction *it = g_action_map_lookup_action (G_ACTION_MAP (self->actions), action);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (it), enabled);
}

static void
on_lifelines_changed (RfLadderHeads *self,
                      RfLifelines   *lifelines)
{
  set_enabled (self, "undo", rf_lifelines_can_undo (lifelines));
  set_enabled (self, "reset", !rf_lifelines_is_plain (lifelines));
}

static void
on_pressed (RfLadderHeads   *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureSingle *gesture)
{
  int column = rf_ladder_heads_find (self, x, y);
  guint button = gtk_gesture_single_get_current_button (gesture);

  rf_ladder_heads_set_cursor (self, column);
  if (column < 0)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  if (button == GDK_BUTTON_SECONDARY)
    rf_ladder_heads_open_menu (self);
  else if (button == GDK_BUTTON_PRIMARY && n_press == 2)
    rf_ladder_heads_rename (self, (guint) column);
}

/**
 * rf_ladder_heads_open_menu:
 * @self: the heads
 *
 * Opens the menu of the head that has the cursor.
 *
 * Returns: whether one has it
 */
gboolean
rf_ladder_heads_open_menu (RfLadderHeads *self)
{
  g_autoptr (GMenuModel) model = NULL;
  GdkRectangle area;
  int cursor;

  g_return_val_if_fail (RF_IS_LADDER_HEADS (self), FALSE);

  cursor = rf_ladder_heads_get_cursor (self);
  if (cursor < 0)
    return FALSE;
  model = rf_lifeline_menu_new (get_ladder (self), (guint) cursor);
  rf_ladder_heads_get_area (self, (guint) cursor, &area);
  open_popover (rf_lifeline_menu_popover_new (model, GTK_WIDGET (self->canvas), &area));

  return TRUE;
}

/**
 * rf_ladder_heads_open_list:
 * @self: the heads
 * @relative_to: what the menu is to point to
 *
 * Opens the menu of all lifelines.
 */
void
rf_ladder_heads_open_list (RfLadderHeads *self,
                           GtkWidget     *relative_to)
{
  g_autoptr (GMenuModel) model = NULL;
  GdkRectangle area = { 0 };

  g_return_if_fail (RF_IS_LADDER_HEADS (self));
  g_return_if_fail (GTK_IS_WIDGET (relative_to));

  if (get_ladder (self) == NULL)
    return;
  area.width = gtk_widget_get_allocated_width (relative_to);
  area.height = gtk_widget_get_allocated_height (relative_to);
  model = rf_lifeline_menu_new_all (get_ladder (self));
  open_popover (rf_lifeline_menu_popover_new (model, relative_to, &area));
}

/**
 * rf_ladder_heads_draw:
 * @self: the heads
 * @cr: where to draw, over the heads as the ladder paints them
 *
 * Draws where the cursor is, and what becomes of a head that is dragged.
 */
void
rf_ladder_heads_draw (RfLadderHeads *self,
                      cairo_t       *cr)
{
  GtkWidget *canvas;
  GdkRectangle area;
  int cursor;

  g_return_if_fail (RF_IS_LADDER_HEADS (self));

  canvas = GTK_WIDGET (self->canvas);
  cursor = rf_ladder_heads_get_cursor (self);
  if (cursor >= 0 && gtk_widget_has_visible_focus (canvas)) {
    rf_ladder_heads_get_area (self, (guint) cursor, &area);
    gtk_render_focus (gtk_widget_get_style_context (canvas), cr, area.x - 2, area.y - 2,
                      area.width + 4, area.height + 4);
  }
  rf_head_drag_draw (self->drag, cr);
}

/**
 * rf_ladder_heads_leave:
 * @self: the heads
 *
 * Gives the keys back to the rows, and lets go of what is dragged.
 */
void
rf_ladder_heads_leave (RfLadderHeads *self)
{
  g_return_if_fail (RF_IS_LADDER_HEADS (self));

  rf_head_drag_cancel (self->drag);
  rf_ladder_heads_set_cursor (self, -1);
}

static void
rf_ladder_heads_dispose (GObject *object)
{
  RfLadderHeads *self = RF_LADDER_HEADS (object);

  g_clear_object (&self->press);
  g_clear_object (&self->drag);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (rf_ladder_heads_parent_class)->dispose (object);
}

static void
rf_ladder_heads_class_init (RfLadderHeadsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rf_ladder_heads_dispose;
}

static void
rf_ladder_heads_init (RfLadderHeads *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .parameter_type = "u", .activate = on_open_activated },
    { .name = "rename", .parameter_type = "u", .activate = on_rename_activated },
    { .name = "move-left", .parameter_type = "u", .activate = on_move_left_activated },
    { .name = "move-right", .parameter_type = "u", .activate = on_move_right_activated },
    { .name = "merge", .parameter_type = "(uu)", .activate = on_merge_activated },
    { .name = "split", .parameter_type = "u", .activate = on_split_activated },
    { .name = "undo", .activate = on_undo_activated },
    { .name = "reset", .activate = on_reset_activated },
  };

  self->cursor = -1;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/**
 * rf_ladder_heads_new:
 * @canvas: the canvas that owns them
 *
 * Returns: (transfer full): the heads of its lifelines
 */
RfLadderHeads *
rf_ladder_heads_new (RfLadderCanvas *canvas)
{
  RfLadderHeads *self;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (canvas), NULL);

  self = g_object_new (RF_TYPE_LADDER_HEADS, NULL);
  self->canvas = canvas;
  self->drag = rf_head_drag_new (self, canvas);
  self->press = gtk_gesture_multi_press_new (GTK_WIDGET (canvas));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (self->press), 0);
  g_signal_connect_object (self->press, "pressed", G_CALLBACK (on_pressed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rf_ladder_canvas_get_lifelines (canvas), "changed",
                           G_CALLBACK (on_lifelines_changed), self, G_CONNECT_SWAPPED);
  on_lifelines_changed (self, rf_ladder_canvas_get_lifelines (canvas));

  return self;
}

/**
 * rf_ladder_heads_get_actions:
 * @self: the heads
 *
 * Returns: (transfer none): the group "lifelines"
 */
GActionGroup *
rf_ladder_heads_get_actions (RfLadderHeads *self)
{
  g_return_val_if_fail (RF_IS_LADDER_HEADS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
