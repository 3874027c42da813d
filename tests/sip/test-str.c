/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-str.h"

static void
test_parse_uint (void)
{
  static const struct {
    const char *text;
    guint64     max;
    gboolean    ok;
    guint64     value;
  } cases[] = {
    { "0", 9, TRUE, 0 }, { "9", 9, TRUE, 9 }, { "10", 9, FALSE, 0 }, { "", 9, FALSE, 0 },
    { "-1", 9, FALSE, 0 },
    { "1x", 99, FALSE, 0 }, { "4294967295", G_MAXUINT32, TRUE, G_MAXUINT32 },
    { "4294967296", G_MAXUINT32, FALSE, 0 }, { "18446744073709551616", G_MAXUINT64, FALSE, 0 },
    { "18446744073709551615", G_MAXUINT64, TRUE, G_MAXUINT64 }, { "007", 9, TRUE, 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint64 value = 0;

    g_assert_cmpint (rf_str_parse_uint (rf_str_from_c (cases[i].text), cases[i].max, &value), ==,
                     cases[i].ok);
    g_assert_cmpuint (value, ==, cases[i].value);
  }
}

static void
test_params (void)
{
  RfStr params = rf_str_from_c ("x;a=1 ; b = \"q;a=2\";c;;=;d=");
  RfStr value = rf_str_from_c ("untouched");

  g_assert_true (rf_str_get_param (params, "A", &value));
  g_assert_true (rf_str_equal (value, rf_str_from_c ("1")));
  g_assert_true (rf_str_get_param (params, "b", &value));
  g_assert_true (rf_str_equal (value, rf_str_from_c ("q;a=2")));
  g_assert_true (rf_str_get_param (params, "c", &value));
  g_assert_cmpuint (value.len, ==, 0);
  g_assert_false (rf_str_get_param (params, "x", &value));
  g_assert_false (rf_str_get_param (RF_STR_INIT, "x", NULL));

  /* What comes first and plainly is found in another way. */
  params = rf_str_from_c (";Tag= t=1 ;x");
  g_assert_true (rf_str_get_param (params, "tag", &value));
  g_assert_true (rf_str_equal (value, rf_str_from_c ("t=1")));
  g_assert_true (rf_str_get_param (rf_str_from_c (";tag=\"a;b\";x"), "tag", &value));
  g_assert_true (rf_str_equal (value, rf_str_from_c ("a;b")));
  g_assert_true (rf_str_get_param (rf_str_from_c (";tag=a<;>b;x"), "tag", &value));
  g_assert_true (rf_str_equal (value, rf_str_from_c ("a<;>b")));
  g_assert_true (rf_str_get_param (rf_str_from_c (";tag="), "tag", &value));
  g_assert_cmpuint (value.len, ==, 0);
  g_assert_true (rf_str_get_param (rf_str_from_c (";tag"), "tag", NULL));
  g_assert_false (rf_str_get_param (rf_str_from_c (";tags=1"), "tag", NULL));
  g_assert_false (rf_str_get_param (rf_str_from_c ("tag=1"), "tag", NULL));
}

static void
test_printable (void)
{
  static const struct {
    const char *bytes;
    gsize       length;
    const char *text;
  } cases[] = {
    { "läuft", 6, "läuft" },
    { "a\0b", 3, "a\\x00b" },
    { "\x1b[31m", 5, "\\x1b[31m" },
    { "\xff\xfe", 2, "\\xff\\xfe" },
    { "x\xe2\x82", 3, "x\\xe2\\x82" },           /* cut off in the middle of a character */
    { "\xe2\x80\xae" "x", 4, "\\xe2\\x80\\xaex" }, /* right-to-left override */
    { "", 0, "" },
    { "علی\u200cرضا", 15, "علی\u200cرضا" },         /* Persian */
    { "ක්\u200dෂ", 12, "ක්\u200dෂ" },               /* Sinhala */
    { "👩\u200d👩\u200d👧", 18, "👩\u200d👩\u200d👧" }, /* one picture */
    { "ad\u200cmin", 8, "ad\\xe2\\x80\\x8cmin" },  /* reads as another name */
    { "علی\u200c", 9, "علی\\xe2\\x80\\x8c" },
    { "ع\u200c\u200cل", 10, "ع\\xe2\\x80\\x8c\\xe2\\x80\\x8cل" },
    { "ع\u202eل", 7, "ع\\xe2\\x80\\xaeل" },       /* right-to-left override */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *copy = g_memdup2 (cases[i].bytes, cases[i].length);
    g_autofree char *text = rf_str_dup_printable (rf_str_new (copy, cases[i].length));

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_true (g_utf8_validate (text, -1, NULL));
  }
}

static void
test_unescaped (void)
{
  static const struct {
    const char *bytes;
    gsize       length;
    const char *text;
    gsize       text_length;
  } cases[] = {
    { "Mike", 4, "Mike", 4 },
    { "", 0, "", 0 },
    { "\\\"Mike\\\"", 8, "\"Mike\"", 6 },
    { "a\\\\b", 4, "a\\b", 3 },
    { "a\\\\\\\"", 5, "a\\\"", 3 },
    { "\\M\\i", 4, "Mi", 2 },
    { "\\\x1b[31m", 6, "\x1b[31m", 5 },
    { "a\\\0b", 4, "a\0b", 3 },
    { "end\\", 4, "end\\", 4 },
    { "\\\r\n", 3, "\\\r\n", 3 },     /* no quoted pair */
    { "\\ä", 3, "\\ä", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *copy = g_memdup2 (cases[i].bytes, cases[i].length);
    gsize length;
    g_autofree char *text = rf_str_dup_unescaped (rf_str_new (copy, cases[i].length), &length);

    g_assert_cmpmem (text, length, cases[i].text, cases[i].text_length);
    g_assert_cmpint (text[length], ==, '\0');
  }
}

/* Alike for alike, and another one for anything that differs in a byte, in length or in what went
 * before. */
static void
test_hash (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  char bytes[70] = { 0 };
  guint n = 0;

  for (gsize length = 0; length <= sizeof bytes; length++) {
    for (gsize i = 0; i < MAX (length, 1); i++) {
      RfStr text = rf_str_new (bytes, length);
      guint hash;

      bytes[i] = 'x';
      hash = rf_str_hash (text, 0);
      g_assert_cmpuint (rf_str_hash (text, 0), ==, hash);
      g_assert_cmpuint (rf_str_hash (text, 1), !=, hash);
      bytes[i] = '\0';
      n += g_hash_table_add (seen, GUINT_TO_POINTER (hash)) ? 1 : 0;
    }
  }
  /* Of 2486 texts two may meet by chance, once in a thousand runs. */
  g_assert_cmpuint (n, >=, 2480);
}

/* Texts that are all the same to g_str_hash(): in each place one of two pairs of letters. */
static void
test_hash_text (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  const guint n = 1024;

  for (guint i = 0; i < n; i++) {
    char text[21] = "";

    for (guint k = 0; k < 10; k++)
      memcpy (text + 2 * k, (i >> k & 1) ? "Ez" : "FY", 2);
    g_assert_cmpuint (g_str_hash (text), ==, g_str_hash ("EzEzEzEzEzEzEzEzEzEz"));
    g_assert_cmpuint (rf_str_hash_text (text), ==, rf_str_hash (rf_str_from_c (text), 0));
    g_hash_table_add (seen, GUINT_TO_POINTER (rf_str_hash_text (text)));
  }
  g_assert_cmpuint (g_hash_table_size (seen), >=, n - 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/str/parse-uint", test_parse_uint);
  g_test_add_func ("/sip/str/params", test_params);
  g_test_add_func ("/sip/str/printable", test_printable);
  g_test_add_func ("/sip/str/unescaped", test_unescaped);
  g_test_add_func ("/sip/str/hash", test_hash);
  g_test_add_func ("/sip/str/hash-text", test_hash_text);

  return g_test_run ();
}
