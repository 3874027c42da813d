/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-pool.h"
#include "rf-trace-private.h"

G_BEGIN_DECLS

/**
 * RfReportOwners:
 *
 * Knows which REFER a report, or a SUBSCRIBE to its reports, is about.
 */
typedef struct _RfReportOwners RfReportOwners;

RfReportOwners *rf_report_owners_new         (RfArena      *arena,
                                              const RfPool *attempts);
void            rf_report_owners_free        (RfReportOwners *self);
void            rf_report_owners_add_refer   (RfReportOwners  *self,
                                              RfAttempt       *attempt,
                                              const RfMessage *refer);
void            rf_report_owners_add_other   (RfReportOwners  *self,
                                              const RfMessage *refer);
RfAttempt      *rf_report_owners_get_newest  (const RfMessage *refer);
void            rf_report_owners_note_answer (RfReportOwners  *self,
                                              RfAttempt       *attempt,
                                              const RfMessage *answer);
gboolean        rf_report_owners_find        (RfReportOwners      *self,
                                              const RfMessage     *message,
                                              const RfSipMessage  *sip,
                                              RfAttempt          **owner);
RfAttempt      *rf_report_owners_find_unseen (RfReportOwners     *self,
                                              const RfMessage    *answer,
                                              const RfSipMessage *sip);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfReportOwners, rf_report_owners_free)

G_END_DECLS
