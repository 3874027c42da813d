/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "rf-listen.h"
#include "rf-phone-types.h"

static const struct {
  const char *text;
  const char *address;
  guint       port;
  gboolean    fixed;
  const char *endpoint;
} good[] = {
  { NULL, NULL, 0, FALSE, "0.0.0.0:0" },
  { "0.0.0.0:0", NULL, 0, FALSE, "0.0.0.0:0" },
  { "0.0.0.0:5062", NULL, 5062, TRUE, "0.0.0.0:5062" },
  { "[::]:5062", NULL, 5062, TRUE, "0.0.0.0:5062" },
  { "127.0.0.1:0", "127.0.0.1", 0, FALSE, "127.0.0.1:0" },
  { "127.0.0.1:5080", "127.0.0.1", 5080, TRUE, "127.0.0.1:5080" },
  { "[::1]:5080", "::1", 5080, TRUE, "[::1]:5080" },
  { "127.0.0.1:65534", "127.0.0.1", 65534, TRUE, "127.0.0.1:65534" },
};

static const char *const bad[] = {
  "", ":", "5060", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:65535",
  "127.0.0.1:99999999999",
  "localhost:5060", "[::1:5060", "1.2.3.4.5:5060", "127.0.0.1 :5060",
  "127.0.0.1:5060\nmodule /tmp/x.so", "[]:1",
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *endpoint = NULL;
    RfListen listen;

    g_assert_true (rf_listen_parse (&listen, good[i].text, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (listen.address, ==, good[i].address);
    g_assert_cmpuint (listen.port, ==, good[i].port);
    g_assert_cmpint (listen.fixed, ==, good[i].fixed);
    endpoint = rf_listen_dup_endpoint (&listen);
    g_assert_cmpstr (endpoint, ==, good[i].endpoint);
    rf_listen_clear (&listen);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    RfListen listen = { NULL, 7, TRUE };

    g_test_message ("“%s”", bad[i]);
    g_assert_false (rf_listen_parse (&listen, bad[i], &error));
    g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
    g_assert_cmpuint (listen.port, ==, 7);
  }
}

static void
bind_to (GSocket *socket,
         guint    port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GError) error = NULL;

  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);
}

/* What is chosen can be bound the way that a core does it. */
static void
test_choose (void)
{
  RfListen listen;

  g_assert_true (rf_listen_parse (&listen, "127.0.0.1:0", NULL));
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GSocket) udp =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
    g_autoptr (GSocket) tcp =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
    g_autoptr (GSocket) tls =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
    g_autoptr (GError) error = NULL;

    g_assert_true (rf_listen_choose_port (&listen, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (listen.port, >=, 20000);
    g_assert_cmpuint (listen.port, <, 32000);
    bind_to (udp, listen.port);
    bind_to (tcp, listen.port);
    bind_to (tls, listen.port + 1);
  }
  rf_listen_clear (&listen);
}

static void
test_fixed_stays (void)
{
  RfListen listen;

  g_assert_true (rf_listen_parse (&listen, "127.0.0.1:1", NULL));
  g_assert_true (rf_listen_choose_port (&listen, NULL));
  g_assert_cmpuint (listen.port, ==, 1);
  rf_listen_clear (&listen);
}

static void
test_interface (void)
{
  RfListen here, all;
  g_autofree char *address = NULL;
  g_autofree char *any = NULL;

  g_assert_true (rf_listen_parse (&here, "127.0.0.1:0", NULL));
  address = rf_listen_dup_interface (&here);
  g_assert_cmpstr (address, ==, "127.0.0.1");
  rf_listen_clear (&here);

  /* What it is depends on the machine; where it is something, it is an address. */
  g_assert_true (rf_listen_parse (&all, NULL, NULL));
  any = rf_listen_dup_interface (&all);
  g_assert_true (any == NULL || g_hostname_is_ip_address (any));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listen/parse", test_parse);
  g_test_add_func ("/listen/choose", test_choose);
  g_test_add_func ("/listen/fixed-stays", test_fixed_stays);
  g_test_add_func ("/listen/interface", test_interface);
  return g_test_run ();
}
