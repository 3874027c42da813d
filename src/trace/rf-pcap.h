/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-record.h"

G_BEGIN_DECLS

#define RF_PCAP_HEADER 24

/**
 * RfPcap:
 *
 * Where reading a pcap file stands. Put it on the stack.
 */
typedef struct {
  gboolean is_swapped;
  guint    fraction;      /* parts of a second */
  gsize    record_header;
  guint    link_type;
  guint32  max_length;
  guint64  offset;
  gint64   last_s;        /* of the last good record; -1 before it */
  gint64   last_ns;       /* its whole time */
  guint64  last_offset;   /* of the last good record; 0 before it */
  guint    n_back;        /* how often a record was found within the one before */
} RfPcap;

gboolean       rf_pcap_is_cut (RfCaptureFile *file);
gboolean       rf_pcap_begin  (RfPcap        *self,
                               RfCaptureFile *file);
RfRecordStatus rf_pcap_next   (RfPcap        *self,
                               RfCaptureFile *file,
                               gboolean       is_all,
                               RfRecord      *record);

G_END_DECLS
