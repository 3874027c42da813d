/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* GLib's main context on libre's loop: sources of the thread's default context are served from
 * re_main(). */
gboolean rf_loop_init  (void);
void     rf_loop_close (void);

G_END_DECLS
