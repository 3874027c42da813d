/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the call core gives as the reason of an end where no phrase came over the wire, or the app
 * for a core that has gone. They are sentences, for logs and scripts; the window has words of its
 * own for each.
 */

#define RF_REASON_CALL_ENDED      "The call ended"
#define RF_REASON_CANNOT_HOLD     "The call cannot be held now"
#define RF_REASON_CORE_ENDED      "The call core ended"
#define RF_REASON_NOT_FOLLOWED    "You stopped following the transfer"
#define RF_REASON_NOT_SENT        "The request could not be sent"
#define RF_REASON_NO_ANSWER       "The other phone did not answer"
#define RF_REASON_NO_REPLACES     "The target's phone cannot take over a call"
#define RF_REASON_NO_RESULT       "The other phone ended its reports without a result"
#define RF_REASON_RESUMED         "The other phone took the call up again without a result"
#define RF_REASON_SILENT          "The other phone stopped reporting"
#define RF_REASON_TARGET_ENDED    "The call to the target ended"
#define RF_REASON_TARGET_NOT_HELD "The call to the target cannot be held now"

#define RF_REASONS                                                                                 \
  RF_REASON_CALL_ENDED, RF_REASON_CANNOT_HOLD, RF_REASON_CORE_ENDED, RF_REASON_NOT_FOLLOWED,       \
  RF_REASON_NOT_SENT, RF_REASON_NO_ANSWER, RF_REASON_NO_REPLACES, RF_REASON_NO_RESULT,             \
  RF_REASON_RESUMED, RF_REASON_SILENT, RF_REASON_TARGET_ENDED, RF_REASON_TARGET_NOT_HELD
