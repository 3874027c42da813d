/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-media.h"
#include "rf-trace-audio.h"

G_BEGIN_DECLS

void rf_audio_way_sum_up (RfAudioWay          *self,
                          const RfAudioStream *streams,
                          guint                n_streams,
                          guint                way);
void rf_audio_way_listen (RfAudioWay          *self,
                          const RfAudioStream *streams,
                          guint                n_streams,
                          guint                way,
                          const RfMediaCall   *call,
                          gint64               end_us);

G_END_DECLS
