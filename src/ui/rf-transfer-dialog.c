/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transfer-dialog"

#include "config.h"

#include "rf-transfer-dialog.h"

#include "rf-address.h"
#include "rf-target.h"
#include "rf-words.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>
#include <handy.h>

/**
 * RfTransferDialog:
 *
 * Asks whom a call is to be transferred to. One field has the focus; who else is on the line and
 * who was called of late can be picked, and what will happen is said in a sentence before it does:
 * also whether the other phone can take over a call. Goes away with the call.
 */

struct _RfTransferDialog {
  GtkDialog   parent_instance;

  RfDesk     *desk;
  RfCall     *call;
  RfCall     *other; /* the call to connect it to; NULL while the target is an address */
  GListStore *targets;

  GtkEntry   *entry;
  GtkLabel   *problem;
  GtkListBox *list;
  GtkLabel   *sentence;
  GtkLabel   *preflight;
  GtkWidget  *ask_first;
  GtkButton  *transfer;
};

G_DEFINE_FINAL_TYPE (RfTransferDialog, rf_transfer_dialog, GTK_TYPE_DIALOG)


static RfTarget *
get_row_target (GtkListBoxRow *row)
{
  return RF_TARGET (g_object_get_data (G_OBJECT (row), "rf-target"));
}


static GtkWidget *
create_row (RfTarget *target)
{
  GtkWidget *row = g_object_new (HDY_TYPE_ACTION_ROW,
                                 "visible", TRUE,
                                 "activatable", TRUE,
                                 "title", rf_target_get_label (target),
                                 "subtitle", rf_target_get_uri (target),
                                 "title-lines", 1,
                                 "subtitle-lines", 1,
                                 "use-underline", FALSE,
                                 NULL);

  if (rf_target_get_call (target)) {
    GtkWidget *hint = g_object_new (GTK_TYPE_LABEL, "label", _("Connect them"), "visible", TRUE,
                                    NULL);

    gtk_style_context_add_class (gtk_widget_get_style_context (hint), "dim-label");
    gtk_container_add (GTK_CONTAINER (row), hint);
    atk_object_set_description (gtk_widget_get_accessible (row), _("Connect them"));
  }
  atk_object_set_name (gtk_widget_get_accessible (row), rf_target_get_label (target));
  g_object_set_data_full (G_OBJECT (row), "rf-target", g_object_ref (target), g_object_unref);

  return row;
}


/* Not bound to the model, as a bound list cannot filter; the targets do not change while the
 * dialog is open. */
static void
add_rows (RfTransferDialog *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->targets)); i++) {
    g_autoptr (RfTarget) target = g_list_model_get_item (G_LIST_MODEL (self->targets), i);

    gtk_container_add (GTK_CONTAINER (self->list), create_row (target));
  }
}


static gboolean
contains (const char *text, const char *part)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, part) != NULL;
}

/* What was picked from the list stands whole in the entry; then the others stay in sight. */
static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  RfTransferDialog *self = RF_TRANSFER_DIALOG (user_data);
  g_autofree char *part = g_utf8_casefold (gtk_entry_get_text (self->entry), -1);
  RfTarget *target = get_row_target (row);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->targets)); i++) {
    g_autoptr (RfTarget) other = g_list_model_get_item (G_LIST_MODEL (self->targets), i);

    if (g_str_equal (rf_target_get_uri (other), gtk_entry_get_text (self->entry)))
      return TRUE;
  }

  return contains (rf_target_get_label (target), part) ||
         contains (rf_target_get_uri (target), part);
}


static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *section = rf_target_get_section (get_row_target (row));
  GtkWidget *header = NULL;

  if (before == NULL || !g_str_equal (rf_target_get_section (get_row_target (before)), section)) {
    header = g_object_new (GTK_TYPE_LABEL, "label", section, "visible", TRUE, "xalign", 0.0,
                           "margin", 6, NULL);
    gtk_style_context_add_class (gtk_widget_get_style_context (header), "caption-heading");
    gtk_style_context_add_class (gtk_widget_get_style_context (header), "dim-label");
  }
  gtk_list_box_row_set_header (row, header);
}


static void
show_problem (RfTransferDialog *self, const char *text)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->entry));

  if (text == NULL && !gtk_style_context_has_class (context, "error"))
    return;

  if (text)
    gtk_style_context_add_class (context, "error");
  else
    gtk_style_context_remove_class (context, "error");
  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                     text ? "dialog-warning-symbolic" : NULL);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self->entry)),
                              text ? text : "");
  gtk_label_set_text (self->problem, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}


