/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-fixture.h"
#include "rf-excerpt.h"
#include "rf-export.h"
#include "testlib-trace.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include <string.h>


static JsonObject *
parse_json (RfTrace    *trace,
            JsonParser *parser)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = rf_export_json (trace, NULL);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_str_has_suffix (text, "}\n"));
  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
assert_members (JsonObject        *object,
                const char *const *names)
{
  for (guint i = 0; names[i]; i++) {
    if (!json_object_has_member (object, names[i]))
      g_error ("member %s is missing", names[i]);
  }
  g_assert_cmpuint (json_object_get_size (object), >=, g_strv_length ((char **) names));
}

/* The names are a contract: what stands here is never to be renamed. */
static void
test_json_members (void)
{
  static const char *const top[] = { "messages", "lifelines", "dialogs", "transfers", NULL };
  static const char *const message[] = {
    "index", "time", "from", "to", "method", "status", "summary", "call_id", "cseq", "phase",
    "transfer", "retransmission_of", NULL,
  };
  static const char *const lifeline[] = { "id", "label", NULL };
  static const char *const dialog[] = { "call_id", "kind", "state", NULL };
  static const char *const transfer[] = {
    "index", "kind", "transferor", "transferee", "target", "referred_by", "refer_status",
    "progress", "outcome", "final_status", "triggered_status", "released_by", "relay_of",
    "phases", NULL,
  };
  static const char *const phases[] = { "1", "2", "3", "4", "5", "6", NULL };
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse_json (trace, parser);
  JsonObject *first_transfer;

  assert_members (root, top);
  for (guint i = 0; i < rf_trace_get_n_messages (trace); i++) {
    JsonArray *messages = json_object_get_array_member (root, "messages");

    assert_members (json_array_get_object_element (messages, i), message);
  }
  assert_members (json_array_get_object_element (json_object_get_array_member (root, "lifelines"),
                                                 0), lifeline);
  assert_members (json_array_get_object_element (json_object_get_array_member (root, "dialogs"),
                                                 0), dialog);
  first_transfer = json_array_get_object_element (json_object_get_array_member (root, "transfers"),
                                                  0);
  assert_members (first_transfer, transfer);
  assert_members (json_object_get_object_member (first_transfer, "phases"), phases);
}

