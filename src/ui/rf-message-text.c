/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-text"

#include "config.h"

#include "rf-message-text.h"

#include <glib/gi18n.h>

#include <string.h>

/*
 * What a message on the wire becomes before it is shown, and what its transfer headers mean in
 * plain words. The bytes are hostile: whatever they are, the text is valid UTF-8, of bounded size,
 * and holds no character that moves, hides or turns around what stands beside it.
 */

#define SYMBOL_NUL 0x2400
#define SYMBOL_DELETE 0x2421

typedef struct {
  const char *name;
  char        compact; /* RFC 3261 section 7.3.3; 0 for none */
  const char *value;   /* what the value has to contain, NULL for anything */
  const char *meaning;
} Explanation;

/* The first line that matches counts. */
static const Explanation explanations[] = {
  { "Refer-To",           'r', "replaces=",
    N_("call this address and take over the call named here") },
  { "Refer-To",           'r', NULL,         N_("call this address") },
  { "Referred-By",        'b', NULL,         N_("who asks for the transfer") },
  { "Replaces",           0,   NULL,         N_("take the place of this call") },
  { "Event",              'o', "refer",      N_("news about a transfer") },
  { "Subscription-State", 0,   "terminated", N_("this is the last news") },
  { "Subscription-State", 0,   "active",     N_("more news will come") },
  { "Subscription-State", 0,   "pending",    N_("more news will come") },
  { "Target-Dialog",      0,   NULL,         N_("the call that this is about") },
  { "Refer-Sub",          0,   "false",      N_("no news is wanted") },
};

static void
append_visible (GString  *text,
                gunichar  character)
{
  switch (g_unichar_type (character)) {
  case G_UNICODE_CONTROL:
    if (character < 0x20)
      g_string_append_unichar (text, SYMBOL_NUL + character);
    else if (character == 0x7f)
      g_string_append_unichar (text, SYMBOL_DELETE);
    else
      g_string_append_printf (text, "⟨U+%04X⟩", character);
    break;
  case G_UNICODE_FORMAT:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_SURROGATE:
    g_string_append_printf (text, "⟨U+%04X⟩", character);
    break;
  default:
    g_string_append_unichar (text, character);
  }
}

/* Appends what stands at @data and returns how many bytes that took. */
static gsize
append_next (GString    *text,
             const char *data,
             gsize       length)
{
  gunichar character = g_utf8_get_char_validated (data, length);

  /* For a NUL byte GLib answers as for an incomplete character. */
  if (*data == '\0') {
    append_visible (text, 0);
    return 1;
  }
  if (character >= (gunichar) -2) {
    g_string_append_printf (text, "⟨%02X⟩", (guchar) *data);
    return 1;
  }
  if (character == '\r' && length > 1 && data[1] == '\n') {
    g_string_append_c (text, '\n');
    return 2;
  }
  if (character == '\n' || character == '\t')
    g_string_append_c (text, character);
  else
    append_visible (text, character);

  return g_utf8_next_char (data) - data;
}

/**
 * rf_message_text_clean:
 * @data: (array length=length): a message as it was on the wire
 *
 * Makes text of any bytes: lines end in "\n", bytes that are no UTF-8 become ⟨FF⟩, control
 * characters their symbols, and format characters, which can turn the direction of writing around,
 * ⟨U+202E⟩. What is beyond %RF_MESSAGE_TEXT_MAX bytes is left out.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
rf_message_text_clean (const char *data,
                       gsize       length)
{
  g_autoptr (GString) text = NULL;
  gsize i = 0;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  length = MIN (length, RF_MESSAGE_TEXT_MAX);
  text = g_string_sized_new (length + 1);
  while (i < length)
    i += append_next (text, data + i, length - i);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_name (const Explanation *explanation,
          const char        *line,
          gsize              name_length)
{
  if (name_length == 1)
    return explanation->compact != 0 && g_ascii_tolower (*line) == explanation->compact;

  return name_length == strlen (explanation->name) &&
         g_ascii_strncasecmp (line, explanation->name, name_length) == 0;
}

static const char *
explain_header (const char *line)
{
  const char *colon = strchr (line, ':');
  g_autofree char *value = NULL;
  gsize name_length;

  if (colon == NULL)
    return NULL;

  for (name_length = colon - line; name_length > 0 && g_ascii_isspace (line[name_length - 1]);)
    name_length--;
  value = g_ascii_strdown (colon + 1, -1);
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    if (has_name (&explanations[i], line, name_length) &&
        (explanations[i].value == NULL || strstr (value, explanations[i].value) != NULL))
      return _(explanations[i].meaning);

  return NULL;
}

/* The status code of "SIP/2.0 180 Ringing", or 0. */
static guint
status_of (const char *line)
{
  guint64 status = 0;

  if (g_ascii_strncasecmp (line, "SIP/2.0 ", 8) == 0)
    status = g_ascii_strtoull (line + 8, NULL, 10);

  return status <= 699 ? status : 0;
}

static const char *
explain_answer_to_refer (guint status)
{
  if (status < 200)
    return NULL;

  return status < 300 ? _("only means: I will try") : _("the transfer is refused");
}

/* RFC 3264 section 8.4: how a call is put on hold. */
static const char *
explain_media (const char *line)
{
  if (g_str_equal (line, "a=sendonly") || g_str_equal (line, "a=inactive"))
    return _("puts the call on hold");
  if (g_str_equal (line, "a=recvonly"))
    return _("agrees to be on hold");

  return NULL;
}

static const char *
explain_progress (guint status)
{
  if (status < 100)
    return NULL;
  if (status < 200)
    return _("not yet success");

  return status < 300 ? _("the new call is up: success") : _("the new call failed");
}

/**
 * rf_message_text_explain:
 * @line: one line of cleaned text
 * @of_refer: for the start line: whether CSeq names REFER; for the body: whether it is a sipfrag
 *
 * Says what a line means for a transfer.
 *
 * Returns: (transfer none) (nullable): a few translated words, or %NULL where the line has nothing
 *   to do with one
 */
const char *
rf_message_text_explain (RfMessageLine  kind,
                         const char    *line,
                         gboolean       of_refer)
{
  g_return_val_if_fail (line != NULL, NULL);

  switch (kind) {
  case RF_MESSAGE_LINE_START:
    if (g_str_has_prefix (line, "REFER "))
      return _("asks the other phone to call someone");
    return of_refer ? explain_answer_to_refer (status_of (line)) : NULL;
  case RF_MESSAGE_LINE_HEADER:
    return explain_header (line);
  case RF_MESSAGE_LINE_BODY:
    return of_refer ? explain_progress (status_of (line)) : explain_media (line);
  default:
    g_return_val_if_reached (NULL);
  }
}
