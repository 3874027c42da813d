/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-dial-entry"

#include "config.h"

#include "rf-dial-entry.h"

#include "rf-target.h"
#include "rf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/**
 * RfDialEntry:
 *
 * Where a person types whom to call. An address that cannot be called is marked, with the reason
 * under it, and stays as it was typed; one that can is dialled. People to choose from are suggested
 * while one types.
 */

enum {
  COLUMN_NAME,
  COLUMN_ADDRESS,
  N_COLUMNS,
};

enum {
  PROP_0,
  PROP_PHONE,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

struct _RfDialEntry {
  GtkBox        parent_instance;

  RfPhone      *phone;
  GCancellable *cancel;
  GListModel   *targets;

  GtkEntry     *entry;
  GtkWidget    *call;
  GtkPopover   *problem;
  GtkLabel     *problem_text;

  GtkEntryCompletion *completion;
  GtkListStore       *suggestions; /* of "targets", as GTK's completion takes them */
};

G_DEFINE_FINAL_TYPE (RfDialEntry, rf_dial_entry, GTK_TYPE_BOX)


static void
show_problem (RfDialEntry *self, const char *text)
{
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->entry)), "error");
  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                     "dialog-warning-symbolic");
  gtk_entry_set_icon_tooltip_text (self->entry, GTK_ENTRY_ICON_SECONDARY, text);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self->entry)), text);
  gtk_label_set_text (self->problem_text, text);
  gtk_popover_popup (self->problem);
}


static void
clear_problem (RfDialEntry *self)
{
  gtk_style_context_remove_class (gtk_widget_get_style_context (GTK_WIDGET (self->entry)), "error");
  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY, NULL);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self->entry)), "");
  gtk_popover_popdown (self->problem);
}


static void
on_changed (RfDialEntry *self)
{
  clear_problem (self);
  gtk_widget_set_sensitive (self->call, gtk_entry_get_text_length (self->entry) > 0);
}


static void
on_dial_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) call = rf_phone_dial_finish (RF_PHONE (source), result, &error);
  g_autofree char *problem = NULL;

  if (call || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  problem = rf_words_sentence (error->message);
  show_problem (RF_DIAL_ENTRY (user_data), problem);
}


static void
on_activate (RfDialEntry *self)
{
  const char *text = gtk_entry_get_text (self->entry);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  if (*text == '\0' || self->phone == NULL)
    return;
  if (rf_phone_get_state (self->phone) != RF_PHONE_READY) {
    show_problem (self, _("The phone is not ready yet. Try again in a moment."));
    return;
  }

  uri = rf_phone_complete_uri (self->phone, text, &error);
  if (uri == NULL) {
    g_autofree char *problem = rf_words_sentence (error->message);

    show_problem (self, problem);
    return;
  }
  rf_phone_dial_async (self->phone, uri, self->cancel, on_dial_ready, self);
  gtk_entry_set_text (self->entry, "");
}


static gboolean
contains (GtkTreeModel *model, GtkTreeIter *iter, int column, const char *part)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  gtk_tree_model_get (model, iter, column, &text, -1);
  folded = text ? g_utf8_casefold (text, -1) : g_strdup ("");

  return strstr (folded, part) != NULL;
}

/* @key is what was typed, folded by GTK. Unlike GTK's own way, this finds it anywhere. */
static gboolean
match (GtkEntryCompletion *completion, const char *key, GtkTreeIter *iter, gpointer user_data)
{
  GtkTreeModel *model = gtk_entry_completion_get_model (completion);

  return contains (model, iter, COLUMN_NAME, key) || contains (model, iter, COLUMN_ADDRESS, key);
}


static gboolean
on_match_selected (RfDialEntry *self, GtkTreeModel *model, GtkTreeIter *iter)
{
  g_autofree char *address = NULL;

  gtk_tree_model_get (model, iter, COLUMN_ADDRESS, &address, -1);
  rf_dial_entry_set_text (self, address);

  return GDK_EVENT_STOP;
}


