/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-leg.h"

G_BEGIN_DECLS

typedef struct _RfRefer RfRefer;

/* A NOTIFY, which has been answered already. */
typedef void (RfReferReportFunc) (const struct sip_msg *notify, gpointer user_data);
/* No report will come any more: @terminated where the peer said so in a NOTIFY, else @answer is
 * what it refused the REFER or a renewal with, or @err why it could not. */
typedef void (RfReferClosedFunc) (int                   err,
                                  const struct sip_msg *answer,
                                  gboolean              terminated,
                                  gpointer              user_data);

RfRefer *rf_refer_send       (RfLeg             *leg,
                              const char        *target,
                              RfReferReportFunc *report,
                              RfReferClosedFunc *closed,
                              gpointer           user_data,
                              GError           **error);
void     rf_refer_let_expire (RfRefer *self);
void     rf_refer_retire     (RfRefer *self);
void     rf_refer_free_all   (RfLeg *leg);

G_END_DECLS
