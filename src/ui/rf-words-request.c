/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words"

#include "config.h"

#include "rf-words.h"

#include "rf-address.h"
#include "rf-uri.h"

#include <glib/gi18n.h>

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
  if (*by == '\0') {
    g_free (by);
    by = rf_words_clean (rf_call_get_peer_label (call));
  }

  return g_strdup_printf (_("%s asks to connect you to %s."), by, target);
}


static char *
kind_words (RfCall *call)
{
  g_autofree char *label = rf_address_dup_label (rf_call_get_request_target (call));
  g_autofree char *target = rf_words_clean (label);
  g_autofree char *peer = rf_words_clean (rf_call_get_peer_label (call));

  if (rf_call_is_request_attended (call))
    return g_strdup_printf (_("Attended transfer: %s is in a call with %s."), peer, target);

  return g_strdup_printf (_("Blind transfer: a new call to %s."), target);
}

/* A person who knows one company's addresses should see that this is none of them, or costs money. */
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
