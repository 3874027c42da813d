/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-explain-capability"

#include "config.h"

#include "rf-explain-private.h"

#include <glib/gi18n.h>

/* The headers that say what a phone can do, what it insists on, for how long, and why. */

typedef struct {
  const char *tag;
  const char *sentence;
} OptionWords;

static const OptionWords option_words[] = {
  { "replaces", N_("can take over a call") },
  { "norefersub", N_("can do without reports on a transfer") },
  { "tdialog", N_("takes a REFER outside the call, by Target-Dialog") },
  { "100rel", N_("confirms provisional answers") },
  { "timer", N_("checks from time to time whether the call still lives") },
  { "outbound", N_("keeps its connection to the server open") },
  { "gruu", N_("has an address of its own for this phone") },
  { "path", N_("notes the proxies on the way to it") },
  { "nosub", N_("no reports on a transfer") },
  { "explicitsub", N_("reports on a transfer have to be asked for") },
};

/* Cuts the next of a list of tokens off. */
static RfStr
take_token (RfStr *list)
{
  gsize comma = rf_str_find (*list, ',');
  RfStr token = rf_str_trim (rf_str_head (*list, comma));

  *list = rf_str_skip (*list, comma + 1);

  return token;
}

static gboolean
has_token (RfStr       list,
           const char *wanted)
{
  while (list.len > 0)
    if (rf_str_case_equal_c (take_token (&list), wanted))
      return TRUE;

  return FALSE;
}

