/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

G_BEGIN_DECLS

typedef enum {
  RF_CONSULTATION_HOLDING,    /* the caller */
  RF_CONSULTATION_DIALING,    /* the target */
  RF_CONSULTATION_ASKING,     /* it rings there, or the two speak */
  RF_CONSULTATION_LETTING_GO, /* of the target, whom the caller's phone will call instead */
  RF_CONSULTATION_FAILED,     /* the target was not reached or hung up; the caller waits */
  RF_CONSULTATION_OVER,
} RfConsultationStage;

#define RF_TYPE_CONSULTATION (rf_consultation_get_type ())
G_DECLARE_FINAL_TYPE (RfConsultation, rf_consultation, RF, CONSULTATION, GObject)

RfConsultation      *rf_consultation_new         (RfPhone    *phone,
                                                  RfCall     *caller,
                                                  const char *target);
RfConsultation      *rf_consultation_new_between (RfPhone *phone,
                                                  RfCall  *caller,
                                                  RfCall  *asked);
void                 rf_consultation_begin       (RfConsultation *self);
RfConsultationStage  rf_consultation_get_stage   (RfConsultation *self);
RfCall              *rf_consultation_get_caller  (RfConsultation *self);
RfCall              *rf_consultation_get_asked   (RfConsultation *self);
const char          *rf_consultation_get_problem    (RfConsultation *self);
const char          *rf_consultation_get_target  (RfConsultation *self);
gboolean             rf_consultation_is_newest   (RfConsultation *self);
gboolean             rf_consultation_can_complete (RfConsultation *self);
gboolean             rf_consultation_can_swap    (RfConsultation *self);
gboolean             rf_consultation_can_return  (RfConsultation *self);
void                 rf_consultation_complete    (RfConsultation *self);
void                 rf_consultation_swap        (RfConsultation *self);
void                 rf_consultation_return      (RfConsultation *self);

G_END_DECLS
