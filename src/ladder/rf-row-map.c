/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-row-map"

#include "config.h"

#include "rf-row-map.h"

#include "rf-row.h"
#include "rf-trace-audio.h"

/* A row that is not simply the message with its number. */
typedef struct {
  guint first;             /* message */
  guint count        : 30; /* messages in it */
  guint is_fold      : 1;
  guint says_failure : 1;  /* one of them does */
} Row;

/* A row for the sound of a call, below that of a message. Rows without those of sound are "places"
 * here, so that a trace without sound needs no more than before. */
typedef struct {
  guint place;
  guint audio;
} Bar;

/* What the bars were found for. */
typedef struct {
  guint64 serial;
  guint   n_places;
  guint   n_read;
} BarState;

struct _RfRowMap {
  RfTrace     *trace;
  RfRowFilter *filter; /* may be NULL */
  GHashTable  *folds;  /* keys of fold_key() */
  GArray      *rows;   /* of Row, by their first message; empty where rows are messages */
  guint        n_read; /* messages that @rows accounts for */
  guint        last;   /* the last of them that is shown, where there is a row */
  guint        n_transfers;
  guint        generation;
  GArray      *bars;   /* of Bar, from above to below */
  BarState     bars_of;
};

/**
 * rf_row_map_new:
 * @trace: the trace; must outlive the map
 *
 * Returns: (transfer full): a map with a row for every message
 */
RfRowMap *
rf_row_map_new (RfTrace *trace)
{
  RfRowMap *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfRowMap, 1);
  self->trace = trace;
  self->folds = g_hash_table_new (NULL, NULL);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->bars = g_array_new (FALSE, FALSE, sizeof (Bar));
  return self;
}

/**
 * rf_row_map_free:
 * @self: a map
 */
void
rf_row_map_free (RfRowMap *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->filter);
  g_hash_table_unref (self->folds);
  g_array_unref (self->rows);
  g_array_unref (self->bars);
  g_free (self);
}

static gboolean
is_filtered (RfRowMap *self)
{
  return self->filter && !rf_row_filter_is_empty (self->filter);
}

static gboolean
has_folds (RfRowMap *self)
{
  return g_hash_table_size (self->folds) > 0;
}

static gboolean
is_identity (RfRowMap *self)
{
  return !is_filtered (self) && !has_folds (self);
}

/* Never 0, which a hash table of pointers cannot tell from nothing. */
static gpointer
fold_key (guint phase,
          int   transfer)
{
  return GUINT_TO_POINTER (((guint) (transfer + 1) << 3) | (phase & 7));
}

static gpointer
key_of (RfRowMap *self,
        guint     message)
{
  return fold_key (rf_trace_get_phase (self->trace, message),
                   rf_trace_get_transfer_of (self->trace, message));
}

/**
 * rf_row_map_restart:
 * @self: a map
 *
 * Forgets what was read, as what is shown has changed. Rows come back with rf_row_map_read().
 */
void
rf_row_map_restart (RfRowMap *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->rows, 0);
  self->bars_of = (BarState) { 0 };
  self->n_read = 0;
  self->generation++;
  self->n_transfers = rf_trace_get_n_transfers (self->trace);
}

/**
 * rf_row_map_set_filter:
 * @self: a map
 * @filter: (nullable): what passes; when it changes, rf_row_map_restart() is to be called
 */
void
rf_row_map_set_filter (RfRowMap    *self,
                       RfRowFilter *filter)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (filter == NULL || RF_IS_ROW_FILTER (filter));

  if (g_set_object (&self->filter, filter))
    rf_row_map_restart (self);
}

/**
 * rf_row_map_get_filter:
 * @self: a map
 *
 * Returns: (transfer none) (nullable): what passes
 */
RfRowFilter *
rf_row_map_get_filter (RfRowMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->filter;
}

/**
 * rf_row_map_set_folded:
 * @self: a map
 * @phase: 1 to 6; what belongs to no phase is not folded
 * @transfer: index of the transfer, or -1
 * @folded: whether the phase is to be one row wherever it comes
 *
 * Returns: whether that changed anything
 */
gboolean
rf_row_map_set_folded (RfRowMap *self,
                       guint     phase,
                       int       transfer,
                       gboolean  folded)
{
  gboolean changed;

  g_return_val_if_fail (self != NULL, FALSE);

  if (phase == 0)
    return FALSE;
  if (folded)
    changed = g_hash_table_add (self->folds, fold_key (phase, transfer));
  else
    changed = g_hash_table_remove (self->folds, fold_key (phase, transfer));
  if (changed)
    rf_row_map_restart (self);
  return changed;
}

/**
 * rf_row_map_get_folded:
 * @self: a map
 * @phase: a phase
 * @transfer: index of the transfer, or -1
 *
 * Returns: whether the phase is folded
 */
