/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * LadderStep:
 * @ms: time since the start
 * @from: user who sends
 * @to: user who receives
 * @start: a method, or a status with its reason
 * @request: the request it belongs to: the number and method of CSeq
 * @call: Call-ID
 * @extra: further headers, each with its line end; may be ""
 * @body: may be ""
 *
 * One message in short form. The fixture knows who has which address.
 */
typedef struct {
  int         ms;
  const char *from;
  const char *to;
  const char *start;
  const char *request;
  const char *call;
  const char *extra;
  const char *body;
} LadderStep;

/* Microseconds of the first message. */
#define LADDER_FIXTURE_START G_GINT64_CONSTANT (1700000000123456)

void     ladder_fixture_append (RfTrace          *trace,
                                const LadderStep *steps,
                                guint             n_steps);
/* Kevin calls Mike, who holds the call and transfers Kevin to Wayne. */
RfTrace *ladder_fixture_blind  (void);
/* Kevin refuses a hold of Mike's, takes the next one, and then refuses to be taken back. */
RfTrace *ladder_fixture_refused_hold (void);
/* The same in two parts. */
RfTrace *ladder_fixture_blind_start (guint n_steps);
void     ladder_fixture_blind_rest  (RfTrace *trace,
                                     guint    first);

G_END_DECLS
