/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-json"

#include "config.h"

#include "rf-export.h"

#include "rf-export-audio.h"
#include "rf-json-writer.h"

#define N_PHASES 6
/* About as many bytes one message takes. */
#define MESSAGE_SIZE 512

/* The messages of each phase of each transfer, one list after the other. */
typedef struct {
  guint *messages;
  guint *starts;   /* where a list begins; one more than there are lists */
} Phases;

static void
phases_clear (Phases *self)
{
  g_free (self->messages);
  g_free (self->starts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Phases, phases_clear)

/* Number of the list that a message is in, or -1. */
static gint64
get_list (RfTrace *trace,
          guint    index)
{
  guint phase = rf_trace_get_phase (trace, index);
  int transfer = rf_trace_get_transfer_of (trace, index);

  if (transfer < 0 || (guint) transfer >= rf_trace_get_n_transfers (trace) || phase < 1 ||
      phase > N_PHASES)
    return -1;

  return (gint64) transfer * N_PHASES + phase - 1;
}

/* One walk counts what goes where, and one puts it there. */
static void
phases_init (Phases   *self,
             RfTrace  *trace,
             RfRowMap *map)
{
  guint n_messages = rf_trace_get_n_messages (trace);
  gsize n_lists = (gsize) rf_trace_get_n_transfers (trace) * N_PHASES;

  self->messages = g_new (guint, n_messages);
  self->starts = g_new0 (guint, n_lists + 2);
  for (guint i = 0; i < n_messages; i++) {
    gint64 list = get_list (trace, i);

    if (list >= 0 && rf_row_map_shows (map, i))
      self->starts[list + 2]++;
  }
  for (gsize i = 2; i < n_lists + 2; i++)
    self->starts[i] += self->starts[i - 1];
  /* Filling moves each start to where the next list begins. */
  for (guint i = 0; i < n_messages; i++) {
    gint64 list = get_list (trace, i);

    if (list >= 0 && rf_row_map_shows (map, i))
      self->messages[self->starts[list + 1]++] = i;
  }
}

/*
 * What a member is worth to a script is that it is always there: null, not left out, where
 * unknown.
 */
static void
write_string (RfJsonWriter *writer,
              const char   *name,
              const char   *value)
{
  if (value)
    rf_json_writer_string (writer, name, rf_str_from_c (value));
  else
    rf_json_writer_null (writer, name);
}

/* Statuses are 0, indices -1, where there is none. */
static void
write_int_unless (RfJsonWriter *writer,
                  const char   *name,
                  gint64        value,
                  gint64        none)
{
  if (value == none)
    rf_json_writer_null (writer, name);
  else
    rf_json_writer_int (writer, name, value);
}

static const char *
lifeline_id (RfTrace *trace,
             int      party)
{
  if (party < 0 || (guint) party >= rf_trace_get_n_parties (trace))
    return NULL;
  return rf_trace_get_party (trace, party)->id;
}

/* What only the message itself tells. */
static void
write_headers (RfJsonWriter         *writer,
               const RfTraceMessage *message,
               const RfSipMessage   *sip)
{
  g_autofree char *summary = rf_trace_dup_summary_of (sip);

  if (message->is_request)
    rf_json_writer_string (writer, "method", sip->method_name);
  else
    rf_json_writer_null (writer, "method");
  write_int_unless (writer, "status", message->status, 0);
  rf_json_writer_string (writer, "call_id", sip->call_id);
  rf_json_writer_pair (writer, "cseq", sip->cseq, sip->cseq_method);
  write_string (writer, "summary", summary);
}

/* What is written of it; of messages that may put a call on hold, that too. They cannot fail to be
 * read, for all were scanned on their way in. */
static void
read_message (const RfTraceMessage *message,
              RfSipMessage         *sip)
{
  if (message->is_request &&
      (message->method == RF_SIP_INVITE || message->method == RF_SIP_UPDATE))
    rf_sip_message_scan (sip, message->data, message->length, NULL);
  else
    rf_sip_message_scan_names (sip, message->data, message->length);
}

static void
write_message (RfJsonWriter *writer,
               RfTrace      *trace,
               guint         index)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  RfSipMessage sip;

  read_message (message, &sip);
  rf_json_writer_begin (writer, NULL, '{');
  rf_json_writer_int (writer, "index", index);
  rf_json_writer_double (writer, "time", message->time_us / (double) G_USEC_PER_SEC);
  write_string (writer, "from", lifeline_id (trace, message->from_party));
  write_string (writer, "to", lifeline_id (trace, message->to_party));
  write_headers (writer, message, &sip);
  rf_json_writer_int (writer, "phase", rf_trace_get_phase (trace, index));
  write_int_unless (writer, "transfer", rf_trace_get_transfer_of (trace, index), -1);
  write_int_unless (writer, "retransmission_of", message->retransmission_of, -1);
  rf_json_writer_end (writer, '}');
}

