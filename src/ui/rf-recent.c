/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-recent"

#include "config.h"

#include "rf-recent.h"

#include "rf-address.h"
#include "rf-target.h"
#include "rf-words.h"

#include <glib/gi18n.h>

#define MAX_RECENT 20

/**
 * RfRecent:
 *
 * Whom a phone called and transferred to of late, newest first, kept in the settings; as targets to
 * choose from.
 */

struct _RfRecent {
  GObject     parent_instance;

  GSettings  *settings;
  GListStore *targets;
};

G_DEFINE_FINAL_TYPE (RfRecent, rf_recent, G_TYPE_OBJECT)


static void
fill (RfRecent *self)
{
  g_auto (GStrv) uris = g_settings_get_strv (self->settings, "recent-addresses");

  g_list_store_remove_all (self->targets);
  for (guint i = 0; uris[i] && i < MAX_RECENT; i++) {
    g_autofree char *raw = rf_address_dup_label (uris[i]);
    g_autofree char *label = rf_words_clean (raw);
    g_autoptr (RfTarget) target = rf_target_new (label, uris[i], _("Recent"));

    g_list_store_append (self->targets, target);
  }
}


static void
add (RfRecent *self, const char *uri)
{
  g_auto (GStrv) old = g_settings_get_strv (self->settings, "recent-addresses");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) uris = NULL;
  guint n = 1;

  if (!rf_address_check (uri, NULL))
    return;

  g_strv_builder_add (builder, uri);
  for (guint i = 0; old[i] && n < MAX_RECENT; i++)
    if (!g_str_equal (old[i], uri)) {
      g_strv_builder_add (builder, old[i]);
      n++;
    }
  uris = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "recent-addresses", (const char *const *) uris);
}


static void
on_transfer_changed (RfRecent *self, GParamSpec *pspec, RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  if (transfer)
    add (self, rf_transfer_get_target (transfer));
}


static void
on_call_added (RfRecent *self, RfCall *call)
{
  const char *uri = rf_call_get_peer_uri (call);

  g_signal_connect_object (call, "notify::transfer", G_CALLBACK (on_transfer_changed), self,
                           G_CONNECT_SWAPPED);
  if (!rf_call_is_incoming (call) && uri)
    add (self, uri);
}


static void
rf_recent_finalize (GObject *object)
{
  RfRecent *self = RF_RECENT (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->targets);

  G_OBJECT_CLASS (rf_recent_parent_class)->finalize (object);
}


static void
rf_recent_class_init (RfRecentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_recent_finalize;
}


static void
rf_recent_init (RfRecent *self)
{
  self->targets = g_list_store_new (RF_TYPE_TARGET);
}

/**
 * rf_recent_new:
 * @phone: the phone to watch
 * @settings: where the list is kept
 *
 * Returns: (transfer full): the memory of @phone
 */
RfRecent *
rf_recent_new (RfPhone *phone, GSettings *settings)
{
  RfRecent *self;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (RF_TYPE_RECENT, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (phone, "call-added", G_CALLBACK (on_call_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::recent-addresses", G_CALLBACK (fill), self,
                           G_CONNECT_SWAPPED);
  fill (self);

  return self;
}

/**
 * rf_recent_get_targets:
 * @self: a memory
 *
 * Returns: (transfer none): list of #RfTarget, newest first
 */
GListModel *
rf_recent_get_targets (RfRecent *self)
{
  g_return_val_if_fail (RF_IS_RECENT (self), NULL);

  return G_LIST_MODEL (self->targets);
}
