/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-trace-window"

#include "config.h"

#include "rf-trace-window.h"

#include "rf-capture-chooser.h"
#include "rf-capture-loader.h"
#include "rf-entry-panel.h"
#include "rf-excerpt.h"
#include "rf-ladder-export.h"
#include "rf-ladder-view.h"
#include "rf-leaflet.h"
#include "rf-message-pane.h"
#include "rf-notice.h"
#include "rf-recent-captures.h"
#include "rf-words-capture.h"

#include <glib/gi18n.h>

/**
 * RfTraceWindow:
 *
 * A capture: the list of what happened in it, the ladder of what is selected there, and the message
 * that is selected in that. It needs neither an account nor a core.
 */

/* The list is filled anew so often while the file is read. */
#define UPDATE_MS 250
/* Of all that stands above the first message, about. */
#define BARS_HEIGHT 200

struct _RfTraceWindow {
  HdyApplicationWindow  parent_instance;

  RfCaptureLoader      *loader;
  RfTrace              *trace;
  RfTrace              *excerpt;      /* of what is selected; NULL where that is everything */
  guint                 n_looked_at;  /* messages that the excerpt was chosen from */
  guint                 update_id;
  gint64                began_us;
  gboolean              is_placed;    /* the ladder, for what was read at first */
  gboolean              is_turning;   /* to other messages; which is selected is not yet known */
  gboolean              is_known;     /* to the list of recent files */
  char                 *told;         /* what the notice says */

  HdyHeaderBar         *header;
  GtkWidget            *back;
  GtkWidget            *open_button;
  GtkWidget            *recent_button;
  GMenu                *recent;
  GtkRecentFilter      *captures;
  GtkWidget            *ladder_button;
  RfNotice             *notice;
  GtkWidget            *progress_revealer;
  GtkProgressBar       *progress;
  GtkStack             *stack;
  HdyStatusPage        *failed_page;
  HdyStatusPage        *empty_page;
  HdyLeaflet           *leaflet;
  RfEntryPanel         *entries;
  RfLadderView         *ladder;
  RfLadderExport       *export;
  RfMessagePane        *message;
};

G_DEFINE_FINAL_TYPE (RfTraceWindow, rf_trace_window, HDY_TYPE_APPLICATION_WINDOW)

static void
on_page_changed (RfTraceWindow *self)
{
  gboolean folded = hdy_leaflet_get_folded (self->leaflet);
  gboolean has_content = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack),
                                    "content") == 0;
  gboolean on_ladder = g_strcmp0 (hdy_leaflet_get_visible_child_name (self->leaflet),
                                  "ladder") == 0;

  gtk_widget_set_visible (self->back, has_content && folded && on_ladder);
  gtk_widget_set_visible (self->ladder_button, has_content && folded && !on_ladder);
  /* A narrow window has no room for everything; the keys still work. */
  gtk_widget_set_visible (self->recent_button, !folded);
  gtk_widget_set_visible (self->open_button, !folded || !on_ladder);
}

/* Keys are for what is read, not for the buttons above it. */
static void
place_focus (RfTraceWindow *self)
{
  if (!hdy_leaflet_get_folded (self->leaflet))
    gtk_widget_grab_focus (GTK_WIDGET (self->ladder));
}

static void
show_page (RfTraceWindow *self,
           HdyStatusPage *page,
           const char    *name,
           const char    *text)
{
  gboolean is_new = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) != 0;
  AtkObject *accessible;

  if (page) {
    accessible = gtk_widget_get_accessible (GTK_WIDGET (page));
    hdy_status_page_set_description (page, text);
    atk_object_set_name (accessible, hdy_status_page_get_title (page));
    atk_object_set_description (accessible, text ? text : "");
  }
  gtk_stack_set_visible_child_name (self->stack, name);
  on_page_changed (self);
  if (is_new && g_str_equal (name, "content"))
    place_focus (self);
}

static gboolean
wants_message (guint    message,
               gpointer user_data)
{
  return rf_entry_panel_wants (user_data, message);
}

/* Where all of a file that grows is in sight, what is added is to be too. */
static gboolean
has_end_in_sight (RfTraceWindow *self)
{
  int height;

  gtk_window_get_size (GTK_WINDOW (self), NULL, &height);
  return rf_capture_loader_get_state (self->loader) == RF_LOADER_FOLLOWING &&
         rf_ladder_view_get_body_height (self->ladder) < height - BARS_HEIGHT;
}

/* A capture is read from its beginning. */
static void
place_ladder (RfTraceWindow *self)
{
  if (has_end_in_sight (self))
    rf_ladder_view_set_following (self->ladder, TRUE);
  else
    rf_ladder_view_go_to_start (self->ladder);
}