gboolean
rf_row_map_get_folded (RfRowMap *self,
                       guint     phase,
                       int       transfer)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return phase > 0 && g_hash_table_contains (self->folds, fold_key (phase, transfer));
}

/**
 * rf_row_map_unfold_all:
 * @self: a map
 *
 * Returns: whether anything was folded
 */
gboolean
rf_row_map_unfold_all (RfRowMap *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!has_folds (self))
    return FALSE;
  g_hash_table_remove_all (self->folds);
  rf_row_map_restart (self);
  return TRUE;
}

/**
 * rf_row_map_dup_folds:
 * @self: a map
 *
 * Returns: (transfer full): the folded phases, for rf_row_map_set_folds()
 */
GArray *
rf_row_map_dup_folds (RfRowMap *self)
{
  GArray *folds;
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (self != NULL, NULL);

  folds = g_array_new (FALSE, FALSE, sizeof (gpointer));
  g_hash_table_iter_init (&iter, self->folds);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_val (folds, key);
  return folds;
}

/**
 * rf_row_map_set_folds:
 * @self: a map
 * @folds: what rf_row_map_dup_folds() gave, for the same trace or for a copy of it
 *
 * Folds these phases and no others.
 */
void
rf_row_map_set_folds (RfRowMap *self,
                      GArray   *folds)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (folds != NULL);

  g_hash_table_remove_all (self->folds);
  for (guint i = 0; i < folds->len; i++)
    g_hash_table_add (self->folds, g_array_index (folds, gpointer, i));
  rf_row_map_restart (self);
}

/*
 * A REFER gives the call before it its phase, and an INVITE that begins the call to the target may
 * take that place from another. Nothing else changes the phase of an earlier message.
 */
static gboolean
changes_phases (RfRowMap *self,
                guint     message)
{
  const RfTraceMessage *it = rf_trace_get_message (self->trace, message);

  return it->is_request && it->method == RF_SIP_INVITE && it->retransmission_of < 0 &&
         rf_trace_get_phase (self->trace, message) == 3;
}

/**
 * rf_row_map_note_new:
 * @self: a map
 * @first: first new message of the trace
 * @count: how many are new
 *
 * Takes note that the trace has grown; reads nothing yet, and forgets what was read where the new
 * messages change to which phase earlier ones belong.
 */
void
rf_row_map_note_new (RfRowMap *self,
                     guint     first,
                     guint     count)
{
  gboolean changed;

  g_return_if_fail (self != NULL);

  if (!has_folds (self) &&
      !(self->filter && rf_row_filter_get_transfers_only (self->filter)))
    return;
  changed = rf_trace_get_n_transfers (self->trace) != self->n_transfers;
  for (guint i = first; i < first + count && !changed; i++)
    changed = changes_phases (self, i);
  if (changed)
    rf_row_map_restart (self);
}

static void
add_message (RfRowMap *self,
             guint     message)
{
  gboolean says_failure = rf_row_says_failure (rf_trace_get_message (self->trace, message));
  gpointer key = key_of (self, message);
  Row row = { .first = message, .count = 1, .says_failure = says_failure != FALSE };

  row.is_fold = rf_trace_get_phase (self->trace, message) > 0 &&
                g_hash_table_contains (self->folds, key);
  if (row.is_fold && self->rows->len > 0) {
    Row *last = &g_array_index (self->rows, Row, self->rows->len - 1);

    if (last->is_fold && key_of (self, last->first) == key &&
        !rf_row_changes_call (self->trace, (int) self->last, message)) {
      last->count++;
      last->says_failure |= row.says_failure;
      self->last = message;
      return;
    }
  }
  g_array_append_val (self->rows, row);
  self->last = message;
}

/**
 * rf_row_map_read:
 * @self: a map
 * @most: how many messages to read at most
 *
 * Goes on reading the trace.
 *
 * Returns: whether there is more to read
 */
gboolean
rf_row_map_read (RfRowMap *self,
                 guint     most)
{
  guint n_messages, end;

  g_return_val_if_fail (self != NULL, FALSE);

  n_messages = rf_trace_get_n_messages (self->trace);
  if (is_identity (self))
    return FALSE;
  end = self->n_read + MIN (most, n_messages - self->n_read);
  for (; self->n_read < end; self->n_read++) {
    if (rf_row_map_shows (self, self->n_read))
      add_message (self, self->n_read);
  }
  return self->n_read < n_messages;
}

/* The first row that begins at @message or after it. */
static guint
lower_bound (RfRowMap *self,
             guint     message)
{
  guint low = 0;
  guint high = self->rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->rows, Row, middle).first < message)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The first place that begins at @message or after it, or the number of places. */
