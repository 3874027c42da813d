/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Somebody who hums: PCMU over RTP to a port of 127.0.0.1, a packet every 20 ms. */
typedef struct _RfTestRtp RfTestRtp;

RfTestRtp *rf_test_rtp_new  (guint16 port, double hertz);
void       rf_test_rtp_free (RfTestRtp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTestRtp, rf_test_rtp_free)
