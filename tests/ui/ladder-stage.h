/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ladder-fixture.h"
#include "rf-ladder-canvas.h"
#include "rf-ladder-view.h"

#define LADDER_STAGE_DEADLINE_MS 20000

/**
 * LadderStage:
 * @trace: that of ladder_fixture_blind()
 * @view: shows it in @window
 * @updated: whether the canvas was updated since this was set to %FALSE
 *
 * A window of 900 × 400 pixels with a ladder in it, for g_test_add().
 */
typedef struct {
  RfTrace        *trace;
  GtkWidget      *window;
  RfLadderView   *view;
  RfLadderCanvas *canvas;
  RfRowFilter    *filter;
  GtkWidget      *bar;
  GtkEntry       *search;
  gboolean        updated;
} LadderStage;

/* Lets the main loop run until @what holds. */
#define LADDER_STAGE_WAIT_FOR(what) G_STMT_START {                                  \
    guint watchdog_ = g_timeout_add (LADDER_STAGE_DEADLINE_MS,                      \
                                     ladder_stage_give_up, NULL);                   \
    while (!(what))                                                                 \
      g_main_context_iteration (NULL, TRUE);                                        \
    g_source_remove (watchdog_);                                                    \
  } G_STMT_END

gboolean   ladder_stage_give_up   (gpointer user_data);
void       ladder_stage_set_up    (LadderStage   *self,
                                   gconstpointer  data);
void       ladder_stage_tear_down (LadderStage   *self,
                                   gconstpointer  data);
/* The first widget of a type in another one, or NULL. */
GtkWidget *ladder_stage_find      (GtkWidget *widget,
                                   GType      type);
void       ladder_stage_press_key (LadderStage     *self,
                                   guint            key,
                                   GdkModifierType  modifiers);
void       ladder_stage_click     (LadderStage *self,
                                   double       x,
                                   double       y);
/* Whether a person who points there is told this; or anything, where it is NULL. */
gboolean   ladder_stage_has_tip   (LadderStage *self,
                                   int          x,
                                   int          y,
                                   const char  *text);
