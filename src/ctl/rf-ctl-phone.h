/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The commands that lead the running Referee, but for "transfer" and "events": argv[0] is the
 * command's name. Each returns the exit status: 0 done, 1 not, 2 it could not be tried.
 */
int rf_ctl_calls_main   (int argc, char **argv);
int rf_ctl_dial_main    (int argc, char **argv);
int rf_ctl_answer_main  (int argc, char **argv);
int rf_ctl_hang_up_main (int argc, char **argv);
int rf_ctl_hold_main    (int argc, char **argv);
int rf_ctl_resume_main  (int argc, char **argv);
int rf_ctl_accept_main  (int argc, char **argv);
int rf_ctl_decline_main (int argc, char **argv);
