/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-panel"

#include "config.h"

#include "rf-call-panel.h"

#include "rf-call-drag.h"
#include "rf-call-row.h"
#include "rf-call-sight.h"

/**
 * RfCallPanel:
 *
 * The calls of one phone, a row each, or a word where there is none: those in which there is
 * something to do first, then those that are over. Rows with news scroll into sight. "selected" is
 * the call of the selected row, or %NULL; the newest call is selected when it comes, unless the
 * person is busy with a live one.
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

  RfPhone     *phone;
  RfDesk      *desk;
  GListModel  *targets;
  GPtrArray   *rows; /* as the phone lists the calls; the list box owns them */
  RfCallSight *sight;

  GtkStack    *stack;
  GtkListBox  *list;
};

G_DEFINE_FINAL_TYPE (RfCallPanel, rf_call_panel, GTK_TYPE_BIN)


static GtkListBoxRow *
get_row (RfCallPanel *self, guint index)
{
  return g_ptr_array_index (self->rows, index);
}


static gboolean
is_live_at (RfCallPanel *self, guint index)
{
  return rf_call_is_live (rf_call_row_get_call (RF_CALL_ROW (get_row (self, index))));
}

/* Keys go to the selected call: when that one is over, the newest one that is not. */
static void
select_live_call (RfCallPanel *self)
{
  guint n = self->rows->len;
  RfCall *selected = rf_call_panel_get_selected (self);
  guint index = n;

  if (n == 0 || (selected && rf_call_is_live (selected)))
    return;

  while (index > 0 && !is_live_at (self, index - 1))
    index--;
  if (index == 0 && selected)
    return;
  if (index == 0)
    index = n;

  gtk_list_box_select_row (self->list, get_row (self, index - 1));
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

  for (guint i = self->rows->len; may_stray && i > 0; i--) {
    GActionGroup *actions = get_actions (get_row (self, i - 1));

    if (actions && g_action_group_get_action_enabled (actions, command))
      return actions;
  }

  return NULL;
}


/* Those that are over go behind; of one kind, they stay as they came. */
static int
compare_rows (GtkListBoxRow *row, GtkListBoxRow *other, gpointer user_data)
{
  RfCallPanel *self = RF_CALL_PANEL (user_data);
  gboolean wanted = rf_call_row_is_wanted (RF_CALL_ROW (row));
  gboolean other_wanted = rf_call_row_is_wanted (RF_CALL_ROW (other));
  guint index = 0, other_index = 0;

  if (wanted != other_wanted)
    return wanted ? -1 : 1;

  g_ptr_array_find (self->rows, row, &index);
  g_ptr_array_find (self->rows, other, &other_index);

  return (int) index - (int) other_index;
}


static void
on_call_turned (RfCallPanel *self)
{
  gtk_list_box_invalidate_sort (self->list);
  rf_call_sight_keep (self->sight);
  select_live_call (self);
}


static void
on_news_shown (RfCallPanel *self, RfCallRow *row)
{
  rf_call_sight_show (self->sight, row);
}


static void
insert_row (RfCallPanel *self, guint index)
{
  g_autoptr (RfCall) call = g_list_model_get_item (G_LIST_MODEL (self->phone), index);
  GtkWidget *row = rf_call_row_new (self->desk, call);

  rf_call_drag_add (RF_CALL_ROW (row));
  g_signal_connect_object (call, "notify::state", G_CALLBACK (on_call_turned), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (call, "notify::request-target", G_CALLBACK (on_call_turned), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "news-shown", G_CALLBACK (on_news_shown), self, G_CONNECT_SWAPPED);
  g_ptr_array_insert (self->rows, (int) index, row);
  gtk_container_add (GTK_CONTAINER (self->list), row);
  rf_call_sight_show (self->sight, RF_CALL_ROW (row));
}


static void
on_items_changed (RfCallPanel *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++) {
    GtkListBoxRow *row = get_row (self, position);

    g_ptr_array_remove_index (self->rows, position);
    gtk_container_remove (GTK_CONTAINER (self->list), GTK_WIDGET (row));
  }
  for (guint i = position; i < position + added; i++)
    insert_row (self, i);
  gtk_stack_set_visible_child_name (self->stack, self->rows->len > 0 ? "calls" : "empty");
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
  g_clear_object (&self->sight);

  G_OBJECT_CLASS (rf_call_panel_parent_class)->dispose (object);
}


static void
rf_call_panel_finalize (GObject *object)
{
  g_ptr_array_unref (RF_CALL_PANEL (object)->rows);

  G_OBJECT_CLASS (rf_call_panel_parent_class)->finalize (object);
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
  object_class->finalize = rf_call_panel_finalize;

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

  self->rows = g_ptr_array_new ();
  self->sight = rf_call_sight_new (self->list);
  gtk_list_box_set_sort_func (self->list, compare_rows, self, NULL);
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
    on_items_changed (self, 0, self->rows->len, 0);
  }
  g_clear_object (&self->desk);
  g_set_object (&self->phone, phone);
  if (phone) {
    self->desk = rf_desk_new (phone);
    rf_desk_set_targets (self->desk, self->targets);
    g_signal_connect_object (phone, "items-changed", G_CALLBACK (on_items_changed), self,
                             G_CONNECT_SWAPPED);
    on_items_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (phone)));
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
 * rf_call_panel_get_desk:
 * @self: a list of calls
 *
 * Returns: (transfer none) (nullable): the desk that its rows share; none without a phone
 */
RfDesk *
rf_call_panel_get_desk (RfCallPanel *self)
{
  g_return_val_if_fail (RF_IS_CALL_PANEL (self), NULL);

  return self->desk;
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
