/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-audio-words.h"
#include "rf-export.h"
#include "rf-ladder-lifelines.h"
#include "rf-ladder.h"
#include "rf-layout.h"
#include "rf-palette.h"
#include "rf-row-spacing.h"
#include "testlib-rtp.h"

#include <json-glib/json-glib.h>

/* How the sound of a call is told in every way that there is to show a ladder. */

/* A call of ten seconds; @count packets come from either side. */
static RfTrace *
read_call (TestAudio *self,
           guint      from_kevin,
           guint      from_mike)
{
  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = from_kevin, .lose_every = 100 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = from_mike, .swing_ms = 2 });
  test_sound_bye (&self->sound, 20130, 2);
  test_read_bytes (&self->read, &self->file, self->sound.capture);

  return self->read.trace;
}

static void
assert_words (RfTrace      *trace,
              guint         index,
              RfAudioWords  words,
              const char   *expected)
{
  g_autoptr (RfLifelineMap) lines = rf_lifeline_map_new (trace, NULL);
  g_autofree char *text = rf_audio_dup_words (lines, rf_trace_get_audio (trace, index), words);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
has_text (GBytes     *bytes,
          const char *text)
{
  gsize length = strlen (text), size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i + length <= size; i++) {
    if (memcmp (data + i, text, length) == 0)
      return TRUE;
  }

  return FALSE;
}

/* A capture that is exported has no sound, and says so. */
static void
test_export_pcapng (TestAudio     *self,
                    gconstpointer  data)
{
  static const char said[] = "The sound of 1 call is not in the capture that was written, which "
                             "has SIP messages alone.";
  g_autoptr (RfTrace) empty = rf_trace_new ();
  RfTrace *trace = read_call (self, 1001, 1001);
  g_autofree char *unheard = rf_export_pcapng_dup_unheard (trace);
  g_autoptr (GBytes) bytes = rf_export_pcapng (trace, NULL, NULL);
  g_autoptr (GBytes) other = rf_export_pcapng (empty, NULL, NULL);

  g_assert_cmpstr (unheard, ==, said);
  g_assert_null (rf_export_pcapng_dup_unheard (empty));
  g_assert_true (has_text (bytes, said));
  g_assert_false (has_text (other, "sound"));
}

static void
test_words (TestAudio     *self,
            gconstpointer  data)
{
  RfTrace *trace = read_call (self, 1001, 1001);
  g_autoptr (RfLifelineMap) lines = rf_lifeline_map_new (trace, NULL);
  g_autofree char *spoken = rf_audio_dup_spoken (trace, lines, rf_trace_get_audio (trace, 0));

  assert_words (trace, 0, RF_AUDIO_WORDS_ALL,
                "PCMU  1,992 packets  1.0 % lost  jitter 2 ms  MOS 4.3");
  assert_words (trace, 0, RF_AUDIO_WORDS_SHORT, "PCMU  1.0 % lost  jitter 2 ms  MOS 4.3");
  assert_words (trace, 0, RF_AUDIO_WORDS_SHORTER, "PCMU  1.0 % lost  MOS 4.3");
  assert_words (trace, 0, RF_AUDIO_WORDS_LEAST, "PCMU  MOS 4.3");
  g_assert_cmpstr (spoken, ==, "sound between kevin and mike: "
                   "PCMU, 1,992 packets, 1.0 % lost, jitter 2 ms, MOS 4.3");
  g_assert_false (rf_audio_is_problem (rf_trace_get_audio (trace, 0)));
}

static void
test_one_way_words (TestAudio     *self,
                    gconstpointer  data)
{
  RfTrace *trace = read_call (self, 0, 1001);

  assert_words (trace, 0, RF_AUDIO_WORDS_ALL,
                "✗ one way: mike hears nothing  PCMU  1,001 packets  0 % lost  jitter 2 ms  "
                "MOS 4.4");
  assert_words (trace, 0, RF_AUDIO_WORDS_SHORT,
                "✗ one way: mike hears nothing  PCMU  0 % lost  jitter 2 ms  MOS 4.4");
  assert_words (trace, 0, RF_AUDIO_WORDS_SHORTER,
                "✗ one way: mike hears nothing  PCMU  0 % lost  MOS 4.4");
  assert_words (trace, 0, RF_AUDIO_WORDS_LEAST, "✗ one way: mike hears nothing  PCMU  MOS 4.4");
  g_assert_true (rf_audio_is_problem (rf_trace_get_audio (trace, 0)));
}

