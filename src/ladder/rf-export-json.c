/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-json"

#include "config.h"

#include "rf-export.h"

#include <json-glib/json-glib.h>

#define N_PHASES 6

/*
 * What a member is worth to a script is that it is always there: null, not left out, where
 * unknown.
 */
static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  g_autofree char *valid = NULL;

  if (!value) {
    json_object_set_null_member (object, name);
    return;
  }
  valid = g_utf8_make_valid (value, -1);
  json_object_set_string_member (object, name, valid);
}

static char *
dup_valid (RfStr text)
{
  return g_utf8_make_valid (text.len > 0 ? text.p : "", text.len);
}

/* Statuses are 0, indices -1, where there is none. */
static void
set_int_unless (JsonObject *object,
                const char *name,
                gint64      value,
                gint64      none)
{
  if (value == none)
    json_object_set_null_member (object, name);
  else
    json_object_set_int_member (object, name, value);
}

static const char *
lifeline_id (RfTrace *trace,
             int      party)
{
  if (party < 0 || (guint) party >= rf_trace_get_n_parties (trace))
    return NULL;
  return rf_trace_get_party (trace, party)->id;
}

/* What only the message itself tells. It was read once, before it came into the trace. */
static void
set_headers (JsonObject           *object,
             const RfTraceMessage *message)
{
  g_autofree char *method = NULL;
  g_autofree char *call_id = NULL;
  g_autofree char *cseq = NULL;
  RfSipMessage sip = { 0 };

  if (rf_sip_message_scan (&sip, message->data, message->length, NULL)) {
    method = dup_valid (sip.method_name);
    call_id = dup_valid (sip.call_id);
    cseq = g_strdup_printf ("%u %s", sip.cseq, method);
  }
  set_string (object, "method", message->is_request ? method : NULL);
  set_int_unless (object, "status", message->status, 0);
  set_string (object, "call_id", call_id);
  set_string (object, "cseq", cseq);
}

static JsonObject *
create_message (RfTrace *trace,
                guint    index)
{
  JsonObject *object = json_object_new ();
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  g_autofree char *summary = rf_trace_dup_summary (trace, index);

  json_object_set_int_member (object, "index", index);
  json_object_set_double_member (object, "time", message->time_us / (double) G_USEC_PER_SEC);
  set_string (object, "from", lifeline_id (trace, message->from_party));
  set_string (object, "to", lifeline_id (trace, message->to_party));
  set_headers (object, message);
  set_string (object, "summary", summary ? summary : "");
  json_object_set_int_member (object, "phase", rf_trace_get_phase (trace, index));
  set_int_unless (object, "transfer", rf_trace_get_transfer_of (trace, index), -1);
  set_int_unless (object, "retransmission_of", message->retransmission_of, -1);
  return object;
}

static JsonArray *
create_messages (RfTrace *trace)
{
  guint n_messages = rf_trace_get_n_messages (trace);
  JsonArray *array = json_array_sized_new (n_messages);

  for (guint i = 0; i < n_messages; i++)
    json_array_add_object_element (array, create_message (trace, i));
  return array;
}

static JsonArray *
create_lifelines (RfTrace *trace)
{
  guint n_parties = rf_trace_get_n_parties (trace);
  JsonArray *array = json_array_sized_new (n_parties);

  for (guint i = 0; i < n_parties; i++) {
    JsonObject *object = json_object_new ();

    set_string (object, "id", rf_trace_get_party (trace, i)->id);
    set_string (object, "label", rf_trace_get_party (trace, i)->label);
    json_array_add_object_element (array, object);
  }
  return array;
}

static JsonArray *
create_dialogs (RfTrace *trace)
{
  guint n_dialogs = rf_trace_get_n_dialogs (trace);
  JsonArray *array = json_array_sized_new (n_dialogs);

  for (guint i = 0; i < n_dialogs; i++) {
    const RfTraceDialog *dialog = rf_trace_get_dialog (trace, i);
    JsonObject *object = json_object_new ();

    set_string (object, "call_id", dialog->call_id);
    set_string (object, "kind", rf_dialog_kind_to_string (dialog->kind));
    set_string (object, "state", rf_dialog_state_to_string (dialog->state));
    json_array_add_object_element (array, object);
  }
  return array;
}

static JsonArray *
create_progress (const RfTraceTransfer *transfer)
{
  JsonArray *array = json_array_sized_new (transfer->n_progress);

  for (guint i = 0; i < transfer->n_progress; i++)
    json_array_add_int_element (array, transfer->progress[i]);
  return array;
}

static JsonObject *
create_empty_phases (void)
{
  JsonObject *object = json_object_new ();

  for (guint phase = 1; phase <= N_PHASES; phase++) {
    const char name[] = { '0' + phase, '\0' };

    json_object_set_array_member (object, name, json_array_new ());
  }
  return object;
}

static JsonObject *
create_transfer (RfTrace *trace,
                 guint    index)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, index);
  const char *target = lifeline_id (trace, transfer->target);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "index", index);
  set_string (object, "kind", rf_transfer_kind_to_string (transfer->kind));
  set_string (object, "transferor", lifeline_id (trace, transfer->transferor));
  set_string (object, "transferee", lifeline_id (trace, transfer->transferee));
  set_string (object, "target", target ? target : transfer->target_uri);
  set_string (object, "referred_by", transfer->referred_by);
  set_int_unless (object, "refer_status", transfer->refer_status, 0);
  json_object_set_array_member (object, "progress", create_progress (transfer));
  set_string (object, "outcome", rf_outcome_to_string (transfer->outcome));
  set_int_unless (object, "final_status", transfer->final_status, 0);
  set_string (object, "released_by", rf_released_by_to_string (transfer->released_by));
  json_object_set_object_member (object, "phases", create_empty_phases ());
  return object;
}

/* One walk over the messages fills the phases of all transfers. */
static void
fill_phases (RfTrace   *trace,
             JsonArray *transfers)
{
  guint n_messages = rf_trace_get_n_messages (trace);

  for (guint i = 0; i < n_messages; i++) {
    guint phase = rf_trace_get_phase (trace, i);
    int transfer = rf_trace_get_transfer_of (trace, i);
    const char name[] = { '0' + phase, '\0' };
    JsonObject *object;

    if (transfer < 0 || (guint) transfer >= json_array_get_length (transfers) ||
        phase < 1 || phase > N_PHASES)
      continue;
    object = json_object_get_object_member (json_array_get_object_element (transfers, transfer),
                                            "phases");
    json_array_add_int_element (json_object_get_array_member (object, name), i);
  }
}

static JsonArray *
create_transfers (RfTrace *trace)
{
  guint n_transfers = rf_trace_get_n_transfers (trace);
  JsonArray *array = json_array_sized_new (n_transfers);

  for (guint i = 0; i < n_transfers; i++)
    json_array_add_object_element (array, create_transfer (trace, i));
  fill_phases (trace, array);
  return array;
}

/**
 * rf_export_json:
 * @trace: a trace
 *
 * The names of the members are a contract with scripts: there may come more, none may change.
 *
 * Returns: (transfer full): the trace and what follows from it as JSON, ending in a line feed
 */
char *
rf_export_json (RfTrace *trace)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  JsonObject *object;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  object = json_object_new ();
  json_object_set_array_member (object, "messages", create_messages (trace));
  json_object_set_array_member (object, "lifelines", create_lifelines (trace));
  json_object_set_array_member (object, "dialogs", create_dialogs (trace));
  json_object_set_array_member (object, "transfers", create_transfers (trace));

  root = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
