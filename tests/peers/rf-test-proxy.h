/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * RfTestProxy:
 *
 * Kamailio as registrar and record-routing proxy for "referee.test", over UDP and TCP on a port of
 * its own of 127.0.0.1; everybody's password is "secret". It needs no rights and no system file.
 */
typedef struct _RfTestProxy RfTestProxy;

RfTestProxy *rf_test_proxy_new         (const char *program);
void         rf_test_proxy_free        (RfTestProxy *self);
const char  *rf_test_proxy_get_address (RfTestProxy *self);
