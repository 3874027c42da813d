/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-export-html"

#include "config.h"

#include "rf-export.h"

#include "rf-ladder-resources.h"
#include "rf-palette.h"
#include "rf-audio-words.h"
#include "rf-fold.h"
#include "rf-holds.h"
#include "rf-role.h"
#include "rf-row.h"
#include "rf-say.h"
#include "rf-sheet.h"

#include <glib/gi18n.h>

#include <string.h>

#define RESOURCES "/org/referee/Referee/ladder/"

/* With more lifelines than this a page is wider than anyone scrolls: who speaks to whom is said in
 * words. */
#define MAX_COLUMNS 64
#define COLUMN_EM 13
#define PHASE_EM 12
#define PHASE_OF_TRANSFER_EM 17
#define MAX_MESSAGE_BYTES (64 * 1024)
#define MAX_LINE_CHARS 4096
/* Of the messages of a folded phase, how many are told of. */
#define MAX_FOLDED 200

typedef struct {
  RfTrace       *trace;
  RfRowMap      *map;
  RfLifelineMap *lines;
  RfRowSpacing  *spacing;
  RfRowReader   *reader;
  RfHolds       *holds;
  RfHoldSweep   *sweep;
  RfTimeMode     time_mode;
  char          *caption;   /* may be NULL */
  const char    *unread;    /* may be NULL */
  GString       *out;
  guint          phase;     /* of the row above */
  int            transfer;
  int            above;     /* its message, or -1 */
} Writer;

/* What a phase is about, for somebody who reads a ladder for the first time. */
static const char *const meanings[] = {
  NULL,
  N_("Part of the call that is to be transferred."),
  N_("One side asks the other to call somebody else. The answer 202 means “I will try”, not that "
     "it worked."),
  N_("Part of the new call that was asked for."),
  N_("News of how far the new call has come: the status in it is that of the new call."),
  N_("The end of the call that was transferred."),
  N_("The end of the new call."),
};

