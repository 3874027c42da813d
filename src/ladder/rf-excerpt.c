/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-excerpt"

#include "config.h"

#include "rf-excerpt.h"

#include "rf-entry-list.h"
#include "rf-trace-audio.h"

/* Entry that the call is in, or -1. */
static int
find_entry (RfTrace     *trace,
            RfEntryList *entries,
            const char  *call_id)
{
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    if (g_str_equal (rf_trace_get_dialog (trace, (guint) message->dialog)->call_id, call_id))
      return (int) rf_entry_list_find_message (entries, i);
  }

  return -1;
}

/* Keeps the trace that the messages are in. */
static void
hold (RfTrace *excerpt,
      RfTrace *trace)
{
  static const char nothing[1];
  g_autoptr (GBytes) reference = g_bytes_new_with_free_func (nothing, 0, g_object_unref,
                                                             g_object_ref (trace));

  rf_trace_hold (excerpt, reference);
}

static void
add_message (RfTrace              *to,
             const RfTraceMessage *message)
{
  g_autoptr (GError) error = NULL;
  const RfTraceInput input = {
    .time_us = message->time_us,
    .rest_ns = message->rest_ns,
    .transport = message->transport,
    .source = *message->source,
    .destination = *message->destination,
    .data = message->data,
    .length = message->length,
    .missing = message->missing,
    .is_held = TRUE,
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
 *   calls that a transfer links to it; it shares them with @trace, and keeps that
 */
RfTrace *
rf_excerpt_new (RfTrace     *trace,
                const char  *call_id,
                GError     **error)
{
  g_autoptr (RfEntryList) entries = NULL;
  g_autoptr (RfTrace) excerpt = NULL;
  int entry;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (call_id != NULL, NULL);

  entries = rf_entry_list_new (trace);
  entry = find_entry (trace, entries, call_id);
  if (entry < 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No message has the Call-ID %s.",
                 call_id);
    return NULL;
  }

  excerpt = rf_trace_new ();
  hold (excerpt, trace);
  rf_trace_share_audio (excerpt, trace);
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    if (rf_entry_list_find_message (entries, i) == (guint) entry)
      add_message (excerpt, rf_trace_get_message (trace, i));
  }

  return g_steal_pointer (&excerpt);
}

static gboolean
has_pending (RfTrace *trace)
{
  for (guint i = 0; i < rf_trace_get_n_transfers (trace); i++)
    if (rf_trace_get_transfer (trace, i)->outcome == RF_OUTCOME_PENDING)
      return TRUE;
  return FALSE;
}

static void
on_audio_changed (RfTrace *excerpt,
                  RfTrace *trace)
{
  rf_trace_share_audio (excerpt, trace);
  rf_trace_tell_audio (excerpt);
}

/* RTP comes without a message, too. */
static void
follow_audio (RfTrace *excerpt,
              RfTrace *trace)
{
  if (g_signal_handler_find (trace, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                             (gpointer) on_audio_changed, excerpt) == 0)
    g_signal_connect_object (trace, "audio-changed", G_CALLBACK (on_audio_changed), excerpt,
                             G_CONNECT_SWAPPED);
}

/**
 * RfExcerptPlan:
 *
 * What the first messages of a trace were at one time. Where they are is noted and no more, which
 * takes no time to speak of; reading them again, which takes long, may go on in a thread while the
 * trace grows: messages stay where they are, and nothing of what is read here changes.
 */
struct _RfExcerptPlan {
  RfTrace   *from;
  RfTrace   *to;
  const RfTraceMessage **messages;
  guint      n_messages;
  GArray    *parties;  /* RfTraceParty */
  gboolean   is_over;
};

/**
 * rf_excerpt_plan_new:
 * @trace: a trace
 * @n_messages: how many messages at most
 *
 * Returns: (transfer full): a plan for a trace with the first of its messages and the names of its
 *   lifelines
 */
RfExcerptPlan *
rf_excerpt_plan_new (RfTrace *trace,
                     guint    n_messages)
{
  RfExcerptPlan *self;
  guint n = MIN (n_messages, rf_trace_get_n_messages (trace));
  guint n_parties = rf_trace_get_n_parties (trace);

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfExcerptPlan, 1);
  self->from = g_object_ref (trace);
  self->to = rf_trace_new ();
  rf_trace_share_audio (self->to, trace);
  self->messages = rf_trace_dup_messages (trace, n);
  self->n_messages = n;
  self->parties = g_array_sized_new (FALSE, FALSE, sizeof (RfTraceParty), n_parties);
  for (guint i = 0; i < n_parties; i++)
    g_array_append_vals (self->parties, rf_trace_get_party (trace, i), 1);
  /* Where nothing more can come for the whole, nothing more can come for the copy. */
  self->is_over = n == rf_trace_get_n_messages (trace) && !has_pending (trace);
  return self;
}

