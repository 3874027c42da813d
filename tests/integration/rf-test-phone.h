/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

RfPhone *rf_test_phone_new_as   (const RfAccountConfig *account, RfFeed *feed);
RfPhone *rf_test_phone_new      (const char *user, const char *consent, RfFeed *feed);
RfPhone *rf_test_phone_new_with_player (const char *user, const char *player, RfFeed *feed);
RfPhone *rf_test_phone_new_humming (const char *user, RfFeed *feed);
void     rf_test_phone_stop     (RfPhone *phone);
guint16  rf_test_phone_get_port (RfPhone *phone);
RfCall  *rf_test_phone_get_call (RfPhone *phone);
gboolean rf_test_process_lives  (GPid pid);
