/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pcap"

#include "config.h"

#include "rf-pcap.h"

#include "rf-bytes.h"

/* draft-ietf-opsawg-pcap: a header, then records, each with a header of its own. */
#define MAGIC_US       0xa1b2c3d4u
#define MAGIC_NS       0xa1b23c4du
#define MAGIC_MODIFIED 0xa1b2cd34u /* longer records, of an old Linux kernel patch */
#define RECORD_HEADER          16
#define RECORD_HEADER_MODIFIED 24
#define MAX_BACK       1000
#define MAX_JUMP_S     (24 * 3600) /* a longer pause between two records wants a second look */

typedef struct {
  guint32 seconds;
  guint32 fraction;
  guint32 captured;
  guint32 length;
} Head;

static gboolean
is_magic (guint32 magic)
{
  return magic == MAGIC_US || magic == MAGIC_NS || magic == MAGIC_MODIFIED;
}

/**
 * rf_pcap_is_cut:
 * @file: a file
 *
 * Returns: whether @file begins as a pcap file does, and ends within its header
 */
gboolean
rf_pcap_is_cut (RfCaptureFile *file)
{
  const guint8 *magic = rf_capture_file_peek (file, 0, sizeof (guint32));

  return magic && rf_capture_file_get_size (file) < RF_PCAP_HEADER &&
         (is_magic (rf_get_u32 (magic, FALSE)) || is_magic (rf_get_u32 (magic, TRUE)));
}

/**
 * rf_pcap_begin:
 * @self: (out): the reader
 * @file: a file
 *
 * Returns: whether @file begins as a pcap file does
 */
gboolean
rf_pcap_begin (RfPcap        *self,
               RfCaptureFile *file)
{
  const guint8 *header = rf_capture_file_peek (file, 0, RF_PCAP_HEADER);
  guint32 magic;

  *self = (RfPcap) { .offset = RF_PCAP_HEADER, .record_header = RECORD_HEADER, .last_s = -1 };
  if (!header)
    return FALSE;
  magic = rf_get_u32 (header, FALSE);
  if (!is_magic (magic)) {
    self->is_swapped = TRUE;
    magic = rf_get_u32 (header, TRUE);
  }
  if (!is_magic (magic))
    return FALSE;

  self->fraction = magic == MAGIC_NS ? 1000000000 : 1000000;
  if (magic == MAGIC_MODIFIED)
    self->record_header = RECORD_HEADER_MODIFIED;
  self->max_length = CLAMP (rf_get_u32 (header + 16, self->is_swapped), 262144, RF_RECORD_MAX);
  /* The upper bits tell about checksums of frames. */
  self->link_type = rf_get_u32 (header + 20, self->is_swapped) & 0xffff;

  return TRUE;
}

static void
read_head (const RfPcap *self,
           const guint8 *at,
           Head         *head)
{
  head->seconds = rf_get_u32 (at, self->is_swapped);
  head->fraction = rf_get_u32 (at + 4, self->is_swapped);
  head->captured = rf_get_u32 (at + 8, self->is_swapped);
  head->length = rf_get_u32 (at + 12, self->is_swapped);
}

/* Whether it may be a record at all. */
static gboolean
is_possible (const RfPcap *self,
             const Head   *head)
{
  return head->captured <= self->max_length && head->length <= G_MAXINT32;
}

/* Whether its time is near that of the last good record. */
static gboolean
fits_time (const RfPcap *self,
           const Head   *head)
{
  return self->last_s < 0 || ABS ((gint64) head->seconds - self->last_s) <= MAX_JUMP_S;
}

/* Whether nothing about it is strange, whenever it was. */
static gboolean
is_plain (const RfPcap *self,
          const Head   *head)
{
  return is_possible (self, head) && head->captured > 0 && head->captured <= head->length &&
         head->length <= self->max_length && head->fraction < self->fraction;
}

/* Whether nothing about it is strange. */
static gboolean
is_usual (const RfPcap *self,
          const Head   *head)
{
  return is_plain (self, head) && fits_time (self, head);
}

/* Whether at @offset there is the end, or a record about which nothing is strange. */
static gboolean
is_followed (const RfPcap  *self,
             RfCaptureFile *file,
             guint64        offset)
{
  const guint8 *at;
  Head head;

  if (offset == rf_capture_file_get_size (file))
    return TRUE;
  at = rf_capture_file_peek (file, offset, self->record_header);
  if (!at)
    return FALSE;
  read_head (self, at, &head);

  return is_usual (self, &head);
}

/* A record that looks strange is still one where another stands right behind it: a clock that was
 * set, a writer with ways of its own. */
