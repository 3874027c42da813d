/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-layout"

#include "config.h"

#include "rf-layout.h"

#include "rf-audio-words.h"

#include <math.h>

/*
 * From left to right: the gutter with the times, half a gap, the lifelines, a tail, the brackets of
 * the phases with their labels.
 */
#define MIN_GUTTER 64.0
#define GUTTER_PADDING 24.0
#define MIN_TAIL 64.0
#define MAX_TAIL 288.0

/*
 * Room for "NOTIFY [180 Ringing]" from the start, so that the columns stay where they are when it
 * comes.
 */
#define MIN_GAP 192.0
/* What is enough for that, where the width is not. */
#define LEAST_GAP 176.0
/* What a label may ask for; a longer one is ellipsized. */
#define MAX_GAP 288.0
/* What a bar of sound may ask for, and asks for: its figures change as the call goes on. */
#define MAX_BAR_GAP 352.0
#define BAR_WORDS "PCMU  00,000 packets  0.0 % lost  jitter 00 ms  MOS 0.0"
/* The same with what is wrong before them, where the figures are wanted most. */
#define MAX_MARKED_GAP 640.0
/* Arrows longer than this are harder to follow with the eye, not easier. */
#define MAX_SPREAD_GAP 384.0
#define LABEL_MARGIN 32.0
#define PHASE_PADDING 40.0
/* What is enough where the width is not. */
#define LEAST_LEAD 16.0
#define LEAST_FIRST_COLUMN 92.0 /* its head may be as wide to the left */
#define LEAST_TAIL 24.0
#define LEAST_PHASE_PADDING 12.0

#define MAX_KNOWN_ROWS 4096

/* What the labels between two columns ask for, and what they cannot do without. */
typedef struct {
  double wanted;
  double least;
} Gap;

struct _RfLayout {
  RfTrace       *trace;
  RfLifelineMap *lines;
  RfRowReader   *reader;
  RfHolds       *holds;
  RfRuler       *ruler;
  RfTypesetter  *typesetter;
  GHashTable    *known_rows;   /* hashes of rows whose room there is */
  GArray        *gaps;         /* Gap, between column i and i + 1 */
  gboolean       summed;       /* of the gaps: */
  double         sum_wanted;
  double         sum_spare;
  GArray        *columns;      /* their places */
  gboolean       placed;
  RfTimeMode     time_mode;
  guint          time_chars; /* of the longest time since the start */
  double         gutter;
  double         tail;
  double         placed_tail; /* what of that there is room for */
  double         phases;
  double         short_phases;
  gboolean       has_phases;
  guint          n_transfers_measured;
  guint64        audio_serial; /* of the sound that there is room for */
  double         width;
};

/**
 * rf_layout_new:
 * @trace: the trace; must outlive the layout
 * @lines: (nullable): in which column each party stands; must outlive the layout. Where a party
 *   moves, a new layout is needed. %NULL where each has its own.
 *
 * Returns: (transfer full): a layout that knows no message yet
 */
RfLayout *
rf_layout_new (RfTrace       *trace,
               RfLifelineMap *lines)
{
  RfLayout *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfLayout, 1);
  self->trace = trace;
  self->reader = rf_row_reader_new (trace, lines);
  self->lines = rf_row_reader_get_lines (self->reader);
  self->holds = rf_holds_new ();
  self->ruler = rf_ruler_new ();
  self->typesetter = rf_typesetter_new (rf_ruler_get_context (self->ruler));
  self->known_rows = g_hash_table_new (NULL, NULL);
  self->gaps = g_array_new (FALSE, FALSE, sizeof (Gap));
  self->columns = g_array_new (FALSE, FALSE, sizeof (double));
  self->gutter = MIN_GUTTER;
  self->tail = MIN_TAIL;
  self->placed_tail = MIN_TAIL;
  return self;
}

/**
 * rf_layout_free:
 * @self: a layout
 */
void
rf_layout_free (RfLayout *self)
{
  g_return_if_fail (self != NULL);

  rf_row_reader_free (self->reader);
  rf_holds_free (self->holds);
  rf_typesetter_free (self->typesetter);
  rf_ruler_free (self->ruler);
  g_hash_table_unref (self->known_rows);
  g_array_unref (self->gaps);
  g_array_unref (self->columns);
  g_free (self);
}

/**
 * rf_layout_measure:
 * @self: a layout
 * @text: a label
 *
 * Returns: its width
 */