static void
assert_next_problem (RfLadder *ladder,
                     int       message,
                     int       audio,
                     gboolean  up,
                     int       next_message,
                     int       next_audio)
{
  RfLadderSpot spot = { message, audio };

  g_assert_cmpint (rf_ladder_find (ladder, &spot, RF_LADDER_FIND_PROBLEM, up), ==,
                   next_message >= 0);
  g_assert_cmpint (spot.message, ==, next_message);
  g_assert_cmpint (spot.audio, ==, next_audio);
}

/* Sound that breaks off, for either of them at another time. */
static void
test_gap_words (TestAudio     *self,
                gconstpointer  data)
{
  RfTrace *trace = read_call (self, 251, 501);
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autofree char *spoken = rf_ladder_dup_text_of_row (ladder, 3);
  g_autofree char *summary = rf_export_summary (trace);

  assert_words (trace, 0, RF_AUDIO_WORDS_LEAST,
                "! mike hears nothing for 15 s, kevin for 10 s  PCMU  MOS 4.3");
  g_assert_true (g_str_has_suffix (spoken, ", silence begins 5 s after the first message"));
  g_assert_true (rf_audio_is_problem (rf_trace_get_audio (trace, 0)));
  assert_next_problem (ladder, -1, -1, FALSE, 2, 0);
  g_assert_nonnull (strstr (summary, "\nAudio: 1 call, 2 streams, 1 with gaps\n"));
}

/* Sound that comes and is no good, for one of them or for both; @data is as lose_every. */
static void
test_bad_words (TestAudio     *self,
                gconstpointer  data)
{
  guint forth = GPOINTER_TO_UINT (data);
  const char *said = forth > 0 ? "! bad sound" : "! bad sound for kevin";
  g_autoptr (RfLadder) ladder = NULL;
  g_autofree char *expected = g_strdup_printf ("%s  PCMU  MOS 2.6", said);
  g_autofree char *summary = NULL;

  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 501, .lose_every = forth });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 120, .count = 501, .lose_every = 5 });
  test_sound_bye (&self->sound, 10130, 2);
  test_audio_read (self);
  ladder = rf_ladder_new (self->read.trace);
  summary = rf_export_summary (self->read.trace);

  assert_words (self->read.trace, 0, RF_AUDIO_WORDS_LEAST, expected);
  assert_next_problem (ladder, -1, -1, FALSE, 2, 0);
  g_assert_nonnull (strstr (summary, "\nAudio: 1 call, 2 streams, 1 bad\n"));
}

static void
test_silent_words (TestAudio     *self,
                   gconstpointer  data)
{
  RfTrace *trace;

  test_sound_call (&self->sound, 0);
  test_sound_bye (&self->sound, 5000, 2);
  self->sound = (TestSound) { self->sound.pcap, self->sound.capture, "call-2", { 4002, 6002 } };
  test_sound_call (&self->sound, 10000);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 10120, .count = 50 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 10120, .count = 250 });
  test_sound_bye (&self->sound, 15120, 2);
  test_read_bytes (&self->read, &self->file, self->sound.capture);
  trace = self->read.trace;

  assert_words (trace, 0, RF_AUDIO_WORDS_LEAST, "✗ no sound");
  assert_words (trace, 1, RF_AUDIO_WORDS_LEAST, "! mike hears nothing for 4 s  PCMU  MOS 4.4");
}

static void
test_text (TestAudio     *self,
           gconstpointer  data)
{
  RfTrace *trace = read_call (self, 1001, 1001);
  g_autofree char *text = rf_export_text (trace, NULL, 0);
  g_autofree char *compact = rf_export_text (trace, NULL, 20);
  g_autofree char *ascii = rf_export_dup_ascii (text);
  const char *ack = strstr (text, " ACK ");
  const char *bar = strstr (text, "│═");
  const char *bye = strstr (text, " BYE ");

  g_assert_true (ack && bar && bye && ack < bar && bar < bye);
  g_assert_nonnull (strstr (text, "═ PCMU  1,992 packets  1.0 % lost  jitter 2 ms  MOS 4.3 ═"));
  g_assert_null (strstr (bar + 1, "│═"));
  g_assert_nonnull (strstr (compact, "sound between kevin and mike: PCMU, "));
  g_assert_nonnull (strstr (ascii, "== PCMU  1,992"));
}

