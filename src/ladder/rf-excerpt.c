/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-excerpt"

#include "config.h"

#include "rf-excerpt.h"

static RfStr
call_id_of (RfTrace *trace,
            guint    index)
{
  const RfTraceMessage *message = rf_trace_get_message (trace, index);
  RfSipMessage sip = { 0 };

  if (message->dialog >= 0)
    return rf_str_from_c (rf_trace_get_dialog (trace, message->dialog)->call_id);
  if (!rf_sip_message_scan (&sip, message->data, message->length, NULL))
    return RF_STR_INIT;
  return sip.call_id;
}

static char *
dup_call_id (RfTrace *trace,
             guint    index)
{
  RfStr call_id = call_id_of (trace, index);

  return g_strndup (call_id.len > 0 ? call_id.p : "", call_id.len);
}

/* For each transfer the set of Call-IDs that have a part in it. */
static GPtrArray *
collect_transfers (RfTrace *trace)
{
  guint n_transfers = rf_trace_get_n_transfers (trace);
  GPtrArray *transfers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);

  for (guint i = 0; i < n_transfers; i++)
    g_ptr_array_add (transfers, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL));

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    int transfer = rf_trace_get_transfer_of (trace, i);

    if (transfer >= 0 && (guint) transfer < n_transfers)
      g_hash_table_add (g_ptr_array_index (transfers, transfer), dup_call_id (trace, i));
  }
  return transfers;
}

static gboolean
sets_meet (GHashTable *a,
           GHashTable *b)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    if (g_hash_table_contains (b, key))
      return TRUE;
  }
  return FALSE;
}

static void
add_all (GHashTable *to,
         GHashTable *from)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (to, g_strdup (key));
}

/*
 * A call that came of one transfer may itself be transferred, so this goes on until nothing is
 * new.
 */
static GHashTable *
collect_linked (RfTrace    *trace,
                const char *call_id)
{
  g_autoptr (GPtrArray) transfers = collect_transfers (trace);
  GHashTable *linked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint before;

  g_hash_table_add (linked, g_strdup (call_id));
  do {
    before = g_hash_table_size (linked);
    for (guint i = 0; i < transfers->len; i++) {
      if (sets_meet (g_ptr_array_index (transfers, i), linked))
        add_all (linked, g_ptr_array_index (transfers, i));
    }
  } while (g_hash_table_size (linked) > before);
  return linked;
}

static void
copy_message (RfTrace              *to,
              const RfTraceMessage *message)
{
  g_autoptr (GError) error = NULL;
  const RfTraceInput input = {
    .time_us = message->time_us,
    .transport = message->transport,
    .source = *message->source,
    .destination = *message->destination,
    .data = message->data,
    .length = message->length,
  };

  /* It was read once, so it can be read again. */
  if (!rf_trace_append (to, &input, &error))
    g_debug ("message %u left out: %s", message->index, error->message);
}

/**
 * rf_excerpt_new:
 * @trace: a trace
 * @call_id: a Call-ID
 * @error: a #GError, or %NULL
 *
 * Returns: (transfer full) (nullable): a new trace with only the messages of that call and of the
 *   calls that a transfer links to it
 */
RfTrace *
rf_excerpt_new (RfTrace     *trace,
                const char  *call_id,
                GError     **error)
{
  g_autoptr (GHashTable) linked = NULL;
  g_autoptr (RfTrace) excerpt = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (call_id != NULL, NULL);

  linked = collect_linked (trace, call_id);
  excerpt = rf_trace_new ();
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    g_autofree char *id = dup_call_id (trace, i);

    if (g_hash_table_contains (linked, id))
      copy_message (excerpt, rf_trace_get_message (trace, i));
  }
  if (rf_trace_get_n_messages (excerpt) > 0)
    return g_steal_pointer (&excerpt);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No message has the Call-ID %s.", call_id);
  return NULL;
}
