/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void rf_redact (char  *data,
                gsize  length);

G_END_DECLS
