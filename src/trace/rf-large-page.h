/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RF_LARGE_PAGE (2 * 1024 * 1024) /* a large page on nearly all machines */

gpointer rf_large_page_new  (void);
void     rf_large_page_free (gpointer page);

G_END_DECLS
