/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-call.h"

G_BEGIN_DECLS

/**
 * RfCallList:
 *
 * The calls of one phone, newest last, as a GListModel of RfCall: those of the core that runs, and
 * ended ones for as long as they linger.
 *
 * Signals: "call-added" (RfCall), "command-failed" (RfCall, GError boxed), "transfer-event" (RfCall
 * and what its signal of that name has).
 */
#define RF_TYPE_CALL_LIST (rf_call_list_get_type ())
G_DECLARE_FINAL_TYPE (RfCallList, rf_call_list, RF, CALL_LIST, GObject)

RfCallList *rf_call_list_new        (void);
void        rf_call_list_follow     (RfCallList         *self,
                                     GDBusObjectManager *manager);
void        rf_call_list_let_go     (RfCallList *self,
                                     const char *loss);
RfCall     *rf_call_list_find       (RfCallList *self,
                                     const char *path);
void        rf_call_list_forget     (RfCallList *self,
                                     RfCall     *call);
guint       rf_call_list_get_linger (RfCallList *self);
void        rf_call_list_set_linger (RfCallList *self,
                                     guint       linger);

G_END_DECLS
