/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RF_TYPE_LADDER_SCROLL (rf_ladder_scroll_get_type ())
G_DECLARE_FINAL_TYPE (RfLadderScroll, rf_ladder_scroll, RF, LADDER_SCROLL, GObject)

RfLadderScroll *rf_ladder_scroll_new            (void);
GtkAdjustment  *rf_ladder_scroll_get_adjustment (RfLadderScroll *self,
                                                 GtkOrientation  orientation);
void            rf_ladder_scroll_set_adjustment (RfLadderScroll *self,
                                                 GtkOrientation  orientation,
                                                 GtkAdjustment  *adjustment);
void            rf_ladder_scroll_place          (RfLadderScroll *self,
                                                 GtkOrientation  orientation,
                                                 double          size,
                                                 double          visible,
                                                 double          step,
                                                 double          page);
double          rf_ladder_scroll_get_offset     (RfLadderScroll *self,
                                                 GtkOrientation  orientation);
gboolean        rf_ladder_scroll_sees           (RfLadderScroll *self,
                                                 GtkOrientation  orientation,
                                                 double          begin,
                                                 double          end);
void            rf_ladder_scroll_reveal         (RfLadderScroll *self,
                                                 GtkOrientation  orientation,
                                                 double          begin,
                                                 double          end);
gboolean        rf_ladder_scroll_get_following  (RfLadderScroll *self);
void            rf_ladder_scroll_set_following  (RfLadderScroll *self,
                                                 gboolean        following);
void            rf_ladder_scroll_go_to_start    (RfLadderScroll *self);

G_END_DECLS