/* Where only a proxy was seen of the transferee, it is not asked in its own name. */
static void
test_behind_proxy (void)
{
  g_auto (TestScene) scene = { 0 };
  const TestLeg call = {
    "c1", "<sip:kevin@example.org>", "k", "192.0.2.9:5060", "<sip:mike@example.org>", "m",
    "192.0.2.2:5060",
  };
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;
  JsonObject *transfer;

  test_scene_init (&scene);
  test_call (&scene, &call, &(TestRequest) {
    .vias = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKbelow\r\n" });
  test_refer (&scene, &call, 101, "<sip:wayne@example.org>", "202 Accepted");

  transfer = json_array_get_object_element (
    json_object_get_array_member (parse_json (scene.trace, parser), "transfers"), 0);
  g_assert_cmpstr (json_object_get_string_member (transfer, "transferee"), ==,
                   "sip:kevin@example.org");
  text = rf_export_text (scene.trace, NULL, 80);
  g_assert_nonnull (strstr (text, "proxy"));
  g_assert_nonnull (strstr (text, "transferor"));
  g_assert_null (strstr (text, "transferee"));
  html = rf_export_html (scene.trace, NULL, NULL);
  g_assert_nonnull (strstr (html, "mike asks sip:kevin@example.org to call"));
}

static JsonObject *
get_message (JsonObject *root,
             guint       index)
{
  return json_array_get_object_element (json_object_get_array_member (root, "messages"), index);
}

static const char *
get_id (JsonObject *root,
        const char *label)
{
  JsonArray *lifelines = json_object_get_array_member (root, "lifelines");

  for (guint i = 0; i < json_array_get_length (lifelines); i++) {
    JsonObject *lifeline = json_array_get_object_element (lifelines, i);

    if (g_str_equal (json_object_get_string_member (lifeline, "label"), label))
      return json_object_get_string_member (lifeline, "id");
  }
  g_error ("no lifeline is called %s", label);
}

static void
test_json_messages (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse_json (trace, parser);
  JsonObject *refer = get_message (root, 7);
  JsonObject *accepted = get_message (root, 8);
  JsonObject *again = get_message (root, 14);

  g_assert_cmpint (json_object_get_int_member (refer, "index"), ==, 7);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (refer, "time"),
                                  (LADDER_FIXTURE_START + 25187000) / 1e6, 1e-6);
  g_assert_cmpstr (json_object_get_string_member (refer, "from"), ==, get_id (root, "mike"));
  g_assert_cmpstr (json_object_get_string_member (refer, "to"), ==, get_id (root, "kevin"));
  g_assert_cmpstr (json_object_get_string_member (refer, "method"), ==, "REFER");
  g_assert_true (json_object_get_null_member (refer, "status"));
  g_assert_cmpstr (json_object_get_string_member (refer, "summary"), ==, "REFER");
  g_assert_cmpstr (json_object_get_string_member (refer, "call_id"), ==, "d1");
  g_assert_cmpstr (json_object_get_string_member (refer, "cseq"), ==, "11 REFER");
  g_assert_cmpint (json_object_get_int_member (refer, "phase"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (refer, "transfer"), ==, 0);
  g_assert_true (json_object_get_null_member (refer, "retransmission_of"));

  g_assert_true (json_object_get_null_member (accepted, "method"));
  g_assert_cmpint (json_object_get_int_member (accepted, "status"), ==, 202);
  g_assert_cmpstr (json_object_get_string_member (accepted, "summary"), ==, "202 Accepted");
  g_assert_cmpint (json_object_get_int_member (again, "retransmission_of"), ==, 13);
}

/* A CSeq that does not fit is what a reader of a torture test wants to see. */
static void
test_json_cseq (void)
{
  static const LadderStep odd = { 0, "kevin", "mike", "OPTIONS", "8 INVITE", "odd", "", "" };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *message;

  ladder_fixture_append (trace, &odd, 1);
  message = get_message (parse_json (trace, parser), 0);
  g_assert_cmpstr (json_object_get_string_member (message, "method"), ==, "OPTIONS");
  g_assert_cmpstr (json_object_get_string_member (message, "cseq"), ==, "8 INVITE");
}

static void
assert_ints (JsonArray *array,
             const int *expected,
             guint      n_expected)
{
  g_assert_cmpuint (json_array_get_length (array), ==, n_expected);
  for (guint i = 0; i < n_expected; i++)
    g_assert_cmpint (json_array_get_int_element (array, i), ==, expected[i]);
}

static void
test_json_transfer (void)
{
  static const int progress[] = { 100, 180, 200 };
  static const int refer[] = { 7, 8 };
  static const int new_call[] = { 10, 12, 16, 17 };
  static const int notify[] = { 9, 11, 13, 14, 15, 18, 19 };
  static const int release[] = { 20, 21 };
  static const int end[] = { 22, 23 };
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse_json (trace, parser);
  JsonArray *transfers = json_object_get_array_member (root, "transfers");
  JsonObject *transfer = json_array_get_object_element (transfers, 0);
  JsonObject *phases = json_object_get_object_member (transfer, "phases");

#define STRING(name) json_object_get_string_member (transfer, name)
  g_assert_cmpuint (json_array_get_length (transfers), ==, 1);
  g_assert_cmpint (json_object_get_int_member (transfer, "index"), ==, 0);
  g_assert_cmpstr (STRING ("kind"), ==, "blind");
  g_assert_cmpstr (STRING ("transferor"), ==, get_id (root, "mike"));
  g_assert_cmpstr (STRING ("transferee"), ==, get_id (root, "kevin"));
  g_assert_cmpstr (STRING ("target"), ==, get_id (root, "wayne"));
  g_assert_cmpstr (STRING ("referred_by"), ==, "sip:mike@example.org");
  g_assert_cmpstr (STRING ("outcome"), ==, "succeeded");
  g_assert_cmpstr (STRING ("released_by"), ==, "transferor");
#undef STRING
  g_assert_cmpint (json_object_get_int_member (transfer, "refer_status"), ==, 202);
  g_assert_cmpint (json_object_get_int_member (transfer, "final_status"), ==, 200);
#define ASSERT_INTS(array, expected) assert_ints (array, expected, G_N_ELEMENTS (expected))
  ASSERT_INTS (json_object_get_array_member (transfer, "progress"), progress);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (phases, "1")), ==, 7);
  ASSERT_INTS (json_object_get_array_member (phases, "2"), refer);
  ASSERT_INTS (json_object_get_array_member (phases, "3"), new_call);
  ASSERT_INTS (json_object_get_array_member (phases, "4"), notify);
  ASSERT_INTS (json_object_get_array_member (phases, "5"), release);
  ASSERT_INTS (json_object_get_array_member (phases, "6"), end);
#undef ASSERT_INTS
}

