/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture-sink.h"
#include "rf-frame.h"

G_BEGIN_DECLS

/**
 * RfFragments:
 *
 * IP packets of which not all fragments were seen yet.
 */
typedef struct _RfFragments RfFragments;

/* Takes a packet that was put together; its bytes last for the call only. */
typedef void (*RfFragmentsFunc) (const RfFrame        *frame,
                                 gint64                time_ns,
                                 const RfCapturePlace *place,
                                 gpointer              user_data);

RfFragments *rf_fragments_new   (RfCaptureSink *sink);
void         rf_fragments_free  (RfFragments *self);
void         rf_fragments_take  (RfFragments          *self,
                                 const RfFrame        *fragment,
                                 gint64                time_ns,
                                 const RfCapturePlace *place,
                                 RfFragmentsFunc       func,
                                 gpointer              user_data);
void         rf_fragments_flush (RfFragments     *self,
                                 RfFragmentsFunc  func,
                                 gpointer         user_data);

G_END_DECLS
