/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RfCtlSyntax:
 * @command: its name
 * @operands: what follows the options, for the usage line
 * @summary: what it does, for --help
 * @min: at least so many operands
 * @max: at most so many
 *
 * How one command is called.
 */
typedef struct {
  const char *command;
  const char *operands;
  const char *summary;
  guint       min;
  guint       max;
} RfCtlSyntax;

char   **rf_ctl_parse        (const RfCtlSyntax  *syntax,
                              const GOptionEntry *options,
                              int                 argc,
                              char              **argv);
gboolean rf_ctl_check_format (const char *command,
                              const char *format,
                              gboolean   *json);
gboolean rf_ctl_check_timeout (const char *command,
                              double      seconds);

G_END_DECLS
