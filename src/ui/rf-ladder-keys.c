/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-keys"

#include "config.h"

#include "rf-ladder-keys.h"

#include "rf-ladder.h"

#include <gdk/gdkkeysyms.h>

static void
add_move_binding (GtkBindingSet   *set,
                  guint            key,
                  guint            keypad_key,
                  GtkMovementStep  step,
                  int              count)
{
  const guint keys[] = { key, keypad_key };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_binding_entry_add_signal (set, keys[i], 0, "move-selection", 2,
                                  GTK_TYPE_MOVEMENT_STEP, step, G_TYPE_INT, count);
}

static void
add_zoom_binding (GtkBindingSet *set,
                  guint          key,
                  guint          keypad_key,
                  int            steps)
{
  gtk_binding_entry_add_signal (set, key, GDK_CONTROL_MASK, "change-zoom", 1, G_TYPE_INT, steps);
  gtk_binding_entry_add_signal (set, keypad_key, GDK_CONTROL_MASK, "change-zoom", 1, G_TYPE_INT,
                                steps);
}

/* With Shift it goes up. */
static void
add_jump_binding (GtkBindingSet *set,
                  guint          key,
                  RfLadderFind   what)
{
  const guint keys[] = { key, gdk_keyval_to_upper (key) };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_binding_entry_add_signal (set, keys[i], i == 0 ? 0 : GDK_SHIFT_MASK, "jump", 2,
                                  G_TYPE_INT, what, G_TYPE_BOOLEAN, i == 1);
}

static void
add_fold_bindings (GtkBindingSet *set)
{
  const guint fold[] = { GDK_KEY_Left, GDK_KEY_KP_Left, GDK_KEY_minus, GDK_KEY_KP_Subtract };
  const guint unfold[] = { GDK_KEY_Right, GDK_KEY_KP_Right, GDK_KEY_plus, GDK_KEY_KP_Add };

  for (guint i = 0; i < G_N_ELEMENTS (fold); i++) {
    gtk_binding_entry_add_signal (set, fold[i], 0, "fold", 1, G_TYPE_BOOLEAN, TRUE);
    gtk_binding_entry_add_signal (set, unfold[i], 0, "fold", 1, G_TYPE_BOOLEAN, FALSE);
  }
  gtk_binding_entry_add_signal (set, GDK_KEY_asterisk, 0, "unfold-all", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_KP_Multiply, 0, "unfold-all", 0);
}

/**
 * rf_ladder_keys_bind:
 * @set: bindings of a class that has the signals "move-selection" (GtkMovementStep, int),
 *   "change-zoom" (int), "activate-selected" (), "jump" (int, boolean), "fold" (boolean),
 *   "unfold-all" (), "go-to-lifelines" () and "undo-lifelines" ()
 *
 * Binds the keys of the ladder. They are bindings and not a handler, so that a theme can change
 * them.
 */
void
rf_ladder_keys_bind (GtkBindingSet *set)
{
  g_return_if_fail (set != NULL);

  add_move_binding (set, GDK_KEY_Up, GDK_KEY_KP_Up, GTK_MOVEMENT_DISPLAY_LINES, -1);
  add_move_binding (set, GDK_KEY_Down, GDK_KEY_KP_Down, GTK_MOVEMENT_DISPLAY_LINES, 1);
  add_move_binding (set, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, GTK_MOVEMENT_PAGES, -1);
  add_move_binding (set, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, GTK_MOVEMENT_PAGES, 1);
  add_move_binding (set, GDK_KEY_Home, GDK_KEY_KP_Home, GTK_MOVEMENT_BUFFER_ENDS, -1);
  add_move_binding (set, GDK_KEY_End, GDK_KEY_KP_End, GTK_MOVEMENT_BUFFER_ENDS, 1);
  add_zoom_binding (set, GDK_KEY_plus, GDK_KEY_KP_Add, 1);
  add_zoom_binding (set, GDK_KEY_equal, GDK_KEY_KP_Equal, 1);
  add_zoom_binding (set, GDK_KEY_minus, GDK_KEY_KP_Subtract, -1);
  add_zoom_binding (set, GDK_KEY_0, GDK_KEY_KP_0, 0);
  add_jump_binding (set, GDK_KEY_n, RF_LADDER_FIND_PROBLEM);
  add_jump_binding (set, GDK_KEY_t, RF_LADDER_FIND_TRANSFER);
  add_jump_binding (set, GDK_KEY_p, RF_LADDER_FIND_PHASE);
  add_fold_bindings (set);
  gtk_binding_entry_add_signal (set, GDK_KEY_Return, 0, "activate-selected", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_KP_Enter, 0, "activate-selected", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_l, 0, "go-to-lifelines", 0);
  gtk_binding_entry_add_signal (set, GDK_KEY_z, GDK_CONTROL_MASK, "undo-lifelines", 0);
}
