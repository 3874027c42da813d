/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/* More rows than this make a picture that no viewer opens; the rest is counted in its last line. */
#define RF_EXPORT_MAX_SVG_ROWS 10000

char     *rf_export_text      (RfTrace *trace,
                               guint    width);
char     *rf_export_json      (RfTrace *trace);
char     *rf_export_summary   (RfTrace *trace);
gboolean  rf_export_svg       (RfTrace     *trace,
                               const char  *path,
                               GError     **error);
gboolean  rf_export_svg_bytes (RfTrace  *trace,
                               GBytes  **bytes,
                               GError  **error);

/**
 * RfTextLadder:
 *
 * The ladder as lines of text, for printing while the trace grows.
 */
typedef struct _RfTextLadder RfTextLadder;

RfTextLadder *rf_text_ladder_new      (RfTrace      *trace,
                                       guint         width,
                                       gboolean      colour);
void          rf_text_ladder_free     (RfTextLadder *self);
char         *rf_text_ladder_dup_news (RfTextLadder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTextLadder, rf_text_ladder_free)

G_END_DECLS
