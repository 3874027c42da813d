/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

/*
 * Numbers at a place in somebody else's bytes. Whoever calls has checked that they are there.
 * Packets are in network order, the records of a capture in that of the machine which wrote it.
 */

static inline guint
rf_get_u8 (RfStr bytes,
           gsize at)
{
  return (guint8) bytes.p[at];
}

static inline guint
rf_get_be16 (RfStr bytes,
             gsize at)
{
  return rf_get_u8 (bytes, at) << 8 | rf_get_u8 (bytes, at + 1);
}

static inline guint32
rf_get_be32 (RfStr bytes,
             gsize at)
{
  return (guint32) rf_get_be16 (bytes, at) << 16 | rf_get_be16 (bytes, at + 2);
}

static inline guint16
rf_get_u16 (const guint8 *at,
            gboolean      is_swapped)
{
  guint16 value;

  memcpy (&value, at, sizeof value);

  return is_swapped ? GUINT16_SWAP_LE_BE (value) : value;
}

static inline guint32
rf_get_u32 (const guint8 *at,
            gboolean      is_swapped)
{
  guint32 value;

  memcpy (&value, at, sizeof value);

  return is_swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

/* FALSE where there are fewer than @count bytes, which are then left alone. */
static inline gboolean
rf_take (RfStr *bytes,
         gsize  count)
{
  if (bytes->len < count)
    return FALSE;
  *bytes = rf_str_skip (*bytes, count);

  return TRUE;
}

G_END_DECLS
