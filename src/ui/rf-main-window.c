/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-main-window"

#include "config.h"

#include "rf-main-window.h"

#include "rf-account-button.h"
#include "rf-call-panel.h"
#include "rf-capture-chooser.h"
#include "rf-dial-entry.h"
#include "rf-history-panel.h"
#include "rf-ladder-export.h"
#include "rf-ladder-view.h"
#include "rf-leaflet.h"
#include "rf-message-pane.h"
#include "rf-phone-notices.h"
#include "rf-recent.h"
#include "rf-transfer-steps.h"

/**
 * RfMainWindow:
 *
 * The phone of the person at this desk: dialling, the calls, and every message of theirs as a
 * ladder. The window is there at once; the phone's core is started when its first frame has been
 * drawn.
 */

struct _RfMainWindow {
  HdyApplicationWindow  parent_instance;

  GSettings            *settings;
  RfIdentity           *identity;
  RfTrace              *trace;
  RfFeed               *feed;
  RfPhone              *phone;
  RfRinger             *ringer;
  RfRequestNotifier    *requests;
  RfHistory            *history;
  RfRecent             *recent;
  gulong                first_frame_id;

  GtkWidget            *back;
  GtkWidget            *ladder_button;
  RfAccountButton      *account;
  RfDialEntry          *dial;
  RfPhoneNotices       *notices;
  HdyLeaflet           *leaflet;
  RfCallPanel          *calls;
  RfHistoryPanel       *recent_calls;
  RfTransferSteps      *steps;
  GtkStack             *ladder_stack;
  RfLadderView         *ladder;
  RfLadderExport       *export;
  RfMessagePane        *message;
};

G_DEFINE_FINAL_TYPE (RfMainWindow, rf_main_window, HDY_TYPE_APPLICATION_WINDOW)


static void
on_page_changed (RfMainWindow *self)
{
  gboolean folded = hdy_leaflet_get_folded (self->leaflet);
  gboolean on_ladder = g_strcmp0 (hdy_leaflet_get_visible_child_name (self->leaflet),
                                  "ladder") == 0;

  gtk_widget_set_visible (self->back, folded && on_ladder);
  gtk_widget_set_visible (GTK_WIDGET (self->account), !folded || !on_ladder);
  gtk_widget_set_visible (self->ladder_button, folded && !on_ladder);
}


static void
on_call_selected (RfMainWindow *self)
{
  RfCall *call = rf_call_panel_get_selected (self->calls);

  if (call && rf_call_get_transfer (call))
    rf_transfer_steps_set_call (self->steps, call);
}


static void
on_transfer_changed (RfMainWindow *self, GParamSpec *pspec, RfCall *call)
{
  rf_transfer_steps_set_call (self->steps, call);
}


static void
on_call_added (RfMainWindow *self, RfCall *call)
{
  g_signal_connect_object (call, "notify::transfer", G_CALLBACK (on_transfer_changed), self,
                           G_CONNECT_SWAPPED);
}


static void
on_incoming_call (RfMainWindow *self)
{
  if (!gtk_window_is_active (GTK_WINDOW (self)))
    gtk_window_set_urgency_hint (GTK_WINDOW (self), TRUE);
}


static void
on_is_active_changed (RfMainWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    gtk_window_set_urgency_hint (GTK_WINDOW (self), FALSE);
}


/* Past calls have the place of those that are not there. */
static void
on_calls_changed (RfMainWindow *self)
{
  guint n_calls = g_list_model_get_n_items (G_LIST_MODEL (self->phone));

  gtk_widget_set_visible (GTK_WIDGET (self->calls), n_calls > 0);
  rf_history_panel_set_in_call (self->recent_calls, n_calls > 0);
}


static void
on_call_requested (RfMainWindow *self, const char *uri)
{
  rf_dial_entry_dial (self->dial, uri);
}


static void
on_history_changed (RfMainWindow *self)
{
  GAction *clear = g_action_map_lookup_action (G_ACTION_MAP (self), "clear-history");
  guint n_calls = g_list_model_get_n_items (G_LIST_MODEL (self->history));

  g_simple_action_set_enabled (G_SIMPLE_ACTION (clear), n_calls > 0);
}


