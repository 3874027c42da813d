/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-dbus-control.h"

G_BEGIN_DECLS

/* Of the commands that lead a running Referee. */
#define RF_CTL_DONE     0
#define RF_CTL_NOT_DONE 1
#define RF_CTL_UNUSABLE 2

RfDBusControl *rf_ctl_remote_connect  (const char *command);
int            rf_ctl_remote_complain (const char   *command,
                                       const GError *error);
GVariant      *rf_ctl_remote_find     (RfDBusControl *control,
                                       const char    *id,
                                       GError       **error);
char          *rf_ctl_remote_dup_text (GVariant   *record,
                                       const char *key);
guint          rf_ctl_remote_get_code (GVariant   *record,
                                       const char *key);
void           rf_ctl_remote_print    (GVariant *record);

G_END_DECLS
