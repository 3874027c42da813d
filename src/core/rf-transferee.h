/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

void     rf_transferee_hear_refer        (RfAgent              *agent,
                                          const struct sip_msg *msg);
void     rf_transferee_free              (RfTransferee *self);
RfLeg   *rf_transferee_get_leg           (RfTransferee *self);
gboolean rf_transferee_is_pending        (RfTransferee *self);
gboolean rf_transferee_is_waiting        (RfTransferee *self);
void     rf_transferee_answer            (RfTransferee *self,
                                          gboolean      accept);
void     rf_transferee_hear_answer       (RfTransferee         *self,
                                          const struct sip_msg *msg);
void     rf_transferee_hear_renewal      (RfTransferee         *self,
                                          const struct sip_msg *msg);
void     rf_transferee_target_progressed (RfTransferee *self,
                                          guint         code);
void     rf_transferee_target_answered   (RfTransferee *self);
void     rf_transferee_target_ended      (RfTransferee *self,
                                          guint         code,
                                          const char   *reason);
void     rf_transferee_keep_call         (RfTransferee *self);
void     rf_transferee_call_gone         (RfTransferee *self,
                                          gboolean      by_us);
gboolean rf_transferee_expects           (RfTransferee         *self,
                                          const struct sip_msg *msg);
void     rf_transferee_forget_target     (RfTransferee *self);

G_END_DECLS
