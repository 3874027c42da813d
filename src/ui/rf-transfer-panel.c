/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transfer-panel"

#include "config.h"

#include "rf-transfer-panel.h"

#include "rf-words.h"

#include <glib/gi18n.h>

/**
 * RfTransferPanel:
 *
 * The part of a call's row that is about its transfer: where it stands, in a sentence, and what the
 * person can do about it there: complete it or go back while somebody is asked first, call it off
 * while it is under way, and after a failure get the caller back or try another way. Its buttons
 * are the actions of #RfCallActions, which the row has.
 *
 * Of a call that is over, whose transfer is merely followed, it takes no more room than it must.
 *
 * Signal "turned" (): there are other buttons now.
 */

enum {
  SIGNAL_TURNED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

struct _RfTransferPanel {
  GtkBox        parent_instance;

  RfDesk       *desk;
  RfCall       *call;
  GSignalGroup *transfer_signals;
  GtkWidget    *part; /* (nullable): the one of those below that shows; unowned */

  GtkLabel     *sentence;
  GtkWidget    *asking;
  GtkLabel     *complete_label;
  GtkWidget    *swap;
  GtkWidget    *asking_back;
  GtkLabel     *asking_back_label;
  GtkWidget    *under_way;
  GtkButton    *cancel;
  GtkLabel     *note;
  GtkWidget    *recovery;
  GtkWidget    *back;
  GtkLabel     *back_label;
  GtkWidget    *ask_first;
  GtkLabel     *ask_first_label;
};

G_DEFINE_FINAL_TYPE (RfTransferPanel, rf_transfer_panel, GTK_TYPE_BOX)


static RfConsultation *
get_consultation (RfTransferPanel *self)
{
  return rf_desk_find_consultation (self->desk, self->call);
}

/* A failure that is newer than whatever is asked. */
static gboolean
has_failed (RfTransferPanel *self)
{
  RfTransfer *transfer = rf_call_get_transfer (self->call);
  RfConsultation *consultation = get_consultation (self);

  if (consultation && rf_consultation_is_newest (consultation))
    return rf_consultation_get_caller (consultation) == self->call &&
           rf_consultation_get_stage (consultation) == RF_CONSULTATION_FAILED;

  return transfer && rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING &&
         rf_transfer_get_result (transfer) != RF_TRANSFER_SUCCEEDED;
}


static void
update_sentence (RfTransferPanel *self, gboolean failed)
{
  g_autofree char *asking = rf_words_consultation (get_consultation (self), self->call);
  g_autofree char *transfer = rf_words_transfer (self->call, rf_call_get_transfer (self->call));
  g_autofree char *replaces = rf_words_replaces (self->call);
  const char *sentence = *asking ? asking : *transfer ? transfer : replaces;
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->sentence));

  gtk_label_set_text (self->sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), *sentence != '\0');
  if (failed)
    gtk_style_context_add_class (context, "rf-problem");
  else
    gtk_style_context_remove_class (context, "rf-problem");
}


static void
update_asking (RfTransferPanel *self)
{
  RfConsultation *consultation = get_consultation (self);
  RfCall *caller = consultation ? rf_consultation_get_caller (consultation) : NULL;
  gboolean asked = consultation && caller != self->call &&
                   rf_consultation_get_stage (consultation) == RF_CONSULTATION_ASKING;
  gboolean under_way = asked && !rf_consultation_can_return (consultation);

  if (asked) {
    g_autofree char *who = rf_words_clean (rf_call_get_peer_label (caller));
    g_autofree char *target = rf_words_clean (rf_call_get_peer_label (self->call));
    g_autofree char *back = g_strdup_printf (_("Back to %s"), who);
    g_autofree char *when = g_strdup_printf (_("Transfer when %s answers"), target);
    g_autofree char *swap = g_strdup_printf (_("Speak with the other one: %s or %s"), who, target);
    gboolean up = rf_call_get_state (self->call) == RF_CALL_ESTABLISHED;

    gtk_label_set_text (self->complete_label,
                        !rf_call_can_take_over (self->call) ? _("Hang up and transfer")
                        : up ? _("Complete") : when);
    gtk_label_set_text (self->asking_back_label, back);
    gtk_widget_set_tooltip_text (self->swap, swap);
    gtk_widget_set_visible (self->asking_back, rf_call_get_local_hold (caller));
  }
  gtk_widget_set_visible (self->asking, asked && !under_way);
}


/* Before the target is called there is nothing yet on which the person could give it up. */
static gboolean
is_beginning_to_ask (RfTransferPanel *self)
{
  RfConsultation *consultation = get_consultation (self);

  return consultation && rf_consultation_get_caller (consultation) == self->call &&
         (rf_consultation_get_stage (consultation) == RF_CONSULTATION_HOLDING ||
          rf_consultation_get_stage (consultation) == RF_CONSULTATION_DIALING);
}


