/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-demo-window"

#include "config.h"

#include "rf-demo-window.h"

#include "rf-demo-party.h"
#include "rf-demo-player.h"
#include "rf-head-keys.h"
#include "rf-ladder-export.h"
#include "rf-ladder-view.h"
#include "rf-message-pane.h"
#include "rf-transport-bar.h"

/**
 * RfDemoWindow:
 *
 * The classroom: the phones of a scenario side by side, the sentence that a teacher would say, one
 * ladder of all that they send each other, the message that is selected in it, and the transport
 * bar. It starts to play by itself; every phone can also be used by hand at any time.
 */

#define ZOOM_STEP 1.1
#define DEFAULT_SCENARIO "blind"

struct _RfDemoWindow {
  HdyApplicationWindow  parent_instance;

  RfDemoPlayer         *player;
  GtkCssProvider       *zoom_css;

  GtkStack             *stack;
  GtkSpinner           *spinner;
  HdyStatusPage        *failed_page;
  GtkInfoBar           *info_bar;
  GtkLabel             *info_label;
  GtkContainer         *parties;
  GtkLabel             *narration;
  GtkPaned             *paned;
  gboolean              divided; /* between ladder and message */
  RfLadderView         *ladder;
  RfLadderExport       *export;
  RfMessagePane        *message_pane;
  RfTransportBar       *transport_bar;
  GtkWidget            *left; /* had the focus when the stage was left, or NULL */
};

G_DEFINE_FINAL_TYPE (RfDemoWindow, rf_demo_window, HDY_TYPE_APPLICATION_WINDOW)

static gboolean
is_on_stage (RfDemoWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "stage") == 0;
}

static void
on_find_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  RfDemoWindow *self = RF_DEMO_WINDOW (user_data);

  if (is_on_stage (self))
    rf_ladder_view_search (self->ladder);
}

static void
on_restart_activated (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  rf_demo_player_restart (RF_DEMO_WINDOW (user_data)->player);
}

static void
on_step_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  rf_demo_player_step (RF_DEMO_WINDOW (user_data)->player);
}

static void
on_play_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  RfDemoWindow *self = RF_DEMO_WINDOW (user_data);

  if (rf_demo_player_get_playing (self->player))
    rf_demo_player_pause (self->player);
  else
    rf_demo_player_play (self->player);
}

/* Everything grows alike: the ladder, which draws itself, and the text of all else, which takes its
   size from the window. */
static void
on_zoom_changed (RfDemoWindow *self)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *css = NULL;

  g_ascii_formatd (number, sizeof number, "%.1f", 100 * rf_ladder_view_get_zoom (self->ladder));
  css = g_strdup_printf ("window { font-size: %s%%; }", number);
  gtk_css_provider_load_from_data (self->zoom_css, css, -1, NULL);
}

static void
on_zoom_in_activated (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  RfLadderView *ladder = RF_DEMO_WINDOW (user_data)->ladder;

  rf_ladder_view_set_zoom (ladder, rf_ladder_view_get_zoom (ladder) * ZOOM_STEP);
}

static void
on_zoom_out_activated (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  RfLadderView *ladder = RF_DEMO_WINDOW (user_data)->ladder;

  rf_ladder_view_set_zoom (ladder, rf_ladder_view_get_zoom (ladder) / ZOOM_STEP);
}

static void
on_zoom_reset_activated (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  rf_ladder_view_set_zoom (RF_DEMO_WINDOW (user_data)->ladder, 1);
}

static void
show_info (RfDemoWindow   *self,
           GtkMessageType  type,
           const char     *sentence)
{
  if (sentence != NULL) {
    gtk_label_set_text (self->info_label, sentence);
    gtk_info_bar_set_message_type (self->info_bar, type);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->info_bar), sentence != NULL);
}

static void
on_info_response (RfDemoWindow *self)
{
  gtk_widget_hide (GTK_WIDGET (self->info_bar));
}

static void
on_command_failed (RfDemoWindow *self,
                   RfCall       *call,
                   GError       *error)
{
  show_info (self, GTK_MESSAGE_WARNING, error->message);
}