static void
on_messages_added (RfMainWindow *self)
{
  gtk_stack_set_visible_child_name (self->ladder_stack, "ladder");
}


static void
on_message_selected (RfMainWindow *self)
{
  int message = rf_ladder_view_get_selected (self->ladder);

  rf_message_pane_set_message (self->message, self->trace, message);
}


static void
on_dial_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_grab_focus (GTK_WIDGET (RF_MAIN_WINDOW (user_data)->dial));
}


static void
on_show_calls_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfMainWindow *self = RF_MAIN_WINDOW (user_data);

  hdy_leaflet_set_visible_child_name (self->leaflet, "calls");
  gtk_widget_grab_focus (GTK_WIDGET (self->dial));
}


static void
on_show_ladder_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfMainWindow *self = RF_MAIN_WINDOW (user_data);

  hdy_leaflet_set_visible_child_name (self->leaflet, "ladder");
  if (rf_trace_get_n_messages (self->trace) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->ladder));
}


static void
on_find_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfMainWindow *self = RF_MAIN_WINDOW (user_data);

  hdy_leaflet_set_visible_child_name (self->leaflet, "ladder");
  if (rf_trace_get_n_messages (self->trace) > 0)
    rf_ladder_view_search (self->ladder);
}


static void
on_clear_history_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  rf_history_panel_ask_to_clear (RF_MAIN_WINDOW (user_data)->recent_calls);
}

/* The commands of the selected call, as actions of the window, for the keyboard. */
static void
on_call_command_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *command = g_action_get_name (G_ACTION (action));

  if (!rf_call_panel_command (RF_MAIN_WINDOW (user_data)->calls, command))
    gtk_widget_error_bell (GTK_WIDGET (user_data));
}


static const GActionEntry entries[] = {
  { "dial", on_dial_activated },
  { "show-calls", on_show_calls_activated },
  { "show-ladder", on_show_ladder_activated },
  { "find", on_find_activated },
  { "clear-history", on_clear_history_activated },
  { "answer", on_call_command_activated },
  { "decline", on_call_command_activated },
  { "hold", on_call_command_activated },
  { "mute", on_call_command_activated },
  { "transfer", on_call_command_activated },
  { "complete", on_call_command_activated },
  { "swap", on_call_command_activated },
  { "back", on_call_command_activated },
  { "cancel-transfer", on_call_command_activated },
  { "hang-up", on_call_command_activated },
};


static void
on_stop_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) app = G_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!rf_phone_stop_finish (RF_PHONE (source), result, &error))
    g_debug ("The core did not stop by itself: %s", error->message);
  g_application_release (app);
}

/* The calls are released and the core is gone before the program ends. */
static void
stop_phone (RfMainWindow *self)
{
  GApplication *app = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));

  if (app == NULL || rf_phone_get_state (self->phone) == RF_PHONE_STOPPED)
    return;
  g_application_hold (app);
  rf_phone_stop_async (self->phone, NULL, on_stop_ready, g_object_ref (app));
}


static gboolean
rf_main_window_delete_event (GtkWidget *widget, GdkEventAny *event)
{
  RfMainWindow *self = RF_MAIN_WINDOW (widget);
  int width, height;

  if (!gtk_window_is_maximized (GTK_WINDOW (self))) {
    gtk_window_get_size (GTK_WINDOW (self), &width, &height);
    g_settings_set (self->settings, "window-size", "(ii)", width, height);
  }

  return GDK_EVENT_PROPAGATE;
}


static void
on_first_frame (RfMainWindow *self, GdkFrameClock *clock)
{
  g_clear_signal_handler (&self->first_frame_id, clock);
  rf_identity_start (self->identity, self->phone);
  if (self->history)
    rf_history_load (self->history);
}


