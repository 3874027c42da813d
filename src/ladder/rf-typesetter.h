/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

#include "rf-label.h"

G_BEGIN_DECLS

/**
 * RfTypesetter:
 *
 * Lays out the words of a ladder, to be drawn. It keeps them, as a ladder that scrolls shows nearly
 * the same words in each frame, and to lay words out takes longer than to draw them.
 */
typedef struct _RfTypesetter RfTypesetter;

RfTypesetter *rf_typesetter_new  (PangoContext *context);
void          rf_typesetter_free (RfTypesetter *self);
PangoLayout  *rf_typesetter_set  (RfTypesetter *self,
                                  const char   *text,
                                  gboolean      bold,
                                  double        max_width,
                                  RfLabelCut    cut);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTypesetter, rf_typesetter_free)

G_END_DECLS
