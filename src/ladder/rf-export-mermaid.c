/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-mermaid"

#include "config.h"

#include "rf-export.h"

#include "rf-audio-words.h"
#include "rf-fold.h"
#include "rf-holds.h"
#include "rf-palette.h"
#include "rf-role.h"
#include "rf-row.h"
#include "rf-say.h"
#include "rf-sheet.h"

#include <string.h>

/* A tint that leaves Mermaid's own text legible in its light and its dark theme. */
#define TINT "0.12"
/* For the line about what there is no room for, and the end of a block. */
#define RESERVE 120
/* A note is as wide as what it stands over, and no wider; a gap has room for so many characters. */
#define CHARS_PER_GAP 30
/* A longer title is cut; the names in it head the lifelines, too. */
#define MAX_TITLE_CHARS 45
#define LINE_BREAK "<br/>"
#define APART "  "
/* Stands in the rows for all lifelines until it is known which they are; no text has it. */
#define ALL_MARK '\001'

typedef struct {
  RfTrace       *trace;
  RfRowMap      *map;
  RfLifelineMap *lines;
  RfRowSpacing  *spacing;
  RfHoldSweep   *sweep;
  GArray        *held;     /* guint, the lifelines that are on hold, as it was last said */
  RfTimeMode     time_mode;
  GTree         *declared; /* lifelines that are named, with how each is declared */
  GString       *out;      /* the rows */
  gsize          n_chars;  /* of all */
  guint          phase;    /* of the block that is open, or 0 */
  int            transfer;
  int            above;    /* the message of the row above, or -1 */
  gsize          all_chars; /* the most that naming the first and the last lifeline takes */
} Writer;

/*
 * Mermaid takes # for a comment, ; for the end of a statement, %% for a directive and some markup
 * for what it says. Everything but what is known to be harmless goes in by its number ("Entity
 * codes to escape characters" in Mermaid's manual).
 */
static gboolean
is_harmless (gunichar c)
{
  return c >= 0x80 || g_ascii_isalnum ((char) c) || strchr (" -_.,()/[]+=!?'*", (int) c) != NULL;
}

static void
append_escaped (GString    *out,
                const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_harmless (c))
      g_string_append_unichar (out, c);
    else
      g_string_append_printf (out, "#%u;", c);
  }
}

