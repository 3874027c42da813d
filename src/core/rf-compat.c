/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-compat"

/*
 * All that depends on which baresip the module was loaded into. The program carries no version
 * number that a module could read, so its exported symbols tell.
 */

#include "config.h"

#define _GNU_SOURCE
#include "rf-compat.h"

#include <dlfcn.h>

#include "rf-baresip.h"

typedef enum {
  RF_BARESIP_1_0,
  RF_BARESIP_1_1,
  RF_BARESIP_LATER,
} RfBaresip;

static RfBaresip running;
static char      version[64];

static gboolean
has_symbol (const char *name)
{
  return dlsym (RTLD_DEFAULT, name) != NULL;
}

static RfBaresip
probe (void)
{
  if (has_symbol ("call_replace_transfer"))
    return RF_BARESIP_LATER;
  if (has_symbol ("ua_connect_dir") || has_symbol ("uag_hold_resume"))
    return RF_BARESIP_1_1;
  return RF_BARESIP_1_0;
}

/**
 * rf_compat_init:
 *
 * Finds out which baresip runs. From 2.0 on the structures and events differ from those that
 * this module knows.
 *
 * Returns: whether the module can work with it
 */
gboolean
rf_compat_init (void)
{
  running = probe ();
  if (running == RF_BARESIP_LATER)
    return FALSE;

  g_snprintf (version, sizeof version, "baresip 1.%d, libre %s",
              running == RF_BARESIP_1_1 ? 1 : 0, sys_libre_version_get ());
  return TRUE;
}

/**
 * rf_compat_get_version:
 *
 * Returns: (transfer none): what runs, for a person: "baresip 1.0, libre 1.1.0"
 */
const char *
rf_compat_get_version (void)
{
  return version;
}

/**
 * rf_compat_dup_limits:
 *
 * Returns: (transfer full): what this version cannot do, a sentence each
 */
char **
rf_compat_dup_limits (void)
{
  g_autoptr (GStrvBuilder) limits = g_strv_builder_new ();

  if (running == RF_BARESIP_1_0)
    g_strv_builder_add (limits, "This baresip does not verify the certificates of TLS servers.");
  return g_strv_builder_end (limits);
}

/**
 * rf_compat_call_event:
 * @event: number as baresip gave it to a call's handler
 *
 * baresip 1.1 put "answered" before "established" and so moved all that follow.
 *
 * Returns: what it stands for
 */
RfCallEvent
rf_compat_call_event (int event)
{
  static const RfCallEvent v1_0[] = {
    RF_CALL_EVENT_OTHER, RF_CALL_EVENT_RINGING, RF_CALL_EVENT_PROGRESS,
    RF_CALL_EVENT_ESTABLISHED, RF_CALL_EVENT_CLOSED,
  };
  static const RfCallEvent v1_1[] = {
    RF_CALL_EVENT_OTHER, RF_CALL_EVENT_RINGING, RF_CALL_EVENT_PROGRESS,
    RF_CALL_EVENT_OTHER, RF_CALL_EVENT_ESTABLISHED, RF_CALL_EVENT_CLOSED,
  };
  const RfCallEvent *table = running == RF_BARESIP_1_1 ? v1_1 : v1_0;
  int length = running == RF_BARESIP_1_1 ? G_N_ELEMENTS (v1_1) : G_N_ELEMENTS (v1_0);

  return event >= 0 && event < length ? table[event] : RF_CALL_EVENT_OTHER;
}
