/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "rf-call-private.h"
#include "rf-test-phones.h"

/*
 * Transfers among real phones. Mike is the transferor: Kevin has called him, and he has called
 * Wayne, or sends Kevin there unasked.
 */

/* RFC 6665 §4.1.2.4, Timer N, and some. */
#define SILENCE_SECONDS 45

typedef struct {
  RfTestPhones phones;
  RfCall      *kevin;         /* Kevin's call to Mike */
  RfCall      *mike;          /* the same call at Mike */
  RfCall      *to_wayne;      /* Mike's call to Wayne */
  RfCall      *wayne;         /* the same call at Wayne */
  RfCall      *new_at_wayne;  /* the newest there */
  RfCall      *new_at_kevin;  /* the newest there */
  RfTransfer  *transfer;
  GString     *events;        /* of Mike's phone */
  guint        n_ringing;     /* calls that waited for Wayne's answer */
} Trio;

static gboolean
is_set (gpointer place)
{
  return *(gpointer *) place != NULL;
}

static gboolean
is_decided (gpointer transfer)
{
  return rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING;
}

static gboolean
is_ringing_there (gpointer transfer)
{
  return rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_RINGING) != 0;
}

static gboolean
is_accepted (gpointer transfer)
{
  return rf_transfer_get_stage_time (transfer, RF_TRANSFER_STAGE_ACCEPTED) != 0;
}

static gboolean
is_ringing_out (gpointer call)
{
  return rf_call_get_state (call) == RF_CALL_RINGING_OUT;
}

static gboolean
is_on_hold (gpointer call)
{
  return rf_call_get_local_hold (call) && rf_call_get_state (call) == RF_CALL_ESTABLISHED;
}

static gboolean
is_ringing_at_kevin (gpointer call)
{
  return g_strcmp0 (rf_call_get_transferee_stage (call), "ringing") == 0;
}

static gboolean
is_settled (gpointer call)
{
  const char *stage = rf_call_get_transferee_stage (call);

  return stage != NULL && !g_str_equal (stage, "dialing") && !g_str_equal (stage, "ringing");
}

static gboolean
has_one_call (gpointer model)
{
  return g_list_model_get_n_items (model) == 1;
}

static void
note_call (RfPhone *phone,
           RfCall  *call,
           RfCall **place)
{
  g_set_object (place, call);
}

static void
count_ringing (RfPhone *phone,
               RfCall  *call,
               guint   *n)
{
  ++*n;
}

static void
note_event (RfPhone    *phone,
            RfCall     *call,
            RfTransfer *transfer,
            const char *event,
            guint       code,
            gint64      time_us,
            GString    *events)
{
  g_assert_true (rf_call_get_transfer (call) == transfer);
  g_assert_cmpint (time_us, >, 0);
  g_string_append_printf (events, "%s ", event);
}

static void
set_up (Trio          *trio,
        gconstpointer  data)
{
  rf_test_phones_set_up (&trio->phones, NULL);
  trio->events = g_string_new (NULL);
}

static void
tear_down (Trio          *trio,
           gconstpointer  data)
{
  g_clear_object (&trio->transfer);
  g_clear_object (&trio->new_at_kevin);
  g_clear_object (&trio->new_at_wayne);
  g_clear_object (&trio->wayne);
  g_clear_object (&trio->to_wayne);
  g_clear_object (&trio->mike);
  g_clear_object (&trio->kevin);
  rf_test_phones_tear_down (&trio->phones, NULL);
  g_string_free (trio->events, TRUE);
}

