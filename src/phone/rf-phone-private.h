/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-dbus-core.h"
#include "rf-phone.h"

G_BEGIN_DECLS

/* For the other files of this layer. */
RfDBusPhone *rf_phone_get_proxy      (RfPhone *self);
RfCall      *rf_phone_find_call      (RfPhone    *self,
                                      const char *path);
void         rf_phone_report_failure (RfPhone      *self,
                                      const GError *error);

G_END_DECLS
