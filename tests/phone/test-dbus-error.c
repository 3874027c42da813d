/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-dbus-error.h"
#include "rf-phone-types.h"

static const struct {
  const char *name;
  const char *text;
  int         code;
  const char *message;
} remote[] = {
  { "org.referee.Core1.Error.Failed", "No such call.", RF_PHONE_ERROR_FAILED, "No such call." },
  { "org.referee.Core1.Error.BadUri", "No “@”.", RF_PHONE_ERROR_BAD_URI, "No “@”." },
  { "org.referee.Core1.Error.NoRefer", "100%n\r\n%s", RF_PHONE_ERROR_FAILED, "100%n\\x0d\\x0a%s" },
  { "org.referee.Core1.Error.Newer", "What?", RF_PHONE_ERROR_FAILED, "What?" },
  { "org.freedesktop.DBus.Error.UnknownMethod", "No such interface", RF_PHONE_ERROR_FAILED,
    "The call has already ended." },
  { "org.freedesktop.DBus.Error.NoReply", "x", RF_PHONE_ERROR_FAILED,
    "The call core did not answer in time. Try again." },
};

static void
test_remote (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (remote); i++) {
    g_autoptr (GError) error = g_dbus_error_new_for_dbus_error (remote[i].name, remote[i].text);

    error = rf_dbus_error_translate (g_steal_pointer (&error));
    g_assert_error (error, RF_PHONE_ERROR, remote[i].code);
    g_assert_cmpstr (error->message, ==, remote[i].message);
  }
}

static void
test_own (void)
{
  g_autoptr (GError) closed = g_error_new (G_IO_ERROR, G_IO_ERROR_CLOSED, "x");
  g_autoptr (GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr (GError) ours = g_error_new (RF_PHONE_ERROR, RF_PHONE_ERROR_BUSY_PORT, "x");

  closed = rf_dbus_error_translate (g_steal_pointer (&closed));
  g_assert_error (closed, RF_PHONE_ERROR, RF_PHONE_ERROR_CORE_LOST);
  cancelled = rf_dbus_error_translate (g_steal_pointer (&cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ours = rf_dbus_error_translate (g_steal_pointer (&ours));
  g_assert_error (ours, RF_PHONE_ERROR, RF_PHONE_ERROR_BUSY_PORT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dbus-error/remote", test_remote);
  g_test_add_func ("/dbus-error/own", test_own);
  return g_test_run ();
}
