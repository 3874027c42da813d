/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-transferor-machine.h"

#define STAY (-1)

#define WAITING   RF_TRANSFEROR_WAITING
#define HOLDING   RF_TRANSFEROR_HOLDING
#define REFERRING RF_TRANSFEROR_REFERRING
#define ACCEPTED  RF_TRANSFEROR_ACCEPTED
#define ANSWERED  RF_TRANSFEROR_ANSWERED
#define SUCCEEDED RF_TRANSFEROR_SUCCEEDED
#define FAILED    RF_TRANSFEROR_FAILED
#define REFUSED   RF_TRANSFEROR_REFUSED
#define UNKNOWN   RF_TRANSFEROR_UNKNOWN
#define CANCELLED RF_TRANSFEROR_CANCELLED

/* Every state by every event: the state that follows, in the order of the enums. */
static const int follows[RF_TRANSFEROR_N_STATES][RF_TRANSFEROR_N_EVENTS] = {
  [WAITING] = {
    HOLDING, FAILED, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, FAILED, STAY, CANCELLED,
  },
  [HOLDING] = {
    STAY, FAILED, REFERRING, FAILED, STAY, STAY, STAY, STAY, STAY, STAY, FAILED, FAILED, CANCELLED,
  },
  [REFERRING] = {
    STAY, STAY, STAY, STAY, ACCEPTED, REFUSED, ACCEPTED, ANSWERED, FAILED, UNKNOWN, STAY, UNKNOWN,
    UNKNOWN,
  },
  [ACCEPTED] = {
    STAY, STAY, STAY, STAY, STAY, REFUSED, STAY, ANSWERED, FAILED, UNKNOWN, STAY, UNKNOWN, UNKNOWN,
  },
  [ANSWERED] = {
    STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, SUCCEEDED, STAY, STAY,
  },
#define NOWHERE { STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY }
  [SUCCEEDED] = NOWHERE,
  [FAILED] = NOWHERE,
  [REFUSED] = NOWHERE,
  [UNKNOWN] = {
    STAY, STAY, STAY, STAY, STAY, REFUSED, STAY, ANSWERED, FAILED, STAY, STAY, STAY, STAY,
  },
  [CANCELLED] = NOWHERE,
};

static void
test_every_pair (void)
{
  for (int state = 0; state < RF_TRANSFEROR_N_STATES; state++)
    for (int event = 0; event < RF_TRANSFEROR_N_EVENTS; event++) {
      int expected = follows[state][event] == STAY ? state : follows[state][event];
      RfTransferorAction action;
      int next = rf_transferor_machine_next (state, event, &action);

      g_test_message ("state %d, event %d", state, event);
      g_assert_cmpint (next, ==, expected);
    }
}

static void
test_actions (void)
{
  for (int state = 0; state < RF_TRANSFEROR_N_STATES; state++)
    for (int event = 0; event < RF_TRANSFEROR_N_EVENTS; event++) {
      RfTransferorAction expected = RF_TRANSFEROR_DO_NOTHING;
      RfTransferorAction action;

      if (state == WAITING && event == RF_TRANSFEROR_TARGET_ANSWERED)
        expected = RF_TRANSFEROR_SEND_HOLD;
      if (state == HOLDING && event == RF_TRANSFEROR_HOLD_CONFIRMED)
        expected = RF_TRANSFEROR_SEND_REFER;
      if ((state == REFERRING || state == ACCEPTED || state == UNKNOWN) &&
          event == RF_TRANSFEROR_NOTIFY_SUCCESS)
        expected = RF_TRANSFEROR_SEND_BYE;
      (void) rf_transferor_machine_next (state, event, &action);
      g_assert_cmpint (action, ==, expected);
    }
}

static void
test_ends (void)
{
  g_assert_false (rf_transferor_machine_is_over (ACCEPTED));
  g_assert_false (rf_transferor_machine_is_over (ANSWERED));
  g_assert_true (rf_transferor_machine_is_over (SUCCEEDED));
  g_assert_true (rf_transferor_machine_is_over (UNKNOWN));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transferor-machine/every-pair", test_every_pair);
  g_test_add_func ("/transferor-machine/actions", test_actions);
  g_test_add_func ("/transferor-machine/ends", test_ends);
  return g_test_run ();
}
