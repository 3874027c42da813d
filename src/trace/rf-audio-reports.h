/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-audio.h"

G_BEGIN_DECLS

/**
 * RfAudioTold:
 * @call: number of the call, for who looks for it; -1 at first
 * @side: who tells it: 0 the caller, 1 the callee
 * @received: what the phone hears
 * @sent: what it says
 *
 * What one phone has told of the sound of one call, as streams.
 */
typedef struct {
  char          *call_id;
  int            call;
  guint          side;
  RfAudioStream  received;
  RfAudioStream  sent;
  gint64         last_us; /* of the last report */
} RfAudioTold;

/* What phones have told of the sound of their calls. */
typedef struct _RfAudioReports RfAudioReports;

RfAudioReports *rf_audio_reports_new        (void);
void            rf_audio_reports_free       (RfAudioReports *self);
void            rf_audio_reports_take       (RfAudioReports      *self,
                                             const RfAudioReport *report);
guint           rf_audio_reports_get_n      (RfAudioReports *self);
RfAudioTold    *rf_audio_reports_get        (RfAudioReports *self,
                                             guint           index);
gboolean        rf_audio_reports_has_other  (RfAudioReports    *self,
                                             const RfAudioTold *told);
guint64         rf_audio_reports_get_serial (RfAudioReports *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfAudioReports, rf_audio_reports_free)

G_END_DECLS
