/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder.h"

G_BEGIN_DECLS

/* Points. */
#define RF_PAGES_A4_SHORT 595.276
#define RF_PAGES_A4_LONG 841.89

/**
 * RfPages:
 *
 * A ladder on pages of paper, for PDF and for a printer: as large as the width of the page allows,
 * the heads of the lifelines on every page. Sizes are in points.
 */
typedef struct _RfPages RfPages;

RfPages *rf_pages_new         (RfTrace      *trace,
                               const RfLook *look);
void     rf_pages_free        (RfPages *self);
gboolean rf_pages_is_wide     (RfPages *self);
void     rf_pages_get_paper   (RfPages *self,
                               double  *ret_width,
                               double  *ret_height);
void     rf_pages_set_paper   (RfPages *self,
                               double   width,
                               double   height);
guint    rf_pages_get_n       (RfPages *self);
guint    rf_pages_get_n_left_out (RfPages *self);
void     rf_pages_paint       (RfPages *self,
                               guint    page,
                               cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfPages, rf_pages_free)

G_END_DECLS
