/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-dbus-error"

#include "rf-dbus-error.h"

#include "rf-phone-types.h"
#include "rf-text.h"

#define CORE_ERROR "org.referee.Core1.Error."

static GError *
new_error (RfPhoneError code,
           const char  *sentence)
{
  return g_error_new_literal (RF_PHONE_ERROR, code, sentence);
}

/* What is not from our core is from the bus library, and its words are not for people. */
static GError *
translate_library_error (GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED)
      || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED))
    return new_error (RF_PHONE_ERROR_CORE_LOST,
                      "The call core ended before it could do this. Try again when the phone is "
                      "ready.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
      || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
    return new_error (RF_PHONE_ERROR_FAILED, "The call core did not answer in time. Try again.");
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
      || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT))
    return new_error (RF_PHONE_ERROR_FAILED, "The call has already ended.");
  return g_error_new (RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED, "The call core could not do this: %s",
                      error->message);
}

/**
 * rf_dbus_error_translate:
 * @error: (transfer full): what a method of the core gave
 *
 * Returns: (transfer full): the same as an #RfPhoneError with a sentence for a person; a
 * cancellation stays as it is
 */
GError *
rf_dbus_error_translate (GError *error)
{
  g_autoptr (GError) owned = error;
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;

  if (error->domain == RF_PHONE_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&owned);
  name = g_dbus_error_get_remote_error (error);
  g_dbus_error_strip_remote_error (error);
  if (name == NULL || !g_str_has_prefix (name, CORE_ERROR))
    return translate_library_error (error);
  sentence = rf_text_for_show (error->message);
  if (g_str_equal (name, CORE_ERROR "BadUri"))
    return new_error (RF_PHONE_ERROR_BAD_URI, sentence);
  return new_error (RF_PHONE_ERROR_FAILED, sentence);
}
