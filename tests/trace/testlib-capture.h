/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture.h"

G_BEGIN_DECLS

/*
 * Builds captures byte by byte, good ones and bad ones. Frames and packets are (transfer full);
 * what takes one to put it into another frees it.
 */

#define TEST_LINK_ETHERNET 1
#define TEST_LINK_RAW      101
#define TEST_PORT          5060
/* 2024-02-22 12:00:00 UTC */
#define TEST_START_US      (G_GINT64_CONSTANT (1708603200) * G_USEC_PER_SEC)

#define TEST_FIN 0x01
#define TEST_SYN 0x02
#define TEST_RST 0x04
#define TEST_ACK 0x10

/* A temporary folder with a file in it. */
typedef struct {
  char *folder;
  char *path;
} TestFile;

/* What reading it brought. */
typedef struct {
  RfTrace         *trace;
  RfCaptureReport  report;
} TestRead;

void        test_file_set_up     (TestFile      *file,
                                  gconstpointer  data);
void        test_file_tear_down  (TestFile      *file,
                                  gconstpointer  data);
void        test_file_write      (const TestFile *file,
                                  gconstpointer   bytes,
                                  gsize           length);
void        test_file_append     (const TestFile *file,
                                  gconstpointer   bytes,
                                  gsize           length);
void        test_read_init       (TestRead   *self,
                                  const char *path);
void        test_read_bytes      (TestRead       *self,
                                  const TestFile *file,
                                  GByteArray     *capture);
void        test_read_clear      (TestRead *self);
/* "1 2 3": the CSeq numbers of all messages, which tell them apart. */
char       *test_dup_numbers     (RfTrace *trace);

/* A request with @number in CSeq and a body of @body bytes, with Content-Length. */
char       *test_message         (guint number,
                                  gsize body);

/* Parts of packets. The sender is 192.0.2.1 or 2001:db8::1, and its port TEST_PORT; the receiver
 * ends with 2. */
GByteArray *test_bytes           (gconstpointer bytes,
                                  gsize         length);
GByteArray *test_udp             (const char *payload);
GByteArray *test_udp_bytes       (gconstpointer payload,
                                  gsize         length);
GByteArray *test_tcp             (gboolean      backwards,
                                  guint32       seq,
                                  guint32       ack,
                                  guint8        flags,
                                  gconstpointer payload,
                                  gsize         length);
GByteArray *test_ipv4            (guint       protocol,
                                  gboolean    backwards,
                                  GByteArray *content);
GByteArray *test_ipv4_fragment   (guint         protocol,
                                  guint         id,
                                  gsize         position,
                                  gboolean      has_more,
                                  gconstpointer bytes,
                                  gsize         length);
GByteArray *test_ipv6            (guint       next_header,
                                  GByteArray *content);
/* @bytes in front of @packet; frees @packet. */
GByteArray *test_behind          (gconstpointer bytes,
                                  gsize         length,
                                  GByteArray   *packet);
GByteArray *test_ethernet        (guint       ethertype,
                                  GByteArray *packet);
/* The frame of a whole message over UDP. */
GByteArray *test_message_frame   (guint number);

/* A pcap file. */
typedef struct {
  gboolean is_swapped;
  gboolean is_ns;
  guint    link_type;
} TestPcap;

GByteArray *test_pcap            (const TestPcap *self);
void        test_pcap_add        (const TestPcap *self,
                                  GByteArray     *out,
                                  gint64          time_us,
                                  GByteArray     *frame);
void        test_pcap_add_cut    (const TestPcap *self,
                                  GByteArray     *out,
                                  gint64          time_us,
                                  gsize           captured,
                                  GByteArray     *frame);

/* A pcapng file: sections and blocks are added to @out. */
void        test_ng_section      (GByteArray *out,
                                  gboolean    is_swapped);
void        test_ng_interface    (GByteArray    *out,
                                  gboolean       is_swapped,
                                  guint          link_type,
                                  gconstpointer  options,
                                  gsize          length);
void        test_ng_packet       (GByteArray *out,
                                  gboolean    is_swapped,
                                  guint       interface,
                                  guint64     units,
                                  GByteArray *frame);
void        test_ng_block        (GByteArray    *out,
                                  gboolean       is_swapped,
                                  guint32        type,
                                  gconstpointer  content,
                                  gsize          length);
void        test_put_u16         (GByteArray *out,
                                  gboolean    is_swapped,
                                  guint16     value);
void        test_put_u32         (GByteArray *out,
                                  gboolean    is_swapped,
                                  guint32     value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestRead, test_read_clear)

G_END_DECLS
