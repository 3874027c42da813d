/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ctl-transfer"

#include "config.h"

#include "rf-ctl-transfer.h"

#include "rf-ctl-arguments.h"
#include "rf-ctl-output.h"
#include "rf-ctl-watch.h"

#include <stdio.h>

#define COMMAND "transfer"

static const RfCtlSyntax syntax = {
  COMMAND, "[TARGET]",
  "Transfers a call to TARGET, a SIP address or what can be completed to one, and waits for the\n"
  "end. Exits with 0 only where the target has answered; that the other phone accepts the request\n"
  "(202) is not success.\n"
  "\n"
  "With --ask-first, Ctrl+C goes back to the caller. With --to-call, no TARGET is needed.", 0, 1
};

/**
 * Options:
 * @target: (nullable): whom to; NULL with @to_call
 * @call: (nullable): the id of the call to transfer
 *
 * The command line.
 */
typedef struct {
  char    *target;
  char    *call;
  char    *to_call;
  char    *format;
  gboolean ask_first;
  gboolean or_blind;
  gboolean no_wait;
  gboolean json;
  double   timeout;
} Options;

/**
 * Transfer:
 * @consultation: id of the call to the target, until it is the transfer's; else %NULL
 * @refer_sent: whether the other phone has been asked
 * @start: time of the first stage, 0 before it
 *
 * One run.
 */
typedef struct {
  const Options *options;
  RfCtlWatch    *watch;
  char          *call;
  char          *consultation;
  gboolean       refer_sent;
  double         start;
} Transfer;

static const struct {
  const char *stage;
  const char *words;
} stages[] = {
  { "waiting", "waiting for the target to answer" },
  { "hold-sent", "hold sent" },
  { "hold-confirmed", "on hold" },
  { "refer-sent", "REFER sent" },
  { "accepted", "accepted: the other phone will try" },
  { "trying", "the other phone tries" },
  { "ringing", "the target rings" },
  { "answered", "the target has answered" },
  { "subscription-ended", "no more reports" },
  { "released", "call released" },
};

