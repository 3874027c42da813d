/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * "refereectl demo": argv[0] is the command's name. Returns the exit status: 0 it came as the
 * scenario promises, 1 it did not, 2 it could not run, 130 or 143 it was interrupted or asked to
 * end.
 */
int rf_ctl_demo_main (int argc, char **argv);
