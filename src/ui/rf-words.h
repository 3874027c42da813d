/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-consultation.h"

G_BEGIN_DECLS

char       *rf_words_clean          (const char *text);
char       *rf_words_duration       (gint64 seconds);
char       *rf_words_outcome        (guint       code,
                                     const char *reason);
char       *rf_words_sentence       (const char *sentence);
char       *rf_words_failure        (RfCall     *call,
                                     const char *sentence);
char       *rf_words_command        (RfCall     *call,
                                     const char *sentence);
char       *rf_words_call_state     (RfCall *call);
char       *rf_words_transfer       (RfCall     *call,
                                     RfTransfer *transfer);
char       *rf_words_person         (const char *name_addr);
char       *rf_words_sender         (RfCall     *call,
                                     const char *name_addr);
char       *rf_words_no_hold        (RfCall *call);
char       *rf_words_no_mute        (RfCall *call);
char       *rf_words_no_transfer    (RfCall *call);
char       *rf_words_cancel_note    (RfCall *call);
char       *rf_words_take_over      (RfCall *call,
                                     RfCall *other);
char       *rf_words_consultation   (RfConsultation *consultation,
                                     RfCall         *call);
char       *rf_words_target         (RfConsultation *consultation);
char       *rf_words_replaces       (RfCall *call);
char       *rf_words_request        (RfCall *call);
char       *rf_words_request_note   (RfCall *call);
const char *rf_words_request_wait   (RfCall *call);
const char *rf_words_request_yes    (RfCall *call);
const char *rf_words_request_no     (RfCall *call);
char       *rf_words_request_end    (RfCall *call);
char       *rf_words_refusals       (guint       n,
                                     const char *from,
                                     guint       code);
char       *rf_words_account        (RfPhone *phone);
const char *rf_words_account_icon   (RfPhone *phone);

G_END_DECLS
