/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * RfTestPeer:
 *
 * A SIP user agent of a few lines, on a UDP socket of its own: it sends what the test tells it to,
 * byte for byte, which is more than a proper one would.
 */
typedef struct _RfTestPeer RfTestPeer;

RfTestPeer *rf_test_peer_new      (void);
void        rf_test_peer_free     (RfTestPeer *self);

guint16     rf_test_peer_get_port (RfTestPeer *self);
void        rf_test_peer_send     (RfTestPeer *self, guint16 port, const char *text);
const char *rf_test_peer_wait_for (RfTestPeer *self, const char *start, const char *part);
char       *rf_test_peer_dup_reply (const char *request, const char *status_line, const char *extra,
                                    const char *body);
char       *rf_test_peer_dup_header (const char *message, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTestPeer, rf_test_peer_free)
