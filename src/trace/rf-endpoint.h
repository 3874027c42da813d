/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/* What only this layer needs of an endpoint; the rest is in rf-trace.h. */
gboolean rf_endpoint_from_host_port (RfEndpoint *endpoint,
                                     RfStr       text,
                                     guint16     default_port);
gboolean rf_endpoint_same_address   (const RfEndpoint *a,
                                     const RfEndpoint *b);
guint    rf_endpoint_hash           (const RfEndpoint *endpoint);

G_END_DECLS