/* Right after the REFER most is not known; every member is there all the same. */
static void
test_json_unknown (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind_start (8);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse_json (trace, parser);
  JsonObject *transfer =
    json_array_get_object_element (json_object_get_array_member (root, "transfers"), 0);

  g_assert_true (json_object_get_null_member (transfer, "refer_status"));
  g_assert_true (json_object_get_null_member (transfer, "final_status"));
  g_assert_cmpstr (json_object_get_string_member (transfer, "target"), ==,
                   "sip:wayne@example.org");
  g_assert_cmpstr (json_object_get_string_member (transfer, "outcome"), ==, "pending");
  g_assert_cmpstr (json_object_get_string_member (transfer, "released_by"), ==, "none");
}

static void
test_json_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse_json (trace, parser);

  assert_ints (json_object_get_array_member (root, "messages"), NULL, 0);
  assert_ints (json_object_get_array_member (root, "lifelines"), NULL, 0);
  assert_ints (json_object_get_array_member (root, "transfers"), NULL, 0);
}


typedef struct {
  guint    n_elements;
  gboolean has_root;
  char    *title;
} SvgFacts;

static void
on_svg_start (GMarkupParseContext  *context,
              const char           *element,
              const char          **names,
              const char          **values,
              gpointer              user_data,
              GError              **error)
{
  SvgFacts *facts = user_data;

  if (facts->n_elements++ == 0)
    facts->has_root = g_str_equal (element, "svg");
}

static void
on_svg_text (GMarkupParseContext  *context,
             const char           *text,
             gsize                 length,
             gpointer              user_data,
             GError              **error)
{
  SvgFacts *facts = user_data;

  if (g_strcmp0 (g_markup_parse_context_get_element (context), "title") == 0) {
    g_free (facts->title);
    facts->title = g_strndup (text, length);
  }
}

static SvgFacts
parse_svg (GBytes *bytes)
{
  static const GMarkupParser parser = { .start_element = on_svg_start, .text = on_svg_text };
  g_autoptr (GError) error = NULL;
  g_autoptr (GMarkupParseContext) context = NULL;
  SvgFacts facts = { 0 };
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  context = g_markup_parse_context_new (&parser, 0, &facts, NULL);
  g_markup_parse_context_parse (context, data, length, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  return facts;
}

static void
test_svg (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  SvgFacts facts;

  bytes = rf_export_svg (trace, NULL, NULL, &error);
  g_assert_no_error (error);
  facts = parse_svg (bytes);
  g_assert_true (facts.has_root);
  g_assert_cmpuint (facts.n_elements, >, 100);
  g_assert_cmpstr (facts.title, ==, "SIP messages of kevin, mike, wayne");
  g_free (facts.title);
}

static void
test_svg_empty (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GBytes) bytes = NULL;
  SvgFacts facts;

  bytes = rf_export_svg (trace, NULL, NULL, NULL);
  facts = parse_svg (bytes);
  g_assert_true (facts.has_root);
  g_assert_cmpstr (facts.title, ==, "No SIP messages");
  g_free (facts.title);
}

static void
append_options (RfTrace *trace,
                guint    index)
{
  g_autofree char *call_id = g_strdup_printf ("options-%u", index);
  const LadderStep step = {
    (int) index, "kevin", "mike", "OPTIONS", "1 OPTIONS", call_id, "", "",
  };

  ladder_fixture_append (trace, &step, 1);
}

static double
svg_height (GBytes *bytes)
{
  const char *data = g_bytes_get_data (bytes, NULL);
  const char *height = strstr (data, "height=\"");

  g_assert_nonnull (height);
  return g_ascii_strtod (height + strlen ("height=\""), NULL);
}

/* A picture that no viewer opens helps nobody; what is left out is said. */
static void
test_svg_long (void)
{
  const double margins = 2 * 16, head = 48, rows = 24 * RF_EXPORT_MAX_PICTURE_ROWS, note = 24;
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < RF_EXPORT_MAX_PICTURE_ROWS + 7; i++)
    append_options (trace, i);
  bytes = rf_export_svg (trace, NULL, NULL, NULL);
  g_assert_cmpfloat (svg_height (bytes), ==, margins + head + rows + note);
}

