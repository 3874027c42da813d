/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words"

#include "config.h"

#include "rf-words.h"

#include "rf-address.h"
#include "rf-letters.h"

#include <glib/gi18n.h>

#include <string.h>

/*
 * What the window says about calls, transfers and accounts, in words. Names and reasons come from
 * the network: they are cleaned and bounded here, and are only ever arguments of a format, never
 * one.
 */

#define MAX_CHARACTERS 60

typedef struct {
  guint       code;
  const char *text;
} Outcome;

static const Outcome outcomes[] = {
  { 300, N_("there are several addresses") },
  { 301, N_("the address has changed") },
  { 302, N_("the address has changed for now") },
  { 305, N_("another proxy has to be used") },
  { 380, N_("another service is offered") },
  { 400, N_("the request was not understood") },
  { 401, N_("the user name or password is missing or wrong") },
  { 402, N_("payment is required") },
  { 403, N_("not allowed") },
  { 404, N_("there is nobody at this address") },
  { 405, N_("the other phone cannot do this") },
  { 406, N_("not acceptable") },
  { 407, N_("the user name or password is missing or wrong") },
  { 408, N_("no answer") },
  { 410, N_("the address is no longer in use") },
  { 413, N_("the message is too large") },
  { 414, N_("the address is too long") },
  { 415, N_("no common audio format") },
  { 416, N_("this kind of address cannot be called") },
  { 420, N_("the other phone lacks a needed feature") },
  { 421, N_("the other phone needs a feature that is missing here") },
  { 429, N_("it does not say who asks for it") },
  { 480, N_("not reachable now") },
  { 481, N_("the other phone no longer knows the call") },
  { 482, N_("it leads in a circle") },
  { 483, N_("it went over too many servers") },
  { 484, N_("the address is incomplete") },
  { 485, N_("the address is ambiguous") },
  { 486, N_("busy") },
  { 487, N_("cancelled") },
  { 488, N_("no common audio format") },
  { 489, N_("the other phone cannot report what becomes of it") },
  { 491, N_("another change of the call is under way") },
  { 500, N_("an error in the other phone or server") },
  { 501, N_("the other phone cannot do this") },
  { 502, N_("an error at a gateway") },
  { 503, N_("the service is not available") },
  { 504, N_("a server did not answer in time") },
  { 505, N_("another version of SIP is needed") },
  { 513, N_("the message is too large") },
  { 600, N_("busy everywhere") },
  { 603, N_("declined") },
  { 604, N_("the address does not exist") },
  { 606, N_("not acceptable") },
  { 607, N_("not wanted") },
};


/* Controls would break a line, and marks of direction could turn the sentence around a name. */
static gboolean
is_harmful (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/**
 * rf_words_clean:
 * @text: (nullable): text from the network
 *
 * Makes a name or a reason fit to stand in a sentence: one line, without characters that control
 * the text around it, and not longer than a line of a window.
 *
 * Returns: (transfer full): valid UTF-8, perhaps empty
 */
char *
rf_words_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  g_autoptr (GString) clean = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MAX_CHARACTERS; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (clean, is_harmful (c) ? ' ' : c);
    n++;
    if (n == MAX_CHARACTERS && *g_utf8_next_char (p) != '\0')
      g_string_append (clean, "…");
  }
  g_strstrip (clean->str);

  return rf_letters_isolate (g_string_free (g_steal_pointer (&clean), FALSE));
}

/**
 * rf_words_duration:
 * @seconds: how long
 *
 * Returns: (transfer full): "2:14", or "1:02:14" from one hour on
 */
char *
rf_words_duration (gint64 seconds)
{
  gint64 s = CLAMP (seconds, 0, (gint64) 999 * 3600);

  if (s >= 3600)
    return g_strdup_printf ("%d:%02d:%02d", (int) (s / 3600), (int) (s / 60 % 60), (int) (s % 60));

  return g_strdup_printf ("%d:%02d", (int) (s / 60), (int) (s % 60));
}

/**
 * rf_words_outcome:
 * @code: a SIP status, or 0
 * @reason: (nullable): the phrase that came with it
 *
 * Says what a final status means: the known ones in our words, others in those of the far end.
 *
 * Returns: (transfer full): "busy (486)"
 */
char *
rf_words_outcome (guint code, const char *reason)
{
  g_autofree char *clean = rf_words_clean (reason);

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (outcomes[i].code == code)
      return g_strdup_printf ("%s (%u)", _(outcomes[i].text), code);

  if (code == 0)
    return *clean ? g_steal_pointer (&clean) : g_strdup (_("no reason given"));
  if (*clean == '\0')
    return g_strdup_printf (_("SIP status %u"), code);

  return g_strdup_printf ("%s (%u)", clean, code);
}