static void
write_messages (RfJsonWriter *writer,
                RfTrace      *trace,
                RfRowMap     *map)
{
  rf_json_writer_begin (writer, "messages", '[');
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    if (rf_row_map_shows (map, i))
      write_message (writer, trace, i);
  rf_json_writer_end (writer, ']');
}

/* As the trace has it, where nobody has named it otherwise. */
static void
write_label (RfJsonWriter  *writer,
             RfTrace       *trace,
             RfLifelineMap *lines,
             guint          party)
{
  const char *name = rf_lifeline_map_get_name (lines, (int) party);

  write_string (writer, "label", name ? name : rf_trace_get_party (trace, party)->label);
}

static void
write_lifelines (RfJsonWriter *writer,
                 RfTrace      *trace,
                 const RfLook *look)
{
  static const char *const kinds[] = {
    [RF_PARTY_PHONE] = "phone",
    [RF_PARTY_PROXY] = "proxy",
    [RF_PARTY_B2BUA] = "b2bua",
  };
  g_autoptr (RfLifelineMap) lines = rf_look_create_lines (look, trace);

  rf_json_writer_begin (writer, "lifelines", '[');
  for (guint i = 0; i < rf_trace_get_n_parties (trace); i++) {
    rf_json_writer_begin (writer, NULL, '{');
    write_string (writer, "id", rf_trace_get_party (trace, i)->id);
    write_label (writer, trace, lines, i);
    rf_json_writer_int (writer, "column", rf_lifeline_map_find (lines, (int) i));
    write_string (writer, "kind", kinds[rf_trace_get_party (trace, i)->kind]);
    rf_json_writer_end (writer, '}');
  }
  rf_json_writer_end (writer, ']');
}

static void
write_dialogs (RfJsonWriter *writer,
               RfTrace      *trace)
{
  rf_json_writer_begin (writer, "dialogs", '[');
  for (guint i = 0; i < rf_trace_get_n_dialogs (trace); i++) {
    const RfTraceDialog *dialog = rf_trace_get_dialog (trace, i);

    rf_json_writer_begin (writer, NULL, '{');
    write_string (writer, "call_id", dialog->call_id);
    write_string (writer, "kind", rf_dialog_kind_to_string (dialog->kind));
    write_string (writer, "state", rf_dialog_state_to_string (dialog->state));
    rf_json_writer_end (writer, '}');
  }
  rf_json_writer_end (writer, ']');
}

static void
write_progress (RfJsonWriter          *writer,
                const RfTraceTransfer *transfer)
{
  rf_json_writer_begin (writer, "progress", '[');
  for (guint i = 0; i < transfer->n_progress; i++)
    rf_json_writer_int (writer, NULL, transfer->progress[i]);
  rf_json_writer_end (writer, ']');
}

static void
write_phases (RfJsonWriter *writer,
              const Phases *phases,
              guint         transfer)
{
  rf_json_writer_begin (writer, "phases", '{');
  for (guint phase = 1; phase <= N_PHASES; phase++) {
    gsize list = (gsize) transfer * N_PHASES + phase - 1;
    const char name[] = { (char) ('0' + phase), '\0' };

    rf_json_writer_begin (writer, name, '[');
    for (guint i = phases->starts[list]; i < phases->starts[list + 1]; i++)
      rf_json_writer_int (writer, NULL, phases->messages[i]);
    rf_json_writer_end (writer, ']');
  }
  rf_json_writer_end (writer, '}');
}

static void
write_transfer (RfJsonWriter *writer,
                RfTrace      *trace,
                const Phases *phases,
                guint         index)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, index);
  const char *target = lifeline_id (trace, transfer->target);

  rf_json_writer_begin (writer, NULL, '{');
  rf_json_writer_int (writer, "index", index);
  write_string (writer, "kind", rf_transfer_kind_to_string (transfer->kind));
  write_string (writer, "transferor", transfer->transferor_id);
  write_string (writer, "transferee", transfer->transferee_id);
  write_string (writer, "target", target ? target : transfer->target_uri);
  write_string (writer, "referred_by", transfer->referred_by);
  write_int_unless (writer, "refer_status", transfer->refer_status, 0);
  write_progress (writer, transfer);
  write_string (writer, "outcome", rf_outcome_to_string (transfer->outcome));
  write_int_unless (writer, "final_status", transfer->final_status, 0);
  write_int_unless (writer, "triggered_status", transfer->triggered_status, 0);
  write_string (writer, "released_by", rf_released_by_to_string (transfer->released_by));
  write_int_unless (writer, "relay_of", transfer->relay_of, -1);
  write_phases (writer, phases, index);
  rf_json_writer_end (writer, '}');
}

