/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-index-table.h"
#include "rf-pool.h"
#include "rf-trace-private.h"

G_BEGIN_DECLS

/* One way to write an identity, or a user at an address, and whom it means. */
struct _RfAlias {
  RfStr      text;
  RfEndpoint endpoint;
  RfUa      *ua;
};

/**
 * RfAliases:
 *
 * Who is found by a text, and by an endpoint where there is one.
 */
typedef struct {
  RfPool       aliases;
  RfIndexTable by_text;
} RfAliases;

void           rf_aliases_init   (RfAliases        *self,
                                  RfArena          *arena);
void           rf_aliases_clear  (RfAliases        *self);
void           rf_aliases_add    (RfAliases        *self,
                                  RfStr             text,
                                  const RfEndpoint *endpoint,
                                  RfUa             *ua);
const RfAlias *rf_aliases_lookup (const RfAliases  *self,
                                  RfStr             text,
                                  const RfEndpoint *endpoint);
RfUa          *rf_aliases_find   (const RfAliases  *self,
                                  RfStr             text,
                                  const RfEndpoint *endpoint);
RfUa          *rf_alias_get_ua   (const RfAlias    *alias);

G_END_DECLS