/* "replaces: can take over a call; timer: …" for those that are known, each once. */
static char *
dup_options (RfStr list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (option_words); i++) {
    if (!has_token (list, option_words[i].tag))
      continue;
    if (text->len > 0)
      g_string_append (text, "; ");
    g_string_append_printf (text, "%s: %s", option_words[i].tag, _(option_words[i].sentence));
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
explain_allow (RfExplain *self,
               RfStr      value)
{
  gboolean takes_refer = has_token (value, "REFER");

  if (takes_refer && has_token (value, "NOTIFY"))
    return g_strdup_printf (_("REFER and NOTIFY are in the list: %s can be transferred, and can "
                              "transfer others."), self->sender);
  if (takes_refer)
    return g_strdup_printf (_("REFER is in the list: %s can be transferred."), self->sender);

  return g_strdup_printf (_("REFER is not in the list: %s cannot be transferred."), self->sender);
}

static char *
explain_supported (RfExplain *self,
                   RfStr      value)
{
  g_autofree char *options = dup_options (value);

  if (*options == '\0')
    return g_strdup_printf (_("%s names extensions that it knows."), self->sender);

  return g_strdup_printf (_("What %1$s can do. %2$s."), self->sender, options);
}

static char *
explain_require (RfExplain *self,
                 RfStr      value)
{
  g_autofree char *options = dup_options (value);

  if (*options == '\0')
    return g_strdup (_("Who does not know these extensions has to refuse."));

  return g_strdup_printf (_("Who does not know this has to refuse. %s."), options);
}

static char *
explain_expires (RfExplain *self,
                 RfStr      value)
{
  guint64 seconds;

  if (!rf_str_parse_uint (rf_str_head (value, rf_str_find (value, ';')), G_MAXUINT32, &seconds))
    return NULL;
  if (seconds == 0 && self->sip.method == RF_SIP_REGISTER)
    return g_strdup (_("0 seconds: the address is taken back."));
  if (seconds == 0 && self->sip.method == RF_SIP_SUBSCRIBE)
    return g_strdup (_("0 seconds: no more news is wanted."));

  return g_strdup_printf (ngettext ("This is valid for %u second.", "This is valid for %u seconds.",
                                    (gulong) seconds), (guint) seconds);
}

static char *
explain_session_expires (RfExplain *self,
                         RfStr      value)
{
  guint64 seconds;

  if (!rf_str_parse_uint (rf_str_head (value, rf_str_find (value, ';')), G_MAXUINT32, &seconds))
    return NULL;

  return g_strdup_printf (ngettext ("The call ends unless it is renewed every %u second.",
                                    "The call ends unless it is renewed every %u seconds.",
                                    (gulong) seconds), (guint) seconds);
}

/* RFC 3326: "SIP;cause=200;text="Call completed elsewhere"" */
static char *
explain_reason (RfExplain *self,
                RfStr      value)
{
  RfStr params = rf_str_skip (value, rf_str_find (value, ';'));
  g_autofree char *shown = NULL;
  RfStr text, cause;
  guint64 status;

  if (rf_str_get_param (params, "text", &text) && text.len > 0) {
    shown = rf_explain_dup_text (rf_str_unquote (text));
    return g_strdup_printf (_("Why this is sent: %s."), shown);
  }
  if (rf_str_starts_with_case (value, "SIP") && rf_str_get_param (params, "cause", &cause) &&
      rf_str_parse_uint (cause, 699, &status) && status >= 100)
    return g_strdup_printf (_("Why this is sent: %s"), rf_explain_status (RF_SIP_UNKNOWN,
                                                                          (guint) status));

  return g_strdup (_("Why this is sent."));
}

/* RFC 3261 §20.43: "399 host "what is wrong"" */
static char *
explain_warning (RfExplain *self,
                 RfStr      value)
{
  RfStr text = rf_str_skip (value, rf_str_find (value, '"'));
  g_autofree char *shown = rf_explain_dup_text (rf_str_unquote (text));

  return *shown != '\0' ? g_strdup_printf (_("The other side says what is wrong: %s."), shown)
                        : g_strdup (_("The other side says what is wrong."));
}

static char *
explain_retry_after (RfExplain *self,
                     RfStr      value)
{
  guint64 seconds;
  gsize digits = 0;

  while (digits < value.len && g_ascii_isdigit (value.p[digits]))
    digits++;
  if (!rf_str_parse_uint (rf_str_head (value, digits), G_MAXUINT32, &seconds))
    return NULL;

  return g_strdup_printf (ngettext ("Try again after %u second.", "Try again after %u seconds.",
                                    (gulong) seconds), (guint) seconds);
}

static char *
explain_challenge (RfExplain *self,
                   RfStr      value)
{
  g_autofree char *shown = NULL;
  RfStr params = rf_str_skip (value, rf_str_find (value, ' '));
  RfStr realm = RF_STR_INIT;

  for (RfStr rest = params; rest.len > 0 && realm.len == 0;) {
    RfStr token = take_token (&rest);

    if (rf_str_starts_with_case (token, "realm="))
      realm = rf_str_unquote (rf_str_skip (token, strlen ("realm=")));
  }
  shown = rf_explain_dup_text (realm);

  return g_strdup_printf (_("Asks for proof of the password that is known in “%s”. The password "
                            "itself is never sent."), shown);
}

static char *
explain_credentials (RfExplain *self,
                     RfStr      value)
{
  return g_strdup (_("Proof that the sender knows the password. The password itself is never "
                     "sent."));
}

static char *
explain_program (RfExplain *self,
                 RfStr      value)
{
  return g_strdup_printf (_("The program that %s uses."), self->sender);
}

static const struct {
  const char *name;
  char      *(*explain) (RfExplain *self, RfStr value);
} headers[] = {
  { "Allow", explain_allow },
  { "Supported", explain_supported },
  { "Require", explain_require },
  { "Proxy-Require", explain_require },
  { "Expires", explain_expires },
  { "Session-Expires", explain_session_expires },
  { "Reason", explain_reason },
  { "Warning", explain_warning },
  { "Retry-After", explain_retry_after },
  { "WWW-Authenticate", explain_challenge },
  { "Proxy-Authenticate", explain_challenge },
  { "Authorization", explain_credentials },
  { "Proxy-Authorization", explain_credentials },
  { "User-Agent", explain_program },
  { "Server", explain_program },
};

/**
 * rf_explain_capability:
 * @self: a message
 * @key: name of one of its headers
 * @at: where the header stands
 * @value: its value
 *
 * Returns: whether it is a header of this unit
 */
gboolean
rf_explain_capability (RfExplain  *self,
                       const char *key,
                       RfStr       at,
                       RfStr       value)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    if (g_ascii_strcasecmp (headers[i].name, key) == 0) {
      self->rank = RF_EXPLAIN_CAPABILITY;
      rf_explain_add (self, headers[i].name, at, value, headers[i].explain (self, value));
      return TRUE;
    }
  }

  return FALSE;
}
