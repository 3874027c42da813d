/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-palette"

#include "config.h"

#include "rf-palette.h"

#include <math.h>

/*
 * The phases follow the palette of Okabe and Ito, which people who see fewer colours tell apart
 * too: grey, vermilion, blue, orange, purple, sky. As text on white most of it is too pale, and its
 * two blues come close to each other, so the lightness of each is moved until both are right.
 */
static const RfPalette palettes[] = {
  [RF_LADDER_LIGHT] = {
    .background = 0xffffff,
    .text = 0x1f2326,
    .dim = 0x5b6066,
    .lifeline = 0xb4b8bc,
    .head = 0xf1f3f5,
    .selection = 0xe8f2fc,
    .accent = 0x2f7fd0,
    .phases = { 0x5b6066, 0x62676c, 0xb54700, 0x0058a3, 0x835c00, 0x9c3f72, 0x17728f },
  },
  [RF_LADDER_DARK] = {
    .background = 0x1e1e1e,
    .text = 0xeeeeec,
    .dim = 0xb4b8bc,
    .lifeline = 0x62676c,
    .head = 0x2e3236,
    .selection = 0x26384a,
    .accent = 0x6fb0f0,
    .phases = { 0xb4b8bc, 0xb8bcc0, 0xfb9a5c, 0x74a9ff, 0xf2b63c, 0xeba6cd, 0x8fe3f5 },
  },
  [RF_LADDER_LIGHT_CONTRAST] = {
    .background = 0xffffff,
    .text = 0x000000,
    .dim = 0x3a3d40,
    .lifeline = 0x5b6066,
    .head = 0xffffff,
    .selection = 0xcfe4fb,
    .accent = 0x0b4fa0,
    .phases = { 0x3a3d40, 0x3d4145, 0x852600, 0x002f8a, 0x553b00, 0x6f2149, 0x06495f },
  },
  [RF_LADDER_DARK_CONTRAST] = {
    .background = 0x000000,
    .text = 0xffffff,
    .dim = 0xd8dadc,
    .lifeline = 0xb4b8bc,
    .head = 0x000000,
    .selection = 0x0a3156,
    .accent = 0x9cc3ff,
    .phases = { 0xd8dadc, 0xd8dadc, 0xffab78, 0x9cc3ff, 0xffd24a, 0xf6bfe0, 0xa8fff0 },
  },
};

/**
 * rf_palette_get:
 * @theme: how it is to look
 *
 * Returns: (transfer none): the theme's colours
 */
const RfPalette *
rf_palette_get (RfLadderTheme theme)
{
  g_return_val_if_fail (theme < G_N_ELEMENTS (palettes), &palettes[RF_LADDER_LIGHT]);

  return &palettes[theme];
}

static double
channel_luminance (guint value)
{
  double c = value / 255.0;

  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

/* Relative luminance as WCAG 2.1 defines it. */
static double
luminance (RfColour colour)
{
  return 0.2126 * channel_luminance ((colour >> 16) & 0xff) +
         0.7152 * channel_luminance ((colour >> 8) & 0xff) +
         0.0722 * channel_luminance (colour & 0xff);
}

/**
 * rf_palette_contrast:
 * @a: a colour
 * @b: another one
 *
 * Returns: their contrast ratio as WCAG 2.1 defines it, 1 to 21
 */
double
rf_palette_contrast (RfColour a,
                     RfColour b)
{
  double la = luminance (a);
  double lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}
