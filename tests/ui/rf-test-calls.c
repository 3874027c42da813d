/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-test-calls"

#include "rf-test-calls.h"

#include <gio/gio.h>

#include <string.h>
#include <sys/socket.h>

#define PATH "/org/referee/Core1/Call/"


static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}


static GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}


static void
connect_end (int fd, GDBusConnectionFlags flags, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, &error);
  g_autoptr (GSocketConnection) stream = NULL;
  g_autofree char *guid = g_dbus_generate_guid ();

  g_assert_no_error (error);
  stream = g_socket_connection_factory_create_connection (socket);
  g_dbus_connection_new (G_IO_STREAM (stream),
                         flags & G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER ? guid : NULL,
                         flags, NULL, NULL, on_result, result);
}


static GDBusConnection *
finish_end (GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) ready = wait_for_result (result);
  GDBusConnection *connection = g_dbus_connection_new_finish (ready, &error);

  g_assert_no_error (error);

  return connection;
}

/**
 * rf_test_calls_set_up:
 * @self: what is set up
 * @data: unused
 */
void
rf_test_calls_set_up (RfTestCalls *self, gconstpointer data)
{
  GAsyncResult *core_ready = NULL;
  GAsyncResult *app_ready = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  connect_end (fds[0], G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER, &core_ready);
  connect_end (fds[1], G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, &app_ready);
  self->core_end = finish_end (&core_ready);
  self->app_end = finish_end (&app_ready);
  self->skeletons = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * rf_test_calls_tear_down:
 * @self: what was set up
 * @data: unused
 */
void
rf_test_calls_tear_down (RfTestCalls *self, gconstpointer data)
{
  for (guint i = 0; i < self->skeletons->len; i++)
    g_dbus_interface_skeleton_unexport (g_ptr_array_index (self->skeletons, i));
  g_clear_pointer (&self->skeletons, g_ptr_array_unref);
  g_dbus_connection_close_sync (self->app_end, NULL, NULL);
  g_clear_object (&self->app_end);
  g_clear_object (&self->core_end);
}

/**
 * rf_test_calls_add:
 * @self: the fixture
 * @direction: "incoming" or "outgoing"
 * @state: as the core names it
 * @peer_name: display name
 * @peer_uri: address
 *
 * Returns: (transfer full): a call in that state
 */
RfCall *
rf_test_calls_add (RfTestCalls *self, const char *direction, const char *state,
                   const char *peer_name,
                   const char *peer_uri)
{
  g_autofree char *path = g_strdup_printf (PATH "%u", self->skeletons->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) ready = NULL;
  g_autoptr (RfDBusCall) proxy = NULL;
  RfDBusCall *skeleton = rf_dbus_call_skeleton_new ();
  GAsyncResult *result = NULL;

  rf_dbus_call_set_direction (skeleton, direction);
  rf_dbus_call_set_account (skeleton, "sip:mike@example.org");
  rf_dbus_call_set_state (skeleton, state);
  rf_dbus_call_set_peer_name (skeleton, peer_name);
  rf_dbus_call_set_peer_uri (skeleton, peer_uri);
  rf_dbus_call_set_peer_allows_refer (skeleton, TRUE);
  g_ptr_array_add (self->skeletons, skeleton);
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (skeleton), self->core_end, path,
                                    &error);
  g_assert_no_error (error);

  rf_dbus_call_proxy_new (self->app_end, G_DBUS_PROXY_FLAGS_NONE, NULL, path, NULL, on_result,
                          &result);
  ready = wait_for_result (&result);
  proxy = rf_dbus_call_proxy_new_finish (ready, &error);
  g_assert_no_error (error);

  return rf_call_new (proxy);
}

static RfDBusCall *
find_skeleton (RfTestCalls *self, RfCall *call)
{
  guint index = (guint) g_ascii_strtoull (rf_call_get_path (call) + strlen (PATH), NULL, 10);

  return g_ptr_array_index (self->skeletons, index);
}

/**
 * rf_test_calls_ask:
 * @self: the fixture
 * @call: one of its calls
 * @target: whom the other side wants to connect us to
 * @by: Referred-By
 * @attended: whether it brings a Replaces
 *
 * Lets a transfer request arrive.
 */
void
rf_test_calls_ask (RfTestCalls *self, RfCall *call, const char *target, const char *by,
                   gboolean attended)
{
  rf_dbus_call_emit_transfer_requested (find_skeleton (self, call), target, by, attended,
                                        self->deadline);
  while (rf_call_get_request_target (call) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * rf_test_calls_end:
 * @self: the fixture
 * @call: one of its calls
 * @ended_by: "local" or "remote"
 *
 * Lets the call end.
 */
void
rf_test_calls_end (RfTestCalls *self, RfCall *call, const char *ended_by)
{
  RfDBusCall *skeleton = find_skeleton (self, call);

  rf_dbus_call_set_ended_by (skeleton, ended_by);
  rf_dbus_call_set_state (skeleton, "ended");
  while (rf_call_is_live (call))
    g_main_context_iteration (NULL, TRUE);
}
