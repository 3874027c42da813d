/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RF_MESSAGE_TEXT_MAX (64 * 1024)
#define RF_MESSAGE_TEXT_MAX_LINE 1024

typedef enum {
  RF_MESSAGE_LINE_START,
  RF_MESSAGE_LINE_HEADER,
  RF_MESSAGE_LINE_BODY,
} RfMessageLine;

char       *rf_message_text_clean   (const char    *data,
                                     gsize          length);
const char *rf_message_text_explain (RfMessageLine  kind,
                                     const char    *line,
                                     gboolean       of_refer);

G_END_DECLS
