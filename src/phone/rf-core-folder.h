/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-listen.h"

G_BEGIN_DECLS

char *rf_core_folder_create       (const char      *name,
                                   const RfListen  *listen,
                                   GError         **error);
void  rf_core_folder_remove       (const char *folder);
char *rf_core_folder_build_config (const RfListen     *listen,
                                   const char         *interface,
                                   const char *const  *modules,
                                   const char         *core_module);

G_END_DECLS