/* The three phones, and Kevin's call to Mike. NULL is an account without peculiarities. */
static void
start (Trio                  *trio,
       const RfAccountConfig *kevin,
       const RfAccountConfig *mike)
{
  RfAccountConfig plain_kevin = rf_test_account ("kevin");
  RfAccountConfig plain_mike = rf_test_account ("mike");
  RfTestPhones *phones = &trio->phones;

  phones->kevin = rf_test_phones_start_as (phones, kevin != NULL ? kevin : &plain_kevin);
  phones->mike = rf_test_phones_start_as (phones, mike != NULL ? mike : &plain_mike);
  phones->wayne = rf_test_phones_start (phones, "wayne");
  trio->kevin = rf_test_call_up (phones->kevin, phones->mike, &trio->mike);
  g_signal_connect (phones->kevin, "call-added", G_CALLBACK (note_call), &trio->new_at_kevin);
  g_signal_connect (phones->wayne, "call-added", G_CALLBACK (note_call), &trio->new_at_wayne);
  g_signal_connect (phones->wayne, "incoming-call", G_CALLBACK (count_ringing), &trio->n_ringing);
  g_signal_connect (phones->mike, "transfer-event", G_CALLBACK (note_event), trio->events);
}

/* Mike calls Wayne, who answers. */
static void
ask_wayne (Trio *trio)
{
  trio->to_wayne = rf_test_call_up (trio->phones.mike, trio->phones.wayne, &trio->wayne);
  g_assert_true (trio->new_at_wayne == trio->wayne);
  g_clear_object (&trio->new_at_wayne);
}

/* Mike calls Wayne, and it rings there. */
static void
ring_wayne (Trio *trio)
{
  g_autoptr (GError) error = NULL;

  trio->to_wayne = rf_test_dial (trio->phones.mike, rf_phone_get_aor (trio->phones.wayne), &error);
  g_assert_no_error (error);
  rf_test_wait (is_ringing_out, trio->to_wayne);
  rf_test_wait (is_set, &trio->new_at_wayne);
  trio->wayne = g_steal_pointer (&trio->new_at_wayne);
}

/* Each returns when the core has answered. */

static void
answer (RfCall *call)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rf_call_answer_async (call, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
}

static void
hang_up (RfCall *call,
         guint   code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rf_call_hang_up_async (call, code, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
}

static void
set_hold (RfCall   *call,
          gboolean  hold)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rf_call_set_hold_async (call, hold, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
}

static void
cancel (RfCall *call)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rf_call_cancel_transfer_async (call, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
}

/* Kevin is sent to the call with Wayne. */
static void
transfer_to_call (Trio *trio)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *why_not = NULL;

  g_assert_true (rf_call_can_transfer (trio->mike, &why_not));
  g_assert_null (why_not);
  g_assert_true (rf_call_can_take_over (trio->to_wayne));
  rf_call_transfer_to_async (trio->mike, trio->to_wayne, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  g_set_object (&trio->transfer, rf_call_get_transfer (trio->mike));
  g_assert_cmpint (rf_transfer_get_kind (trio->transfer), ==, RF_TRANSFER_ATTENDED_KIND);
  g_assert_true (rf_transfer_get_with (trio->transfer) == trio->to_wayne);
  g_assert_cmpstr (rf_transfer_get_target_label (trio->transfer), ==, "wayne");
  g_assert_false (rf_call_can_transfer (trio->mike, &why_not));
  g_assert_true (g_str_has_suffix (why_not, "."));
}

/* Kevin is sent to Wayne's address. */
static void
transfer_blindly (Trio       *trio,
                  const char *target)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rf_call_transfer_async (trio->mike, target, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);
  g_set_object (&trio->transfer, rf_call_get_transfer (trio->mike));
  g_assert_cmpint (rf_transfer_get_kind (trio->transfer), ==, RF_TRANSFER_BLIND_KIND);
  g_assert_null (rf_transfer_get_with (trio->transfer));
}

static void
expect_end (Trio             *trio,
            RfTransferResult  end,
            guint             code,
            const char       *kind)
{
  rf_test_wait (is_decided, trio->transfer);
  g_test_message ("%s: %u %s", trio->events->str, rf_transfer_get_code (trio->transfer),
                  rf_transfer_get_reason (trio->transfer));
  g_assert_cmpint (rf_transfer_get_result (trio->transfer), ==, end);
  if (code != 0)
    g_assert_cmpuint (rf_transfer_get_code (trio->transfer), ==, code);
  g_assert_cmpstr (rf_transfer_get_end_kind (trio->transfer), ==, kind);
}