static void
rf_main_window_map (GtkWidget *widget)
{
  RfMainWindow *self = RF_MAIN_WINDOW (widget);
  GdkFrameClock *clock;

  GTK_WIDGET_CLASS (rf_main_window_parent_class)->map (widget);
  if (self->first_frame_id != 0 || rf_phone_get_state (self->phone) != RF_PHONE_STOPPED)
    return;

  clock = gtk_widget_get_frame_clock (widget);
  self->first_frame_id = g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_first_frame),
                                                  self, G_CONNECT_SWAPPED);
}


static void
rf_main_window_destroy (GtkWidget *widget)
{
  RfMainWindow *self = RF_MAIN_WINDOW (widget);

  if (self->phone) {
    rf_identity_cancel (self->identity);
    stop_phone (self);
    g_signal_handlers_disconnect_by_data (self->phone, self);
  }
  g_clear_object (&self->recent);
  g_clear_object (&self->history);
  g_clear_object (&self->ringer);
  g_clear_object (&self->requests);
  g_clear_object (&self->phone);
  g_clear_object (&self->feed);
  g_clear_object (&self->identity);

  GTK_WIDGET_CLASS (rf_main_window_parent_class)->destroy (widget);
}


static void
rf_main_window_finalize (GObject *object)
{
  RfMainWindow *self = RF_MAIN_WINDOW (object);

  g_clear_object (&self->trace);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (rf_main_window_parent_class)->finalize (object);
}


static void
rf_main_window_class_init (RfMainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_main_window_finalize;
  widget_class->map = rf_main_window_map;
  widget_class->destroy = rf_main_window_destroy;
  widget_class->delete_event = rf_main_window_delete_event;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, back);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, ladder_button);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, account);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, dial);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, notices);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, calls);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, recent_calls);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, ladder_stack);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, ladder);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, export);
  gtk_widget_class_bind_template_child (widget_class, RfMainWindow, message);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_call_requested);
  gtk_widget_class_bind_template_callback (widget_class, on_call_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_message_selected);
}


static void
rf_main_window_init (RfMainWindow *self)
{
  g_type_ensure (RF_TYPE_ACCOUNT_BUTTON);
  g_type_ensure (RF_TYPE_CALL_PANEL);
  g_type_ensure (RF_TYPE_DIAL_ENTRY);
  g_type_ensure (RF_TYPE_HISTORY_PANEL);
  g_type_ensure (RF_TYPE_LADDER_EXPORT);
  g_type_ensure (RF_TYPE_LADDER_VIEW);
  g_type_ensure (RF_TYPE_MESSAGE_PANE);
  g_type_ensure (RF_TYPE_PHONE_NOTICES);
  g_type_ensure (RF_TYPE_TRANSFER_STEPS);
  gtk_widget_init_template (GTK_WIDGET (self));
  rf_leaflet_follow_focus (self->leaflet);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  rf_capture_chooser_add_drop (GTK_WINDOW (self));
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_is_active_changed), NULL);
  on_page_changed (self);
}


