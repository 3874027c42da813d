/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-paint-audio"

#include "config.h"

#include "rf-paint.h"

#include "rf-audio-words.h"

#include <math.h>

#define BAR_HEIGHT    18.0
#define TIP_LENGTH    9.0
#define WORDS_PADDING 6.0
#define LINE_WIDTH    1.0

static const double silent_dashes[] = { 4, 3 };

/* A bar, and at which of its ends somebody hears what comes. */
typedef struct {
  double   left;
  double   right;
  double   middle;
  gboolean has_left_tip;
  gboolean has_right_tip;
} Bar;

static gboolean
is_heard (const RfAudioWay *way)
{
  return way->packets > 0 && !way->is_missing;
}

/* From end to end, with a tip towards everybody who hears something. */
static void
trace_outline (RfPainter *self,
               const Bar *bar)
{
  double left = floor (bar->left) + 0.5;
  double right = floor (bar->right) - 0.5;
  double top = bar->middle - BAR_HEIGHT / 2 + 0.5;
  double bottom = bar->middle + BAR_HEIGHT / 2 - 0.5;

  cairo_move_to (self->cr, left + TIP_LENGTH, top);
  cairo_line_to (self->cr, right - TIP_LENGTH, top);
  if (bar->has_right_tip)
    cairo_line_to (self->cr, right, bar->middle);
  cairo_line_to (self->cr, right - TIP_LENGTH, bottom);
  cairo_line_to (self->cr, left + TIP_LENGTH, bottom);
  if (bar->has_left_tip)
    cairo_line_to (self->cr, left, bar->middle);
  cairo_close_path (self->cr);
}

/* Of two colours that are told apart by everybody; what is wrong is also dashed, lacks a tip, and
 * says so in words. */
static void
paint_bar (RfPainter *self,
           const Bar *bar,
           gboolean   is_problem)
{
  trace_outline (self, bar);
  rf_painter_colour (self, self->palette->head);
  cairo_fill_preserve (self->cr);
  rf_painter_colour (self, self->palette->phases[is_problem ? 2 : 3]);
  cairo_set_line_width (self->cr, LINE_WIDTH);
  cairo_set_dash (self->cr, silent_dashes, is_problem ? G_N_ELEMENTS (silent_dashes) : 0, 0);
  cairo_stroke (self->cr);
  cairo_set_dash (self->cr, NULL, 0, 0);
}

static void
paint_words (RfPainter          *self,
             const RfTraceAudio *audio,
             const Bar          *bar)
{
  double left = MAX (bar->left, self->left);
  double right = MIN (bar->right, self->right);
  double room = right - left - 2 * (TIP_LENGTH + WORDS_PADDING);
  g_autofree char *words = NULL;
  double width;

  for (guint i = 0; i < RF_AUDIO_N_WORDS; i++) {
    g_free (words);
    words = rf_audio_dup_words (rf_layout_get_lines (self->layout), audio, i);
    if (rf_layout_measure (self->layout, words) <= room)
      break;
  }
  width = rf_painter_set_text (self, words, FALSE, room, RF_LABEL_CUT_END);
  rf_painter_colour (self, self->palette->text);
  rf_painter_show_text (self, (left + right - width) / 2, bar->middle);
}

static gboolean
is_column (RfPainter *self,
           int        column)
{
  return column >= 0 && (guint) column < rf_layout_get_n_columns (self->layout);
}

/* Where one of the two has no lifeline, or both have the same, the bar stands beside the other. */
static gboolean
find_bar (RfPainter          *self,
          const RfTraceAudio *audio,
          Bar                *bar)
{
  RfLifelineMap *lines = rf_layout_get_lines (self->layout);
  int caller = rf_lifeline_map_find (lines, audio->parties[0]);
  int callee = rf_lifeline_map_find (lines, audio->parties[1]);
  gboolean forth = is_heard (&audio->ways[0]);
  gboolean back = is_heard (&audio->ways[1]);
  double a, b;

  if (!is_column (self, caller) && !is_column (self, callee))
    return FALSE;
  a = rf_layout_get_column (self->layout, is_column (self, caller) ? caller : callee);
  b = rf_layout_get_column (self->layout, is_column (self, callee) ? callee : caller);
  bar->has_right_tip = a <= b ? forth : back;
  bar->has_left_tip = a <= b ? back : forth;
  bar->left = MIN (a, b);
  bar->right = a == b ? a + RF_LAYOUT_BAR_ALONE : MAX (a, b);

  return TRUE;
}

/**
 * rf_paint_audio:
 * @self: a painter
 * @audio: the sound of a call
 * @place: row to paint in
 *
 * Paints a bar between the two who talk, with its figures. It points to those who hear something;
 * where somebody should and does not, it is dashed and says who.
 */
void
rf_paint_audio (RfPainter          *self,
                const RfTraceAudio *audio,
                guint               place)
{
  Bar bar = { .middle = rf_painter_get_top (self, place) + RF_LAYOUT_ROW_HEIGHT / 2 };

  if (!find_bar (self, audio, &bar) || !rf_painter_reaches (self, bar.left, bar.right))
    return;
  paint_bar (self, &bar, rf_audio_is_problem (audio));
  paint_words (self, audio, &bar);
}
