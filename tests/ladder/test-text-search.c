/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-text-search.h"

#include <string.h>

static const struct {
  const char *text;
  const char *data;
  gboolean    found;
} cases[] = {
  { "refer", "xxREFERxx", TRUE },
  { "REFER", "refe r", FALSE },
  { "a", "", FALSE },
  /* Every alphabet has small and capital letters; German has one that is capital as two. */
  { "müller", "From: MÜLLER <sip:m@example.org>", TRUE },
  { "MÜLLER", "From: Müller <sip:m@example.org>", TRUE },
  { "ΟΔΟΣ", "Subject: οδος", TRUE },
  { "Straße", "STRASSE 5", TRUE },
  { "strasse", "Straße 5", TRUE },
  { "müller", "From: Muller", FALSE },
  /* One character, or a letter and an accent. */
  { "ren\xc3\xa9", "Rene\xcc\x81", TRUE },
  /* Escapes on either side. */
  { "müller", "sip:M%C3%9CLLER@example.org", TRUE },
  { "m%c3%bcller", "\"Müller\"", TRUE },
  { "call@host;to-tag=1", "?Replaces=call%40host%3Bto-tag%3D1>", TRUE },
  { "%40host", "?Replaces=call%40host", TRUE },
  { "call%40host", "Call-ID: call@host", TRUE },
  { "call%40host", "Call-ID: call-host", FALSE },
  /* What is no escape is itself. */
  { "100%", "done to 100%.", TRUE },
  { "%4", "x%4", TRUE },
  { "%zz", "a%ZZb", TRUE },
  /* Bytes that are no text. */
  { "wayne", "\xff\xfe wayne \xc3", TRUE },
  { "wayne", "\xff\xfe WAY%4EE", TRUE },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RfTextSearch) search = rf_text_search_new (cases[i].text);

    if (rf_text_search_finds (search, cases[i].data, strlen (cases[i].data)) != cases[i].found)
      g_error ("“%s” in “%s”: expected %d", cases[i].text, cases[i].data, cases[i].found);
  }
}

static void
test_zeros (void)
{
  static const char data[] = "\0\0%41lice\0%00bob";
  g_autoptr (RfTextSearch) alice = rf_text_search_new ("ALICE");
  g_autoptr (RfTextSearch) bob = rf_text_search_new ("bob");

  g_assert_true (rf_text_search_finds (alice, data, sizeof data - 1));
  g_assert_true (rf_text_search_finds (bob, data, sizeof data - 1));
}

/* What is too long is cut, and not within a character. */
static void
test_long (void)
{
  g_autofree char *xs = g_strnfill (254, 'x');
  g_autofree char *text = g_strconcat (xs, "ü and more", NULL);
  g_autoptr (RfTextSearch) search = rf_text_search_new (text);

  g_assert_cmpstr (rf_text_search_get_text (search), ==, xs);
  g_assert_true (rf_text_search_finds (search, text, strlen (text)));
}

/* Found where it was put, whatever bytes are around it. */
static void
test_random (void)
{
  static const char word[] = " w%41yne ";
  g_autoptr (RfTextSearch) search = rf_text_search_new ("Way%4Ee");

  for (guint round = 0; round < 2000; round++) {
    char data[64];
    gsize at = (gsize) g_test_rand_int_range (0, sizeof data - sizeof word);

    for (gsize i = 0; i < sizeof data; i++)
      data[i] = (char) g_test_rand_int ();
    memcpy (data + at, word, sizeof word - 1);
    g_assert_true (rf_text_search_finds (search, data, sizeof data));
    g_assert_false (rf_text_search_finds (search, data + at, sizeof word - 3));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text-search/cases", test_cases);
  g_test_add_func ("/text-search/zeros", test_zeros);
  g_test_add_func ("/text-search/long", test_long);
  g_test_add_func ("/text-search/random", test_random);
  return g_test_run ();
}