static void
options_clear (Options *options)
{
  g_free (options->target);
  g_free (options->call);
  g_free (options->to_call);
  g_free (options->format);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static RfDBusControl *
get_control (Transfer *self)
{
  return rf_ctl_watch_get_control (self->watch);
}

/* What is said to a person only. */
static void G_GNUC_PRINTF (2, 3)
say (Transfer   *self,
     const char *format,
     ...)
{
  g_autofree char *line = NULL;
  va_list args;

  if (self->options->json)
    return;
  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  puts (line);
  fflush (stdout);
}

/* " 486 Busy Here", or what there is of it. */
static char *
dup_status (GVariant *event)
{
  g_autofree char *reason = rf_ctl_remote_dup_text (event, "reason");
  guint code = rf_ctl_remote_get_code (event, "code");

  if (code == 0)
    return *reason ? g_strdup_printf (" %s", reason) : g_strdup ("");
  return g_strdup_printf (" %u%s%s", code, *reason ? " " : "", reason);
}

static void
take_stage (Transfer *self,
            GVariant *event)
{
  g_autofree char *stage = rf_ctl_remote_dup_text (event, "stage");
  g_autofree char *status = dup_status (event);
  const char *words = stage;
  double time = 0;

  g_variant_lookup (event, "time", "d", &time);
  if (self->start == 0)
    self->start = time;
  if (g_str_equal (stage, "refer-sent"))
    self->refer_sent = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (g_str_equal (stages[i].stage, stage))
      words = stages[i].words;
  say (self, "%8.3f s  %s%s%s%s", time - self->start, words, *status ? " (" : "",
       *status ? status + 1 : "", *status ? ")" : "");
}

/* A failed transfer never ends the call, so that this is the way on. */
static void
say_where_caller_is (Transfer *self)
{
  g_autoptr (GVariant) call = rf_ctl_remote_find (get_control (self), self->call, NULL);
  g_autofree char *peer = call ? rf_ctl_remote_dup_text (call, "peer") : NULL;
  g_autofree char *state = call ? rf_ctl_remote_dup_text (call, "state") : NULL;
  gboolean held = FALSE;

  if (g_strcmp0 (state, "established") != 0)
    return;
  g_variant_lookup (call, "held", "b", &held);
  if (held)
    rf_ctl_complain (COMMAND, "%s is still on hold. Back to the call: refereectl resume %s", peer,
                     self->call);
  else
    rf_ctl_complain (COMMAND, "The call with %s goes on.", peer);
}

static void
complain_of_end (GVariant   *event,
                 const char *outcome)
{
  g_autofree char *peer = rf_ctl_remote_dup_text (event, "peer");
  g_autofree char *status = dup_status (event);

  if (g_str_equal (outcome, "refused"))
    rf_ctl_complain (COMMAND, "The phone of %s refused the transfer:%s", peer, status);
  else if (g_str_equal (outcome, "abandoned"))
    rf_ctl_complain (COMMAND, "%s gave up before the target answered:%s", peer, status);
  else if (g_str_equal (outcome, "cancelled"))
    rf_ctl_complain (COMMAND, "The transfer was cancelled. Nothing has come of it.");
  else if (g_str_equal (outcome, "failed"))
    rf_ctl_complain (COMMAND, "The transfer failed:%s", *status ? status : " no reason was given");
  else
    rf_ctl_complain (COMMAND, "What became of the transfer is not known.%s", status);
}

static void
take_end (Transfer *self,
          GVariant *event)
{
  g_autofree char *outcome = rf_ctl_remote_dup_text (event, "stage");
  g_autofree char *peer = rf_ctl_remote_dup_text (event, "peer");
  g_autofree char *target = rf_ctl_remote_dup_text (event, "target");

  if (g_str_equal (outcome, "succeeded")) {
    say (self, "%s is now connected to %s.", peer, target);
    rf_ctl_watch_quit (self->watch, RF_CTL_DONE);
    return;
  }
  complain_of_end (event, outcome);
  say_where_caller_is (self);
  rf_ctl_watch_quit (self->watch, RF_CTL_NOT_DONE);
}

/* Ask first */

static void
hang_up_consultation (Transfer *self)
{
  g_autofree char *consultation = g_steal_pointer (&self->consultation);
  g_autoptr (GError) error = NULL;

  if (consultation == NULL)
    return;
  /* It may have ended by itself at this moment. */
  if (!rf_dbus_control_call_hang_up_sync (get_control (self), consultation, 0, NULL, NULL, &error))
    g_debug ("The consultation was not ended: %s", error->message);
}

static void
resume_caller (Transfer *self)
{
  g_autoptr (GError) error = NULL;

  if (!rf_dbus_control_call_set_hold_sync (get_control (self), self->call, FALSE, NULL, NULL,
                                           &error))
    rf_ctl_remote_complain (COMMAND, error);
  else
    say (self, "Back with the caller.");
}

static void
go_back (Transfer *self)
{
  hang_up_consultation (self);
  resume_caller (self);
}

static gboolean
can_take_over (Transfer *self)
{
  g_autoptr (GVariant) call = rf_ctl_remote_find (get_control (self), self->consultation, NULL);
  gboolean can = TRUE;

  if (call != NULL)
    g_variant_lookup (call, "can_take_over", "b", &can);
  return can;
}

/* From here on the consultation is the transfer's, or over. */
static gboolean
complete (Transfer  *self,
          GError   **error)
{
  if (self->options->or_blind && !can_take_over (self)) {
    say (self, "The target has answered, but its phone cannot take a call over. Calling it anew.");
    hang_up_consultation (self);
    return rf_dbus_control_call_transfer_sync (get_control (self), self->call,
                                               self->options->target, NULL, NULL, error);
  }
  say (self, "The target has answered. Connecting the two.");
  if (!rf_dbus_control_call_transfer_to_sync (get_control (self), self->call, self->consultation,
                                              NULL, NULL, error))
    return FALSE;
  g_clear_pointer (&self->consultation, g_free);
  return TRUE;
}

static void
on_target_answered (Transfer *self)
{
  g_autoptr (GError) error = NULL;
  int status;

  if (complete (self, &error))
    return;
  status = rf_ctl_remote_complain (COMMAND, error);
  go_back (self);
  rf_ctl_watch_quit (self->watch, status);
}

static void
on_target_gone (Transfer *self,
                GVariant *event,
                gboolean  lost)
{
  g_autofree char *peer = rf_ctl_remote_dup_text (event, "peer");
  g_autofree char *status = dup_status (event);

  g_clear_pointer (&self->consultation, g_free);
  if (lost) {
    rf_ctl_complain (COMMAND, "The call core stopped, and the calls with it.");
  } else {
    rf_ctl_complain (COMMAND, "%s did not take the call:%s", peer,
                     *status ? status : " it ended before it was answered");
    resume_caller (self);
  }
  rf_ctl_watch_quit (self->watch, RF_CTL_NOT_DONE);
}

static void
take_consultation_event (Transfer   *self,
                         const char *name,
                         GVariant   *event)
{
  if (g_str_equal (name, "established"))
    on_target_answered (self);
  else if (g_str_equal (name, "ended") || g_str_equal (name, "lost"))
    on_target_gone (self, event, g_str_equal (name, "lost"));
  else if (g_str_equal (name, "ringing"))
    say (self, "The target rings.");
}

static void
on_caller_gone (Transfer *self,
                gboolean  lost)
{
  rf_ctl_complain (COMMAND, lost ? "The call core stopped, and the calls with it."
                                 : "The caller hung up before the target answered.");
  hang_up_consultation (self);
  rf_ctl_watch_quit (self->watch, RF_CTL_NOT_DONE);
}

/* The loop */

static void
on_event (RfCtlWatch *watch,
          GVariant   *event,
          gpointer    data)
{
  Transfer *self = data;
  g_autofree char *name = rf_ctl_remote_dup_text (event, "event");
  g_autofree char *id = rf_ctl_remote_dup_text (event, "call");
  gboolean ours = g_str_equal (id, self->call);
  gboolean asked = g_strcmp0 (id, self->consultation) == 0;

  if (self->options->json && (ours || asked))
    rf_ctl_remote_print (event);
  if (asked)
    take_consultation_event (self, name, event);
  else if (ours && g_str_equal (name, "transfer-stage"))
    take_stage (self, event);
  else if (ours && g_str_equal (name, "transfer-end"))
    take_end (self, event);
  else if (ours && self->consultation
           && (g_str_equal (name, "ended") || g_str_equal (name, "lost")))
    on_caller_gone (self, g_str_equal (name, "lost"));
}

static void
on_interrupted (RfCtlWatch *watch,
                int         status,
                gpointer    data)
{
  Transfer *self = data;
  g_autoptr (GError) error = NULL;

  if (self->consultation)
    go_back (self);
  else if (self->refer_sent)
    rf_ctl_complain (COMMAND, "The other phone has been asked already, and goes on.");
  else if (!rf_dbus_control_call_cancel_transfer_sync (get_control (self), self->call, NULL, NULL,
                                                       &error))
    rf_ctl_remote_complain (COMMAND, error);
}

static void
on_timed_out (RfCtlWatch *watch,
              gpointer    data)
{
  Transfer *self = data;

  if (self->consultation) {
    rf_ctl_complain (COMMAND, "The target did not answer in time.");
    go_back (self);
  } else {
    rf_ctl_complain (COMMAND, "The transfer has not ended in time. It goes on.");
  }
}

/* TARGET beside --to-call says whom the call is thought to be with. */
static gboolean
check_to_call (Transfer *self)
{
  const Options *options = self->options;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) other = NULL;
  g_autofree char *peer = NULL;
  g_autofree char *uri = NULL;

  if (options->target == NULL)
    return TRUE;
  other = rf_ctl_remote_find (get_control (self), options->to_call, &error);
  if (other == NULL) /* the service says so in its own words */
    return TRUE;
  peer = rf_ctl_remote_dup_text (other, "peer");
  uri = rf_ctl_remote_dup_text (other, "uri");
  if (g_str_equal (options->target, peer) || g_str_equal (options->target, uri))
    return TRUE;
  rf_ctl_complain (COMMAND, "Call %s is with %s <%s>, not with %s.", options->to_call, peer, uri,
                   options->target);
  return FALSE;
}

