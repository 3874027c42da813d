/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transfer-steps"

#include "config.h"

#include "rf-transfer-steps.h"

#include "rf-words.h"

#include <glib/gi18n.h>

/**
 * RfTransferSteps:
 *
 * How far the newest transfer of a call has come, as a line of steps: "✓ held ─ ✓ sent ─ ◐ accepted
 * ─ ○ ringing …". The step that an attempt ended at carries ✗ with the reason, or ? where the
 * outcome is unknown. Hidden while there is no transfer.
 */

enum {
  PROP_0,
  PROP_CALL,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

typedef struct {
  RfTransferStage  stage;
  const char      *text;
} Step;

static const Step steps[] = {
  { RF_TRANSFER_STAGE_WAITING, NC_("transfer step", "waited") },
  { RF_TRANSFER_STAGE_HOLD_CONFIRMED, NC_("transfer step", "held") },
  { RF_TRANSFER_STAGE_REFER_SENT, NC_("transfer step", "sent") },
  { RF_TRANSFER_STAGE_ACCEPTED, NC_("transfer step", "accepted") },
  { RF_TRANSFER_STAGE_RINGING, NC_("transfer step", "ringing") },
  { RF_TRANSFER_STAGE_ANSWERED, NC_("transfer step", "answered") },
  { RF_TRANSFER_STAGE_RELEASED, NC_("transfer step", "released") },
};

typedef enum {
  STEP_DONE,
  STEP_SKIPPED, /* a later one was reached, and this one was never reported */
  STEP_CURRENT,
  STEP_FAILED,
  STEP_UNKNOWN,
  STEP_OPEN,
} StepState;

struct _RfTransferSteps {
  GtkBox        parent_instance;

  RfCall       *call;
  RfTransfer   *transfer;
  GSignalGroup *call_signals;
  GSignalGroup *transfer_signals;

  GtkLabel     *title;
  GtkLabel     *steps;
};

G_DEFINE_FINAL_TYPE (RfTransferSteps, rf_transfer_steps, GTK_TYPE_BOX)


static gboolean
was_reached (RfTransfer *transfer, RfTransferStage stage)
{
  return rf_transfer_get_stage_time (transfer, stage) != 0;
}

/* Only who asks first may have to wait before the transfer begins. */
static gboolean
is_shown (RfTransfer *transfer, guint index)
{
  return steps[index].stage != RF_TRANSFER_STAGE_WAITING ||
         was_reached (transfer, RF_TRANSFER_STAGE_WAITING);
}

/* The step that the attempt stands at: the first after the last one that was reached. */
static guint
find_current (RfTransfer *transfer)
{
  guint current = is_shown (transfer, 0) ? 0 : 1;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (was_reached (transfer, steps[i].stage))
      current = i + 1;

  return current;
}


static StepState
get_step_state (RfTransfer *transfer, guint index, guint current)
{
  if (index < current)
    return was_reached (transfer, steps[index].stage) ? STEP_DONE : STEP_SKIPPED;
  if (index > current)
    return STEP_OPEN;

  switch (rf_transfer_get_result (transfer)) {
    case RF_TRANSFER_PENDING:
      return STEP_CURRENT;
    case RF_TRANSFER_CANCELLED:
    case RF_TRANSFER_FAILED:
    case RF_TRANSFER_REFUSED:
      return STEP_FAILED;
    case RF_TRANSFER_UNKNOWN:
      return STEP_UNKNOWN;
    case RF_TRANSFER_SUCCEEDED:
    default:
      return STEP_OPEN;
  }
}


static void
append_step (GString *line, RfTransfer *transfer, guint index, StepState state)
{
  static const char *const signs[] = { "✓", "–", "◐", "✗", "?", "○" };
  const char *text = g_dpgettext2 (NULL, "transfer step", steps[index].text);
  g_autofree char *reason = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *escaped = NULL;

  if (rf_transfer_get_result (transfer) == RF_TRANSFER_CANCELLED && state == STEP_FAILED)
    reason = g_strdup (_("cancelled"));
  else if (state == STEP_FAILED && rf_transfer_get_cause (transfer) != RF_TRANSFER_CAUSE_STATUS)
    reason = g_strdup (_("failed"));
  else if (state == STEP_FAILED)
    reason = rf_words_outcome (rf_transfer_get_code (transfer), rf_transfer_get_reason (transfer));
  else if (state == STEP_UNKNOWN)
    reason = g_strdup (_("outcome unknown"));
  plain = g_strdup_printf ("%s %s%s%s", signs[state], text, reason ? ": " : "",
                           reason ? reason : "");
  escaped = g_markup_escape_text (plain, -1);

  if (line->len > 0)
    g_string_append (line, "<span alpha=\"50%\"> ─ </span>");
  if (state == STEP_OPEN || state == STEP_SKIPPED)
    g_string_append_printf (line, "<span alpha=\"60%%\">%s</span>", escaped);
  else if (state == STEP_DONE)
    g_string_append (line, escaped);
  else
    g_string_append_printf (line, "<b>%s</b>", escaped);
}


static void
update (RfTransferSteps *self)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *who = NULL;
  g_autofree char *target = NULL;
  g_autofree char *title = NULL;
  guint current;