/* As much is said as there is room for. */
static void
test_text_widths (TestAudio     *self,
                  gconstpointer  data)
{
  RfTrace *trace = read_call (self, 1001, 1001);
  g_autofree char *short_words = rf_export_text (trace, NULL, 90);
  g_autofree char *shorter = rf_export_text (trace, NULL, 60);
  g_autofree char *least = rf_export_text (trace, NULL, 50);

  g_assert_null (strstr (short_words, "packets"));
  g_assert_nonnull (strstr (short_words, " PCMU  1.0 % lost  jitter 2 ms  MOS 4.3 "));
  g_assert_nonnull (strstr (shorter, "═ PCMU  1.0 % lost  MOS 4.3 ═"));
  g_assert_null (strstr (least, "lost"));
  g_assert_nonnull (strstr (least, "═ PCMU  MOS 4.3 ═"));
}

/* Where something is wrong the figures are wanted most: they stand behind what is wrong. */
static void
test_problem_text (TestAudio     *self,
                   gconstpointer  data)
{
  RfTrace *trace = read_call (self, 251, 501);
  g_autoptr (RfLifelineMap) lines = rf_lifeline_map_new (trace, NULL);
  const RfTraceAudio *audio = rf_trace_get_audio (trace, 0);
  g_autofree char *all = rf_audio_dup_words (lines, audio, RF_AUDIO_WORDS_ALL);
  g_autofree char *file = rf_export_text (trace, NULL, 0);
  g_autofree char *terminal = rf_export_text (trace, NULL, 140);

  g_assert_nonnull (strstr (all, "! mike hears nothing for 15 s, kevin for 10 s  PCMU  750 "));
  g_assert_nonnull (strstr (all, " % lost  jitter 2 ms  MOS "));
  g_assert_nonnull (strstr (file, all));
  g_assert_null (strstr (terminal, "packets"));
  g_assert_nonnull (strstr (terminal, " % lost  jitter 2 ms  MOS "));
}

/* How far apart the first two lifelines stand in @width. */
static double
get_gap (RfTrace *trace,
         double   width)
{
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);

  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  rf_layout_set_width (layout, width);

  return rf_layout_get_column (layout, 1) - rf_layout_get_column (layout, 0);
}

/* The same in a drawing, as far as it is wide enough. */
static void
test_problem_room (TestAudio     *self,
                   gconstpointer  data)
{
  RfTrace *trace = read_call (self, 251, 501);
  g_autoptr (RfLifelineMap) lines = rf_lifeline_map_new (trace, NULL);
  const RfTraceAudio *audio = rf_trace_get_audio (trace, 0);
  g_autofree char *all = rf_audio_dup_words (lines, audio, RF_AUDIO_WORDS_ALL);
  g_autoptr (RfLayout) layout = rf_layout_new (trace, NULL);
  double needed = rf_layout_measure (layout, all) + RF_LAYOUT_BAR_PADDING;

  g_assert_cmpfloat (get_gap (trace, 0), >=, needed);
  g_assert_cmpfloat (get_gap (trace, 1880), >=, needed);
  g_assert_cmpfloat (get_gap (trace, 600), <, needed);
}

static JsonObject *
get_element (JsonObject *object,
             const char *name,
             guint       index)
{
  return json_array_get_object_element (json_object_get_array_member (object, name), index);
}

