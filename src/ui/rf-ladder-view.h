/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rf-look.h"

G_BEGIN_DECLS

#define RF_TYPE_LADDER_VIEW (rf_ladder_view_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderView, rf_ladder_view, RF, LADDER_VIEW, GtkOverlay)

GtkWidget *rf_ladder_view_new           (RfTrace *trace);
RfTrace   *rf_ladder_view_get_trace     (RfLadderView *self);
void       rf_ladder_view_set_trace     (RfLadderView *self, RfTrace *trace);
int        rf_ladder_view_get_selected  (RfLadderView *self);
void       rf_ladder_view_set_selected  (RfLadderView *self, int message);
/* Says for a few seconds what came of something. */
char      *rf_ladder_view_dup_sound_text (RfLadderView *self);
void       rf_ladder_view_tell          (RfLadderView *self, const char *words);
/* Selects a message, whatever hides it. */
void       rf_ladder_view_go_to         (RfLadderView *self, int message);
int        rf_ladder_view_get_limit     (RfLadderView *self);
void       rf_ladder_view_set_limit     (RfLadderView *self, int limit);
double     rf_ladder_view_get_zoom      (RfLadderView *self);
void       rf_ladder_view_set_zoom      (RfLadderView *self, double zoom);
gboolean   rf_ladder_view_get_following (RfLadderView *self);
/* What messages have to pass to be shown. */
RfRowFilter *rf_ladder_view_get_filter  (RfLadderView *self);
/* What a person calls them, and in what order they stand. */
RfLifelines *rf_ladder_view_get_lifelines (RfLadderView *self);
/* What is shown, for whoever is to show the same; %NULL where there is no trace. */
RfLook    *rf_ladder_view_dup_look      (RfLadderView *self);
/* Takes up what was chosen last, and remembers what is chosen here. */
void       rf_ladder_view_keep_times    (RfLadderView *self, GSettings *settings);
void       rf_ladder_view_keep_zoom     (RfLadderView *self, GSettings *settings);
/* Leads the keys to the field for the text that messages are to have. */
void       rf_ladder_view_search        (RfLadderView *self);
void       rf_ladder_view_set_following (RfLadderView *self, gboolean following);
/* Shows the first message, however much comes. */
void       rf_ladder_view_go_to_start   (RfLadderView *self);
/* Of all rows, also those out of sight. */
double     rf_ladder_view_get_body_height (RfLadderView *self);
/* Whether more messages may come, so that there is something to follow. */
void       rf_ladder_view_set_live      (RfLadderView *self, gboolean live);

G_END_DECLS
