/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-phone-types"

#include "rf-phone-types.h"

G_DEFINE_QUARK (rf-phone-error-quark, rf_phone_error)

GType
rf_phone_state_get_type (void)
{
  static const GEnumValue values[] = {
    { RF_PHONE_STOPPED, "RF_PHONE_STOPPED", "stopped" },
    { RF_PHONE_STARTING, "RF_PHONE_STARTING", "starting" },
    { RF_PHONE_READY, "RF_PHONE_READY", "ready" },
    { RF_PHONE_LOST, "RF_PHONE_LOST", "lost" },
    { RF_PHONE_FAILED, "RF_PHONE_FAILED", "failed" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("RfPhoneState", values));
  return type;
}
