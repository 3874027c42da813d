/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

/* What one process holds. */
typedef struct {
  guint64 in_use;       /* bytes that malloc() has given out */
  guint64 private_kib;  /* memory of its own */
  guint   descriptors;
  guint   objects;      /* on D-Bus */
} SoakHolding;

void     soak_holding_prepare (const char *heap_module);
void     soak_holding_close   (void);
void     soak_holding_look    (SoakHolding *self, RfPhone *phone);
gboolean soak_holding_is_back (const SoakHolding *before, RfPhone *phone);
