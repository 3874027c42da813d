/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Runs the main loop until @condition is true, at most @seconds; the test fails when it does not
 * come true. The tick is for conditions outside of the loop, such as a process that ends;
 * everything else wakes the loop by itself.
 */
#define rf_test_wait(condition, seconds)                                                     \
  G_STMT_START {                                                                             \
    gint64 rf_test_end = g_get_monotonic_time () + (seconds) * G_TIME_SPAN_SECOND;           \
    guint rf_test_tick = g_timeout_add (20, rf_test_on_tick, NULL);                          \
    gboolean rf_test_came = FALSE;                                                           \
                                                                                             \
    while (!(rf_test_came = (condition) ? TRUE : FALSE) &&                                   \
           g_get_monotonic_time () < rf_test_end)                                            \
      g_main_context_iteration (NULL, TRUE);                                                 \
    g_source_remove (rf_test_tick);                                                          \
    if (!rf_test_came)                                                                       \
      g_error ("%s:%d: “%s” did not come true within %d s", __FILE__, __LINE__, #condition,  \
               (int) (seconds));                                                             \
  } G_STMT_END

gboolean rf_test_on_tick (gpointer user_data);