static char *
dup_escaped (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_escaped (out, text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static int
compare_columns (gconstpointer one,
                 gconstpointer other,
                 gpointer      user_data)
{
  guint a = GPOINTER_TO_UINT (one);
  guint b = GPOINTER_TO_UINT (other);

  return a < b ? -1 : a > b;
}

static char *
dup_declaration (Writer *self,
                 guint   column)
{
  g_autofree char *party = rf_lifeline_map_dup_label (self->lines, (int) column);
  g_autofree char *name = dup_escaped (party);
  g_autofree char *subtitle = rf_role_dup_subtitle (self->trace, self->lines, column);
  g_autofree char *role = subtitle ? dup_escaped (subtitle) : NULL;

  return g_strdup_printf ("  participant p%u as %s%s%s\n", column, name, role ? LINE_BREAK : "",
                          role ? role : "");
}

/*
 * Only who is named is declared: the names of thousands would leave no room for what they say.
 * @named gets the lifelines that have to be declared for the lines that are being written.
 */
static void
name (Writer *self,
      GTree  *named,
      int     column)
{
  gpointer key = GUINT_TO_POINTER ((guint) column);

  if (column >= 0 && !g_tree_lookup (self->declared, key) && !g_tree_lookup (named, key))
    g_tree_insert (named, key, dup_declaration (self, (guint) column));
}

static GTree *
create_names (void)
{
  return g_tree_new_full (compare_columns, NULL, NULL, g_free);
}

static gboolean
count_declaration (gpointer key,
                   gpointer declaration,
                   gpointer count)
{
  *(gsize *) count += (gsize) g_utf8_strlen (declaration, -1);
  return FALSE;
}

static gboolean
declare (gpointer key,
         gpointer declaration,
         gpointer declared)
{
  g_tree_insert (declared, key, g_strdup (declaration));
  return FALSE;
}

static gboolean
append_declaration (gpointer key,
                    gpointer declaration,
                    gpointer out)
{
  g_string_append (out, declaration);
  return FALSE;
}

static guint
get_first (Writer *self)
{
  return GPOINTER_TO_UINT (g_tree_node_key (g_tree_node_first (self->declared)));
}

static void
append_title (Writer       *self,
              const RfLook *look,
              GString      *out)
{
  g_autofree char *title = rf_sheet_dup_title (self->trace, look);
  g_autofree char *escaped = dup_escaped (title);

  g_string_append (out, "sequenceDiagram\n");
  if (g_utf8_strlen (title, -1) <= MAX_TITLE_CHARS)
    g_string_append_printf (out, "  title %s\n", escaped);
}

/* The rows, with the lifelines that a note over all of them stands over. */
static void
append_written (Writer  *self,
                GString *out)
{
  guint first = get_first (self);
  guint last = GPOINTER_TO_UINT (g_tree_node_key (g_tree_node_last (self->declared)));

  for (gsize i = 0; i < self->out->len; i++) {
    if (self->out->str[i] != ALL_MARK)
      g_string_append_c (out, self->out->str[i]);
    else if (first == last)
      g_string_append_printf (out, "p%u", first);
    else
      g_string_append_printf (out, "p%u,p%u", first, last);
  }
}

static void
append_block_end (Writer  *self,
                  GString *lines)
{
  if (self->phase > 0)
    g_string_append (lines, "  end\n");
}

/* A phase is a tinted block with its name above it, where the name is not known from before. */
static void
append_block_start (Writer      *self,
                    GString     *lines,
                    const RfRow *row)
{
  RfColour colour = rf_palette_get (RF_LADDER_LIGHT)->phases[row->phase];
  g_autofree char *phase = rf_row_dup_phase (self->trace, row->phase, row->transfer);
  g_autofree char *name = dup_escaped (phase);
  int left = MIN (row->from, row->to);
  int right = MAX (row->from, row->to);

  g_string_append_printf (lines, "  rect rgba(%u, %u, %u, " TINT ")\n",
                          (colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff);
  if (rf_row_resumes_call (self->trace, self->above, row->message->index))
    return;
  if (left == right)
    g_string_append_printf (lines, "  Note over p%d: %s\n", left, name);
  else
    g_string_append_printf (lines, "  Note over p%d,p%d: %s\n", left, right, name);
}

/* Before the words stands the time, as there is no column for it. */
static void
append_message (Writer      *self,
                GString     *lines,
                const RfRow *row,
                guint        place)
{
  int previous = place > 0 ? (int) rf_row_map_get_message (self->map, place - 1) : -1;
  g_autofree char *time = rf_row_time_dup (self->trace, self->time_mode, row->message->index,
                                           previous);
  g_autofree char *words = rf_row_dup_words (row);

  g_string_append_printf (lines, "  p%d%sp%d: ", row->from,
                          row->message->is_request ? "->>" : "-->>", row->to);
  append_escaped (lines, time);
  g_string_append (lines, time[0] != '\0' ? " · " : "");
  append_escaped (lines, words);
  g_string_append_c (lines, '\n');
}

/* In as many lines as it takes where the note is narrow. */
static void
append_parts (GString    *lines,
              const char *words,
              glong       room)
{
  g_auto (GStrv) parts = g_strsplit (words, APART, -1);
  glong used = 0;

  for (guint i = 0; parts[i]; i++) {
    glong length = g_utf8_strlen (parts[i], -1);
    gboolean fits = used + 2 + length <= room;

    if (i > 0)
      g_string_append (lines, fits ? APART : LINE_BREAK);
    append_escaped (lines, parts[i]);
    used = i > 0 && fits ? used + 2 + length : length;
  }
}

/* A note over those who talk. */
static void
append_audio (Writer             *self,
              GString            *lines,
              GTree              *named,
              const RfTraceAudio *audio)
{
  g_autofree char *words = rf_audio_dup_words (self->lines, audio, RF_AUDIO_WORDS_ALL);
  int left, right;

  rf_audio_find_ends (self->lines, audio, &left, &right);
  if (left < 0)
    return;
  name (self, named, left);
  name (self, named, right);
  g_string_append_printf (lines, "  Note over p%d", left);
  if (right != left)
    g_string_append_printf (lines, ",p%d", right);
  g_string_append (lines, ": ");
  append_parts (lines, words, CHARS_PER_GAP * MAX (right - left, 1));
  g_string_append_c (lines, '\n');
}

static void
append_hold (GString *lines,
             guint    column,
             gboolean begins)
{
  g_autofree char *words = dup_escaped (begins ? rf_say ("on hold")
                                               : rf_say ("no longer on hold"));

  g_string_append_printf (lines, "  Note over p%u: %s\n", column, words);
}

/* Where it changes, who is on hold: what came with the message above. From left to right, and all
 * of those have been named. */
static void
append_holds (Writer  *self,
              GString *lines,
              GTree   *named,
              guint    message)
{
  const GArray *now;
  guint was = 0, is = 0;

  rf_hold_sweep_go (self->sweep, message);
  now = rf_hold_sweep_get_columns (self->sweep);
  while (was < self->held->len || is < now->len) {
    guint before = was < self->held->len ? g_array_index (self->held, guint, was) : G_MAXUINT;
    guint after = is < now->len ? g_array_index (now, guint, is) : G_MAXUINT;

    if (before != after) {
      name (self, named, (int) MIN (before, after));
      append_hold (lines, MIN (before, after), after < before);
    }
    was += before <= after;
    is += after <= before;
  }
  g_array_set_size (self->held, 0);
  g_array_append_vals (self->held, now->data, now->len);
}

/* A folded phase is a note over all lifelines, and so is a pause. */
static void
append_note_start (GString *lines)
{
  g_string_append (lines, "  Note over ");
  g_string_append_c (lines, ALL_MARK);
  g_string_append (lines, ": ");
}

static void
append_note (GString    *lines,
             const char *note)
{
  append_note_start (lines);
  append_escaped (lines, note);
  g_string_append_c (lines, '\n');
}

/* Broken between words, as a note is as wide as its longest line. */
static void
append_broken (GString    *lines,
               const char *text,
               glong       room)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong used = 0;

  for (guint i = 0; words[i]; i++) {
    glong length = g_utf8_strlen (words[i], -1);
    gboolean fits = used + 1 + length <= room;

    if (i > 0)
      g_string_append (lines, fits ? " " : LINE_BREAK);
    append_escaped (lines, words[i]);
    used = i > 0 && fits ? used + 1 + length : length;
  }
}

/* What could not be read stands at the head, where there is always room for it; as a comment where
 * there is nobody that a note could stand over. */
static void
append_unread (Writer     *self,
               GString    *lines,
               const char *unread)
{
  guint n_lines = rf_lifeline_map_get_n (self->lines);
  glong room = CHARS_PER_GAP * (glong) MAX (n_lines, 2) - CHARS_PER_GAP;
  g_auto (GStrv) sentences = unread ? g_strsplit (unread, "\n", -1) : NULL;

  for (guint i = 0; sentences && sentences[i]; i++) {
    if (n_lines > 0)
      append_note_start (lines);
    else
      g_string_append (lines, "  %% ");
    append_broken (lines, sentences[i], n_lines > 0 ? room : G_MAXLONG);
    g_string_append_c (lines, '\n');
  }
}

static void
append_fold (Writer      *self,
             GString     *lines,
             const RfRow *row,
             guint        place)
{
  g_autofree char *fold = rf_fold_dup_words (self->trace, self->map, place, G_MAXUINT);

  append_note (lines, fold);
}

/* What a row says, and whom it names. */
static void
append_lines (Writer      *self,
              GString     *lines,
              GTree       *named,
              const RfRow *row,
              guint        place)
{
  gboolean is_fold = rf_row_map_is_fold (self->map, place);
  int audio = rf_row_map_get_audio (self->map, place);
  gboolean begins = row->phase != self->phase || row->transfer != self->transfer ||
                    rf_row_changes_call (self->trace, self->above, row->message->index);
  g_autofree char *pause = rf_row_spacing_dup_pause (self->spacing, place);

  name (self, named, row->from);
  name (self, named, row->to);
  if (audio < 0)
    append_holds (self, lines, named, row->message->index);
  if (begins)
    append_block_end (self, lines);
  if (pause)
    append_note (lines, pause);
  if (begins && row->phase > 0 && !is_fold)
    append_block_start (self, lines, row);
  if (audio >= 0)
    append_audio (self, lines, named, rf_trace_get_audio (self->trace, (guint) audio));
  else if (is_fold)
    append_fold (self, lines, row, place);
  else
    append_message (self, lines, row, place);
}

/* With notes over all lifelines as long as they may become. */
static gsize
count_chars (Writer        *self,
             const GString *lines,
             GTree         *named)
{
  gsize n_chars = (gsize) g_utf8_strlen (lines->str, (gssize) lines->len);

  for (gsize i = 0; i < lines->len; i++)
    n_chars += lines->str[i] == ALL_MARK ? self->all_chars : 0;
  g_tree_foreach (named, count_declaration, &n_chars);
  return n_chars;
}

/* FALSE where there is no room left for it. */
static gboolean
append_row (Writer      *self,
            const RfRow *row,
            guint        place)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GTree) named = create_names ();
  gsize n_chars;

  append_lines (self, lines, named, row, place);
  n_chars = self->n_chars + count_chars (self, lines, named);
  if (n_chars > RF_EXPORT_MAX_MERMAID_CHARS - RESERVE)
    return FALSE;
  self->n_chars = n_chars;
  g_string_append_len (self->out, lines->str, (gssize) lines->len);
  g_tree_foreach (named, declare, self->declared);
  self->phase = rf_row_map_is_fold (self->map, place) ? 0 : row->phase;
  self->transfer = row->transfer;
  self->above = (int) row->message->index;
  return TRUE;
}

