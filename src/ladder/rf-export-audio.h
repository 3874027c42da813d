/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-json-writer.h"
#include "rf-row-map.h"

G_BEGIN_DECLS

void rf_export_audio_json (RfJsonWriter *writer,
                           RfTrace      *trace,
                           RfRowMap     *map);

G_END_DECLS
