/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_TYPE_IDENTITY (rf_identity_get_type ())
G_DECLARE_FINAL_TYPE (RfIdentity, rf_identity, RF, IDENTITY, GObject)

RfIdentity *rf_identity_new          (GSettings *settings);
RfPhone    *rf_identity_create_phone (RfIdentity *self,
                                      RfFeed     *feed);
void        rf_identity_start        (RfIdentity *self,
                                      RfPhone    *phone);
void        rf_identity_cancel       (RfIdentity *self);
void        rf_identity_apply        (RfIdentity *self,
                                      RfPhone    *phone);
void        rf_identity_set_password (RfIdentity *self,
                                      const char *password);
gboolean    rf_identity_has_password (RfIdentity *self);

G_END_DECLS