double
rf_layout_measure (RfLayout   *self,
                   const char *text)
{
  g_return_val_if_fail (self != NULL, 0);

  return rf_ruler_measure (self->ruler, text);
}

static double
round_up (double value)
{
  return ceil (value / RF_LAYOUT_GRID) * RF_LAYOUT_GRID;
}

static void
grow (double   *value,
      double    wanted,
      double    most,
      gboolean *grown)
{
  double rounded = MIN (round_up (wanted), most);

  if (rounded <= *value)
    return;
  *value = rounded;
  *grown = TRUE;
}

static double
measure_row (RfLayout    *self,
             const RfRow *row)
{
  double width = rf_layout_measure (self, row->label);

  if (row->detail)
    width += RF_LAYOUT_LABEL_SPACE + rf_layout_measure (self, row->detail);
  if (row->is_chip)
    width += 2 * RF_LAYOUT_CHIP_PADDING;
  return width;
}

/* The gap that the label stands in, beside the sender; the last one's right is the tail. */
static int
find_gap (const RfRow *row)
{
  return row->to < row->from ? row->from - 1 : row->from;
}

static void
grow_gap (RfLayout *self,
          int       index,
          double    wanted,
          double    least,
          gboolean *grown)
{
  Gap *gap = &g_array_index (self->gaps, Gap, index);

  grow (&gap->wanted, wanted, MAX_MARKED_GAP, grown);
  grow (&gap->least, least, MAX_BAR_GAP, grown);
  self->summed = FALSE;
}

/* By the digit, as hardly two times are the same and digits are as wide as each other. */
static void
update_gutter (RfLayout *self)
{
  guint chars = rf_row_time_get_chars (self->time_mode, self->time_chars);
  double gutter = round_up (chars * rf_layout_measure (self, "0") + GUTTER_PADDING);

  gutter = MAX (gutter, MIN_GUTTER);
  if (gutter == self->gutter)
    return;
  self->gutter = gutter;
  self->placed = FALSE;
}

static void
add_time (RfLayout *self,
          guint     message)
{
  guint chars = rf_row_count_time_chars (self->trace, message);

  if (chars <= self->time_chars)
    return;
  self->time_chars = chars;
  update_gutter (self);
}

static void
add_row (RfLayout    *self,
         const RfRow *row,
         gboolean    *grown)
{
  int last = (int) self->gaps->len;
  int gap = find_gap (row);
  double needed = measure_row (self, row) + LABEL_MARGIN;

  if (row->from < 0 || row->to < 0 || row->from > last || row->to > last)
    return;
  if (row->from == row->to)
    needed += RF_LAYOUT_LOOP_WIDTH;
  if (gap < last)
    grow_gap (self, gap, MIN (needed, MAX_GAP), MIN (needed, MAX_GAP), grown);
  else
    grow (&self->tail, needed, MAX_TAIL, grown);
}

/*
 * Whether a row says no more than its start line does, so that another with the same needs as much
 * room. INVITE and UPDATE may say "(hold)", REFER its target, NOTIFY a status, and a copy that it
 * is one.
 */
static gboolean
is_plain (const RfTraceMessage *message)
{
  if (message->retransmission_of >= 0 || message->method == RF_SIP_UNKNOWN)
    return FALSE;
  return !message->is_request ||
         (message->method != RF_SIP_INVITE && message->method != RF_SIP_UPDATE &&
          message->method != RF_SIP_REFER && message->method != RF_SIP_NOTIFY);
}

/* From what stands in the row: the method, or the line with the status. */
static gpointer
hash_row (const RfTraceMessage *message)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037); /* FNV-1a */
  const guint64 prime = G_GUINT64_CONSTANT (1099511628211);
  const int numbers[] = { message->from_party, message->to_party, (int) message->method,
                          message->status };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    hash = (hash ^ (guint64) (guint) numbers[i]) * prime;
  for (guint i = 0; !message->is_request && i < message->length; i++) {
    if (message->data[i] == '\r' || message->data[i] == '\n')
      break;
    hash = (hash ^ (guint8) message->data[i]) * prime;
  }
  return (gpointer) (guintptr) hash;
}

/* There are millions of rows and few that differ, so most need not be put into words at all. */
static gboolean
is_known (RfLayout             *self,
          const RfTraceMessage *message)
{
  if (!is_plain (message))
    return FALSE;
  if (g_hash_table_size (self->known_rows) >= MAX_KNOWN_ROWS)
    g_hash_table_remove_all (self->known_rows);
  return !g_hash_table_add (self->known_rows, hash_row (message));
}

