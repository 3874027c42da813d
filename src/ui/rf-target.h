/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-call.h"

G_BEGIN_DECLS

#define RF_TYPE_TARGET (rf_target_get_type ())
G_DECLARE_FINAL_TYPE (RfTarget, rf_target, RF, TARGET, GObject)

RfTarget   *rf_target_new         (const char *label,
                                   const char *uri,
                                   const char *section);
RfTarget   *rf_target_new_for_call (RfCall     *call,
                                    const char *section);
const char *rf_target_get_label   (RfTarget *self);
const char *rf_target_get_uri     (RfTarget *self);
const char *rf_target_get_section (RfTarget *self);
RfCall     *rf_target_get_call    (RfTarget *self);

G_END_DECLS
