/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-call-private.h"

#define N_STATES (RF_CALL_ASKING + 1)

static const char *const names[] = { "dialing", "ringing", "early", "established", "ended",
                                     "asking", "%s", NULL };

#define DIA RF_CALL_DIALING
#define OUT RF_CALL_RINGING_OUT
#define IN  RF_CALL_RINGING_IN
#define EAR RF_CALL_EARLY
#define EST RF_CALL_ESTABLISHED
#define END RF_CALL_ENDED
#define LOS RF_CALL_LOST
#define ASK RF_CALL_ASKING

/* A row a state, a column a name, in the orders above. */
static const RfCallState outgoing[N_STATES][G_N_ELEMENTS (names)] = {
  { DIA, OUT, EAR, EST, END, ASK, DIA, DIA },
  { OUT, OUT, EAR, EST, END, ASK, OUT, OUT },
  { IN, OUT, EAR, EST, END, ASK, IN, IN },
  { EAR, OUT, EAR, EST, END, ASK, EAR, EAR },
  { EST, EST, EST, EST, END, EST, EST, EST },
  { END, END, END, END, END, END, END, END },
  { LOS, LOS, LOS, LOS, LOS, LOS, LOS, LOS },
  { ASK, ASK, ASK, ASK, ASK, ASK, ASK, ASK },
};

static const RfCallState incoming[N_STATES][G_N_ELEMENTS (names)] = {
  { IN, IN, EAR, EST, END, ASK, IN, IN },
  { IN, IN, EAR, EST, END, ASK, IN, IN },
  { IN, IN, EAR, EST, END, ASK, IN, IN },
  { EAR, EAR, EAR, EST, END, ASK, EAR, EAR },
  { EST, EST, EST, EST, END, EST, EST, EST },
  { END, END, END, END, END, END, END, END },
  { LOS, LOS, LOS, LOS, LOS, LOS, LOS, LOS },
  { ASK, ASK, ASK, ASK, ASK, ASK, ASK, ASK },
};

static void
test_table (void)
{
  for (guint state = 0; state < N_STATES; state++)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
      g_assert_cmpint (rf_call_next_state (state, FALSE, names[i]), ==, outgoing[state][i]);
      g_assert_cmpint (rf_call_next_state (state, TRUE, names[i]), ==, incoming[state][i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call-state/table", test_table);
  return g_test_run ();
}