static char *
dup_target_label (RfTransferDialog *self)
{
  const char *text = gtk_entry_get_text (self->entry);
  g_autofree char *uri = NULL;
  g_autofree char *label = NULL;

  if (self->other)
    return rf_words_clean (rf_call_get_peer_label (self->other));

  uri = rf_phone_complete_uri (rf_desk_get_phone (self->desk), text, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->targets)); i++) {
    g_autoptr (RfTarget) target = g_list_model_get_item (G_LIST_MODEL (self->targets), i);

    if (g_str_equal (rf_target_get_uri (target), text) ||
        g_strcmp0 (rf_target_get_uri (target), uri) == 0)
      return rf_words_clean (rf_target_get_label (target));
  }
  label = uri ? rf_address_dup_label (uri) : g_strdup ("…");

  return rf_words_clean (label);
}


/* What the buttons do, and how the other phone takes it. */
static void
update_preflight (RfTransferDialog *self, const char *who, const char *target)
{
  gboolean has_text = gtk_entry_get_text_length (self->entry) > 0;
  g_autofree char *preflight = NULL;

  if (self->other)
    preflight = rf_words_take_over (self->call, self->other);
  else if (has_text)
    preflight = g_strdup_printf (_("Ask first: %s waits on hold while you speak with %s."), who,
                                 target);

  gtk_label_set_text (self->preflight, preflight ? preflight : "");
  gtk_button_set_label (self->transfer,
                        self->other == NULL ? _("Transfer now")
                        : rf_call_can_take_over (self->other) ? _("Connect them")
                        : _("Hang up and transfer"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->transfer), has_text);
  gtk_widget_set_sensitive (self->ask_first, has_text);
  gtk_widget_set_visible (self->ask_first, self->other == NULL);
}


static void
update (RfTransferDialog *self)
{
  g_autofree char *who = rf_words_clean (rf_call_get_peer_label (self->call));
  g_autofree char *target = dup_target_label (self);
  g_autofree char *sentence = self->other
      ? g_strdup_printf (_("Connect %s and %s"), who, target)
      : g_strdup_printf (_("Transfer %s to %s"), who, target);

  show_problem (self, NULL);
  gtk_label_set_text (self->sentence, sentence);
  update_preflight (self, who, target);
  gtk_list_box_invalidate_filter (self->list);
}


static void
on_desk_changed (RfTransferDialog *self)
{
  if (self->other && !rf_desk_can_connect (self->desk, self->call, self->other))
    g_clear_object (&self->other);
  update (self);
}

/* Whoever types means an address. */
static void
on_changed (RfTransferDialog *self)
{
  const char *text = gtk_entry_get_text (self->entry);

  if (self->other && !g_str_equal (text, rf_call_get_peer_uri (self->other)))
    g_clear_object (&self->other);
  update (self);
}


static void
choose (RfTransferDialog *self, const char *uri, RfCall *other)
{
  gtk_entry_set_text (self->entry, uri);
  g_set_object (&self->other, other);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->transfer));
}


static void
on_row_activated (RfTransferDialog *self, GtkListBoxRow *row)
{
  RfTarget *target = get_row_target (row);

  choose (self, rf_target_get_uri (target), rf_target_get_call (target));
}

/* FALSE where what was typed is no address, which is then said. */
static gboolean
transfer_to_address (RfTransferDialog *self, gboolean ask_first)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = rf_phone_complete_uri (rf_desk_get_phone (self->desk),
                                                gtk_entry_get_text (self->entry), &error);

  if (uri == NULL) {
    g_autofree char *problem = rf_words_sentence (error->message);

    show_problem (self, problem);
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
    return FALSE;
  }
  if (ask_first)
    rf_desk_ask_first (self->desk, self->call, uri);
  else
    rf_call_transfer_async (self->call, uri, NULL, NULL, NULL);

  return TRUE;
}


static void
on_response (RfTransferDialog *self, int response)
{
  gboolean ask_first = response == GTK_RESPONSE_APPLY;

  if (response == GTK_RESPONSE_OK && self->other)
    rf_desk_connect (self->desk, self->call, self->other);
  else if ((response == GTK_RESPONSE_OK || ask_first) && !transfer_to_address (self, ask_first))
    return;
  gtk_widget_destroy (GTK_WIDGET (self));
}