static void
add_parties (RfLayout *self)
{
  guint n_columns = rf_lifeline_map_get_n (self->lines);
  const Gap gap = { MIN_GAP, LEAST_GAP };

  while (self->gaps->len + 1 < n_columns) {
    g_array_append_val (self->gaps, gap);
    self->summed = FALSE;
    self->placed = FALSE;
  }
  if (self->columns->len != n_columns)
    self->placed = FALSE;
}

static void
measure_phase (RfLayout   *self,
               guint       phase,
               const char *title,
               gboolean   *grown)
{
  int transfer = self->n_transfers_measured < 2 ? -1 : (int) self->n_transfers_measured - 1;
  g_autofree char *label = rf_row_dup_phase_title (phase, title, transfer, FALSE);
  g_autofree char *brief = rf_row_dup_phase_title (phase, title, transfer, TRUE);

  grow (&self->phases, rf_layout_measure (self, label) + PHASE_PADDING, G_MAXDOUBLE, grown);
  grow (&self->short_phases, rf_layout_measure (self, brief) + PHASE_PADDING, G_MAXDOUBLE, grown);
}

static void
measure_phases (RfLayout *self,
                gboolean *grown)
{
  guint n_transfers = rf_trace_get_n_transfers (self->trace);

  if (self->phases > 0 && n_transfers == self->n_transfers_measured)
    return;
  self->n_transfers_measured = n_transfers;
  for (guint phase = 1; phase <= 6; phase++) {
    measure_phase (self, phase, rf_phase_get_title (phase, FALSE), grown);
    measure_phase (self, phase, rf_phase_get_title (phase, TRUE), grown);
  }
}

/* How much a bar asks for where there is no room for all that it could say. */
static double
measure_least_bar (RfLayout           *self,
                   const RfTraceAudio *audio)
{
  g_autofree char *words = rf_audio_dup_words (self->lines, audio, RF_AUDIO_WORDS_LEAST);

  return rf_layout_measure (self, words) + RF_LAYOUT_BAR_PADDING;
}

/* How much it asks for to say it all. */
static double
measure_bar (RfLayout           *self,
             const RfTraceAudio *audio)
{
  double figures = rf_layout_measure (self, BAR_WORDS) + RF_LAYOUT_BAR_PADDING;
  g_autofree char *mark = rf_audio_is_problem (audio) ? rf_audio_dup_mark (self->lines, audio)
                                                      : NULL;

  figures = MIN (figures, MAX_BAR_GAP);
  return mark && *mark != '\0' ? figures + rf_layout_measure (self, mark) : figures;
}

/* Between neighbours, or beside the one lifeline that both have; a bar over several gaps has room
 * enough. */
static void
add_audio (RfLayout           *self,
           const RfTraceAudio *audio,
           gboolean           *grown)
{
  int last = (int) self->gaps->len;
  int left, right;

  rf_audio_find_ends (self->lines, audio, &left, &right);
  if (right < 0 || right > last)
    return;
  if ((left == right || left < 0) && right < last)
    grow_gap (self, right, RF_LAYOUT_BAR_ALONE + LABEL_MARGIN, RF_LAYOUT_BAR_ALONE + LABEL_MARGIN,
              grown);
  else if (left == right || left < 0)
    grow (&self->tail, RF_LAYOUT_BAR_ALONE + LABEL_MARGIN, MAX_BAR_GAP, grown);
  else if (right == left + 1)
    grow_gap (self, left, measure_bar (self, audio), measure_least_bar (self, audio), grown);
}

static void
add_audios (RfLayout *self,
            gboolean *grown)
{
  guint64 serial = rf_trace_get_audio_serial (self->trace);

  if (serial == self->audio_serial)
    return;
  self->audio_serial = serial;
  for (guint i = 0; i < rf_trace_get_n_audios (self->trace); i++)
    add_audio (self, rf_trace_get_audio (self->trace, i), grown);
}

/**
 * rf_layout_add:
 * @self: a layout
 * @first: the first new message of the trace
 * @count: how many are new
 *
 * Makes room for new messages. Costs as much as they are many.
 */
