/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-capture-loader.h"
#include "testlib-trace.h"

#include <glib/gstdio.h>

#include <unistd.h>

/* More than any step needs, on any machine. */
#define DEADLINE_S 20

typedef struct {
  char            *folder;
  char            *path;
  GBytes          *capture; /* a call of six messages */
  gsize            half;    /* where its fourth message begins */
  RfCaptureLoader *loader;
  gboolean         is_late;
} Fixture;

#define EPB_TIME 12 /* where a packet block has its time */

static gsize
find_block (GBytes *capture,
            guint   number)
{
  const guint8 *data = g_bytes_get_data (capture, NULL);
  gsize at = 0;

  for (; number > 0; number--) {
    guint32 length;

    memcpy (&length, data + at + 4, sizeof length);
    at += length;
  }

  return at;
}

static void
write_file (Fixture *fixture,
            gsize    from,
            gsize    to,
            const char *mode)
{
  FILE *file = g_fopen (fixture->path, mode);

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite ((const char *) g_bytes_get_data (fixture->capture, NULL) + from, 1,
                            to - from, file), ==, to - from);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
set_age (Fixture *fixture,
         int      seconds)
{
  const gint64 then = g_get_real_time () / G_USEC_PER_SEC - seconds;
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GError) error = NULL;

  g_file_set_attribute_uint64 (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, (guint64) then,
                               G_FILE_QUERY_INFO_NONE, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_auto (TestScene) scene = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  fixture->folder = g_dir_make_tmp ("referee-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "capture.pcapng", NULL);
  test_scene_init (&scene);
  test_call (&scene, &test_kevin_mike, NULL);
  test_bye (&scene, &test_kevin_mike, 2, FALSE);
  fixture->capture = rf_capture_to_bytes (scene.trace, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  /* Behind the section, the interface, and three packets. */
  fixture->half = find_block (fixture->capture, 5);
  file = g_file_new_for_path (fixture->path);
  fixture->loader = rf_capture_loader_new (file);
}

/* The thread that opened the file holds the loader until it is done. */
static void
wait_for_thread (Fixture *fixture)
{
  const gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

  while (g_atomic_int_get (&G_OBJECT (fixture->loader)->ref_count) > 1) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    if (!g_main_context_iteration (NULL, FALSE))
      g_thread_yield ();
  }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wait_for_thread (fixture);
  g_assert_finalize_object (fixture->loader);
  g_bytes_unref (fixture->capture);
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
on_late (gpointer user_data)
{
  ((Fixture *) user_data)->is_late = TRUE;

  return G_SOURCE_CONTINUE;
}

static guint
count (Fixture *fixture)
{
  RfTrace *trace = rf_capture_loader_get_trace (fixture->loader);

  return trace ? rf_trace_get_n_messages (trace) : 0;
}

static void
wait_for (Fixture       *fixture,
          RfLoaderState  state,
          guint          n_messages)
{
  guint late = g_timeout_add_seconds (DEADLINE_S, on_late, fixture);

  while (rf_capture_loader_get_state (fixture->loader) != state || count (fixture) != n_messages) {
    g_assert_false (fixture->is_late);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (late);
}

static void
wait_for_fate (Fixture       *fixture,
               RfCaptureFate  fate)
{
  guint late = g_timeout_add_seconds (DEADLINE_S, on_late, fixture);

  while (rf_capture_loader_get_fate (fixture->loader) != fate) {
    g_assert_false (fixture->is_late);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (late);
}

static void
start_with (Fixture *fixture,
            gsize    length,
            int      age)
{
  write_file (fixture, 0, length, "wb");
  set_age (fixture, age);
  rf_capture_loader_start (fixture->loader);
  g_assert_cmpint (rf_capture_loader_get_state (fixture->loader), ==, RF_LOADER_OPENING);
}

/* One that nobody writes to is read and done with. */
static void
test_whole (Fixture       *fixture,
            gconstpointer  data)
{
  start_with (fixture, g_bytes_get_size (fixture->capture), 3600);
  wait_for (fixture, RF_LOADER_DONE, 6);
  g_assert_cmpfloat (rf_capture_loader_get_progress (fixture->loader), ==, 1);
  g_assert_false (rf_capture_report_has_loss (rf_capture_loader_get_report (fixture->loader)));
  g_assert_null (rf_capture_loader_get_error (fixture->loader));
}

static void
expect_reads (Fixture    *fixture,
              const char *path,
              gboolean    reads)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_cmpint (rf_capture_loader_reads (fixture->loader, file), ==, reads);
}

/* Whoever writes there is told so, whatever the file is called by now. */
static void
test_reads (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *soft = g_build_filename (fixture->folder, "soft", NULL);
  g_autofree char *moved = g_build_filename (fixture->folder, "moved", NULL);

  g_assert_cmpint (symlink ("capture.pcapng", soft), ==, 0);
  expect_reads (fixture, fixture->path, FALSE); /* has not begun */
  start_with (fixture, g_bytes_get_size (fixture->capture), 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 6);
  expect_reads (fixture, fixture->path, TRUE);
  expect_reads (fixture, soft, TRUE);
  expect_reads (fixture, moved, FALSE);
  expect_reads (fixture, fixture->folder, FALSE);

  g_assert_cmpint (g_rename (fixture->path, moved), ==, 0);
  expect_reads (fixture, moved, TRUE);
  expect_reads (fixture, fixture->path, FALSE);
  write_file (fixture, 0, 100, "wb");
  expect_reads (fixture, fixture->path, TRUE);
  g_assert_cmpint (g_remove (moved), ==, 0);
  g_assert_cmpint (g_remove (soft), ==, 0);
}

static void
test_cut_off (Fixture       *fixture,
              gconstpointer  data)
{
  start_with (fixture, fixture->half - 4, 3600);
  wait_for (fixture, RF_LOADER_DONE, 2);
  g_assert_nonnull (rf_capture_loader_get_report (fixture->loader)->problem);
}

/* What is cut off at the end of a new file may still come. */
static void
test_grows (Fixture       *fixture,
            gconstpointer  data)
{
  gsize size = g_bytes_get_size (fixture->capture);

  start_with (fixture, fixture->half + 7, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  write_file (fixture, fixture->half + 7, size, "ab");
  wait_for (fixture, RF_LOADER_FOLLOWING, 6);
  g_assert_false (rf_capture_report_has_loss (rf_capture_loader_get_report (fixture->loader)));
}

/* It does not, after a while. */
static void
test_left_alone (Fixture       *fixture,
                 gconstpointer  data)
{
  start_with (fixture, fixture->half + 7, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  g_assert_null (rf_capture_loader_get_report (fixture->loader)->problem);
  wait_for (fixture, RF_LOADER_DONE, 3);
  g_assert_nonnull (rf_capture_loader_get_report (fixture->loader)->problem);
}

/* A file that was done with and grows all the same is read anew. */
static void
test_grows_late (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (RfTrace) first = NULL;

  start_with (fixture, fixture->half, 3600);
  wait_for (fixture, RF_LOADER_DONE, 3);
  first = g_object_ref (rf_capture_loader_get_trace (fixture->loader));
  write_file (fixture, fixture->half, g_bytes_get_size (fixture->capture), "ab");
  wait_for (fixture, RF_LOADER_FOLLOWING, 6);
  g_assert_true (rf_capture_loader_get_trace (fixture->loader) != first);
}

/* The capture becomes one of which the last message is older than all others, and, where that is
 * wanted, the block of the fourth says that it is longer than the file. */
static void
damage (Fixture *fixture,
        gboolean is_long)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (fixture->capture, &size);
  guint8 *copy = g_memdup2 (data, size);
  gsize first = find_block (fixture->capture, 2);
  gsize last = find_block (fixture->capture, 7);
  guint32 time;

  memcpy (&time, data + first + EPB_TIME + 4, sizeof time);
  time--;
  memcpy (copy + last + EPB_TIME, data + first + EPB_TIME, 4);
  memcpy (copy + last + EPB_TIME + 4, &time, sizeof time);
  if (is_long)
    copy[fixture->half + 6] = 1; /* 64 KiB */
  g_bytes_unref (fixture->capture);
  fixture->capture = g_bytes_new_take (copy, size);
}

static gboolean
is_in_order (Fixture *fixture)
{
  RfTrace *trace = rf_capture_loader_get_trace (fixture->loader);

  for (guint i = 1; i < rf_trace_get_n_messages (trace); i++) {
    if (rf_trace_get_message (trace, i)->time_us < rf_trace_get_message (trace, i - 1)->time_us)
      return FALSE;
  }

  return TRUE;
}

/* What stands behind damage is put in order of time like the rest. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  const RfCaptureReport *report;

  damage (fixture, TRUE);
  start_with (fixture, g_bytes_get_size (fixture->capture), 3600);
  wait_for (fixture, RF_LOADER_DONE, 5);
  report = rf_capture_loader_get_report (fixture->loader);
  g_assert_cmpuint (report->losses[RF_LOSS_DAMAGED].count, ==, 1);
  g_assert_cmpuint (report->losses[RF_LOSS_ORDER].count, ==, 0);
  g_assert_true (is_in_order (fixture));
}

/* Later messages are on show already when it is written: that is so, and is said. */
static void
test_grows_out_of_order (Fixture       *fixture,
                         gconstpointer  data)
{
  const RfCaptureReport *report;
  g_auto (GStrv) sentences = NULL;

  damage (fixture, FALSE);
  start_with (fixture, fixture->half, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  write_file (fixture, fixture->half, g_bytes_get_size (fixture->capture), "ab");
  wait_for (fixture, RF_LOADER_FOLLOWING, 6);
  report = rf_capture_loader_get_report (fixture->loader);
  sentences = rf_capture_report_dup_sentences (report, RF_LOSS_ORDER);
  g_assert_cmpuint (report->losses[RF_LOSS_ORDER].count, ==, 1);
  g_assert_true (g_str_has_prefix (sentences[0], "1 message is not in order of time ("));
  g_assert_nonnull (strstr (sentences[0], "the file was still being written"));
  g_assert_false (is_in_order (fixture));
}

static void
assert_kept (Fixture *fixture)
{
  RfTrace *trace = rf_capture_loader_get_trace (fixture->loader);

  g_assert_cmpuint (rf_trace_get_n_messages (trace), ==, 3);
  for (guint i = 0; i < 3; i++) {
    const RfTraceMessage *message = rf_trace_get_message (trace, i);

    g_assert_cmpuint (message->length, >, 7);
    g_assert_true (memcmp (message->data, i == 0 ? "INVITE " : "SIP/2.0", 7) == 0);
  }
}

/* What was read stays. The writer may go on under another name, and come back. */
static void
test_renamed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *other = g_strconcat (fixture->path, ".1", NULL);

  start_with (fixture, fixture->half, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  g_assert_cmpint (rf_capture_loader_get_fate (fixture->loader), ==, RF_CAPTURE_THERE);
  g_assert_cmpint (g_rename (fixture->path, other), ==, 0);
  wait_for_fate (fixture, RF_CAPTURE_GONE);
  assert_kept (fixture);
  g_assert_cmpint (g_rename (other, fixture->path), ==, 0);
  write_file (fixture, fixture->half, g_bytes_get_size (fixture->capture), "ab");
  wait_for (fixture, RF_LOADER_FOLLOWING, 6);
  g_assert_cmpint (rf_capture_loader_get_fate (fixture->loader), ==, RF_CAPTURE_THERE);
}

/* Another file of the same name is another capture, whether it comes at once or later. */
static void
test_removed (Fixture       *fixture,
              gconstpointer  data)
{
  start_with (fixture, fixture->half, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  wait_for_fate (fixture, RF_CAPTURE_GONE);
  assert_kept (fixture);
  write_file (fixture, 0, g_bytes_get_size (fixture->capture), "wb");
  wait_for_fate (fixture, RF_CAPTURE_REPLACED);
  wait_for (fixture, RF_LOADER_DONE, 3);
  assert_kept (fixture);
}

static void
test_replaced (Fixture       *fixture,
               gconstpointer  data)
{
  gsize size;
  const char *bytes = g_bytes_get_data (fixture->capture, &size);
  g_autoptr (GError) error = NULL;

  start_with (fixture, fixture->half, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  /* It writes another file and gives that the name. */
  g_file_set_contents (fixture->path, bytes, (gssize) size, &error);
  g_assert_no_error (error);
  wait_for_fate (fixture, RF_CAPTURE_REPLACED);
  wait_for (fixture, RF_LOADER_DONE, 3);
  assert_kept (fixture);
}

/* As a capture program does that is started once more: nothing of what it writes then is added to
 * what was read. */
static void
test_begun_anew (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  RfCaptureLoader *first = fixture->loader;

  start_with (fixture, fixture->half, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  write_file (fixture, 0, 0, "wb");
  wait_for_fate (fixture, RF_CAPTURE_SHORTENED);
  wait_for (fixture, RF_LOADER_DONE, 3);
  /* Another one sees what is written then. */
  fixture->loader = rf_capture_loader_new (file);
  rf_capture_loader_start (fixture->loader);
  wait_for (fixture, RF_LOADER_FAILED, 0);
  write_file (fixture, 0, g_bytes_get_size (fixture->capture), "ab");
  wait_for (fixture, RF_LOADER_FOLLOWING, 6);
  wait_for_thread (fixture);
  g_assert_finalize_object (fixture->loader);
  fixture->loader = first;
  g_assert_cmpint (rf_capture_loader_get_fate (fixture->loader), ==, RF_CAPTURE_SHORTENED);
  wait_for (fixture, RF_LOADER_DONE, 3);
  assert_kept (fixture);
}

/* The same, when it was done with. */
static void
test_begun_anew_late (Fixture       *fixture,
                      gconstpointer  data)
{
  start_with (fixture, fixture->half, 3600);
  wait_for (fixture, RF_LOADER_DONE, 3);
  write_file (fixture, 0, 0, "wb");
  wait_for_fate (fixture, RF_CAPTURE_SHORTENED);
  g_assert_cmpint (rf_capture_loader_get_state (fixture->loader), ==, RF_LOADER_DONE);
  assert_kept (fixture);
}

/* Nobody has copied the whole of a large one. */
static void
test_cut_large (Fixture       *fixture,
                gconstpointer  data)
{
  const gsize size = g_bytes_get_size (fixture->capture);
  const gsize first = find_block (fixture->capture, 2);
  const guint n_times = ((guint) 48 << 20) / (guint) (size - first);

  write_file (fixture, 0, size, "wb");
  for (guint i = 1; i < n_times; i++)
    write_file (fixture, first, size, "ab");
  set_age (fixture, 3600);
  rf_capture_loader_start (fixture->loader);
  wait_for (fixture, RF_LOADER_DONE, 6 * n_times);
  write_file (fixture, 0, 0, "wb");
  wait_for_fate (fixture, RF_CAPTURE_CUT);
  g_assert_cmpuint (count (fixture), ==, 6 * n_times);
  g_assert_cmpint (rf_trace_get_message (rf_capture_loader_get_trace (fixture->loader),
                                         6 * n_times - 1)->data[0], ==, '\0');
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  rf_capture_loader_start (fixture->loader);
  wait_for (fixture, RF_LOADER_FAILED, 0);
  g_assert_error (rf_capture_loader_get_error (fixture->loader), G_IO_ERROR,
                  G_IO_ERROR_NOT_FOUND);
}

/* The file of a capture that has just been started has no header yet. */
static void
test_empty_at_first (Fixture       *fixture,
                     gconstpointer  data)
{
  start_with (fixture, 0, 0);
  wait_for (fixture, RF_LOADER_FAILED, 0);
  write_file (fixture, 0, g_bytes_get_size (fixture->capture), "ab");
  wait_for (fixture, RF_LOADER_FOLLOWING, 6);
  g_assert_null (rf_capture_loader_get_error (fixture->loader));
}

static void
test_stopped_while_opening (Fixture       *fixture,
                            gconstpointer  data)
{
  start_with (fixture, g_bytes_get_size (fixture->capture), 3600);
  rf_capture_loader_stop (fixture->loader);
  g_assert_cmpint (rf_capture_loader_get_state (fixture->loader), ==, RF_LOADER_FAILED);
  g_assert_error (rf_capture_loader_get_error (fixture->loader), G_IO_ERROR,
                  G_IO_ERROR_CANCELLED);
  /* The thread lets go of it, which wakes nobody. */
  while (g_atomic_int_get (&G_OBJECT (fixture->loader)->ref_count) > 1) {
    g_main_context_iteration (NULL, FALSE);
    g_thread_yield ();
  }
}

static void
test_stopped_while_reading (Fixture       *fixture,
                            gconstpointer  data)
{
  start_with (fixture, g_bytes_get_size (fixture->capture), 3600);
  wait_for (fixture, RF_LOADER_READING, 0);
  rf_capture_loader_stop (fixture->loader);
  wait_for (fixture, RF_LOADER_DONE, 0);
  g_assert_cmpstr (rf_capture_loader_get_report (fixture->loader)->problem, ==,
                   "Reading was stopped after 0 packets. What comes before is shown.");
}

static void
test_stopped_while_following (Fixture       *fixture,
                              gconstpointer  data)
{
  start_with (fixture, fixture->half, 0);
  wait_for (fixture, RF_LOADER_FOLLOWING, 3);
  rf_capture_loader_stop (fixture->loader);
  g_assert_cmpint (rf_capture_loader_get_state (fixture->loader), ==, RF_LOADER_DONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/capture-loader/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("whole", test_whole);
  ADD ("reads", test_reads);
  ADD ("cut-off", test_cut_off);
  ADD ("grows", test_grows);
  ADD ("left-alone", test_left_alone);
  ADD ("grows-late", test_grows_late);
  ADD ("damaged", test_damaged);
  ADD ("grows-out-of-order", test_grows_out_of_order);
  ADD ("renamed", test_renamed);
  ADD ("removed", test_removed);
  ADD ("replaced", test_replaced);
  ADD ("begun-anew", test_begun_anew);
  ADD ("begun-anew-late", test_begun_anew_late);
  ADD ("cut-large", test_cut_large);
  ADD ("missing", test_missing);
  ADD ("empty-at-first", test_empty_at_first);
  ADD ("stopped-while-opening", test_stopped_while_opening);
  ADD ("stopped-while-reading", test_stopped_while_reading);
  ADD ("stopped-while-following", test_stopped_while_following);

  return g_test_run ();
}