/* The list takes messages in when there is time for it, so it may not know the newest. */
static void
add_to_excerpt (RfTraceWindow *self)
{
  guint n_listed = rf_entry_panel_get_n_messages (self->entries);

  rf_excerpt_add (self->excerpt, self->trace, self->n_looked_at, n_listed, wants_message,
                  self->entries);
  self->n_looked_at = n_listed;
}

static void
on_message_selected (RfTraceWindow *self)
{
  int message = rf_ladder_view_get_selected (self->ladder);

  if (!self->is_turning)
    rf_message_pane_set_message (self->message, rf_ladder_view_get_trace (self->ladder), message);
}

/* The message that a person reads stays selected where it is among those that are shown now. */
static void
turn_to (RfTraceWindow *self,
         RfTrace       *shown)
{
  RfTrace *former = rf_ladder_view_get_trace (self->ladder);
  int selected = rf_ladder_view_get_selected (self->ladder);

  if (selected >= 0)
    selected = rf_excerpt_find (shown, rf_trace_get_message (former, (guint) selected));
  self->is_turning = TRUE;
  rf_ladder_view_set_trace (self->ladder, shown);
  place_ladder (self);
  rf_ladder_view_set_selected (self->ladder, selected);
  self->is_turning = FALSE;
  on_message_selected (self);
}

/* Draws what is selected, or everything. */
static void
narrow (RfTraceWindow *self)
{
  RfTrace *shown = self->trace;

  g_clear_object (&self->excerpt);
  if (rf_entry_panel_get_n_selected (self->entries) > 0) {
    self->excerpt = rf_trace_new ();
    self->n_looked_at = 0;
    add_to_excerpt (self);
    if (rf_capture_loader_get_state (self->loader) == RF_LOADER_DONE)
      rf_trace_finish (self->excerpt);
    shown = self->excerpt;
  }
  rf_ladder_export_set_whole (self->export, self->excerpt ? self->trace : NULL);
  if (rf_ladder_view_get_trace (self->ladder) != shown)
    turn_to (self, shown);
}

static void
on_selection_changed (RfTraceWindow *self)
{
  narrow (self);
}

static void
on_entry_activated (RfTraceWindow *self)
{
  hdy_leaflet_set_visible_child_name (self->leaflet, "ladder");
  gtk_widget_grab_focus (GTK_WIDGET (self->ladder));
}

/* Of what was read last: where the rest of a file came late, it was read anew. */
static void
say_losses (RfTraceWindow *self)
{
  const RfCaptureReport *report = rf_capture_loader_get_report (self->loader);
  g_autofree char *text = report ? rf_words_capture_losses (report) : NULL;

  if (g_strcmp0 (text, self->told) == 0 || rf_trace_window_is_outdated (self))
    return;
  if (text)
    rf_notice_show (self->notice, GTK_MESSAGE_WARNING, text);
  else if (rf_capture_loader_get_fate (self->loader) == RF_CAPTURE_THERE)
    rf_notice_hide (self->notice);
  g_free (self->told);
  self->told = g_steal_pointer (&text);
}

static void
update (RfTraceWindow *self)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  if (rf_trace_get_n_messages (self->trace) == 0)
    return;
  rf_entry_panel_update (self->entries);
  if (self->excerpt)
    add_to_excerpt (self);
  show_page (self, NULL, "content", NULL);
}

