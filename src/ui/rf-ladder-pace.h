/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RfLadderPaceFunc:
 * @widget: what is to be shown anew
 *
 * Takes up what is new; the widget is drawn after that.
 *
 * Returns: whether there is more to do that can wait for the next frame
 */
typedef gboolean (*RfLadderPaceFunc) (GtkWidget *widget);

/**
 * RfLadderPace:
 *
 * When a widget takes up what is new: once a frame, however much it is; and before the frame where
 * a person waits for the news, as a frame that has just begun is over only 17 ms later.
 */
typedef struct _RfLadderPace RfLadderPace;

RfLadderPace *rf_ladder_pace_new         (GtkWidget        *widget,
                                          RfLadderPaceFunc  update);
void          rf_ladder_pace_free        (RfLadderPace     *self);
gboolean      rf_ladder_pace_is_updating (RfLadderPace     *self);
void          rf_ladder_pace_request     (RfLadderPace     *self,
                                          gboolean          hurry);

G_END_DECLS
