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

/* What breaks out of markup, of a terminal, of a diagram; bytes that are no text. */
#define LADDER_FIXTURE_HOSTILE \
  "\033]0;gone\007 \xe2\x80\xae\xe2\x80\x8b </script><script>alert(1)</script><!--&\"'> "         \
  "%s%n #;:{}\\ end %%{init: {}}%% \xff\xfe"

/* Microseconds of the first message. */
#define LADDER_FIXTURE_START G_GINT64_CONSTANT (1700000000123456)

void     ladder_fixture_append (RfTrace          *trace,
                                const LadderStep *steps,
                                guint             n_steps);
/* Kevin calls Mike; then Mike calls Wayne, who is busy; then he does so again, and before that has
 * ended, Wayne calls him. */
RfTrace *ladder_fixture_calls (void);
/* Kevin and Mike talk while Wayne and Alice do, and before these have ended Alice calls Mike. */
RfTrace *ladder_fixture_side_by_side (void);
/* One who asks all others whether they are there, so that there are so many parties. */
void     ladder_fixture_append_star (RfTrace *trace,
                                     guint    n_parties);
/* One of those whom it asks answers it, the first being 1. */
void     ladder_fixture_answer_star (RfTrace *trace,
                                     guint    party);
/* A trace with everything in it that a stranger could send to do harm. */
RfTrace *ladder_fixture_hostile (void);
/* Kevin calls Mike, who holds the call and transfers Kevin to Wayne. */
RfTrace *ladder_fixture_blind  (void);
/* The same in other calls, which have @name in their Call-IDs; behind what is there. */
void     ladder_fixture_append_transfer (RfTrace    *trace,
                                         const char *name);
/* Kevin refuses a hold of Mike's, takes the next one, and then refuses to be taken back. */
RfTrace *ladder_fixture_refused_hold (void);
/* The same in two parts. */
RfTrace *ladder_fixture_blind_start (guint n_steps);
void     ladder_fixture_blind_rest  (RfTrace *trace,
                                     guint    first);

G_END_DECLS
