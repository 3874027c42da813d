/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pages"

#include "config.h"

#include "rf-pages.h"

#include "rf-export.h"
#include "rf-paragraph.h"
#include "rf-say.h"
#include "rf-sheet.h"

#include <math.h>

#define MARGIN 36.0
#define TITLE_SIZE 10.0
#define TITLE_HEIGHT 24.0
#define CAPTION_SIZE 8.0
#define CAPTION_HEIGHT 14.0
#define FOOT_SIZE 8.0
#define FOOT_HEIGHT 20.0
#define PAGE_NUMBER_ROOM 120.0

/* A pixel of the window on paper, where there is room for it. */
#define FULL_SCALE 0.75
/* Letters of 6.6 points: a page is turned rather than anything made smaller than this. */
#define UPRIGHT_SCALE 0.55
/* Letters of 4.8 points can still be read; a wider ladder gets a larger sheet. */
#define LEAST_SCALE 0.4
/* A4 to A0, each with sides √2 times those of the one before. */
#define N_PAPERS 5

struct _RfPages {
  RfTrace  *trace;
  RfLadder *ladder;
  char     *title;
  char     *caption; /* may be NULL */
  char     *unread; /* may be NULL */
  guint     n_left_out; /* messages */
  gboolean  counts_from_start;
  double    width;
  double    height;
  double    scale; /* points to a pixel of the ladder */
  GArray   *starts; /* first row of each page */
};

static double
scale_for (RfPages *self,
           double   width)
{
  double needed = MAX (rf_ladder_get_min_width (self->ladder), 1);

  return MIN (FULL_SCALE, (width - 2 * MARGIN) / needed);
}

/* What is not on the pages, by choice or for their number. */
static char *
dup_caption (RfPages      *self,
             const RfLook *look)
{
  g_autofree char *chosen = rf_look_dup_caption (look, self->trace,
                                                 rf_ladder_get_map (self->ladder));
  g_autofree char *left_out = NULL;

  if (self->n_left_out == 0)
    return g_steal_pointer (&chosen);
  left_out = rf_sheet_dup_left_out (self->n_left_out);
  return chosen ? g_strdup_printf ("%s %s", left_out, chosen) : g_steal_pointer (&left_out);
}

/**
 * rf_pages_new:
 * @trace: what to draw
 * @look: (nullable): what is shown of it
 *
 * Puts a ladder on pages, or the first %RF_EXPORT_MAX_PAGED_ROWS rows of a longer one.
 *
 * Returns: (transfer full): its pages, on the paper that suits it best
 */
RfPages *
rf_pages_new (RfTrace      *trace,
              const RfLook *look)
{
  RfPages *self;
  double width, height;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  self = g_new0 (RfPages, 1);
  self->trace = g_object_ref (trace);
  self->ladder = rf_ladder_new (trace);
  if (look)
    rf_ladder_set_look (self->ladder, look);
  self->n_left_out = rf_sheet_limit_ladder (self->ladder, RF_EXPORT_MAX_PAGED_ROWS);
  self->caption = dup_caption (self, look);
  self->unread = g_strdup (rf_look_get_unread (look));
  self->counts_from_start = rf_look_get_time_mode (look) == RF_TIME_SINCE_START;
  self->title = rf_sheet_dup_title (trace, look);
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  rf_pages_get_paper (self, &width, &height);
  rf_pages_set_paper (self, width, height);
  return self;
}

/**
 * rf_pages_free:
 * @self: some pages
 */
void
rf_pages_free (RfPages *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->starts);
  g_free (self->title);
  g_free (self->caption);
  g_free (self->unread);
  g_object_unref (self->ladder);
  g_object_unref (self->trace);
  g_free (self);
}

/**
 * rf_pages_is_wide:
 * @self: some pages
 *
 * Returns: whether the ladder wants its paper across
 */
gboolean
rf_pages_is_wide (RfPages *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return scale_for (self, RF_PAGES_A4_SHORT) < UPRIGHT_SCALE;
}

/**
 * rf_pages_get_paper:
 * @self: some pages
 * @ret_width: (out): width of the paper
 * @ret_height: (out): its height
 *
 * Tells what paper suits the ladder: A4 upright or across, and for a ladder too wide to be read on
 * it the first larger sheet of that series that is wide enough.
 */
void
rf_pages_get_paper (RfPages *self,
                    double  *ret_width,
                    double  *ret_height)
{
  double across = RF_PAGES_A4_LONG, down = RF_PAGES_A4_SHORT;

  g_return_if_fail (self != NULL);
  g_return_if_fail (ret_width != NULL && ret_height != NULL);

  if (!rf_pages_is_wide (self)) {
    *ret_width = RF_PAGES_A4_SHORT;
    *ret_height = RF_PAGES_A4_LONG;
    return;
  }
  for (guint i = 1; i < N_PAPERS && scale_for (self, across) < LEAST_SCALE; i++) {
    across *= G_SQRT2;
    down *= G_SQRT2;
  }
  *ret_width = across;
  *ret_height = down;
}

static double
get_unread_top (RfPages *self)
{
  return MARGIN + TITLE_HEIGHT + (self->caption ? CAPTION_HEIGHT : 0);
}

static double
get_top (RfPages *self)
{
  double room = self->width - 2 * MARGIN;
  double unread = self->unread ? rf_paragraph_get_height (self->unread, CAPTION_SIZE, room) +
                                 CAPTION_HEIGHT / 2
                               : 0;

  return get_unread_top (self) + unread;
}