/**
 * rf_excerpt_plan_free:
 * @self: a plan
 *
 * Frees it, in the thread in which the trace is used.
 */
void
rf_excerpt_plan_free (RfExcerptPlan *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->to);
  g_object_unref (self->from);
  g_free (self->messages);
  g_array_unref (self->parties);
  g_free (self);
}

/* What lifelines are called where somebody said so; their messages may say something else. */
static void
copy_names (const RfExcerptPlan *self)
{
  for (guint i = 0; i < self->parties->len; i++) {
    const RfTraceParty *party = &g_array_index (self->parties, RfTraceParty, i);

    if (g_str_has_prefix (party->id, "sip"))
      rf_trace_name_party (self->to, party->id, party->label);
  }
}

/**
 * rf_excerpt_plan_make:
 * @self: a plan that was not carried out; it has to be kept until this is done
 *
 * Carries it out, in whatever thread.
 *
 * Returns: (transfer full): a new trace, which does not change when the one does that it is of. It
 *   shares the messages with that one, and keeps it: the last reference to it has to be given up in
 *   the thread in which the other is used.
 */
RfTrace *
rf_excerpt_plan_make (RfExcerptPlan *self)
{
  g_return_val_if_fail (self != NULL && self->to != NULL, NULL);

  hold (self->to, self->from);
  copy_names (self);
  rf_trace_freeze (self->to);
  for (guint i = 0; i < self->n_messages; i++)
    add_message (self->to, self->messages[i]);
  rf_trace_thaw (self->to);
  if (self->is_over)
    rf_trace_finish (self->to);
  return g_steal_pointer (&self->to);
}

/**
 * rf_excerpt_new_start:
 * @trace: a trace
 * @n_messages: how many messages at most
 *
 * Returns: (transfer full): what rf_excerpt_plan_make() makes, at once
 */
RfTrace *
rf_excerpt_new_start (RfTrace *trace,
                      guint    n_messages)
{
  g_autoptr (RfExcerptPlan) plan = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  plan = rf_excerpt_plan_new (trace, n_messages);
  return rf_excerpt_plan_make (plan);
}

/**
 * rf_excerpt_add:
 * @excerpt: a trace for some of the messages
 * @trace: the trace that they are in; it is kept as long as @excerpt, which shares them
 * @first: index of the first message to look at
 * @end: index after the last one; beyond what @trace has, it is the end of that
 * @wants: says which are to be added
 * @user_data: for @wants
 *
 * Adds messages from one trace to another, whose listeners are told once; of the sound of @trace
 * they are told from then on as those of @trace are.
 */
void
rf_excerpt_add (RfTrace       *excerpt,
                RfTrace       *trace,
                guint          first,
                guint          end,
                RfExcerptFunc  wants,
                gpointer       user_data)
{
  g_return_if_fail (RF_IS_TRACE (excerpt) && RF_IS_TRACE (trace) && excerpt != trace);
  g_return_if_fail (wants != NULL);

  hold (excerpt, trace);
  rf_trace_share_audio (excerpt, trace);
  follow_audio (excerpt, trace);
  rf_trace_freeze (excerpt);
  for (guint i = first; i < MIN (end, rf_trace_get_n_messages (trace)); i++)
    if (wants (i, user_data))
      add_message (excerpt, rf_trace_get_message (trace, i));
  rf_trace_thaw (excerpt);
}

/**
 * rf_excerpt_find:
 * @trace: a trace
 * @message: a message of another trace that shares its messages with @trace, as an excerpt does
 *   with the trace that it is of, and with other excerpts of that
 *
 * Returns: index of the same message in @trace, or -1
 */
int
rf_excerpt_find (RfTrace              *trace,
                 const RfTraceMessage *message)
{
  g_return_val_if_fail (RF_IS_TRACE (trace), -1);
  g_return_val_if_fail (message != NULL, -1);

  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++)
    if (rf_trace_get_message (trace, i)->data == message->data)
      return (int) i;
  return -1;
}
