/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-json-writer.h"

#include <json-glib/json-glib.h>

/* What a JSON reader makes of a text that was written. */
static char *
dup_read_back (RfStr text)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  RfJsonWriter writer;

  rf_json_writer_init (&writer, 0);
  rf_json_writer_begin (&writer, NULL, '{');
  rf_json_writer_string (&writer, "text", text);
  rf_json_writer_end (&writer, '}');
  json = rf_json_writer_finish (&writer);
  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);

  object = json_node_get_object (json_parser_get_root (parser));

  return g_strdup (json_object_get_string_member (object, "text"));
}

static void
test_strings (void)
{
  static const char * const texts[] = {
    "", "plain", "\"quoted\" and \\ back", "\b\f\n\r\t", "\x01\x1e\x1f\x7f", "Größe — ✓",
    "</script>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *back = dup_read_back (rf_str_from_c (texts[i]));

    g_assert_cmpstr (back, ==, texts[i]);
  }
  for (int c = 1; c < 256; c++) {
    const char text[] = { 'a', (char) c, 'b', '\0' };
    g_autofree char *expected = g_utf8_make_valid (text, -1);
    g_autofree char *back = dup_read_back (rf_str_from_c (text));

    g_assert_cmpstr (back, ==, expected);
  }
}

/* A zero inside a text ends nothing. */
static void
test_zero (void)
{
  g_autofree char *back = dup_read_back (rf_str_new ("a\0b", 3));

  g_assert_true (g_str_has_prefix (back, "a"));
  g_assert_true (g_str_has_suffix (back, "b"));
}

static JsonNode *
build_tree (void)
{
  return json_from_string ("{\"none\":[],\"list\":[1,[-2,{\"deep\":[true]}],null],"
                           "\"big\":9223372036854775807,\"small\":-9223372036854775808,"
                           "\"time\":1708603200.0000999,\"whole\":5.0}", NULL);
}

/* The layout is the one that json-glib writes, on which scripts may have come to rely. */
static void
test_layout (void)
{
  g_autoptr (JsonNode) tree = build_tree ();
  g_autofree char *expected = json_to_string (tree, TRUE);
  g_autofree char *text = NULL;
  g_autoptr (GString) bare = NULL;
  RfJsonWriter writer;

  rf_json_writer_init (&writer, 16);
  rf_json_writer_begin (&writer, NULL, '{');
  rf_json_writer_begin (&writer, "none", '[');
  rf_json_writer_end (&writer, ']');
  rf_json_writer_begin (&writer, "list", '[');
  rf_json_writer_int (&writer, NULL, 1);
  rf_json_writer_begin (&writer, NULL, '[');
  rf_json_writer_int (&writer, NULL, -2);
  rf_json_writer_begin (&writer, NULL, '{');
  rf_json_writer_begin (&writer, "deep", '[');
  rf_json_writer_null (&writer, NULL);
  rf_json_writer_end (&writer, ']');
  rf_json_writer_end (&writer, '}');
  rf_json_writer_end (&writer, ']');
  rf_json_writer_null (&writer, NULL);
  rf_json_writer_end (&writer, ']');
  rf_json_writer_int (&writer, "big", G_MAXINT64);
  rf_json_writer_int (&writer, "small", G_MININT64);
  rf_json_writer_double (&writer, "time", 1708603200.0001);
  rf_json_writer_double (&writer, "whole", 5);
  rf_json_writer_end (&writer, '}');
  text = rf_json_writer_finish (&writer);

  bare = g_string_new (expected);
  g_string_replace (bare, "true", "null", 1);
  g_string_append_c (bare, '\n');
  g_assert_cmpstr (text, ==, bare->str);
}

/* Seconds are written without dtoa(), and have to be the same. */
static void
check_double (double value)
{
  char expected[G_ASCII_DTOSTR_BUF_SIZE + 3];
  g_autofree char *text = NULL;
  RfJsonWriter writer;

  g_ascii_dtostr (expected, G_ASCII_DTOSTR_BUF_SIZE, value);
  g_strlcat (expected, strpbrk (expected, ".e") ? "\n" : ".0\n", sizeof expected);
  rf_json_writer_init (&writer, 32);
  rf_json_writer_double (&writer, NULL, value);
  text = rf_json_writer_finish (&writer);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_doubles (void)
{
  static const double values[] = {
    0, 0.1, -1.5, 1e300, 999999999.9999999, 1e9, 1000000000.0000001, 1708603200.0001,
    1708603199.9999999, 1073741823.9999999, 4294967295.9999995, 9999999998.999999,
    9999999999.0, 9999999999.9999981, 1e10, -1708603200.25,
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    check_double (values[i]);
  for (guint i = 0; i < 20000; i++) {
    check_double (g_test_rand_double_range (9e8, 1.1e10));
    check_double ((double) g_test_rand_int_range (0, G_MAXINT32) + i / 1e6);
  }
}

static void
test_pair (void)
{
  g_autofree char *text = NULL;
  RfJsonWriter writer;

  rf_json_writer_init (&writer, 16);
  rf_json_writer_pair (&writer, NULL, G_MAXUINT32, rf_str_from_c ("IN\"VITE"));
  text = rf_json_writer_finish (&writer);
  g_assert_cmpstr (text, ==, "\"4294967295 IN\\\"VITE\"\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/strings", test_strings);
  g_test_add_func ("/json-writer/zero", test_zero);
  g_test_add_func ("/json-writer/layout", test_layout);
  g_test_add_func ("/json-writer/pair", test_pair);
  g_test_add_func ("/json-writer/doubles", test_doubles);

  return g_test_run ();
}
