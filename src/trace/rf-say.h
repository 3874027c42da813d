/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RfSayFunc:
 * @one: a text in English
 * @many: (nullable): the same of several; %NULL where nothing is counted
 * @n: how many there are
 *
 * Returns: (transfer none): the text in the language of whoever reads it
 */
typedef const char *(*RfSayFunc) (const char *one,
                                  const char *many,
                                  gulong      n);

void        rf_say_in (RfSayFunc translate);
const char *rf_say    (const char *text) G_GNUC_FORMAT (1);
const char *rf_say_n  (const char *one,
                       const char *many,
                       gulong      n) G_GNUC_FORMAT (1) G_GNUC_FORMAT (2);

G_END_DECLS
