/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-text"

#include "config.h"

#include "rf-message-text.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *bytes;
  gssize      length; /* -1: up to the NUL */
  const char *text;
} CleanVector;

static const CleanVector clean_vectors[] = {
  { "plain", "a\r\nb\r\n", -1, "a\nb\n" },
  { "bare-lf", "a\nb", -1, "a\nb" },
  { "bare-cr", "a\rb", -1, "a␍b" },
  { "tab", "a\tb", -1, "a\tb" },
  { "escape", "\x1b[2J\x07", -1, "␛[2J␇" },
  { "delete", "\x7f", -1, "␡" },
  { "nul", "a\0b", 3, "a␀b" },
  { "utf-8", "Zoë €", -1, "Zoë €" },
  { "latin-1", "Zo\xeb", -1, "Zo⟨EB⟩" },
  { "cut-short", "a\xe2\x82", -1, "a⟨E2⟩⟨82⟩" },
  { "overlong", "\xc0\xaf", -1, "⟨C0⟩⟨AF⟩" },
  { "surrogate", "\xed\xa0\x80", -1, "⟨ED⟩⟨A0⟩⟨80⟩" },
  { "c1-control", "\xc2\x9b" "2J", -1, "⟨U+009B⟩2J" },
  { "right-to-left-override", "a\xe2\x80\xae" "b", -1, "a⟨U+202E⟩b" },
  { "line-separator", "a\xe2\x80\xa8" "b", -1, "a⟨U+2028⟩b" },
  { "format-string", "%s%n", -1, "%s%n" },
  { "markup", "<b>&amp;", -1, "<b>&amp;" },
  { "empty", "", -1, "" },
};

