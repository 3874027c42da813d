/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void rf_memory_return_later (void);
void rf_memory_close        (void);

G_END_DECLS
