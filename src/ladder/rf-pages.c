/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pages"

#include "config.h"

#include "rf-pages.h"

#include "rf-export.h"
#include "rf-ladder-cost.h"
#include "rf-ladder-lifelines.h"
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
#define SPLIT_NUMBER_ROOM 240.0
/* Of the ladder, on either side of a lifeline at which it is split: half a head. */
#define SPLIT_MARGIN 88.0

/* A pixel of the window on paper, where there is room for it. */
#define FULL_SCALE 0.75
/* Letters of 6.6 points: a page is turned rather than anything made smaller than this. */
#define UPRIGHT_SCALE 0.55
/* Letters of 4.8 points can still be read; a wider ladder gets a larger sheet. */
#define LEAST_SCALE 0.4
/* Where the paper is too small even for letters of 3.6 points, pages stand beside each other. */
#define SPLIT_SCALE 0.3
/* A4 to A0, each with sides √2 times those of the one before. */
#define N_PAPERS 5

/* A part of the lifelines that stands on one page; its last is the first of the next part, so that
 * every gap is whole on some page. */
typedef struct {
  guint  first;
  guint  last;
  double left;
  double right;
} Part;

struct _RfPages {
  RfTrace  *trace;
  RfLadder *ladder;
  char     *title;
  char     *chosen; /* of @caption, what is not there by choice; may be NULL */
  char     *caption; /* may be NULL */
  char     *unread; /* may be NULL */
  guint     most_rows;
  guint     n_left_out; /* messages */
  gboolean  counts_from_start;
  double    width;
  double    height;
  double    scale; /* points to a pixel of the ladder */
  GArray   *parts;  /* Part, from left to right */
  GArray   *starts; /* first row of each page of a part */
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
dup_caption (RfPages *self)
{
  g_autofree char *left_out = NULL;

  if (self->n_left_out == 0)
    return g_strdup (self->chosen);
  left_out = rf_sheet_dup_left_out (self->n_left_out);
  return self->chosen ? g_strdup_printf ("%s %s", left_out, self->chosen)
                      : g_steal_pointer (&left_out);
}

static void
limit_rows (RfPages *self,
            guint    n_rows)
{
  self->n_left_out = rf_sheet_limit_ladder (self->ladder, n_rows);
  g_free (self->caption);
  self->caption = dup_caption (self);
}

/**
 * rf_pages_new:
 * @trace: what to draw
 * @look: (nullable): what is shown of it
 *
 * Puts a ladder on pages, or the first %RF_EXPORT_MAX_PAGED_ROWS rows of a longer one, and fewer
 * where many arrows pass many lifelines. Whether there are too many of these for any page,
 * rf_ladder_check_lifelines() tells.
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
  self->most_rows = rf_ladder_count_affordable (self->ladder, RF_EXPORT_MAX_PAGED_ROWS,
                                                RF_EXPORT_MAX_PAGED_STROKES);
  self->chosen = rf_look_dup_caption (look, trace, rf_ladder_get_map (self->ladder));
  self->unread = g_strdup (rf_look_get_unread (look));
  self->counts_from_start = rf_look_get_time_mode (look) == RF_TIME_SINCE_START;
  self->title = rf_sheet_dup_title (trace, look);
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
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

  g_array_unref (self->parts);
  g_array_unref (self->starts);
  g_free (self->title);
  g_free (self->chosen);
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

/* The lifeline at which a part ends that begins at @first and has room up to @right. */
static guint
find_last (RfPages *self,
           guint    first,
           double   right)
{
  guint last = rf_ladder_get_n_lifelines (self->ladder) - 1;

  while (last > first + 1 &&
         rf_ladder_get_lifeline_place (self->ladder, last) + SPLIT_MARGIN > right)
    last--;
  return last;
}

/* The times stand at the left of each part. */
static void
split_lifelines (RfPages *self)
{
  double room = (self->width - 2 * MARGIN) / self->scale;
  double width = rf_ladder_get_width (self->ladder);
  Part part = { .right = room };

  while (part.right < width) {
    guint first = part.first;
    double place;

    part.last = find_last (self, first, part.right);
    if (part.last == first)
      break;
    place = rf_ladder_get_lifeline_place (self->ladder, part.last);
    part.right = place + SPLIT_MARGIN;
    g_array_append_val (self->parts, part);
    part = (Part) { .first = part.last, .left = place - SPLIT_MARGIN };
    part.right = part.left + room - rf_ladder_get_gutter (self->ladder);
  }
  part.last = rf_ladder_get_n_lifelines (self->ladder) - 1;
  part.right = width;
  g_array_append_val (self->parts, part);
}

/* As large as the width allows, or where nobody could read that, on several pages. */
static void
break_columns (RfPages *self)
{
  guint n_lifelines = rf_ladder_get_n_lifelines (self->ladder);
  Part whole = { .last = MAX (n_lifelines, 1) - 1 };

  self->scale = scale_for (self, self->width);
  g_array_set_size (self->parts, 0);
  if (self->scale < SPLIT_SCALE && n_lifelines > 1) {
    self->scale = LEAST_SCALE;
    rf_ladder_set_width (self->ladder, 0);
    split_lifelines (self);
    return;
  }
  rf_ladder_set_width (self->ladder, (self->width - 2 * MARGIN) / self->scale);
  whole.right = rf_ladder_get_width (self->ladder);
  g_array_append_val (self->parts, whole);
}

/**
 * rf_pages_set_paper:
 * @self: some pages
 * @width: width of the paper
 * @height: its height
 *
 * Breaks the ladder into pages of this size, no more than %RF_EXPORT_MAX_PAGES or as
 * many as the lifelines take side by side.
 */
void
rf_pages_set_paper (RfPages *self,
                    double   width,
                    double   height)
{
  guint most;

  g_return_if_fail (self != NULL);

  self->width = MAX (width, 3 * MARGIN);
  self->height = MAX (height, 3 * MARGIN);
  limit_rows (self, self->most_rows);
  break_columns (self);
  break_rows (self);
  most = MAX (RF_EXPORT_MAX_PAGES / self->parts->len, 1);
  /* The line that says so may take room for a row from each page. */
  while (self->starts->len > most) {
    limit_rows (self, g_array_index (self->starts, guint, most));
    break_rows (self);
  }
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

  return self->starts->len * self->parts->len;
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

/* "Page 3 of 40", and where the ladder goes on beside it "lifelines 8 to 15 of 867". */
static char *
dup_number (RfPages *self,
            guint    page)
{
  const Part *part = &g_array_index (self->parts, Part, page % self->parts->len);

  if (self->parts->len == 1)
    return g_strdup_printf (rf_say ("Page %u of %u"), page + 1, rf_pages_get_n (self));
  return g_strdup_printf (rf_say ("Page %u of %u, lifelines %u to %u of %u"), page + 1,
                          rf_pages_get_n (self), part->first + 1, part->last + 1,
                          rf_ladder_get_n_lifelines (self->ladder));
}

static void
paint_frame (RfPages *self,
             guint    page,
             cairo_t *cr)
{
  g_autofree char *number = dup_number (self, page);
  g_autofree char *start = dup_start (self);
  double number_room = self->parts->len > 1 ? SPLIT_NUMBER_ROOM : PAGE_NUMBER_ROOM;
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
  rf_sheet_show_text (cr, number, FOOT_SIZE, number_room);
  cairo_move_to (cr, MARGIN + number_room, foot);
  rf_sheet_show_text (cr, start, FOOT_SIZE, room - number_room);
}

static void
paint_rows (RfPages *self,
            guint    start,
            cairo_t *cr)
{
  double top = rf_ladder_get_place (self->ladder, g_array_index (self->starts, guint, start));
  double bottom = rf_ladder_get_body_height (self->ladder);

  if (start + 1 < self->starts->len)
    bottom = rf_ladder_get_place (self->ladder,
                                  g_array_index (self->starts, guint, start + 1) - 1) +
             rf_ladder_get_row_height (self->ladder);
  cairo_translate (cr, 0, rf_ladder_get_head_height (self->ladder) - top);
  cairo_rectangle (cr, 0, top, rf_ladder_get_width (self->ladder), bottom - top);
  cairo_clip (cr);
  rf_ladder_set_sight_start (self->ladder, g_array_index (self->starts, guint, start));
  rf_ladder_paint_body (self->ladder, cr);
}

/* What of the ladder stands from @left to @right, beginning where @cr is. */
static void
paint_part (RfPages *self,
            guint    start,
            double   left,
            double   right,
            cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, right - left, self->height / self->scale);
  cairo_clip (cr);
  cairo_translate (cr, -left, 0);
  rf_ladder_set_sight (self->ladder, left, right - left);
  rf_ladder_paint_head (self->ladder, cr);
  paint_rows (self, start, cr);
  cairo_restore (cr);
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
  const Part *part;
  double gutter;
  guint start;

  g_return_if_fail (self != NULL);
  g_return_if_fail (page < rf_pages_get_n (self));
  g_return_if_fail (cr != NULL);

  part = &g_array_index (self->parts, Part, page % self->parts->len);
  start = page / self->parts->len;
  gutter = rf_ladder_get_gutter (self->ladder);
  paint_frame (self, page, cr);
  cairo_save (cr);
  cairo_translate (cr, MARGIN, get_top (self));
  cairo_scale (cr, self->scale, self->scale);
  if (part->left > 0) {
    paint_part (self, start, 0, gutter, cr);
    cairo_translate (cr, gutter, 0);
  }
  paint_part (self, start, part->left, part->right, cr);
  cairo_restore (cr);
}
