/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-row"

#include "config.h"

#include "rf-call-row.h"

#include "rf-call-actions.h"
#include "rf-transfer-dialog.h"
#include "rf-transfer-panel.h"
#include "rf-words.h"

#include <glib/gi18n.h>
#include <handy.h>

/**
 * RfCallRow:
 *
 * One call in a list: who it is, how it stands, and what can be done with it now. The commands are
 * the actions of #RfCallActions, in the group "call" of the row, so that buttons, keys and windows
 * all go the same way.
 *
 * Signal "news-shown" (): it now shows something that the person is to see: it rings, asks, or has
 * other buttons for a transfer.
 */

enum {
  SIGNAL_NEWS_SHOWN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

enum {
  PROP_0,
  PROP_DESK,
  PROP_CALL,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

struct _RfCallRow {
  GtkListBoxRow    parent_instance;

  RfDesk          *desk;
  RfCall          *call;
  RfCallActions   *actions;
  guint            tick_id;
  gboolean         was_waiting;

  HdyAvatar       *avatar;
  GtkLabel        *name;
  GtkLabel        *address;
  GtkLabel        *time;
  GtkLabel        *state;
  RfTransferPanel *panel;
  GtkWidget       *request;
  GtkLabel        *request_text;
  GtkLabel        *request_note;
  GtkWidget       *request_answers;
  GtkButton       *stay;
  GtkButton       *connect;
  GtkWidget       *offer;
  GtkWidget       *controls;
  GtkWidget       *hold;
  GtkWidget       *mute;
  GtkWidget       *transfer;
  GtkWidget       *more;
  GMenu           *others;
};

G_DEFINE_FINAL_TYPE (RfCallRow, rf_call_row, GTK_TYPE_LIST_BOX_ROW)


static void
set_style (GtkWidget *widget, const char *name, gboolean on)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (on)
    gtk_style_context_add_class (context, name);
  else
    gtk_style_context_remove_class (context, name);
}

/* A button that cannot work says why, to the eye and to the screen reader. */
static void
explain (GtkWidget *button, const char *what, const char *why_not)
{
  gtk_widget_set_tooltip_text (button, why_not ? why_not : what);
  atk_object_set_description (gtk_widget_get_accessible (button), why_not ? why_not : what);
}


static void
update_controls (RfCallRow *self)
{
  gboolean held = rf_call_get_local_hold (self->call);
  gboolean muted = rf_call_get_muted (self->call);
  g_autofree char *no_hold = rf_words_no_hold (self->call);
  g_autofree char *no_mute = rf_words_no_mute (self->call);
  g_autofree char *no_transfer = rf_words_no_transfer (self->call);

  explain (self->hold, held ? _("Take back from hold") : _("Put on hold"), no_hold);
  explain (self->mute, muted ? _("Switch the microphone on") : _("Switch the microphone off"),
           no_mute);
  explain (self->transfer, _("Transfer to someone else"), no_transfer);
}


static void
update_time (RfCallRow *self)
{
  gint64 from = rf_call_get_established_at (self->call);
  gint64 to = rf_call_get_ended_at (self->call);
  g_autofree char *text = NULL;

  if (from != 0)
    text = rf_words_duration (((to != 0 ? to : g_get_real_time ()) - from) / G_USEC_PER_SEC);
  gtk_label_set_text (self->time, text ? text : "");
}


/* A screen reader says a change of it: not each second. */
static void
describe_countdown (RfCallRow *self, gint64 seconds)
{
  AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self->connect));
  int tens = (int) (MIN (seconds, 990) + 9) / 10;
  g_autofree char *text = tens > 0 ? g_strdup_printf (_("At most %d seconds left."), tens * 10)
                                   : g_strdup ("");

  if (g_strcmp0 (text, atk_object_get_description (accessible)) != 0)
    atk_object_set_description (accessible, text);
}


