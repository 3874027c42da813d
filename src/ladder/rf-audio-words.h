/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-lifeline-map.h"
#include "rf-trace-audio.h"

G_BEGIN_DECLS

/* From all that there is to say to what fits into a narrow place: how good it was is the last that
 * is left out. */
typedef enum {
  RF_AUDIO_WORDS_ALL,
  RF_AUDIO_WORDS_SHORT,   /* not how many packets */
  RF_AUDIO_WORDS_SHORTER, /* no jitter either */
  RF_AUDIO_WORDS_LEAST,   /* and no loss */
  RF_AUDIO_N_WORDS,
} RfAudioWords;

char    *rf_audio_dup_words  (RfLifelineMap      *lines,
                              const RfTraceAudio *audio,
                              RfAudioWords        words);
char    *rf_audio_dup_mark   (RfLifelineMap      *lines,
                              const RfTraceAudio *audio);
char    *rf_audio_dup_spoken (RfTrace            *trace,
                              RfLifelineMap      *lines,
                              const RfTraceAudio *audio);
void     rf_audio_find_ends  (RfLifelineMap      *lines,
                              const RfTraceAudio *audio,
                              int                *left,
                              int                *right);
gboolean rf_audio_is_problem (const RfTraceAudio *audio);

G_END_DECLS
