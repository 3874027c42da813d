/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-proxy.h"

#include "rf-test-child.h"
#include "rf-test-wait.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

struct _RfTestProxy {
  char    *folder;
  char    *address;
  GPid     pid;
  gboolean over;
};

static void
on_exited (GPid pid, int status, gpointer user_data)
{
  RfTestProxy *self = user_data;

  self->over = TRUE;
}

/* TCP is what Kamailio listens on last. */
static gboolean
is_heard (RfTestProxy *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, self->address,
                                                                              0, NULL, NULL);

  return connection != NULL;
}

RfTestProxy *
rf_test_proxy_new (const char *program)
{
  RfTestProxy *self = g_new0 (RfTestProxy, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *config = g_test_build_filename (G_TEST_DIST, "proxy.cfg", NULL);
  g_autofree char *udp = NULL;
  g_autofree char *tcp = NULL;

  self->folder = g_dir_make_tmp ("referee-proxy-XXXXXX", &error);
  g_assert_no_error (error);
  self->address = g_strdup_printf ("127.0.0.1:%u", rf_test_child_find_port ());
  udp = g_strconcat ("udp:", self->address, NULL);
  tcp = g_strconcat ("tcp:", self->address, NULL);
  self->pid = rf_test_child_spawn ((const char *[]) {
    program, "-f", config, "-DD", "-E", "-l", udp, "-l", tcp, "-w", self->folder, "-Y",
    self->folder, "-m", "16", NULL }, self->folder);
  g_child_watch_add (self->pid, on_exited, self);
  rf_test_wait (self->over || is_heard (self), 15);
  if (self->over)
    rf_test_child_show (self->folder, "output");
  g_assert_false (self->over);
  return self;
}

void
rf_test_proxy_free (RfTestProxy *self)
{
  rf_test_child_end (self->pid);
  rf_test_wait (self->over, 15);
  rf_test_child_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->address);
  g_free (self);
}

const char *
rf_test_proxy_get_address (RfTestProxy *self)
{
  return self->address;
}
