/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-proxy"

#include "rf-test-messages.h"
#include "rf-test-phone.h"
#include "rf-test-proxy.h"
#include "rf-test-wait.h"

/*
 * Three of our phones that know each other only through Kamailio, which they register with, which
 * asks for their password, and which stays in the path of their calls. Kevin calls Mike, and Mike
 * transfers him to Wayne.
 */

enum { KEVIN, MIKE, WAYNE, N_PHONES };

typedef struct {
  const char *name;
  const char *transports[N_PHONES];
} Case;

static const Case cases[] = {
  { "udp", { "udp", "udp", "udp" } },
  { "tcp", { "tcp", "tcp", "tcp" } },
  { "mixed", { "udp", "tcp", "udp" } },
};

static const char *const names[N_PHONES] = { "kevin", "mike", "wayne" };

typedef struct {
  RfPhone *phones[N_PHONES];
  RfTrace *traces[N_PHONES];
  RfFeed  *feeds[N_PHONES];
} Fixture;

static RfTestProxy *proxy;

static gboolean
has_call (RfPhone *phone, RfCallState state)
{
  RfCall *call = rf_test_phone_get_call (phone);

  return call && rf_call_get_state (call) == state;
}

/* Wayne and Mike answer what rings; a call that takes the place of another does not. */
static void
on_incoming_call (RfPhone *phone, RfCall *call)
{
  rf_call_answer_async (call, NULL, NULL, NULL);
}

static gboolean
is_registered (RfPhone *phone)
{
  g_autofree char *state = NULL;

  g_object_get (phone, "registration", &state, NULL);
  g_assert_cmpstr (state, !=, "failed");
  return g_strcmp0 (state, "registered") == 0;
}

static void
add_phone (Fixture *fixture, guint i, const char *transport)
{
  g_autofree char *aor = g_strdup_printf ("sip:%s@referee.test", names[i]);
  g_autofree char *registrar = g_strconcat ("sip:", rf_test_proxy_get_address (proxy), NULL);
  const RfAccountConfig account = {
    .aor = aor,
    .user = names[i],
    .registrar = registrar,
    .auth_user = names[i],
    .password = "secret",
    .transport = transport,
    .consent = "always",
    .ring_timeout = -1,
    .release_after = -1,
  };

  fixture->traces[i] = rf_trace_new ();
  fixture->feeds[i] = rf_feed_new (fixture->traces[i], 0);
  fixture->phones[i] = rf_test_phone_new_as (&account, fixture->feeds[i]);
  g_object_set (fixture->phones[i], "linger", 60000, NULL);
  g_signal_connect (fixture->phones[i], "incoming-call", G_CALLBACK (on_incoming_call), NULL);
}

static void
setup (Fixture *fixture, gconstpointer data)
{
  const Case *item = data;

  for (guint i = 0; i < N_PHONES; i++)
    add_phone (fixture, i, item->transports[i]);
  for (guint i = 0; i < N_PHONES; i++)
    rf_test_wait (is_registered (fixture->phones[i]), 10);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_PHONES; i++) {
    rf_test_phone_stop (fixture->phones[i]);
    g_assert_finalize_object (fixture->feeds[i]);
    g_assert_finalize_object (fixture->traces[i]);
  }
}

static void
on_dialled (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  RfCall *call = rf_phone_dial_finish (RF_PHONE (object), result, &error);

  g_assert_no_error (error);
  g_object_unref (call);
}

static void
on_command_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rf_call_command_finish (RF_CALL (object), result, &error);
  g_assert_no_error (error);
}

static RfCall *
talk (Fixture *fixture, guint from, guint to)
{
  rf_phone_dial_async (fixture->phones[from], names[to], NULL, on_dialled, NULL);
  rf_test_wait (has_call (fixture->phones[from], RF_CALL_ESTABLISHED) &&
                has_call (fixture->phones[to], RF_CALL_ESTABLISHED), 10);
  return rf_test_phone_get_call (fixture->phones[to]);
}

static gboolean
is_over (RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  return transfer && rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING;
}

