/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-trace"

#include "config.h"

#include "rf-attempts.h"
#include "rf-audio-book.h"
#include "rf-dialogs.h"
#include "rf-parties.h"
#include "rf-phase.h"
#include "rf-trace.h"
#include "rf-trace-private.h"
#include "rf-sipfrag.h"
#include "rf-transactions.h"

struct _RfTrace {
  GObject         parent_instance;

  RfArena        *arena;
  RfPool          messages;
  RfCalls        *calls;
  RfTransactions *transactions;
  RfParties      *parties;
  RfDialogs      *dialogs;
  RfAttempts     *attempts;
  RfAudioBook    *audio;
  guint           n_told;       /* messages that were told of */
  guint           n_freezes;
  GPtrArray      *held;         /* GBytes that messages lie in */
  gint64          newest_us;
  gboolean        is_finished;
  guint64         n_damaged;
  guint64         damaged_bytes;
};

enum {
  MESSAGES_ADDED,
  AUDIO_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (RfTrace, rf_trace, G_TYPE_OBJECT)

static void
rf_trace_finalize (GObject *object)
{
  RfTrace *self = RF_TRACE (object);

  rf_audio_book_free (self->audio);
  rf_attempts_free (self->attempts);
  rf_dialogs_free (self->dialogs);
  rf_parties_free (self->parties);
  rf_transactions_free (self->transactions);
  rf_calls_free (self->calls);
  rf_pool_clear (&self->messages);
  g_ptr_array_unref (self->held);
  rf_arena_free (self->arena);

  G_OBJECT_CLASS (rf_trace_parent_class)->finalize (object);
}

static void
rf_trace_class_init (RfTraceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_trace_finalize;

  /**
   * RfTrace::messages-added:
   * @self: the trace
   * @first: index of the first new message
   * @count: how many are new
   *
   * Everything that follows from the messages is up to date. Phases, parties and labels of earlier
   * messages may have changed too.
   */
  signals[MESSAGES_ADDED] =
    g_signal_new ("messages-added", RF_TYPE_TRACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  /**
   * RfTrace::audio-changed:
   * @self: the trace
   *
   * More is known of the sound of the calls, and no message tells it.
   */
  signals[AUDIO_CHANGED] =
    g_signal_new ("audio-changed", RF_TYPE_TRACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
rf_trace_init (RfTrace *self)
{
  self->arena = rf_arena_new ();
  rf_pool_init (&self->messages, self->arena, sizeof (RfMessage));
  self->calls = rf_calls_new (self->arena);
  self->transactions = rf_transactions_new (self->arena, &self->messages);
  self->parties = rf_parties_new (self->arena, &self->messages);
  self->dialogs = rf_dialogs_new (self->arena, self->calls);
  self->attempts = rf_attempts_new (self->arena, &self->messages, self->parties, self->dialogs);
  self->audio = rf_audio_book_new (&self->messages);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

/**
 * rf_trace_new:
 *
 * Returns: (transfer full): a trace without messages
 */
RfTrace *
rf_trace_new (void)
{
  return g_object_new (RF_TYPE_TRACE, NULL);
}

/**
 * rf_trace_hold:
 * @self: a trace
 * @bytes: what messages are going to lie in
 *
 * Keeps @bytes as long as the trace lives. Whoever appends messages that lie in them says so in
 * #RfTraceInput, and they are not copied.
 */
void
rf_trace_hold (RfTrace *self,
               GBytes  *bytes)
{
  g_return_if_fail (RF_IS_TRACE (self));
  g_return_if_fail (bytes != NULL);

  g_ptr_array_add (self->held, g_bytes_ref (bytes));
}

static RfMessage *
add_message (RfTrace            *self,
             const RfTraceInput *input,
             const RfSipMessage *sip,
             RfCallNode         *call)
{
  guint index = self->messages.n_records;
  RfMessage *message = rf_pool_add (&self->messages);
  RfStr text = rf_sip_skip_empty_lines (rf_str_new (input->data, input->length));
  guint sipfrag_status;

  message->pub.index = index;
  message->pub.time_us = input->time_us;
  message->pub.rest_ns = input->rest_ns;
  message->pub.transport = input->transport;
  message->pub.data = text.p;
  message->pub.length = (guint) text.len;
  message->pub.missing = (guint) MIN (input->missing, G_MAXUINT16);
  message->pub.is_request = sip->is_request ? 1 : 0;
  message->pub.method = sip->method;
  message->pub.replaces = sip->is_request && sip->method == RF_SIP_INVITE && sip->replaces.len > 0;
  message->pub.status = (guint16) sip->status;
  if (sip->is_request && sip->method == RF_SIP_NOTIFY &&
      rf_str_case_equal_c (sip->event, "refer") &&
      rf_sipfrag_parse (sip->body, &sipfrag_status, NULL))
    message->pub.sipfrag_status = (guint16) sipfrag_status;
  rf_parties_set_places (self->parties, message, call, input);

  return message;
}

static void
tell_news (RfTrace *self)
{
  guint first = self->n_told;
  guint count = self->messages.n_records - first;

  if (self->n_freezes > 0 || count == 0)
    return;
  self->n_told = self->messages.n_records;
  g_signal_emit (self, signals[MESSAGES_ADDED], 0, first, count);
}

/**
 * rf_trace_freeze:
 * @self: a trace
 *
 * From now on nobody is told of new messages, until rf_trace_thaw() tells of all of them at once.
 * May be called more than once.
 */
void
rf_trace_freeze (RfTrace *self)
{
  g_return_if_fail (RF_IS_TRACE (self));

  self->n_freezes++;
}

/**
 * rf_trace_thaw:
 * @self: a trace that was frozen
 *
 * Takes back one rf_trace_freeze(). The last tells of the messages that came in between.
 */
void
rf_trace_thaw (RfTrace *self)
{
  g_return_if_fail (RF_IS_TRACE (self));
  g_return_if_fail (self->n_freezes > 0);

  self->n_freezes--;
  tell_news (self);
}

/**
 * rf_trace_append_scanned:
 * @self: a trace
 * @input: a message that lies in what the trace holds
 * @sip: what it says, as rf_sip_message_scan() has read it
 *
 * Adds a message that somebody has read already behind all others.
 */
void
rf_trace_append_scanned (RfTrace            *self,
                         const RfTraceInput *input,
                         const RfSipMessage *sip)
{
  RfMessage *message;
  RfCallNode *call;
  RfEnds ends;

  g_return_if_fail (RF_IS_TRACE (self));
  g_return_if_fail (input != NULL && input->is_held && sip != NULL);

  call = rf_calls_get (self->calls, self->transactions, input, sip);
  message = add_message (self, input, sip, call);
  self->newest_us = MAX (self->newest_us, input->time_us);
  self->is_finished = FALSE;
  rf_transactions_add (self->transactions, message, sip, call);
  rf_parties_place (self->parties, message, sip, &ends);
  rf_dialogs_add (self->dialogs, message, sip, &ends);
  rf_attempts_add (self->attempts, message, sip, &ends);

  tell_news (self);
}

/**
 * rf_trace_append:
 * @self: a trace
 * @input: a message; copied, unless it lies in what the trace holds
 * @error: set when the bytes are no SIP message that can be placed
 *
 * Adds a message behind all others. One that cannot be read is counted as damaged and left out.
 *
 * Returns: whether the message is now in the trace
 */
gboolean
rf_trace_append (RfTrace             *self,
                 const RfTraceInput  *input,
                 GError             **error)
{
  RfTraceInput held;
  RfSipMessage sip;

  g_return_val_if_fail (RF_IS_TRACE (self), FALSE);
  g_return_val_if_fail (input != NULL && (input->data != NULL || input->length == 0), FALSE);

  held = *input;
  held.is_held = TRUE;
  if (!input->is_held)
    held.data = rf_arena_dup (self->arena, rf_str_new (input->data, input->length));
  if (!rf_sip_message_scan (&sip, held.data, held.length, error)) {
    rf_trace_count_damaged (self, 1, held.length);
    return FALSE;
  }
  rf_trace_append_scanned (self, &held, &sip);

  return TRUE;
}

/**
 * rf_trace_finish:
 * @self: a trace
 *
 * Says that nothing more will come, as at the end of a capture file: transfers whose end nobody saw
 * are then unknown and no longer pending. A message that comes all the same takes this back.
 */
void
rf_trace_finish (RfTrace *self)
{
  g_return_if_fail (RF_IS_TRACE (self));

  self->is_finished = TRUE;
}

/**
 * rf_trace_get_n_messages:
 * @self: a trace
 *
 * Returns: how many messages it has
 */
guint
rf_trace_get_n_messages (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return self->messages.n_records;
}

static RfMessage *
get_message (RfTrace *self,
             guint    index)
{
  return rf_pool_get (&self->messages, index);
}

/**
 * rf_trace_get_message:
 * @self: a trace
 * @index: index of a message
 *
 * Returns: (transfer none) (nullable): the message
 */
const RfTraceMessage *
rf_trace_get_message (RfTrace *self,
                      guint    index)
{
  g_return_val_if_fail (RF_IS_TRACE (self), NULL);
  g_return_val_if_fail (index < self->messages.n_records, NULL);

  return &get_message (self, index)->pub;
}

/**
 * rf_trace_dup_messages:
 * @self: a trace
 * @n: how many of its first messages; no more than there are
 *
 * Where they are stays the same, and what a message is does not change, only what is thought of it:
 * its parties, its dialog, its transaction.
 *
 * Returns: (transfer container) (array length=n): the first messages
 */
const RfTraceMessage **
rf_trace_dup_messages (RfTrace *self,
                       guint    n)
{
  const RfTraceMessage **messages;

  g_return_val_if_fail (RF_IS_TRACE (self), NULL);
  g_return_val_if_fail (n <= self->messages.n_records, NULL);

  messages = g_new (const RfTraceMessage *, n);
  for (guint i = 0; i < n; i++)
    messages[i] = &((RfMessage *) rf_pool_get (&self->messages, i))->pub;

  return messages;
}

/**
 * rf_trace_get_us_between:
 * @self: a trace
 * @from: index of a message
 * @to: index of another
 *
 * Returns: how long after @from the message @to was seen, in whole µs; less than nothing where it
 *   was before
 */
gint64
rf_trace_get_us_between (RfTrace *self,
                         guint    from,
                         guint    to)
{
  const RfTraceMessage *start, *end;
  gint64 us;
  int rest_ns;

  g_return_val_if_fail (RF_IS_TRACE (self), 0);
  g_return_val_if_fail (MAX (from, to) < self->messages.n_records, 0);

  start = &get_message (self, from)->pub;
  end = &get_message (self, to)->pub;
  /* Unsigned in between, as a capture may claim any time and the difference may not fit. */
  us = (gint64) ((guint64) end->time_us - (guint64) start->time_us);
  rest_ns = end->rest_ns - start->rest_ns;
  if (us > 0 && rest_ns < 0)
    us--;
  else if (us < 0 && rest_ns > 0)
    us++;

  return us;
}

/**
 * rf_trace_name_party:
 * @self: a trace
 * @uri: SIP URI of somebody, without brackets
 * @name: what his lifeline is to be called
 *
 * Messages name a party by chance: a phone that only ever answers shows no display name. Whoever
 * knows better says so here.
 */
void
rf_trace_name_party (RfTrace    *self,
                     const char *uri,
                     const char *name)
{
  g_return_if_fail (RF_IS_TRACE (self));
  g_return_if_fail (uri != NULL && name != NULL);

  rf_parties_name (self->parties, rf_str_from_c (rf_arena_dup_c (self->arena, uri)),
                   rf_str_from_c (rf_arena_dup_c (self->arena, name)));
}

/**
 * rf_trace_get_n_parties:
 * @self: a trace
 *
 * Returns: how many lifelines it has
 */
guint
rf_trace_get_n_parties (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return rf_parties_get_n (self->parties);
}

/**
 * rf_trace_get_party:
 * @self: a trace
 * @index: index of a lifeline
 *
 * Returns: (transfer none) (nullable): who it is; its label may change as more is learnt
 */
const RfTraceParty *
rf_trace_get_party (RfTrace *self,
                    guint    index)
{
  g_return_val_if_fail (RF_IS_TRACE (self), NULL);
  g_return_val_if_fail (index < rf_parties_get_n (self->parties), NULL);

  return rf_parties_get (self->parties, index);
}

/**
 * rf_trace_get_n_dialogs:
 * @self: a trace
 *
 * Returns: how many dialogs it has
 */
guint
rf_trace_get_n_dialogs (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return rf_dialogs_get_n (self->dialogs);
}

/**
 * rf_trace_get_dialog:
 * @self: a trace
 * @index: index of a dialog
 *
 * Returns: (transfer none) (nullable): the dialog
 */
const RfTraceDialog *
rf_trace_get_dialog (RfTrace *self,
                     guint    index)
{
  g_return_val_if_fail (RF_IS_TRACE (self), NULL);
  g_return_val_if_fail (index < rf_dialogs_get_n (self->dialogs), NULL);

  return &rf_dialogs_get (self->dialogs, index)->pub;
}

/**
 * rf_trace_find_dialog:
 * @self: a trace
 * @call_id: a Call-ID
 * @tag: tag of one end
 * @other_tag: tag of the other
 *
 * Returns: index of the dialog that a Replaces or Target-Dialog names, or -1
 */
int
rf_trace_find_dialog (RfTrace *self,
                      RfStr    call_id,
                      RfStr    tag,
                      RfStr    other_tag)
{
  RfDialog *dialog;

  g_return_val_if_fail (RF_IS_TRACE (self), -1);

  dialog = rf_dialogs_find (self->dialogs, call_id, tag, other_tag);

  return dialog ? (int) dialog->index : -1;
}

/**
 * rf_trace_get_n_transfers:
 * @self: a trace
 *
 * Returns: how many attempts to transfer it has
 */
guint
rf_trace_get_n_transfers (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return rf_attempts_get_n (self->attempts);
}

/**
 * rf_trace_get_transfer:
 * @self: a trace
 * @index: index of a transfer
 *
 * Returns: (transfer none) (nullable): how the transfer stands now
 */
const RfTraceTransfer *
rf_trace_get_transfer (RfTrace *self,
                       guint    index)
{
  RfAttempt *attempt;

  g_return_val_if_fail (RF_IS_TRACE (self), NULL);
  g_return_val_if_fail (index < rf_attempts_get_n (self->attempts), NULL);

  attempt = rf_attempts_get (self->attempts, index);
  rf_attempt_judge (attempt, self->newest_us, self->is_finished);

  return &attempt->pub;
}

/**
 * rf_trace_shows_difference:
 * @self: a trace
 * @index: index of a message
 *
 * Returns: whether the message shows that the call to the target of a transfer went otherwise than
 *   was reported, or was not reported
 */
gboolean
rf_trace_shows_difference (RfTrace *self,
                           guint    index)
{
  const RfTraceMessage *message;
  int transfer;

  g_return_val_if_fail (RF_IS_TRACE (self), FALSE);
  g_return_val_if_fail (index < self->messages.n_records, FALSE);

  message = &get_message (self, index)->pub;
  if (message->is_request ? message->method != RF_SIP_NOTIFY
                          : message->method != RF_SIP_INVITE || message->status < 200)
    return FALSE;
  transfer = rf_trace_get_transfer_of (self, index);

  return transfer >= 0 &&
         rf_trace_get_transfer (self, (guint) transfer)->differs_at == (int) index;
}

/**
 * rf_trace_get_phase:
 * @self: a trace
 * @index: index of a message
 *
 * Returns: the phase of a transfer that the message belongs to, 1 to 6; a call without one is in
 *   phase 1; 0 for what is no part of a call
 */
guint
rf_trace_get_phase (RfTrace *self,
                    guint    index)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);
  g_return_val_if_fail (index < self->messages.n_records, 0);

  return rf_phase_of (get_message (self, index));
}

/**
 * rf_trace_get_transfer_of:
 * @self: a trace
 * @index: index of a message
 *
 * Returns: index of the transfer that the message belongs to, or -1
 */
int
rf_trace_get_transfer_of (RfTrace *self,
                          guint    index)
{
  RfAttempt *attempt;

  g_return_val_if_fail (RF_IS_TRACE (self), -1);
  g_return_val_if_fail (index < self->messages.n_records, -1);

  attempt = rf_phase_get_attempt (get_message (self, index));

  return attempt ? (int) attempt->pub.index : -1;
}

/**
 * rf_trace_get_n_damaged:
 * @self: a trace
 *
 * Returns: how many messages could not be read and were left out
 */
guint64
rf_trace_get_n_damaged (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return self->n_damaged;
}

/**
 * rf_trace_get_damaged_bytes:
 * @self: a trace
 *
 * Returns: how many bytes were in them
 */
guint64
rf_trace_get_damaged_bytes (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return self->damaged_bytes;
}

/**
 * rf_trace_count_damaged:
 * @self: a trace
 * @count: how many messages
 * @bytes: how many bytes in them
 *
 * Counts what somebody below could not make a message of.
 */
void
rf_trace_count_damaged (RfTrace *self,
                        guint64  count,
                        guint64  bytes)
{
  g_return_if_fail (RF_IS_TRACE (self));

  self->n_damaged += count;
  self->damaged_bytes += bytes;
}

/**
 * rf_trace_set_rtp:
 * @self: a trace
 * @flows: what may be its RTP; kept, and looked at again when it grows
 *
 * Says where the sound of the calls is to be looked for.
 */
void
rf_trace_set_rtp (RfTrace    *self,
                  RfRtpFlows *flows)
{
  g_return_if_fail (RF_IS_TRACE (self));
  g_return_if_fail (flows != NULL);

  rf_audio_book_set_rtp (self->audio, flows);
}

/**
 * rf_trace_report_audio:
 * @self: a trace
 * @report: what a phone tells of the sound of one of its calls
 *
 * Takes a report. The messages of the call may come later.
 */
void
rf_trace_report_audio (RfTrace             *self,
                       const RfAudioReport *report)
{
  g_return_if_fail (RF_IS_TRACE (self));
  g_return_if_fail (report != NULL && report->call_id != NULL && report->codec != NULL);

  rf_audio_book_report (self->audio, report);
  rf_trace_tell_audio (self);
}

/**
 * rf_trace_share_audio:
 * @self: a trace
 * @from: another, with which @self shares messages, and which lives at least as long
 *
 * Makes the sound of the calls in both known to @self, as it is in @from now.
 */
void
rf_trace_share_audio (RfTrace *self,
                      RfTrace *from)
{
  g_return_if_fail (RF_IS_TRACE (self) && RF_IS_TRACE (from) && self != from);

  rf_audio_book_share (self->audio, from->audio);
}

/**
 * rf_trace_tell_audio:
 * @self: a trace
 *
 * Tells who listens that the RTP of the trace has grown.
 */
void
rf_trace_tell_audio (RfTrace *self)
{
  g_return_if_fail (RF_IS_TRACE (self));

  g_signal_emit (self, signals[AUDIO_CHANGED], 0);
}

/**
 * rf_trace_get_audio_serial:
 * @self: a trace
 *
 * Returns: a number that changes with what is known of the sound, 0 as long as nothing was
 */
guint64
rf_trace_get_audio_serial (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return rf_audio_book_get_serial (self->audio);
}

/**
 * rf_trace_get_n_audios:
 * @self: a trace
 *
 * Returns: of how many calls the sound is known, or known to be missing
 */
guint
rf_trace_get_n_audios (RfTrace *self)
{
  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  return rf_audio_book_get_n (self->audio);
}

/**
 * rf_trace_get_audio:
 * @self: a trace
 * @index: index of the sound of a call, in the order in which it began
 *
 * Returns: (transfer none) (nullable): how it stands now; valid until the trace grows
 */
const RfTraceAudio *
rf_trace_get_audio (RfTrace *self,
                    guint    index)
{
  g_return_val_if_fail (RF_IS_TRACE (self), NULL);
  g_return_val_if_fail (index < rf_audio_book_get_n (self->audio), NULL);

  return rf_audio_book_get (self->audio, index);
}

/**
 * rf_trace_find_audio:
 * @self: a trace
 * @message: index of a message
 *
 * Returns: index of the first sound that began behind @message or behind a later one, or how many
 *   there are
 */
guint
rf_trace_find_audio (RfTrace *self,
                     guint    message)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (RF_IS_TRACE (self), 0);

  high = rf_audio_book_get_n (self->audio);
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (rf_audio_book_get (self->audio, middle)->after < message)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}
