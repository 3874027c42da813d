/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "rf-look.h"

G_BEGIN_DECLS

typedef enum {
  RF_LADDER_LIGHT,
  RF_LADDER_DARK,
  /* For who needs more contrast than most. */
  RF_LADDER_LIGHT_CONTRAST,
  RF_LADDER_DARK_CONTRAST,
} RfLadderTheme;

typedef enum {
  RF_LADDER_FIND_TRANSFER, /* the REFER of one */
  RF_LADDER_FIND_PROBLEM,  /* a message that says that something failed, or sound that is missing */
  RF_LADDER_FIND_PHASE,    /* the first message of one */
} RfLadderFind;

/* Whether a row has to do with folding. */
typedef enum {
  RF_LADDER_NO_FOLD,
  RF_LADDER_UNFOLDED, /* the first row of a phase whose messages are shown */
  RF_LADDER_FOLDED,   /* stands for a phase */
} RfLadderFold;

/**
 * RfLadderSpot:
 * @message: index of a message, or -1 for nowhere
 * @audio: index of the sound below it, or -1 where it is the message itself
 *
 * What a row shows, which may stand in another row by and by.
 */
typedef struct {
  int message;
  int audio;
} RfLadderSpot;

/**
 * RfLadder:
 *
 * The layout and the painting of a trace as a ladder, on any cairo surface: one lifeline a party,
 * one row a message, phases as labelled brackets at the right. Knows no toolkit. Sizes are in cairo
 * user units (pixels at scale 1). What a filter holds back has no row, and a folded phase has one
 * for all of its messages that would stand below one another. The sound of a call has a row, too.
 *
 * The drawing has two parts, so that a view can keep the first in sight while it scrolls the
 * second: the heads of the lifelines (height rf_ladder_get_head_height()) and the body (rows of
 * rf_ladder_get_row_height(), one below the other or apart by the time between them). The body is
 * as tall as there are visible rows; painting costs only what lies in the clip. Both paint their
 * background, which the colours are chosen for.
 *
 * Properties: "trace" (construct only), "theme", "scale" (0.25 to 12, default 1), "width" (the
 * view's width in user units; lifelines spread over it, never closer than their labels allow),
 * "limit" (show only the first N messages, -1 for all), "selected" (message index or -1), "filter",
 * "time-mode", "true-time", "lazy" (construct only).
 *
 * Signal "changed" (): something that was drawn, or the size, is no longer the same.
 */
#define RF_TYPE_LADDER (rf_ladder_get_type ())
G_DECLARE_FINAL_TYPE (RfLadder, rf_ladder, RF, LADDER, GObject)

RfLadder *rf_ladder_new             (RfTrace *trace);
RfLadder *rf_ladder_new_lazy        (RfTrace *trace);
/* Reads more of the trace, as long as @budget_us; whether there is still more. */
gboolean  rf_ladder_read_on         (RfLadder *self, gint64 budget_us);
RfTrace  *rf_ladder_get_trace       (RfLadder *self);
void      rf_ladder_set_filter      (RfLadder *self, RfRowFilter *filter);
void      rf_ladder_set_time_mode   (RfLadder *self, RfTimeMode mode);
void      rf_ladder_set_true_time   (RfLadder *self, gboolean true_time);
/* What is shown, for other ways of showing it; and the other way round. */
RfLook   *rf_ladder_dup_look        (RfLadder *self);
void      rf_ladder_set_look        (RfLadder *self, const RfLook *look);
RfRowMap *rf_ladder_get_map         (RfLadder *self);
/* First row that is in sight, on the page of paper or in the view that is painted next. */
void      rf_ladder_set_sight_start  (RfLadder *self, guint row);
/* What of its width is in sight, so that words are written there; for the painting that follows. */
void      rf_ladder_set_sight       (RfLadder *self, double left, double width);
void      rf_ladder_set_theme       (RfLadder *self, RfLadderTheme theme);
void      rf_ladder_set_scale       (RfLadder *self, double scale);
double    rf_ladder_get_scale       (RfLadder *self);
void      rf_ladder_set_width       (RfLadder *self, double width);
void      rf_ladder_set_limit       (RfLadder *self, int limit);
void      rf_ladder_set_selected    (RfLadder *self, int message);
int       rf_ladder_get_selected    (RfLadder *self);
/* The sound below a message can be selected, too; then "selected" is that message. */
void      rf_ladder_set_selected_spot (RfLadder *self, const RfLadderSpot *spot);
void      rf_ladder_get_selected_spot (RfLadder *self, RfLadderSpot *ret_spot);
int       rf_ladder_get_selected_row (RfLadder *self);