static char *
dup_resource (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (rf_ladder_get_resource (), path, 0, NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  /* The first line is about our source, not about the page. */
  const char *start = memchr (data, '\n', length);

  return g_strndup (start + 1, length - (gsize) (start + 1 - data));
}

static void
append_text (GString    *out,
             const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static void
append_colours (GString       *css,
                const char    *before,
                RfLadderTheme  theme,
                const char    *after)
{
  const RfPalette *palette = rf_palette_get (theme);

  g_string_append_printf (css,
                          "%s:root{--background:#%06x;--text:#%06x;--dim:#%06x;--lifeline:#%06x;"
                          "--head:#%06x;--selection:#%06x;--accent:#%06x",
                          before, palette->background, palette->text, palette->dim,
                          palette->lifeline, palette->head, palette->selection, palette->accent);
  for (guint i = 0; i < RF_PALETTE_N_PHASES; i++)
    g_string_append_printf (css, ";--phase%u:#%06x", i, palette->phases[i]);
  g_string_append_printf (css, "}%s\n", after);
}

static guint
count_columns (RfLifelineMap *lines)
{
  guint n_lines = rf_lifeline_map_get_n (lines);

  return n_lines <= MAX_COLUMNS ? n_lines : 0;
}

/*
 * Places are classes, as the page forbids style attributes: two columns of the grid a lifeline,
 * which stands between them.
 */
static char *
dup_style (RfTrace       *trace,
           RfLifelineMap *lines)
{
  g_autofree char *fixed = dup_resource ("rf-export-html.css");
  g_autoptr (GString) css = g_string_new ("\n");
  guint n_columns = count_columns (lines);

  append_colours (css, "", RF_LADDER_LIGHT, "");
  append_colours (css, "@media screen and (prefers-color-scheme:dark){", RF_LADDER_DARK, "}");
  g_string_append_printf (css, ":root{color-scheme:light dark;--phases:%uem}\n",
                          rf_trace_get_n_transfers (trace) < 2 ? PHASE_EM : PHASE_OF_TRANSFER_EM);
  g_string_append (css, fixed);
  for (guint i = 0; i < RF_PALETTE_N_PHASES; i++)
    g_string_append_printf (css, ".p%u{color:var(--phase%u)}.phase.p%u{border-color:%s}\n", i, i, i,
                            i > 0 ? "currentColor" : "transparent");
  if (n_columns > 0)
    g_string_append_printf (css, ".lanes{grid-template-columns:repeat(%u,minmax(%.1fem,1fr))}"
                            ".row > .lanes{background-size:calc(100%% / %u) 100%%}\n",
                            2 * n_columns, COLUMN_EM / 2.0, n_columns);
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (css, ".h%u{grid-column:%u / span 2}.l%u{grid-column-start:%u}"
                            ".r%u{grid-column-end:%u}\n",
                            i, 2 * i + 1, i, 2 * i + 2, i, 2 * i + 2);
  /* The label stands beside the sender, clear of the lifelines that the arrow crosses. */
  for (guint i = 2; i < n_columns; i++)
    g_string_append_printf (css, ".g%u > span{width:calc(100%% / %u)}\n", i, i);
  return g_string_free (g_steal_pointer (&css), FALSE);
}

/* As a policy names what it allows; "Content Security Policy Level 3", section 2.3.1. */
static char *
dup_hash (const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *base64 = NULL;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);
  return g_strconcat ("'sha256-", base64, "'", NULL);
}

static void
append_head (Writer     *self,
             const char *title,
             const char *script)
{
  g_autofree char *style = dup_style (self->trace, self->lines);
  g_autofree char *style_hash = dup_hash (style);
  g_autofree char *script_hash = dup_hash (script);

  g_string_append_printf (self->out,
                          "<!DOCTYPE html>\n"
                          "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\""
                          "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; "
                          "form-action 'none'\"/>\n"
                          "<meta name=\"viewport\" content=\"width=device-width\"/>\n"
                          "<meta name=\"generator\" content=\"Referee " RF_VERSION "\"/>\n<title>",
                          /* TRANSLATORS: the code of the language of these texts: "de", "fr" */
                          rf_say ("en"), style_hash, script_hash);
  append_text (self->out, title);
  g_string_append_printf (self->out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
}

/* What heads the lifeline of somebody. */
static char *
dup_party (Writer *self,
           int     party)
{
  return rf_lifeline_map_dup_label (self->lines, rf_lifeline_map_find (self->lines, party));
}

static char *
dup_who (Writer     *self,
         int         party,
         const char *id)
{
  if (rf_role_has_lifeline (self->trace, party, id))
    return dup_party (self, party);

  return rf_label_dup_clean (id, -1, 60, RF_LABEL_CUT_MIDDLE);
}

static void
append_transfer (Writer *self,
                 guint   index)
{
  const RfTraceTransfer *transfer = rf_trace_get_transfer (self->trace, index);
  g_autofree char *transferor = dup_who (self, transfer->transferor, transfer->transferor_id);
  g_autofree char *transferee = dup_who (self, transfer->transferee, transfer->transferee_id);
  g_autofree char *target = transfer->target >= 0
    ? dup_party (self, transfer->target)
    : rf_label_dup_clean (transfer->target_uri, -1, 60, RF_LABEL_CUT_MIDDLE);
  g_autofree char *outcome = transfer->final_status > 0
    ? g_strdup_printf (rf_say ("%s with %u"), rf_say (rf_outcome_to_string (transfer->outcome)),
                       transfer->final_status)
    : g_strdup (rf_say (rf_outcome_to_string (transfer->outcome)));
  g_autofree char *difference = transfer->differs_at >= 0
    ? g_strdup_printf (rf_say ("%s, but the call got %u"), outcome, transfer->triggered_status)
    : NULL;
  g_autofree char *sentence =
    g_strdup_printf (rf_say ("Transfer %u (%s): %s asks %s to call %s: %s."), index + 1,
                     rf_say (rf_transfer_kind_to_string (transfer->kind)), transferor, transferee,
                     target, difference ? difference : outcome);

  g_string_append (self->out, "<li>");
  append_text (self->out, sentence);
  g_string_append (self->out, "</li>\n");
}

/* What the hatching means, where there is some. */
static void
append_key (Writer *self)
{
  if (rf_holds_get_n_spans (self->holds) > 0 && count_columns (self->lines) > 0)
    g_string_append_printf (self->out, "<p class=\"key\"><span class=\"hold\"></span>%s</p>\n",
                            rf_say ("on hold"));
}

static void
append_paragraph (Writer     *self,
                  const char *text)
{
  g_string_append (self->out, "<p>");
  append_text (self->out, text);
  g_string_append (self->out, "</p>\n");
}

static void
append_unread (Writer *self)
{
  g_auto (GStrv) lines = self->unread ? g_strsplit (self->unread, "\n", -1) : NULL;

  for (guint i = 0; lines && lines[i]; i++)
    append_paragraph (self, lines[i]);
}

static void
append_introduction (Writer     *self,
                     const char *title)
{
  guint n_transfers = rf_trace_get_n_transfers (self->trace);

  g_string_append (self->out, "<header>\n<h1>");
  append_text (self->out, title);
  g_string_append (self->out, "</h1>\n");
  if (n_transfers > 0) {
    g_string_append (self->out, "<ul>\n");
    for (guint i = 0; i < MIN (n_transfers, RF_EXPORT_MAX_PICTURE_ROWS); i++)
      append_transfer (self, i);
    g_string_append (self->out, "</ul>\n");
  }
  if (self->caption)
    append_paragraph (self, self->caption);
  append_unread (self);
  append_key (self);
  g_string_append_printf (self->out,
                          "<p class=\"tools\"><input id=\"filter\" type=\"search\" "
                          "aria-label=\"%s\" placeholder=\"%s\"/> "
                          "<span id=\"count\" role=\"status\" data-words=\"%s\"></span></p>\n"
                          "</header>\n", rf_say ("Show only messages with these words"),
                          rf_say ("Show only messages with…"),
                          /* TRANSLATORS: the first is how many are shown, the second of how many */
                          rf_say ("{1} of {2} messages"));
}

static void
append_role (Writer *self,
             guint   column)
{
  g_autofree char *role = rf_role_dup_subtitle (self->trace, self->lines, column);

  if (!role)
    return;
  g_string_append (self->out, "<small>");
  append_text (self->out, role);
  g_string_append (self->out, "</small>");
}

static void
append_heads (Writer *self)
{
  g_string_append (self->out, "<div class=\"row heads\" aria-hidden=\"true\"><span></span>"
                   "<span class=\"lanes\">");
  for (guint i = 0; i < count_columns (self->lines); i++) {
    g_autofree char *party = rf_lifeline_map_dup_label (self->lines, (int) i);

    g_string_append_printf (self->out, "<span class=\"h%u\">", i);
    append_text (self->out, party);
    append_role (self, i);
    g_string_append (self->out, "</span>");
  }
  g_string_append (self->out, "</span><span></span></div>\n");
}

static void
append_words (Writer      *self,
              const RfRow *row)
{
  append_text (self->out, row->label);
  if (!row->detail)
    return;
  g_string_append (self->out, row->is_chip ? " <b class=\"chip\">" : " <b>");
  append_text (self->out, row->detail);
  g_string_append (self->out, "</b>");
}

static const char *
direction_of (const RfRow *row)
{
  if (row->to == row->from)
    return "loop";
  return row->to > row->from ? "right" : "left";
}

/* Before what else stands between the lifelines, as it lies below that. */
static void
append_holds (Writer *self)
{
  for (guint i = 0; i < count_columns (self->lines); i++) {
    if (rf_hold_sweep_has (self->sweep, i))
      g_string_append_printf (self->out, "<span class=\"hold h%u\"></span>", i);
  }
}

static void
append_arrow (Writer      *self,
              const RfRow *row)
{
  int from = row->from, to = row->to;
  g_autofree char *sender = rf_lifeline_map_dup_label (self->lines, from);
  g_autofree char *receiver = rf_lifeline_map_dup_label (self->lines, to);
  int right = from == to ? from + 1 : MAX (from, to);

  g_string_append (self->out, "<span class=\"lanes\">");
  append_holds (self);
  g_string_append (self->out, "<span class=\"away\">");
  append_text (self->out, sender);
  /* TRANSLATORS: between the one who sends a message and the one who gets it */
  g_string_append_printf (self->out, " %s ", rf_say ("to"));
  append_text (self->out, receiver);
  g_string_append_printf (self->out,
                          ":&#160;</span><span class=\"arrow %s l%d r%d g%d p%u%s%s\"><span>%s",
                          direction_of (row), MIN (from, to), right, ABS (from - to), row->phase,
                          row->message->is_request ? "" : " response",
                          row->is_copy ? " again" : "", from == to ? "↺ " : "");
  append_words (self, row);
  g_string_append (self->out, "</span></span></span>");
}

static void
append_phase (Writer      *self,
              const RfRow *row)
{
  gboolean begins = row->phase != self->phase || row->transfer != self->transfer ||
                    rf_row_changes_call (self->trace, self->above, row->message->index);
  gboolean resumes = rf_row_resumes_call (self->trace, self->above, row->message->index);
  g_autofree char *phase = NULL;

  if (row->phase > 0)
    phase = rf_row_dup_phase (self->trace, row->phase, row->transfer);
  g_string_append_printf (self->out, "<span class=\"phase p%u%s\"><span>", row->phase,
                          begins && !resumes ? "" : " goes-on");
  append_text (self->out, phase ? phase : "");
  g_string_append (self->out, "</span></span>");
  self->phase = row->phase;
  self->transfer = row->transfer;
  self->above = (int) row->message->index;
}

/* The message as it was, line by line, with nothing in it that acts instead of being seen. */
static void
append_message (Writer               *self,
                const RfTraceMessage *message)
{
  const char *p = message->data;
  const char *end = p + MIN (message->length, MAX_MESSAGE_BYTES);

  g_string_append (self->out, "<pre>");
  while (p < end) {
    const char *newline = memchr (p, '\n', (gsize) (end - p));
    const char *line_end = newline ? newline : end;
    gsize length = (gsize) (line_end - p);
    g_autofree char *line = NULL;

    if (length > 0 && p[length - 1] == '\r')
      length--;
    line = rf_label_dup_clean (p, (gssize) length, MAX_LINE_CHARS, RF_LABEL_CUT_END);
    append_text (self->out, line);
    g_string_append_c (self->out, '\n');
    p = newline ? newline + 1 : end;
  }
  if (message->length > MAX_MESSAGE_BYTES)
    g_string_append (self->out, "…\n");
  g_string_append (self->out, "</pre>");
}

static void
append_meaning (Writer      *self,
                const RfRow *row)
{
  if (row->phase < G_N_ELEMENTS (meanings) && meanings[row->phase])
    g_string_append_printf (self->out, "<p>%s</p>", rf_say (meanings[row->phase]));
}

static void
append_detail (Writer      *self,
               const RfRow *row,
               int          previous)
{
  g_autofree char *time = rf_row_time_dup_spoken (self->trace, self->time_mode,
                                                  row->message->index, previous);
  g_autofree char *spoken = rf_row_dup_spoken_at (row, self->trace, time);

  g_string_append (self->out, "<div class=\"detail\"><p><b>");
  append_text (self->out, spoken);
  g_string_append (self->out, "</b></p>");
  append_meaning (self, row);
  append_message (self, row->message);
  g_string_append (self->out, "</div>");
}

static void
append_bar (Writer             *self,
            const RfTraceAudio *audio)
{
  g_autofree char *spoken = rf_audio_dup_spoken (self->trace, self->lines, audio);
  g_autofree char *words = rf_audio_dup_words (self->lines, audio, RF_AUDIO_WORDS_ALL);
  int left, right;

  rf_audio_find_ends (self->lines, audio, &left, &right);
  g_string_append (self->out, "<div class=\"row sound\"><span></span><span class=\"lanes\">");
  append_holds (self);
  g_string_append (self->out, "<span class=\"away\">");
  append_text (self->out, spoken);
  g_string_append_printf (self->out, "</span><span class=\"bar l%d r%d%s\" aria-hidden=\"true\">"
                          "<span>", left, MAX (right, left + 1),
                          rf_audio_is_problem (audio) ? " bad" : "");
  append_text (self->out, words);
  g_string_append_printf (self->out, "</span></span></span><span class=\"phase p%u\"></span></div>",
                          self->phase);
}

static void
append_fold (Writer      *self,
             const RfRow *row,
             guint        place)
{
  g_autofree char *fold = rf_fold_dup_words (self->trace, self->map, place, G_MAXUINT);

  g_string_append_printf (self->out, "<span class=\"lanes\"><span class=\"fold p%u\">",
                          row->phase);
  append_text (self->out, fold);
  g_string_append (self->out, "</span></span>");
}

/* What is folded, message by message. */
static void
append_folded (Writer      *self,
               const RfRow *first,
               guint        count)
{
  guint n_listed = 0;

  g_string_append (self->out, "<div class=\"detail\">");
  append_meaning (self, first);
  g_string_append (self->out, "<ul>");
  for (guint i = first->message->index; n_listed < MIN (count, MAX_FOLDED); i++) {
    g_auto (RfRow) row = { 0 };
    g_autofree char *spoken = NULL;

    if (!rf_row_map_shows (self->map, i))
      continue;
    n_listed++;
    rf_row_reader_read (self->reader, i, &row);
    spoken = rf_row_dup_spoken (&row, self->trace);
    g_string_append (self->out, "<li>");
    append_text (self->out, spoken);
    g_string_append (self->out, "</li>");
  }
  g_string_append (self->out, "</ul>");
  if (count > n_listed) {
    g_autofree char *more = g_strdup_printf (rf_say ("And %u more."), count - n_listed);

    g_string_append_printf (self->out, "<p>%s</p>", more);
  }
  g_string_append (self->out, "</div>");
}

/* The rows for sound below a message are a part of its entry, as they pass a filter with it. */
static void
append_bars (Writer *self,
             guint   place)
{
  guint n_rows = rf_row_map_get_n_rows (self->map, G_MAXUINT);

  while (++place < n_rows) {
    int index = rf_row_map_get_audio (self->map, place);
    const RfTraceAudio *audio;

    if (index < 0)
      return;
    audio = rf_trace_get_audio (self->trace, (guint) index);
    if (audio->parties[0] >= 0 && audio->parties[1] >= 0)
      append_bar (self, audio);
  }
}

static void
append_row (Writer      *self,
            const RfRow *row,
            guint        place)
{
  int previous = place > 0 ? (int) rf_row_map_get_message (self->map, place - 1) : -1;
  g_autofree char *time = rf_row_time_dup (self->trace, self->time_mode, row->message->index,
                                           previous);
  gboolean is_fold = rf_row_map_is_fold (self->map, place);
  guint count = rf_row_map_count (self->map, place, G_MAXUINT);
  g_autofree char *pause = rf_row_spacing_dup_pause (self->spacing, place);

  if (count == 1)
    g_string_append (self->out, "<li>");
  else
    g_string_append_printf (self->out, "<li data-messages=\"%u\">", count);
  if (pause)
    g_string_append_printf (self->out, "<p class=\"pause\">⋮ %s</p>", pause);
  g_string_append_printf (self->out, "<details><summary><span class=\"row\">"
                          "<span class=\"time\">%s </span>", time);
  if (is_fold)
    append_fold (self, row, place);
  else
    append_arrow (self, row);
  append_phase (self, row);
  g_string_append (self->out, "</span></summary>");
  if (is_fold)
    append_folded (self, row, count);
  else
    append_detail (self, row, previous);
  g_string_append (self->out, "</details>");
  append_bars (self, place);
  g_string_append (self->out, "</li>\n");
}

/* Returns how many messages there was no room for. */
static guint
append_ladder (Writer *self)
{
  guint n_left = rf_row_map_count_messages (self->map, G_MAXUINT);
  guint n_rows = MIN (rf_row_map_get_n_rows (self->map, G_MAXUINT), RF_EXPORT_MAX_PICTURE_ROWS);

  g_string_append_printf (self->out, "<div class=\"sides\">\n<main>\n<div class=\"ladder%s\">\n",
                          count_columns (self->lines) > 0 ? "" : " many");
  append_heads (self);
  g_string_append (self->out, "<ol id=\"rows\">\n");
  for (guint i = 0; i < n_rows; i++) {
    g_auto (RfRow) row = { 0 };

    if (rf_row_map_get_audio (self->map, i) >= 0)
      continue;
    rf_row_reader_read (self->reader, rf_row_map_get_message (self->map, i), &row);
    rf_hold_sweep_go (self->sweep, row.message->index);
    if (rf_row_is_drawn (&row))
      append_row (self, &row, i);
    n_left -= rf_row_map_count (self->map, i, G_MAXUINT);
  }
  g_string_append (self->out, "</ol>\n");
  if (n_left > 0) {
    g_autofree char *note = rf_sheet_dup_left_out (n_left);

    g_string_append_printf (self->out, "<p>%s</p>\n", note);
  }
  g_string_append_printf (self->out, "</div>\n</main>\n<aside id=\"pane\" aria-label=\"%s\">"
                          "<button id=\"close\" type=\"button\">%s</button>"
                          "<div id=\"content\" aria-live=\"polite\"></div></aside>\n</div>\n",
                          rf_say ("Message"), rf_say ("Close"));
  return n_left;
}

/**
 * rf_export_html:
 * @trace: a trace
 * @look: (nullable): what is shown of it
 * @ret_n_left_out: (out) (optional): how many messages there was no room for
 *
 * Writes one page that needs nothing besides itself and loads nothing: the ladder, each message
 * under its row, and a small script that shows it beside the ladder instead and filters. Of a very
 * long one the first %RF_EXPORT_MAX_PICTURE_ROWS rows are in it.
 *
 * Returns: (transfer full): the page
 */
char *
rf_export_html (RfTrace      *trace,
                const RfLook *look,
                guint        *ret_n_left_out)
{
  g_autoptr (GString) out = NULL;
  g_autoptr (RfRowMap) map = NULL;
  g_autoptr (RfLifelineMap) lines = NULL;
  g_autoptr (RfRowSpacing) spacing = NULL;
  g_autoptr (RfRowReader) reader = NULL;
  g_autoptr (RfHolds) holds = NULL;
  g_autoptr (RfHoldSweep) sweep = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *title = NULL;
  g_autofree char *script = NULL;
  Writer writer = { .trace = trace, .transfer = -1, .above = -1 };
  guint n_left;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  writer.out = out = g_string_new (NULL);
  writer.map = map = rf_look_create_map (look, trace);
  writer.lines = lines = rf_look_create_lines (look, trace);
  writer.spacing = spacing = rf_look_create_spacing (look, trace, map);
  writer.reader = reader = rf_row_reader_new (trace, lines);
  writer.holds = holds = rf_holds_new_of (trace);
  writer.sweep = sweep = rf_hold_sweep_new (holds, lines);
  writer.time_mode = rf_look_get_time_mode (look);
  writer.caption = caption = rf_look_dup_caption (look, trace, map);
  writer.unread = rf_look_get_unread (look);
  title = rf_sheet_dup_title (trace, look);
  script = dup_resource ("rf-export-html.js");
  append_head (&writer, title, script);
  append_introduction (&writer, title);
  n_left = append_ladder (&writer);
  if (ret_n_left_out)
    *ret_n_left_out = n_left;
  g_string_append_printf (out, "<script>%s</script>\n</body>\n</html>\n", script);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
