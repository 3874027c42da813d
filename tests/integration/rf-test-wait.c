/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-wait.h"

gboolean
rf_test_on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}
