/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace.h"

G_BEGIN_DECLS

/*
 * Writes messages into a trace as phones would send them, so that a test reads as the ladder that
 * it is about.
 */

/* A dialog, and where its two ends are. */
typedef struct {
  const char *call_id;
  const char *caller;      /* content of From, without the tag */
  const char *caller_tag;
  const char *caller_at;   /* address and port */
  const char *callee;
  const char *callee_tag;
  const char *callee_at;
} TestLeg;

typedef struct {
  RfTrace *trace;
  gint64   now_ms;   /* time of the next message; each takes 10 ms */
  guint    branches;
} TestScene;

/* What is not usual about a request; leave out what is. */
typedef struct {
  const char *uri;      /* start line; else the address of the receiver */
  const char *headers;  /* more headers, each with CRLF */
  const char *body;
  const char *from_at;  /* where this hop begins and ends */
  const char *to_at;
  const char *sent_by;  /* what Via says; else where the hop begins */
  const char *vias;     /* Via lines below the one of the sender, each with CRLF */
  const char *branch;
  gboolean    backwards; /* sent by the callee */
  gboolean    initial;   /* without a To tag */
  gsize       missing;   /* bytes at its end that were not captured */
} TestRequest;

#define TEST_SDP(direction) \
  "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" \
                            "m=audio 4000 RTP/AVP 0\r\na=" direction "\r\n"

extern const TestLeg test_kevin_mike;
extern const TestLeg test_kevin_wayne;
extern const TestLeg test_mike_wayne;

void  test_scene_init   (TestScene *scene);
void  test_scene_clear  (TestScene *scene);
/* All return the index of the message. */
guint test_request      (TestScene         *scene,
                         const TestLeg     *leg,
                         const char        *method,
                         guint              cseq,
                         const TestRequest *more);
guint test_reply        (TestScene     *scene,
                         const TestLeg *leg,
                         guint          request,
                         const char    *status);
guint test_repeat       (TestScene *scene,
                         guint      message);
/* The same bytes between other addresses. */
guint test_translate    (TestScene  *scene,
                         guint       message,
                         const char *from_at,
                         const char *to_at);
/* INVITE, 180, 200, ACK. */
void  test_call         (TestScene         *scene,
                         const TestLeg     *leg,
                         const TestRequest *more);
guint test_refer        (TestScene     *scene,
                         const TestLeg *leg,
                         guint          cseq,
                         const char    *refer_to,
                         const char    *status);
guint test_notify       (TestScene     *scene,
                         const TestLeg *leg,
                         guint          cseq,
                         const char    *event,
                         const char    *state,
                         const char    *sipfrag);
void  test_bye          (TestScene     *scene,
                         const TestLeg *leg,
                         guint          cseq,
                         gboolean       backwards);
/* "111122": the phases of all messages. */
char *test_dup_phases   (RfTrace *trace);
/* "kevin>mike mike>kevin": the ends of all messages. */
char *test_dup_arrows   (RfTrace *trace);
/* "sip:kevin@192.0.2.1 192.0.2.9:5060": whom all lifelines stand for. */
char *test_dup_ids      (RfTrace *trace);
/* "100 180 200" */
char *test_dup_progress (const RfTraceTransfer *transfer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestScene, test_scene_clear)

#define test_assert_text(actual, expected) G_STMT_START { \
    g_autofree char *_text = (actual); \
    g_assert_cmpstr (_text, ==, (expected)); \
  } G_STMT_END

G_END_DECLS
