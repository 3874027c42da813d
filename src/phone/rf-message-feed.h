/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-dbus-core.h"
#include "rf-feed.h"

G_BEGIN_DECLS

void rf_message_feed_connect (RfDBusPhone *proxy,
                              RfFeed      *feed);

G_END_DECLS