static void
test_clean (gconstpointer data)
{
  const CleanVector *vector = data;
  gsize length = vector->length >= 0 ? (gsize) vector->length : strlen (vector->bytes);
  g_autofree char *text = rf_message_text_clean (vector->bytes, length);

  g_assert_cmpstr (text, ==, vector->text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_clean_every_byte_pair (void)
{
  for (guint i = 0; i <= G_MAXUINT16; i++) {
    const char bytes[] = { i >> 8, i & 0xff };
    g_autofree char *text = rf_message_text_clean (bytes, sizeof bytes);

    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_assert_cmpuint (strlen (text), >, 0);
  }
}

static void
test_clean_is_bounded (void)
{
  g_autofree char *bytes = g_malloc (RF_MESSAGE_TEXT_MAX * 2);
  g_autofree char *text = NULL;

  memset (bytes, 'x', RF_MESSAGE_TEXT_MAX * 2);
  text = rf_message_text_clean (bytes, RF_MESSAGE_TEXT_MAX * 2);

  g_assert_cmpuint (strlen (text), ==, RF_MESSAGE_TEXT_MAX);
}

typedef struct {
  const char    *name;
  RfMessageLine  kind;
  const char    *line;
  gboolean       of_refer;
  const char    *meaning;
} ExplainVector;

static const ExplainVector explain_vectors[] = {
  { "refer-to", RF_MESSAGE_LINE_HEADER, "Refer-To: <sip:wayne@example.org>", FALSE,
    "call this address" },
  { "refer-to-case", RF_MESSAGE_LINE_HEADER, "refer-to : sip:wayne@example.org", FALSE,
    "call this address" },
  { "refer-to-compact", RF_MESSAGE_LINE_HEADER, "r: <sip:wayne@example.org>", FALSE,
    "call this address" },
  { "refer-to-replaces", RF_MESSAGE_LINE_HEADER,
    "Refer-To: <sip:w@example.org?Replaces=a%40b%3Bto-tag%3D1>", FALSE,
    "call this address and take over the call named here" },
  { "referred-by", RF_MESSAGE_LINE_HEADER, "Referred-By: <sip:mike@example.org>", FALSE,
    "who asks for the transfer" },
  { "replaces", RF_MESSAGE_LINE_HEADER, "Replaces: 1@x;to-tag=a;from-tag=b", FALSE,
    "take the place of this call" },
  { "event", RF_MESSAGE_LINE_HEADER, "Event: refer;id=7", FALSE, "news about a transfer" },
  { "event-compact", RF_MESSAGE_LINE_HEADER, "o: refer", FALSE, "news about a transfer" },
  { "other-event", RF_MESSAGE_LINE_HEADER, "Event: presence", FALSE, NULL },
  { "state-active", RF_MESSAGE_LINE_HEADER, "Subscription-State: active;expires=60", FALSE,
    "more news will come" },
  { "state-terminated", RF_MESSAGE_LINE_HEADER, "Subscription-State: terminated;reason=noresource",
    FALSE,
    "this is the last news" },
  { "target-dialog", RF_MESSAGE_LINE_HEADER, "Target-Dialog: 1@x", FALSE,
    "the call that this is about" },
  { "via", RF_MESSAGE_LINE_HEADER, "Via: SIP/2.0/UDP 127.0.0.1", FALSE, NULL },
  { "no-colon", RF_MESSAGE_LINE_HEADER, "Refer-To", FALSE, NULL },
  { "no-name", RF_MESSAGE_LINE_HEADER, ": x", FALSE, NULL },
  { "continuation", RF_MESSAGE_LINE_HEADER, "  Refer-To: x", FALSE, NULL },
  { "request", RF_MESSAGE_LINE_START, "REFER sip:kevin@example.org SIP/2.0", TRUE,
    "asks the other phone to call someone" },
  { "accepted", RF_MESSAGE_LINE_START, "SIP/2.0 202 Accepted", TRUE, "only means: I will try" },
  { "accepted-rfc7647", RF_MESSAGE_LINE_START, "SIP/2.0 200 OK", TRUE, "only means: I will try" },
  { "refused", RF_MESSAGE_LINE_START, "SIP/2.0 603 Decline", TRUE, "the transfer is refused" },
  { "other-answer", RF_MESSAGE_LINE_START, "SIP/2.0 200 OK", FALSE, NULL },
  { "sipfrag-trying", RF_MESSAGE_LINE_BODY, "SIP/2.0 100 Trying", TRUE, "not yet success" },
  { "sipfrag-ringing", RF_MESSAGE_LINE_BODY, "SIP/2.0 180 Ringing", TRUE, "not yet success" },
  { "sipfrag-ok", RF_MESSAGE_LINE_BODY, "SIP/2.0 200 OK", TRUE, "the new call is up: success" },
  { "sipfrag-busy", RF_MESSAGE_LINE_BODY, "SIP/2.0 486 Busy Here", TRUE, "the new call failed" },
  { "sipfrag-nonsense", RF_MESSAGE_LINE_BODY, "SIP/2.0 999999999999999999999 x", TRUE, NULL },
  { "hold", RF_MESSAGE_LINE_BODY, "a=sendonly", FALSE, "puts the call on hold" },
  { "held", RF_MESSAGE_LINE_BODY, "a=recvonly", FALSE, "agrees to be on hold" },
  { "no-hold", RF_MESSAGE_LINE_BODY, "a=sendrecv", FALSE, NULL },
  { "other-body", RF_MESSAGE_LINE_BODY, "v=0", TRUE, NULL },
  { "body-of-another", RF_MESSAGE_LINE_BODY, "SIP/2.0 200 OK", FALSE, NULL },
};

static void
test_explain (gconstpointer data)
{
  const ExplainVector *vector = data;

  g_assert_cmpstr (rf_message_text_explain (vector->kind, vector->line, vector->of_refer), ==,
                   vector->meaning);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (clean_vectors); i++) {
    g_autofree char *path = g_strconcat ("/message-text/clean/", clean_vectors[i].name, NULL);

    g_test_add_data_func (path, &clean_vectors[i], test_clean);
  }
  g_test_add_func ("/message-text/clean/every-byte-pair", test_clean_every_byte_pair);
  g_test_add_func ("/message-text/clean/is-bounded", test_clean_is_bounded);
  for (guint i = 0; i < G_N_ELEMENTS (explain_vectors); i++) {
    g_autofree char *path = g_strconcat ("/message-text/explain/", explain_vectors[i].name, NULL);

    g_test_add_data_func (path, &explain_vectors[i], test_explain);
  }

  return g_test_run ();
}
