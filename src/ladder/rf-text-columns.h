/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-row-time.h"
#include "rf-row.h"

G_BEGIN_DECLS

/* In cells of a terminal. */
#define RF_TEXT_TIME_WIDTH 9 /* at least */
#define RF_TEXT_HALF_HEAD 6
#define RF_TEXT_MIN_STROKES 2 /* of an arrow, on either side of its label */
#define RF_TEXT_LOOP_FRAME 4  /* what a message to oneself needs besides its label */

typedef enum {
  RF_TEXT_WIDE,    /* lifelines, phases with number and name */
  RF_TEXT_NARROW,  /* lifelines, phases with their number, their names in the head */
  RF_TEXT_COMPACT, /* no lifelines: "kevin → mike  INVITE" */
} RfTextStyle;

/**
 * RfTextColumns:
 *
 * Where the columns of a text ladder stand: as wide as their labels ask for, within the width that
 * there is.
 */
typedef struct _RfTextColumns RfTextColumns;

RfTextColumns *rf_text_columns_new         (RfTrace       *trace,
                                            RfLifelineMap *lines,
                                            guint          width,
                                            RfTimeMode     time_mode);
void           rf_text_columns_free        (RfTextColumns *self);
void           rf_text_columns_add_parties (RfTextColumns *self);
void           rf_text_columns_add_row     (RfTextColumns *self,
                                            const RfRow   *row);
void           rf_text_columns_add_bar     (RfTextColumns *self,
                                            int            from,
                                            int            to,
                                            guint          cells);
gboolean       rf_text_columns_place       (RfTextColumns *self);
RfTextStyle    rf_text_columns_get_style   (RfTextColumns *self);
guint          rf_text_columns_get_n       (RfTextColumns *self);
guint          rf_text_columns_get         (RfTextColumns *self,
                                            guint          column);
guint          rf_text_columns_get_phases  (RfTextColumns *self);
guint          rf_text_columns_get_times   (RfTextColumns *self);
guint          rf_text_columns_get_room    (RfTextColumns *self,
                                            guint          column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTextColumns, rf_text_columns_free)

G_END_DECLS
