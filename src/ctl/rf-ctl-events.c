/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-events"

#include "config.h"

#include "rf-ctl-events.h"

#include "rf-ctl-arguments.h"
#include "rf-ctl-watch.h"

#include <stdio.h>

static const RfCtlSyntax syntax = {
  "events", "",
  "Prints what happens to the phone and its calls from now on, one JSON object a line. The first\n"
  "line tells how the phone stands.", 0, 0
};

/* Whoever reads may have enough, as "head" has. */
static void
print (RfCtlWatch *watch,
       GVariant   *event,
       gpointer    data)
{
  rf_ctl_remote_print (event);
  if (ferror (stdout)) {
    clearerr (stdout);
    rf_ctl_watch_quit (watch, RF_CTL_DONE);
  }
}

/* There is nothing more to tell. */
static int
on_vanished (gpointer data)
{
  return RF_CTL_DONE;
}

/* In the form of the event that tells of a change. It also tells scripts that nothing is missed. */
static void
print_start (RfCtlWatch *watch)
{
  RfDBusControl *control = rf_ctl_watch_get_control (watch);
  const char *registration = rf_dbus_control_get_registration (control);
  const char *address = rf_dbus_control_get_address (control);
  g_autoptr (GVariant) event = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "time",
                         g_variant_new_double (g_get_real_time () / (double) G_USEC_PER_SEC));
  g_variant_builder_add (&builder, "{sv}", "event", g_variant_new_string ("registration"));
  g_variant_builder_add (&builder, "{sv}", "stage", g_variant_new_string (registration));
  g_variant_builder_add (&builder, "{sv}", "reason", g_variant_new_string (""));
  g_variant_builder_add (&builder, "{sv}", "address",
                         g_variant_new_string (address ? address : ""));
  event = g_variant_ref_sink (g_variant_builder_end (&builder));
  rf_ctl_remote_print (event);
}

/**
 * rf_ctl_events_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "events"
 *
 * Returns: the exit status: 0 where Referee or the reader has ended, 2 where none runs, 130 after
 *   Ctrl+C
 */
int
rf_ctl_events_main (int    argc,
                    char **argv)
{
  static const RfCtlWatchFuncs funcs = { .event = print, .vanished = on_vanished };
  const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };
  g_auto (GStrv) operands = rf_ctl_parse (&syntax, options, argc, argv);
  g_autoptr (RfCtlWatch) watch = NULL;

  if (operands == NULL)
    return RF_CTL_UNUSABLE;
  watch = rf_ctl_watch_new (syntax.command, &funcs, NULL);
  if (watch == NULL)
    return RF_CTL_UNUSABLE;
  print_start (watch);
  return rf_ctl_watch_run (watch, 0);
}