static void
assert_printable (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\n')
      continue;
    g_assert_cmpint (g_unichar_type (c), !=, G_UNICODE_CONTROL);
    g_assert_cmpint (g_unichar_type (c), !=, G_UNICODE_FORMAT);
  }
}

static void
test_hostile (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_hostile ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = rf_export_text (trace, NULL, 0);
  g_autofree char *summary = rf_export_summary (trace);
  SvgFacts facts;

  assert_printable (text);
  assert_printable (summary);
  g_assert_cmpuint (strlen (text), <, 4 * 1000);
  parse_json (trace, parser);
  bytes = rf_export_svg (trace, NULL, NULL, NULL);
  facts = parse_svg (bytes);
  assert_printable (facts.title);
  g_free (facts.title);
}


static void
test_summary (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autofree char *summary = rf_export_summary (trace);

  g_assert_nonnull (strstr (summary, "Messages: 24\n"));
  g_assert_nonnull (strstr (summary, "Parties: 3\n"));
  g_assert_nonnull (strstr (summary, "Transfers: 1 (1 succeeded)\n"));
  g_assert_nonnull (strstr (summary, "Not understood: 0 messages, 0 bytes\n"));
}

/* The line is one that scripts read; its words are right for one of something. */
static void
test_summary_plural (void)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autofree char *one = NULL;
  g_autofree char *several = NULL;

  rf_trace_count_damaged (trace, 1, 1);
  one = rf_export_summary (trace);
  rf_trace_count_damaged (trace, 1, 194);
  several = rf_export_summary (trace);
  g_assert_true (g_str_has_suffix (one, "\nNot understood: 1 message, 1 byte\n"));
  g_assert_true (g_str_has_suffix (several, "\nNot understood: 2 messages, 195 bytes\n"));
}

static void
append_other_call (RfTrace *trace)
{
  static const LadderStep other[] = {
    { 40000, "wayne", "mike", "OPTIONS", "1 OPTIONS", "other", "", "" },
    { 40001, "mike", "wayne", "200 OK", "1 OPTIONS", "other", "", "" },
  };

  ladder_fixture_append (trace, other, G_N_ELEMENTS (other));
}

/* Either call of a transfer brings the other one with it, and nothing else. */
static void
test_excerpt (gconstpointer call_id)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfTrace) excerpt = NULL;
  g_autoptr (GError) error = NULL;

  append_other_call (trace);
  excerpt = rf_excerpt_new (trace, call_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rf_trace_get_n_messages (excerpt), ==, 24);
  g_assert_cmpuint (rf_trace_get_n_transfers (excerpt), ==, 1);
}

static void
test_excerpt_alone (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (RfTrace) excerpt = NULL;

  append_other_call (trace);
  excerpt = rf_excerpt_new (trace, "other", NULL);
  g_assert_cmpuint (rf_trace_get_n_messages (excerpt), ==, 2);
  g_assert_cmpuint (rf_trace_get_n_transfers (excerpt), ==, 0);
}

static void
test_excerpt_unknown (void)
{
  g_autoptr (RfTrace) trace = ladder_fixture_blind ();
  g_autoptr (GError) error = NULL;

  g_assert_null (rf_excerpt_new (trace, "no such call", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export/json/members", test_json_members);
  g_test_add_func ("/export/json/messages", test_json_messages);
  g_test_add_func ("/export/json/cseq", test_json_cseq);
  g_test_add_func ("/export/json/transfer", test_json_transfer);
  g_test_add_func ("/export/json/unknown", test_json_unknown);
  g_test_add_func ("/export/behind-proxy", test_behind_proxy);
  g_test_add_func ("/export/json/empty", test_json_empty);
  g_test_add_func ("/export/svg/drawn", test_svg);
  g_test_add_func ("/export/svg/empty", test_svg_empty);
  g_test_add_func ("/export/svg/long", test_svg_long);
  g_test_add_func ("/export/hostile", test_hostile);
  g_test_add_func ("/export/summary", test_summary);
  g_test_add_func ("/export/summary-plural", test_summary_plural);
  g_test_add_data_func ("/export/excerpt/first-call", "d1", test_excerpt);
  g_test_add_data_func ("/export/excerpt/new-call", "d4", test_excerpt);
  g_test_add_func ("/export/excerpt/alone", test_excerpt_alone);
  g_test_add_func ("/export/excerpt/unknown", test_excerpt_unknown);
  return g_test_run ();
}
