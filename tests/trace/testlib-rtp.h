/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-audio.h"
#include "testlib-capture.h"

G_BEGIN_DECLS

/*
 * Writes the capture of a call with sound: Kevin at 192.0.2.1 calls Mike at 192.0.2.2. Times are in
 * ms from TEST_START_US. What is written later may be of an earlier time.
 */

/* One who writes or sends. */
typedef enum {
  TEST_KEVIN,
  TEST_MIKE,
} TestSpeaker;

typedef struct {
  TestPcap    pcap;
  GByteArray *capture;
  const char *call_id;
  guint       ports[2]; /* where the two want to hear */
} TestSound;

/* A stream of packets of 20 ms. What is left out is usual. */
typedef struct {
  TestSpeaker from;
  guint       start_ms;
  guint       count;
  guint       first;       /* number of the first packet */
  guint32     timestamp;   /* of the first packet */
  guint8      payload;
  guint       rate;        /* 8000 */
  guint32     ssrc;        /* one of the speaker's own */
  guint       lose_every;  /* packets n, 2n, ... do not come; the first is 1 */
  gboolean    is_marked;   /* the first packet is, as the first behind a pause */
  guint       swing_ms;    /* each second packet is late by so much */
  guint       source_port; /* not the one where the speaker hears */
} TestStream;

void        test_sound_init        (TestSound *self);
void        test_sound_clear       (TestSound *self);
char       *test_dup_sdp           (const TestSound *self,
                                    TestSpeaker      from,
                                    const char      *direction);
void        test_sound_request     (TestSound   *self,
                                    guint        ms,
                                    TestSpeaker  from,
                                    const char  *method,
                                    guint        cseq,
                                    const char  *sdp);
void        test_sound_response    (TestSound   *self,
                                    guint        ms,
                                    TestSpeaker  from,
                                    const char  *status,
                                    const char  *method,
                                    guint        cseq,
                                    const char  *sdp);
/* INVITE at @ms, 200 100 ms later, ACK 10 ms after that. */
void        test_sound_call        (TestSound   *self,
                                    guint        ms);
/* A re-INVITE by Kevin and its answer. */
void        test_sound_reinvite    (TestSound   *self,
                                    guint        ms,
                                    guint        cseq,
                                    const char  *offered,
                                    const char  *answered);
void        test_sound_bye         (TestSound   *self,
                                    guint        ms,
                                    guint        cseq);
void        test_sound_stream      (TestSound        *self,
                                    const TestStream *stream);
void        test_sound_packet      (TestSound   *self,
                                    gint64       us,
                                    TestSpeaker  from,
                                    guint8       payload,
                                    guint        number,
                                    guint32      timestamp);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestSound, test_sound_clear)

/* A capture, and the trace that was read from it. */
typedef struct {
  TestFile  file;
  TestSound sound;
  TestRead  read;
} TestAudio;

void                test_audio_set_up    (TestAudio     *self,
                                          gconstpointer  data);
void                test_audio_tear_down (TestAudio     *self,
                                          gconstpointer  data);
/* Reads what was written up to now, anew. */
void                test_audio_read      (TestAudio *self);
/* The same; the sound of the only call. */
const RfTraceAudio *test_audio_read_only (TestAudio *self);
void                test_audio_both_ways (TestAudio *self,
                                          guint      start_ms,
                                          guint      count);

G_END_DECLS
