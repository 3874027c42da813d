/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "soak-dialogs"

#include "soak-dialogs.h"

#include "rf-call-private.h"
#include "rf-test-phone.h"

#include <gio/gio.h>
#include <string.h>

#define SECONDS 5

#define MAX_NAME 64

typedef struct {
  guint16 port;
  char    call_id[MAX_NAME];
  char    local_tag[MAX_NAME];
  char    remote_tag[MAX_NAME];
} Dialog;

/* All memory is taken at once, or it would look like a leak of this program. */
struct _SoakDialogs {
  Dialog  *dialogs;
  guint    n_dialogs;
  guint    max_dialogs;
  GSocket *socket;
  guint16  port;
  guint    n_sent;
};

static GSocketAddress *
loopback_address_new (guint16 port)
{
  return g_inet_socket_address_new_from_string ("127.0.0.1", port);
}

SoakDialogs *
soak_dialogs_new (guint max_dialogs)
{
  SoakDialogs *self = g_new0 (SoakDialogs, 1);
  g_autoptr (GSocketAddress) any = loopback_address_new (0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->dialogs = g_new (Dialog, max_dialogs);
  memset (self->dialogs, '?', max_dialogs * sizeof *self->dialogs);
  self->max_dialogs = max_dialogs;
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_set_timeout (self->socket, SECONDS);
  g_socket_bind (self->socket, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return self;
}

void
soak_dialogs_free (SoakDialogs *self)
{
  g_free (self->dialogs);
  g_object_unref (self->socket);
  g_free (self);
}

static void
set_name (char *name, const char *value)
{
  g_assert_cmpuint (g_strlcpy (name, value, MAX_NAME), <, MAX_NAME);
}

/* To be called when @call has its tags. */
void
soak_dialogs_remember (SoakDialogs *self, RfPhone *phone, RfCall *call)
{
  RfDBusCall *proxy = rf_call_get_proxy (call);
  Dialog *dialog = &self->dialogs[self->n_dialogs++];

  g_assert_cmpuint (self->n_dialogs, <=, self->max_dialogs);
  dialog->port = rf_test_phone_get_port (phone);
  set_name (dialog->call_id, rf_dbus_call_get_call_id (proxy));
  set_name (dialog->local_tag, rf_dbus_call_get_local_tag (proxy));
  set_name (dialog->remote_tag, rf_dbus_call_get_remote_tag (proxy));
}

static void
send_request (SoakDialogs *self, const Dialog *dialog, const char *method)
{
  g_autoptr (GSocketAddress) core = loopback_address_new (dialog->port);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s sip:soak@127.0.0.1:%u SIP/2.0\r\n"
                          "Via: SIP/2.0/UDP 127.0.0.1:%u;branch=z9hG4bK-soak-%u;rport\r\n"
                          "Max-Forwards: 70\r\nContact: <sip:soak@127.0.0.1:%u>\r\n"
                          "From: <sip:soak@127.0.0.1>;tag=%s\r\n"
                          "To: <sip:soak@127.0.0.1>;tag=%s\r\nCall-ID: %s\r\n"
                          "CSeq: 4711 %s\r\nEvent: refer\r\nSubscription-State: active\r\n"
                          "Content-Length: 0\r\n\r\n", method, dialog->port, self->port,
                          ++self->n_sent, self->port, dialog->remote_tag, dialog->local_tag,
                          dialog->call_id, method);
  g_socket_send_to (self->socket, core, text, strlen (text), NULL, &error);
  g_assert_no_error (error);
}

/* What the core that had the dialog answers. What was asked before is answered first. */
static guint
ask (SoakDialogs *self, const Dialog *dialog, const char *method)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *branch = NULL;
  char reply[4096];
  gssize length;

  send_request (self, dialog, method);
  branch = g_strdup_printf (";branch=z9hG4bK-soak-%u;", self->n_sent);
  do {
    length = g_socket_receive (self->socket, reply, sizeof reply - 1, NULL, &error);
    g_assert_no_error (error);
    reply[length] = '\0';
  } while (!strstr (reply, branch));
  g_assert_true (g_str_has_prefix (reply, "SIP/2.0 "));
  return (guint) g_ascii_strtoull (reply + strlen ("SIP/2.0 "), NULL, 10);
}

/* Ends the newest dialog on behalf of its peer. Returns the status. */
guint
soak_dialogs_release (SoakDialogs *self)
{
  g_assert_cmpuint (self->n_dialogs, >, 0);
  return ask (self, &self->dialogs[self->n_dialogs - 1], "BYE");
}

/* Fails where a core knows any dialog still, or a subscription in it. Returns how many there
 * were. */
guint
soak_dialogs_check_all (SoakDialogs *self)
{
  static const char *const methods[] = { "BYE", "NOTIFY", "SUBSCRIBE" };

  for (guint i = 0; i < self->n_dialogs; i++)
    for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
      g_assert_cmpuint (ask (self, &self->dialogs[i], methods[m]), ==, 481);
  return self->n_dialogs;
}
