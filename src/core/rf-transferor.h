/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

gboolean rf_transferor_start       (RfLeg       *leg,
                                    const char  *target,
                                    GError     **error);
gboolean rf_transferor_start_with  (RfLeg       *leg,
                                    RfLeg       *target,
                                    GError     **error);
void     rf_transferor_cancel      (RfTransferor *self);
void     rf_transferor_take_back   (RfTransferor *self);
void     rf_transferor_hold_sent   (RfTransferor *self);
void     rf_transferor_target_answered (RfTransferor *self);
void     rf_transferor_target_gone (RfTransferor *self,
                                    guint         code,
                                    const char   *reason);
void     rf_transferor_forget_target (RfTransferor *self,
                                      RfLeg        *target);
void     rf_transferor_free        (RfTransferor *self);
gboolean rf_transferor_is_pending  (RfTransferor *self);
gboolean rf_transferor_needs_hold  (RfTransferor *self);
gboolean rf_transferor_is_done     (RfTransferor *self);
void     rf_transferor_hear_answer (RfTransferor         *self,
                                    const struct sip_msg *msg);
void     rf_transferor_peer_resumed (RfTransferor *self);
void     rf_transferor_call_gone   (RfTransferor *self);

G_END_DECLS
