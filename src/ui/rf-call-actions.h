/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-desk.h"

G_BEGIN_DECLS

#define RF_TYPE_CALL_ACTIONS (rf_call_actions_get_type ())
G_DECLARE_FINAL_TYPE (RfCallActions, rf_call_actions, RF, CALL_ACTIONS, GSimpleActionGroup)

RfCallActions *rf_call_actions_new (RfDesk *desk,
                                    RfCall *call);

G_END_DECLS
