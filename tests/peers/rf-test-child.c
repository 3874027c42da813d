/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-child.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

GPid
rf_test_child_spawn (const char *const *command, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "output", NULL);
  g_autoptr (GError) error = NULL;
  int output = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  GPid pid = 0;

  g_assert_cmpint (output, >=, 0);
  g_spawn_async_with_fds (folder, (char **) command, NULL,
                          G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent, NULL,
                          &pid, -1, output, output, &error);
  g_assert_no_error (error);
  g_close (output, NULL);
  return pid;
}

void
rf_test_child_end (GPid pid)
{
  g_assert_cmpint (pid, >, 0);
  kill (pid, SIGTERM);
}

void
rf_test_child_show (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    g_printerr ("%s:\n%s\n", name, text);
}

/* With the files in it; there are no folders. */
void
rf_test_child_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Looks without touching: to try the port would keep it from the one who is about to take it. */
gboolean
rf_test_child_is_port_free (guint16 port)
{
  g_autofree char *sockets = NULL;
  g_autofree char *local = g_strdup_printf (":%04X ", port);
  g_autoptr (GError) error = NULL;

  g_file_get_contents ("/proc/net/udp", &sockets, NULL, &error);
  g_assert_no_error (error);
  return strstr (sockets, local) == NULL;
}

guint16
rf_test_child_find_port (void)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}