/* The other phone has named somebody else, whom nobody here has agreed to call. */
static char *
redirect_state (RfCall *call, guint code)
{
  g_autofree char *target = rf_words_clean (rf_call_get_redirected_to (call));

  return g_strdup_printf (_("Ended: it was sent on to %s, which was not called (%u)"), target,
                          code);
}


static char *
end_state (RfCall *call)
{
  guint code = rf_call_get_end_code (call);

  RfCall *next = rf_call_get_replaced_by (call);

  if (next) {
    g_autofree char *who = rf_words_clean (rf_call_get_peer_label (next));

    return g_strdup_printf (_("Continued as the call with %s"), who);
  }
  if (code == 0)
    return g_strdup (_("Ended"));
  if (code == 487 && rf_call_is_incoming (call))
    return g_strdup (_("Missed"));
  if (rf_call_get_redirected_to (call) && *rf_call_get_redirected_to (call))
    return redirect_state (call, code);
  else {
    g_autofree char *outcome = rf_words_outcome (code, rf_call_get_end_reason (call));

    return g_strdup_printf (_("Ended: %s"), outcome);
  }
}


static char *
resuming_state (RfCall *call)
{
  g_autofree char *who = rf_words_clean (rf_call_get_peer_label (call));

  return g_strdup_printf (_("Taking %s back…"), who);
}


static const char *
established_state (RfCall *call)
{
  if (rf_call_get_local_hold (call) && rf_call_get_remote_hold (call))
    return _("On hold by both");
  if (rf_call_get_local_hold (call))
    return _("On hold");
  if (rf_call_get_remote_hold (call))
    return _("Put you on hold");
  if (rf_call_get_muted (call))
    return _("Muted");

  return _("Connected");
}

/**
 * rf_words_call_state:
 * @call: a call
 *
 * Returns: (transfer full): how the call stands: "On hold", "Ended: busy (486)"
 */
char *
rf_words_call_state (RfCall *call)
{
  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  switch (rf_call_get_state (call)) {
    case RF_CALL_DIALING:
      return g_strdup (_("Calling…"));
    case RF_CALL_RINGING_OUT:
      return g_strdup (_("Rings there…"));
    case RF_CALL_RINGING_IN:
      return g_strdup (_("Calls you"));
    case RF_CALL_EARLY:
      return g_strdup (_("Connecting…"));
    case RF_CALL_ESTABLISHED:
      if (rf_call_get_local_hold (call) && rf_call_is_resuming (call))
        return resuming_state (call);
      return g_strdup (established_state (call));
    case RF_CALL_LOST:
      return g_strdup (_("Lost: the call core stopped"));
    case RF_CALL_ASKING:
      return g_strdup (rf_call_get_request_target (call) ? _("Asks for a call")
                                                         : _("Asked for a call"));
    case RF_CALL_ENDED:
    default:
      return end_state (call);
  }
}


/* Where the address begins; a bracket in a quoted name is none (RFC 3261 §25.1). */
static const char *
find_bracket (const char *name_addr)
{
  const char *end = name_addr + strspn (name_addr, " ");

  if (*end == '"')
    for (end++; *end && *end != '"'; end++)
      if (*end == '\\' && end[1])
        end++;

  return strchr (*end ? end : name_addr, '<');
}


/* What stands between quotes, with its quoted pairs as what they mean (RFC 3261 §25.1); the second
 * quote is missing where a name was too long to be kept whole. */
