/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-bar"

#include "config.h"

#include "rf-ladder-bar.h"

#include "rf-ladder-commands.h"
#include "rf-ladder-heads.h"

/**
 * RfLadderBar:
 *
 * The slim bar above a ladder: what is shown of it, which times stand beside it, and where to jump.
 * It leads an #RfLadderCanvas and keeps nothing itself but what its buttons say. Its actions are
 * the group "rows".
 */
struct _RfLadderBar {
  GtkBox              parent_instance;

  RfLadderCanvas     *canvas; /* unowned, NULL when it is gone */
  GSimpleActionGroup *actions;
  GSettings          *settings; /* where choices are kept, or NULL */
  GtkSearchEntry     *search;
  GtkMenuButton      *methods_button;
  GtkLabel           *methods_count;
};

G_DEFINE_FINAL_TYPE (RfLadderBar, rf_ladder_bar, GTK_TYPE_BOX)

#define TIMES_KEY "ladder-times"
#define TRUE_TIME_KEY "ladder-true-time"

/* In the order of the menu. What is none of them is shown while no method is chosen. */
static const struct {
  const char  *action;
  const char  *label;
  RfSipMethod  method;
} methods[] = {
  { "method-invite", "INVITE", RF_SIP_INVITE },
  { "method-ack", "ACK", RF_SIP_ACK },
  { "method-bye", "BYE", RF_SIP_BYE },
  { "method-cancel", "CANCEL", RF_SIP_CANCEL },
  { "method-refer", "REFER", RF_SIP_REFER },
  { "method-notify", "NOTIFY", RF_SIP_NOTIFY },
  { "method-subscribe", "SUBSCRIBE", RF_SIP_SUBSCRIBE },
  { "method-register", "REGISTER", RF_SIP_REGISTER },
  { "method-options", "OPTIONS", RF_SIP_OPTIONS },
  { "method-info", "INFO", RF_SIP_INFO },
  { "method-message", "MESSAGE", RF_SIP_MESSAGE },
  { "method-update", "UPDATE", RF_SIP_UPDATE },
  { "method-prack", "PRACK", RF_SIP_PRACK },
  { "method-publish", "PUBLISH", RF_SIP_PUBLISH },
};

static const char * const time_modes[RF_TIME_N_MODES] = {
  [RF_TIME_SINCE_START] = "since-start",
  [RF_TIME_OF_DAY] = "of-day",
  [RF_TIME_SINCE_PREVIOUS] = "since-previous",
  [RF_TIME_SINCE_REFER] = "since-refer",
};

static const struct {
  const char   *name;
  RfLadderFind  what;
  gboolean      up;
} jumps[] = {
  { "next-transfer", RF_LADDER_FIND_TRANSFER, FALSE },
  { "previous-transfer", RF_LADDER_FIND_TRANSFER, TRUE },
  { "next-problem", RF_LADDER_FIND_PROBLEM, FALSE },
  { "previous-problem", RF_LADDER_FIND_PROBLEM, TRUE },
  { "next-phase", RF_LADDER_FIND_PHASE, FALSE },
  { "previous-phase", RF_LADDER_FIND_PHASE, TRUE },
};

static RfRowFilter *
get_filter (RfLadderBar *self)
{
  return self->canvas != NULL ? rf_ladder_canvas_get_filter (self->canvas) : NULL;
}

static void
set_state (RfLadderBar *self,
           const char  *action,
           gboolean     state)
{
  GAction *it = g_action_map_lookup_action (G_ACTION_MAP (self->actions), action);

  g_simple_action_set_state (G_SIMPLE_ACTION (it), g_variant_new_boolean (state));
}

/* What the buttons say follows the filter, whoever has changed it. */
static void
on_filter_changed (RfLadderBar *self,
                   RfRowFilter *filter)
{
  guint chosen = rf_row_filter_get_methods (filter);
  g_autofree char *count = NULL;
  guint n_chosen = 0;

  set_state (self, "only-transfers", rf_row_filter_get_transfers_only (filter));
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    gboolean is_chosen = (chosen & RF_ROW_FILTER_METHOD (methods[i].method)) != 0;

    set_state (self, methods[i].action, is_chosen);
    n_chosen += is_chosen;
  }
  count = g_strdup_printf ("%u", n_chosen);
  gtk_label_set_text (self->methods_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->methods_count), n_chosen > 0);
  if (rf_row_filter_get_text (filter) == NULL)
    gtk_entry_set_text (GTK_ENTRY (self->search), "");
}

static void
on_search_changed (RfLadderBar *self)
{
  RfRowFilter *filter = get_filter (self);

  if (filter != NULL)
    rf_row_filter_set_text (filter, gtk_entry_get_text (GTK_ENTRY (self->search)));
}

