/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-call.h"

G_BEGIN_DECLS

/**
 * RfControlCall:
 *
 * A call under the id that scripts have for it. Signal "told" (GVariant of type a{sv}): an event of
 * the call, as org.referee.Control1 has it. Signal "asked-first" (RfCall): a script has put the
 * call on hold to speak with that one first.
 */
#define RF_TYPE_CONTROL_CALL (rf_control_call_get_type ())
G_DECLARE_FINAL_TYPE (RfControlCall, rf_control_call, RF, CONTROL_CALL, GObject)

RfControlCall *rf_control_call_new           (RfCall     *call,
                                              const char *id);
RfCall        *rf_control_call_get_call      (RfControlCall *self);
const char    *rf_control_call_get_id        (RfControlCall *self);
GVariant      *rf_control_call_describe      (RfControlCall *self);
void           rf_control_call_tell_of_start (RfControlCall *self);
void           rf_control_call_tell_of_asking (RfControlCall *self,
                                               RfCall        *asked);
void           rf_control_call_tell_of_failure (RfControlCall *self,
                                                const char    *command,
                                                const GError  *error);

G_END_DECLS
