/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-call-private.h"

G_BEGIN_DECLS

/**
 * RfTestCalls:
 *
 * Calls in any state that a test wants, without a core: the core's end of the wire is the generated
 * skeleton.
 */
typedef struct {
  GDBusConnection *core_end;
  GDBusConnection *app_end;
  GPtrArray       *skeletons;
  gint64           deadline; /* of what is asked; 0 for none */
} RfTestCalls;

void    rf_test_calls_set_up    (RfTestCalls   *self,
                                 gconstpointer  data);
void    rf_test_calls_tear_down (RfTestCalls   *self,
                                 gconstpointer  data);
RfCall *rf_test_calls_add       (RfTestCalls *self,
                                 const char  *direction,
                                 const char  *state,
                                 const char  *peer_name,
                                 const char  *peer_uri);
void    rf_test_calls_ask       (RfTestCalls *self,
                                 RfCall      *call,
                                 const char  *target,
                                 const char  *by,
                                 gboolean     attended);
void    rf_test_calls_end       (RfTestCalls *self,
                                 RfCall      *call,
                                 const char  *ended_by);

G_END_DECLS
