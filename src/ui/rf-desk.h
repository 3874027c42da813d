/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-consultation.h"

G_BEGIN_DECLS

#define RF_TYPE_DESK (rf_desk_get_type ())
G_DECLARE_FINAL_TYPE (RfDesk, rf_desk, RF, DESK, GObject)

RfDesk         *rf_desk_new               (RfPhone *phone);
RfPhone        *rf_desk_get_phone         (RfDesk *self);
GListModel     *rf_desk_get_targets       (RfDesk *self);
void            rf_desk_set_targets       (RfDesk     *self,
                                           GListModel *targets);
RfConsultation *rf_desk_find_consultation (RfDesk *self,
                                           RfCall *call);
void            rf_desk_ask_first         (RfDesk     *self,
                                           RfCall     *caller,
                                           const char *target);
void            rf_desk_take_up           (RfDesk     *self,
                                           RfCall     *caller,
                                           RfCall     *asked);
gboolean        rf_desk_can_connect       (RfDesk *self,
                                           RfCall *call,
                                           RfCall *other);
void            rf_desk_connect           (RfDesk *self,
                                           RfCall *call,
                                           RfCall *other);

G_END_DECLS
