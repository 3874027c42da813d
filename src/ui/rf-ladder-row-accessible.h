/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <atk/atk.h>

#include "rf-ladder-canvas.h"

G_BEGIN_DECLS

#define RF_TYPE_LADDER_ROW_ACCESSIBLE (rf_ladder_row_accessible_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderRowAccessible, rf_ladder_row_accessible, RF, LADDER_ROW_ACCESSIBLE,
                      AtkObject)

AtkObject *rf_ladder_row_accessible_new (RfLadderCanvas *canvas,
                                         guint           row);

G_END_DECLS