/* Returns how many messages there was no room for. */
static guint
append_rows (Writer *self)
{
  g_autoptr (RfRowReader) reader = rf_row_reader_new (self->trace, self->lines);
  guint n_left = rf_row_map_count_messages (self->map, G_MAXUINT);

  for (guint i = 0; n_left > 0; i++) {
    g_auto (RfRow) row = { 0 };

    rf_row_reader_read (reader, rf_row_map_get_message (self->map, i), &row);
    if (rf_row_is_drawn (&row) && !append_row (self, &row, i))
      break;
    n_left -= rf_row_map_count (self->map, i, G_MAXUINT);
  }
  return n_left;
}

/* What stands beside the first lifeline: what is left out by choice or for want of room, and what
 * the times are. */
static void
append_remark (Writer     *self,
               GString    *out,
               const char *remark)
{
  if (!remark || rf_lifeline_map_get_n (self->lines) == 0)
    return;
  g_string_append_printf (out, "  Note right of p%u: ", get_first (self));
  append_escaped (out, remark);
  g_string_append_c (out, '\n');
}

static char *
write_diagram (Writer       *self,
               const RfLook *look,
               guint        *ret_n_left_out)
{
  g_autofree char *caption = rf_look_dup_caption (look, self->trace, self->map);
  g_autofree char *escaped = caption ? dup_escaped (caption) : NULL;
  g_autofree char *left_out = NULL;
  GString *out = g_string_new (NULL);
  guint n_left;

  append_title (self, look, out);
  append_unread (self, self->out, rf_look_get_unread (look));
  self->n_chars = (gsize) g_utf8_strlen (out->str, -1) +
                  (gsize) g_utf8_strlen (self->out->str, -1) +
                  (escaped ? (gsize) g_utf8_strlen (escaped, -1) : 0);
  n_left = append_rows (self);
  if (ret_n_left_out)
    *ret_n_left_out = n_left;
  append_block_end (self, self->out);
  if (n_left > 0)
    left_out = rf_sheet_dup_left_out (n_left);
  if (rf_lifeline_map_get_n (self->lines) == 0) {
    g_string_append_len (out, self->out->str, (gssize) self->out->len);
    return g_string_free (out, FALSE);
  }
  if (g_tree_nnodes (self->declared) == 0)
    name (self, self->declared, 0);
  g_tree_foreach (self->declared, append_declaration, out);
  append_remark (self, out, caption);
  append_written (self, out);
  append_remark (self, out, left_out);
  return g_string_free (out, FALSE);
}

