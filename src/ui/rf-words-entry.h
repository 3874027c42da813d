/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-entry-list.h"

G_BEGIN_DECLS

char *rf_words_entry_title   (const RfEntry *entry);
char *rf_words_entry_outcome (const RfEntry *entry,
                              RfTrace           *trace);

G_END_DECLS
