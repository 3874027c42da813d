/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-explain"

#include "config.h"

#include "rf-explain-private.h"

#include "rf-letters.h"
#include "rf-uri.h"

#include <glib/gi18n.h>

/*
 * Says what a message means where it stands: with the names of those whom it is about, and with the
 * way to the messages that it refers to. Here is what the units for its parts share.
 */

#define MAX_VALUE 160 /* characters of a header that are shown beside what it means */
#define MAX_PARTIES 1000

static void
rf_explanation_free (RfExplanation *self)
{
  g_free (self->key);
  g_free (self->value);
  g_free (self->sentence);
  g_free (self->link_label);
  g_free (self);
}

/**
 * rf_explain_dup_text:
 * @text: bytes from the network
 *
 * Returns: (transfer full): the same as text that can be shown, white space in one piece, and cut
 *   short where it is long
 */
char *
rf_explain_dup_text (RfStr text)
{
  g_autofree char *bytes = rf_str_dup (rf_str_head (rf_str_trim (text), MAX_VALUE * 4));
  g_autofree char *shown = NULL;

  for (char *c = bytes; *c != '\0'; c++)
    if (*c == '\r' || *c == '\n' || *c == '\t')
      *c = ' ';
  shown = rf_str_dup_printable (rf_str_from_c (bytes));
  if (g_utf8_strlen (shown, -1) > MAX_VALUE) {
    g_autofree char *head = g_utf8_substring (shown, 0, MAX_VALUE);

    return g_strconcat (head, "…", NULL);
  }

  return g_steal_pointer (&shown);
}

/**
 * rf_explain_dup_party:
 * @self: a message
 * @party: index of a party, or -1
 *
 * Returns: (transfer full): what its lifeline is headed with
 */
char *
rf_explain_dup_party (RfExplain *self,
                      int        party)
{
  const char *label;

  if (party < 0 || (guint) party >= rf_trace_get_n_parties (self->trace))
    return g_strdup (_("somebody"));

  label = rf_lifelines_get_label (self->lifelines,
                                  rf_trace_get_party (self->trace, (guint) party));
  return rf_letters_isolate (rf_explain_dup_text (rf_str_from_c (label)));
}

static char *
dup_display_name (RfStr display_name)
{
  gsize length;
  g_autofree char *name = rf_str_dup_unescaped (rf_str_head (display_name, MAX_VALUE * 8), &length);

  return rf_explain_dup_text (rf_str_new (name, length));
}

static char *
dup_label_of (RfExplain  *self,
              const char *identity)
{
  guint n_parties = MIN (rf_trace_get_n_parties (self->trace), MAX_PARTIES);

  for (guint i = 0; i < n_parties; i++)
    if (g_str_equal (rf_trace_get_party (self->trace, i)->id, identity))
      return rf_explain_dup_party (self, (int) i);

  return NULL;
}

/**
 * rf_explain_dup_who:
 * @self: a message
 * @address: value of From, Refer-To and the like
 *
 * Returns: (transfer full): the name of whom an address means: that of a lifeline, the one that was
 *   written with the address, its user, or the address itself
 */
char *
rf_explain_dup_who (RfExplain *self,
                    RfStr      address)
{
  g_autofree char *identity = NULL;
  g_autofree char *user = NULL;
  RfSipAddress parts;
  char *label;
  RfUri uri;

  if (!rf_sip_address_parse (&parts, address) || !rf_uri_parse (&uri, parts.uri))
    return rf_explain_dup_text (address);
  identity = rf_uri_dup_identity (&uri);
  label = dup_label_of (self, identity);
  if (label)
    return label;
  if (rf_str_trim (parts.display_name).len > 0)
    return dup_display_name (parts.display_name);
  user = rf_uri_dup_user (&uri);

  return rf_explain_dup_text (*user != '\0' ? rf_str_from_c (user) : rf_str_from_c (identity));
}

/* A proxy is no end of what it passes on, and is named by its address alone. */
static char *
dup_end (RfExplain *self,
         int        party,
         RfStr      address)
{
  if (party >= 0 && (guint) party < rf_trace_get_n_parties (self->trace) &&
      g_str_has_prefix (rf_trace_get_party (self->trace, (guint) party)->id, "sip:"))
    return rf_explain_dup_party (self, party);

  return rf_explain_dup_who (self, address);
}

static guint
count_lines (const char *start,
             const char *end)
{
  guint count = 0;

  for (const char *c = start; c < end; c++)
    count += *c == '\n';

  return count;
}

/**
 * rf_explain_add:
 * @self: a message
 * @key: what is explained
 * @at: where it stands in the message
 * @value: what is shown of it, which may be empty
 * @sentence: (transfer full) (nullable): what it means
 *
 * Returns: (transfer none) (nullable): the new row
 */
