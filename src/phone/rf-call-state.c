/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-state"

#include "rf-call-private.h"

GType
rf_call_state_get_type (void)
{
  static const GEnumValue values[] = {
    { RF_CALL_DIALING, "RF_CALL_DIALING", "dialing" },
    { RF_CALL_RINGING_OUT, "RF_CALL_RINGING_OUT", "ringing-out" },
    { RF_CALL_RINGING_IN, "RF_CALL_RINGING_IN", "ringing-in" },
    { RF_CALL_EARLY, "RF_CALL_EARLY", "early" },
    { RF_CALL_ESTABLISHED, "RF_CALL_ESTABLISHED", "established" },
    { RF_CALL_ENDED, "RF_CALL_ENDED", "ended" },
    { RF_CALL_LOST, "RF_CALL_LOST", "lost" },
    { RF_CALL_ASKING, "RF_CALL_ASKING", "asking" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("RfCallState", values));
  return type;
}

/**
 * rf_call_next_state:
 * @state: where the call is
 * @incoming: whether it is to us
 * @name: (nullable): what the core says of it
 *
 * The one transition function of a call. An ended or lost call stays so, and one that was answered
 * only ends. What is no call never becomes one.
 *
 * Returns: where the call is now
 */
RfCallState
rf_call_next_state (RfCallState  state,
                    gboolean     incoming,
                    const char  *name)
{
  if (state == RF_CALL_ENDED || state == RF_CALL_LOST || state == RF_CALL_ASKING)
    return state;
  if (g_strcmp0 (name, "ended") == 0)
    return RF_CALL_ENDED;
  if (state == RF_CALL_ESTABLISHED || g_strcmp0 (name, "established") == 0)
    return RF_CALL_ESTABLISHED;
  if (g_strcmp0 (name, "asking") == 0)
    return RF_CALL_ASKING;
  /* It takes the place of another call, which the core lets it do without asking. */
  if (incoming && (state == RF_CALL_EARLY || g_strcmp0 (name, "early") == 0))
    return RF_CALL_EARLY;
  /* Whatever we have sent so far, a person has not answered it yet. */
  if (incoming)
    return RF_CALL_RINGING_IN;
  if (g_strcmp0 (name, "ringing") == 0)
    return RF_CALL_RINGING_OUT;
  if (g_strcmp0 (name, "early") == 0)
    return RF_CALL_EARLY;
  return state;
}
