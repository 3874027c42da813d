/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-head-keys"

#include "config.h"

#include "rf-head-keys.h"

#include "rf-ladder-heads.h"

#include <gdk/gdkkeysyms.h>

/*
 * The keys of the heads of lifelines. Those that lead there are bindings of the canvas
 * (rf-ladder-keys.c); the others are a set of their own, which holds while a head has the cursor.
 */

static void
on_go_to_lifelines (RfLadderCanvas *canvas)
{
  RfLadderHeads *self = rf_ladder_canvas_get_heads (canvas);

  if (rf_ladder_heads_get_cursor (self) < 0)
    rf_ladder_heads_set_cursor (self, 0);
}

static void
on_move_head_cursor (RfLadderCanvas *canvas,
                     int             steps)
{
  RfLadderHeads *self = rf_ladder_canvas_get_heads (canvas);
  int cursor = rf_ladder_heads_get_cursor (self);

  if (cursor >= 0)
    rf_ladder_heads_set_cursor (self, MAX (cursor + steps, 0));
}

static void
on_leave_lifelines (RfLadderCanvas *canvas)
{
  rf_ladder_heads_leave (rf_ladder_canvas_get_heads (canvas));
}

static void
on_move_lifeline (RfLadderCanvas *canvas,
                  int             steps)
{
  RfLadderHeads *self = rf_ladder_canvas_get_heads (canvas);
  int cursor = rf_ladder_heads_get_cursor (self);

  if (cursor >= 0)
    rf_ladder_heads_move (self, (guint) cursor, steps);
}

static void
on_merge_lifeline (RfLadderCanvas *canvas,
                   int             steps)
{
  RfLadderHeads *self = rf_ladder_canvas_get_heads (canvas);
  int cursor = rf_ladder_heads_get_cursor (self);

  if (cursor >= 0)
    rf_ladder_heads_merge (self, (guint) cursor, cursor + steps);
}

static void
on_split_lifeline (RfLadderCanvas *canvas)
{
  RfLadderHeads *self = rf_ladder_canvas_get_heads (canvas);
  int cursor = rf_ladder_heads_get_cursor (self);

  if (cursor < 0 ||
      !rf_ladder_split_lifeline (rf_ladder_canvas_get_ladder (canvas), (guint) cursor))
    gtk_widget_error_bell (GTK_WIDGET (canvas));
}

static void
on_rename_lifeline (RfLadderCanvas *canvas)
{
  RfLadderHeads *self = rf_ladder_canvas_get_heads (canvas);
  int cursor = rf_ladder_heads_get_cursor (self);

  if (cursor >= 0)
    rf_ladder_heads_rename (self, (guint) cursor);
}

static void
on_lifeline_menu (RfLadderCanvas *canvas)
{
  rf_ladder_heads_open_menu (rf_ladder_canvas_get_heads (canvas));
}

static void
on_undo_lifelines (RfLadderCanvas *canvas)
{
  g_action_group_activate_action (rf_ladder_heads_get_actions (rf_ladder_canvas_get_heads (canvas)),
                                  "undo", NULL);
}

static void
install (GType       type,
         const char *name,
         GCallback   handler,
         guint       n_params)
{
  g_signal_new_class_handler (name, type, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, handler, NULL, NULL,
                              NULL, G_TYPE_NONE, n_params, G_TYPE_INT);
}

static void
bind_steps (GtkBindingSet   *set,
            GdkModifierType  modifiers,
            const char      *signal)
{
  const guint left[] = { GDK_KEY_Left, GDK_KEY_KP_Left };
  const guint right[] = { GDK_KEY_Right, GDK_KEY_KP_Right };

  for (guint i = 0; i < G_N_ELEMENTS (left); i++) {
    gtk_binding_entry_add_signal (set, left[i], modifiers, signal, 1, G_TYPE_INT, -1);
    gtk_binding_entry_add_signal (set, right[i], modifiers, signal, 1, G_TYPE_INT, 1);
  }
}

static GtkBindingSet *
create_bindings (void)
{
  GtkBindingSet *set = gtk_binding_set_new ("rf-ladder-heads");

  bind_steps (set, 0, "move-head-cursor");
  bind_steps (set, GDK_CONTROL_MASK, "move-lifeline");
  bind_steps (set, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "merge-lifeline");
  gtk_binding_entry_add_signal (set, GDK_KEY_Home, 0, "move-head-cursor", 1, G_TYPE_INT,
                                -G_MAXINT16);
  gtk_binding_entry_add_signal (set, GDK_KEY_End, 0, "move-head-cursor", 1, G_TYPE_INT,
                                G_MAXINT16);
  gtk_binding_entry_add_signal (set, GDK_KEY_F2, 0, "rename-lifeline", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_s, 0, "split-lifeline", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_Return, 0, "lifeline-menu", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_KP_Enter, 0, "lifeline-menu", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_space, 0, "lifeline-menu", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_Escape, 0, "leave-lifelines", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_Down, 0, "leave-lifelines", 0);

  return set;
}

/**
 * rf_head_keys_install:
 * @canvas_type: the type of the canvas
 *
 * Adds the signals that the keys of the heads are bound to.
 */
void
rf_head_keys_install (GType canvas_type)
{
  install (canvas_type, "go-to-lifelines", G_CALLBACK (on_go_to_lifelines), 0);
  install (canvas_type, "leave-lifelines", G_CALLBACK (on_leave_lifelines), 0);
  install (canvas_type, "move-head-cursor", G_CALLBACK (on_move_head_cursor), 1);
  install (canvas_type, "move-lifeline", G_CALLBACK (on_move_lifeline), 1);
  install (canvas_type, "merge-lifeline", G_CALLBACK (on_merge_lifeline), 1);
  install (canvas_type, "split-lifeline", G_CALLBACK (on_split_lifeline), 0);
  install (canvas_type, "rename-lifeline", G_CALLBACK (on_rename_lifeline), 0);
  install (canvas_type, "lifeline-menu", G_CALLBACK (on_lifeline_menu), 0);
  install (canvas_type, "undo-lifelines", G_CALLBACK (on_undo_lifelines), 0);
}

/**
 * rf_head_keys_handle:
 * @canvas: a ladder
 * @event: a key
 *
 * Returns: whether a head has the cursor and the key was for it
 */
gboolean
rf_head_keys_handle (RfLadderCanvas *canvas,
                     GdkEventKey    *event)
{
  static GtkBindingSet *set;

  g_return_val_if_fail (RF_IS_LADDER_CANVAS (canvas), FALSE);

  if (rf_ladder_heads_get_cursor (rf_ladder_canvas_get_heads (canvas)) < 0)
    return FALSE;
  if (set == NULL)
    set = create_bindings ();
  return gtk_binding_set_activate (set, event->keyval,
                                   event->state & gtk_accelerator_get_default_mod_mask (),
                                   G_OBJECT (canvas));
}
