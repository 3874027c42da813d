/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RfCoreLog RfCoreLog;

RfCoreLog *rf_core_log_new      (const char   *name,
                                 GInputStream *stream);
void       rf_core_log_free     (RfCoreLog *self);
char      *rf_core_log_dup_tail (RfCoreLog *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfCoreLog, rf_core_log_free)

G_END_DECLS
