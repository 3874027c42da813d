/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words"

#include "config.h"

#include "rf-words.h"

#include "rf-address.h"
#include "rf-uri.h"

#include <glib/gi18n.h>

#include <string.h>

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


static gboolean
is_sip (const RfUri *uri)
{
  return rf_str_case_equal_c (uri->scheme, "sip") || rf_str_case_equal_c (uri->scheme, "sips");
}

/* Whom Referred-By names, where that is a SIP address and not that of the one who asks. Nothing
 * vouches for it (RFC 3892 §5 would be a signed token), so it only goes beside the other. */
static char *
dup_claimed (RfCall *call)
{
  const char *by = rf_call_get_request_by (call);
  RfSipAddress address;
  RfUri uri, peer;
  RfStr rest;
  g_autofree char *name = NULL;

  if (by == NULL || is_outside (call) ||
      !rf_sip_address_parse (&address, rf_str_from_c (by)) ||
      !rf_uri_parse (&uri, address.uri) || !is_sip (&uri))
    return g_strdup ("");
  /* Two of them are none. */
  rest = rf_str_from_c (address.uri.p + address.uri.len);
  if (rf_str_find_outside_quotes (rest, ',') < rest.len)
    return g_strdup ("");
  if (rf_uri_parse (&peer, rf_str_from_c (rf_call_get_peer_uri (call))) &&
      rf_uri_same_target (&uri, &peer))
    return g_strdup ("");

  name = rf_words_person (by);

  return g_strcmp0 (name, rf_call_get_peer_label (call)) == 0 ? g_strdup ("")
                                                              : g_steal_pointer (&name);
}


static char *
ask_in_words (RfCall *call, const char *by, const char *target)
{
  gboolean left = !rf_call_is_live (call) && !is_outside (call);
  g_autofree char *claimed = dup_claimed (call);

  if (is_to_call_back (call))
    return left ? g_strdup_printf (_("%s has left and asks you to call back at %s."), by, target)
                : g_strdup_printf (_("%s asks you to call back at %s."), by, target);

  if (is_outside (call))
    return g_strdup_printf (_("%s asks you to call %s."), by, target);

  if (*claimed)
    return left ? g_strdup_printf (_("%s has left and asks to connect you to %s, in the name of "
                                     "%s."), by, target, claimed)
                : g_strdup_printf (_("%s asks to connect you to %s, in the name of %s."), by,
                                   target, claimed);

  return left ? g_strdup_printf (_("%s has left and asks to connect you to %s."), by, target)
              : g_strdup_printf (_("%s asks to connect you to %s."), by, target);
}

/* Also where the core has made a SIP address of it, as it must to call it (RFC 3261 §19.1.6). */
static gboolean
is_telephone (const RfUri *uri)
{
  RfStr user;

  return rf_str_case_equal_c (uri->scheme, "tel") ||
         (rf_str_get_param (uri->params, "user", &user) && rf_str_case_equal_c (user, "phone"));
}


static char *
dup_target (RfCall *call)
{
  const char *target = rf_call_get_request_target (call);
  g_autofree char *number = NULL;
  RfUri uri;

  if (!rf_uri_parse (&uri, rf_str_from_c (target)) || !is_telephone (&uri) || uri.user.len == 0)
    return rf_words_clean (target);

  number = rf_uri_dup_user (&uri);
  number[strcspn (number, ";")] = '\0';

  return rf_words_clean (number);
}

/**
 * rf_words_request:
 * @call: a call whose other party asks to be let go to somebody else
 *
 * Who asks is the party of the call, whomever it names as the sender.
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

  target = dup_target (call);
  by = rf_words_clean (rf_call_get_peer_label (call));

  return ask_in_words (call, by, target);
}


/* The shortest name. */
static char *
dup_target_label (RfCall *call)
{
  const char *target = rf_call_get_request_target (call);
  g_autofree char *label = NULL;
  RfUri uri;

  if (rf_uri_parse (&uri, rf_str_from_c (target)) && is_telephone (&uri))
    return dup_target (call);

  label = rf_address_dup_label (target);

  return rf_words_clean (label);
}


