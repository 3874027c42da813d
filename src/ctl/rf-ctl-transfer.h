/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * "refereectl transfer": argv[0] is the command's name. Returns the exit status: 0 the transfer
 * succeeded, 1 it did not, 2 it could not be tried, 130 or 143 it was interrupted.
 */
int rf_ctl_transfer_main (int argc, char **argv);