static double
room_for_rows (RfPages *self)
{
  return (self->height - get_top (self) - MARGIN - FOOT_HEIGHT) / self->scale -
         rf_ladder_get_head_height (self->ladder);
}

/* A row that is higher than the paper has a page of its own all the same. */
static void
break_rows (RfPages *self)
{
  double room = room_for_rows (self);
  guint n_rows = rf_ladder_get_n_rows (self->ladder);
  guint row = 0;

  g_array_set_size (self->starts, 0);
  do {
    g_array_append_val (self->starts, row);
    row += MAX (rf_ladder_count_fitting (self->ladder, row, room), 1);
  } while (row < n_rows);
}

/**
 * rf_pages_set_paper:
 * @self: some pages
 * @width: width of the paper
 * @height: its height
 *
 * Breaks the ladder into pages of this size.
 */
void
rf_pages_set_paper (RfPages *self,
                    double   width,
                    double   height)
{
  g_return_if_fail (self != NULL);

  self->width = MAX (width, 3 * MARGIN);
  self->height = MAX (height, 3 * MARGIN);
  self->scale = scale_for (self, self->width);
  rf_ladder_set_width (self->ladder, (self->width - 2 * MARGIN) / self->scale);
  break_rows (self);
}

/**
 * rf_pages_get_n:
 * @self: some pages
 *
 * Returns: how many there are; an empty ladder has one
 */
guint
rf_pages_get_n (RfPages *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->starts->len;
}

/**
 * rf_pages_get_n_left_out:
 * @self: some pages
 *
 * Returns: how many messages are on none of them, as there would be too many; every page says so
 */
guint
rf_pages_get_n_left_out (RfPages *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_left_out;
}

/* When the first message was sent; times in the ladder mostly count from there. */
static char *
dup_start (RfPages *self)
{
  const char *format = self->counts_from_start ? rf_say ("0.000 is %Y-%m-%d %H:%M:%S UTC")
                         : rf_say ("The first message is of %Y-%m-%d %H:%M:%S UTC");
  g_autoptr (GDateTime) start = NULL;

  if (rf_trace_get_n_messages (self->trace) == 0)
    return g_strdup ("");
  start = g_date_time_new_from_unix_utc (rf_trace_get_message (self->trace, 0)->time_us /
                                         G_USEC_PER_SEC);
  /* A capture may claim a time that no calendar has. */
  return start ? g_date_time_format (start, format) : g_strdup ("");
}

static void
paint_frame (RfPages *self,
             guint    page,
             cairo_t *cr)
{
  g_autofree char *number = g_strdup_printf (rf_say ("Page %u of %u"), page + 1,
                                             rf_pages_get_n (self));
  g_autofree char *start = dup_start (self);
  double room = self->width - 2 * MARGIN;
  double foot = self->height - MARGIN - FOOT_SIZE * 1.5;

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, MARGIN, MARGIN);
  rf_sheet_show_text (cr, self->title, TITLE_SIZE, room);
  if (self->caption) {
    cairo_move_to (cr, MARGIN, MARGIN + TITLE_SIZE * 1.6);
    rf_sheet_show_text (cr, self->caption, CAPTION_SIZE, room);
  }
  if (self->unread) {
    cairo_move_to (cr, MARGIN, get_unread_top (self) - CAPTION_HEIGHT / 4);
    rf_paragraph_show (self->unread, CAPTION_SIZE, room, cr);
  }
  cairo_set_source_rgb (cr, 0.3, 0.3, 0.3);
  cairo_move_to (cr, MARGIN, foot);
  rf_sheet_show_text (cr, number, FOOT_SIZE, PAGE_NUMBER_ROOM);
  cairo_move_to (cr, MARGIN + PAGE_NUMBER_ROOM, foot);
  rf_sheet_show_text (cr, start, FOOT_SIZE, room - PAGE_NUMBER_ROOM);
}

static void
paint_rows (RfPages *self,
            guint    page,
            cairo_t *cr)
{
  double top = rf_ladder_get_place (self->ladder, g_array_index (self->starts, guint, page));
  double bottom = rf_ladder_get_body_height (self->ladder);

  if (page + 1 < self->starts->len)
    bottom = rf_ladder_get_place (self->ladder, g_array_index (self->starts, guint, page + 1) - 1) +
             rf_ladder_get_row_height (self->ladder);
  cairo_translate (cr, 0, rf_ladder_get_head_height (self->ladder) - top);
  cairo_rectangle (cr, 0, top, rf_ladder_get_width (self->ladder), bottom - top);
  cairo_clip (cr);
  rf_ladder_set_page_start (self->ladder, g_array_index (self->starts, guint, page));
  rf_ladder_paint_body (self->ladder, cr);
}

/**
 * rf_pages_paint:
 * @self: some pages
 * @page: from 0
 * @cr: where to paint; its origin is the top left of the paper
 */
void
rf_pages_paint (RfPages *self,
                guint    page,
                cairo_t *cr)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (page < rf_pages_get_n (self));
  g_return_if_fail (cr != NULL);

  paint_frame (self, page, cr);
  cairo_save (cr);
  cairo_translate (cr, MARGIN, get_top (self));
  cairo_scale (cr, self->scale, self->scale);
  rf_ladder_paint_head (self->ladder, cr);
  paint_rows (self, page, cr);
  cairo_restore (cr);
}
