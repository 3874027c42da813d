/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-listen"

#include "rf-listen.h"

#include <gio/gio.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "rf-phone-types.h"

#define DEFAULT_PORT 5060

/* Below the range that the kernel takes ports for outgoing connections from (32768 to 60999), so
 * that nothing takes a port between our look at it and the core's start; even, as a phone takes
 * two. */
#define FREE_PORT_FIRST 20000
#define FREE_PORT_LAST  31998
#define FREE_PORT_TRIES 200

/**
 * rf_listen_parse:
 * @self: where to put it
 * @text: (nullable): "address:port", port 0 for a free one; %NULL for all addresses
 * @error: return location
 *
 * Returns: whether @text could be read; @self is left alone where it could not
 */
gboolean
rf_listen_parse (RfListen    *self,
                 const char  *text,
                 GError     **error)
{
  g_autofree char *address = NULL;
  const char *colon;
  guint64 port;

  if (text == NULL) {
    *self = (RfListen) { NULL, 0, FALSE };
    return TRUE;
  }
  colon = strrchr (text, ':');
  if (colon != NULL) {
    gboolean bracketed = *text == '[' && colon > text && colon[-1] == ']';

    address = g_strndup (text + bracketed, colon - text - 2 * bracketed);
  }
  /* The port above it, for TLS, must exist too. */
  if (address == NULL || !g_hostname_is_ip_address (address)
      || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16 - 1, &port, NULL)) {
    g_set_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                 "“%s” is not an address to be heard on. One looks like “127.0.0.1:5060”.", text);
    return FALSE;
  }
  *self = (RfListen) { NULL, port, port != 0 };
  if (!g_str_equal (address, "0.0.0.0") && !g_str_equal (address, "::"))
    self->address = g_steal_pointer (&address);
  return TRUE;
}

/**
 * rf_listen_clear:
 * @self: a place
 *
 * Frees what it holds.
 */
void
rf_listen_clear (RfListen *self)
{
  g_clear_pointer (&self->address, g_free);
}

static gboolean
can_bind (const RfListen *self,
          GSocketType     type,
          guint           port)
{
  gboolean is_v6 = self->address != NULL && strchr (self->address, ':') != NULL;
  const char *text = self->address != NULL ? self->address : "0.0.0.0";
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  address = g_inet_socket_address_new_from_string (text, port);
  socket = g_socket_new (is_v6 ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4, type,
                         G_SOCKET_PROTOCOL_DEFAULT, NULL);
  /* As the stack does it: connections that linger from an earlier core are no hindrance, over UDP
   * another program is. */
  return socket != NULL && address != NULL
         && g_socket_bind (socket, address, type == G_SOCKET_TYPE_STREAM, NULL);
}

static gboolean
is_free (const RfListen *self,
         guint           port)
{
  return can_bind (self, G_SOCKET_TYPE_DATAGRAM, port)
         && can_bind (self, G_SOCKET_TYPE_STREAM, port)
         && can_bind (self, G_SOCKET_TYPE_STREAM, port + 1);
}

/**
 * rf_listen_choose_port:
 * @self: a place
 * @error: return location: %RF_PHONE_ERROR_BUSY_PORT
 *
 * Chooses a port that is free now. A port that was asked for stays as it is: whether it is free is
 * seen when the core takes it. Where nothing was asked for, and for all addresses, 5060 goes first.
 *
 * Returns: whether there is one
 */
gboolean
rf_listen_choose_port (RfListen  *self,
                       GError   **error)
{
  if (self->fixed)
    return TRUE;
  if (self->address == NULL && self->port != DEFAULT_PORT && is_free (self, DEFAULT_PORT)) {
    self->port = DEFAULT_PORT;
    return TRUE;
  }
  for (guint i = 0; i < FREE_PORT_TRIES; i++) {
    guint port = g_random_int_range (FREE_PORT_FIRST / 2, FREE_PORT_LAST / 2 + 1) * 2;

    if (is_free (self, port)) {
      self->port = port;
      return TRUE;
    }
  }
  g_set_error_literal (error, RF_PHONE_ERROR, RF_PHONE_ERROR_BUSY_PORT,
                       "No free port was found to hear calls on. Close other phone programs and "
                       "try again.");
  return FALSE;
}

/**
 * rf_listen_dup_endpoint:
 * @self: a place
 *
 * Returns: (transfer full): "address:port" as the core takes it
 */
char *
rf_listen_dup_endpoint (const RfListen *self)
{
  if (self->address == NULL)
    return g_strdup_printf ("0.0.0.0:%u", self->port);
  if (strchr (self->address, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", self->address, self->port);
  return g_strdup_printf ("%s:%u", self->address, self->port);
}

/* Asks the kernel which way a packet would go; none is sent. */
static gboolean
has_default_route (void)
{
  g_autoptr (GSocket) socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GSocketAddress) far_away = g_inet_socket_address_new_from_string ("192.0.2.1", 9);

  return socket != NULL && g_socket_connect (socket, far_away, NULL, NULL);
}

static char *
dup_first_address (void)
{
  struct ifaddrs *all = NULL;
  char *found = NULL;

  if (getifaddrs (&all) != 0)
    return NULL;
  for (struct ifaddrs *i = all; i != NULL && found == NULL; i = i->ifa_next) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *) (gconstpointer) i->ifa_addr;
    g_autoptr (GInetAddress) address = NULL;

    if (i->ifa_addr == NULL || i->ifa_addr->sa_family != AF_INET || !(i->ifa_flags & IFF_UP)
        || (i->ifa_flags & IFF_LOOPBACK))
      continue;
    address = g_inet_address_new_from_bytes ((const guint8 *) &v4->sin_addr,
                                             G_SOCKET_FAMILY_IPV4);
    found = g_inet_address_to_string (address);
  }
  freeifaddrs (all);
  return found;
}

/**
 * rf_listen_dup_interface:
 * @self: a place
 *
 * The core takes "all addresses" as the one that leads to the internet, and where there is none it
 * would hear nothing at all. There the first address of the machine stands in, on a machine without
 * any network the loopback.
 *
 * Returns: (transfer full) (nullable): the address to bind the core to; %NULL leaves it to the core
 */
char *
rf_listen_dup_interface (const RfListen *self)
{
  char *address;

  if (self->address != NULL)
    return g_strdup (self->address);
  if (has_default_route ())
    return NULL;
  address = dup_first_address ();
  return address != NULL ? address : g_strdup ("127.0.0.1");
}