static char *
kind_words (RfCall *call)
{
  g_autofree char *target = dup_target_label (call);
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

static gboolean
is_elsewhere (RfCall *call, const RfUri *target)
{
  RfUri own;

  return rf_call_get_account (call) && target->host.len > 0 &&
         rf_uri_parse (&own, rf_str_from_c (rf_call_get_account (call))) &&
         !rf_str_case_equal (target->host, own.host);
}

/* A person who knows one company's addresses should see that this is none of them, or costs money.
 * Which numbers do is another matter in each country and with each contract, so it is said of
 * all. */
static char *
unusual_words (RfCall *call)
{
  g_autoptr (GString) words = g_string_new (NULL);
  RfUri target;

  if (!rf_uri_parse (&target, rf_str_from_c (rf_call_get_request_target (call))))
    return g_strdup ("");

  if (is_telephone (&target))
    g_string_append (words, _("It is a telephone number, and the call may cost money."));
  if (is_elsewhere (call, &target)) {
    g_autofree char *host = rf_str_dup (target.host);
    g_autofree char *clean = rf_words_clean (host);

    g_string_append (words, words->len > 0 ? " " : "");
    g_string_append_printf (words, _("It is in another domain: %s."), clean);
  }

  return g_string_free (g_steal_pointer (&words), FALSE);
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

static char *
dup_unanswered (RfCall *call, const char *who)
{
  return rf_call_is_live (call)
      ? g_strdup_printf (_("You did not answer in 30 seconds, so you stay with %s."), who)
      : g_strdup (_("You did not answer in 30 seconds, so nobody was called."));
}

/* The core refuses with 603 what the preferences do not allow, with 491 what comes too early, and
 * with other codes what it cannot or must not do. */
static char *
dup_refused (RfCall *call, const char *who)
{
  guint code = rf_call_get_transferee_code (call);

  if (code == 491)
    return g_strdup ("");
  if (code != 603)
    return g_strdup_printf (_("%s asked to connect you to someone else in a way that is not "
                              "possible (%u), so nobody was called."), who, code);

  return rf_call_is_live (call)
      ? g_strdup_printf (_("%s asked to connect you to someone else. Your preferences do not allow "
                           "it (%u), so you stay with %s."), who, code, who)
      : g_strdup_printf (_("%s asked to connect you to someone else. Your preferences do not allow "
                           "it (%u), so nobody was called."), who, code);
}

/**
 * rf_words_request_end:
 * @call: a call
 *
 * Returns: (transfer full): what became of the newest request to be let go to somebody else, where
 * the person has not said it: no answer in time, or refused unasked; else empty
 */
char *
rf_words_request_end (RfCall *call)
{
  g_autofree char *who = NULL;
  const char *stage;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  stage = rf_call_get_transferee_stage (call);
  if (rf_call_get_request_target (call) != NULL || stage == NULL)
    return g_strdup ("");

  who = rf_words_clean (rf_call_get_peer_label (call));
  if (g_str_equal (stage, "unanswered"))
    return dup_unanswered (call, who);

  return g_str_equal (stage, "refused") ? dup_refused (call, who) : g_strdup ("");
}

/**
 * rf_words_refusals:
 * @n: how many, at least one
 * @from: address of who has sent the newest
 * @code: SIP status that it was refused with
 *
 * Returns: (transfer full): what those who are in no call with the person asked for in vain
 */
char *
rf_words_refusals (guint n, const char *from, guint code)
{
  g_autofree char *who = rf_words_clean (from);

  if (n == 1)
    return g_strdup_printf (_("%s, who is in no call with you, asked you to call someone else. "
                              "Your preferences do not allow it (%u), so nobody was called."),
                            who, code);

  return g_strdup_printf (
    ngettext ("%u request to call someone else came from outside of your calls, the newest from "
              "%s. Your preferences do not allow it (%u), so nobody was called.",
              "%u requests to call someone else came from outside of your calls, the newest from "
              "%s. Your preferences do not allow it (%u), so nobody was called.", n),
    n, who, code);
}
