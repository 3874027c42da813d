/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words"

#include "config.h"

#include "rf-words.h"

#include "rf-address.h"
#include "rf-uri.h"

#include <glib/gi18n.h>

/* RFC 3515 has no other way to ask to be called. */
static gboolean
is_to_call_back (RfCall *call)
{
  RfUri target, peer;

  return rf_uri_parse (&target, rf_str_from_c (rf_call_get_request_target (call))) &&
         rf_uri_parse (&peer, rf_str_from_c (rf_call_get_peer_uri (call))) &&
         rf_uri_same_target (&target, &peer);
}


static gboolean
is_outside (RfCall *call)
{
  return rf_call_get_state (call) == RF_CALL_ASKING;
}


static char *
ask_in_words (RfCall *call, const char *by, const char *target)
{
  gboolean left = !rf_call_is_live (call) && !is_outside (call);

  if (is_to_call_back (call))
    return left ? g_strdup_printf (_("%s has left and asks you to call back at %s."), by, target)
                : g_strdup_printf (_("%s asks you to call back at %s."), by, target);

  if (is_outside (call))
    return g_strdup_printf (_("%s asks you to call %s."), by, target);

  return left ? g_strdup_printf (_("%s has left and asks to connect you to %s."), by, target)
              : g_strdup_printf (_("%s asks to connect you to %s."), by, target);
}

/**
 * rf_words_request:
 * @call: a call whose other party asks to be let go to somebody else
 *
 * Returns: (transfer full): one sentence: who asks, and for whom; empty where nobody asks
 */
char *
rf_words_request (RfCall *call)
{
  g_autofree char *by = NULL;
  g_autofree char *target = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  if (rf_call_get_request_target (call) == NULL)
    return g_strdup ("");

  target = rf_words_clean (rf_call_get_request_target (call));
  by = rf_words_sender (call, rf_call_get_request_by (call));
  if (*by == '\0' || is_outside (call)) {
    g_free (by);
    by = rf_words_clean (rf_call_get_peer_label (call));
  }

  return ask_in_words (call, by, target);
}


static char *
kind_words (RfCall *call)
{
  g_autofree char *label = rf_address_dup_label (rf_call_get_request_target (call));
  g_autofree char *target = rf_words_clean (label);
  g_autofree char *peer = rf_words_clean (rf_call_get_peer_label (call));

  if (is_outside (call) && rf_call_is_request_attended (call))
    return g_strdup_printf (_("You are in no call with %s. The new one would take the place of a "
                              "call of %s."), peer, target);
  if (is_outside (call))
    return g_strdup_printf (_("You are in no call with %s."), peer);
  if (rf_call_is_request_attended (call))
    return g_strdup_printf (_("Attended transfer: %s is in a call with %s."), peer, target);

  return g_strdup_printf (_("Blind transfer: a new call to %s."), target);
}

/* A person who knows one company's addresses should see that this is none of them, or costs
 * money. */
static char *
unusual_words (RfCall *call)
{
  RfUri target, own;

  if (!rf_uri_parse (&target, rf_str_from_c (rf_call_get_request_target (call))))
    return g_strdup ("");
  if (rf_str_case_equal (target.scheme, rf_str_from_c ("tel")))
    return g_strdup (_("It is a telephone number."));
  if (rf_call_get_account (call) && rf_uri_parse (&own, rf_str_from_c (rf_call_get_account (call)))
      && !rf_str_case_equal (target.host, own.host)) {
    g_autofree char *host = rf_str_dup (target.host);
    g_autofree char *clean = rf_words_clean (host);

    return g_strdup_printf (_("It is in another domain: %s."), clean);
  }

  return g_strdup ("");
}

/**
 * rf_words_request_note:
 * @call: a call whose other party asks to be let go to somebody else
 *
 * Returns: (transfer full): what to know before agreeing: blind or attended, and whether the target
 * is an unusual one; empty where nobody asks
 */
char *
rf_words_request_note (RfCall *call)
{
  g_autofree char *kind = NULL;
  g_autofree char *unusual = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  if (rf_call_get_request_target (call) == NULL)
    return g_strdup ("");

  kind = kind_words (call);
  unusual = unusual_words (call);

  return *unusual ? g_strdup_printf ("%s %s", kind, unusual) : g_steal_pointer (&kind);
}

/**
 * rf_words_request_wait:
 * @call: a call whose other party asks to be let go to somebody else
 *
 * Returns: what becomes of the request if the person does nothing
 */
const char *
rf_words_request_wait (RfCall *call)
{
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  return rf_call_is_live (call) ? _("Without an answer in 30 seconds you stay here.")
                                : _("Without an answer in 30 seconds nobody is called.");
}

/**
 * rf_words_request_yes:
 * @call: a call whose other party asks to be let go to somebody else
 *
 * Returns: what a button says that agrees
 */
const char *
rf_words_request_yes (RfCall *call)
{
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  return is_outside (call) ? _("Call") : _("Connect me");
}

/**
 * rf_words_request_no:
 * @call: a call whose other party asks to be let go to somebody else
 *
 * Returns: what a button says that does not agree
 */
const char *
rf_words_request_no (RfCall *call)
{
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  return rf_call_is_live (call) ? _("Stay") : _("Decline");
}

/**
 * rf_words_unanswered:
 * @call: a call
 *
 * Returns: (transfer full): that the person was asked and said nothing in time; empty where that is
 * not the newest of it
 */
char *
rf_words_unanswered (RfCall *call)
{
  g_autofree char *who = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  if (rf_call_get_request_target (call) != NULL ||
      g_strcmp0 (rf_call_get_transferee_stage (call), "unanswered") != 0)
    return g_strdup ("");
  if (!rf_call_is_live (call))
    return g_strdup (_("You did not answer in 30 seconds, so nobody was called."));

  who = rf_words_clean (rf_call_get_peer_label (call));

  return g_strdup_printf (_("You did not answer in 30 seconds, so you stay with %s."), who);
}
