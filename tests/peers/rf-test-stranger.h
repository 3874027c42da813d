/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * RfTestStranger:
 *
 * Another phone, made by other people: SIPp with a scenario of ours. The scenario is put together
 * of the pieces that a script names, in order, with "|" between them:
 *
 *   "answer | hold | refer-heard | refer-answered 202 Accepted | notify 200 terminated | hung-up"
 *
 * Each is a file of tests/peers/pieces. In it stand "{1}", "{2}" and "{3}" for the words after the
 * name, "{*}" for all of them, and "{n}" for the place in the script, which makes a good CSeq.
 * A word may be one of SIPp's own in square brackets.
 *
 * SIPp is the program that RF_TEST_PROGRAM names. The test fails at the first message that is not
 * the one that the script has next.
 */
typedef struct _RfTestStranger RfTestStranger;

/* @towards: the port of the phone that it calls, 0 for one that waits for a call;
 * @target: (nullable): what "[target]" stands for. */
RfTestStranger *rf_test_stranger_new        (const char *script, guint16 towards,
                                             const char *target);
guint16         rf_test_stranger_get_port   (RfTestStranger *self);
/* The same for a script that takes up to @seconds, not a minute. */
RfTestStranger *rf_test_stranger_new_for    (const char *script, guint16 towards,
                                             const char *target, guint seconds);
/* The same at this port of its own. */
RfTestStranger *rf_test_stranger_new_at     (const char *script, guint16 towards,
                                             const char *target, guint16 port);
char           *rf_test_stranger_dup_uri    (RfTestStranger *self);
/* Waits until the script is at its end, and takes @self. */
void            rf_test_stranger_finish     (RfTestStranger *self);
