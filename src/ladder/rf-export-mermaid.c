/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-mermaid"

#include "config.h"

#include "rf-export.h"

#include "rf-palette.h"
#include "rf-row.h"
#include "rf-sheet.h"

#include <string.h>

/* A tint that leaves Mermaid's own text legible in its light and its dark theme. */
#define TINT "0.12"
/* For the line about what is left out, and the end of a block. */
#define RESERVE 120

typedef struct {
  RfTrace *trace;
  GString *out;
  gsize    n_chars;
  guint    phase;    /* of the block that is open, or 0 */
  int      transfer;
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
append_head (Writer *self)
{
  g_autofree char *title = rf_sheet_dup_title (self->trace);
  g_autofree char *escaped = dup_escaped (title);

  g_string_append_printf (self->out, "sequenceDiagram\n  title %s\n", escaped);
  for (guint i = 0; i < rf_trace_get_n_parties (self->trace); i++) {
    g_autofree char *party = rf_row_dup_party (self->trace, i);
    g_autofree char *name = dup_escaped (party);

    g_string_append_printf (self->out, "  participant p%u as %s\n", i, name);
  }
}

static void
append_block_end (Writer  *self,
                  GString *lines)
{
  if (self->phase > 0)
    g_string_append (lines, "  end\n");
}

/* A phase is a tinted block with its name above it. */
static void
append_block_start (Writer      *self,
                    GString     *lines,
                    const RfRow *row)
{
  RfColour colour = rf_palette_get (RF_LADDER_LIGHT)->phases[row->phase];
  g_autofree char *phase = rf_row_dup_phase (self->trace, row->phase, row->transfer);
  g_autofree char *name = dup_escaped (phase);
  int left = MIN (row->message->from_party, row->message->to_party);
  int right = MAX (row->message->from_party, row->message->to_party);

  g_string_append_printf (lines, "  rect rgba(%u, %u, %u, " TINT ")\n",
                          (colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff);
  if (left == right)
    g_string_append_printf (lines, "  Note over p%d: %s\n", left, name);
  else
    g_string_append_printf (lines, "  Note over p%d,p%d: %s\n", left, right, name);
}

static void
append_message (GString     *lines,
                const RfRow *row)
{
  g_autofree char *words = rf_row_dup_words (row);

  g_string_append_printf (lines, "  p%d%sp%d: ", row->message->from_party,
                          row->message->is_request ? "->>" : "-->>", row->message->to_party);
  append_escaped (lines, words);
  g_string_append_c (lines, '\n');
}

/* FALSE where there is no room left for it. */
static gboolean
append_row (Writer      *self,
            const RfRow *row)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  gboolean begins = row->phase != self->phase || row->transfer != self->transfer;
  gsize n_chars;

  if (begins)
    append_block_end (self, lines);
  if (begins && row->phase > 0)
    append_block_start (self, lines, row);
  append_message (lines, row);

  n_chars = self->n_chars + (gsize) g_utf8_strlen (lines->str, (gssize) lines->len);
  if (n_chars > RF_EXPORT_MAX_MERMAID_CHARS - RESERVE)
    return FALSE;
  self->n_chars = n_chars;
  g_string_append_len (self->out, lines->str, (gssize) lines->len);
  self->phase = row->phase;
  self->transfer = row->transfer;
  return TRUE;
}

/* Returns how many messages are in. */
static guint
append_rows (Writer *self)
{
  g_autoptr (RfRowReader) reader = rf_row_reader_new (self->trace);
  guint n_messages = rf_trace_get_n_messages (self->trace);

  for (guint i = 0; i < n_messages; i++) {
    g_auto (RfRow) row = { 0 };

    rf_row_reader_read (reader, i, &row);
    if (row.message->from_party >= 0 && row.message->to_party >= 0 && !append_row (self, &row))
      return i;
  }
  return n_messages;
}

/**
 * rf_export_mermaid:
 * @trace: a trace
 *
 * Writes a sequence diagram in the language of Mermaid. Of a trace longer than Mermaid reads as it
 * comes the beginning is written, and a note says how much is missing.
 *
 * Returns: (transfer full): the diagram
 */
char *
rf_export_mermaid (RfTrace *trace)
{
  g_autoptr (GString) out = NULL;
  Writer writer = { .trace = trace, .transfer = -1 };
  guint n_rows, n_left_out;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  writer.out = out = g_string_new (NULL);
  append_head (&writer);
  writer.n_chars = (gsize) g_utf8_strlen (out->str, (gssize) out->len);
  n_rows = append_rows (&writer);
  append_block_end (&writer, out);
  n_left_out = rf_trace_get_n_messages (trace) - n_rows;
  if (n_left_out > 0)
    g_string_append_printf (out, "  Note right of p0: %u more messages are not drawn.\n",
                            n_left_out);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
