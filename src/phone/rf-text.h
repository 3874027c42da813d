/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RF_TEXT_MAX 255 /* characters */

char *rf_text_for_show (const char *text);

G_END_DECLS