void
rf_layout_add (RfLayout *self,
               guint     first,
               guint     count)
{
  gboolean grown = FALSE;

  g_return_if_fail (self != NULL);

  add_parties (self);
  measure_phases (self, &grown);
  add_audios (self, &grown);
  for (guint i = first; i < first + count; i++) {
    const RfTraceMessage *message = rf_trace_get_message (self->trace, i);
    g_auto (RfRow) row = { 0 };

    add_time (self, i);
    self->has_phases = self->has_phases || rf_trace_get_phase (self->trace, i) > 0;
    rf_holds_add (self->holds, self->trace, i);
    if (is_known (self, message))
      continue;
    rf_row_reader_read (self->reader, i, &row);
    add_row (self, &row, &grown);
  }
  if (grown)
    self->placed = FALSE;
}

static double
get_spare_gap (const Gap *gap)
{
  return MAX (gap->wanted - gap->least, 0);
}

/* Widths are asked for in every row, and there may be thousands of lifelines. */
static void
ensure_summed (RfLayout *self)
{
  if (self->summed)
    return;
  self->sum_wanted = 0;
  self->sum_spare = 0;
  for (guint i = 0; i < self->gaps->len; i++) {
    const Gap *gap = &g_array_index (self->gaps, Gap, i);

    self->sum_wanted += gap->wanted;
    self->sum_spare += get_spare_gap (gap);
  }
  self->summed = TRUE;
}

/* What can be left out of the room before the first lifeline. */
static double
get_spare_lead (RfLayout *self)
{
  return RF_LAYOUT_HALF_HEAD - MAX (LEAST_LEAD, LEAST_FIRST_COLUMN - self->gutter);
}

/* Where a message to oneself stands there, its words need all of it. */
static double
get_spare_tail (RfLayout *self)
{
  return self->tail > MIN_TAIL ? 0 : MIN_TAIL - LEAST_TAIL;
}

static double
get_most_spared (RfLayout *self)
{
  ensure_summed (self);
  return get_spare_lead (self) + get_spare_tail (self) + PHASE_PADDING - LEAST_PHASE_PADDING +
         self->sum_spare;
}

static gboolean
is_limited (RfLayout *self)
{
  return self->width > 0;
}

static double
get_wanted_width (RfLayout *self)
{
  double phases = rf_layout_has_short_phases (self) ? self->short_phases : self->phases;

  return rf_layout_get_min_width (self) - self->phases + phases;
}

/*
 * The part of what can be left out that has to be, 0 to 1: for all of it to be in sight, or as much
 * as can be.
 */
static double
get_spared_part (RfLayout *self)
{
  double lacking = get_wanted_width (self) - self->width;

  return lacking > 0 && is_limited (self) ? MIN (lacking / get_most_spared (self), 1) : 0;
}

/* The room that is left goes to the gaps in equal parts, as long as that helps. */
static void
place (RfLayout *self)
{
  guint n_columns = rf_lifeline_map_get_n (self->lines);
  double spare = self->width - get_wanted_width (self);
  double extra = self->gaps->len > 0 && spare > 0 ? floor (spare / self->gaps->len) : 0;
  double part = get_spared_part (self);
  double x = self->gutter + RF_LAYOUT_HALF_HEAD - floor (part * get_spare_lead (self));

  self->placed_tail = self->tail - floor (part * get_spare_tail (self));
  g_array_set_size (self->columns, n_columns);
  for (guint i = 0; i < n_columns; i++) {
    g_array_index (self->columns, double, i) = x;
    if (i < self->gaps->len) {
      const Gap *gap = &g_array_index (self->gaps, Gap, i);
      double room = gap->wanted - floor (part * get_spare_gap (gap));

      x += MAX (room, MIN (room + extra, MAX_SPREAD_GAP));
    }
  }
  self->placed = TRUE;
}

static void
ensure_placed (RfLayout *self)
{
  if (!self->placed)
    place (self);
}

/**
 * rf_layout_make_room:
 * @self: a layout
 * @message: a message of the trace
 *
 * Makes room for a message before its turn comes in rf_layout_add().
 *
 * Returns: whether anything moves for that
 */
gboolean
rf_layout_make_room (RfLayout *self,
                     guint     message)
{
  gboolean grown = FALSE;
  g_auto (RfRow) row = { 0 };

  g_return_val_if_fail (self != NULL, FALSE);

  ensure_placed (self);
  add_time (self, message);
  rf_row_reader_read (self->reader, message, &row);
  add_row (self, &row, &grown);
  if (grown)
    self->placed = FALSE;
  return !self->placed;
}

