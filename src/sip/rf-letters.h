/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean rf_letters_are_joined (gunichar before,
                                gunichar joiner,
                                gunichar after);
gboolean rf_letters_end_at     (const char *text,
                                const char *p);
char    *rf_letters_isolate    (char *name);

G_END_DECLS