/* The caller is still there, and can be talked to again. */
static void
expect_caller (Trio *trio)
{
  g_assert_cmpint (rf_call_get_state (trio->mike), ==, RF_CALL_ESTABLISHED);
  g_assert_cmpint (rf_call_get_state (trio->kevin), ==, RF_CALL_ESTABLISHED);
  g_assert_true (rf_call_can_transfer (trio->mike, NULL));
  set_hold (trio->mike, TRUE);
  rf_test_wait (is_on_hold, trio->mike);
  set_hold (trio->mike, FALSE);
  g_assert_true (rf_call_is_live (trio->kevin));
}

static guint
count_requests (Trio        *trio,
                RfSipMethod  method,
                const char  *call_id)
{
  RfTrace *trace = trio->phones.trace;
  guint n = 0;

  rf_feed_flush (trio->phones.feed);
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    n += message->is_request && message->method == method && message->retransmission_of < 0
         && g_strstr_len (message->data, message->length, call_id) != NULL;
  }
  return n;
}

/* After an attended transfer that went well. */
static void
expect_replaced (Trio *trio)
{
  RfCall *triggered;

  expect_end (trio, RF_TRANSFER_SUCCEEDED, 200, "succeeded");
  rf_test_wait (rf_test_is_over, trio->mike);
  rf_test_wait (rf_test_is_over, trio->to_wayne);
  rf_test_wait (rf_test_is_over, trio->kevin);
  rf_test_wait (rf_test_is_over, trio->wayne);
  g_assert_cmpint (rf_call_get_state (trio->wayne), ==, RF_CALL_ENDED);

  g_assert_cmpint (rf_call_get_state (trio->new_at_wayne), ==, RF_CALL_ESTABLISHED);
  g_assert_true (rf_call_get_replaced_call (trio->new_at_wayne) == trio->wayne);
  g_assert_null (rf_call_get_replaces (trio->new_at_wayne));
  g_assert_true (rf_call_get_replaced_by (trio->wayne) == trio->new_at_wayne);
  g_assert_cmpstr (rf_call_get_end_reason (trio->wayne), ==, "Continued as the call with kevin.");
  g_assert_cmpuint (rf_call_get_end_code (trio->wayne), ==, 0);
  g_assert_nonnull (strstr (rf_call_get_referred_by (trio->new_at_wayne), "sip:mike@"));
  g_assert_cmpuint (trio->n_ringing, ==, 1);

  triggered = rf_call_get_triggered_call (trio->kevin);
  g_assert_true (triggered == trio->new_at_kevin);
  g_assert_cmpstr (rf_call_get_transferee_stage (trio->kevin), ==, "succeeded");
  g_assert_cmpuint (rf_call_get_transferee_code (trio->kevin), ==, 200);
  g_assert_cmpint (rf_call_get_state (triggered), ==, RF_CALL_ESTABLISHED);
  /* Refer-To names Wayne's own phone, by its Contact (RFC 5589 §7.3). */
  g_assert_true (g_str_has_prefix (rf_call_get_peer_label (triggered), "wayne"));
  g_assert_cmpstr (rf_call_get_asked_by (triggered), ==, rf_call_get_peer_label (trio->kevin));
  g_assert_null (rf_call_get_asked_by (trio->kevin));
  g_assert_cmpstr (rf_call_get_call_id (triggered), ==,
                   rf_call_get_call_id (trio->new_at_wayne));
}

static void
test_attended (Trio          *trio,
               gconstpointer  data)
{
  const RfTraceTransfer *seen;

  start (trio, NULL, NULL);
  ask_wayne (trio);
  transfer_to_call (trio);
  expect_replaced (trio);
  g_assert_true (g_str_has_prefix (trio->events->str,
                                   "hold-sent hold-confirmed refer-sent accepted "));
  g_assert_true (g_str_has_suffix (trio->events->str, "released succeeded "));

  /* The INVITE with Replaces and the REFER name the call; the target alone released it. */
  g_assert_cmpuint (count_requests (trio, RF_SIP_REFER, rf_call_get_call_id (trio->to_wayne)), ==,
                    1);
  g_assert_cmpuint (count_requests (trio, RF_SIP_BYE, rf_call_get_call_id (trio->to_wayne)), ==, 1);
  g_assert_cmpuint (rf_trace_get_n_transfers (trio->phones.trace), ==, 1);
  seen = rf_trace_get_transfer (trio->phones.trace, 0);
  /* Nobody has talked here, so the trace may take it for one that did not wait. */
  g_assert_cmpint (seen->kind, !=, RF_TRANSFER_BLIND);
  g_assert_cmpint (seen->outcome, ==, RF_OUTCOME_SUCCEEDED);
}

