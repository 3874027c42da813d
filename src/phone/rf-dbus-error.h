/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GError *rf_dbus_error_translate (GError *error);

G_END_DECLS
