/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-remote"

#include "config.h"

#include "rf-ctl-remote.h"

#include "rf-ctl-output.h"
#include "rf-text.h"

#include <json-glib/json-glib.h>

#include <stdio.h>

#define CONTROL_PATH  "/org/referee/Control"
#define CONTROL_ERROR "org.referee.Control1.Error."

/* A phone that has vanished answers a hold after the 32 s of RFC 3261's timer B. */
#define PATIENCE_MSEC 60000

static void
complain_of_start (const char *command)
{
  rf_ctl_complain (command, "The Referee that runs is still starting, or is a version that cannot "
                   "do this. Try again in a moment.");
}

/**
 * rf_ctl_remote_connect:
 * @command: the command that asks
 *
 * Finds the Referee that runs in this session; it is never started.
 *
 * Returns: (transfer full) (nullable): it, or %NULL where there is none, which has been said
 */
RfDBusControl *
rf_ctl_remote_connect (const char *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfDBusControl) control = NULL;
  g_autofree char *owner = NULL;

  control = rf_dbus_control_proxy_new_for_bus_sync (G_BUS_TYPE_SESSION,
                                                    G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                                    RF_APP_ID, CONTROL_PATH, NULL, &error);
  if (control == NULL) {
    rf_ctl_complain (command, "The session bus, on which Referee is reached, was not found. Run "
                     "this in the session in which Referee runs.");
    g_debug ("No session bus: %s", error->message);
    return NULL;
  }
  owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (control));
  if (owner == NULL) {
    rf_ctl_complain (command, "Referee is not running. Start it with: referee");
    return NULL;
  }
  if (rf_dbus_control_get_registration (control) == NULL) {
    complain_of_start (command);
    return NULL;
  }
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (control), PATIENCE_MSEC);
  return g_steal_pointer (&control);
}

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE);
}

/**
 * rf_ctl_remote_complain:
 * @command: the command that asked
 * @error: why a method failed
 *
 * Says so.
 *
 * Returns: the exit status that goes with it
 */
int
rf_ctl_remote_complain (const char   *command,
                        const GError *error)
{
  g_autoptr (GError) copy = g_error_copy (error);
  g_autofree char *name = g_dbus_error_get_remote_error (error);
  g_autofree char *sentence = NULL;

  g_dbus_error_strip_remote_error (copy);
  sentence = rf_text_for_show (copy->message);
  if (name != NULL && g_str_has_prefix (name, CONTROL_ERROR)) {
    rf_ctl_complain (command, "%s", sentence);
    return RF_CTL_NOT_DONE;
  }
  if (is_missing (error))
    complain_of_start (command);
  else
    rf_ctl_complain (command, "Referee did not answer: %s", sentence);
  return RF_CTL_UNUSABLE;
}

/**
 * rf_ctl_remote_find:
 * @control: the running Referee
 * @id: of a call
 * @error: return location; not set where there is no such call
 *
 * Returns: (transfer full) (nullable): how the call stands, as ListCalls has it
 */
GVariant *
rf_ctl_remote_find (RfDBusControl *control,
                    const char    *id,
                    GError       **error)
{
  g_autoptr (GVariant) list = NULL;
  GVariantIter iter;
  GVariant *record;

  if (!rf_dbus_control_call_list_calls_sync (control, &list, NULL, error))
    return NULL;
  g_variant_iter_init (&iter, list);
  while ((record = g_variant_iter_next_value (&iter)) != NULL) {
    const char *its_id = "";

    g_variant_lookup (record, "id", "&s", &its_id);
    if (g_str_equal (its_id, id))
      return record;
    g_variant_unref (record);
  }
  return NULL;
}

/**
 * rf_ctl_remote_dup_text:
 * @record: a call or an event
 * @key: what of it
 *
 * Returns: (transfer full): it, fit to be printed; "" where there is none
 */
char *
rf_ctl_remote_dup_text (GVariant   *record,
                        const char *key)
{
  const char *text = "";

  g_variant_lookup (record, key, "&s", &text);
  return rf_text_for_show (text);
}

/**
 * rf_ctl_remote_get_code:
 * @record: a call or an event
 * @key: what of it
 *
 * Returns: it, 0 where there is none
 */
guint
rf_ctl_remote_get_code (GVariant   *record,
                        const char *key)
{
  guint code = 0;

  g_variant_lookup (record, key, "u", &code);
  return code;
}

/**
 * rf_ctl_remote_print:
 * @record: a call or an event, or a list of them
 *
 * Prints it as one line of JSON, at once.
 */
void
rf_ctl_remote_print (GVariant *record)
{
  g_autofree char *line = json_gvariant_serialize_data (record, NULL);

  puts (line);
  fflush (stdout);
}