static void
on_search_done (RfLadderBar *self)
{
  on_search_changed (self);
  if (self->canvas != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_search_stopped (RfLadderBar *self)
{
  gtk_entry_set_text (GTK_ENTRY (self->search), "");
  on_search_done (self);
}

static void
change_only_transfers (GSimpleAction *action,
                       GVariant      *state,
                       gpointer       user_data)
{
  RfRowFilter *filter = get_filter (user_data);

  if (filter != NULL)
    rf_row_filter_set_transfers_only (filter, g_variant_get_boolean (state));
}

static void
change_method (GSimpleAction *action,
               GVariant      *state,
               gpointer       user_data)
{
  RfRowFilter *filter = get_filter (user_data);
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; filter != NULL && i < G_N_ELEMENTS (methods); i++) {
    guint bit = RF_ROW_FILTER_METHOD (methods[i].method);
    guint others = rf_row_filter_get_methods (filter) & ~bit;

    if (g_str_equal (methods[i].action, name))
      rf_row_filter_set_methods (filter, others | (g_variant_get_boolean (state) ? bit : 0));
  }
}

static void
change_time (GSimpleAction *action,
             GVariant      *state,
             gpointer       user_data)
{
  RfLadderBar *self = user_data;
  const char *name = g_variant_get_string (state, NULL);

  for (guint i = 0; i < RF_TIME_N_MODES; i++) {
    if (!g_str_equal (time_modes[i], name))
      continue;
    g_simple_action_set_state (action, state);
    if (self->canvas != NULL)
      rf_ladder_canvas_set_time_mode (self->canvas, i);
    if (self->settings != NULL)
      g_settings_set_string (self->settings, TIMES_KEY, name);
  }
}

static void
change_true_time (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       user_data)
{
  RfLadderBar *self = user_data;
  gboolean true_time = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  if (self->canvas != NULL)
    rf_ladder_canvas_set_true_time (self->canvas, true_time);
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, TRUE_TIME_KEY, true_time);
}

static void
activate_jump (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  RfLadderBar *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; self->canvas != NULL && i < G_N_ELEMENTS (jumps); i++) {
    if (g_str_equal (jumps[i].name, name))
      rf_ladder_commands_jump (self->canvas, jumps[i].what, jumps[i].up);
  }
}

static void
activate_unfold_all (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  RfLadderBar *self = user_data;

  if (self->canvas != NULL)
    rf_ladder_commands_unfold (self->canvas);
}

static void
activate_show_all (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  RfRowFilter *filter = get_filter (user_data);

  if (filter != NULL)
    rf_row_filter_clear (filter);
}

static void
add_actions (RfLadderBar *self)
{
  static const GActionEntry entries[] = {
    { .name = "only-transfers", .state = "false", .change_state = change_only_transfers },
    { .name = "time", .parameter_type = "s", .state = "'since-start'",
      .change_state = change_time },
    { .name = "true-time", .state = "false", .change_state = change_true_time },
    { .name = "jump", .parameter_type = "s", .activate = activate_jump },
    { .name = "unfold-all", .activate = activate_unfold_all },
    { .name = "show-all", .activate = activate_show_all },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    const GActionEntry entry = { .name = methods[i].action, .state = "false",
                                 .change_state = change_method };

    g_action_map_add_action_entries (G_ACTION_MAP (self->actions), &entry, 1, self);
  }
}

/* Names of methods are the same in every language. */
static void
fill_methods_menu (RfLadderBar *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    g_autofree char *action = g_strconcat ("rows.", methods[i].action, NULL);

    g_menu_append (menu, methods[i].label, action);
  }
  gtk_menu_button_set_menu_model (self->methods_button, G_MENU_MODEL (menu));
}

static void
on_lifelines_clicked (RfLadderBar *self,
                      GtkWidget   *button)
{
  if (self->canvas != NULL)
    rf_ladder_heads_open_list (rf_ladder_canvas_get_heads (self->canvas), button);
}

static void
rf_ladder_bar_dispose (GObject *object)
{
  RfLadderBar *self = RF_LADDER_BAR (object);

  g_clear_weak_pointer (&self->canvas);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (rf_ladder_bar_parent_class)->dispose (object);
}

static void
rf_ladder_bar_class_init (RfLadderBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rf_ladder_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-ladder-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RfLadderBar, search);
  gtk_widget_class_bind_template_child (widget_class, RfLadderBar, methods_button);
  gtk_widget_class_bind_template_child (widget_class, RfLadderBar, methods_count);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_done);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_lifelines_clicked);
}

static void
rf_ladder_bar_init (RfLadderBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "rows", G_ACTION_GROUP (self->actions));
  fill_methods_menu (self);
}

/**
 * rf_ladder_bar_set_canvas:
 * @self: a bar
 * @canvas: the ladder that it leads; once for all
 */
void
rf_ladder_bar_set_canvas (RfLadderBar    *self,
                          RfLadderCanvas *canvas)
{
  g_return_if_fail (RF_IS_LADDER_BAR (self));
  g_return_if_fail (RF_IS_LADDER_CANVAS (canvas));
  g_return_if_fail (self->canvas == NULL);

  g_set_weak_pointer (&self->canvas, canvas);
  g_signal_connect_object (rf_ladder_canvas_get_filter (canvas), "changed",
                           G_CALLBACK (on_filter_changed), self, G_CONNECT_SWAPPED);
}

/**
 * rf_ladder_bar_keep_times:
 * @self: a bar that leads a ladder
 * @settings: the settings of the application; once for all
 *
 * Has the times told and the rows spaced as was chosen last, in whatever window, and remembers what
 * is chosen here.
 */
void
rf_ladder_bar_keep_times (RfLadderBar *self,
                          GSettings   *settings)
{
  g_autofree char *times = NULL;

  g_return_if_fail (RF_IS_LADDER_BAR (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->settings == NULL);

  times = g_settings_get_string (settings, TIMES_KEY);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "time",
                                      g_variant_new_string (times));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "true-time",
                                      g_variant_new_boolean (g_settings_get_boolean (settings,
                                                                             TRUE_TIME_KEY)));
  self->settings = g_object_ref (settings);
}

/**
 * rf_ladder_bar_search:
 * @self: a bar
 *
 * Leads the keys to the field for the text that messages are to have.
 */
void
rf_ladder_bar_search (RfLadderBar *self)
{
  g_return_if_fail (RF_IS_LADDER_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
