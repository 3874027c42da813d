/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfRtpPorts:
 *
 * When a port for sound went from one call to another, learnt while a capture is read. Time is
 * counted in turns: each such change is one.
 */
typedef struct _RfRtpPorts RfRtpPorts;

RfRtpPorts *rf_rtp_ports_new         (guint max_ports);
void        rf_rtp_ports_free        (RfRtpPorts *self);
void        rf_rtp_ports_learn       (RfRtpPorts *self,
                                      const char *message,
                                      gsize       length);
guint64     rf_rtp_ports_get_turn    (RfRtpPorts *self);
guint64     rf_rtp_ports_get_turn_of (RfRtpPorts       *self,
                                      const RfEndpoint *port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfRtpPorts, rf_rtp_ports_free)

G_END_DECLS
