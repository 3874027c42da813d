/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-phone"

#include "config.h"

#include "rf-ctl-phone.h"

#include "rf-ctl-arguments.h"
#include "rf-ctl-output.h"
#include "rf-ctl-watch.h"

#include <stdio.h>
#include <string.h>

/* calls */

static const RfCtlSyntax calls_syntax = {
  "calls", "", "Lists the calls of the running Referee.", 0, 0
};

static gboolean
get_flag (GVariant   *call,
          const char *key)
{
  gboolean flag = FALSE;

  g_variant_lookup (call, key, "b", &flag);
  return flag;
}

/* "established, held, transfer: ringing" */
static char *
dup_state (GVariant *call)
{
  g_autofree char *state = rf_ctl_remote_dup_text (call, "state");
  g_autofree char *transfer = rf_ctl_remote_dup_text (call, "transfer");
  GString *text = g_string_new (state);

  if (get_flag (call, "held"))
    g_string_append (text, ", held");
  if (get_flag (call, "held_by_peer"))
    g_string_append (text, ", held by peer");
  if (get_flag (call, "muted"))
    g_string_append (text, ", muted");
  if (*transfer != '\0')
    g_string_append_printf (text, ", transfer: %s", transfer);
  return g_string_free (text, FALSE);
}

/* Who asks is the other phone, whomever it names. Whether the person agrees is open. */
static void
print_request (GVariant   *call,
               const char *id,
               const char *peer,
               const char *uri)
{
  g_autofree char *state = rf_ctl_remote_dup_text (call, "state");
  g_autofree char *target = rf_ctl_remote_dup_text (call, "request_target");
  g_autofree char *kind = rf_ctl_remote_dup_text (call, "request_kind");
  g_autofree char *by = rf_ctl_remote_dup_text (call, "request_by");
  gboolean outside = g_str_equal (state, "asking");
  gboolean other = *by != '\0' && strstr (by, uri) == NULL;

  if (*target == '\0')
    return;
  printf ("    %s asks %s %s (%s)%s%s: refereectl accept %s, or decline %s\n", peer,
          outside ? "you to call" : "to connect you to", target, kind,
          other ? ", in the name of " : "", other ? by : "", id, id);
}

static void
print_call (GVariant *call)
{
  g_autofree char *id = rf_ctl_remote_dup_text (call, "id");
  g_autofree char *state = dup_state (call);
  g_autofree char *peer = rf_ctl_remote_dup_text (call, "peer");
  g_autofree char *uri = rf_ctl_remote_dup_text (call, "uri");

  printf ("%-3s %-22s %s <%s>\n", id, state, peer, uri);
  print_request (call, id, peer, uri);
}

static void
print_calls (GVariant *list)
{
  GVariantIter iter;
  GVariant *call;

  if (g_variant_n_children (list) == 0)
    puts ("There is no call.");
  g_variant_iter_init (&iter, list);
  while ((call = g_variant_iter_next_value (&iter)) != NULL) {
    print_call (call);
    g_variant_unref (call);
  }
}

/**
 * rf_ctl_calls_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "calls"
 *
 * Returns: the exit status
 */
int
rf_ctl_calls_main (int    argc,
                   char **argv)
{
  g_autofree char *format = NULL;
  const GOptionEntry options[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) operands = rf_ctl_parse (&calls_syntax, options, argc, argv);
  g_autoptr (RfDBusControl) control = NULL;
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GError) error = NULL;
  gboolean json;

  if (operands == NULL || !rf_ctl_check_format ("calls", format, &json))
    return RF_CTL_UNUSABLE;
  control = rf_ctl_remote_connect ("calls");
  if (control == NULL)
    return RF_CTL_UNUSABLE;
  if (!rf_dbus_control_call_list_calls_sync (control, &list, NULL, &error))
    return rf_ctl_remote_complain ("calls", error);
  if (json)
    rf_ctl_remote_print (list);
  else
    print_calls (list);
  return RF_CTL_DONE;
}

/* dial */

static const RfCtlSyntax dial_syntax = {
  "dial", "ADDRESS",
  "Calls ADDRESS, a SIP address or what can be completed to one, prints the id of the call, and\n"
  "waits until it is answered. Ctrl+C gives up.", 1, 1
};

typedef struct {
  char *id;
} Dial;

static void
hang_up (RfCtlWatch *watch,
         const char *id)
{
  g_autoptr (GError) error = NULL;

  if (!rf_dbus_control_call_hang_up_sync (rf_ctl_watch_get_control (watch), id, 0, NULL, NULL,
                                          &error))
    rf_ctl_remote_complain ("dial", error);
}