static void
update_under_way (RfTransferPanel *self)
{
  RfTransfer *transfer = rf_call_get_transfer (self->call);
  gboolean asks = is_beginning_to_ask (self);
  gboolean pending = transfer && rf_transfer_get_result (transfer) == RF_TRANSFER_PENDING;
  g_autofree char *note = asks ? g_strdup ("") : rf_words_cancel_note (self->call);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel),
                                  asks ? "call.back" : "call.cancel-transfer");
  gtk_button_set_label (self->cancel, *note ? _("Stop following") : _("Cancel the transfer"));
  gtk_label_set_text (self->note, note);
  /* Where the call is over the description says it. */
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != '\0' && rf_call_is_live (self->call));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->cancel), *note ? note : NULL);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self->cancel)), note);
  gtk_widget_set_visible (self->under_way, pending || asks);
}


static void
update_recovery (RfTransferPanel *self, gboolean failed)
{
  RfConsultation *consultation = get_consultation (self);
  RfTransfer *transfer = rf_call_get_transfer (self->call);
  g_autofree char *who = rf_words_clean (rf_call_get_peer_label (self->call));
  g_autofree char *back = g_strdup_printf (_("Back to %s"), who);
  gboolean up = rf_call_get_state (self->call) == RF_CALL_ESTABLISHED;

  if (transfer) {
    g_autofree char *target = rf_words_clean (rf_transfer_get_target_label (transfer));
    g_autofree char *ask = g_strdup_printf (_("Ask %s first"), target);

    gtk_label_set_text (self->ask_first_label, ask);
  }
  gtk_label_set_text (self->back_label, back);
  gtk_widget_set_visible (self->back, rf_call_get_local_hold (self->call));
  gtk_widget_set_visible (self->ask_first, transfer && consultation == NULL);
  gtk_widget_set_visible (self->recovery, failed && up);
}


static GtkWidget *
find_part (RfTransferPanel *self)
{
  GtkWidget *const parts[] = { self->asking, self->under_way, self->recovery };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (gtk_widget_get_visible (parts[i]))
      return parts[i];

  return NULL;
}


static void
update_part (RfTransferPanel *self)
{
  GtkWidget *part = find_part (self);
  GtkWidget *before = self->part;

  self->part = part;
  if (part && part != before)
    g_signal_emit (self, signals[SIGNAL_TURNED], 0);
}


/* One line, where it is only to know of. */
static void
update_shape (RfTransferPanel *self)
{
  gboolean is_over = rf_call_get_state (self->call) == RF_CALL_ENDED;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), is_over ? GTK_ORIENTATION_HORIZONTAL
                                                                 : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_valign (self->under_way, is_over ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
}


static void
update (RfTransferPanel *self)
{
  gboolean failed = has_failed (self);

  update_shape (self);
  update_sentence (self, failed);
  update_asking (self);
  update_under_way (self);
  update_recovery (self, failed);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_visible (GTK_WIDGET (self->sentence)) ||
                                             gtk_widget_get_visible (self->asking));
  update_part (self);
}


static void
on_call_changed (RfTransferPanel *self, GParamSpec *pspec)
{
  if (pspec == NULL || g_str_equal (pspec->name, "transfer"))
    g_signal_group_set_target (self->transfer_signals, rf_call_get_transfer (self->call));
  update (self);
}


static void
rf_transfer_panel_dispose (GObject *object)
{
  RfTransferPanel *self = RF_TRANSFER_PANEL (object);

  g_clear_object (&self->transfer_signals);

  G_OBJECT_CLASS (rf_transfer_panel_parent_class)->dispose (object);
}


static void
rf_transfer_panel_finalize (GObject *object)
{
  RfTransferPanel *self = RF_TRANSFER_PANEL (object);

  g_clear_object (&self->call);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (rf_transfer_panel_parent_class)->finalize (object);
}


static void
rf_transfer_panel_class_init (RfTransferPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rf_transfer_panel_dispose;
  object_class->finalize = rf_transfer_panel_finalize;

  signals[SIGNAL_TURNED] =
    g_signal_new ("turned", RF_TYPE_TRANSFER_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-transfer-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, sentence);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, asking);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, complete_label);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, swap);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, asking_back);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, asking_back_label);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, under_way);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, cancel);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, note);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, recovery);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, back);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, back_label);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, ask_first);
  gtk_widget_class_bind_template_child (widget_class, RfTransferPanel, ask_first_label);
}


static void
rf_transfer_panel_init (RfTransferPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->transfer_signals = g_signal_group_new (RF_TYPE_TRANSFER);
  g_signal_group_connect_object (self->transfer_signals, "notify", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * rf_transfer_panel_new:
 *
 * Returns: a panel for no call yet
 */
GtkWidget *
rf_transfer_panel_new (void)
{
  return g_object_new (RF_TYPE_TRANSFER_PANEL, NULL);
}

/**
 * rf_transfer_panel_set_call:
 * @self: a new panel
 * @desk: the desk that the call is at
 * @call: the call whose transfer is shown, for good
 */
void
rf_transfer_panel_set_call (RfTransferPanel *self, RfDesk *desk, RfCall *call)
{
  g_return_if_fail (RF_IS_TRANSFER_PANEL (self));
  g_return_if_fail (RF_IS_DESK (desk));
  g_return_if_fail (RF_IS_CALL (call));
  g_return_if_fail (self->call == NULL);

  self->desk = g_object_ref (desk);
  self->call = g_object_ref (call);
  g_signal_connect_object (call, "notify", G_CALLBACK (on_call_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  on_call_changed (self, NULL);
}
