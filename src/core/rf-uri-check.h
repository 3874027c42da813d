/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean rf_uri_check (const char  *uri,
                       GError     **error);

G_END_DECLS