static void
test_json (TestAudio     *self,
           gconstpointer  data)
{
  RfTrace *trace = read_call (self, 1001, 0);
  g_autofree char *text = rf_export_json (trace, NULL);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *audio, *way, *stream;

  g_assert_nonnull (root);
  audio = get_element (json_node_get_object (root), "audio", 0);
  g_assert_cmpstr (json_object_get_string_member (audio, "call_id"), ==, "call-1");
  g_assert_cmpstr (json_object_get_string_member (audio, "mark"), ==, "one-way");
  g_assert_cmpint (json_object_get_int_member (audio, "after"), ==, 2);
  way = get_element (audio, "ways", 0);
  g_assert_cmpstr (json_object_get_string_member (way, "from"), ==, "sip:kevin@192.0.2.1");
  g_assert_cmpstr (json_object_get_string_member (way, "to"), ==, "sip:mike@192.0.2.2");
  g_assert_cmpint (json_object_get_int_member (way, "lost"), ==, 10);
  g_assert_cmpfloat (json_object_get_double_member (way, "silent_s"), ==, 0);
  way = get_element (audio, "ways", 1);
  g_assert_true (json_object_get_null_member (way, "codec"));
  g_assert_true (json_object_get_null_member (way, "mos"));
  g_assert_cmpfloat (json_object_get_double_member (way, "silent_s"), ==, 20.03);
  stream = get_element (audio, "streams", 0);
  g_assert_cmpstr (json_object_get_string_member (stream, "source"), ==, "192.0.2.1:4000");
  g_assert_cmpstr (json_object_get_string_member (stream, "ssrc"), ==, "00001000");
  g_assert_cmpint (json_object_get_int_member (stream, "expected"), ==, 1001);
  g_assert_cmpint (json_object_get_int_member (stream, "rate"), ==, 8000);
}

static void
test_summary (TestAudio     *self,
              gconstpointer  data)
{
  RfTrace *trace = read_call (self, 1001, 0);
  g_autoptr (RfTrace) empty = rf_trace_new ();
  g_autofree char *summary = rf_export_summary (trace);
  g_autofree char *of_empty = rf_export_summary (empty);

  g_assert_nonnull (strstr (summary, "\nAudio: 1 call, 1 stream, 1 one way\n"));
  g_assert_null (strstr (of_empty, "Audio"));
}

/* A live ladder has written the ACK before anything is known of the sound. */
static void
test_late_text (TestAudio     *self,
                gconstpointer  data)
{
  RfTrace *trace = read_call (self, 0, 0);
  g_autoptr (RfTrace) live = rf_trace_new ();
  g_autoptr (RfTextLadder) ladder = rf_text_ladder_new (live, NULL, 0, FALSE);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  RfAudioReport report = {
    .time_us = TEST_START_US, .call_id = "call-1", .codec = "opus/48000/2",
    .received = { 0, -1, -1 }, .sent = { 0, -1, -1 },
  };

  for (guint i = 0; i < 5; i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);
    const RfTraceInput input = {
      .time_us = message->time_us, .transport = RF_TRANSPORT_UDP, .source = *message->source,
      .destination = *message->destination, .data = message->data, .length = message->length,
    };

    if (i == 3) {
      before = rf_text_ladder_dup_news (ladder);
      rf_trace_report_audio (live, &report);
      report.time_us += 20 * G_USEC_PER_SEC;
      report.received = report.sent = (RfAudioCount) { 1000, -1, -1 };
      rf_trace_report_audio (live, &report);
    }
    g_assert_true (rf_trace_append (live, &input, NULL));
  }
  after = rf_text_ladder_dup_news (ladder);
  g_assert_null (strstr (before, "opus"));
  g_assert_nonnull (strstr (after, " BYE "));
  g_assert_nonnull (strstr (strstr (after, " BYE "), "sound between kevin and mike: "
                                                     "opus, 2,000 packets\n"));
  g_assert_null (strstr (strstr (after, "opus") + 1, "opus"));
}

static char *
dup_rows (RfRowMap *map,
          guint     limit)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rf_row_map_get_n_rows (map, limit); i++) {
    g_string_append_printf (out, "%s%u%s", i > 0 ? " " : "", rf_row_map_get_message (map, i),
                            rf_row_map_get_audio (map, i) >= 0 ? "~"
                            : rf_row_map_is_fold (map, i) ? "+" : "");
    if (rf_row_map_get_audio (map, i) < 0)
      g_assert_cmpint (rf_row_map_find (map, rf_row_map_get_message (map, i)), ==, (int) i);
  }

  return g_string_free (out, FALSE);
}

static void
assert_rows (RfRowMap   *map,
             guint       limit,
             const char *expected)
{
  g_autofree char *rows = NULL;

  while (rf_row_map_read (map, 2))
    continue;
  rows = dup_rows (map, limit);
  g_assert_cmpstr (rows, ==, expected);
}

