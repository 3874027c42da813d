/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-test-pulse.h"

#include <stdbool.h>

/* Stock baresip, as a process of its own, with the test module and Referee's audio drivers in it.
 * */
typedef struct _RfTestBaresip RfTestBaresip;

RfTestBaresip *rf_test_baresip_new      (RfTestPulse *pulse, const char *codec);
void           rf_test_baresip_free     (RfTestBaresip *self);

const char    *rf_test_baresip_get_uri  (RfTestBaresip *self);
const char    *rf_test_baresip_get_pid  (RfTestBaresip *self);
void           rf_test_baresip_tell     (RfTestBaresip *self,
                                         const char    *format,
                                         ...) G_GNUC_PRINTF (2, 3);
char          *rf_test_baresip_wait_for (RfTestBaresip *self, const char *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTestBaresip, rf_test_baresip_free)
