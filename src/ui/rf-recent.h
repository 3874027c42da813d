/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-history.h"

G_BEGIN_DECLS

#define RF_TYPE_RECENT (rf_recent_get_type ())
G_DECLARE_FINAL_TYPE (RfRecent, rf_recent, RF, RECENT, GObject)

RfRecent   *rf_recent_new         (RfHistory *history);
GListModel *rf_recent_get_targets (RfRecent *self);

G_END_DECLS
