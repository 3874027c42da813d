/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RfTextSearch:
 *
 * Looks for what a person has typed in the bytes of messages, as they expect: small and capital
 * letters of any alphabet are the same, an accent is the same in one character or in two, and a
 * character is the same as its %-escape (RFC 3261, 19.1.2; so "a@b" is found in a Replaces with
 * "a%40b"). What is no UTF-8 is compared byte by byte.
 */
typedef struct _RfTextSearch RfTextSearch;

RfTextSearch *rf_text_search_new      (const char   *text);
void          rf_text_search_free     (RfTextSearch *self);
const char   *rf_text_search_get_text (RfTextSearch *self);
gboolean      rf_text_search_finds    (RfTextSearch *self,
                                       const char   *data,
                                       gsize         length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTextSearch, rf_text_search_free)

G_END_DECLS
