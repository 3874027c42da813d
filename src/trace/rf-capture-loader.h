/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture.h"

G_BEGIN_DECLS

/**
 * RfLoaderState:
 * @RF_LOADER_OPENING: it is found out what the file is, and it is unpacked
 * @RF_LOADER_READING: it is read
 * @RF_LOADER_FOLLOWING: all that is there was read, and there may be more
 * @RF_LOADER_DONE: it was read, or as much of it as was wanted
 * @RF_LOADER_FAILED: nothing at all could be read
 *
 * How far the reading of a capture has come.
 */
typedef enum {
  RF_LOADER_OPENING,
  RF_LOADER_READING,
  RF_LOADER_FOLLOWING,
  RF_LOADER_DONE,
  RF_LOADER_FAILED,
} RfLoaderState;

#define RF_TYPE_CAPTURE_LOADER (rf_capture_loader_get_type ())
G_DECLARE_FINAL_TYPE (RfCaptureLoader, rf_capture_loader, RF, CAPTURE_LOADER, GObject)

RfCaptureLoader       *rf_capture_loader_new          (GFile           *file);
void                   rf_capture_loader_start        (RfCaptureLoader *self);
void                   rf_capture_loader_stop         (RfCaptureLoader *self);
GFile                 *rf_capture_loader_get_file     (RfCaptureLoader *self);
RfTrace               *rf_capture_loader_get_trace    (RfCaptureLoader *self);
RfLoaderState          rf_capture_loader_get_state    (RfCaptureLoader *self);
double                 rf_capture_loader_get_progress (RfCaptureLoader *self);
const RfCaptureReport *rf_capture_loader_get_report   (RfCaptureLoader *self);
gboolean               rf_capture_loader_reads        (RfCaptureLoader *self,
                                                       GFile           *file);
RfCaptureFate          rf_capture_loader_get_fate     (RfCaptureLoader *self);
const GError          *rf_capture_loader_get_error    (RfCaptureLoader *self);

G_END_DECLS
