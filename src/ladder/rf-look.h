/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture.h"
#include "rf-lifeline-map.h"
#include "rf-row-map.h"
#include "rf-row-spacing.h"
#include "rf-row-time.h"

G_BEGIN_DECLS

/**
 * RfLook:
 * @filter: (nullable): what messages have to pass
 * @folds: (nullable): the folded phases, as rf_row_map_dup_folds() gives them
 * @lifelines: (nullable): how the lifelines are wanted
 * @time_mode: what the column of times says
 * @true_time: whether rows stand apart by the time between them
 * @n_whole: messages of the trace that the one that is looked at was chosen from, by calls; 0 where
 *   nothing was chosen
 * @report: (nullable): what of the capture could not be read; %NULL where all was, or it is of none
 * @unread: (nullable): the same for people, lines without control characters; %NULL with @report
 *
 * What a person sees of a trace: enough to show the same somewhere else. Nothing but its owner has
 * a part in it, so that it can go to another thread. Where a look may be %NULL, that means all of
 * the trace, with times since the start.
 */
typedef struct {
  RfRowFilter *filter;
  GArray      *folds;
  RfLifelines *lifelines;
  RfTimeMode   time_mode;
  gboolean     true_time;
  guint        n_whole;
  RfCaptureReport *report;
  char        *unread;
} RfLook;

RfLook     *rf_look_new             (RfRowMap     *map,
                                     RfLifelines  *lifelines,
                                     RfTimeMode    time_mode);
RfLook     *rf_look_new_whole       (void);
void        rf_look_free            (RfLook       *self);
void        rf_look_set_report      (RfLook                *self,
                                     const RfCaptureReport *report,
                                     const char            *words);
void        rf_look_apply           (const RfLook *self,
                                     RfRowMap     *map);
RfRowMap   *rf_look_create_map      (const RfLook *self,
                                     RfTrace      *trace);
RfLifelineMap *rf_look_create_lines (const RfLook *self,
                                     RfTrace      *trace);
RfRowSpacing *rf_look_create_spacing (const RfLook *self,
                                      RfTrace      *trace,
                                      RfRowMap     *map);
RfTimeMode  rf_look_get_time_mode   (const RfLook *self);
const char *rf_look_get_unread      (const RfLook *self);
char       *rf_look_dup_left_out    (const RfLook *self,
                                     RfTrace      *trace,
                                     RfRowMap     *map);
char       *rf_look_dup_caption     (const RfLook *self,
                                     RfTrace      *trace,
                                     RfRowMap     *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfLook, rf_look_free)

G_END_DECLS
