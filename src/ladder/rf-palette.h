/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder.h"

G_BEGIN_DECLS

#define RF_PALETTE_N_PHASES 7

/* 0xRRGGBB */
typedef guint32 RfColour;

/**
 * RfPalette:
 * @phases: text and lines of each phase; 0 is for messages of no transfer
 *
 * The colours of a theme. Everything that is read as text has a contrast of 4.5:1 or more on
 * @background and on @selection, and of 7:1 where a theme is for who needs more (WCAG 2.1, 1.4.3
 * and 1.4.6).
 */
typedef struct {
  RfColour background;
  RfColour text;
  RfColour dim;       /* times, roles */
  RfColour lifeline;
  RfColour head;      /* fill of a lifeline's head */
  RfColour selection;
  RfColour accent;    /* edge of the selection */
  RfColour phases[RF_PALETTE_N_PHASES];
} RfPalette;

const RfPalette *rf_palette_get      (RfLadderTheme theme);
double           rf_palette_contrast (RfColour a,
                                      RfColour b);

G_END_DECLS
