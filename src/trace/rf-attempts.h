/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-dialogs.h"
#include "rf-parties.h"
#include "rf-trace-private.h"

G_BEGIN_DECLS

/**
 * RfAttempts:
 *
 * The transfers of a trace: finds the REFERs and what belongs to each.
 */
typedef struct _RfAttempts RfAttempts;

RfAttempts            *rf_attempts_new  (RfArena      *arena,
                                         const RfPool *messages,
                                         RfParties    *parties,
                                         RfDialogs    *dialogs);
void                   rf_attempts_free (RfAttempts *self);
void                   rf_attempts_add  (RfAttempts         *self,
                                         RfMessage          *message,
                                         const RfSipMessage *sip,
                                         const RfEnds       *ends);
guint                  rf_attempts_get_n (RfAttempts *self);
RfAttempt             *rf_attempts_get   (RfAttempts *self,
                                          guint       index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfAttempts, rf_attempts_free)

gboolean rf_attempt_is_challenge        (guint status);
gboolean rf_attempt_may_call_again      (guint status);
gboolean rf_attempt_has_failed          (const RfAttempt *self);
gboolean rf_attempt_is_refused          (const RfAttempt *self);
gboolean rf_attempt_is_refused_for_good (const RfAttempt *self);
/* How an attempt stands at @now_us; with @is_over nothing more will come. */
void     rf_attempt_judge               (RfAttempt *self,
                                         gint64     now_us,
                                         gboolean   is_over);

G_END_DECLS