static void
test_semi_attended (Trio          *trio,
                    gconstpointer  data)
{
  start (trio, NULL, NULL);
  ring_wayne (trio);
  transfer_to_call (trio);
  g_assert_cmpint (rf_transfer_get_stage (trio->transfer), ==, RF_TRANSFER_STAGE_WAITING);
  g_assert_false (rf_call_get_local_hold (trio->mike));
  answer (trio->wayne);
  expect_replaced (trio);
  g_assert_true (g_str_has_prefix (trio->events->str, "waiting hold-sent "));
}

static void
test_declined_while_waiting (Trio          *trio,
                             gconstpointer  data)
{
  start (trio, NULL, NULL);
  set_hold (trio->mike, TRUE);
  ring_wayne (trio);
  transfer_to_call (trio);
  hang_up (trio->wayne, 603);
  expect_end (trio, RF_TRANSFER_FAILED, 603, "failed");
  g_assert_cmpstr (trio->events->str, ==, "waiting failed ");
  rf_test_wait (rf_test_is_over, trio->to_wayne);
  g_assert_false (rf_call_can_take_over (trio->to_wayne));
  set_hold (trio->mike, FALSE);
  expect_caller (trio);
  g_assert_cmpuint (count_requests (trio, RF_SIP_REFER, ""), ==, 0);
}

static void
test_cancel_while_waiting (Trio          *trio,
                           gconstpointer  data)
{
  start (trio, NULL, NULL);
  ring_wayne (trio);
  transfer_to_call (trio);
  cancel (trio->mike);
  expect_end (trio, RF_TRANSFER_CANCELLED, 0, "cancelled");
  g_assert_true (rf_call_is_live (trio->to_wayne));
  answer (trio->wayne);
  rf_test_wait (rf_test_is_established, trio->to_wayne);
  expect_caller (trio);
  g_assert_cmpuint (count_requests (trio, RF_SIP_REFER, ""), ==, 0);
}