static void
on_narration_changed (RfDemoWindow *self)
{
  g_autofree char *narration = rf_demo_player_dup_narration (self->player);

  gtk_label_set_text (self->narration, narration != NULL ? narration : "");
}

/* What leaves the screen loses the keys. They come back to where they were, or else to the ladder,
   unless a person works elsewhere by then. */
static void
place_focus (RfDemoWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_get_mapped (focus))
    return;
  if (is_on_stage (self))
    gtk_widget_grab_focus (self->left != NULL ? self->left : GTK_WIDGET (self->ladder));
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
show_page (RfDemoWindow *self,
           const char   *name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0)
    return;
  if (is_on_stage (self))
    g_set_weak_pointer (&self->left, focus);
  gtk_stack_set_visible_child_name (self->stack, name);
  place_focus (self);
}

static void
on_problem_changed (RfDemoWindow *self)
{
  g_autofree char *problem = rf_demo_player_dup_problem (self->player);
  gboolean starting = rf_demo_player_is_starting (self->player);

  g_object_set (self->spinner, "active", starting, NULL);
  hdy_status_page_set_description (self->failed_page, problem);
  show_info (self, GTK_MESSAGE_WARNING, problem);
  if (rf_demo_player_has_failed (self->player))
    show_page (self, "failed");
  else
    show_page (self, starting ? "starting" : "stage");
}

static void
add_party (RfDemoWindow *self,
           RfRunner     *runner,
           guint         party)
{
  GtkWidget *widget = rf_demo_party_new (runner, party);

  gtk_container_add (self->parties, widget);
  g_signal_connect_object (rf_runner_get_phone (runner, party), "command-failed",
                           G_CALLBACK (on_command_failed), self,
                           G_CONNECT_SWAPPED);
}

static void
on_runner_changed (RfDemoWindow *self)
{
  RfRunner *runner = rf_demo_player_get_runner (self->player);
  g_autoptr (GList) former = gtk_container_get_children (self->parties);

  for (GList *l = former; l != NULL; l = l->next)
    gtk_widget_destroy (l->data);
  for (guint i = 0; runner != NULL && i < rf_runner_get_n_phones (runner); i++)
    add_party (self, runner, i);
  rf_ladder_view_set_trace (self->ladder, runner != NULL ? rf_runner_get_trace (runner) : NULL);
}

/* The ladder keeps the greater part, until a person moves the divider. */
static void
place_divider (RfDemoWindow *self)
{
  if (!self->divided)
    gtk_paned_set_position (self->paned,
                            gtk_widget_get_allocated_width (GTK_WIDGET (self->paned)) * 0.58);
  self->divided = TRUE;
}

static void
on_selected_changed (RfDemoWindow *self)
{
  int selected = rf_ladder_view_get_selected (self->ladder);

  if (selected >= 0)
    place_divider (self);
  rf_message_pane_set_message (self->message_pane, rf_ladder_view_get_trace (self->ladder),
                               selected);
}

static void
on_close_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (RfDemoWindow) self = RF_DEMO_WINDOW (user_data);

  rf_demo_player_close_finish (RF_DEMO_PLAYER (source), result, NULL);
  gtk_widget_destroy (GTK_WIDGET (self));
}

/* The window goes at once, but stays one of the application's, which keeps it alive until the
   phones are gone. */
static gboolean
on_delete_event (RfDemoWindow *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self))) {
    gtk_widget_hide (GTK_WIDGET (self));
    rf_demo_player_close_async (self->player, on_close_ready, g_object_ref (self));
  }

  return GDK_EVENT_STOP;
}

/* A window takes the keys of its actions first, but those of a lifeline are the lifeline's. */
static gboolean
rf_demo_window_key_press_event (GtkWidget   *widget,
                                GdkEventKey *event)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  if (RF_IS_LADDER_CANVAS (focus) && rf_head_keys_handle (RF_LADDER_CANVAS (focus), event))
    return GDK_EVENT_STOP;

  return GTK_WIDGET_CLASS (rf_demo_window_parent_class)->key_press_event (widget, event);
}

static void
rf_demo_window_dispose (GObject *object)
{
  RfDemoWindow *self = RF_DEMO_WINDOW (object);

  g_clear_object (&self->player);
  g_clear_weak_pointer (&self->left);
  g_clear_object (&self->zoom_css);

  G_OBJECT_CLASS (rf_demo_window_parent_class)->dispose (object);
}

