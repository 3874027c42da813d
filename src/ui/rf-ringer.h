/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_TYPE_RINGER (rf_ringer_get_type ())
G_DECLARE_FINAL_TYPE (RfRinger, rf_ringer, RF, RINGER, GObject)

RfRinger *rf_ringer_new    (RfPhone      *phone,
                            GApplication *app);
void      rf_ringer_answer (RfRinger *self,
                            guint     serial);
void      rf_ringer_decline (RfRinger *self,
                             guint     serial);

G_END_DECLS