static void
complain_of_end (GVariant *event)
{
  g_autofree char *peer = rf_ctl_remote_dup_text (event, "peer");
  g_autofree char *reason = rf_ctl_remote_dup_text (event, "reason");
  guint code = rf_ctl_remote_get_code (event, "code");

  if (code != 0)
    rf_ctl_complain ("dial", "%s did not take the call: %u%s%s", peer, code,
                     *reason ? " " : "", reason);
  else
    rf_ctl_complain ("dial", "The call to %s ended before it was answered.%s%s", peer,
                     *reason ? " " : "", reason);
}

static void
on_dial_event (RfCtlWatch *watch,
               GVariant   *event,
               gpointer    data)
{
  Dial *dial = data;
  g_autofree char *name = rf_ctl_remote_dup_text (event, "event");
  g_autofree char *id = rf_ctl_remote_dup_text (event, "call");

  if (!g_str_equal (id, dial->id))
    return;
  if (g_str_equal (name, "established")) {
    rf_ctl_watch_quit (watch, RF_CTL_DONE);
  } else if (g_str_equal (name, "ended") || g_str_equal (name, "lost")) {
    complain_of_end (event);
    rf_ctl_watch_quit (watch, RF_CTL_NOT_DONE);
  }
}

static void
on_dial_interrupted (RfCtlWatch *watch,
                     int         status,
                     gpointer    data)
{
  hang_up (watch, ((Dial *) data)->id);
}

static void
on_dial_timed_out (RfCtlWatch *watch,
                   gpointer    data)
{
  rf_ctl_complain ("dial", "Nobody answered in time. The call was ended.");
  hang_up (watch, ((Dial *) data)->id);
}

static int
dial (const char *target,
      gboolean    no_wait,
      double      timeout)
{
  static const RfCtlWatchFuncs funcs = {
    .event = on_dial_event, .interrupted = on_dial_interrupted, .timed_out = on_dial_timed_out
  };
  Dial dial = { NULL };
  g_autoptr (RfCtlWatch) watch = rf_ctl_watch_new ("dial", &funcs, &dial);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  if (watch == NULL)
    return RF_CTL_UNUSABLE;
  if (!rf_dbus_control_call_dial_sync (rf_ctl_watch_get_control (watch), target, &id, NULL, &error))
    return rf_ctl_remote_complain ("dial", error);
  puts (id);
  fflush (stdout);
  dial.id = id;
  return no_wait ? RF_CTL_DONE : rf_ctl_watch_run (watch, timeout);
}

/**
 * rf_ctl_dial_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "dial"
 *
 * Returns: the exit status
 */
int
rf_ctl_dial_main (int    argc,
                  char **argv)
{
  gboolean no_wait = FALSE;
  double timeout = 0;
  const GOptionEntry options[] = {
    { "no-wait", 0, 0, G_OPTION_ARG_NONE, &no_wait, "end as soon as the call has begun", NULL },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &timeout,
      "give up where nobody has answered after S seconds", "S" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) operands = rf_ctl_parse (&dial_syntax, options, argc, argv);

  if (operands == NULL || !rf_ctl_check_timeout ("dial", timeout))
    return RF_CTL_UNUSABLE;
  return dial (operands[0], no_wait, timeout);
}

/* The commands on one call */

/**
 * rf_ctl_answer_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "answer"
 *
 * Returns: the exit status
 */
int
rf_ctl_answer_main (int    argc,
                    char **argv)
{
  static const RfCtlSyntax syntax = {
    "answer", "[ID]", "Answers the call ID, or the only one that waits.", 0, 1
  };
  const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };
  g_auto (GStrv) operands = rf_ctl_parse (&syntax, options, argc, argv);
  g_autoptr (RfDBusControl) control = NULL;
  g_autoptr (GError) error = NULL;

  control = operands ? rf_ctl_remote_connect ("answer") : NULL;
  if (control == NULL)
    return RF_CTL_UNUSABLE;
  if (!rf_dbus_control_call_answer_sync (control, operands[0] ? operands[0] : "", NULL, NULL,
                                         &error))
    return rf_ctl_remote_complain ("answer", error);
  return RF_CTL_DONE;
}

/**
 * rf_ctl_hang_up_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "hangup"
 *
 * Returns: the exit status
 */
