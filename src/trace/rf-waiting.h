/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfWaiting:
 * @time_ns: ns since 1970-01-01 UTC
 * @is_mapped: @data lies in the file, not in a copy of ours
 *
 * A message that was found, without its bytes.
 */
typedef struct {
  gint64         time_ns;
  const char    *data;
  guint32        length;
  guint8         transport;
  guint8         is_mapped;
  guint16        missing;
  RfEndpoint     source;
  RfEndpoint     destination;
  RfCapturePlace place;
} RfWaiting;

typedef struct _RfWaitingChunk RfWaitingChunk;

/**
 * RfWaitingList:
 *
 * Messages that wait for being put in order of time. It is in chunks, which go as it shrinks.
 */
typedef struct {
  RfWaitingChunk *first;
  RfWaitingChunk *last;
  guint           n_waiting;
  gboolean        is_unsorted;
  gint64          newest_ns;
} RfWaitingList;

/**
 * RfWaitingWalk:
 *
 * A walk over a list to which nothing is added meanwhile. What it has passed may be dropped.
 */
typedef struct {
  const RfWaitingChunk *chunk;
  guint                 at;
} RfWaitingWalk;

void             rf_waiting_list_init  (RfWaitingList *self);
void             rf_waiting_list_clear (RfWaitingList *self);
RfWaiting       *rf_waiting_list_add   (RfWaitingList *self,
                                        gint64         time_ns);
void             rf_waiting_list_sort  (RfWaitingList *self);
void             rf_waiting_list_drop  (RfWaitingList *self,
                                        guint          count);
void             rf_waiting_walk_init  (RfWaitingWalk       *walk,
                                        const RfWaitingList *list);
const RfWaiting *rf_waiting_walk_take  (RfWaitingWalk *walk,
                                        guint          most,
                                        guint         *count);

G_END_DECLS
