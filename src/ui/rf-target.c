/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-target"

#include "config.h"

#include "rf-target.h"

#include "rf-words.h"

/**
 * RfTarget:
 *
 * Somebody whom a call can be transferred to, for a list to choose from. Never changes.
 */

struct _RfTarget {
  GObject  parent_instance;

  char    *label;
  char    *uri;
  char    *section;
  RfCall  *call;
};

G_DEFINE_FINAL_TYPE (RfTarget, rf_target, G_TYPE_OBJECT)


static void
rf_target_finalize (GObject *object)
{
  RfTarget *self = RF_TARGET (object);

  g_free (self->label);
  g_free (self->uri);
  g_free (self->section);
  g_clear_object (&self->call);

  G_OBJECT_CLASS (rf_target_parent_class)->finalize (object);
}


static void
rf_target_class_init (RfTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_target_finalize;
}


static void
rf_target_init (RfTarget *self)
{
}

/**
 * rf_target_new:
 * @label: a short name
 * @uri: the address to call
 * @section: title of the part of the list that it belongs to
 *
 * Returns: (transfer full): the target
 */
RfTarget *
rf_target_new (const char *label, const char *uri, const char *section)
{
  RfTarget *self;

  g_return_val_if_fail (label != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (section != NULL, NULL);

  self = g_object_new (RF_TYPE_TARGET, NULL);
  self->label = g_strdup (label);
  self->uri = g_strdup (uri);
  self->section = g_strdup (section);

  return self;
}

/**
 * rf_target_new_for_call:
 * @call: a call of the same phone
 * @section: title of the part of the list that it belongs to
 *
 * Returns: (transfer full): a target that we speak with already
 */
RfTarget *
rf_target_new_for_call (RfCall *call, const char *section)
{
  g_autofree char *label = NULL;
  RfTarget *self;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  label = rf_words_clean (rf_call_get_peer_label (call));
  self = rf_target_new (label, rf_call_get_peer_uri (call), section);
  self->call = g_object_ref (call);

  return self;
}

/**
 * rf_target_get_label:
 * @self: a target
 *
 * Returns: its short name
 */
const char *
rf_target_get_label (RfTarget *self)
{
  g_return_val_if_fail (RF_IS_TARGET (self), NULL);

  return self->label;
}

/**
 * rf_target_get_uri:
 * @self: a target
 *
 * Returns: the address to call
 */
const char *
rf_target_get_uri (RfTarget *self)
{
  g_return_val_if_fail (RF_IS_TARGET (self), NULL);

  return self->uri;
}

/**
 * rf_target_get_section:
 * @self: a target
 *
 * Returns: title of the part of the list that it belongs to
 */
const char *
rf_target_get_section (RfTarget *self)
{
  g_return_val_if_fail (RF_IS_TARGET (self), NULL);

  return self->section;
}

/**
 * rf_target_get_call:
 * @self: a target
 *
 * Returns: (transfer none) (nullable): the call that we have with it
 */
RfCall *
rf_target_get_call (RfTarget *self)
{
  g_return_val_if_fail (RF_IS_TARGET (self), NULL);

  return self->call;
}
