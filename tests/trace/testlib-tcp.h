/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "testlib-capture.h"

G_BEGIN_DECLS

#define TEST_ISN 1000u

/* A stream of TCP, of which segments are captured one by one. */
typedef struct {
  TestFile    file;
  TestPcap    pcap;
  GByteArray *capture;
  gint64      now_us; /* each packet takes 1 ms */
  guint32     first;  /* sequence number of the first byte */
  GString    *text;   /* all bytes of the stream */
  TestRead    read;
} TestConnection;

void                 test_connection_set_up    (TestConnection *scene,
                                                gconstpointer   data);
void                 test_connection_tear_down (TestConnection *scene,
                                                gconstpointer   data);
/* Adds messages of 200 bytes of body to what the stream is to carry. */
void                 test_plan                 (TestConnection *scene,
                                                guint           from,
                                                guint           to);
void                 test_add_packet           (TestConnection *scene,
                                                GByteArray     *packet);
void                 test_send_flags           (TestConnection *scene,
                                                guint32         seq,
                                                guint8          flags);
/* A segment with the bytes of the stream from @start to @end. */
void                 test_send_part            (TestConnection *scene,
                                                gsize           start,
                                                gsize           end);
/* The other side has everything before @position. */
void                 test_acknowledge          (TestConnection *scene,
                                                gsize           position);
void                 test_read_scene           (TestConnection *scene);
/* Reads it; @expected is as test_dup_numbers() has it. */
void                 test_assert_numbers       (TestConnection *scene,
                                                const char     *expected);
const RfCaptureLoss *test_loss                 (TestConnection *scene,
                                                RfLossKind      kind);
void                 test_assert_no_loss       (TestConnection *scene);
gsize                test_length_of_one        (void);
/* How many bytes are in messages or counted as not there. */
guint64              test_count_bytes          (TestConnection *scene);

G_END_DECLS
