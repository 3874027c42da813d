/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-row-filter"

#include "config.h"

#include "rf-row-filter.h"

#include "rf-label.h"
#include "rf-say.h"
#include "rf-str.h"
#include "rf-text-search.h"

/* Of the text, where it is said what is filtered. */
#define MAX_SHOWN_CHARS 40

enum {
  CHANGED,
  N_SIGNALS,
};

struct _RfRowFilter {
  GObject     parent_instance;

  gboolean      transfers_only;
  guint         methods; /* 0 for all */
  RfTextSearch *search;  /* NULL for any */
  GHashTable   *calls;   /* Call-IDs; NULL for all */
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RfRowFilter, rf_row_filter, G_TYPE_OBJECT)

static void
rf_row_filter_finalize (GObject *object)
{
  RfRowFilter *self = RF_ROW_FILTER (object);

  g_clear_pointer (&self->search, rf_text_search_free);
  g_clear_pointer (&self->calls, g_hash_table_unref);
  G_OBJECT_CLASS (rf_row_filter_parent_class)->finalize (object);
}

static void
rf_row_filter_class_init (RfRowFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rf_row_filter_finalize;

  /**
   * RfRowFilter::changed:
   *
   * It lets other messages through than before.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rf_row_filter_init (RfRowFilter *self)
{
}

static void
copy_calls (RfRowFilter *to,
            GHashTable  *calls)
{
  GHashTableIter iter;
  gpointer call_id;

  to->calls = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, calls);
  while (g_hash_table_iter_next (&iter, &call_id, NULL))
    g_hash_table_add (to->calls, g_strdup (call_id));
}

static void
emit_changed (RfRowFilter *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * rf_row_filter_new:
 *
 * Returns: (transfer full): a filter that lets everything through
 */
RfRowFilter *
rf_row_filter_new (void)
{
  return g_object_new (RF_TYPE_ROW_FILTER, NULL);
}

/**
 * rf_row_filter_copy:
 * @self: a filter
 *
 * Returns: (transfer full): one that lets the same through and shares nothing with it
 */
RfRowFilter *
rf_row_filter_copy (RfRowFilter *self)
{
  RfRowFilter *copy;

  g_return_val_if_fail (RF_IS_ROW_FILTER (self), NULL);

  copy = rf_row_filter_new ();
  copy->transfers_only = self->transfers_only;
  copy->methods = self->methods;
  rf_row_filter_set_text (copy, rf_row_filter_get_text (self));
  if (self->calls)
    copy_calls (copy, self->calls);
  return copy;
}

/**
 * rf_row_filter_set_transfers_only:
 * @self: a filter
 * @transfers_only: whether only what is part of a transfer passes
 */
void
rf_row_filter_set_transfers_only (RfRowFilter *self,
                                  gboolean     transfers_only)
{
  g_return_if_fail (RF_IS_ROW_FILTER (self));

  transfers_only = !!transfers_only;
  if (self->transfers_only == transfers_only)
    return;
  self->transfers_only = transfers_only;
  emit_changed (self);
}

/**
 * rf_row_filter_get_transfers_only:
 * @self: a filter
 *
 * Returns: whether only what is part of a transfer passes
 */
gboolean
rf_row_filter_get_transfers_only (RfRowFilter *self)
{
  g_return_val_if_fail (RF_IS_ROW_FILTER (self), FALSE);

  return self->transfers_only;
}

/**
 * rf_row_filter_set_methods:
 * @self: a filter
 * @methods: bits of RF_ROW_FILTER_METHOD(), or 0 for all
 *
 * Lets only requests of these methods and the answers to them pass.
 */
void
rf_row_filter_set_methods (RfRowFilter *self,
                           guint        methods)
{
  g_return_if_fail (RF_IS_ROW_FILTER (self));

  if (self->methods == methods)
    return;
  self->methods = methods;
  emit_changed (self);
}

/**
 * rf_row_filter_get_methods:
 * @self: a filter
 *
 * Returns: the methods that pass, or 0 for all
 */
guint
rf_row_filter_get_methods (RfRowFilter *self)
{
  g_return_val_if_fail (RF_IS_ROW_FILTER (self), 0);

  return self->methods;
}

/**
 * rf_row_filter_set_text:
 * @self: a filter
 * @text: (nullable): what has to stand somewhere in the message, as #RfTextSearch finds it; %NULL
 *   or "" for anything
 */
void
rf_row_filter_set_text (RfRowFilter *self,
                        const char  *text)
{
  g_autoptr (RfTextSearch) search = NULL;

  g_return_if_fail (RF_IS_ROW_FILTER (self));

  if (text && *text)
    search = rf_text_search_new (text);
  if (g_strcmp0 (rf_row_filter_get_text (self),
                 search ? rf_text_search_get_text (search) : NULL) == 0)
    return;
  g_clear_pointer (&self->search, rf_text_search_free);
  self->search = g_steal_pointer (&search);
  emit_changed (self);
}

/**
 * rf_row_filter_get_text:
 * @self: a filter
 *
 * Returns: (transfer none) (nullable): what has to stand in a message, in small letters
 */
const char *
rf_row_filter_get_text (RfRowFilter *self)
{
  g_return_val_if_fail (RF_IS_ROW_FILTER (self), NULL);

  return self->search ? rf_text_search_get_text (self->search) : NULL;
}

/**
 * rf_row_filter_set_calls:
 * @self: a filter
 * @call_ids: (nullable) (array zero-terminated=1): Call-IDs that pass, or %NULL for all
 */
void
rf_row_filter_set_calls (RfRowFilter        *self,
                         const char * const *call_ids)
{
  g_return_if_fail (RF_IS_ROW_FILTER (self));

  if (!self->calls && !call_ids)
    return;
  g_clear_pointer (&self->calls, g_hash_table_unref);
  if (call_ids) {
    self->calls = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, NULL);
    for (guint i = 0; call_ids[i]; i++)
      g_hash_table_add (self->calls, g_strdup (call_ids[i]));
  }
  emit_changed (self);
}