static guint
find_place_from (RfRowMap *self,
                 guint     message)
{
  if (is_identity (self))
    return MIN (message, rf_trace_get_n_messages (self->trace));
  return lower_bound (self, message);
}

/* The place that a message stands in, or -1 where it is not shown or not read yet. */
static int
find_place (RfRowMap *self,
            guint     message)
{
  guint place;

  if (is_identity (self))
    return message < rf_trace_get_n_messages (self->trace) ? (int) message : -1;
  if (message >= self->n_read)
    return -1;
  place = lower_bound (self, message);
  if (place < self->rows->len && g_array_index (self->rows, Row, place).first == message)
    return (int) place;
  /* What passes and begins no place is in the one before. */
  if (place == 0 || !g_array_index (self->rows, Row, place - 1).is_fold ||
      !rf_row_map_shows (self, message))
    return -1;
  return (int) place - 1;
}

static gboolean
is_fold (RfRowMap *self,
         guint     place)
{
  return !is_identity (self) && place < self->rows->len &&
         g_array_index (self->rows, Row, place).is_fold;
}

/* Sound is shown below the message with which it began, where that has a row of its own. */
static GArray *
find_bars (RfRowMap *self)
{
  GArray *bars = g_array_new (FALSE, FALSE, sizeof (Bar));

  for (guint i = 0; i < rf_trace_get_n_audios (self->trace); i++) {
    int place = find_place (self, rf_trace_get_audio (self->trace, i)->after);
    const Bar bar = { .place = (guint) place, .audio = i };

    if (place >= 0 && !is_fold (self, (guint) place))
      g_array_append_val (bars, bar);
  }
  return bars;
}

/* Figures change more often than places do; only where these do the rows are others. */
static void
update_bars (RfRowMap *self)
{
  g_autoptr (GArray) bars = find_bars (self);

  if (bars->len == self->bars->len &&
      (bars->len == 0 || memcmp (bars->data, self->bars->data, bars->len * sizeof (Bar)) == 0))
    return;
  g_array_unref (self->bars);
  self->bars = g_steal_pointer (&bars);
  self->generation++;
}

static const Bar *
get_bar (RfRowMap *self,
         guint     bar)
{
  return &g_array_index (self->bars, Bar, bar);
}

/* How many bars there are, once those are there that should be. */
static guint
ensure_bars (RfRowMap *self)
{
  const BarState now = {
    .serial = rf_trace_get_audio_serial (self->trace),
    .n_places = find_place_from (self, G_MAXUINT),
    .n_read = self->n_read,
  };

  if (now.serial == 0)
    return 0;
  if (now.serial != self->bars_of.serial || now.n_places != self->bars_of.n_places ||
      now.n_read != self->bars_of.n_read) {
    self->bars_of = now;
    update_bars (self);
  }
  return self->bars->len;
}

static guint
place_to_row (RfRowMap *self,
              guint     place)
{
  guint low = 0;
  guint high = ensure_bars (self);

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (get_bar (self, middle)->place < place)
      low = middle + 1;
    else
      high = middle;
  }
  return place + low;
}

/* The place of a row; of a bar that of the message above it, and @audio is set. */
static guint
row_to_place (RfRowMap *self,
              guint     row,
              int      *audio)
{
  guint low = 0;
  guint high = ensure_bars (self);
  guint n_bars = high;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (get_bar (self, middle)->place + 1 + middle < row)
      low = middle + 1;
    else
      high = middle;
  }
  *audio = -1;
  if (low == n_bars || get_bar (self, low)->place + 1 + low != row)
    return row - low;
  *audio = (int) get_bar (self, low)->audio;
  return get_bar (self, low)->place;
}

/**
 * rf_row_map_get_generation:
 * @self: a map
 *
 * Returns: a number that is another one where rows have become others; that there are more is no
 *   such change
 */
guint
rf_row_map_get_generation (RfRowMap *self)
{
  g_return_val_if_fail (self != NULL, 0);

  ensure_bars (self);
  return self->generation;
}

/**
 * rf_row_map_find_from:
 * @self: a map
 * @message: index of a message
 *
 * Returns: the first row that begins at @message or after it, or the number of rows
 */
guint
rf_row_map_find_from (RfRowMap *self,
                      guint     message)
{
  g_return_val_if_fail (self != NULL, 0);

  return place_to_row (self, find_place_from (self, message));
}

/**
 * rf_row_map_get_n_rows:
 * @self: a map
 * @limit: how many messages count, from the first on; %G_MAXUINT for all
 *
 * Returns: how many rows there are, of what was read
 */
guint
rf_row_map_get_n_rows (RfRowMap *self,
                       guint     limit)
{
  return rf_row_map_find_from (self, limit);
}