static guint
count_live (RfPhone *phone)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (phone)); i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (G_LIST_MODEL (phone), i);

    n += rf_call_is_live (call);
  }
  return n;
}

/* Kevin talks to Wayne, and Mike to nobody. */
static void
check_success (Fixture *fixture, RfCall *call)
{
  rf_test_wait (is_over (call), 15);
  g_assert_cmpint (rf_transfer_get_result (rf_call_get_transfer (call)), ==,
                   RF_TRANSFER_SUCCEEDED);
  g_assert_cmpuint (rf_transfer_get_code (rf_call_get_transfer (call)), ==, 200);
  rf_test_wait (count_live (fixture->phones[KEVIN]) == 1 &&
                count_live (fixture->phones[MIKE]) == 0 &&
                count_live (fixture->phones[WAYNE]) == 1, 10);
  rf_call_hang_up_async (rf_test_phone_get_call (fixture->phones[KEVIN]), 0, NULL,
                         on_command_ready, NULL);
  rf_test_wait (count_live (fixture->phones[KEVIN]) == 0 &&
                count_live (fixture->phones[WAYNE]) == 0, 10);
}

static gboolean
has_party (RfTrace *trace, const char *id)
{
  for (guint i = 0; i < rf_trace_get_n_parties (trace); i++)
    if (g_str_equal (rf_trace_get_party (trace, i)->id, id))
      return TRUE;
  return FALSE;
}

/* What a phone sends and hears goes by the proxy, and over what it was told to use. */
static void
check_trace (RfTrace *trace, const char *name, const char *transport)
{
  const char *address = rf_test_proxy_get_address (proxy);

  for (guint i = 0; i < rf_trace_get_n_parties (trace); i++)
    g_test_message ("%s sees the party %s", name, rf_trace_get_party (trace, i)->id);
  g_assert_true (has_party (trace, address));
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);
    const RfTraceParty *from = rf_trace_get_party (trace, (guint) message->from_party);
    const RfTraceParty *to = rf_trace_get_party (trace, (guint) message->to_party);

    g_assert_true (g_str_equal (from->id, address) != g_str_equal (to->id, address));
    g_assert_cmpint (message->transport, ==,
                     g_str_equal (transport, "tcp") ? RF_TRANSPORT_TCP : RF_TRANSPORT_UDP);
  }
}

static void
check_traces (Fixture *fixture, const Case *item)
{
  for (guint i = 0; i < N_PHONES; i++)
    check_trace (fixture->traces[i], names[i], item->transports[i]);
}

static void
test_blind (Fixture *fixture, gconstpointer data)
{
  RfCall *call = talk (fixture, KEVIN, MIKE);

  rf_call_transfer_async (call, "wayne", NULL, on_command_ready, NULL);
  check_success (fixture, call);
  check_traces (fixture, data);
}

/* Kevin has heard Mike's phone ring, but not Wayne's: that one took the place of a call. */
static void
check_ringing (RfTrace *trace)
{
  guint count = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    count += message->method == RF_SIP_INVITE && message->status == 180;
  }
  g_assert_cmpuint (count, ==, 1);
}

static void
test_attended (Fixture *fixture, gconstpointer data)
{
  RfCall *call = talk (fixture, KEVIN, MIKE);
  RfCall *consultation;

  talk (fixture, MIKE, WAYNE);
  consultation = rf_test_phone_get_call (fixture->phones[MIKE]);
  rf_call_transfer_to_async (call, consultation, NULL, on_command_ready, NULL);
  check_success (fixture, call);
  check_traces (fixture, data);
  check_ringing (fixture->traces[KEVIN]);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  proxy = rf_test_proxy_new (g_getenv ("RF_TEST_PROGRAM"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *blind = g_strdup_printf ("/proxy/%s/blind", cases[i].name);
    g_autofree char *attended = g_strdup_printf ("/proxy/%s/attended", cases[i].name);

    g_test_add (blind, Fixture, &cases[i], setup, test_blind, teardown);
    g_test_add (attended, Fixture, &cases[i], setup, test_attended, teardown);
  }
  status = g_test_run ();
  rf_test_proxy_free (proxy);
  return status;
}
