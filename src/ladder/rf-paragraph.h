/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

double rf_paragraph_get_height (const char *text,
                                double      size,
                                double      width);
void   rf_paragraph_show       (const char *text,
                                double      size,
                                double      width,
                                cairo_t    *cr);

G_END_DECLS