/* Two calls at a time, the sound of one behind that of the other. */
static RfTrace *
read_two_calls (TestAudio *self)
{
  test_sound_call (&self->sound, 0);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 120, .count = 500 });
  test_sound_bye (&self->sound, 10200, 2);
  self->sound.call_id = "call-2";
  self->sound.ports[0] = 4002;
  self->sound.ports[1] = 6002;
  test_sound_call (&self->sound, 300);
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_KEVIN, .start_ms = 420, .count = 500, .ssrc = 7 });
  test_sound_stream (&self->sound, &(TestStream) {
    .from = TEST_MIKE, .start_ms = 420, .count = 500, .ssrc = 8 });
  test_read_bytes (&self->read, &self->file, self->sound.capture);

  return self->read.trace;
}

static void
test_rows (TestAudio     *self,
           gconstpointer  data)
{
  RfTrace *trace = read_two_calls (self);
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  g_autoptr (RfRowFilter) filter = rf_row_filter_new ();

  assert_rows (map, G_MAXUINT, "0 1 2 2~ 3 4 5 5~ 6 7");
  assert_rows (map, 6, "0 1 2 2~ 3 4 5 5~");
  assert_rows (map, 5, "0 1 2 2~ 3 4");
  assert_rows (map, 3, "0 1 2 2~");
  assert_rows (map, 2, "0 1");
  g_assert_cmpuint (rf_row_map_find_from (map, 3), ==, 4);
  g_assert_cmpuint (rf_row_map_count (map, 3, G_MAXUINT), ==, 0);
  g_assert_cmpuint (rf_row_map_count (map, 4, G_MAXUINT), ==, 1);

  rf_row_map_set_filter (map, filter);
  rf_row_filter_set_methods (filter, RF_ROW_FILTER_METHOD (RF_SIP_ACK));
  rf_row_map_restart (map);
  assert_rows (map, G_MAXUINT, "2 2~ 5 5~");
  rf_row_filter_set_methods (filter, RF_ROW_FILTER_METHOD (RF_SIP_BYE));
  rf_row_map_restart (map);
  assert_rows (map, G_MAXUINT, "6 7");
  rf_row_filter_clear (filter);
  rf_row_map_set_folded (map, 1, -1, TRUE);
  assert_rows (map, G_MAXUINT, "0+");
  rf_row_map_unfold_all (map);
  assert_rows (map, G_MAXUINT, "0 1 2 2~ 3 4 5 5~ 6 7");
}

/* A bar that comes late moves the rows below it, and takes none of their time. */
static void
test_spacing (TestAudio     *self,
              gconstpointer  data)
{
  RfTrace *trace = read_call (self, 0, 0);
  g_autoptr (RfRowMap) map = rf_row_map_new (trace);
  g_autoptr (RfRowSpacing) spacing = rf_row_spacing_new (trace, map);
  RfAudioReport report = { .time_us = TEST_START_US, .call_id = "call-1", .codec = "" };
  double pause;

  rf_row_spacing_set_true_time (spacing, TRUE);
  rf_row_spacing_read (spacing, G_MAXUINT);
  pause = rf_row_spacing_get_top (spacing, 3) - 3 * RF_ROW_HEIGHT;
  g_assert_cmpfloat (pause, >, 0); /* before the BYE */

  rf_trace_report_audio (trace, &report);
  report.received.packets = 1000;
  report.time_us += 20 * G_USEC_PER_SEC;
  rf_trace_report_audio (trace, &report);
  g_assert_cmpuint (rf_row_map_get_n_rows (map, G_MAXUINT), ==, 6);
  rf_row_spacing_read (spacing, G_MAXUINT);
  g_assert_cmpfloat (rf_row_spacing_get_top (spacing, 3), ==, 3 * RF_ROW_HEIGHT);
  g_assert_cmpfloat (rf_row_spacing_get_top (spacing, 4), ==, 4 * RF_ROW_HEIGHT + pause);
  g_assert_null (rf_row_spacing_dup_pause (spacing, 3));
}

