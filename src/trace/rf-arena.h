/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

/**
 * RfArena:
 *
 * Memory that is given out in small pieces and freed all at once: what is in a trace stays as long
 * as the trace.
 */
typedef struct _RfArena RfArena;

RfArena *rf_arena_new     (void);
void     rf_arena_free    (RfArena *self);
gpointer rf_arena_alloc   (RfArena *self,
                           gsize    size);
char    *rf_arena_dup     (RfArena *self,
                           RfStr    text);
RfStr    rf_arena_dup_str (RfArena *self,
                           RfStr    text);
char    *rf_arena_dup_c   (RfArena    *self,
                           const char *text);

#define rf_arena_new0(self, Type) ((Type *) rf_arena_alloc ((self), sizeof (Type)))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfArena, rf_arena_free)

G_END_DECLS
