/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_TYPE_REQUEST_NOTIFIER (rf_request_notifier_get_type ())
G_DECLARE_FINAL_TYPE (RfRequestNotifier, rf_request_notifier, RF, REQUEST_NOTIFIER, GObject)

RfRequestNotifier *rf_request_notifier_new    (RfPhone           *phone,
                                               GApplication      *app);
void               rf_request_notifier_answer (RfRequestNotifier *self,
                                               guint              serial,
                                               gboolean           accept);

G_END_DECLS
