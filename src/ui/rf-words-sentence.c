/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words-sentence"

#include "config.h"

#include "rf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/*
 * The layers below know no language: what they say of an error is one of these sentences, for logs
 * and scripts. Here they are said in the person's.
 */

static const char *const sentences[] = {
  N_("A call cannot be transferred to itself."),
  N_("A complete address starts with “sip:” or “sips:”."),
  N_("A transfer of this call is already under way."),
  N_("A transfer of this call is under way. Cancel it first."),
  N_("A transfer of this call is under way. Wait until it has ended."),
  N_("An address has no spaces or line breaks in it."),
  N_("At least one codec is needed."),
  N_("Digits are 0 to 9, A to D, * and #, 64 of them at most."),
  N_("Digits can be sent once the call is up."),
  N_("No transfer of this call is under way."),
  N_("Nobody asks for a transfer of this call."),
  N_("Only a call that is up can be held."),
  N_("Only a call that is up can be transferred."),
  N_("Only addresses that start with “sip:” or “sips:” can be called."),
  N_("That would connect the caller to itself."),
  N_("That would connect the caller to you, where the call already is."),
  N_("The account was removed."),
  N_("The address has a character that is not allowed after the host."),
  N_("The address has a character that is not allowed in a SIP address. Letters, digits "
     "and signs of plain ASCII are."),
  N_("The address has a control character in it."),
  N_("The address is too long: it can have 255 characters at most."),
  N_("The address lacks the name or number in front of the @."),
  N_("The call core did not answer in time. Try again."),
  N_("The call core ended before it could do this. Try again when the phone is ready."),
  N_("The call could not be answered: no audio both phones understand."),
  N_("The call has already ended."),
  N_("The call has not been answered yet. It can be transferred after that."),
  N_("The call is over."),
  N_("The call to transfer to has already ended."),
  N_("The call to transfer to is on another phone."),
  N_("The call to transfer to is over."),
  N_("The call to transfer to must be up, or ring at the other end."),
  N_("The other phone did not answer."),
  N_("The other phone does not allow transfers."),
  N_("The other phone has not answered the last change yet."),
  N_("The part after the @ is not the name or the address of a computer."),
  N_("The part in front of the @ has a character that is not allowed there."),
  N_("The phone has no account yet that could complete this. Type the whole address, for "
     "example “sip:wayne@example.org”."),
  N_("The target's phone cannot take over a call. A blind transfer can be tried."),
  N_("There is no call to answer."),
  N_("There is no such account to call from."),
  N_("There is no such account."),
  N_("There is no such codec."),
  N_("This is not a SIP address. It looks like sip:name@example.org."),
  N_("This is not a SIP address. One looks like “sip:wayne@example.org”."),
  N_("Type the number or the address to call."),
  N_("What stands between the brackets is not an IPv6 address."),
};

#define REFUSED "The other phone refused: "

/* Of "The other phone refused: 488 Not Here." what the status means. */
static char *
dup_refusal (const char *sentence)
{
  char *phrase = NULL;
  guint64 code = g_ascii_strtoull (sentence + strlen (REFUSED), &phrase, 10);
  g_autofree char *reason = g_strdup (phrase);

  g_strchug (reason);
  if (g_str_has_suffix (reason, "."))
    reason[strlen (reason) - 1] = '\0';

  return rf_words_outcome ((guint) MIN (code, 999), reason);
}

/**
 * rf_words_sentence:
 * @sentence: what the phone says of an error
 *
 * Returns: (transfer full): the same for the person; as it is where it is not known
 */
char *
rf_words_sentence (const char *sentence)
{
  g_autofree char *outcome = NULL;

  g_return_val_if_fail (sentence != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i], sentence))
      return g_strdup (_(sentences[i]));
  if (!g_str_has_prefix (sentence, REFUSED))
    return g_strdup (sentence);

  outcome = dup_refusal (sentence);

  return g_strdup_printf (_("The other phone refused: %s."), outcome);
}

/**
 * rf_words_failure:
 * @call: what a command was about
 * @sentence: what the phone says of why it failed
 *
 * Returns: (transfer full): the same for the person, with the name of who did not do it
 */
char *
rf_words_failure (RfCall *call, const char *sentence)
{
  g_autofree char *who = NULL;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);
  g_return_val_if_fail (sentence != NULL, NULL);

  who = rf_words_clean (rf_call_get_peer_label (call));
  if (g_str_has_prefix (sentence, REFUSED)) {
    g_autofree char *outcome = dup_refusal (sentence);

    return g_strdup_printf (_("%s’s phone refused: %s."), who, outcome);
  }
  if (g_str_equal (sentence, "The other phone did not answer."))
    return g_strdup_printf (_("%s’s phone did not answer."), who);
  if (g_str_equal (sentence, "The other phone does not allow transfers."))
    return g_strdup_printf (_("%s’s phone does not allow transfers."), who);
  if (g_str_equal (sentence, "The other phone has not answered the last change yet."))
    return g_strdup_printf (_("%s’s phone has not answered the last change yet."), who);

  return rf_words_sentence (sentence);
}