static gboolean
is_record (const RfPcap  *self,
           RfCaptureFile *file,
           guint64        offset,
           const Head    *head)
{
  RfPcap loose = *self;

  if (is_usual (self, head))
    return TRUE;
  loose.last_s = -1;

  return is_possible (self, head) &&
         is_followed (&loose, file, offset + self->record_header + head->captured);
}

/* Where to look for a record. Bytes may be missing from the one before, so that it reaches into the
 * next; how often that is believed is bounded, for a file can be made to overlap all the way. */
static guint64
get_search_start (RfPcap *self)
{
  if (self->last_offset == 0 || self->n_back >= MAX_BACK)
    return self->offset + 1;
  self->n_back++;

  return self->last_offset + self->record_header;
}

/* Whether a record that was searched for stands at @offset: one that another follows, or the end.
 * Any few bytes may look like the last, so that one has to have a time that fits what came before;
 * else two times that fit each other do, as the ones before may be damaged too. */
static gboolean
is_found (const RfPcap  *self,
          RfCaptureFile *file,
          guint64        offset,
          const Head    *head)
{
  guint64 end = offset + self->record_header + head->captured;
  RfPcap found;

  if (!is_plain (self, head))
    return FALSE;
  if (end == rf_capture_file_get_size (file))
    return fits_time (self, head);
  found = *self;
  found.last_s = head->seconds;

  return is_followed (&found, file, end);
}

/* Goes to the next place where two records follow each other, or to the end. */
static RfRecordStatus
find_next (RfPcap        *self,
           RfCaptureFile *file,
           RfRecord      *record)
{
  guint64 from = self->offset;
  guint64 size = rf_capture_file_get_size (file);
  const guint8 *at;

  for (self->offset = get_search_start (self); ; self->offset++) {
    Head head;

    at = rf_capture_file_peek (file, self->offset, self->record_header);
    if (!at)
      break;
    rf_capture_file_release (file, self->offset);
    read_head (self, at, &head);
    if (head.captured == 0 && head.length == 0)
      self->offset = rf_capture_file_skip_zeros (file, self->offset);
    if (is_found (self, file, self->offset, &head))
      break;
  }
  if (!at)
    self->offset = size;
  self->last_offset = 0;
  self->last_s = -1;
  record->offset = MIN (from, self->offset);
  record->length = self->offset > from ? self->offset - from : from - self->offset;

  return RF_RECORD_DAMAGED;
}

/* A record that reaches beyond the end of the file. It is its length that is damaged where another
 * stands in it. */
static RfRecordStatus
end_within (RfPcap        *self,
            RfCaptureFile *file,
            RfRecord      *record)
{
  find_next (self, file, record);

  return self->offset == rf_capture_file_get_size (file) ? RF_RECORD_CUT : RF_RECORD_DAMAGED;
}

static gint64
get_time_ns (const RfPcap *self,
             const Head   *head)
{
  return head->seconds * RF_NS_PER_S + head->fraction * (RF_NS_PER_S / self->fraction);
}

/**
 * rf_pcap_next:
 * @self: the reader
 * @file: its file
 * @is_all: nothing will be added to the file, so that half a record is damage
 * @record: (out): the packet; of damage, where and how long it is
 *
 * Returns: what there was
 */
RfRecordStatus
rf_pcap_next (RfPcap        *self,
              RfCaptureFile *file,
              gboolean       is_all,
              RfRecord      *record)
{
  const guint8 *at = rf_capture_file_peek (file, self->offset, self->record_header);
  const guint8 *bytes;
  Head head;

  if (!at)
    return is_all && self->offset < rf_capture_file_get_size (file)
           ? end_within (self, file, record) : RF_RECORD_END;
  /* Read once: the file may change under us. */
  read_head (self, at, &head);
  if (!is_record (self, file, self->offset, &head)) {
    gboolean is_beyond = is_possible (self, &head) &&
                         self->offset + self->record_header + head.captured >
                         rf_capture_file_get_size (file);

    return is_beyond && !is_all ? RF_RECORD_END : find_next (self, file, record);
  }

  bytes = rf_capture_file_peek (file, self->offset, self->record_header + head.captured);
  if (!bytes)
    return is_all ? end_within (self, file, record) : RF_RECORD_END;
  record->time_ns = get_time_ns (self, &head);
  record->before_ns = self->last_s < 0 ? record->time_ns : self->last_ns;
  record->link_type = self->link_type;
  record->bytes = rf_str_new ((const char *) bytes + self->record_header, head.captured);
  record->length = MAX (head.length, head.captured);
  record->offset = self->offset;
  record->transport = RF_TRANSPORT_UNKNOWN;
  self->last_s = head.seconds;
  self->last_ns = record->time_ns;
  self->last_offset = self->offset;
  self->offset += self->record_header + head.captured;
  /* It is soon looked at, and most likely not near. */
  __builtin_prefetch (bytes + self->record_header + head.captured);

  return RF_RECORD_PACKET;
}
