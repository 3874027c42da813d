/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-panel"

#include "config.h"

#include "rf-call-panel.h"

#include "rf-call-drag.h"
#include "rf-call-row.h"

/**
 * RfCallPanel:
 *
 * The calls of one phone, a row each, or a word where there is none. "selected" is the call of the
 * selected row, or %NULL; the newest call is selected when it comes, unless the person is busy with
 * a live one.
 */

enum {
  PROP_0,
  PROP_PHONE,
  PROP_SELECTED,
  PROP_TARGETS,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

struct _RfCallPanel {
  GtkBin      parent_instance;

  RfPhone    *phone;
  RfDesk     *desk;
  GListModel *targets;

  GtkStack   *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (RfCallPanel, rf_call_panel, GTK_TYPE_BIN)


static guint
get_n_calls (RfCallPanel *self)
{
  return self->phone ? g_list_model_get_n_items (G_LIST_MODEL (self->phone)) : 0;
}


static gboolean
is_live_at (RfCallPanel *self, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) index);

  return row && rf_call_is_live (rf_call_row_get_call (RF_CALL_ROW (row)));
}

/* Keys go to the selected call: when that one is over, the newest one that is not. */
static void
select_live_call (RfCallPanel *self)
{
  guint n = get_n_calls (self);
  RfCall *selected = rf_call_panel_get_selected (self);
  guint index = n;
  GtkListBoxRow *row;

  if (n == 0 || (selected && rf_call_is_live (selected)))
    return;

  while (index > 0 && !is_live_at (self, index - 1))
    index--;
  if (index == 0 && selected)
    return;
  if (index == 0)
    index = n;

  row = gtk_list_box_get_row_at_index (self->list, (int) index - 1);
  gtk_list_box_select_row (self->list, row);
}


static GActionGroup *
get_actions (GtkListBoxRow *row)
{
  return row ? gtk_widget_get_action_group (GTK_WIDGET (row), "call") : NULL;
}

/* "answer" and "decline" mean a call that rings, and what can be done while somebody is asked first
 * is there once; selected or not. No other command strays. */
static GActionGroup *
find_actions (RfCallPanel *self, const char *command)
{
  GActionGroup *selected = get_actions (gtk_list_box_get_selected_row (self->list));
  static const char *const strays[] = { "answer", "decline", "complete", "swap", "back",
                                        "cancel-transfer", NULL };
  gboolean may_stray = g_strv_contains (strays, command);

  if (selected && g_action_group_get_action_enabled (selected, command))
    return selected;

  for (guint i = get_n_calls (self); may_stray && i > 0; i--) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i - 1);
    GActionGroup *actions = get_actions (row);

    if (actions && g_action_group_get_action_enabled (actions, command))
      return actions;
  }

  return NULL;
}


static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  RfCallPanel *self = RF_CALL_PANEL (user_data);
  GtkWidget *row = rf_call_row_new (self->desk, RF_CALL (item));

  rf_call_drag_add (RF_CALL_ROW (row));
  g_signal_connect_object (item, "notify::state", G_CALLBACK (select_live_call), self,
                           G_CONNECT_SWAPPED);

  return row;
}


static void
on_items_changed (RfCallPanel *self)
{
  guint n = get_n_calls (self);

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "calls" : "empty");
  select_live_call (self);
}


static void
on_row_selected (RfCallPanel *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}


static void
set_targets (RfCallPanel *self, GListModel *targets)
{
  g_set_object (&self->targets, targets);
  if (self->desk)
    rf_desk_set_targets (self->desk, targets);
}


static void
rf_call_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_PHONE:
      rf_call_panel_set_phone (RF_CALL_PANEL (object), g_value_get_object (value));
      break;
    case PROP_TARGETS:
      set_targets (RF_CALL_PANEL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_call_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RfCallPanel *self = RF_CALL_PANEL (object);

  switch (id) {
    case PROP_PHONE:
      g_value_set_object (value, self->phone);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, rf_call_panel_get_selected (self));
      break;
    case PROP_TARGETS:
      g_value_set_object (value, self->targets);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_call_panel_dispose (GObject *object)
{
  RfCallPanel *self = RF_CALL_PANEL (object);

  rf_call_panel_set_phone (self, NULL);
  g_clear_object (&self->targets);

  G_OBJECT_CLASS (rf_call_panel_parent_class)->dispose (object);
}


static void
rf_call_panel_class_init (RfCallPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = rf_call_panel_set_property;
  object_class->get_property = rf_call_panel_get_property;
  object_class->dispose = rf_call_panel_dispose;

  props[PROP_PHONE] = g_param_spec_object ("phone", "", "", RF_TYPE_PHONE, flags);
  props[PROP_SELECTED] = g_param_spec_object ("selected", "", "", RF_TYPE_CALL,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /* List of #RfTarget that the transfer dialog offers beside the other calls. */
  props[PROP_TARGETS] = g_param_spec_object ("targets", "", "", G_TYPE_LIST_MODEL,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-call-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, RfCallPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, RfCallPanel, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
}


static void
rf_call_panel_init (RfCallPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_call_panel_new:
 * @phone: (nullable): the phone whose calls are shown
 *
 * Returns: a list of calls
 */
GtkWidget *
rf_call_panel_new (RfPhone *phone)
{
  return g_object_new (RF_TYPE_CALL_PANEL, "phone", phone, NULL);
}

/**
 * rf_call_panel_set_phone:
 * @self: a list of calls
 * @phone: (nullable): the phone whose calls are shown
 */
void
rf_call_panel_set_phone (RfCallPanel *self, RfPhone *phone)
{
  g_return_if_fail (RF_IS_CALL_PANEL (self));
  g_return_if_fail (phone == NULL || RF_IS_PHONE (phone));

  if (self->phone == phone)
    return;

  if (self->phone) {
    g_signal_handlers_disconnect_by_data (self->phone, self);
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  }
  g_clear_object (&self->desk);
  g_set_object (&self->phone, phone);
  if (phone) {
    self->desk = rf_desk_new (phone);
    rf_desk_set_targets (self->desk, self->targets);
    gtk_list_box_bind_model (self->list, G_LIST_MODEL (phone), create_row, self, NULL);
    /* After the list box, which must have made its rows by then. */
    g_signal_connect_object (phone, "items-changed", G_CALLBACK (on_items_changed), self,
                             G_CONNECT_SWAPPED);
    on_items_changed (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHONE]);
}

/**
 * rf_call_panel_get_selected:
 * @self: a list of calls
 *
 * Returns: (transfer none) (nullable): the call of the selected row
 */
RfCall *
rf_call_panel_get_selected (RfCallPanel *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (RF_IS_CALL_PANEL (self), NULL);

  row = gtk_list_box_get_selected_row (self->list);

  return row ? rf_call_row_get_call (RF_CALL_ROW (row)) : NULL;
}

/**
 * rf_call_panel_command:
 * @self: a list of calls
 * @command: name of an action of #RfCallActions
 *
 * Gives a command to the selected call; some, as to answer, to whichever call can take it.
 *
 * Returns: whether a call could take it
 */
gboolean
rf_call_panel_command (RfCallPanel *self, const char *command)
{
  GActionGroup *actions;

  g_return_val_if_fail (RF_IS_CALL_PANEL (self), FALSE);
  g_return_val_if_fail (command != NULL, FALSE);

  actions = self->phone ? find_actions (self, command) : NULL;
  if (actions == NULL)
    return FALSE;

  g_action_group_activate_action (actions, command, NULL);

  return TRUE;
}
