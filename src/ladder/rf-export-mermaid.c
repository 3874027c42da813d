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

typedef struct {
  RfTrace       *trace;
  RfRowMap      *map;
  RfLifelineMap *lines;
  RfRowSpacing  *spacing;
  RfHoldSweep   *sweep;
  GArray        *held;     /* a gboolean a lifeline, as it was last said */
  RfTimeMode     time_mode;
  GString       *out;
  gsize          n_chars;
  guint          phase;    /* of the block that is open, or 0 */
  int            transfer;
  int            above;    /* the message of the row above, or -1 */
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

static void
append_head (Writer       *self,
             const RfLook *look)
{
  g_autofree char *title = rf_sheet_dup_title (self->trace, look);
  g_autofree char *escaped = dup_escaped (title);

  g_string_append (self->out, "sequenceDiagram\n");
  if (g_utf8_strlen (title, -1) <= MAX_TITLE_CHARS)
    g_string_append_printf (self->out, "  title %s\n", escaped);
  for (guint i = 0; i < rf_lifeline_map_get_n (self->lines); i++) {
    g_autofree char *party = rf_lifeline_map_dup_label (self->lines, (int) i);
    g_autofree char *name = dup_escaped (party);
    g_autofree char *subtitle = rf_role_dup_subtitle (self->trace, self->lines, i);
    g_autofree char *role = subtitle ? dup_escaped (subtitle) : NULL;

    g_string_append_printf (self->out, "  participant p%u as %s%s%s\n", i, name,
                            role ? LINE_BREAK : "", role ? role : "");
  }
}

/* What is left out by choice, and what the times are. */
static void
append_caption (Writer       *self,
                const RfLook *look)
{
  g_autofree char *caption = rf_look_dup_caption (look, self->trace, self->map);
  g_autofree char *escaped = caption ? dup_escaped (caption) : NULL;

  if (escaped && rf_lifeline_map_get_n (self->lines) > 0)
    g_string_append_printf (self->out, "  Note right of p0: %s\n", escaped);
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
              const RfTraceAudio *audio)
{
  g_autofree char *words = rf_audio_dup_words (self->lines, audio, RF_AUDIO_WORDS_ALL);
  int left, right;

  rf_audio_find_ends (self->lines, audio, &left, &right);
  if (left < 0)
    return;
  g_string_append_printf (lines, "  Note over p%d", left);
  if (right != left)
    g_string_append_printf (lines, ",p%d", right);
  g_string_append (lines, ": ");
  append_parts (lines, words, CHARS_PER_GAP * MAX (right - left, 1));
  g_string_append_c (lines, '\n');
}

/* Where it changes, who is on hold: what came with the message above. */
static void
append_holds (Writer  *self,
              GString *lines,
              guint    message)
{
  rf_hold_sweep_go (self->sweep, message);
  for (guint i = 0; i < self->held->len; i++) {
    gboolean *held = &g_array_index (self->held, gboolean, i);
    gboolean now = rf_hold_sweep_has (self->sweep, i);
    g_autofree char *words = NULL;

    if (*held == now)
      continue;
    *held = now;
    words = dup_escaped (now ? rf_say ("on hold") : rf_say ("no longer on hold"));
    g_string_append_printf (lines, "  Note over p%u: %s\n", i, words);
  }
}

/* A folded phase is a note over all lifelines, and so is a pause. */
static void
append_note_start (Writer  *self,
                   GString *lines)
{
  guint last = rf_lifeline_map_get_n (self->lines) - 1;

  g_string_append (lines, "  Note over p0");
  if (last > 0)
    g_string_append_printf (lines, ",p%u", last);
  g_string_append (lines, ": ");
}

static void
append_note (Writer     *self,
             GString    *lines,
             const char *note)
{
  append_note_start (self, lines);
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
               const char *unread)
{
  guint n_lines = rf_lifeline_map_get_n (self->lines);
  glong room = CHARS_PER_GAP * (glong) MAX (n_lines, 2) - CHARS_PER_GAP;
  g_auto (GStrv) sentences = unread ? g_strsplit (unread, "\n", -1) : NULL;

  for (guint i = 0; sentences && sentences[i]; i++) {
    if (n_lines > 0)
      append_note_start (self, self->out);
    else
      g_string_append (self->out, "  %% ");
    append_broken (self->out, sentences[i], n_lines > 0 ? room : G_MAXLONG);
    g_string_append_c (self->out, '\n');
  }
}

static void
append_fold (Writer      *self,
             GString     *lines,
             const RfRow *row,
             guint        place)
{
  g_autofree char *fold = rf_fold_dup_words (self->trace, self->map, place, G_MAXUINT);

  append_note (self, lines, fold);
}

/* FALSE where there is no room left for it. */
static gboolean
append_row (Writer      *self,
            const RfRow *row,
            guint        place)
{
  gboolean is_fold = rf_row_map_is_fold (self->map, place);
  int audio = rf_row_map_get_audio (self->map, place);
  g_autoptr (GString) lines = g_string_new (NULL);
  gboolean begins = row->phase != self->phase || row->transfer != self->transfer ||
                    rf_row_changes_call (self->trace, self->above, row->message->index);
  g_autofree char *pause = rf_row_spacing_dup_pause (self->spacing, place);
  gsize n_chars;

  if (audio < 0)
    append_holds (self, lines, row->message->index);
  if (begins)
    append_block_end (self, lines);
  if (pause)
    append_note (self, lines, pause);
  if (begins && row->phase > 0 && !is_fold)
    append_block_start (self, lines, row);
  if (audio >= 0)
    append_audio (self, lines, rf_trace_get_audio (self->trace, (guint) audio));
  else if (is_fold)
    append_fold (self, lines, row, place);
  else
    append_message (self, lines, row, place);

  n_chars = self->n_chars + (gsize) g_utf8_strlen (lines->str, (gssize) lines->len);
  if (n_chars > RF_EXPORT_MAX_MERMAID_CHARS - RESERVE)
    return FALSE;
  self->n_chars = n_chars;
  g_string_append_len (self->out, lines->str, (gssize) lines->len);
  self->phase = is_fold ? 0 : row->phase;
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

/**
 * rf_export_mermaid:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @ret_n_left_out: (out) (optional): how many messages there was no room for
 *
 * Writes a sequence diagram in the language of Mermaid. Of a ladder longer than Mermaid reads as it
 * comes the beginning is written, and a note says how much is missing.
 *
 * Returns: (transfer full): the diagram
 */
char *
rf_export_mermaid (RfTrace      *trace,
                   const RfLook *look,
                   guint        *ret_n_left_out)
{
  g_autoptr (GString) out = NULL;
  g_autoptr (RfRowMap) map = NULL;
  g_autoptr (RfLifelineMap) lines = NULL;
  g_autoptr (RfRowSpacing) spacing = NULL;
  g_autoptr (RfHolds) holds = NULL;
  g_autoptr (RfHoldSweep) sweep = NULL;
  g_autoptr (GArray) held = g_array_new (FALSE, TRUE, sizeof (gboolean));
  Writer writer = { .trace = trace, .transfer = -1, .above = -1 };
  guint n_left;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  writer.out = out = g_string_new (NULL);
  writer.map = map = rf_look_create_map (look, trace);
  writer.lines = lines = rf_look_create_lines (look, trace);
  writer.spacing = spacing = rf_look_create_spacing (look, trace, map);
  holds = rf_holds_new_of (trace);
  writer.sweep = sweep = rf_hold_sweep_new (holds, lines);
  writer.held = held;
  writer.time_mode = rf_look_get_time_mode (look);
  g_array_set_size (held, rf_lifeline_map_get_n (lines));
  append_head (&writer, look);
  append_caption (&writer, look);
  append_unread (&writer, rf_look_get_unread (look));
  writer.n_chars = (gsize) g_utf8_strlen (out->str, (gssize) out->len);
  n_left = append_rows (&writer);
  if (ret_n_left_out)
    *ret_n_left_out = n_left;
  append_block_end (&writer, out);
  if (n_left > 0) {
    g_autofree char *note = rf_sheet_dup_left_out (n_left);

    g_string_append_printf (out, "  Note right of p0: %s\n", note);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