  gtk_widget_set_visible (GTK_WIDGET (self), self->transfer != NULL);
  if (self->transfer == NULL)
    return;

  who = rf_words_clean (rf_call_get_peer_label (self->call));
  target = rf_words_clean (rf_transfer_get_target_label (self->transfer));
  title = rf_transfer_get_kind (self->transfer) == RF_TRANSFER_ATTENDED_KIND
      ? g_strdup_printf (_("%s → %s, asked first"), who, target)
      : g_strdup_printf ("%s → %s", who, target);
  gtk_label_set_text (self->title, title);

  current = find_current (self->transfer);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (is_shown (self->transfer, i))
      append_step (line, self->transfer, i, get_step_state (self->transfer, i, current));
  gtk_label_set_markup (self->steps, line->str);
}


static void
on_transfer_changed (RfTransferSteps *self)
{
  RfTransfer *transfer = self->call ? rf_call_get_transfer (self->call) : NULL;

  g_set_object (&self->transfer, transfer);
  g_signal_group_set_target (self->transfer_signals, self->transfer);
  update (self);
}


static void
rf_transfer_steps_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_CALL:
      rf_transfer_steps_set_call (RF_TRANSFER_STEPS (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_transfer_steps_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_CALL:
      g_value_set_object (value, RF_TRANSFER_STEPS (object)->call);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_transfer_steps_dispose (GObject *object)
{
  RfTransferSteps *self = RF_TRANSFER_STEPS (object);

  g_clear_object (&self->call_signals);
  g_clear_object (&self->transfer_signals);
  g_clear_object (&self->transfer);
  g_clear_object (&self->call);

  G_OBJECT_CLASS (rf_transfer_steps_parent_class)->dispose (object);
}


static void
rf_transfer_steps_class_init (RfTransferStepsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = rf_transfer_steps_set_property;
  object_class->get_property = rf_transfer_steps_get_property;
  object_class->dispose = rf_transfer_steps_dispose;

  props[PROP_CALL] = g_param_spec_object ("call", "", "", RF_TYPE_CALL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-transfer-steps.ui");
  gtk_widget_class_bind_template_child (widget_class, RfTransferSteps, title);
  gtk_widget_class_bind_template_child (widget_class, RfTransferSteps, steps);
}


static void
rf_transfer_steps_init (RfTransferSteps *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->call_signals = g_signal_group_new (RF_TYPE_CALL);
  g_signal_group_connect_object (self->call_signals, "notify::transfer",
                                 G_CALLBACK (on_transfer_changed), self,
                                 G_CONNECT_SWAPPED);
  self->transfer_signals = g_signal_group_new (RF_TYPE_TRANSFER);
  g_signal_group_connect_object (self->transfer_signals, "notify", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * rf_transfer_steps_new:
 *
 * Returns: a line of steps, for no call yet
 */
GtkWidget *
rf_transfer_steps_new (void)
{
  return g_object_new (RF_TYPE_TRANSFER_STEPS, NULL);
}

/**
 * rf_transfer_steps_set_call:
 * @self: a line of steps
 * @call: (nullable): the call whose newest transfer is shown
 */
void
rf_transfer_steps_set_call (RfTransferSteps *self, RfCall *call)
{
  g_return_if_fail (RF_IS_TRANSFER_STEPS (self));
  g_return_if_fail (call == NULL || RF_IS_CALL (call));

  if (!g_set_object (&self->call, call))
    return;

  g_signal_group_set_target (self->call_signals, call);
  on_transfer_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CALL]);
}
