/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-wire-text.h"

/* What may stand in a status line of ours of what others have said. */
static void
test_phrase (void)
{
  static const struct {
    const char *text;
    const char *phrase;
  } vectors[] = {
    { "Busy Here", "Busy Here" },
    { "", "" },
    { NULL, "" },
    { "Besetzt \xc3\xb6", "Besetzt \xc3\xb6" },
    { "x%n%s", "x%n%s" },
    { "a\r\nb\x07" "c\td", "a  b c d" },
    { "\x1b[31m", " [31m" },
    { "a\xe2\x80\xae" "b\xe2\x80\xa8" "c", "a b c" },
    { "u\xc3", "u\xef\xbf\xbd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *phrase = rf_wire_text_dup_phrase (vectors[i].text);

    g_assert_cmpstr (phrase, ==, vectors[i].phrase);
  }
}

static void
test_long_phrase (void)
{
  g_autoptr (GString) text = g_string_new ("x");
  g_autofree char *phrase = NULL;

  while (text->len < 5000)
    g_string_append (text, "\xc3\xb6");
  phrase = rf_wire_text_dup_phrase (text->str);
  g_assert_cmpuint (strlen (phrase), <=, 130);
  g_assert_true (g_utf8_validate (phrase, -1, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-text/phrase", test_phrase);
  g_test_add_func ("/wire-text/long-phrase", test_long_phrase);
  return g_test_run ();
}
