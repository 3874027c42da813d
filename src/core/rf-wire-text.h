/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-baresip.h"

#include <glib.h>

G_BEGIN_DECLS

char    *rf_wire_text_dup      (const char *text);
char    *rf_wire_text_dup_pl   (const struct pl *pl);
char    *rf_wire_text_dup_header (const struct sip_msg *msg,
                                  enum sip_hdrid        id);
char    *rf_wire_text_dup_phrase (const char *text);
gboolean rf_wire_text_is_one_line (const char *text);
gboolean rf_wire_is_challenge    (const struct sip_msg *msg);

/* Puts a copy of @text in the place of what @place owns. */
static inline void
rf_set_text (char       **place,
             const char  *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

G_END_DECLS
