/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-explain.h"
#include "rf-str.h"
#include "rf-twin.h"

G_BEGIN_DECLS

/* More than a person reads; a stranger's message may have thousands of headers. */
#define RF_EXPLAIN_MAX_ROWS 100

/* What a person wants to know first. */
enum {
  RF_EXPLAIN_PURPOSE,
  RF_EXPLAIN_TRANSFER,
  RF_EXPLAIN_BODY,
  RF_EXPLAIN_CAPABILITY,
  RF_EXPLAIN_DIALOG,
  RF_EXPLAIN_WAY,
};

/**
 * RfExplain:
 * @lifelines: (nullable): what a person calls whom
 * @sender: name of the one who says this, and not of a proxy in between
 * @receiver: name of the one whom it is said to
 * @transfer: (nullable): the transfer that it is a part of
 * @rank: of what is said now
 * @rows: (element-type RfExplanation): what was said so far
 *
 * A message that is being explained.
 */
typedef struct {
  RfTrace               *trace;
  RfLifelines           *lifelines;
  const RfTraceMessage  *message;
  const RfTraceTransfer *transfer;
  RfSipMessage           sip;
  char                  *sender;
  char                  *receiver;
  guint                  rank;
  GPtrArray             *rows;
} RfExplain;

char          *rf_explain_dup_text    (RfStr text);
char          *rf_explain_dup_party   (RfExplain *self,
                                       int        party);
char          *rf_explain_dup_who     (RfExplain *self,
                                       RfStr      address);
/* @sentence is taken; NULL adds nothing, and NULL comes back. */
RfExplanation *rf_explain_add         (RfExplain  *self,
                                       const char *key,
                                       RfStr       at,
                                       RfStr       value,
                                       char       *sentence);
void           rf_explain_link        (RfExplain     *self,
                                       RfExplanation *row,
                                       RfTwin         twin,
                                       const char    *label);

/* One unit each: the start line, a header, the body. */
void           rf_explain_start       (RfExplain *self,
                                       RfStr      line);
void           rf_explain_header      (RfExplain *self,
                                       RfStr      name,
                                       RfStr      value);
gboolean       rf_explain_capability  (RfExplain  *self,
                                       const char *key,
                                       RfStr       at,
                                       RfStr       value);
gboolean       rf_explain_way         (RfExplain  *self,
                                       const char *key,
                                       RfStr       at,
                                       RfStr       value);
void           rf_explain_body        (RfExplain *self);

const char    *rf_explain_status      (RfSipMethod method,
                                       guint       status);

G_END_DECLS
