/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone-types.h"

G_BEGIN_DECLS

typedef struct _RfAccount RfAccount;

RfAccount  *rf_account_new           (const RfAccountConfig  *config,
                                      GError                **error);
void        rf_account_free          (RfAccount *self);
char       *rf_account_dup_aor       (RfAccount  *self,
                                      const char *local_address);
const char *rf_account_get_name      (RfAccount *self);
GVariant   *rf_account_build_options (RfAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfAccount, rf_account_free)

G_END_DECLS
