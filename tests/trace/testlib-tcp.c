/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testlib-tcp.h"

#include "testlib-trace.h"

void
test_connection_set_up (TestConnection *scene,
                        gconstpointer   data)
{
  test_file_set_up (&scene->file, NULL);
  scene->pcap = (TestPcap) { .link_type = TEST_LINK_RAW };
  scene->capture = test_pcap (&scene->pcap);
  scene->now_us = TEST_START_US;
  scene->first = TEST_ISN + 1;
  scene->text = g_string_new (NULL);
}

void
test_connection_tear_down (TestConnection *scene,
                           gconstpointer   data)
{
  g_byte_array_unref (scene->capture);
  g_string_free (scene->text, TRUE);
  test_read_clear (&scene->read);
  test_file_tear_down (&scene->file, NULL);
}

void
test_plan (TestConnection *scene,
           guint           from,
           guint           to)
{
  for (guint i = from; i <= to; i++) {
    g_autofree char *message = test_message (i, 200);

    g_string_append (scene->text, message);
  }
}

void
test_add_packet (TestConnection *scene,
                 GByteArray     *packet)
{
  test_pcap_add (&scene->pcap, scene->capture, scene->now_us, packet);
  scene->now_us += 1000;
}

void
test_send_flags (TestConnection *scene,
                 guint32         seq,
                 guint8          flags)
{
  test_add_packet (scene, test_tcp (FALSE, seq, 0, flags, "", 0));
}

void
test_send_part (TestConnection *scene,
                gsize           start,
                gsize           end)
{
  end = MIN (end, scene->text->len);
  test_add_packet (scene, test_tcp (FALSE, scene->first + (guint32) start, 1, TEST_ACK,
                                    scene->text->str + start, end - start));
}

void
test_acknowledge (TestConnection *scene,
                  gsize           position)
{
  test_add_packet (scene, test_tcp (TRUE, 1, scene->first + (guint32) position, TEST_ACK, "", 0));
}

void
test_read_scene (TestConnection *scene)
{
  test_read_clear (&scene->read);
  test_read_bytes (&scene->read, &scene->file, scene->capture);
}

void
test_assert_numbers (TestConnection *scene,
                     const char     *expected)
{
  test_read_scene (scene);
  test_assert_text (test_dup_numbers (scene->read.trace), expected);
}

const RfCaptureLoss *
test_loss (TestConnection *scene,
           RfLossKind      kind)
{
  return &scene->read.report.losses[kind];
}

void
test_assert_no_loss (TestConnection *scene)
{
  g_assert_false (rf_capture_report_has_loss (&scene->read.report));
  g_assert_cmpuint (scene->read.report.skipped, ==, 0);
}

gsize
test_length_of_one (void)
{
  g_autofree char *message = test_message (1, 200);

  return strlen (message);
}

guint64
test_count_bytes (TestConnection *scene)
{
  guint64 bytes = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (scene->read.trace); i++)
    bytes += rf_trace_get_message (scene->read.trace, i)->length;
  for (guint i = 0; i < RF_N_LOSSES; i++) {
    if (i != RF_LOSS_ORDER && i != RF_LOSS_LENGTH)
      bytes += scene->read.report.losses[i].bytes;
  }

  return bytes;
}
