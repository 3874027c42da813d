/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_CONTROL_PATH "/org/referee/Control"

/**
 * RfControl:
 *
 * Lets scripts lead a phone over D-Bus, as data/dbus/org.referee.Control1.xml says. It is there for
 * as long as somebody holds it.
 *
 * Signal "asked-first" (RfCall caller, RfCall asked): a script has put the caller on hold to speak
 * with the other one first. It completes that, or the person does.
 */
#define RF_TYPE_CONTROL (rf_control_get_type ())
G_DECLARE_FINAL_TYPE (RfControl, rf_control, RF, CONTROL, GObject)

RfControl *rf_control_new (RfPhone          *phone,
                           GDBusConnection  *connection,
                           GError          **error);

G_END_DECLS
