/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-wire-text"

#include "config.h"

#include "rf-wire-text.h"

/* Longer texts are cut: nobody reads more, and a person's screen ends sooner. */
#define MAX_TEXT 2048

/* A status line is read by machines, and has to fit into a packet. */
#define MAX_PHRASE 128

/**
 * rf_wire_text_dup_pl:
 * @pl: text from the network; may be empty
 *
 * Makes text from the network fit for the bus: valid UTF-8, bounded, and otherwise as it came.
 *
 * Returns: (transfer full) (not nullable): the text
 */
char *
rf_wire_text_dup_pl (const struct pl *pl)
{
  g_autofree char *copy = NULL;

  if (pl == NULL || pl->p == NULL)
    return g_strdup ("");

  copy = g_strndup (pl->p, MIN (pl->l, MAX_TEXT));
  return g_utf8_make_valid (copy, -1);
}

/**
 * rf_wire_text_dup:
 * @text: (nullable): text from the network
 *
 * Returns: (transfer full) (not nullable): as rf_wire_text_dup_pl()
 */
char *
rf_wire_text_dup (const char *text)
{
  struct pl pl = { text, text != NULL ? strlen (text) : 0 };

  return rf_wire_text_dup_pl (&pl);
}

/**
 * rf_wire_text_dup_header:
 * @msg: a message
 * @id: which header
 *
 * Returns: (transfer full) (nullable): the first value of the header with folds made one space,
 * or NULL where there is none
 */
char *
rf_wire_text_dup_header (const struct sip_msg *msg,
                         enum sip_hdrid        id)
{
  const struct sip_hdr *header = sip_msg_hdr (msg, id);
  char *value;

  if (header == NULL)
    return NULL;

  value = rf_wire_text_dup_pl (&header->val);
  g_strdelimit (value, "\r\n\t", ' ');
  return g_strstrip (value);
}

static gboolean
is_visible (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isprint (c) && type != G_UNICODE_LINE_SEPARATOR &&
         type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_PRIVATE_USE;
}

/**
 * rf_wire_text_dup_phrase:
 * @text: a reason phrase from the network
 *
 * Returns: (transfer full) (not nullable): as much of it as may stand in a status line of ours:
 *   valid UTF-8, bounded, and nothing in it that cannot be seen
 */
char *
rf_wire_text_dup_phrase (const char *text)
{
  g_autofree char *valid = rf_wire_text_dup (text);
  GString *phrase = g_string_new (NULL);

  for (const char *p = valid; *p != '\0' && phrase->len < MAX_PHRASE; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (phrase, is_visible (c) ? c : ' ');
  }
  return g_string_free (phrase, FALSE);
}

/**
 * rf_wire_text_is_one_line:
 * @text: what is going to be part of a header that we send
 *
 * Returns: whether it is free of control characters, so that it cannot start a header of its own
 */
gboolean
rf_wire_text_is_one_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == 0x7f)
      return FALSE;
  return TRUE;
}

/**
 * rf_wire_is_challenge:
 * @msg: a response
 *
 * Returns: whether it asks for credentials and says for which; libre repeats the request even where
 * it does not (RFC 3261 §22.2, §22.3)
 */
gboolean
rf_wire_is_challenge (const struct sip_msg *msg)
{
  return (msg->scode == 401 && sip_msg_hdr (msg, SIP_HDR_WWW_AUTHENTICATE) != NULL) ||
         (msg->scode == 407 && sip_msg_hdr (msg, SIP_HDR_PROXY_AUTHENTICATE) != NULL);
}
