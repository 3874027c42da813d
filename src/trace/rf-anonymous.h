/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-private.h"

G_BEGIN_DECLS

/* Identity of the one at @end of @message who is called by the anonymous @uri. */
char *rf_anonymous_dup_identity (const RfMessage    *message,
                                 const RfSipMessage *sip,
                                 guint               end,
                                 const RfUri        *uri);

G_END_DECLS