static gboolean
rf_transfer_dialog_key_press_event (GtkWidget *widget, GdkEventKey *event)
{
  RfTransferDialog *self = RF_TRANSFER_DIALOG (widget);
  gboolean enter = event->keyval == GDK_KEY_Return || event->keyval == GDK_KEY_KP_Enter;
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (enter && modifiers == GDK_SHIFT_MASK && gtk_widget_is_visible (self->ask_first) &&
      gtk_widget_is_sensitive (self->ask_first)) {
    gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_APPLY);
    return GDK_EVENT_STOP;
  }

  return GTK_WIDGET_CLASS (rf_transfer_dialog_parent_class)->key_press_event (widget, event);
}


static void
on_call_state_changed (RfTransferDialog *self)
{
  if (!rf_call_is_live (self->call))
    gtk_widget_destroy (GTK_WIDGET (self));
}


static void
add_other_calls (RfTransferDialog *self)
{
  GListModel *calls = G_LIST_MODEL (rf_desk_get_phone (self->desk));

  for (guint i = 0; i < g_list_model_get_n_items (calls); i++) {
    g_autoptr (RfCall) other = g_list_model_get_item (calls, i);
    g_autoptr (RfTarget) target = NULL;

    if (!rf_desk_can_connect (self->desk, self->call, other))
      continue;
    target = rf_target_new_for_call (other, _("On the line"));
    g_list_store_append (self->targets, target);
  }
}

/* All but the peer itself: nobody can be transferred to himself. */
static void
add_targets (RfTransferDialog *self)
{
  GListModel *targets = rf_desk_get_targets (self->desk);

  for (guint i = 0; targets && i < g_list_model_get_n_items (targets); i++) {
    g_autoptr (RfTarget) target = g_list_model_get_item (targets, i);

    if (g_strcmp0 (rf_target_get_uri (target), rf_call_get_peer_uri (self->call)) != 0)
      g_list_store_append (self->targets, target);
  }
}


static void
rf_transfer_dialog_finalize (GObject *object)
{
  RfTransferDialog *self = RF_TRANSFER_DIALOG (object);

  g_clear_object (&self->targets);
  g_clear_object (&self->other);
  g_clear_object (&self->call);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (rf_transfer_dialog_parent_class)->finalize (object);
}


static void
rf_transfer_dialog_class_init (RfTransferDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_transfer_dialog_finalize;
  widget_class->key_press_event = rf_transfer_dialog_key_press_event;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-transfer-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RfTransferDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, RfTransferDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, RfTransferDialog, list);
  gtk_widget_class_bind_template_child (widget_class, RfTransferDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, RfTransferDialog, preflight);
  gtk_widget_class_bind_template_child (widget_class, RfTransferDialog, ask_first);
  gtk_widget_class_bind_template_child (widget_class, RfTransferDialog, transfer);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_response);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}


/* Buttons of one width would not fit a window as narrow as a telephone. */
static void
on_button_found (GtkWidget *button, gpointer user_data)
{
  GtkWidget *box = gtk_widget_get_parent (button);

  gtk_button_box_set_child_non_homogeneous (GTK_BUTTON_BOX (box), button, TRUE);
}


static void
rf_transfer_dialog_init (RfTransferDialog *self)
{
  self->targets = g_list_store_new (RF_TYPE_TARGET);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_container_foreach (GTK_CONTAINER (gtk_widget_get_parent (self->ask_first)), on_button_found,
                         NULL);
}

/**
 * rf_transfer_dialog_new:
 * @parent: (nullable): the window that asks
 * @desk: the desk that @call is at
 * @call: the call to transfer
 * @other: (nullable): the call that it is to be connected to, where that is known
 *
 * Returns: a dialog that does the transfer itself; to be presented
 */
GtkWidget *
rf_transfer_dialog_new (GtkWindow *parent, RfDesk *desk, RfCall *call, RfCall *other)
{
  RfTransferDialog *self;
  g_autofree char *who = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (RF_IS_DESK (desk), NULL);
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  who = rf_words_clean (rf_call_get_peer_label (call));
  title = g_strdup_printf (_("Transfer %s"), who);
  self = g_object_new (RF_TYPE_TRANSFER_DIALOG, "transient-for", parent, "title", title, NULL);
  self->desk = g_object_ref (desk);
  self->call = g_object_ref (call);
  add_other_calls (self);
  add_targets (self);
  add_rows (self);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  g_signal_connect_object (call, "notify::state", G_CALLBACK (on_call_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "changed", G_CALLBACK (on_desk_changed), self, G_CONNECT_SWAPPED);
  if (other)
    choose (self, rf_call_get_peer_uri (other), other);
  else
    update (self);

  return GTK_WIDGET (self);
}
