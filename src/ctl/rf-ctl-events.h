/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* "refereectl events": argv[0] is the command's name; returns the exit status. */
int rf_ctl_events_main (int argc, char **argv);
