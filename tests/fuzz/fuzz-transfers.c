/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-fuzz.h"

#include "rf-entry-list.h"
#include "rf-export.h"
#include "rf-replaced.h"
#include "rf-trace.h"
#include "rf-twin.h"

#include <json-glib/json-glib.h>

/*
 * The input is what phones send one another. Each message begins with a line of "%%" and three
 * characters: who sends it, who gets it, and how much later than the one before. What follows from
 * the messages must be the same whether it is asked for while they come or at the end, and every
 * way of writing it down must be text.
 */

#define MARK "%%"
#define MARK_LENGTH 5
#define START_US (G_GINT64_CONSTANT (1708603200) * G_USEC_PER_SEC)

/* Eight hosts with two ports each, and the same with IPv6. */
static void
read_endpoint (RfEndpoint *endpoint,
               char        c)
{
  g_autofree char *text = g_strdup_printf (c & 0x40 ? "[2001:db8::%d]:%d" : "192.0.2.%d:%d", c & 7,
                                           c & 8 ? 5070 : 5060);

  g_assert_true (rf_endpoint_parse (endpoint, text));
}

/* From 1 ms to 32 s, and back in time for bytes that are no ASCII. */
static gint64
read_delay (char c)
{
  gint64 delay = ((gint64) 1 << (c & 15)) * 1000;

  return c & 0x80 ? -delay : delay;
}

static gsize
find_mark (RfStr text)
{
  for (gsize i = 0; i + MARK_LENGTH <= text.len; i++) {
    i += rf_str_find (rf_str_skip (text, i), MARK[0]);
    if (i + MARK_LENGTH <= text.len && text.p[i + 1] == MARK[1] &&
        (i == 0 || text.p[i - 1] == '\n'))
      return i;
  }

  return text.len;
}

/* Takes the next message out of @rest. */
static gboolean
next_message (RfStr        *rest,
              RfTraceInput *input)
{
  RfStr text = rf_str_skip (*rest, find_mark (*rest));
  gsize end;

  if (text.len == 0)
    return FALSE;
  read_endpoint (&input->source, text.p[2]);
  read_endpoint (&input->destination, text.p[3]);
  input->time_us += read_delay (text.p[4]);
  input->transport = text.p[4] & 0x40 ? RF_TRANSPORT_TCP : RF_TRANSPORT_UDP;
  text = rf_str_skip (text, MARK_LENGTH);
  end = find_mark (text);
  input->data = text.p;
  input->length = end;
  *rest = rf_str_skip (text, end);

  return TRUE;
}

static void
check_transfer (RfTrace *trace,
                guint    index)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (trace, index);
  const int n_parties = (int) rf_trace_get_n_parties (trace);

  g_assert_cmpuint (transfer->index, ==, index);
  g_assert_cmpuint (transfer->refer_message, <, rf_trace_get_n_messages (trace));
  g_assert_cmpint (transfer->transferor, >=, 0);
  g_assert_cmpint (transfer->transferor, <, n_parties);
  g_assert_cmpint (transfer->transferee, >=, 0);
  g_assert_cmpint (transfer->transferee, <, n_parties);
  g_assert_cmpint (transfer->target, >=, -1);
  g_assert_cmpint (transfer->target, <, n_parties);
}

static void
check_message (RfTrace *trace,
               guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  g_autofree char *summary = rf_trace_dup_summary (trace, index);
  g_autofree char *detail = rf_trace_dup_detail (trace, index);

  g_assert_true (g_utf8_validate (summary, -1, NULL));
  g_assert_true (!detail || g_utf8_validate (detail, -1, NULL));
  g_assert_cmpuint (rf_trace_get_phase (trace, index), <=, 6);
  g_assert_cmpint (rf_trace_get_transfer_of (trace, index), <,
                   (int) rf_trace_get_n_transfers (trace));
  g_assert_cmpint (message->dialog, <, (int) rf_trace_get_n_dialogs (trace));
  g_assert_cmpint (message->retransmission_of, <, (int) index);
  g_assert_cmpint (rf_replaced_find_dialog (trace, index), <,
                   (int) rf_trace_get_n_dialogs (trace));
  g_assert_cmpint (rf_replaced_find_party (trace, index), <, (int) rf_trace_get_n_parties (trace));
}

static void
check_twins (RfTrace *trace,
             guint    index)
{
  for (guint twin = RF_TWIN_REQUEST; twin <= RF_TWIN_BEFORE; twin++)
    g_assert_cmpint (rf_twin_find (trace, index, twin), <, (int) rf_trace_get_n_messages (trace));
}

static void
check_entries (RfTrace     *trace,
               RfEntryList *entries)
{
  guint n_messages = 0;

  rf_entry_list_update (entries);
  for (guint i = 0; i < rf_entry_list_get_n (entries); i++)
    n_messages += rf_entry_list_get (entries, i)->n_messages;
  g_assert_cmpuint (n_messages, ==, rf_trace_get_n_messages (trace));
}

static void
check_trace (RfTrace *trace)
{
  for (guint i = 0; i < rf_trace_get_n_transfers (trace); i++)
    check_transfer (trace, i);
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    check_message (trace, i);
    check_twins (trace, i);
  }
}

/* Asks after every message for what has come of it up to there. */
static RfTrace *
read_live (RfStr text)
{
  RfTrace *trace = rf_trace_new ();
  g_autoptr (RfEntryList) entries = rf_entry_list_new (trace);
  g_autoptr (RfTextLadder) ladder = rf_text_ladder_new (trace, NULL, 80, TRUE);
  RfTraceInput input = { .time_us = START_US };

  while (next_message (&text, &input)) {
    g_autofree char *news = NULL;

    if (!rf_trace_append (trace, &input, NULL))
      continue;
    check_message (trace, rf_trace_get_n_messages (trace) - 1);
    news = rf_text_ladder_dup_news (ladder);
    g_assert_true (g_utf8_validate (news, -1, NULL));
  }
  check_entries (trace, entries);
  rf_trace_finish (trace);
  check_entries (trace, entries);

  return trace;
}

static RfTrace *
read_at_once (RfStr text)
{
  RfTrace *trace = rf_trace_new ();
  RfTraceInput input = { .time_us = START_US };

  rf_trace_freeze (trace);
  while (next_message (&text, &input))
    rf_trace_append (trace, &input, NULL);
  rf_trace_thaw (trace);
  rf_trace_finish (trace);

  return trace;
}

static void
check_text (char *taken)
{
  g_autofree char *text = taken;

  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static char *
export_json (RfTrace *trace)
{
  g_autofree char *json = rf_export_json (trace, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&json);
}

static void
export_all (RfTrace *trace)
{
  check_text (rf_export_text (trace, NULL, 0));
  check_text (rf_export_text (trace, NULL, 40));
  check_text (rf_export_summary (trace));
  check_text (rf_export_mermaid (trace, NULL, NULL));
  check_text (rf_export_html (trace, NULL, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const RfStr text = { (const char *) data, size };
  g_autoptr (RfTrace) live = read_live (text);
  g_autoptr (RfTrace) at_once = read_at_once (text);
  g_autofree char *live_json = export_json (live);
  g_autofree char *at_once_json = export_json (at_once);

  g_assert_cmpstr (live_json, ==, at_once_json);
  check_trace (at_once);
  export_all (at_once);

  return 0;
}
