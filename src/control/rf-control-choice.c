/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-control-choice"

#include "rf-control-choice.h"

#include "rf-control-private.h"
#include "rf-text.h"

/* Which call a script means. */

G_DEFINE_QUARK (rf-control-choice-error, rf_control_choice_error)

/* More of them in one sentence help nobody. */
#define MAX_NAMED 10

static gboolean
can_be_answered (RfCall *call)
{
  return rf_call_get_state (call) == RF_CALL_RINGING_IN;
}

static gboolean
can_be_held (RfCall *call)
{
  return rf_call_get_state (call) == RF_CALL_ESTABLISHED && !rf_call_get_local_hold (call);
}

static gboolean
can_be_resumed (RfCall *call)
{
  return rf_call_get_state (call) == RF_CALL_ESTABLISHED && rf_call_get_local_hold (call);
}

static gboolean
can_be_transferred (RfCall *call)
{
  return rf_call_can_transfer (call, NULL);
}

static gboolean
can_be_cancelled (RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  return transfer != NULL && rf_transfer_get_result (transfer) == RF_TRANSFER_PENDING;
}

static gboolean
is_asked (RfCall *call)
{
  return rf_call_get_request_target (call) != NULL;
}

static const struct {
  gboolean  (*fits) (RfCall *);
  const char *verb; /* as in "No call can be …" */
} fits[] = {
  [RF_CONTROL_FIT_ANSWER] = { can_be_answered, "answered" },
  [RF_CONTROL_FIT_HANG_UP] = { rf_call_is_live, "ended" },
  [RF_CONTROL_FIT_HOLD] = { can_be_held, "put on hold" },
  [RF_CONTROL_FIT_RESUME] = { can_be_resumed, "taken off hold" },
  [RF_CONTROL_FIT_TRANSFER] = { can_be_transferred, "transferred" },
  [RF_CONTROL_FIT_TARGET] = { rf_call_is_live, "transferred to" },
  [RF_CONTROL_FIT_CANCEL] = { can_be_cancelled, "taken back from a transfer" },
  [RF_CONTROL_FIT_CONSENT] = { is_asked, "transferred on request" },
};

/* "1 (Kevin), 2 (Wayne)" of @calls where @include says so. */
static char *
dup_names (GPtrArray  *calls,
           gboolean  (*include) (RfCall *))
{
  GString *names = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < calls->len; i++) {
    RfControlCall *named = calls->pdata[i];
    RfCall *call = rf_control_call_get_call (named);

    if (!include (call))
      continue;
    if (n++ == MAX_NAMED) {
      g_string_append (names, " …");
      break;
    }
    g_string_append_printf (names, "%s%s (%s)", n > 1 ? ", " : "", rf_control_call_get_id (named),
                            rf_call_get_peer_label (call));
  }
  return g_string_free (names, FALSE);
}

static void
set_no_such_call (GPtrArray   *calls,
                  const char  *id,
                  GError     **error)
{
  g_autofree char *names = dup_names (calls, rf_call_is_live);
  g_autofree char *shown = rf_text_for_show (id);

  if (*names == '\0')
    g_set_error (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_NO_CALL,
                 "There is no call “%s”, and no other one.", shown);
  else
    g_set_error (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_NO_CALL,
                 "There is no call “%s”. There is: %s.", shown, names);
}

/* What the phone says of it is better than that it does not fit. */
static void
set_unfit (RfControlCall  *named,
           RfControlFit    fit,
           GError        **error)
{
  g_autofree char *why_not = NULL;

  if (fit == RF_CONTROL_FIT_CONSENT)
    why_not = g_strdup_printf ("%s does not ask for a transfer of call %s.",
                               rf_call_get_peer_label (rf_control_call_get_call (named)),
                               rf_control_call_get_id (named));
  if (fit == RF_CONTROL_FIT_TRANSFER)
    rf_call_can_transfer (rf_control_call_get_call (named), &why_not);
  if (why_not != NULL)
    g_set_error_literal (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_UNFIT, why_not);
  else
    g_set_error (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_UNFIT,
                 "Call %s (%s) cannot be %s now.", rf_control_call_get_id (named),
                 rf_call_get_peer_label (rf_control_call_get_call (named)), fits[fit].verb);
}