static void
update_countdown (RfCallRow *self)
{
  const char *yes = rf_words_request_yes (self->call);
  g_autofree char *label = NULL;
  gint64 deadline = 0;
  gint64 left;

  g_object_get (self->call, "request-deadline", &deadline, NULL);
  left = deadline - g_get_real_time ();
  if (left > 0)
    label = g_strdup_printf ("%s (%d)", yes, (int) MIN (left / G_USEC_PER_SEC + 1, 999));
  gtk_button_set_label (self->connect, label ? label : yes);
  describe_countdown (self, left > 0 ? left / G_USEC_PER_SEC + 1 : 0);
}


static void
update_request (RfCallRow *self)
{
  gboolean asked = rf_call_get_request_target (self->call) != NULL;
  AtkObject *accessible = gtk_widget_get_accessible (self->request);
  g_autofree char *text = asked ? rf_words_request (self->call)
                                : rf_words_request_end (self->call);
  g_autofree char *note = rf_words_request_note (self->call);
  g_autofree char *said = g_strjoin (" ", note, rf_words_request_wait (self->call), NULL);

  gtk_label_set_text (self->request_text, text);
  gtk_label_set_text (self->request_note, note);
  gtk_button_set_label (self->stay, rf_words_request_no (self->call));
  /* Without the seconds, which it would read out. */
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->connect)),
                       rf_words_request_yes (self->call));
  update_countdown (self);
  /* Before it is shown: a screen reader reads an alert out when it appears. */
  atk_object_set_name (accessible, text);
  atk_object_set_description (accessible, asked ? said : "");
  gtk_widget_set_visible (GTK_WIDGET (self->request_note), asked);
  gtk_widget_set_visible (self->request_answers, asked);
  gtk_widget_set_visible (self->request, *text != '\0');
}


/* The other calls, by their positions in the phone's list; built anew whenever that changes. */
static void
update_others (RfCallRow *self)
{
  GListModel *calls = G_LIST_MODEL (rf_desk_get_phone (self->desk));

  g_menu_remove_all (self->others);
  for (guint i = 0; i < g_list_model_get_n_items (calls); i++) {
    g_autoptr (RfCall) other = g_list_model_get_item (calls, i);
    g_autofree char *who = rf_words_clean (rf_call_get_peer_label (other));
    g_autofree char *label = g_strdup_printf (_("Transfer to call with %s…"), who);
    g_autoptr (GMenuItem) item = NULL;

    if (!rf_desk_can_connect (self->desk, self->call, other))
      continue;
    item = g_menu_item_new (label, NULL);
    g_menu_item_set_action_and_target (item, "call.connect", "u", i);
    g_menu_append_item (self->others, item);
  }
  gtk_widget_set_visible (self->more, g_menu_model_get_n_items (G_MENU_MODEL (self->others)) > 0);
}


static char *
dup_state (RfCall *call)
{
  g_autofree char *state = rf_words_call_state (call);
  g_autofree char *by = rf_call_is_incoming (call)
      ? rf_words_sender (call, rf_call_get_referred_by (call))
      : rf_words_clean (rf_call_get_asked_by (call));

  if (*by == '\0')
    return g_steal_pointer (&state);
  if (rf_call_is_incoming (call))
    return g_strdup_printf (_("%s, sent by %s"), state, by);

  return g_strdup_printf (_("%s, as %s asked"), state, by);
}


/* The sentence below says it, and more. */
static gboolean
is_told_below (RfCallRow *self)
{
  RfConsultation *consultation = rf_desk_find_consultation (self->desk, self->call);

  return consultation && rf_consultation_get_caller (consultation) == self->call &&
         rf_consultation_is_newest (consultation) && rf_call_get_local_hold (self->call) &&
         !rf_call_is_resuming (self->call) &&
         rf_consultation_get_stage (consultation) <= RF_CONSULTATION_ASKING;
}