/**
 * rf_row_map_get_message:
 * @self: a map
 * @row: a row
 *
 * Returns: the message in it, or the first of them; of a row for sound the message above
 */
guint
rf_row_map_get_message (RfRowMap *self,
                        guint     row)
{
  guint place;
  int audio;

  g_return_val_if_fail (self != NULL, 0);

  place = row_to_place (self, row, &audio);
  if (is_identity (self))
    return place;
  g_return_val_if_fail (place < self->rows->len, 0);

  return g_array_index (self->rows, Row, place).first;
}

/**
 * rf_row_map_get_audio:
 * @self: a map
 * @row: a row
 *
 * Returns: index of the sound that it shows, or -1 where it shows a message
 */
int
rf_row_map_get_audio (RfRowMap *self,
                      guint     row)
{
  int audio;

  g_return_val_if_fail (self != NULL, -1);

  row_to_place (self, row, &audio);
  return audio;
}

/**
 * rf_row_map_is_fold:
 * @self: a map
 * @row: a row
 *
 * Returns: whether it stands for a folded phase
 */
gboolean
rf_row_map_is_fold (RfRowMap *self,
                    guint     row)
{
  guint place;
  int audio;

  g_return_val_if_fail (self != NULL, FALSE);

  place = row_to_place (self, row, &audio);
  return audio < 0 && is_fold (self, place);
}

/* Whether not all messages of a place are among the first of the trace. */
static gboolean
is_cut (RfRowMap *self,
        guint     place,
        guint     limit)
{
  return limit < self->n_read && g_array_index (self->rows, Row, place).count > 1 &&
         lower_bound (self, limit) <= place + 1;
}

/**
 * rf_row_map_count:
 * @self: a map
 * @row: a row
 * @limit: how many messages of the trace count, from the first on
 *
 * Returns: how many messages the row stands for
 */
guint
rf_row_map_count (RfRowMap *self,
                  guint     row,
                  guint     limit)
{
  const Row *it;
  guint count = 0;
  guint place;
  int audio;

  g_return_val_if_fail (self != NULL, 0);

  place = row_to_place (self, row, &audio);
  if (audio >= 0)
    return 0;
  if (is_identity (self))
    return 1;
  g_return_val_if_fail (place < self->rows->len, 0);

  it = &g_array_index (self->rows, Row, place);
  if (!is_cut (self, place, limit))
    return it->count;
  for (guint i = it->first; i < limit; i++)
    count += rf_row_map_shows (self, i);
  return count;
}

/**
 * rf_row_map_says_failure:
 * @self: a map
 * @row: a row that stands for a folded phase
 * @limit: how many messages of the trace count, from the first on
 *
 * Returns: whether one of its messages says that something failed (rf_row_says_failure())
 */
gboolean
rf_row_map_says_failure (RfRowMap *self,
                         guint     row,
                         guint     limit)
{
  const Row *it;
  guint place;
  int audio;

  g_return_val_if_fail (self != NULL, FALSE);

  place = row_to_place (self, row, &audio);
  g_return_val_if_fail (place < self->rows->len, FALSE);

  it = &g_array_index (self->rows, Row, place);
  if (!it->says_failure || !is_cut (self, place, limit))
    return it->says_failure;
  for (guint i = it->first; i < limit; i++)
    if (rf_row_map_shows (self, i) && rf_row_says_failure (rf_trace_get_message (self->trace, i)))
      return TRUE;
  return FALSE;
}

/**
 * rf_row_map_count_messages:
 * @self: a map
 * @limit: how many messages of the trace count, from the first on; %G_MAXUINT for all
 *
 * Returns: how many messages all rows together stand for, of what was read
 */
guint
rf_row_map_count_messages (RfRowMap *self,
                           guint     limit)
{
  guint n_rows = rf_row_map_get_n_rows (self, limit);
  guint count = 0;

  if (is_identity (self))
    return find_place_from (self, limit);
  for (guint row = 0; row < n_rows; row++)
    count += rf_row_map_count (self, row, limit);
  return count;
}

/**
 * rf_row_map_find:
 * @self: a map
 * @message: index of a message
 *
 * Returns: the row that it stands in, or -1 where it is not shown or not read yet
 */
int
rf_row_map_find (RfRowMap *self,
                 guint     message)
{
  int place;

  g_return_val_if_fail (self != NULL, -1);

  place = find_place (self, message);
  return place < 0 ? -1 : (int) place_to_row (self, (guint) place);
}

/**
 * rf_row_map_shows:
 * @self: a map
 * @message: index of a message
 *
 * Returns: whether it passes the filter, be it in a row of its own or in a fold
 */
gboolean
rf_row_map_shows (RfRowMap *self,
                  guint     message)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !is_filtered (self) || rf_row_filter_passes (self->filter, self->trace, message);
}
