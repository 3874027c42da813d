/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-control-call.h"

G_BEGIN_DECLS

#define RF_CONTROL_CHOICE_ERROR (rf_control_choice_error_quark ())
GQuark rf_control_choice_error_quark (void);

typedef enum {
  RF_CONTROL_CHOICE_ERROR_UNFIT,
  RF_CONTROL_CHOICE_ERROR_NO_CALL,
  RF_CONTROL_CHOICE_ERROR_MANY_CALLS,
} RfControlChoiceError;

/* What a call is wanted for. */
typedef enum {
  RF_CONTROL_FIT_ANSWER,
  RF_CONTROL_FIT_HANG_UP,
  RF_CONTROL_FIT_HOLD,
  RF_CONTROL_FIT_RESUME,
  RF_CONTROL_FIT_TRANSFER,
  RF_CONTROL_FIT_TARGET, /* of a transfer */
  RF_CONTROL_FIT_CANCEL,
  RF_CONTROL_FIT_CONSENT, /* to a transfer that the other phone asks for */
} RfControlFit;

RfControlCall *rf_control_choose  (GPtrArray     *calls,
                                   const char    *id,
                                   RfControlFit   fit,
                                   RfControlCall *but,
                                   GError       **error);
const char    *rf_control_find_id (GPtrArray *calls,
                                   RfCall    *call);

G_END_DECLS
