/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-stream"

#include "rf-test-phone.h"
#include "rf-test-wait.h"

#include <gio/gio.h>

#include <string.h>

/*
 * What comes over a stream in one piece is told message by message, and what kept the connection
 * alive before one (RFC 5626 §3.5.1) is no part of it.
 */

#define SECRET "00112233445566778899aabbccddeeff"
#define HIDDEN "********************************"

static char *
dup_options (guint16 port, guint cseq, const char *response)
{
  return g_strdup_printf ("OPTIONS sip:kevin@127.0.0.1:%u SIP/2.0\r\n"
                          "Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK-%u;rport\r\n"
                          "Max-Forwards: 70\r\n"
                          "From: <sip:peer@127.0.0.1>;tag=stream\r\n"
                          "To: <sip:kevin@127.0.0.1:%u>\r\n"
                          "Call-ID: stream-%u\r\n"
                          "CSeq: %u OPTIONS\r\n"
                          "Authorization: Digest username=\"peer\", response=\"%s\"\r\n"
                          "Content-Length: 0\r\n\r\n",
                          port, cseq, port, cseq, cseq, response);
}

static GSocketConnection *
send_in_one_piece (guint16 port, const char *text)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL,
                                                                   &error);

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

/* The message with this number among those that were heard, or NULL. */
static const RfTraceMessage *
find_heard (RfTrace *trace, guint number)
{
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    if (message->is_request && message->method == RF_SIP_OPTIONS && number-- == 0)
      return message;
  }
  return NULL;
}

static void
test_keep_alive (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (RfFeed) feed = rf_feed_new (trace, 0);
  RfPhone *phone = rf_test_phone_new ("kevin", "ask", feed);
  guint16 port = rf_test_phone_get_port (phone);
  g_autofree char *first = dup_options (port, 1, SECRET);
  g_autofree char *second = dup_options (port, 2, SECRET);
  g_autofree char *third = dup_options (port, 3, SECRET);
  g_autofree char *piece = g_strconcat ("\r\n\r\n", first, second, "\r\n", third, "\r\n\r\n", NULL);
  GSocketConnection *connection = send_in_one_piece (port, piece);

  for (guint i = 0; i < 3; i++) {
    g_autofree char *told = dup_options (port, i + 1, HIDDEN);
    const RfTraceMessage *message = NULL;

    rf_test_wait ((message = find_heard (trace, i)) != NULL, 10);
    g_assert_cmpint (message->transport, ==, RF_TRANSPORT_TCP);
    g_assert_cmpmem (message->data, message->length, told, strlen (told));
  }
  g_object_unref (connection);
  rf_test_phone_stop (phone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream/keep-alive", test_keep_alive);

  return g_test_run ();
}
