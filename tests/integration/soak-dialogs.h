/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

/**
 * SoakDialogs:
 *
 * Every SIP dialog that some cores had, and a way to ask them whether they still know it.
 */
typedef struct _SoakDialogs SoakDialogs;

SoakDialogs *soak_dialogs_new       (guint max_dialogs);
void         soak_dialogs_free      (SoakDialogs *self);

void         soak_dialogs_remember  (SoakDialogs *self, RfPhone *phone, RfCall *call);
guint        soak_dialogs_release   (SoakDialogs *self);
guint        soak_dialogs_check_all (SoakDialogs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoakDialogs, soak_dialogs_free)