static gboolean
begin (Transfer  *self,
       GError   **error)
{
  const Options *options = self->options;
  const char *call = options->call ? options->call : "";

  if (options->ask_first)
    return rf_dbus_control_call_ask_first_sync (get_control (self), call, options->target,
                                                &self->call, &self->consultation, NULL, error);
  if (options->to_call)
    return rf_dbus_control_call_transfer_to_sync (get_control (self), call, options->to_call,
                                                  &self->call, NULL, error);
  return rf_dbus_control_call_transfer_sync (get_control (self), call, options->target,
                                             &self->call, NULL, error);
}

static int
run (const Options *options)
{
  static const RfCtlWatchFuncs funcs = {
    .event = on_event, .interrupted = on_interrupted, .timed_out = on_timed_out
  };
  Transfer self = { .options = options };
  g_autoptr (RfCtlWatch) watch = rf_ctl_watch_new (COMMAND, &funcs, &self);
  g_autoptr (GError) error = NULL;
  int status = RF_CTL_NOT_DONE;

  if (watch == NULL)
    return RF_CTL_UNUSABLE;
  self.watch = watch;
  if (options->to_call && !check_to_call (&self))
    return RF_CTL_NOT_DONE;
  if (!begin (&self, &error))
    return rf_ctl_remote_complain (COMMAND, error);
  if (options->no_wait && self.consultation)
    say (&self, "%s %s", self.call, self.consultation);
  else if (self.consultation)
    say (&self, "Call %s is on hold. Calling %s (call %s).", self.call, options->target,
         self.consultation);
  status = options->no_wait ? RF_CTL_DONE : rf_ctl_watch_run (watch, options->timeout);
  g_free (self.call);
  g_free (self.consultation);
  return status;
}

