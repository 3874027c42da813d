/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <handy.h>

G_BEGIN_DECLS

void rf_leaflet_follow_focus (HdyLeaflet *leaflet);

G_END_DECLS