int
rf_ctl_hang_up_main (int    argc,
                     char **argv)
{
  static const RfCtlSyntax syntax = {
    "hangup", "[ID]", "Ends or declines the call ID, or the only one that there is.", 0, 1
  };
  int code = 0;
  const GOptionEntry options[] = {
    { "code", 0, 0, G_OPTION_ARG_INT, &code,
      "decline with this status, 400 to 699; 603 where none is given", "CODE" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) operands = rf_ctl_parse (&syntax, options, argc, argv);
  g_autoptr (RfDBusControl) control = NULL;
  g_autoptr (GError) error = NULL;

  if (operands == NULL)
    return RF_CTL_UNUSABLE;
  if (code != 0 && (code < 400 || code > 699)) {
    rf_ctl_complain ("hangup", "--code is a number from 400 to 699.");
    return RF_CTL_UNUSABLE;
  }
  control = rf_ctl_remote_connect ("hangup");
  if (control == NULL)
    return RF_CTL_UNUSABLE;
  if (!rf_dbus_control_call_hang_up_sync (control, operands[0] ? operands[0] : "", code, NULL, NULL,
                                          &error))
    return rf_ctl_remote_complain ("hangup", error);
  return RF_CTL_DONE;
}

static int
set_hold (const RfCtlSyntax *syntax,
          gboolean           held,
          int                argc,
          char             **argv)
{
  const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };
  g_auto (GStrv) operands = rf_ctl_parse (syntax, options, argc, argv);
  g_autoptr (RfDBusControl) control = NULL;
  g_autoptr (GError) error = NULL;

  control = operands ? rf_ctl_remote_connect (syntax->command) : NULL;
  if (control == NULL)
    return RF_CTL_UNUSABLE;
  if (!rf_dbus_control_call_set_hold_sync (control, operands[0] ? operands[0] : "", held, NULL,
                                           NULL, &error))
    return rf_ctl_remote_complain (syntax->command, error);
  return RF_CTL_DONE;
}

/**
 * rf_ctl_hold_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "hold"
 *
 * Returns: the exit status
 */
int
rf_ctl_hold_main (int    argc,
                  char **argv)
{
  static const RfCtlSyntax syntax = {
    "hold", "[ID]",
    "Puts the call ID, or the only one that is up, on hold, and waits until the other phone has\n"
    "confirmed it.", 0, 1
  };

  return set_hold (&syntax, TRUE, argc, argv);
}

/**
 * rf_ctl_resume_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "resume"
 *
 * Returns: the exit status
 */
int
rf_ctl_resume_main (int    argc,
                    char **argv)
{
  static const RfCtlSyntax syntax = {
    "resume", "[ID]",
    "Takes the call ID, or the only one that is on hold, off hold, and waits until the other\n"
    "phone has confirmed it.", 0, 1
  };

  return set_hold (&syntax, FALSE, argc, argv);
}

static int
answer_request (const RfCtlSyntax *syntax,
                gboolean           accept,
                int                argc,
                char             **argv)
{
  const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };
  g_auto (GStrv) operands = rf_ctl_parse (syntax, options, argc, argv);
  g_autoptr (RfDBusControl) control = NULL;
  g_autoptr (GError) error = NULL;

  control = operands ? rf_ctl_remote_connect (syntax->command) : NULL;
  if (control == NULL)
    return RF_CTL_UNUSABLE;
  if (!rf_dbus_control_call_answer_request_sync (control, operands[0] ? operands[0] : "", accept,
                                                 NULL, NULL, &error))
    return rf_ctl_remote_complain (syntax->command, error);
  return RF_CTL_DONE;
}

/**
 * rf_ctl_accept_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "accept"
 *
 * Returns: the exit status
 */
int
rf_ctl_accept_main (int    argc,
                    char **argv)
{
  static const RfCtlSyntax syntax = {
    "accept", "[ID]",
    "Lets the other phone of the call ID, or of the only one where it asks, transfer you.", 0, 1
  };

  return answer_request (&syntax, TRUE, argc, argv);
}

/**
 * rf_ctl_decline_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "decline"
 *
 * Returns: the exit status
 */
int
rf_ctl_decline_main (int    argc,
                     char **argv)
{
  static const RfCtlSyntax syntax = {
    "decline", "[ID]",
    "Stays in the call ID, or the only one whose other phone asks to transfer you. A call that\n"
    "rings is declined with \"hangup\".", 0, 1
  };

  return answer_request (&syntax, FALSE, argc, argv);
}