/**
 * rf_layout_set_time_mode:
 * @self: a layout
 * @mode: what time the gutter has to have room for
 */
void
rf_layout_set_time_mode (RfLayout   *self,
                         RfTimeMode  mode)
{
  g_return_if_fail (self != NULL);

  self->time_mode = mode;
  update_gutter (self);
}

/**
 * rf_layout_set_width:
 * @self: a layout
 * @width: the room there is, at scale 1; 0 for as much as it takes
 */
void
rf_layout_set_width (RfLayout *self,
                     double    width)
{
  g_return_if_fail (self != NULL);

  self->width = width;
  self->placed = FALSE;
}

/**
 * rf_layout_get_min_width:
 * @self: a layout
 *
 * Returns: the least width at which everything has the room that it should have
 */
double
rf_layout_get_min_width (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, 0);

  ensure_summed (self);
  return self->gutter + RF_LAYOUT_HALF_HEAD + self->sum_wanted + self->tail + self->phases;
}

/**
 * rf_layout_has_phases:
 * @self: a layout
 *
 * Returns: whether any message that it has made room for is in one
 */
gboolean
rf_layout_has_phases (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_phases;
}

/**
 * rf_layout_has_short_phases:
 * @self: a layout
 *
 * Returns: whether there is only room for short names of the phases
 */
gboolean
rf_layout_has_short_phases (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return is_limited (self) &&
         self->width < rf_layout_get_min_width (self) - get_most_spared (self);
}

/**
 * rf_layout_get_width:
 * @self: a layout
 *
 * Returns: the width of the drawing: the room there is, or where that would cut a label that could
 *   be whole, what is needed with little space beside the lifelines
 */
double
rf_layout_get_width (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (!is_limited (self))
    return rf_layout_get_min_width (self);
  return MAX (self->width, get_wanted_width (self) - get_most_spared (self));
}

/**
 * rf_layout_get_gutter:
 * @self: a layout
 *
 * Returns: the width of the gutter with the times
 */
double
rf_layout_get_gutter (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->gutter;
}

/**
 * rf_layout_get_n_columns:
 * @self: a layout
 *
 * Returns: how many lifelines there are
 */
guint
rf_layout_get_n_columns (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, 0);

  ensure_placed (self);
  return self->columns->len;
}

/**
 * rf_layout_get_column:
 * @self: a layout
 * @column: a lifeline
 *
 * Returns: where it stands
 */
double
rf_layout_get_column (RfLayout *self,
                      int       column)
{
  g_return_val_if_fail (self != NULL, 0);

  ensure_placed (self);
  g_return_val_if_fail (column >= 0 && (guint) column < self->columns->len, 0);

  return g_array_index (self->columns, double, column);
}

/**
 * rf_layout_get_bracket:
 * @self: a layout
 *
 * Returns: where the brackets of the phases stand
 */
double
rf_layout_get_bracket (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, 0);

  ensure_placed (self);
  if (self->columns->len == 0)
    return self->gutter + RF_LAYOUT_HALF_HEAD + self->placed_tail;
  return g_array_index (self->columns, double, self->columns->len - 1) + self->placed_tail;
}

/**
 * rf_layout_find_column:
 * @self: a layout
 * @x: a place
 *
 * Returns: the first lifeline at or right of @x, or their number
 */
guint
rf_layout_find_column (RfLayout *self,
                       double    x)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (self != NULL, 0);

  ensure_placed (self);
  high = self->columns->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->columns, double, middle) < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/**
 * rf_layout_get_holds:
 * @self: a layout
 *
 * Returns: (transfer none): who is on hold when
 */
RfHolds *
rf_layout_get_holds (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->holds;
}

/**
 * rf_layout_get_reader:
 * @self: a layout
 *
 * Returns: (transfer none): what reads the rows
 */
RfRowReader *
rf_layout_get_reader (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reader;
}

/**
 * rf_layout_get_lines:
 * @self: a layout
 *
 * Returns: (transfer none): in which column each party stands
 */
RfLifelineMap *
rf_layout_get_lines (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->lines;
}

/**
 * rf_layout_get_typesetter:
 * @self: a layout
 *
 * Returns: (transfer none): who lays out the words of the ladder, to be drawn
 */
RfTypesetter *
rf_layout_get_typesetter (RfLayout *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->typesetter;
}
