/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-media.h"
#include "rf-trace-audio.h"

G_BEGIN_DECLS

/**
 * RfAudioBook:
 *
 * The sound of the calls of a trace: its RTP, or what phones tell of theirs, bound to what its
 * messages say, or as a trace of which it is a part has bound it. Made anew when it is asked for
 * after any of these has grown; where there is no sound, nothing is done.
 */
typedef struct _RfAudioBook RfAudioBook;

RfAudioBook        *rf_audio_book_new     (const RfPool *messages);
void                rf_audio_book_free    (RfAudioBook *self);
void                rf_audio_book_set_rtp (RfAudioBook *self,
                                           RfRtpFlows  *flows);
void                rf_audio_book_report  (RfAudioBook         *self,
                                           const RfAudioReport *report);
void                rf_audio_book_share   (RfAudioBook *self,
                                           RfAudioBook *from);
guint64             rf_audio_book_get_serial (RfAudioBook *self);
guint               rf_audio_book_get_n   (RfAudioBook *self);
const RfTraceAudio *rf_audio_book_get     (RfAudioBook *self,
                                           guint        index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfAudioBook, rf_audio_book_free)

G_END_DECLS
