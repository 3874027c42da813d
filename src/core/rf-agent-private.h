/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-agent.h"

G_BEGIN_DECLS

struct _RfAgent {
  GDBusObjectManagerServer *manager;
  RfDBusObjectSkeleton     *object;
  RfDBusPhone              *iface;
  GPtrArray                *accounts; /* of RfAccount */
  GPtrArray                *legs;     /* of RfLeg, freed by rf_agent_remove_leg() */
  GQueue                    ended;    /* names of the last dialogs, newest first */
  guint                     last_leg;
  char                     *codecs;   /* comma-separated; NULL for all */
  gboolean                  shutting_down;
  struct tmr                goodbye;
};

void rf_agent_connect_methods (RfAgent *self);
void rf_agent_release_legs    (RfAgent   *self,
                               RfAccount *account);
void rf_agent_drop_account    (RfAgent   *self,
                               RfAccount *account);

G_END_DECLS
