/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-look.h"

G_BEGIN_DECLS

/* More rows than this make a picture that no viewer opens; the rest is counted in its last line. */
#define RF_EXPORT_MAX_PICTURE_ROWS 10000
/* More lifelines than this stand on fifty metres of screen, where nobody follows an arrow. */
#define RF_EXPORT_MAX_PICTURE_LIFELINES 1000
/* Bridges of arrows over lifelines, mostly: a picture of 50 MB and five seconds of work. */
#define RF_EXPORT_MAX_PICTURE_STROKES 400000
/* Some thousand sheets of paper, and ten seconds of work. */
#define RF_EXPORT_MAX_PAGED_ROWS 100000
#define RF_EXPORT_MAX_PAGED_STROKES 200000
#define RF_EXPORT_MAX_PAGES 4000
/* What Mermaid reads unless it is told otherwise. */
#define RF_EXPORT_MAX_MERMAID_CHARS 50000

#define RF_EXPORT_MIN_SCALE 0.5
#define RF_EXPORT_MAX_SCALE 4.0

gboolean  rf_export_write     (const char    *path,
                               GBytes        *bytes,
                               GError       **error);

/* Of a trace each, as a look shows it, %NULL for all of it; @ret_n_left_out is how many messages
 * there was no room for. */
char     *rf_export_text      (RfTrace       *trace,
                               const RfLook  *look,
                               guint          width);
char     *rf_export_dup_ascii (const char    *text);
char     *rf_export_json      (RfTrace       *trace,
                               const RfLook  *look);
char     *rf_export_summary   (RfTrace       *trace);
char     *rf_export_mermaid   (RfTrace       *trace,
                               const RfLook  *look,
                               guint         *ret_n_left_out);
char     *rf_export_html      (RfTrace       *trace,
                               const RfLook  *look,
                               guint         *ret_n_left_out);
GBytes   *rf_export_pcapng    (RfTrace       *trace,
                               const RfLook  *look,
                               GError       **error);
/* What to say of sound that such a capture has not. */
char     *rf_export_pcapng_dup_unheard (RfTrace *trace);
GBytes   *rf_export_svg       (RfTrace       *trace,
                               const RfLook  *look,
                               guint         *ret_n_left_out,
                               GError       **error);
GBytes   *rf_export_png       (RfTrace       *trace,
                               const RfLook  *look,
                               double         scale,
                               guint         *ret_n_left_out,
                               GError       **error);
GBytes   *rf_export_pdf       (RfTrace       *trace,
                               const RfLook  *look,
                               guint         *ret_n_left_out,
                               GError       **error);

/**
 * RfTextLadder:
 *
 * The ladder as lines of text, for printing while the trace grows.
 */
typedef struct _RfTextLadder RfTextLadder;

RfTextLadder *rf_text_ladder_new         (RfTrace      *trace,
                                          const RfLook *look,
                                          guint         width,
                                          gboolean      colour);
void          rf_text_ladder_free        (RfTextLadder *self);
char         *rf_text_ladder_dup_news    (RfTextLadder *self);
char         *rf_text_ladder_dup_caption (RfTextLadder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTextLadder, rf_text_ladder_free)

G_END_DECLS