static void
test_ladder (TestAudio     *self,
             gconstpointer  data)
{
  RfTrace *trace = read_two_calls (self);
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autofree char *bar = rf_ladder_dup_text_of_row (ladder, 3);
  g_autofree char *message = rf_ladder_dup_text_of_row (ladder, 4);

  g_assert_cmpuint (rf_ladder_get_n_rows (ladder), ==, 10);
  g_assert_cmpint (rf_ladder_get_row_audio (ladder, 3), ==, 0);
  g_assert_cmpint (rf_ladder_get_row_audio (ladder, 4), ==, -1);
  g_assert_cmpint (rf_ladder_get_row_audio (ladder, 10), ==, -1);
  g_assert_cmpint (rf_ladder_get_row_message (ladder, 3), ==, 2);
  g_assert_true (g_str_has_prefix (bar, "sound between kevin and mike: ✗ one way: kevin hears"));
  g_assert_nonnull (strstr (message, "kevin to mike: INVITE"));
  g_assert_null (rf_ladder_dup_text_of_row (ladder, 10));
  /* Silence is a problem to jump to, sound is none. */
  assert_next_problem (ladder, -1, -1, FALSE, 2, 0);
  assert_next_problem (ladder, 2, -1, FALSE, 2, 0);
  assert_next_problem (ladder, 2, 0, FALSE, -1, -1);
  assert_next_problem (ladder, -1, -1, TRUE, 2, 0);
  assert_next_problem (ladder, 3, -1, TRUE, 2, 0);
  assert_next_problem (ladder, 2, 0, TRUE, -1, -1);
}

/* How many pixels of a row have a colour. */
static guint
count_pixels (RfLadder *ladder,
              guint     row,
              RfColour  colour)
{
  int height = (int) rf_ladder_get_row_height (ladder);
  int width = (int) rf_ladder_get_width (ladder);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  guint count = 0;

  cairo_translate (cr, 0, -(double) row * height);
  rf_ladder_paint_body (ladder, cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++) {
    const guchar *line = cairo_image_surface_get_data (surface) +
                         y * cairo_image_surface_get_stride (surface);

    for (int x = 0; x < width; x++)
      count += (((const guint32 *) (gconstpointer) line)[x] & 0xffffff) == colour;
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return count;
}

static void
test_paint (TestAudio     *self,
            gconstpointer  data)
{
  RfTrace *trace = read_two_calls (self);
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  const RfPalette *palette = rf_palette_get (RF_LADDER_LIGHT);
  guint whole, dashed;

  dashed = count_pixels (ladder, 3, palette->phases[2]);
  whole = count_pixels (ladder, 7, palette->phases[3]);
  g_assert_cmpuint (dashed, >, 100);
  /* Told apart without colour, too. */
  g_assert_cmpuint (whole, >, dashed * 3 / 2);
  g_assert_cmpuint (count_pixels (ladder, 3, palette->phases[3]), ==, 0);
  g_assert_cmpuint (count_pixels (ladder, 7, palette->phases[2]), ==, 0);
  g_assert_cmpuint (count_pixels (ladder, 7, palette->head), >, 2000);
  g_assert_cmpuint (count_pixels (ladder, 6, palette->head), ==, 0);
}

static void
test_words_contrast (void)
{
  for (guint theme = RF_LADDER_LIGHT; theme <= RF_LADDER_DARK; theme++) {
    const RfPalette *palette = rf_palette_get (theme);

    g_assert_cmpfloat (rf_palette_contrast (palette->text, palette->head), >=, 4.5);
    g_assert_cmpfloat (rf_palette_contrast (palette->phases[2], palette->head), >=, 3);
    g_assert_cmpfloat (rf_palette_contrast (palette->phases[3], palette->head), >=, 3);
  }
}

static void
test_pages (TestAudio     *self,
            gconstpointer  data)
{
  RfTrace *trace = read_two_calls (self);
  g_autofree char *html = rf_export_html (trace, NULL, NULL);
  g_autofree char *mermaid = rf_export_mermaid (trace, NULL, NULL);

  g_assert_nonnull (strstr (html, "class=\"bar l0 r1 bad\" aria-hidden=\"true\"><span>✗ one way: "
                                  "kevin hears nothing"));
  g_assert_nonnull (strstr (html, "class=\"bar l0 r1\" aria-hidden=\"true\"><span>PCMU  "
                                  "1,000 packets"));
  g_assert_nonnull (strstr (html, ">sound between kevin and mike: PCMU, 1,000 packets"));
  g_assert_nonnull (strstr (mermaid, " · ACK\n  Note over p0,p1: ✗ one way"));
  g_assert_nonnull (strstr (mermaid, " · ACK\n  Note over p0,p1: PCMU  1,000 packets"));
}

/* Beside the lifeline is room for all of it, before the bracket of the phase. */
static void
test_merged_room (TestAudio     *self,
                  gconstpointer  data)
{
  RfTrace *trace = read_call (self, 1001, 1001);
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfLifelines) lifelines = rf_lifelines_new ();
  g_autoptr (RfLook) look = NULL;
  g_autoptr (RfLifelineMap) lines = NULL;
  g_autoptr (RfLayout) layout = NULL;

  rf_ladder_set_lifelines (ladder, lifelines);
  g_assert_true (rf_ladder_merge_lifelines (ladder, 1, 0));
  look = rf_ladder_dup_look (ladder);
  lines = rf_look_create_lines (look, trace);
  layout = rf_layout_new (trace, lines);
  rf_layout_add (layout, 0, rf_trace_get_n_messages (trace));
  g_assert_cmpfloat (rf_layout_get_bracket (layout) - RF_LAYOUT_BRACKET_ARM, >,
                     rf_layout_get_column (layout, 0) + RF_LAYOUT_BAR_ALONE);
}