static char *
dup_unquoted (const char *quoted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = quoted + 1; *p && *p != '"'; p++) {
    if (*p == '\\' && p[1])
      p++;
    g_string_append_c (text, *p);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "Mike" of Mike <sip:mike@host>, with or without quotes; empty where there is only an address. */
static char *
dup_display_name (const char *name_addr)
{
  const char *bracket = find_bracket (name_addr);
  g_autofree char *name = NULL;

  if (bracket == NULL && *name_addr != '"')
    return g_strdup ("");

  name = g_strstrip (bracket ? g_strndup (name_addr, bracket - name_addr) : g_strdup (name_addr));

  return name[0] == '"' && name[1] ? dup_unquoted (name) : g_steal_pointer (&name);
}


/* What is between the brackets, or stands before the parameters where there are none (RFC 3261
 * §20.10). */
static char *
dup_address (const char *name_addr)
{
  const char *bracket = find_bracket (name_addr);
  const char *start = bracket ? bracket + 1 : name_addr;

  return g_strndup (start, strcspn (start, bracket ? ">" : ";"));
}

/**
 * rf_words_person:
 * @name_addr: (nullable): somebody, as in Referred-By
 *
 * Returns: (transfer full): a short name, empty where nobody is named
 */
char *
rf_words_person (const char *name_addr)
{
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  g_autofree char *label = NULL;

  if (name_addr == NULL || *name_addr == '\0')
    return g_strdup ("");

  name = dup_display_name (name_addr);
  if (*name)
    return rf_words_clean (name);
  address = dup_address (name_addr);
  label = rf_address_dup_label (address);

  return rf_words_clean (label);
}

/**
 * rf_words_sender:
 * @call: a call
 * @name_addr: (nullable): whoever sent it or asks for something, as in Referred-By
 *
 * Returns: (transfer full): a short name; that of the call's peer where it is the peer, empty where
 * nobody is named
 */
char *
rf_words_sender (RfCall *call, const char *name_addr)
{
  g_autofree char *name = dup_display_name (name_addr ? name_addr : "");
  g_autofree char *address = dup_address (name_addr ? name_addr : "");

  g_return_val_if_fail (RF_IS_CALL (call), NULL);

  if (*name == '\0' && *address && g_strcmp0 (address, rf_call_get_peer_uri (call)) == 0)
    return rf_words_clean (rf_call_get_peer_label (call));

  return rf_words_person (name_addr);
}


static gboolean
is_transferring (RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  return transfer && rf_transfer_get_result (transfer) == RF_TRANSFER_PENDING;
}

/**
 * rf_words_no_hold:
 * @call: a call
 *
 * Returns: (transfer full) (nullable): why the call cannot be put on hold or taken back now; %NULL
 * when it can
 */
char *
rf_words_no_hold (RfCall *call)
{
  if (rf_call_get_state (call) != RF_CALL_ESTABLISHED)
    return g_strdup (_("The call is not answered yet."));
  if (is_transferring (call))
    return g_strdup (_("A transfer of this call is under way."));

  return NULL;
}

/**
 * rf_words_no_mute:
 * @call: a call
 *
 * Returns: (transfer full) (nullable): why the microphone cannot be switched now; %NULL when it can
 */
char *
rf_words_no_mute (RfCall *call)
{
  if (rf_call_get_state (call) != RF_CALL_ESTABLISHED)
    return g_strdup (_("The call is not answered yet."));

  return NULL;
}

/**
 * rf_words_no_transfer:
 * @call: a call
 *
 * Returns: (transfer full) (nullable): why the call cannot be transferred now; %NULL when it can
 */
char *
rf_words_no_transfer (RfCall *call)
{
  g_autofree char *problem = rf_words_no_hold (call);

  if (problem == NULL && !rf_call_get_peer_allows_refer (call)) {
    g_autofree char *who = rf_words_clean (rf_call_get_peer_label (call));

    return g_strdup_printf (_("%s’s phone does not allow transfers."), who);
  }

  return g_steal_pointer (&problem);
}

/**
 * rf_words_account:
 * @phone: a phone
 *
 * Returns: (transfer full): how the phone and its account stand, in a sentence
 */
char *
rf_words_account (RfPhone *phone)
{
  g_autofree char *registration = NULL;
  g_autofree char *reason = NULL;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);

  switch (rf_phone_get_state (phone)) {
    case RF_PHONE_STOPPED:
      return g_strdup (_("The phone is off."));
    case RF_PHONE_STARTING:
      return g_strdup (_("The phone is starting…"));
    case RF_PHONE_LOST:
      return g_strdup (_("The call core is starting again…"));
    case RF_PHONE_FAILED:
      return g_strdup (_("The call core cannot be started."));
    case RF_PHONE_READY:
    default:
      break;
  }

  g_object_get (phone, "registration", &registration, "registration-reason", &reason, NULL);
  if (g_strcmp0 (registration, "registered") == 0)
    return g_strdup (_("Registered. Others can call you."));
  if (g_strcmp0 (registration, "registering") == 0)
    return g_strdup (_("Registering…"));
  if (g_strcmp0 (registration, "failed") == 0) {
    g_autofree char *clean = rf_words_clean (reason);

    return g_strdup_printf (_("Not registered: %s"), *clean ? clean : _("no reason given"));
  }

  return g_strdup (_("Ready, without a server. Others can call you at your address."));
}

/**
 * rf_words_account_icon:
 * @phone: a phone
 *
 * Returns: the name of an icon for how the phone and its account stand
 */
const char *
rf_words_account_icon (RfPhone *phone)
{
  g_autofree char *registration = NULL;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);

  if (rf_phone_get_state (phone) == RF_PHONE_FAILED)
    return "dialog-error-symbolic";
  if (rf_phone_get_state (phone) != RF_PHONE_READY)
    return "network-wired-acquiring-symbolic";

  g_object_get (phone, "registration", &registration, NULL);
  if (g_strcmp0 (registration, "failed") == 0)
    return "dialog-warning-symbolic";
  if (g_strcmp0 (registration, "registering") == 0)
    return "network-wired-acquiring-symbolic";

  return "referee-ready-symbolic";
}