static void
write_transfers (RfJsonWriter *writer,
                 RfTrace      *trace,
                 RfRowMap     *map)
{
  g_auto (Phases) phases = { 0 };

  phases_init (&phases, trace, map);
  rf_json_writer_begin (writer, "transfers", '[');
  for (guint i = 0; i < rf_trace_get_n_transfers (trace); i++)
    write_transfer (writer, trace, &phases, i);
  rf_json_writer_end (writer, ']');
}

static void
write_place (RfJsonWriter         *writer,
             const RfCapturePlace *place)
{
  write_int_unless (writer, "packet", (gint64) MIN (place->packet, G_MAXINT64), 0);
  rf_json_writer_int (writer, "offset", (gint64) MIN (place->offset, G_MAXINT64));
}

static void
write_loss (RfJsonWriter          *writer,
            const RfCaptureReport *report,
            RfLossKind             kind)
{
  const RfCaptureLoss *loss = &report->losses[kind];
  g_autofree char *sentence = rf_capture_report_dup_sentence (report, kind);

  rf_json_writer_begin (writer, NULL, '{');
  write_string (writer, "reason", rf_loss_kind_to_string (kind));
  rf_json_writer_int (writer, "count", (gint64) MIN (loss->count, G_MAXINT64));
  rf_json_writer_int (writer, "bytes", (gint64) MIN (loss->bytes, G_MAXINT64));
  write_place (writer, &loss->first);
  write_string (writer, "sentence", sentence);
  rf_json_writer_end (writer, '}');
}

/* Reading ended behind the last of the packets; how much there would have been nobody knows. */
static void
write_problem (RfJsonWriter          *writer,
               const RfCaptureReport *report)
{
  rf_json_writer_begin (writer, NULL, '{');
  rf_json_writer_string (writer, "reason", rf_str_from_c ("ended-early"));
  rf_json_writer_int (writer, "count", 1);
  rf_json_writer_null (writer, "bytes");
  write_int_unless (writer, "packet", (gint64) MIN (report->packets, G_MAXINT64), 0);
  rf_json_writer_null (writer, "offset");
  write_string (writer, "sentence", report->problem);
  rf_json_writer_end (writer, '}');
}

static void
write_not_read (RfJsonWriter          *writer,
                const RfCaptureReport *report)
{
  rf_json_writer_begin (writer, "not_read", '[');
  for (guint kind = RF_LOSS_NOT_SIP + 1; report && kind < RF_N_LOSSES; kind++)
    if (report->losses[kind].count > 0)
      write_loss (writer, report, kind);
  if (report && report->problem)
    write_problem (writer, report);
  rf_json_writer_end (writer, ']');
}

/**
 * rf_export_json:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 *
 * The names of the members are a contract with scripts: there may come more, none may change.
 * Parties that were merged have the same "column". In a transfer, "final_status" is what its
 * outcome rests on, which is what the transferor was told; "triggered_status" is the final answer
 * to the call to the target, where that was captured, whatever was told of it. Who counts transfers
 * as people do leaves out those whose "relay_of" is not null: a PBX has made them of others. Where
 * only some messages are shown, the others are neither among the messages nor in the lists of the
 * phases, "left_out" says so, and indices are still those of the trace. "not_read" is what could
 * not be read of the capture, an object for each reason with the place of the first; empty where
 * all was read. Offsets of a compressed capture are those in what it unpacks to.
 *
 * Returns: (transfer full): the trace and what follows from it as JSON, ending in a line feed
 */
char *
rf_export_json (RfTrace      *trace,
                const RfLook *look)
{
  RfJsonWriter writer;
  g_autoptr (RfRowMap) map = NULL;
  g_autofree char *left_out = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  map = rf_look_create_map (look, trace);
  left_out = rf_look_dup_left_out (look, trace, map);
  rf_json_writer_init (&writer, (gsize) (rf_trace_get_n_messages (trace) + 1) * MESSAGE_SIZE);
  rf_json_writer_begin (&writer, NULL, '{');
  write_messages (&writer, trace, map);
  write_lifelines (&writer, trace, look);
  write_dialogs (&writer, trace);
  write_transfers (&writer, trace, map);
  rf_export_audio_json (&writer, trace, map);
  write_string (&writer, "left_out", left_out);
  write_not_read (&writer, look ? look->report : NULL);
  rf_json_writer_end (&writer, '}');

  return rf_json_writer_finish (&writer);
}
