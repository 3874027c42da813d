/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* "refereectl ladder": argv[0] is the command's name; returns the exit status, 0 or 2. */
int rf_ctl_ladder_main (int argc, char **argv);
