/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Texts that come from the network, made fit for a drawing or a terminal. The lower layers promise
 * valid UTF-8; what is asked here besides is that a label cannot move the cursor, turn the
 * direction of the text beside it, hide characters, or grow without end.
 */

/*
 * What to leave out where there is no room: of an identity the beginning tells who and the end
 * tells where, of a sentence the beginning tells most.
 */
typedef enum {
  RF_LABEL_CUT_MIDDLE,
  RF_LABEL_CUT_END,
} RfLabelCut;

char  *rf_label_dup_clean      (const char *text,
                                gssize      length,
                                guint       max_chars,
                                RfLabelCut  cut);
char  *rf_label_dup_ellipsized (const char *text,
                                guint       max_cells,
                                RfLabelCut  cut);
guint  rf_label_count_cells    (const char *text);
RfLabelCut rf_label_get_cut    (const char *name);

G_END_DECLS
