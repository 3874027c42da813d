/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-fuzz.h"

/* A warning of ours is a finding too. */
int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);

  return 0;
}
