/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-export.h"

#include <string.h>

/**
 * Facts:
 * @counts: how often each element stands there
 * @policy: what the page may do
 * @script: its script
 * @style: its style
 * @text: all that is read
 *
 * What a page is made of.
 */
typedef struct {
  GHashTable *counts;
  char       *policy;
  GString    *script;
  GString    *style;
  GString    *text;
} Facts;

static void
facts_clear (Facts *self)
{
  g_hash_table_unref (self->counts);
  g_free (self->policy);
  g_string_free (self->script, TRUE);
  g_string_free (self->style, TRUE);
  g_string_free (self->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

static guint
count_of (Facts      *self,
          const char *element)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, element));
}

/* Nothing that runs or loads stands in an attribute. */
static void
assert_attribute (const char *name,
                  const char *value)
{
  static const char *const known[] = {
    "aria-hidden", "aria-label", "aria-live", "charset", "class", "content", "data-words",
    "http-equiv", "id", "lang", "name", "placeholder", "role", "type", NULL,
  };

  if (!g_strv_contains (known, name))
    g_error ("attribute %s=\"%s\"", name, value);
}

static void
on_start (GMarkupParseContext  *context,
          const char           *element,
          const char          **names,
          const char          **values,
          gpointer              user_data,
          GError              **error)
{
  Facts *facts = user_data;

  g_hash_table_replace (facts->counts, g_strdup (element),
                        GUINT_TO_POINTER (count_of (facts, element) + 1));
  for (guint i = 0; names[i]; i++) {
    assert_attribute (names[i], values[i]);
    if (g_str_equal (names[i], "http-equiv"))
      facts->policy = g_strdup (values[i + 1]);
  }
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  Facts *facts = user_data;
  const char *element = g_markup_parse_context_get_element (context);
  GString *to = facts->text;

  if (g_strcmp0 (element, "script") == 0)
    to = facts->script;
  else if (g_strcmp0 (element, "style") == 0)
    to = facts->style;
  g_string_append_len (to, text, (gssize) length);
}

static void
read_page (RfTrace *trace,
           Facts   *facts)
{
  static const GMarkupParser parser = { .start_element = on_start, .text = on_text };
  g_autoptr (GError) error = NULL;
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autofree char *html = rf_export_html (trace, NULL, NULL);

  *facts = (Facts) {
    .counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .script = g_string_new (NULL),
    .style = g_string_new (NULL),
    .text = g_string_new (NULL),
  };
  g_assert_true (g_str_has_prefix (html, "<!DOCTYPE html>\n"));
  context = g_markup_parse_context_new (&parser, 0, facts, NULL);
  g_markup_parse_context_parse (context, html, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

static void
test_rows (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_auto (Facts) facts = { 0 };

  read_page (trace, &facts);
  g_assert_cmpuint (count_of (&facts, "details"), ==, rf_trace_get_n_messages (trace));
  g_assert_cmpuint (count_of (&facts, "pre"), ==, rf_trace_get_n_messages (trace));
  g_assert_nonnull (strstr (facts.text->str, "SIP messages of kevin, mike, wayne"));
  g_assert_nonnull (strstr (facts.text->str,
                            "Transfer 1 (blind): mike asks kevin to call wayne: "
                            "succeeded with 200."));
  g_assert_nonnull (strstr (facts.text->str, "Refer-To: <sip:wayne@example.org>\n"));
  g_assert_nonnull (strstr (facts.text->str, "NOTIFY again (2)"));
}

/* Who has which part, and who is on hold beside which rows, as in a picture of the ladder. */
static void
test_parts (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *html = rf_export_html (trace, NULL, NULL);
  g_auto (GStrv) holds = g_strsplit (html, "<span class=\"hold h0\">", -1);
  const char *before = g_strrstr (holds[0], "class=\"time\">");

  g_assert_nonnull (strstr (html, ">kevin<small>transferee</small></span>"));
  g_assert_nonnull (strstr (html, ">mike<small>transferor</small></span>"));
  g_assert_nonnull (strstr (html, ">wayne<small>target</small></span>"));
  /* From the answer to the INVITE that holds to what is before the BYE. */
  g_assert_cmpuint (g_strv_length (holds) - 1, ==, 15);
  g_assert_true (g_str_has_prefix (before, "class=\"time\">24.902"));
  g_assert_null (strstr (html, "hold h1"));
  g_assert_nonnull (strstr (html, "<span class=\"hold\"></span>on hold</p>"));
}

static void
assert_allowed (const char    *policy,
                const char    *directive,
                const GString *content)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *base64 = NULL;
  g_autofree char *wanted = NULL;

  g_checksum_update (checksum, (const guchar *) content->str, (gssize) content->len);
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);
  wanted = g_strdup_printf ("%s 'sha256-%s';", directive, base64);
  g_assert_nonnull (strstr (policy, wanted));
}