/**
 * rf_export_mermaid:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @ret_n_left_out: (out) (optional): how many messages there was no room for
 *
 * Writes a sequence diagram in the language of Mermaid, with the lifelines that something is said
 * of. Of a ladder longer than Mermaid reads as it comes the beginning is written, and a note says
 * how much is missing.
 *
 * Returns: (transfer full): the diagram
 */
char *
rf_export_mermaid (RfTrace      *trace,
                   const RfLook *look,
                   guint        *ret_n_left_out)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (RfRowMap) map = NULL;
  g_autoptr (RfLifelineMap) lines = NULL;
  g_autoptr (RfRowSpacing) spacing = NULL;
  g_autoptr (RfHolds) holds = NULL;
  g_autoptr (RfHoldSweep) sweep = NULL;
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GTree) declared = create_names ();
  Writer writer = { .trace = trace, .transfer = -1, .above = -1, .held = held, .out = out,
                    .declared = declared };

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  writer.map = map = rf_look_create_map (look, trace);
  writer.lines = lines = rf_look_create_lines (look, trace);
  writer.spacing = spacing = rf_look_create_spacing (look, trace, map);
  holds = rf_holds_new_of (trace);
  writer.sweep = sweep = rf_hold_sweep_new (holds, lines);
  writer.time_mode = rf_look_get_time_mode (look);
  writer.all_chars = strlen ("p4294967295,p4294967295");
  return write_diagram (&writer, look, ret_n_left_out);
}
