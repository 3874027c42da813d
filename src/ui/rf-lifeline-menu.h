/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-ladder-lifelines.h"

G_BEGIN_DECLS

GMenuModel *rf_lifeline_menu_new     (RfLadder *ladder,
                                      guint     column);
GMenuModel *rf_lifeline_menu_new_all (RfLadder *ladder);

G_END_DECLS
