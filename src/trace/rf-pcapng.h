/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-record.h"

G_BEGIN_DECLS

/* What the files that we write say about themselves, and about a message that came over something
 * else than the datagram it is written in. */
#define RF_PCAPNG_WRITER "Referee "
#define RF_COMMENT_TCP   "over TCP"
#define RF_COMMENT_TLS   "over TLS"

/**
 * RfPcapng:
 *
 * Where reading a pcapng file stands.
 */
typedef struct {
  gboolean is_swapped;
  guint64  offset;
  GArray  *interfaces;  /* of the section */
  gboolean is_ours;     /* whether we wrote the section */
  gint64   last_ns;     /* of the last packet, for those without a time */
  guint64  last_offset; /* of the last good block; 0 before it */
  guint    n_back;      /* how often a block was found within the one before */
} RfPcapng;

gboolean       rf_pcapng_is_cut (RfCaptureFile *file);
gboolean       rf_pcapng_begin  (RfPcapng      *self,
                                 RfCaptureFile *file);
void           rf_pcapng_clear  (RfPcapng *self);
RfRecordStatus rf_pcapng_next   (RfPcapng      *self,
                                 RfCaptureFile *file,
                                 gboolean       is_all,
                                 RfRecord      *record);

G_END_DECLS
