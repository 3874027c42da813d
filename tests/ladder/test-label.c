/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-label.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *text;
  guint       max;
  const char *clean;
} Vector;

static const Vector vectors[] = {
  { "plain", "180 Ringing", 40, "180 Ringing" },
  { "umlaut", "Grüße", 40, "Grüße" },
  { "exactly", "12345", 5, "12345" },
  { "long", "sip:a-very-long-name@example.org", 11, "sip:a…e.org" },
  { "line ends", "a\r\nb\tc", 40, "a  b c" },
  { "escape", "\033[31mred\033[0m", 40, "�[31mred�[0m" },
  { "c1", "a\xc2\x9b" "2Jb", 40, "a�2Jb" },
  { "bidi override", "gro.\u202etxt", 40, "gro.�txt" },
  { "bidi isolate", "\u2066a\u2069", 40, "�a�" },
  { "zero width", "ad\u200bmin", 40, "ad�min" },
  { "line separator", "a\u2028b", 40, "a�b" },
  { "tag characters", "a\U000e0041b", 40, "a�b" },
  { "stacked marks", "a\u0301\u0301\u0301\u0301\u0301b", 40, "a\u0301\u0301b" },
  { "not utf-8", "a\xff\xfe\x80z", 40, "a���z" },
  { "cut utf-8", "a\xe2\x82", 40, "a��" },
  { "format", "%s%n%s", 40, "%s%n%s" },
  { "empty", "", 40, "" },
  { "joiner", "👩\u200d👧", 40, "👩\u200d👧" },
  { "joiner of nothing", "ad\u200dmin", 40, "ad�min" },
  { "cut at a joiner", "👩\u200d👩\u200d👧 Teacher", 9, "…cher" },
  { "cut at a mark", "abe\u0301defghijk", 7, "ab…ijk" },
  { "cut in an escape", "Bob\\xe2\\x80\\x8dbob", 12, "Bob…bob" },
};

static void
test_clean (gconstpointer data)
{
  const Vector *vector = data;
  g_autofree char *clean = rf_label_dup_clean (vector->text, -1, vector->max, RF_LABEL_CUT_MIDDLE);

  g_assert_cmpstr (clean, ==, vector->clean);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
}

/* What lacks its end already is not cut in the middle, too. */
static void
test_cut (void)
{
  g_autofree char *once = rf_label_dup_clean ("Kevin Maria von…", -1, 12,
                                              rf_label_get_cut ("Kevin Maria von…"));

  g_assert_cmpint (rf_label_get_cut ("kevin"), ==, RF_LABEL_CUT_MIDDLE);
  g_assert_cmpint (rf_label_get_cut ("kev…in"), ==, RF_LABEL_CUT_MIDDLE);
  g_assert_cmpint (rf_label_get_cut ("Agent 7 of the west desk"), ==, RF_LABEL_CUT_END);
  g_assert_cmpstr (once, ==, "Kevin Maria…");
}

static void
test_length (void)
{
  g_autofree char *with_nul = rf_label_dup_clean ("a\0b", 3, 10, RF_LABEL_CUT_END);
  g_autofree char *part = rf_label_dup_clean ("abcdef", 3, 10, RF_LABEL_CUT_END);
  g_autofree char *huge = g_strnfill (1000000, 'x');
  g_autofree char *sentence = rf_label_dup_clean ("486 Busy Here", -1, 8, RF_LABEL_CUT_END);
  g_autofree char *bounded = rf_label_dup_clean (huge, -1, 40, RF_LABEL_CUT_MIDDLE);

  g_assert_true (g_utf8_validate (with_nul, -1, NULL));
  g_assert_cmpstr (part, ==, "abc");
  g_assert_cmpint (g_utf8_strlen (bounded, -1), ==, 40);
  g_assert_cmpstr (sentence, ==, "486 Bus…");
}

static void
test_cells (void)
{
  g_assert_cmpuint (rf_label_count_cells (""), ==, 0);
  g_assert_cmpuint (rf_label_count_cells ("abc"), ==, 3);
  g_assert_cmpuint (rf_label_count_cells ("日本"), ==, 4);
  g_assert_cmpuint (rf_label_count_cells ("e\u0301"), ==, 1);
}

static void
assert_ellipsized (const char *whole,
                   guint       cells,
                   RfLabelCut  cut)
{
  g_autofree char *text = rf_label_dup_ellipsized (whole, cells, cut);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (rf_label_count_cells (text), <=, cells);
  g_assert_cmpint (g_str_equal (text, whole), ==, rf_label_count_cells (whole) <= cells);
}

static void
test_ellipsized (void)
{
  static const char *const texts[] = {
    "plain text", "日本語の長い名前", "a日b本c語d", "e\u0301e\u0301e\u0301e\u0301",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (guint cells = 0; cells < 24; cells++) {
      assert_ellipsized (texts[i], cells, RF_LABEL_CUT_MIDDLE);
      assert_ellipsized (texts[i], cells, RF_LABEL_CUT_END);
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *path = g_strdup_printf ("/label/clean/%s", vectors[i].name);

    g_test_add_data_func (path, &vectors[i], test_clean);
  }
  g_test_add_func ("/label/cut", test_cut);
  g_test_add_func ("/label/length", test_length);
  g_test_add_func ("/label/cells", test_cells);
  g_test_add_func ("/label/ellipsized", test_ellipsized);
  return g_test_run ();
}