static void
update_identity (RfCallRow *self)
{
  g_autofree char *name = rf_words_clean (rf_call_get_peer_label (self->call));
  g_autofree char *address = rf_words_clean (rf_call_get_peer_uri (self->call));
  g_autofree char *state = dup_state (self->call);
  g_autofree char *replaces = rf_words_replaces (self->call);
  g_autofree char *accessible = g_strconcat (name, ", ", state, *replaces ? ". " : "", replaces,
                                             NULL);

  hdy_avatar_set_text (self->avatar, name);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->address, address);
  gtk_label_set_text (self->state, state);
  gtk_widget_set_visible (GTK_WIDGET (self->state), !is_told_below (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address), address);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), accessible);
}


static void
update (RfCallRow *self)
{
  RfCallState state = rf_call_get_state (self->call);
  gboolean waits = state == RF_CALL_RINGING_IN;

  update_identity (self);
  update_time (self);
  update_others (self);
  update_request (self);
  update_controls (self);
  gtk_widget_set_visible (self->offer, waits);
  gtk_widget_set_visible (self->controls, rf_call_is_live (self->call) && !waits);
  set_style (GTK_WIDGET (self), "rf-lost", state == RF_CALL_LOST);
  set_style (GTK_WIDGET (self), "rf-ended", !rf_call_is_live (self->call) &&
             rf_call_get_request_target (self->call) == NULL);
  set_style (GTK_WIDGET (self), "rf-ringing", waits);
}


static void
emit_news (RfCallRow *self)
{
  g_signal_emit (self, signals[SIGNAL_NEWS_SHOWN], 0);
}


static gboolean
on_tick (gpointer user_data)
{
  RfCallRow *self = RF_CALL_ROW (user_data);

  update_time (self);
  update_countdown (self);

  return G_SOURCE_CONTINUE;
}

/* Time runs only while somebody can see it. */
static void
update_tick (RfCallRow *self)
{
  gboolean is_up = rf_call_get_state (self->call) == RF_CALL_ESTABLISHED;
  gboolean runs = is_up || rf_call_get_request_target (self->call) != NULL;
  gboolean wanted = runs && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted && self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (1, on_tick, self);
  else if (!wanted)
    g_clear_handle_id (&self->tick_id, g_source_remove);
}


static void
on_call_changed (RfCallRow *self)
{
  gboolean is_waiting = rf_call_row_is_waiting (self);

  update (self);
  update_tick (self);
  if (is_waiting && !self->was_waiting)
    emit_news (self);
  self->was_waiting = is_waiting;
}


static void
rf_call_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rf_call_row_parent_class)->map (widget);
  update_time (RF_CALL_ROW (widget));
  update_tick (RF_CALL_ROW (widget));
}


static void
rf_call_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rf_call_row_parent_class)->unmap (widget);
  update_tick (RF_CALL_ROW (widget));
}


static void
rf_call_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RfCallRow *self = RF_CALL_ROW (object);

  switch (id) {
    case PROP_DESK:
      self->desk = g_value_dup_object (value);
      break;
    case PROP_CALL:
      self->call = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_call_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RfCallRow *self = RF_CALL_ROW (object);

  switch (id) {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_CALL:
      g_value_set_object (value, self->call);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_call_row_constructed (GObject *object)
{
  RfCallRow *self = RF_CALL_ROW (object);

  G_OBJECT_CLASS (rf_call_row_parent_class)->constructed (object);
  g_return_if_fail (self->desk != NULL && self->call != NULL);

  self->actions = rf_call_actions_new (self->desk, self->call);
  g_signal_connect_object (self->actions, "transfer-requested",
                           G_CALLBACK (rf_call_row_request_transfer), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "call", G_ACTION_GROUP (self->actions));
  rf_transfer_panel_set_call (self->panel, self->desk, self->call);
  g_signal_connect_object (self->panel, "turned", G_CALLBACK (emit_news), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->call, "notify", G_CALLBACK (on_call_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  on_call_changed (self);
}


static void
rf_call_row_dispose (GObject *object)
{
  RfCallRow *self = RF_CALL_ROW (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (rf_call_row_parent_class)->dispose (object);
}


static void
rf_call_row_finalize (GObject *object)
{
  RfCallRow *self = RF_CALL_ROW (object);

  g_clear_object (&self->call);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (rf_call_row_parent_class)->finalize (object);
}


static void
rf_call_row_class_init (RfCallRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = rf_call_row_set_property;
  object_class->get_property = rf_call_row_get_property;
  object_class->constructed = rf_call_row_constructed;
  object_class->dispose = rf_call_row_dispose;
  object_class->finalize = rf_call_row_finalize;
  widget_class->map = rf_call_row_map;
  widget_class->unmap = rf_call_row_unmap;

  props[PROP_DESK] = g_param_spec_object ("desk", "", "", RF_TYPE_DESK, flags);
  props[PROP_CALL] = g_param_spec_object ("call", "", "", RF_TYPE_CALL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_NEWS_SHOWN] =
    g_signal_new ("news-shown", RF_TYPE_CALL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-call-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, name);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, address);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, time);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, state);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, panel);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, request);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, request_text);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, request_note);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, request_answers);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, stay);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, connect);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, offer);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, controls);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, hold);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, mute);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, transfer);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, more);
  gtk_widget_class_bind_template_child (widget_class, RfCallRow, others);
}