guint     rf_ladder_get_n_rows      (RfLadder *self);
double    rf_ladder_get_row_height  (RfLadder *self);
double    rf_ladder_get_head_height (RfLadder *self);
double    rf_ladder_get_min_width   (RfLadder *self);
/* "width" where that is enough, if need be with less space beside the lifelines, or the minimum. */
double    rf_ladder_get_width       (RfLadder *self);
double    rf_ladder_get_body_height (RfLadder *self);
/* The first row that begins at a height in the body or below it; their number where none does. */
guint     rf_ladder_find_row_below  (RfLadder *self, double y);
/* Row, and message, at a height in the body, or -1. */
int       rf_ladder_row_at          (RfLadder *self, double y);
int       rf_ladder_message_at      (RfLadder *self, double y);
/* Message whose phase has its bracket or label at a place in the body, or -1. */
int       rf_ladder_phase_at        (RfLadder *self, double x, double y);
/* Row whose bar of sound is at a height in the body, or -1. */
int       rf_ladder_bar_at          (RfLadder *self, double y);
/* Row of a message, or -1; message in a row, the first of a folded phase, or -1. A row for sound
 * has the message above it. */
int       rf_ladder_get_row         (RfLadder *self, guint message);
int       rf_ladder_get_row_message (RfLadder *self, guint row);
/* Sound that a row shows, or -1. */
int       rf_ladder_get_row_audio   (RfLadder *self, guint row);
void      rf_ladder_get_row_spot    (RfLadder *self, guint row, RfLadderSpot *ret_spot);
/* Which part of the width the arrow of a message takes, from its sender to its receiver. */
gboolean  rf_ladder_find_arrow      (RfLadder *self, guint message, double *from, double *to);
/* The same for the bar of some sound. */
gboolean  rf_ladder_find_bar        (RfLadder *self, guint audio, double *left, double *right);
/* Top of a row, wherever it is; how many rows from the first of some on have room in a height. */
double    rf_ladder_get_place       (RfLadder *self, guint row);
guint     rf_ladder_count_fitting   (RfLadder *self, guint first, double height);
/* One line, as for a screen reader: "12.4 ms, mike to kevin: REFER, to wayne, phase 2, REFER". */
char     *rf_ladder_dup_row_text    (RfLadder *self, guint message);
char     *rf_ladder_dup_text_of_row (RfLadder *self, guint row);

/* Folding: the phase of a message, wherever it comes. */
gboolean  rf_ladder_set_folded      (RfLadder *self, guint message, gboolean folded);
gboolean  rf_ladder_get_folded      (RfLadder *self, guint message);
RfLadderFold rf_ladder_get_fold    (RfLadder *self, guint row);
gboolean  rf_ladder_unfold_all      (RfLadder *self);

/* Goes to the next of a kind below or above; whether there is one. */
gboolean  rf_ladder_find            (RfLadder     *self,
                                     RfLadderSpot *spot,
                                     RfLadderFind  what,
                                     gboolean      up);

void      rf_ladder_paint_head      (RfLadder *self, cairo_t *cr);
/* Paints the body's part that lies in the current clip; the origin is the body's top left. */
void      rf_ladder_paint_body      (RfLadder *self, cairo_t *cr);
/* Of that the times, for a view that is scrolled sideways. */
void      rf_ladder_paint_times     (RfLadder *self, cairo_t *cr);
void      rf_ladder_paint_phases    (RfLadder *self, cairo_t *cr);

G_END_DECLS