static guint
count_bars (const char *html,
            const char *place)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *bar = g_strdup_printf ("class=\"bar %s", place);

  parts = g_strsplit (html, bar, -1);

  return g_strv_length (parts) - 1;
}

/* Where two lifelines are one, the sound between them stands at that one. */
static void
test_merged (TestAudio     *self,
             gconstpointer  data)
{
  RfTrace *trace = read_call (self, 1001, 1001);
  const RfTraceAudio *audio = rf_trace_get_audio (trace, 0);
  g_autoptr (RfLadder) ladder = rf_ladder_new (trace);
  g_autoptr (RfLifelines) lifelines = rf_lifelines_new ();
  g_autoptr (RfLook) look = NULL;
  g_autoptr (RfLifelineMap) lines = NULL;
  g_autofree char *apart = rf_export_html (trace, NULL, NULL);
  g_autofree char *html = NULL;
  g_autofree char *spoken = NULL;
  const RfPalette *palette = rf_palette_get (RF_LADDER_LIGHT);
  int left, right;

  rf_ladder_set_lifelines (ladder, lifelines);
  g_assert_true (rf_ladder_merge_lifelines (ladder, 1, 0));
  look = rf_ladder_dup_look (ladder);
  lines = rf_look_create_lines (look, trace);
  g_assert_cmpuint (rf_lifeline_map_get_n (lines), ==, 1);
  rf_audio_find_ends (lines, audio, &left, &right);
  g_assert_cmpint (left, ==, 0);
  g_assert_cmpint (right, ==, 0);
  spoken = rf_audio_dup_spoken (trace, lines, audio);
  g_assert_nonnull (strstr (spoken, "PCMU, 1,992 packets"));
  g_assert_cmpuint (count_pixels (ladder, 3, palette->head), >, 500);

  html = rf_export_html (trace, look, NULL);
  g_assert_cmpuint (count_bars (apart, "l0 r1"), ==, 1);
  g_assert_cmpuint (count_bars (html, "l0 r1"), ==, 1); /* as wide as a message to oneself */
  g_assert_cmpuint (count_bars (html, "l0 r0"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/audio-bars/" name, TestAudio, NULL, test_audio_set_up, function, \
              test_audio_tear_down)
  ADD ("words", test_words);
  ADD ("one-way-words", test_one_way_words);
  ADD ("gap-words", test_gap_words);
  ADD ("bad-words/one", test_bad_words);
  ADD ("silent-words", test_silent_words);
  ADD ("text", test_text);
  ADD ("text-widths", test_text_widths);
  ADD ("problem-text", test_problem_text);
  ADD ("problem-room", test_problem_room);
  ADD ("json", test_json);
  ADD ("summary", test_summary);
  ADD ("export-pcapng", test_export_pcapng);
  ADD ("merged", test_merged);
  ADD ("merged-room", test_merged_room);
  ADD ("late-text", test_late_text);
  ADD ("rows", test_rows);
  ADD ("spacing", test_spacing);
  ADD ("ladder", test_ladder);
  ADD ("paint", test_paint);
  ADD ("pages", test_pages);
  g_test_add ("/audio-bars/bad-words/both", TestAudio, GUINT_TO_POINTER (5), test_audio_set_up,
              test_bad_words, test_audio_tear_down);
  g_test_add_func ("/audio-bars/contrast", test_words_contrast);

  return g_test_run ();
}