RfExplanation *
rf_explain_add (RfExplain  *self,
                const char *key,
                RfStr       at,
                RfStr       value,
                char       *sentence)
{
  g_autofree char *owned = sentence;
  RfExplanation *row;

  if (!owned || self->rows->len >= RF_EXPLAIN_MAX_ROWS)
    return NULL;

  row = g_new0 (RfExplanation, 1);
  row->key = g_strdup (key);
  row->value = value.len > 0 ? rf_explain_dup_text (value) : NULL;
  row->sentence = g_steal_pointer (&owned);
  row->link = -1;
  row->rank = self->rank;
  if (at.p) {
    row->first_line = count_lines (self->message->data, at.p);
    row->n_lines = count_lines (at.p, at.p + at.len) + 1;
  }
  g_ptr_array_add (self->rows, row);

  return row;
}

/**
 * rf_explain_link:
 * @self: a message
 * @row: (nullable): what was just explained
 * @twin: which message that leads to
 * @label: what following it does
 *
 * Gives a row its link, where there is such a message.
 */
void
rf_explain_link (RfExplain     *self,
                 RfExplanation *row,
                 RfTwin         twin,
                 const char    *label)
{
  int link;

  if (!row || row->link >= 0)
    return;
  link = rf_twin_find (self->trace, self->message->index, twin);
  if (link < 0)
    return;
  row->link = link;
  row->link_label = g_strdup (label);
}

/* Empty lines may stand before a message (RFC 3261 §7.5). */
static RfStr
get_start_line (const RfTraceMessage *message)
{
  RfStr text = rf_str_new (message->data, message->length);

  while (text.len > 0 && (text.p[0] == '\r' || text.p[0] == '\n'))
    text = rf_str_skip (text, 1);

  return rf_str_trim (rf_str_head (text, rf_str_find (text, '\n')));
}

static void
explain_copy (RfExplain *self,
              RfStr      line)
{
  RfExplanation *row;

  if (self->message->retransmission_of < 0)
    return;
  if (self->message->is_translated)
    row = rf_explain_add (self, _("Seen again"), line, RF_STR_INIT,
                          g_strdup (_("The same message between other addresses: it was captured "
                                      "on both sides of a NAT.")));
  else
    row = rf_explain_add (self, _("Repeated"), line, RF_STR_INIT,
                          g_strdup (_("The same message once more, since no answer had come in "
                                      "time.")));
  rf_explain_link (self, row, RF_TWIN_FIRST_COPY, _("Go to the first one"));
}

static int
compare_rank (gconstpointer a,
              gconstpointer b)
{
  const RfExplanation *first = *(RfExplanation *const *) a;
  const RfExplanation *second = *(RfExplanation *const *) b;

  return first->rank < second->rank ? -1 : first->rank > second->rank;
}

static void
explain_all (RfExplain *self)
{
  RfStr line = get_start_line (self->message);
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_explain_start (self, line);
  explain_copy (self, line);
  rf_sip_header_iter_init (&iter, self->message->data, self->message->length);
  while (rf_sip_header_iter_next (&iter, &name, &value) && self->rows->len < RF_EXPLAIN_MAX_ROWS)
    rf_explain_header (self, name, value);
  self->rank = RF_EXPLAIN_BODY;
  rf_explain_body (self);
  /* It keeps the order of those with the same rank. */
  g_ptr_array_sort (self->rows, compare_rank);
}

/**
 * rf_explain_message:
 * @trace: a trace
 * @message: index of a message
 * @lifelines: (nullable): what a person calls those whom it is about
 *
 * Explains the parts of a message, those first that tell most; the others in the order in which
 * they stand there. What says nothing to a person is left out.
 *
 * Returns: (transfer full) (element-type RfExplanation): what they mean
 */
GPtrArray *
rf_explain_message (RfTrace     *trace,
                    guint        message,
                    RfLifelines *lifelines)
{
  RfExplain self = { .trace = trace, .lifelines = lifelines };
  int transfer;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (message < rf_trace_get_n_messages (trace), NULL);

  self.message = rf_trace_get_message (trace, message);
  self.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rf_explanation_free);
  /* It was read on its way into the trace. */
  if (!rf_sip_message_scan (&self.sip, self.message->data, self.message->length, NULL))
    return self.rows;

  transfer = rf_trace_get_transfer_of (trace, message);
  self.transfer = transfer >= 0 ? rf_trace_get_transfer (trace, transfer) : NULL;
  self.sender = dup_end (&self, self.message->from_party,
                         self.sip.is_request ? self.sip.from.value : self.sip.to.value);
  self.receiver = dup_end (&self, self.message->to_party,
                           self.sip.is_request ? self.sip.to.value : self.sip.from.value);
  explain_all (&self);
  g_free (self.sender);
  g_free (self.receiver);

  return self.rows;
}