static void
rf_call_row_init (RfCallRow *self)
{
  g_type_ensure (HDY_TYPE_AVATAR);
  g_type_ensure (RF_TYPE_TRANSFER_PANEL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_call_row_new:
 * @desk: the desk that the call is at
 * @call: the call to show
 *
 * Returns: a row for a list of calls
 */
GtkWidget *
rf_call_row_new (RfDesk *desk, RfCall *call)
{
  g_return_val_if_fail (RF_IS_DESK (desk), NULL);
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  return g_object_new (RF_TYPE_CALL_ROW, "desk", desk, "call", call, NULL);
}

/**
 * rf_call_row_get_desk:
 * @self: a row
 *
 * Returns: (transfer none): the desk that the call is at
 */
RfDesk *
rf_call_row_get_desk (RfCallRow *self)
{
  g_return_val_if_fail (RF_IS_CALL_ROW (self), NULL);

  return self->desk;
}

/**
 * rf_call_row_get_call:
 * @self: a row
 *
 * Returns: (transfer none): the call that the row shows
 */
RfCall *
rf_call_row_get_call (RfCallRow *self)
{
  g_return_val_if_fail (RF_IS_CALL_ROW (self), NULL);

  return self->call;
}

/**
 * rf_call_row_is_waiting:
 * @self: a row
 *
 * Returns: whether somebody waits for the person's answer there: it rings, or asks something
 */
gboolean
rf_call_row_is_waiting (RfCallRow *self)
{
  g_return_val_if_fail (RF_IS_CALL_ROW (self), FALSE);

  return rf_call_get_state (self->call) == RF_CALL_RINGING_IN ||
         rf_call_get_request_target (self->call) != NULL;
}

/**
 * rf_call_row_is_wanted:
 * @self: a row
 *
 * Returns: whether there is something to do in it: the call is live, or has left a question
 */
gboolean
rf_call_row_is_wanted (RfCallRow *self)
{
  g_return_val_if_fail (RF_IS_CALL_ROW (self), FALSE);

  return rf_call_is_live (self->call) || rf_call_row_is_waiting (self);
}

/**
 * rf_call_row_request_transfer:
 * @self: a row
 * @other: (nullable): the call to transfer to; %NULL to choose somebody
 *
 * Opens the transfer dialog for the row's call.
 */
void
rf_call_row_request_transfer (RfCallRow *self, RfCall *other)
{
  GtkWidget *window;
  GtkWidget *dialog;

  g_return_if_fail (RF_IS_CALL_ROW (self));
  g_return_if_fail (other == NULL || RF_IS_CALL (other));

  window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  if (!GTK_IS_WINDOW (window))
    return;

  dialog = rf_transfer_dialog_new (GTK_WINDOW (window), self->desk, self->call, other);
  gtk_window_present (GTK_WINDOW (dialog));
}
