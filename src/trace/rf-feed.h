/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-trace-audio.h"

G_BEGIN_DECLS

/**
 * RfFeed:
 *
 * The live door into a trace. Several phones on one machine each report what they sent and what
 * they heard, so a message that went from one to another is told twice; the feed holds each report
 * for a short window, makes one message of the two (same bytes, same two addresses, one sent and
 * one received), sorts by time, and appends to the trace. A message that only one side reported is
 * appended when its window ends; where the other side is a phone that reports too, and lags, that
 * is awaited for up to a second, so that no message comes before what it follows from. With a
 * window of 0 (one phone) each report is appended at once.
 */
#define RF_TYPE_FEED (rf_feed_get_type ())
G_DECLARE_FINAL_TYPE (RfFeed, rf_feed, RF, FEED, GObject)

/* window_ms: 0 to 1000; uses the thread-default main context. */
RfFeed *rf_feed_new   (RfTrace *trace, guint window_ms);
void    rf_feed_push  (RfFeed *self, gboolean sent, const RfTraceInput *input);
/* Of the sound of a call; it waits for nothing. */
void    rf_feed_push_audio (RfFeed *self, const RfAudioReport *report);
/* Appends what is held, now. */
void    rf_feed_flush (RfFeed *self);
void    rf_feed_release_until (RfFeed *self, gint64 time_us);

G_END_DECLS
