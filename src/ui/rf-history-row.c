/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-history-row"

#include "config.h"

#include "rf-history-row.h"

#include "rf-words-history.h"

#include <glib/gi18n.h>

/**
 * RfHistoryRow:
 *
 * One call of the past: who, which way, how it went and when, and a button to call again.
 */

struct _RfHistoryRow {
  GtkListBoxRow   parent_instance;

  RfHistoryEntry *entry;

  GtkImage       *icon;
  GtkLabel       *name;
  GtkLabel       *detail;
  GtkLabel       *time;
  GtkWidget      *call;
};

G_DEFINE_FINAL_TYPE (RfHistoryRow, rf_history_row, GTK_TYPE_LIST_BOX_ROW)


static void
show_icon (RfHistoryRow *self, const RfHistoryRecord *record)
{
  gtk_image_set_from_icon_name (self->icon, rf_words_history_icon (record), GTK_ICON_SIZE_BUTTON);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), rf_words_history_kind (record));
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->icon)),
                       rf_words_history_kind (record));
  if (record->outcome == RF_HISTORY_MISSED)
    gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "rf-missed");
}


static void
show_call_button (RfHistoryRow *self, const RfHistoryRecord *record, const char *name)
{
  g_autofree char *text = g_strdup_printf (_("Call %s"), name);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->call), "s", record->peer_uri);
  gtk_widget_set_tooltip_text (self->call, text);
  atk_object_set_name (gtk_widget_get_accessible (self->call), text);
}


static void
show (RfHistoryRow *self)
{
  const RfHistoryRecord *record = rf_history_entry_get_record (self->entry);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = rf_words_history_name (record);
  g_autofree char *detail = rf_words_history_detail (record, " · ");
  g_autofree char *moment = rf_words_history_moment (record);

  show_icon (self, record);
  show_call_button (self, record, name);
  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), record->peer_uri);
  gtk_label_set_text (self->detail, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail), detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time), moment);
  rf_history_row_update_time (self, now);
}


static void
rf_history_row_finalize (GObject *object)
{
  g_clear_object (&RF_HISTORY_ROW (object)->entry);

  G_OBJECT_CLASS (rf_history_row_parent_class)->finalize (object);
}


static void
rf_history_row_class_init (RfHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_history_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RfHistoryRow, icon);
  gtk_widget_class_bind_template_child (widget_class, RfHistoryRow, name);
  gtk_widget_class_bind_template_child (widget_class, RfHistoryRow, detail);
  gtk_widget_class_bind_template_child (widget_class, RfHistoryRow, time);
  gtk_widget_class_bind_template_child (widget_class, RfHistoryRow, call);
}


static void
rf_history_row_init (RfHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rf_history_row_new:
 * @entry: a call of the past
 *
 * Returns: a row, whose button is for an action "history.call" of a widget above it
 */
GtkWidget *
rf_history_row_new (RfHistoryEntry *entry)
{
  RfHistoryRow *self;

  g_return_val_if_fail (RF_IS_HISTORY_ENTRY (entry), NULL);

  self = g_object_new (RF_TYPE_HISTORY_ROW, NULL);
  self->entry = g_object_ref (entry);
  show (self);

  return GTK_WIDGET (self);
}

/**
 * rf_history_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none): the call that it shows
 */
RfHistoryEntry *
rf_history_row_get_entry (RfHistoryRow *self)
{
  g_return_val_if_fail (RF_IS_HISTORY_ROW (self), NULL);

  return self->entry;
}

/**
 * rf_history_row_update_time:
 * @self: a row
 * @now: the local time
 *
 * Shows when the call was, as seen from @now; for when a day ends.
 */
void
rf_history_row_update_time (RfHistoryRow *self, GDateTime *now)
{
  const RfHistoryRecord *record;
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *time = NULL;
  g_autofree char *accessible = NULL;

  g_return_if_fail (RF_IS_HISTORY_ROW (self));
  g_return_if_fail (now != NULL);

  record = rf_history_entry_get_record (self->entry);
  name = rf_words_history_name (record);
  detail = rf_words_history_detail (record, ", ");
  time = rf_words_history_time (record, now);
  /* Of a missed call, the detail says it. */
  accessible = record->outcome == RF_HISTORY_MISSED
      ? g_strjoin (", ", name, detail, time, NULL)
      : g_strjoin (", ", name, detail, rf_words_history_kind (record), time, NULL);
  gtk_label_set_text (self->time, time);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), accessible);
}
