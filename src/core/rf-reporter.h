/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

typedef struct _RfReporter RfReporter;

typedef void (RfReporterFunc) (gpointer user_data);

RfReporter *rf_reporter_new         (RfLeg                *leg,
                                     struct sip_dialog    *dialog,
                                     const struct sip_msg *refer,
                                     RfReporterFunc       *over,
                                     gpointer              user_data);
void        rf_reporter_free        (RfReporter *self);
void        rf_reporter_start       (RfReporter *self);
void        rf_reporter_tell        (RfReporter *self,
                                     guint       code,
                                     const char *reason);
gboolean    rf_reporter_is_over     (RfReporter *self);
void        rf_reporter_hear_renewal (RfReporter          *self,
                                      const struct sip_msg *msg);
gboolean    rf_reporter_expects     (RfReporter           *self,
                                     const struct sip_msg *msg);
void        rf_reporter_hear_answer (RfReporter           *self,
                                     const struct sip_msg *msg);

G_END_DECLS
