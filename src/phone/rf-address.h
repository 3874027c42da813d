/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RF_ADDRESS_MAX 255 /* bytes, as the call core takes them */

gboolean rf_address_check     (const char  *uri,
                               GError     **error);
char    *rf_address_complete  (const char  *text,
                               const char  *aor,
                               GError     **error);
char    *rf_address_dup_label (const char  *uri);

G_END_DECLS
