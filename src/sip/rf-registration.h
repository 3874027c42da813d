/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

/**
 * RfRegistration:
 * @RF_REGISTRATION_ASKED: which addresses there are, no more
 * @RF_REGISTRATION_GIVEN: calls are to be sent to an address
 * @RF_REGISTRATION_TAKEN_BACK: calls are not to be sent to an address, or any, any more
 *
 * What a REGISTER is there for (RFC 3261 §10.2).
 */
typedef enum {
  RF_REGISTRATION_ASKED,
  RF_REGISTRATION_GIVEN,
  RF_REGISTRATION_TAKEN_BACK,
} RfRegistration;

RfRegistration rf_registration_read       (const char *data,
                                           gsize       length);
gboolean       rf_registration_takes_back (RfStr contact,
                                           RfStr expires);

G_END_DECLS
