/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean rf_ctl_is_terminal    (void);
guint    rf_ctl_terminal_width (void);
gboolean rf_ctl_wants_colour   (void);
gboolean rf_ctl_write          (const char  *path,
                                GBytes      *bytes,
                                GError     **error);
gboolean rf_ctl_finish         (void);
void     rf_ctl_complain       (const char  *command,
                                const char  *format,
                                ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
