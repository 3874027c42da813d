/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfTimeMode:
 * @RF_TIME_SINCE_START: seconds since the first message
 * @RF_TIME_OF_DAY: the time on the clock here
 * @RF_TIME_SINCE_PREVIOUS: seconds since the row above
 * @RF_TIME_SINCE_REFER: seconds since the REFER of the message's transfer; where there is none,
 *   since the first message
 *
 * What the column of times says.
 */
typedef enum {
  RF_TIME_SINCE_START,
  RF_TIME_OF_DAY,
  RF_TIME_SINCE_PREVIOUS,
  RF_TIME_SINCE_REFER,
} RfTimeMode;

#define RF_TIME_N_MODES (RF_TIME_SINCE_REFER + 1)

gint64 rf_row_time_round      (gint64      time_us);
char  *rf_row_time_dup        (RfTrace    *trace,
                               RfTimeMode  mode,
                               guint       message,
                               int         previous);
char  *rf_row_time_dup_spoken (RfTrace    *trace,
                               RfTimeMode  mode,
                               guint       message,
                               int         previous);
char  *rf_row_time_dup_legend (RfTrace    *trace,
                               RfTimeMode  mode);
guint  rf_row_time_get_chars  (RfTimeMode  mode,
                               guint       since_start);

G_END_DECLS