static void
rf_demo_window_class_init (RfDemoWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rf_demo_window_dispose;
  widget_class->key_press_event = rf_demo_window_key_press_event;

  g_type_ensure (RF_TYPE_LADDER_EXPORT);
  g_type_ensure (RF_TYPE_LADDER_VIEW);
  g_type_ensure (RF_TYPE_MESSAGE_PANE);
  g_type_ensure (RF_TYPE_TRANSPORT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-demo-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, info_bar);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, info_label);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, parties);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, narration);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, ladder);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, export);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, message_pane);
  gtk_widget_class_bind_template_child (widget_class, RfDemoWindow, transport_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_event);
  gtk_widget_class_bind_template_callback (widget_class, on_info_response);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_changed);
}

static void
add_actions (RfDemoWindow *self)
{
  const GActionEntry entries[] = {
    { .name = "find", .activate = on_find_activated },
    { .name = "restart", .activate = on_restart_activated },
    { .name = "step", .activate = on_step_activated },
    { .name = "play", .activate = on_play_activated },
    { .name = "zoom-in", .activate = on_zoom_in_activated },
    { .name = "zoom-out", .activate = on_zoom_out_activated },
    { .name = "zoom-reset", .activate = on_zoom_reset_activated },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_object_bind_property (self->player, "can-step",
                          g_action_map_lookup_action (G_ACTION_MAP (self), "step"), "enabled",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->player, "can-play",
                          g_action_map_lookup_action (G_ACTION_MAP (self), "play"), "enabled",
                          G_BINDING_SYNC_CREATE);
}

static void
rf_demo_window_init (RfDemoWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_init_template (widget);
  self->zoom_css = gtk_css_provider_new ();
  gtk_style_context_add_provider (gtk_widget_get_style_context (widget),
                                  GTK_STYLE_PROVIDER (self->zoom_css),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_object (self->ladder, "notify::zoom", G_CALLBACK (on_zoom_changed), self,
                           G_CONNECT_SWAPPED);

  rf_ladder_export_set_view (self->export, self->ladder);
  rf_message_pane_set_view (self->message_pane, self->ladder);
  self->player = rf_demo_player_new ();
  g_object_bind_property (self->player, "limit", self->ladder, "limit", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->player, "notify::runner", G_CALLBACK (on_runner_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::narration", G_CALLBACK (on_narration_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::problem", G_CALLBACK (on_problem_changed), self,
                           G_CONNECT_SWAPPED);
  add_actions (self);
  rf_transport_bar_set_player (self->transport_bar, self->player);
  gtk_widget_grab_focus (GTK_WIDGET (self->ladder));
}

static void
add_accelerators (GtkApplication *app)
{
  const struct {
    const char *action;
    const char *accelerators[4];
  } table[] = {
    { "win.restart", { "<Control>r" } },
    { "win.step", { "<Control>Right" } },
    { "win.play", { "<Control>space" } },
    { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
    { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
    { "win.zoom-reset", { "<Control>0", "<Control>KP_0" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (app, table[i].action, table[i].accelerators);
}

/**
 * rf_demo_window_new:
 * @app: the application
 * @settings: its settings
 * @scenario: (nullable): name of a scenario, or path of its file; %NULL for the blind transfer
 *
 * Opens the classroom and starts to play.
 *
 * Returns: (transfer none): the window; the application owns it
 */
GtkWidget *
rf_demo_window_new (GtkApplication *app,
                    GSettings      *settings,
                    const char     *scenario)
{
  RfDemoWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (app), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  add_accelerators (app);
  self = g_object_new (RF_TYPE_DEMO_WINDOW, "application", app, NULL);
  /* Its size is that of the room where it is shown, so each demo begins at the usual one. */
  rf_ladder_view_keep_times (self->ladder, settings);
  rf_message_pane_keep_page (self->message_pane, settings);
  rf_transport_bar_set_scenario (self->transport_bar,
                                 scenario != NULL ? scenario : DEFAULT_SCENARIO);

  return GTK_WIDGET (self);
}
