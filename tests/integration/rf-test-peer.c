/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-peer.h"

#include "rf-test-wait.h"

#include <gio/gio.h>

#include <string.h>

#define SECONDS 10

struct _RfTestPeer {
  GSocket   *socket;
  GSource   *source;
  guint16    port;
  GPtrArray *heard;  /* messages as they came, terminated */
};

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  RfTestPeer *self = user_data;
  g_autoptr (GError) error = NULL;
  char buffer[65536];
  gssize n = g_socket_receive (socket, buffer, sizeof buffer - 1, NULL, &error);

  /* A port that nobody hears any more answers by ICMP. */
  if (n < 0)
    return G_SOURCE_CONTINUE;
  g_ptr_array_add (self->heard, g_strndup (buffer, (gsize) n));
  return G_SOURCE_CONTINUE;
}

static GSocketAddress *
loopback_address_new (guint16 port)
{
  return g_inet_socket_address_new_from_string ("127.0.0.1", port);
}

RfTestPeer *
rf_test_peer_new (void)
{
  g_autoptr (GSocketAddress) any = loopback_address_new (0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  RfTestPeer *self = g_new0 (RfTestPeer, 1);

  self->heard = g_ptr_array_new_with_free_func (g_free);
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, NULL);
  return self;
}

void
rf_test_peer_free (RfTestPeer *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->socket);
  g_ptr_array_unref (self->heard);
  g_free (self);
}

guint16
rf_test_peer_get_port (RfTestPeer *self)
{
  return self->port;
}

static char *
dup_with_crlf (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv ("\r\n", lines);
}

/* @text: headers, an empty line, a body, with bare LF; the wire has CRLF and a Content-Length. */
void
rf_test_peer_send (RfTestPeer *self, guint16 port, const char *text)
{
  g_autoptr (GSocketAddress) address = loopback_address_new (port);
  g_auto (GStrv) parts = g_strsplit (text, "\n\n", 2);
  g_autofree char *headers = dup_with_crlf (parts[0]);
  g_autofree char *body = dup_with_crlf (parts[1]);
  g_autofree char *wire = g_strdup_printf ("%s\r\nContent-Length: %zu\r\n\r\n%s", headers,
                                           strlen (body), body);
  g_autoptr (GError) error = NULL;

  g_socket_send_to (self->socket, address, wire, strlen (wire), NULL, &error);
  g_assert_no_error (error);
}

static const char *
find_heard (RfTestPeer *self, const char *start, const char *part)
{
  for (guint i = self->heard->len; i > 0; i--) {
    const char *message = g_ptr_array_index (self->heard, i - 1);

    if (g_str_has_prefix (message, start) && strstr (message, part))
      return message;
  }
  return NULL;
}

/* Waits for a message that begins with @start and has @part in it; gives the newest. */
const char *
rf_test_peer_wait_for (RfTestPeer *self, const char *start, const char *part)
{
  const char *found = NULL;

  g_test_message ("The peer waits for “%s”, “%s”", start, part);
  rf_test_wait ((found = find_heard (self, start, part)) != NULL, SECONDS);
  return found;
}

/* Value of the first header called @name; NULL where there is none. */
char *
rf_test_peer_dup_header (const char *message, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (message, "\r\n", -1);

  for (guint i = 1; lines[i] && lines[i][0] != '\0'; i++) {
    gsize length = strlen (name);

    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strdup (g_strchug (lines[i] + length + 1));
  }
  return NULL;
}

/* @extra: further header lines, each ended with "\n". The reply has the To tag "peer". */
char *
rf_test_peer_dup_reply (const char *request, const char *status_line, const char *extra,
                        const char *body)
{
  g_autofree char *via = rf_test_peer_dup_header (request, "Via");
  g_autofree char *from = rf_test_peer_dup_header (request, "From");
  g_autofree char *to = rf_test_peer_dup_header (request, "To");
  g_autofree char *call_id = rf_test_peer_dup_header (request, "Call-ID");
  g_autofree char *cseq = rf_test_peer_dup_header (request, "CSeq");

  return g_strdup_printf ("%s\nVia: %s\nFrom: %s\nTo: %s%s\nCall-ID: %s\nCSeq: %s\n%s\n%s",
                          status_line, via, from, to, strstr (to, "tag=") ? "" : ";tag=peer",
                          call_id, cseq, extra, body);
}
