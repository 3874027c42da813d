/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

#define RF_RULER_FONT_SIZE 12.0

/**
 * RfRuler:
 *
 * Measures labels in the letters of a ladder, at scale 1.
 */
typedef struct _RfRuler RfRuler;

RfRuler      *rf_ruler_new         (void);
void          rf_ruler_free        (RfRuler    *self);
double        rf_ruler_measure     (RfRuler    *self,
                                    const char *text);
PangoContext *rf_ruler_get_context (RfRuler    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfRuler, rf_ruler_free)

G_END_DECLS
