/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RfListen:
 * @address: IP address to hear SIP on, without brackets; NULL for all
 * @port: the port to use, 0 while none was chosen
 * @fixed: whether @port was asked for, and no other will do
 *
 * Where a phone is heard. One port P stands for three: UDP and TCP on P, TLS on P + 1.
 */
typedef struct {
  char    *address;
  guint16  port;
  gboolean fixed;
} RfListen;

gboolean rf_listen_parse         (RfListen    *self,
                                  const char  *text,
                                  GError     **error);
void     rf_listen_clear         (RfListen *self);
gboolean rf_listen_choose_port   (RfListen  *self,
                                  GError   **error);
char    *rf_listen_dup_endpoint  (const RfListen *self);
char    *rf_listen_dup_interface (const RfListen *self);

G_END_DECLS
