/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "rf-text.h"

static const struct {
  const char *text;
  const char *shown;
} plain[] = {
  { NULL, "" },
  { "", "" },
  { "Käthe 小林", "Käthe 小林" },
  { "%s%n<b>&amp;", "%s%n<b>&amp;" },
  { "a\r\nb\tc", "a\\x0d\\x0ab\\x09c" },
  { "\033[31mred\177", "\\x1b[31mred\\x7f" },
  { "\xc2\x85next", "\\x85next" },
  { "\xe2\x80\xae" "gnp.exe", "\\u202egnp.exe" },
  { "\xe2\x80\x8bhidden", "\\u200bhidden" },
  { "cut\xe2\x80", "cut\xef\xbf\xbd\xef\xbf\xbd" },
  { "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++) {
    g_autofree char *shown = rf_text_for_show (plain[i].text);

    g_assert_cmpstr (shown, ==, plain[i].shown);
  }
}

static void
check_bound (gunichar c,
             guint    n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *shown = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_unichar (text, c);
  shown = rf_text_for_show (text->str);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, MIN (n, RF_TEXT_MAX));
  g_assert_cmpint (g_str_has_suffix (shown, "…"), ==, n > RF_TEXT_MAX);
}

static void
test_bounds (void)
{
  check_bound ('a', RF_TEXT_MAX);
  check_bound ('a', RF_TEXT_MAX + 1);
  check_bound ('a', 1000000);
  check_bound (0x20ac, RF_TEXT_MAX);
  check_bound (0x20ac, RF_TEXT_MAX + 1);
  check_bound (0x1f4de, RF_TEXT_MAX);
  check_bound (0x1f4de, 1000000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/table", test_table);
  g_test_add_func ("/text/bounds", test_bounds);
  return g_test_run ();
}