static void
test_cancel_after_refer (Trio          *trio,
                         gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  start (trio, NULL, NULL);
  transfer_blindly (trio, rf_phone_get_aor (trio->phones.wayne));
  rf_test_wait (is_ringing_there, trio->transfer);
  cancel (trio->mike);
  expect_end (trio, RF_TRANSFER_UNKNOWN, 0, "unknown");
  expect_caller (trio);

  rf_call_cancel_transfer_async (trio->mike, NULL, rf_test_on_result, &result);
  g_assert_false (rf_test_command_finish (&result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_wrong_replaces (Trio          *trio,
                     gconstpointer  data)
{
  static const char *const faults[] = { "wrong-replaces", NULL };
  RfAccountConfig mike = rf_test_account ("mike");

  mike.faults = faults;
  start (trio, NULL, &mike);
  ask_wayne (trio);
  transfer_to_call (trio);
  expect_end (trio, RF_TRANSFER_FAILED, 481, "failed");
  g_assert_cmpint (rf_call_get_state (trio->to_wayne), ==, RF_CALL_ESTABLISHED);
  g_assert_cmpint (rf_call_get_state (trio->wayne), ==, RF_CALL_ESTABLISHED);
  g_assert_null (rf_call_get_replaced_by (trio->wayne));
  rf_test_wait (is_settled, trio->kevin);
  g_assert_cmpstr (rf_call_get_transferee_stage (trio->kevin), ==, "failed");
  g_assert_cmpuint (rf_call_get_transferee_code (trio->kevin), ==, 481);
  expect_caller (trio);
  set_hold (trio->to_wayne, FALSE);
}

static void
expect_refusal (Trio       *trio,
                RfCall     *other,
                const char *target)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (other != NULL)
    rf_call_transfer_to_async (trio->mike, other, NULL, rf_test_on_result, &result);
  else
    rf_call_transfer_async (trio->mike, target, NULL, rf_test_on_result, &result);
  g_assert_false (rf_test_command_finish (&result, &error));
  g_assert_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_null (rf_call_get_transfer (trio->mike));
}

/* What helps nobody is refused before anything is sent. */
static void
test_refused_here (Trio          *trio,
                   gconstpointer  data)
{
  g_autoptr (RfCall) again = NULL;
  g_autoptr (RfCall) again_at_kevin = NULL;
  g_autofree char *why_not = NULL;

  start (trio, NULL, NULL);
  ask_wayne (trio);
  again = rf_test_call_up (trio->phones.mike, trio->phones.kevin, &again_at_kevin);
  expect_refusal (trio, trio->mike, NULL);
  expect_refusal (trio, again, NULL);
  expect_refusal (trio, NULL, rf_phone_get_aor (trio->phones.kevin));
  expect_refusal (trio, NULL, rf_phone_get_aor (trio->phones.mike));
  /* A call of another phone, whose path may well be that of one of ours. */
  expect_refusal (trio, trio->wayne, NULL);

  hang_up (trio->to_wayne, 0);
  rf_test_wait (rf_test_is_over, trio->to_wayne);
  expect_refusal (trio, trio->to_wayne, NULL);
  g_assert_false (rf_call_can_transfer (trio->to_wayne, &why_not));
  g_assert_cmpstr (why_not, ==, "The call has already ended.");
  g_assert_cmpuint (count_requests (trio, RF_SIP_REFER, ""), ==, 0);
  g_assert_cmpstr (trio->events->str, ==, "");
  expect_caller (trio);
}

static void
test_domain_allowed (Trio          *trio,
                     gconstpointer  data)
{
  static const char *const domains[] = { "example.org", "127.0.0.1", NULL };
  RfAccountConfig kevin = rf_test_account ("kevin");

  kevin.consent = "domains";
  kevin.consent_domains = domains;
  start (trio, &kevin, NULL);
  transfer_blindly (trio, rf_phone_get_aor (trio->phones.wayne));
  rf_test_wait (is_set, &trio->new_at_wayne);
  answer (trio->new_at_wayne);
  expect_end (trio, RF_TRANSFER_SUCCEEDED, 200, "succeeded");
}

static void
test_domain_refused (Trio          *trio,
                     gconstpointer  data)
{
  static const char *const domains[] = { "example.org", NULL };
  RfAccountConfig kevin = rf_test_account ("kevin");

  kevin.consent = "domains";
  kevin.consent_domains = domains;
  start (trio, &kevin, NULL);
  transfer_blindly (trio, rf_phone_get_aor (trio->phones.wayne));
  expect_end (trio, RF_TRANSFER_REFUSED, 603, "refused");
  rf_test_wait (is_settled, trio->kevin);
  g_assert_cmpstr (rf_call_get_transferee_stage (trio->kevin), ==, "refused");
  g_assert_cmpuint (rf_call_get_transferee_code (trio->kevin), ==, 603);
  g_assert_null (rf_call_get_triggered_call (trio->kevin));
  expect_caller (trio);
}

/* Kevin hangs up before Wayne answers. */
static void
test_gives_up (Trio          *trio,
               gconstpointer  data)
{
  start (trio, NULL, NULL);
  transfer_blindly (trio, rf_phone_get_aor (trio->phones.wayne));
  rf_test_wait (is_ringing_there, trio->transfer);
  rf_test_wait (is_ringing_at_kevin, trio->kevin);
  hang_up (rf_call_get_triggered_call (trio->kevin), 0);
  expect_end (trio, RF_TRANSFER_FAILED, 487, "abandoned");
  rf_test_wait (is_settled, trio->kevin);
  g_assert_cmpstr (rf_call_get_transferee_stage (trio->kevin), ==, "failed");
  g_assert_cmpuint (rf_call_get_transferee_code (trio->kevin), ==, 487);
  rf_test_wait (rf_test_is_over, trio->new_at_wayne);
  expect_caller (trio);
}

/* Kevin's phone says nothing after the 202, though Wayne has answered. */
static void
start_unreported (Trio *trio)
{
  static const char *const faults[] = { "no-notify", NULL };
  RfAccountConfig kevin = rf_test_account ("kevin");

  kevin.faults = faults;
  start (trio, &kevin, NULL);
  g_object_set (trio->phones.kevin, "linger", 50, NULL);
  g_object_set (trio->phones.mike, "linger", 50, NULL);
  transfer_blindly (trio, rf_phone_get_aor (trio->phones.wayne));
  rf_test_wait (is_accepted, trio->transfer);
  rf_test_wait (is_set, &trio->new_at_wayne);
}

static void
test_notify_lost (Trio          *trio,
                  gconstpointer  data)
{
  start_unreported (trio);
  answer (trio->new_at_wayne);
  rf_test_wait_long (SILENCE_SECONDS, is_decided, trio->transfer);
  expect_end (trio, RF_TRANSFER_UNKNOWN, 0, "unknown");
  g_assert_cmpint (rf_transfer_get_stage (trio->transfer), ==, RF_TRANSFER_STAGE_ACCEPTED);
  expect_caller (trio);
}

static void
test_bye_without_notify (Trio          *trio,
                         gconstpointer  data)
{
  start_unreported (trio);
  answer (trio->new_at_wayne);
  rf_test_wait (rf_test_is_established, trio->new_at_wayne);
  hang_up (trio->kevin, 0);
  rf_test_wait (rf_test_is_over, trio->mike);
  g_assert_cmpint (rf_transfer_get_result (trio->transfer), ==, RF_TRANSFER_PENDING);
  rf_test_wait_long (SILENCE_SECONDS, is_decided, trio->transfer);
  expect_end (trio, RF_TRANSFER_UNKNOWN, 0, "unknown");
  g_assert_cmpint (rf_transfer_get_stage (trio->transfer), ==, RF_TRANSFER_STAGE_ACCEPTED);
  g_assert_true (rf_call_is_live (trio->new_at_wayne));
}

/* The ended call stays in the list for as long as its transfer is open, and Mike can end that. */
static void
test_cancel_after_call (Trio          *trio,
                        gconstpointer  data)
{
  start_unreported (trio);
  hang_up (trio->kevin, 0);
  rf_test_wait (rf_test_is_over, trio->mike);
  rf_test_wait (has_one_call, trio->phones.kevin);
  g_assert_cmpint (rf_transfer_get_result (trio->transfer), ==, RF_TRANSFER_PENDING);
  g_assert_false (rf_test_is_empty (trio->phones.mike));
  cancel (trio->mike);
  expect_end (trio, RF_TRANSFER_UNKNOWN, 0, "unknown");
  rf_test_wait (rf_test_is_empty, trio->phones.mike);
}

/* As in the article: the phone of the transferred party releases the call. */
static void
test_transferee_releases (Trio          *trio,
                          gconstpointer  data)
{
  RfAccountConfig kevin = rf_test_account ("kevin");

  kevin.release_after = 0;
  start (trio, &kevin, NULL);
  transfer_blindly (trio, rf_phone_get_aor (trio->phones.wayne));
  rf_test_wait (is_set, &trio->new_at_wayne);
  answer (trio->new_at_wayne);
  expect_end (trio, RF_TRANSFER_SUCCEEDED, 200, "succeeded");
  rf_test_wait (rf_test_is_over, trio->kevin);
  rf_feed_flush (trio->phones.feed);
  /* Mike's phone does the same when it hears of the answer, so who is first is not certain. */
  g_test_message ("released by %s",
                  rf_released_by_to_string (
                    rf_trace_get_transfer (trio->phones.trace, 0)->released_by));
  g_assert_cmpint (rf_trace_get_transfer (trio->phones.trace, 0)->released_by, !=,
                   RF_RELEASED_BY_NONE);
}

/* The phone of the transferred party is still busy with the first. */
static void
test_second_refer (Trio          *trio,
                   gconstpointer  data)
{
  start (trio, NULL, NULL);
  transfer_blindly (trio, rf_phone_get_aor (trio->phones.wayne));
  rf_test_wait (is_ringing_there, trio->transfer);
  cancel (trio->mike);
  expect_end (trio, RF_TRANSFER_UNKNOWN, 0, "unknown");
  transfer_blindly (trio, "sip:zoe@127.0.0.1:9");
  expect_end (trio, RF_TRANSFER_REFUSED, 491, "refused");
  /* Which says nothing of the first. */
  rf_test_wait (is_ringing_at_kevin, trio->kevin);
  answer (trio->new_at_wayne);
  rf_test_wait (is_settled, trio->kevin);
  g_assert_cmpstr (rf_call_get_transferee_stage (trio->kevin), ==, "succeeded");
}

/* Zoe, whom Wayne does not know, sends Kevin with the name of Wayne's call with Mike. */
static void
test_stranger (Trio          *trio,
               gconstpointer  data)
{
  g_autoptr (RfCall) at_zoe = NULL;
  g_autoptr (RfCall) with_zoe = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *call_id = NULL;
  g_autofree char *target = NULL;
  RfDBusCall *named;

  start (trio, NULL, NULL);
  ask_wayne (trio);
  trio->phones.zoe = rf_test_phones_start (&trio->phones, "zoe");
  at_zoe = rf_test_call_up (trio->phones.zoe, trio->phones.kevin, &with_zoe);
  named = rf_call_get_proxy (trio->wayne);
  call_id = g_uri_escape_string (rf_call_get_call_id (trio->wayne), NULL, FALSE);
  target = g_strdup_printf ("%s?Replaces=%s%%3Bto-tag%%3D%s%%3Bfrom-tag%%3D%s",
                            rf_phone_get_aor (trio->phones.wayne), call_id,
                            rf_dbus_call_get_local_tag (named),
                            rf_dbus_call_get_remote_tag (named));
  rf_call_transfer_async (at_zoe, target, NULL, rf_test_on_result, &result);
  rf_test_command_finish (&result, &error);
  g_assert_no_error (error);

  /* It rings, and says what it would replace. */
  rf_test_wait (is_set, &trio->new_at_wayne);
  g_assert_cmpint (rf_call_get_state (trio->new_at_wayne), ==, RF_CALL_RINGING_IN);
  g_assert_cmpuint (trio->n_ringing, ==, 2);
  g_assert_true (rf_call_get_replaces (trio->new_at_wayne) == trio->wayne);
  g_assert_null (rf_call_get_replaced_call (trio->new_at_wayne));
  g_assert_true (rf_call_is_live (trio->wayne));

  answer (trio->new_at_wayne);
  rf_test_wait (rf_test_is_over, trio->wayne);
  g_assert_true (rf_call_get_replaced_call (trio->new_at_wayne) == trio->wayne);
  g_assert_null (rf_call_get_replaces (trio->new_at_wayne));
  g_assert_cmpstr (rf_call_get_end_reason (trio->wayne), ==, "Continued as the call with kevin.");
  rf_test_wait (rf_test_is_over, trio->to_wayne);
}

#define add(name, function) \
  g_test_add ("/phone/" name, Trio, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("transfer/attended", test_attended);
  add ("transfer/semi-attended", test_semi_attended);
  add ("transfer/declined-while-waiting", test_declined_while_waiting);
  add ("transfer/cancel-while-waiting", test_cancel_while_waiting);
  add ("transfer/cancel-after-refer", test_cancel_after_refer);
  add ("transfer/wrong-replaces", test_wrong_replaces);
  add ("transfer/refused-here", test_refused_here);
  add ("transfer/domain-allowed", test_domain_allowed);
  add ("transfer/domain-refused", test_domain_refused);
  add ("transfer/gives-up", test_gives_up);
  add ("transfer/cancel-after-call", test_cancel_after_call);
  add ("transfer/transferee-releases", test_transferee_releases);
  add ("transfer/second-refer", test_second_refer);
  add ("transfer/stranger", test_stranger);
  add ("slow/notify-lost", test_notify_lost);
  add ("slow/bye-without-notify", test_bye_without_notify);
  return g_test_run ();
}