/* The page allows its own script and style and nothing else; nothing in it comes from elsewhere. */
static void
test_policy (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_auto (Facts) facts = { 0 };

  read_page (trace, &facts);
  g_assert_true (g_str_has_prefix (facts.policy, "default-src 'none'; "));
  g_assert_null (strstr (facts.policy, "unsafe"));
  assert_allowed (facts.policy, "script-src", facts.script);
  assert_allowed (facts.policy, "style-src", facts.style);
  g_assert_null (strstr (facts.style->str, "url("));
  g_assert_null (strstr (facts.style->str, "@import"));
  g_assert_nonnull (strstr (facts.style->str, "prefers-color-scheme:dark"));
  g_assert_nonnull (strstr (facts.style->str, "@media print"));
}

/* Whatever a message says, it is read and does nothing. */
static void
test_hostile (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_hostile ();
  g_auto (Facts) facts = { 0 };

  read_page (trace, &facts);
  g_assert_cmpuint (count_of (&facts, "script"), ==, 1);
  g_assert_cmpuint (count_of (&facts, "details"), ==, 4);
  g_assert_null (strstr (facts.script->str, "alert"));
  g_assert_nonnull (strstr (facts.text->str, "</script><script>alert(1)</script>"));
  g_assert_true (g_utf8_validate (facts.text->str, (gssize) facts.text->len, NULL));
  for (const char *p = facts.text->str; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\n')
      continue;
    g_assert_cmpint (g_unichar_type (c), !=, G_UNICODE_CONTROL);
    g_assert_cmpint (g_unichar_type (c), !=, G_UNICODE_FORMAT);
  }
}

static void
test_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_auto (Facts) facts = { 0 };

  read_page (trace, &facts);
  g_assert_cmpuint (count_of (&facts, "details"), ==, 0);
  g_assert_nonnull (strstr (facts.text->str, "No SIP messages"));
}

/* With very many lifelines there are no columns, but all that is said is there. */
static void
test_many_parties (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_auto (Facts) facts = { 0 };

  ladder_fixture_append_star (trace, 80);
  read_page (trace, &facts);
  g_assert_cmpuint (count_of (&facts, "details"), ==, 79);
  g_assert_nonnull (strstr (facts.text->str, "kevin to user78:"));
}

static void
test_long (void)
{
  const guint n_more = 7;
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_auto (Facts) facts = { 0 };

  for (guint i = 0; i < RF_EXPORT_MAX_PICTURE_ROWS + n_more; i++) {
    g_autofree char *call = g_strdup_printf ("long-%u", i);
    const LadderStep step = { (int) i, "kevin", "mike", "OPTIONS", "1 OPTIONS", call, "", "" };

    ladder_fixture_append (trace, &step, 1);
  }
  read_page (trace, &facts);
  g_assert_cmpuint (count_of (&facts, "details"), ==, RF_EXPORT_MAX_PICTURE_ROWS);
  g_assert_nonnull (strstr (facts.text->str, "7 more messages are not drawn."));
}

/* Heads stay in sight of the nearest box that scrolls; that has to be the page, or the part of it
 * that has a height of its own beside an open message. */
static void
test_heads_stay (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_auto (Facts) facts = { 0 };
  g_auto (GStrv) rules = NULL;
  guint n_sticky = 0;

  read_page (trace, &facts);
  rules = g_strsplit (facts.style->str, "}", -1);
  for (guint i = 0; rules[i]; i++) {
    const char *rule = g_strstrip (rules[i]);

    if (strstr (rule, "main") && strstr (rule, "overflow"))
      g_assert_true (g_str_has_prefix (rule, ".open main") || strstr (rule, "visible"));
    n_sticky += strstr (rule, "position: sticky") != NULL;
  }
  g_assert_cmpuint (n_sticky, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export-html/rows", test_rows);
  g_test_add_func ("/export-html/parts", test_parts);
  g_test_add_func ("/export-html/policy", test_policy);
  g_test_add_func ("/export-html/heads-stay", test_heads_stay);
  g_test_add_func ("/export-html/hostile", test_hostile);
  g_test_add_func ("/export-html/empty", test_empty);
  g_test_add_func ("/export-html/many-parties", test_many_parties);
  g_test_add_func ("/export-html/long", test_long);
  return g_test_run ();
}