static void
set_up_phone (RfMainWindow *self)
{
  self->trace = rf_trace_new ();
  self->feed = rf_feed_new (self->trace, 0);
  self->phone = rf_identity_create_phone (self->identity, self->feed);
  g_signal_connect_object (self->trace, "messages-added", G_CALLBACK (on_messages_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->phone, "call-added", G_CALLBACK (on_call_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->phone, "incoming-call", G_CALLBACK (on_incoming_call), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->phone, "items-changed", G_CALLBACK (on_calls_changed), self,
                           G_CONNECT_SWAPPED);

  rf_ladder_export_set_view (self->export, self->ladder);
  rf_message_pane_set_view (self->message, self->ladder);
  rf_ladder_view_set_trace (self->ladder, self->trace);
  rf_account_button_set_phone (self->account, self->phone);
  rf_dial_entry_set_phone (self->dial, self->phone);
  rf_phone_notices_set_phone (self->notices, self->phone);
  rf_call_panel_set_phone (self->calls, self->phone);
}

/**
 * rf_main_window_new:
 * @app: the application
 * @settings: its settings
 *
 * Returns: the window, with a phone that starts when the window is seen
 */
GtkWidget *
rf_main_window_new (GtkApplication *app, GSettings *settings)
{
  RfMainWindow *self;
  int width, height;

  g_return_val_if_fail (GTK_IS_APPLICATION (app), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (RF_TYPE_MAIN_WINDOW, "application", app, NULL);
  self->settings = g_object_ref (settings);
  self->identity = rf_identity_new (settings);
  set_up_phone (self);
  self->ringer = rf_ringer_new (self->phone, G_APPLICATION (app));
  self->requests = rf_request_notifier_new (self->phone, G_APPLICATION (app));

  rf_ladder_view_keep_times (self->ladder, settings);
  rf_ladder_view_keep_zoom (self->ladder, settings);
  rf_message_pane_keep_page (self->message, settings);
  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (width, 360, 8192),
                               CLAMP (height, 300, 8192));
  gtk_widget_grab_focus (GTK_WIDGET (self->dial));

  return GTK_WIDGET (self);
}

/**
 * rf_main_window_set_history:
 * @self: a window that is not shown yet and has no history
 * @history: the past calls of its phone; read once the first frame has been drawn
 */
void
rf_main_window_set_history (RfMainWindow *self, RfHistory *history)
{
  GListModel *targets;

  g_return_if_fail (RF_IS_MAIN_WINDOW (self));
  g_return_if_fail (RF_IS_HISTORY (history));
  g_return_if_fail (self->history == NULL);

  self->history = g_object_ref (history);
  self->recent = rf_recent_new (history);
  targets = rf_recent_get_targets (self->recent);
  g_object_set (self->calls, "targets", targets, NULL);
  rf_dial_entry_set_targets (self->dial, targets);
  rf_history_panel_set_history (self->recent_calls, history);
  rf_phone_notices_set_history (self->notices, history);
  g_signal_connect_object (history, "items-changed", G_CALLBACK (on_history_changed), self,
                           G_CONNECT_SWAPPED);
  on_history_changed (self);
}

/**
 * rf_main_window_fill_in:
 * @self: the window
 * @address: an address
 *
 * Puts an address into the dial entry; the person still has to press Call.
 */
void
rf_main_window_fill_in (RfMainWindow *self, const char *address)
{
  g_return_if_fail (RF_IS_MAIN_WINDOW (self));
  g_return_if_fail (address != NULL);

  rf_dial_entry_set_text (self->dial, address);
}

/**
 * rf_main_window_get_identity:
 * @self: the window
 *
 * Returns: (transfer none): who the person is
 */
RfIdentity *
rf_main_window_get_identity (RfMainWindow *self)
{
  g_return_val_if_fail (RF_IS_MAIN_WINDOW (self), NULL);

  return self->identity;
}

/**
 * rf_main_window_get_phone:
 * @self: the window
 *
 * Returns: (transfer none): the person's phone
 */
RfPhone *
rf_main_window_get_phone (RfMainWindow *self)
{
  g_return_val_if_fail (RF_IS_MAIN_WINDOW (self), NULL);

  return self->phone;
}

/**
 * rf_main_window_get_desk:
 * @self: the window
 *
 * Returns: (transfer none): what the person works with to transfer the calls of the phone
 */
RfDesk *
rf_main_window_get_desk (RfMainWindow *self)
{
  g_return_val_if_fail (RF_IS_MAIN_WINDOW (self), NULL);

  return rf_call_panel_get_desk (self->calls);
}

/**
 * rf_main_window_get_ringer:
 * @self: the window
 *
 * Returns: (transfer none): what tells of incoming calls
 */
RfRinger *
rf_main_window_get_ringer (RfMainWindow *self)
{
  g_return_val_if_fail (RF_IS_MAIN_WINDOW (self), NULL);

  return self->ringer;
}

/**
 * rf_main_window_get_requests:
 * @self: the window
 *
 * Returns: (transfer none): what tells of transfer requests
 */
RfRequestNotifier *
rf_main_window_get_requests (RfMainWindow *self)
{
  g_return_val_if_fail (RF_IS_MAIN_WINDOW (self), NULL);

  return self->requests;
}
