/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-history-panel"

#include "config.h"

#include "rf-history-panel.h"

#include "rf-history-row.h"

#include <gdk/gdkkeysyms.h>

/**
 * RfHistoryPanel:
 *
 * The calls of the past, a row each, or a word where there is none. Enter or a double click calls
 * again, Delete forgets a call.
 *
 * Signal "call-requested" (string): somebody is to be called.
 */

#define CLEAR_DIALOG "/org/referee/Referee/ui/rf-clear-history.ui"

enum {
  SIGNAL_CALL_REQUESTED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

struct _RfHistoryPanel {
  GtkBin      parent_instance;

  RfHistory  *history;
  guint       midnight_id;
  gboolean    in_call;

  GtkStack   *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (RfHistoryPanel, rf_history_panel, GTK_TYPE_BIN)


static guint
get_n_calls (RfHistoryPanel *self)
{
  return self->history ? g_list_model_get_n_items (G_LIST_MODEL (self->history)) : 0;
}


static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return rf_history_row_new (RF_HISTORY_ENTRY (item));
}


static void
on_items_changed (RfHistoryPanel *self)
{
  guint n_calls = get_n_calls (self);

  gtk_stack_set_visible_child_name (self->stack, n_calls > 0 ? "calls" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->stack), n_calls > 0 || !self->in_call);
}


static void
request (RfHistoryPanel *self, const char *uri)
{
  g_signal_emit (self, signals[SIGNAL_CALL_REQUESTED], 0, uri);
}


static void
on_call_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  request (RF_HISTORY_PANEL (user_data), g_variant_get_string (parameter, NULL));
}


static const GActionEntry entries[] = {
  { "call", on_call_activated, "s" },
};


static void
on_row_activated (RfHistoryPanel *self, GtkListBoxRow *row)
{
  RfHistoryEntry *entry = rf_history_row_get_entry (RF_HISTORY_ROW (row));

  request (self, rf_history_entry_get_record (entry)->peer_uri);
}

/* The row goes with its call, and the focus to the one that comes up in its place. */
static void
forget (RfHistoryPanel *self, GtkListBoxRow *row)
{
  RfHistoryEntry *entry = rf_history_row_get_entry (RF_HISTORY_ROW (row));
  int index = gtk_list_box_row_get_index (row);

  rf_history_remove (self->history, rf_history_entry_get_record (entry)->id);
  row = gtk_list_box_get_row_at_index (self->list, MIN (index, (int) get_n_calls (self) - 1));
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}


static gboolean
on_key_pressed (RfHistoryPanel *self, GdkEventKey *event)
{
  GtkWidget *row = gtk_container_get_focus_child (GTK_CONTAINER (self->list));

  if ((event->keyval != GDK_KEY_Delete && event->keyval != GDK_KEY_KP_Delete) || row == NULL)
    return GDK_EVENT_PROPAGATE;

  forget (self, GTK_LIST_BOX_ROW (row));

  return GDK_EVENT_STOP;
}


static void
update_row_time (GtkWidget *row, gpointer now)
{
  rf_history_row_update_time (RF_HISTORY_ROW (row), now);
}


static gboolean on_midnight (gpointer user_data);


static void
wait_for_midnight (RfHistoryPanel *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int seconds = (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now)) * 60 +
                g_date_time_get_second (now);

  self->midnight_id = g_timeout_add_seconds (24 * 3600 - (guint) seconds + 1, on_midnight, self);
}


static gboolean
on_midnight (gpointer user_data)
{
  RfHistoryPanel *self = RF_HISTORY_PANEL (user_data);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  gtk_container_foreach (GTK_CONTAINER (self->list), update_row_time, now);
  wait_for_midnight (self);

  return G_SOURCE_REMOVE;
}


static void
on_clear_response (GtkDialog *dialog, int response, RfHistoryPanel *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->history)
    rf_history_clear (self->history);
  gtk_widget_destroy (GTK_WIDGET (dialog));
}


static void
rf_history_panel_dispose (GObject *object)
{
  RfHistoryPanel *self = RF_HISTORY_PANEL (object);

  g_clear_handle_id (&self->midnight_id, g_source_remove);
  rf_history_panel_set_history (self, NULL);

  G_OBJECT_CLASS (rf_history_panel_parent_class)->dispose (object);
}


static void
rf_history_panel_class_init (RfHistoryPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rf_history_panel_dispose;

  signals[SIGNAL_CALL_REQUESTED] =
    g_signal_new ("call-requested", RF_TYPE_HISTORY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-history-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, RfHistoryPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, RfHistoryPanel, list);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}


static void
rf_history_panel_init (RfHistoryPanel *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "history", G_ACTION_GROUP (actions));
  wait_for_midnight (self);
}

/**
 * rf_history_panel_new:
 *
 * Returns: a list of past calls, of no history yet
 */
GtkWidget *
rf_history_panel_new (void)
{
  return g_object_new (RF_TYPE_HISTORY_PANEL, NULL);
}

/**
 * rf_history_panel_set_history:
 * @self: a list of past calls
 * @history: (nullable): the history that it shows
 */
void
rf_history_panel_set_history (RfHistoryPanel *self, RfHistory *history)
{
  g_return_if_fail (RF_IS_HISTORY_PANEL (self));
  g_return_if_fail (history == NULL || RF_IS_HISTORY (history));

  if (self->history == history)
    return;

  if (self->history) {
    g_signal_handlers_disconnect_by_data (self->history, self);
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  }
  g_set_object (&self->history, history);
  if (history == NULL)
    return;

  gtk_list_box_bind_model (self->list, G_LIST_MODEL (history), create_row, NULL, NULL);
  g_signal_connect_object (history, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self);
}

/**
 * rf_history_panel_set_in_call:
 * @self: a panel
 * @in_call: whether calls are listed above it
 *
 * That there are no calls yet is not said below one.
 */
void
rf_history_panel_set_in_call (RfHistoryPanel *self, gboolean in_call)
{
  g_return_if_fail (RF_IS_HISTORY_PANEL (self));

  self->in_call = in_call;
  on_items_changed (self);
}

/**
 * rf_history_panel_ask_to_clear:
 * @self: a list of past calls
 *
 * Asks whether all calls are to be forgotten, and forgets them if so.
 */
void
rf_history_panel_ask_to_clear (RfHistoryPanel *self)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (CLEAR_DIALOG);
  GtkWidget *dialog = GTK_WIDGET (gtk_builder_get_object (builder, "dialog"));
  GtkWidget *window;

  g_return_if_fail (RF_IS_HISTORY_PANEL (self));

  window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (window));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_clear_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