static void
on_targets_changed (RfDialEntry *self)
{
  gtk_list_store_clear (self->suggestions);
  for (guint i = 0; i < g_list_model_get_n_items (self->targets); i++) {
    g_autoptr (RfTarget) target = g_list_model_get_item (self->targets, i);

    gtk_list_store_insert_with_values (self->suggestions, NULL, -1,
                                       COLUMN_NAME, rf_target_get_label (target),
                                       COLUMN_ADDRESS, rf_target_get_uri (target),
                                       -1);
  }
}


static void
rf_dial_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_PHONE:
      rf_dial_entry_set_phone (RF_DIAL_ENTRY (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_dial_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_PHONE:
      g_value_set_object (value, RF_DIAL_ENTRY (object)->phone);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
rf_dial_entry_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GTK_WIDGET (RF_DIAL_ENTRY (widget)->entry));
}


static void
rf_dial_entry_dispose (GObject *object)
{
  RfDialEntry *self = RF_DIAL_ENTRY (object);

  g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  g_clear_object (&self->phone);
  g_clear_object (&self->targets);

  G_OBJECT_CLASS (rf_dial_entry_parent_class)->dispose (object);
}


static void
rf_dial_entry_class_init (RfDialEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = rf_dial_entry_set_property;
  object_class->get_property = rf_dial_entry_get_property;
  object_class->dispose = rf_dial_entry_dispose;
  widget_class->grab_focus = rf_dial_entry_grab_focus;

  props[PROP_PHONE] = g_param_spec_object ("phone", "", "", RF_TYPE_PHONE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-dial-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, RfDialEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, RfDialEntry, call);
  gtk_widget_class_bind_template_child (widget_class, RfDialEntry, completion);
  gtk_widget_class_bind_template_child (widget_class, RfDialEntry, suggestions);
  gtk_widget_class_bind_template_child (widget_class, RfDialEntry, problem);
  gtk_widget_class_bind_template_child (widget_class, RfDialEntry, problem_text);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_match_selected);
}


static void
rf_dial_entry_init (RfDialEntry *self)
{
  self->cancel = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_completion_set_match_func (self->completion, match, NULL, NULL);
}

/**
 * rf_dial_entry_new:
 * @phone: (nullable): the phone that dials
 *
 * Returns: an entry with a call button
 */
GtkWidget *
rf_dial_entry_new (RfPhone *phone)
{
  return g_object_new (RF_TYPE_DIAL_ENTRY, "phone", phone, NULL);
}

/**
 * rf_dial_entry_set_phone:
 * @self: a dial entry
 * @phone: (nullable): the phone that dials
 */
void
rf_dial_entry_set_phone (RfDialEntry *self, RfPhone *phone)
{
  g_return_if_fail (RF_IS_DIAL_ENTRY (self));
  g_return_if_fail (phone == NULL || RF_IS_PHONE (phone));

  if (g_set_object (&self->phone, phone))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHONE]);
}

/**
 * rf_dial_entry_set_text:
 * @self: a dial entry
 * @text: an address
 *
 * Fills in an address, for the person to see and to call.
 */
void
rf_dial_entry_set_text (RfDialEntry *self, const char *text)
{
  g_return_if_fail (RF_IS_DIAL_ENTRY (self));
  g_return_if_fail (text != NULL);

  gtk_entry_set_text (self->entry, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/**
 * rf_dial_entry_set_targets:
 * @self: a dial entry
 * @targets: list of #RfTarget to suggest while one types
 */
void
rf_dial_entry_set_targets (RfDialEntry *self, GListModel *targets)
{
  g_return_if_fail (RF_IS_DIAL_ENTRY (self));
  g_return_if_fail (G_IS_LIST_MODEL (targets));

  if (!g_set_object (&self->targets, targets))
    return;
  g_signal_connect_object (targets, "items-changed", G_CALLBACK (on_targets_changed), self,
                           G_CONNECT_SWAPPED);
  on_targets_changed (self);
}

/**
 * rf_dial_entry_dial:
 * @self: a dial entry
 * @address: an address
 *
 * Calls @address as if the person had typed it: what is wrong with it is said here.
 */
void
rf_dial_entry_dial (RfDialEntry *self, const char *address)
{
  rf_dial_entry_set_text (self, address);
  on_activate (self);
}
