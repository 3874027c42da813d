/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "soak-holding"

#include "soak-holding.h"

#include "rf-phone-private.h"
#include "rf-test-wait.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static char *heap_dir;

/* Cores that start from now on tell their bytes in use by @heap_module. */
void
soak_holding_prepare (const char *heap_module)
{
  g_autoptr (GError) error = NULL;

  heap_dir = g_dir_make_tmp ("referee-soak-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("SOAK_HEAP_DIR", heap_dir, TRUE);
  g_setenv ("REFEREE_CORE_PRELOAD", heap_module, TRUE);
}

void
soak_holding_close (void)
{
  if (heap_dir)
    g_assert_cmpint (g_rmdir (heap_dir), ==, 0);
  g_clear_pointer (&heap_dir, g_free);
}

/* The file is there when the core has written it. */
static guint64
ask_in_use (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("%s/%d", heap_dir, (int) pid);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (kill (pid, SIGRTMAX), ==, 0);
  rf_test_wait (g_file_test (path, G_FILE_TEST_EXISTS), 5);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_ascii_strtoull (text, NULL, 10);
}

static guint64
count_own_in_use (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* What it shares with other processes comes and goes with them. */
static guint64
read_private_kib (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *line;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  line = strstr (text, "\nPrivate_Dirty:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("\nPrivate_Dirty:"), NULL, 10);
}

static guint
count_descriptors (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", (int) pid);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
on_objects (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GVariant **reply = user_data;
  g_autoptr (GError) error = NULL;

  *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_assert_no_error (error);
}

/* What the core itself says that it exports. A call that blocks would have a context of its own,
 * whose descriptor GDBus may close only after we have counted. */
static guint
count_objects (RfPhone *phone)
{
  GDBusProxy *proxy = G_DBUS_PROXY (rf_phone_get_proxy (phone));
  g_autoptr (GVariant) objects = NULL;
  g_autoptr (GVariant) reply = NULL;

  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), NULL, "/org/referee/Core1",
                          "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_objects, &reply);
  rf_test_wait (reply != NULL, 5);
  objects = g_variant_get_child_value (reply, 0);
  return (guint) g_variant_n_children (objects);
}

/* What the core of @phone holds, or this program where @phone is NULL. */
void
soak_holding_look (SoakHolding *self, RfPhone *phone)
{
  GPid pid = phone ? rf_phone_get_core_pid (phone) : getpid ();

  *self = (SoakHolding) {
    .private_kib = read_private_kib (pid),
    .descriptors = count_descriptors (pid),
    .objects = phone ? count_objects (phone) : 0,
  };
  if (heap_dir)
    self->in_use = phone ? ask_in_use (pid) : count_own_in_use ();
}

/* Whether there are no more descriptors and objects than there were. Fewer is no fault: some of the
 * set-up may still have been open @before. */
gboolean
soak_holding_is_back (const SoakHolding *before, RfPhone *phone)
{
  GPid pid = phone ? rf_phone_get_core_pid (phone) : getpid ();

  return count_descriptors (pid) <= before->descriptors
         && (!phone || count_objects (phone) <= before->objects);
}