/**
 * rf_row_filter_clear:
 * @self: a filter
 *
 * Lets everything through again.
 */
void
rf_row_filter_clear (RfRowFilter *self)
{
  g_return_if_fail (RF_IS_ROW_FILTER (self));

  if (rf_row_filter_is_empty (self))
    return;
  self->transfers_only = FALSE;
  self->methods = 0;
  g_clear_pointer (&self->search, rf_text_search_free);
  g_clear_pointer (&self->calls, g_hash_table_unref);
  emit_changed (self);
}

/**
 * rf_row_filter_is_empty:
 * @self: a filter
 *
 * Returns: whether it lets everything through
 */
gboolean
rf_row_filter_is_empty (RfRowFilter *self)
{
  g_return_val_if_fail (RF_IS_ROW_FILTER (self), TRUE);

  return !self->transfers_only && self->methods == 0 && !self->search && !self->calls;
}

static void
append_part (GString    *words,
             const char *part)
{
  if (words->len > 0)
    g_string_append (words, "; ");
  g_string_append (words, part);
}

static void
append_methods (GString *words,
                guint    methods)
{
  const char *separator = "";

  append_part (words, "");
  for (guint method = 0; method < 32; method++) {
    if ((methods & RF_ROW_FILTER_METHOD (method)) == 0)
      continue;
    g_string_append_printf (words, "%s%s", separator, rf_sip_method_to_string (method));
    separator = ", ";
  }
}

/**
 * rf_row_filter_dup_words:
 * @self: a filter
 *
 * Returns: (transfer full) (nullable): what a message has to be to pass, safe to draw: "only
 *   transfers; INVITE, REFER; text “wayne”; selected calls"; %NULL where everything passes
 */
char *
rf_row_filter_dup_words (RfRowFilter *self)
{
  g_autoptr (GString) words = NULL;

  g_return_val_if_fail (RF_IS_ROW_FILTER (self), NULL);

  if (rf_row_filter_is_empty (self))
    return NULL;
  words = g_string_new (NULL);
  if (self->transfers_only)
    append_part (words, rf_say ("only transfers"));
  if (self->methods != 0)
    append_methods (words, self->methods);
  if (self->search) {
    g_autofree char *clean = rf_label_dup_clean (rf_text_search_get_text (self->search), -1,
                                                 MAX_SHOWN_CHARS, RF_LABEL_CUT_END);

    append_part (words, "");
    g_string_append_printf (words, rf_say ("text “%s”"), clean);
  }
  if (self->calls)
    append_part (words, rf_say ("selected calls"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static gboolean
has_call_of (RfRowFilter          *self,
             RfTrace              *trace,
             const RfTraceMessage *message)
{
  return message->dialog >= 0 &&
         g_hash_table_contains (self->calls,
                                rf_trace_get_dialog (trace, message->dialog)->call_id);
}

/**
 * rf_row_filter_passes:
 * @self: a filter
 * @trace: a trace
 * @message: index of a message in it
 *
 * Returns: whether the message is to be seen
 */
gboolean
rf_row_filter_passes (RfRowFilter *self,
                      RfTrace     *trace,
                      guint        message)
{
  const RfTraceMessage *it = rf_trace_get_message (trace, message);

  if (self->methods != 0 && (self->methods & RF_ROW_FILTER_METHOD (it->method)) == 0)
    return FALSE;
  if (self->transfers_only && rf_trace_get_transfer_of (trace, message) < 0)
    return FALSE;
  if (self->calls && !has_call_of (self, trace, it))
    return FALSE;
  return !self->search || rf_text_search_finds (self->search, it->data, it->length);
}