static gboolean
check_options (Options *options)
{
  if (!rf_ctl_check_format (COMMAND, options->format, &options->json)
      || !rf_ctl_check_timeout (COMMAND, options->timeout))
    return FALSE;
  if (options->ask_first && options->to_call) {
    rf_ctl_complain (COMMAND, "--ask-first and --to-call do not go together: a call that is up has "
                     "been asked.");
    return FALSE;
  }
  if (options->or_blind && !options->ask_first) {
    rf_ctl_complain (COMMAND, "--or-blind goes with --ask-first.");
    return FALSE;
  }
  if (options->target == NULL && options->to_call == NULL) {
    rf_ctl_complain (COMMAND, "Say whom to: refereectl transfer TARGET, or --to-call ID.");
    return FALSE;
  }
  if ((options->call && !g_utf8_validate (options->call, -1, NULL))
      || (options->to_call && !g_utf8_validate (options->to_call, -1, NULL))) {
    rf_ctl_complain (COMMAND, "An argument is not UTF-8.");
    return FALSE;
  }
  return TRUE;
}

/**
 * rf_ctl_transfer_main:
 * @argc: number of arguments
 * @argv: the arguments; the first is "transfer"
 *
 * Returns: the exit status
 */
int
rf_ctl_transfer_main (int    argc,
                      char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "ask-first", 'a', 0, G_OPTION_ARG_NONE, &options.ask_first,
      "call TARGET first, and connect the two once it has answered", NULL },
    { "or-blind", 0, 0, G_OPTION_ARG_NONE, &options.or_blind,
      "with --ask-first: have the caller call TARGET anew where its phone cannot take a call over",
      NULL },
    { "to-call", 't', 0, G_OPTION_ARG_FILENAME, &options.to_call,
      "transfer to the call ID of this phone", "ID" },
    { "call", 'c', 0, G_OPTION_ARG_FILENAME, &options.call,
      "the call to transfer; not needed where only one can be", "ID" },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options.format,
      "text (default), or json: the events of the transfer, one a line", "FORMAT" },
    { "no-wait", 0, 0, G_OPTION_ARG_NONE, &options.no_wait,
      "end as soon as it has begun; with --ask-first, print the ids of both calls", NULL },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.timeout,
      "wait no longer than S seconds", "S" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) operands = rf_ctl_parse (&syntax, entries, argc, argv);

  if (operands == NULL)
    return RF_CTL_UNUSABLE;
  options.target = g_strdup (operands[0]);
  return check_options (&options) ? run (&options) : RF_CTL_UNUSABLE;
}