static gboolean
on_update (gpointer user_data)
{
  RfTraceWindow *self = user_data;

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
on_messages_added (RfTraceWindow *self)
{
  if (self->update_id == 0)
    self->update_id = g_timeout_add (UPDATE_MS, on_update, self);
}

static void
on_trace_changed (RfTraceWindow *self)
{
  if (self->trace)
    g_signal_handlers_disconnect_by_data (self->trace, self);
  g_set_object (&self->trace, rf_capture_loader_get_trace (self->loader));
  g_signal_connect_object (self->trace, "messages-added", G_CALLBACK (on_messages_added), self,
                           G_CONNECT_SWAPPED);
  self->is_placed = FALSE;
  rf_entry_panel_set_trace (self->entries, self->trace);
  narrow (self);
}

static void
on_progress_changed (RfTraceWindow *self)
{
  gtk_progress_bar_set_fraction (self->progress, rf_capture_loader_get_progress (self->loader));
}

static void
note_recent (RfTraceWindow *self)
{
  g_autofree char *uri = g_file_get_uri (rf_capture_loader_get_file (self->loader));
  g_autofree char *type = g_content_type_guess (uri, NULL, 0, NULL);
  g_autofree char *mime_type = g_content_type_get_mime_type (type);
  /* GTK would name the program as it is called here, which is not what it is started with. */
  const GtkRecentData data = {
    .mime_type = mime_type,
    .app_name = (char *) g_get_application_name (),
    .app_exec = (char *) "referee %u",
  };

  if (!self->is_known)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
  self->is_known = TRUE;
}

static void
on_all_read (RfTraceWindow *self)
{
  note_recent (self);
  if (rf_trace_get_n_messages (self->trace) == 0) {
    const RfCaptureReport *report = rf_capture_loader_get_report (self->loader);
    g_autofree char *text = rf_words_capture_empty (report);

    show_page (self, self->empty_page, "empty", text);
    return;
  }
  update (self);
  if (!self->is_placed && has_end_in_sight (self))
    rf_ladder_view_set_following (self->ladder, TRUE);
  self->is_placed = TRUE;
  g_debug ("%u messages listed after %.0f ms", rf_trace_get_n_messages (self->trace),
           (double) (g_get_monotonic_time () - self->began_us) / 1000);
  if (rf_capture_loader_get_state (self->loader) == RF_LOADER_DONE && self->excerpt)
    rf_trace_finish (self->excerpt);
  say_losses (self);
}

static void
on_state_changed (RfTraceWindow *self)
{
  RfLoaderState state = rf_capture_loader_get_state (self->loader);
  gboolean is_busy = state == RF_LOADER_OPENING || state == RF_LOADER_READING;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->progress_revealer), is_busy);
  rf_ladder_view_set_live (self->ladder, state == RF_LOADER_FOLLOWING);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self),
                                                                            "stop")),
                               is_busy || state == RF_LOADER_FOLLOWING);
  switch (state) {
  case RF_LOADER_FOLLOWING:
  case RF_LOADER_DONE:
    on_all_read (self);
    break;
  case RF_LOADER_FAILED:
    text = rf_words_capture_error (rf_capture_loader_get_error (self->loader));
    show_page (self, self->failed_page, "failed", text);
    break;
  case RF_LOADER_OPENING:
  case RF_LOADER_READING:
  default:
    break;
  }
}

/* Whatever becomes of the file, what was read of it is not taken away from whoever reads it. */
static void
on_fate_changed (RfTraceWindow *self)
{
  RfCaptureFate fate = rf_capture_loader_get_fate (self->loader);
  g_autofree char *text = rf_words_capture_fate (fate);
  RfLoaderState state = rf_capture_loader_get_state (self->loader);

  if (!text)
    rf_notice_hide (self->notice);
  /* Of a file that is complete nobody expects more. */
  else if (fate != RF_CAPTURE_GONE || state == RF_LOADER_FOLLOWING)
    rf_notice_show (self->notice, GTK_MESSAGE_WARNING, text);
}

static void
on_open_recent_activated (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  g_application_open (G_APPLICATION (gtk_window_get_application (user_data)), &file, 1, "");
}

static void
on_stop_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  rf_capture_loader_stop (RF_TRACE_WINDOW (user_data)->loader);
}

static void
on_close_activated (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
}

static void
on_show_calls_activated (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  RfTraceWindow *self = RF_TRACE_WINDOW (user_data);

  hdy_leaflet_set_visible_child_name (self->leaflet, "calls");
  gtk_widget_child_focus (GTK_WIDGET (self->entries), GTK_DIR_TAB_FORWARD);
}

static void
on_show_ladder_activated (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  on_entry_activated (RF_TRACE_WINDOW (user_data));
}

static void
on_search_activated (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  RfTraceWindow *self = RF_TRACE_WINDOW (user_data);

  hdy_leaflet_set_visible_child_name (self->leaflet, "calls");
  rf_entry_panel_search (self->entries);
}

static void
on_find_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  RfTraceWindow *self = RF_TRACE_WINDOW (user_data);

  hdy_leaflet_set_visible_child_name (self->leaflet, "ladder");
  rf_ladder_view_search (self->ladder);
}

static void
on_show_all_activated (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  rf_entry_panel_show_all (RF_TRACE_WINDOW (user_data)->entries);
}

static void
rf_trace_window_destroy (GtkWidget *widget)
{
  RfTraceWindow *self = RF_TRACE_WINDOW (widget);

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->loader) {
    g_signal_handlers_disconnect_by_data (self->loader, self);
    rf_capture_loader_stop (self->loader);
  }
  if (self->trace)
    g_signal_handlers_disconnect_by_data (self->trace, self);
  g_clear_object (&self->loader);
  g_clear_object (&self->excerpt);
  g_clear_object (&self->trace);

  GTK_WIDGET_CLASS (rf_trace_window_parent_class)->destroy (widget);
}