static RfControlCall *
choose_named (GPtrArray     *calls,
              const char    *id,
              RfControlFit   fit,
              RfControlCall *but,
              GError       **error)
{
  for (guint i = 0; i < calls->len; i++) {
    RfControlCall *named = calls->pdata[i];

    if (!g_str_equal (rf_control_call_get_id (named), id))
      continue;
    if (named == but) {
      g_set_error (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_UNFIT,
                   "Call %s cannot be transferred to itself.", id);
      return NULL;
    }
    if (fits[fit].fits (rf_control_call_get_call (named)))
      return named;
    set_unfit (named, fit, error);
    return NULL;
  }
  set_no_such_call (calls, id, error);
  return NULL;
}

/* @candidates are those that live, where there are any. */
static void
set_none_fits (GPtrArray     *candidates,
               RfControlFit   fit,
               GError       **error)
{
  g_autofree char *names = dup_names (candidates, rf_call_is_live);

  if (candidates->len == 0)
    g_set_error (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_NO_CALL,
                 "There is no call that could be %s.", fits[fit].verb);
  else if (candidates->len == 1)
    set_unfit (candidates->pdata[0], fit, error);
  else
    g_set_error (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_NO_CALL,
                 "None of the calls can be %s now: %s.", fits[fit].verb, names);
}

static RfControlCall *
choose_any (GPtrArray     *calls,
            RfControlFit   fit,
            RfControlCall *but,
            GError       **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autofree char *names = NULL;
  RfControlCall *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < calls->len; i++) {
    RfControlCall *named = calls->pdata[i];
    RfCall *call = rf_control_call_get_call (named);

    if (named == but)
      continue;
    if (rf_call_is_live (call))
      g_ptr_array_add (candidates, named);
    if (fits[fit].fits (call)) {
      found = named;
      n_found++;
    }
  }
  if (n_found == 1)
    return found;
  if (n_found == 0) {
    set_none_fits (candidates, fit, error);
    return NULL;
  }
  names = dup_names (candidates, fits[fit].fits);
  g_set_error (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_MANY_CALLS,
               "Several calls can be %s. Say which one: %s.", fits[fit].verb, names);
  return NULL;
}

/**
 * rf_control_choose:
 * @calls: (element-type RfControlCall): all that there are
 * @id: which one is meant, or "" for the only one that fits
 * @fit: what it is wanted for
 * @but: (nullable): a call that cannot be meant
 * @error: return location: a sentence that names the calls there are
 *
 * Returns: (transfer none) (nullable): the call
 */
RfControlCall *
rf_control_choose (GPtrArray     *calls,
                   const char    *id,
                   RfControlFit   fit,
                   RfControlCall *but,
                   GError       **error)
{
  g_return_val_if_fail (calls != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);
  if (*id != '\0')
    return choose_named (calls, id, fit, but, error);
  return choose_any (calls, fit, but, error);
}

/**
 * rf_control_find_id:
 * @calls: (element-type RfControlCall): all that there are
 * @call: a call
 *
 * Returns: what scripts name it by; "" where it is not listed any more
 */
const char *
rf_control_find_id (GPtrArray *calls,
                    RfCall    *call)
{
  for (guint i = 0; i < calls->len; i++)
    if (rf_control_call_get_call (calls->pdata[i]) == call)
      return rf_control_call_get_id (calls->pdata[i]);
  return "";
}

/**
 * rf_control_return_error:
 * @invocation: (transfer full): a method
 * @error: why it could not be done
 *
 * Answers a method that failed.
 */
void
rf_control_return_error (GDBusMethodInvocation *invocation,
                         const GError          *error)
{
  const char *name = RF_CONTROL_ERROR_FAILED;

  if (g_error_matches (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_NO_CALL))
    name = RF_CONTROL_ERROR_NO_CALL;
  else if (g_error_matches (error, RF_CONTROL_CHOICE_ERROR, RF_CONTROL_CHOICE_ERROR_MANY_CALLS))
    name = RF_CONTROL_ERROR_MANY_CALLS;
  g_dbus_method_invocation_return_dbus_error (invocation, name, error->message);
}