static void
rf_trace_window_finalize (GObject *object)
{
  g_free (RF_TRACE_WINDOW (object)->told);

  G_OBJECT_CLASS (rf_trace_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-trace-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, header);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, back);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, recent_button);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, recent);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, captures);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, ladder_button);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, entries);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, ladder);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, export);
  gtk_widget_class_bind_template_child (widget_class, RfTraceWindow, message);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_message_selected);
}

static void
rf_trace_window_class_init (RfTraceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_trace_window_finalize;
  widget_class->destroy = rf_trace_window_destroy;

  g_type_ensure (RF_TYPE_ENTRY_PANEL);
  g_type_ensure (RF_TYPE_LADDER_EXPORT);
  g_type_ensure (RF_TYPE_LADDER_VIEW);
  g_type_ensure (RF_TYPE_MESSAGE_PANE);
  g_type_ensure (RF_TYPE_NOTICE);
  bind_template (widget_class);
}

static void
rf_trace_window_init (RfTraceWindow *self)
{
  const GActionEntry entries[] = {
    { .name = "open-recent", .activate = on_open_recent_activated, .parameter_type = "s" },
    { .name = "stop", .activate = on_stop_activated },
    { .name = "close", .activate = on_close_activated },
    { .name = "show-calls", .activate = on_show_calls_activated },
    { .name = "show-ladder", .activate = on_show_ladder_activated },
    { .name = "search-calls", .activate = on_search_activated },
    { .name = "find", .activate = on_find_activated },
    { .name = "show-all", .activate = on_show_all_activated },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  rf_leaflet_follow_focus (self->leaflet);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  rf_ladder_export_set_view (self->export, self->ladder);
  rf_message_pane_set_view (self->message, self->ladder);
  rf_entry_panel_set_lifelines (self->entries, rf_ladder_view_get_lifelines (self->ladder));
  rf_recent_captures_attach (self->recent, self->captures, "win.open-recent");
  rf_capture_chooser_add_drop (GTK_WINDOW (self));
}

static void
set_file (RfTraceWindow *self,
          GFile         *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = name ? g_filename_display_name (name) : NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *place = folder ? g_file_get_parse_name (folder) : NULL;

  gtk_window_set_title (GTK_WINDOW (self), shown);
  hdy_header_bar_set_title (self->header, shown);
  hdy_header_bar_set_subtitle (self->header, place);

  rf_ladder_export_set_capture (self->export, file);
  self->began_us = g_get_monotonic_time ();
  self->loader = rf_capture_loader_new (file);
  rf_ladder_export_set_loader (self->export, self->loader);
  g_signal_connect_object (self->loader, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "notify::progress", G_CALLBACK (on_progress_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "notify::trace", G_CALLBACK (on_trace_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "notify::fate", G_CALLBACK (on_fate_changed), self,
                           G_CONNECT_SWAPPED);
  on_state_changed (self);
  rf_capture_loader_start (self->loader);
}

static void
add_accelerators (GtkApplication *app)
{
  const struct {
    const char *action;
    const char *accelerators[2];
  } table[] = {
    { "win.close", { "<Control>w" } },
    { "win.search-calls", { "<Control><Shift>f" } },
    { "win.show-all", { "<Control><Shift>a" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (app, table[i].action, table[i].accelerators);
}

/**
 * rf_trace_window_new:
 * @app: the application
 * @settings: its settings
 * @file: a capture
 *
 * Begins to read a capture.
 *
 * Returns: (transfer none): its window; the application owns it
 */
GtkWidget *
rf_trace_window_new (GtkApplication *app,
                     GSettings      *settings,
                     GFile          *file)
{
  RfTraceWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (app), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  add_accelerators (app);
  self = g_object_new (RF_TYPE_TRACE_WINDOW, "application", app, NULL);
  rf_ladder_view_keep_times (self->ladder, settings);
  rf_ladder_view_keep_zoom (self->ladder, settings);
  rf_message_pane_keep_page (self->message, settings);
  set_file (self, file);

  return GTK_WIDGET (self);
}

/**
 * rf_trace_window_get_file:
 * @self: a window
 *
 * Returns: (transfer none): the capture that it shows
 */
GFile *
rf_trace_window_get_file (RfTraceWindow *self)
{
  g_return_val_if_fail (RF_IS_TRACE_WINDOW (self), NULL);

  return rf_capture_loader_get_file (self->loader);
}

/**
 * rf_trace_window_is_outdated:
 * @self: a window
 *
 * Returns: whether its file is another by now, so that to open it once more is to see that one
 */
gboolean
rf_trace_window_is_outdated (RfTraceWindow *self)
{
  RfCaptureFate fate;

  g_return_val_if_fail (RF_IS_TRACE_WINDOW (self), FALSE);

  fate = rf_capture_loader_get_fate (self->loader);
  return fate != RF_CAPTURE_THERE && fate != RF_CAPTURE_GONE;
}
