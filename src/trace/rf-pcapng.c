/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pcapng"

#include "config.h"

#include "rf-pcapng.h"

#include "rf-bytes.h"

/* draft-ietf-opsawg-pcapng. A block has its type and its length before its content, and its length
 * again behind it. */
#define BLOCK_SECTION    0x0a0d0d0au /* the same in both byte orders */
#define BLOCK_INTERFACE  1
#define BLOCK_OLD_PACKET 2
#define BLOCK_SIMPLE     3
#define BLOCK_NAMES      4
#define BLOCK_STATISTICS 5
#define BLOCK_PACKET     6
#define BLOCK_SECRETS    10
#define BYTE_ORDER_MARK  0x1a2b3c4du
#define BLOCK_HEAD       8
#define BLOCK_MIN        12
#define BLOCK_MAX        (16 * 1024 * 1024)
#define SECTION_MIN      28
#define OPTION_END       0
#define OPTION_COMMENT   1
#define OPTION_USERAPPL  4
#define OPTION_TSRESOL   9
#define OPTION_TSOFFSET  14
#define MAX_INTERFACES   65536
#define MAX_BACK         1000

/* Times are counted in units of 10^-n or 2^-n seconds. */
typedef struct {
  guint    link_type;
  guint32  snap_length;
  guint    exponent;
  gboolean is_binary;
  gint64   offset_s;
  gint64   last_ns;
  gboolean has_packets;
} Interface;

typedef struct {
  guint32       type;
  guint32       length;
  const guint8 *content; /* NULL while the block is not all there */
  gsize         n_content;
} Block;

static gboolean
is_known_type (guint32 type)
{
  return type == BLOCK_SECTION || (type >= BLOCK_INTERFACE && type <= BLOCK_PACKET) ||
         type == BLOCK_SECRETS;
}

/* Type 0 is not in use, but for a block of which not even that is there. */
static gboolean
may_be_packet (guint32 type)
{
  return type == BLOCK_PACKET || type == BLOCK_OLD_PACKET || type == BLOCK_SIMPLE || type == 0;
}

static gboolean
is_possible_length (guint32 length)
{
  return length >= BLOCK_MIN && length <= BLOCK_MAX && length % 4 == 0;
}

/* The byte order of a section is that of its mark. */
static gboolean
read_byte_order (RfCaptureFile *file,
                 guint64        offset,
                 gboolean      *is_swapped)
{
  const guint8 *mark = rf_capture_file_peek (file, offset + BLOCK_HEAD, 4);

  if (!mark)
    return FALSE;
  *is_swapped = rf_get_u32 (mark, FALSE) != BYTE_ORDER_MARK;

  return rf_get_u32 (mark, *is_swapped) == BYTE_ORDER_MARK;
}

/* FALSE where there cannot be a block. Its content is NULL where the file ends before it does. */
static gboolean
read_head (const RfPcapng *self,
           RfCaptureFile  *file,
           guint64         offset,
           Block          *block)
{
  const guint8 *at = rf_capture_file_peek (file, offset, BLOCK_HEAD);
  gboolean is_swapped = self->is_swapped;

  *block = (Block) { 0 };
  if (!at)
    return FALSE;
  block->type = rf_get_u32 (at, is_swapped);
  if (block->type == BLOCK_SECTION && !read_byte_order (file, offset, &is_swapped))
    return FALSE;
  at = rf_capture_file_peek (file, offset, BLOCK_HEAD);
  block->length = at ? rf_get_u32 (at + 4, is_swapped) : 0;
  if (!is_possible_length (block->length))
    return FALSE;
  at = rf_capture_file_peek (file, offset, block->length);
  if (at) {
    block->content = at + BLOCK_HEAD;
    block->n_content = block->length - BLOCK_MIN;
  }

  return TRUE;
}

/* Whether the length stands behind the block too. */
static gboolean
is_closed (const RfPcapng *self,
           const Block    *block)
{
  guint32 length;

  if (!block->content)
    return FALSE;
  length = rf_get_u32 (block->content + block->n_content, FALSE);

  return length == block->length || GUINT32_SWAP_LE_BE (length) == block->length;
}

/* Whether at @offset the file ends or a block of a known kind stands, and all of it. */
static gboolean
is_block_or_end (const RfPcapng *self,
                 RfCaptureFile  *file,
                 guint64         offset)
{
  Block block;

  return offset == rf_capture_file_get_size (file) ||
         (read_head (self, file, offset, &block) && is_known_type (block.type) &&
          is_closed (self, &block));
}

/* Where to look for a block. Bytes may be missing from the one before, so that it reaches into the
 * next; how often that is believed is bounded, for a file can be made to overlap all the way. */
static guint64
get_search_start (RfPcapng *self)
{
  if (self->last_offset == 0 || self->n_back >= MAX_BACK)
    return self->offset + 1;
  self->n_back++;

  return self->last_offset + BLOCK_HEAD;
}

/* Goes to the next good block, or to the end. */
static RfRecordStatus
find_next (RfPcapng      *self,
           RfCaptureFile *file,
           RfRecord      *record)
{
  guint64 from = self->offset;
  guint64 size = rf_capture_file_get_size (file);

  for (self->offset = get_search_start (self); self->offset + BLOCK_MIN <= size; self->offset++) {
    Block block;

    if (is_block_or_end (self, file, self->offset))
      break;
    if (!read_head (self, file, self->offset, &block) && block.length == 0)
      self->offset = rf_capture_file_skip_zeros (file, self->offset);
    rf_capture_file_release (file, self->offset);
  }
  if (self->offset + BLOCK_MIN > size)
    self->offset = size;
  self->last_offset = 0;
  record->offset = MIN (from, self->offset);
  record->length = self->offset > from ? self->offset - from : from - self->offset;

  return RF_RECORD_DAMAGED;
}

/* Calls for what is not all there: wait for it, or look for what comes behind. */
static RfRecordStatus
handle_bad_block (RfPcapng      *self,
                  RfCaptureFile *file,
                  guint32        type,
                  gboolean       is_all,
                  gboolean       is_cut,
                  RfRecord      *record)
{
  if (self->offset == rf_capture_file_get_size (file) || (is_cut && !is_all))
    return RF_RECORD_END;
  find_next (self, file, record);

  return is_cut && may_be_packet (type) && self->offset == rf_capture_file_get_size (file)
         ? RF_RECORD_CUT : RF_RECORD_DAMAGED;
}

/* Takes the next option from behind @at; FALSE at their end. */
static gboolean
next_option (const RfPcapng *self,
             const Block    *block,
             gsize          *at,
             guint          *code,
             RfStr          *value)
{
  guint length;

  if (*at > block->n_content || block->n_content - *at < 4)
    return FALSE;
  *code = rf_get_u16 (block->content + *at, self->is_swapped);
  length = rf_get_u16 (block->content + *at + 2, self->is_swapped);
  *at += 4;
  if (*code == OPTION_END || length > block->n_content - *at)
    return FALSE;
  *value = rf_str_new ((const char *) block->content + *at, length);
  *at += (length + 3) & ~3u;

  return TRUE;
}

static void
begin_section (RfPcapng      *self,
               RfCaptureFile *file)
{
  gsize at = SECTION_MIN - BLOCK_MIN;
  guint code;
  RfStr value;
  Block block;

  read_byte_order (file, self->offset, &self->is_swapped);
  g_array_set_size (self->interfaces, 0);
  self->is_ours = FALSE;
  if (!read_head (self, file, self->offset, &block) || !block.content)
    return;
  while (next_option (self, &block, &at, &code, &value))
    self->is_ours |= code == OPTION_USERAPPL && rf_str_starts_with_case (value, RF_PCAPNG_WRITER);
}

static gboolean
add_interface (RfPcapng    *self,
               const Block *block)
{
  Interface interface = { .exponent = 6 };
  gsize at = 8;
  guint code;
  RfStr value;

  if (block->n_content < 8 || self->interfaces->len >= MAX_INTERFACES)
    return FALSE;
  interface.link_type = rf_get_u16 (block->content, self->is_swapped);
  interface.snap_length = rf_get_u32 (block->content + 4, self->is_swapped);
  while (next_option (self, block, &at, &code, &value)) {
    if (code == OPTION_TSRESOL && value.len == 1) {
      interface.is_binary = (rf_get_u8 (value, 0) & 0x80) != 0;
      interface.exponent = rf_get_u8 (value, 0) & 0x7f;
    } else if (code == OPTION_TSOFFSET && value.len == 8) {
      guint64 offset;

      memcpy (&offset, value.p, sizeof offset);
      interface.offset_s = (gint64) (self->is_swapped ? GUINT64_SWAP_LE_BE (offset) : offset);
    }
  }
  g_array_append_val (self->interfaces, interface);

  return TRUE;
}

/* What a comment of ours says about how the message came. */
static RfTransport
read_transport (const RfPcapng *self,
                const Block    *block,
                gsize           at)
{
  guint code;
  RfStr value;

  while (next_option (self, block, &at, &code, &value)) {
    gsize length = strlen (RF_COMMENT_TCP); /* both are as long */
    RfStr end = value.len >= length ? rf_str_skip (value, value.len - length) : RF_STR_INIT;

    if (code == OPTION_COMMENT && rf_str_equal (end, rf_str_from_c (RF_COMMENT_TCP)))
      return RF_TRANSPORT_TCP;
    if (code == OPTION_COMMENT && rf_str_equal (end, rf_str_from_c (RF_COMMENT_TLS)))
      return RF_TRANSPORT_TLS;
  }

  return RF_TRANSPORT_UNKNOWN;
}

/* @seconds and the rest in ns, without an overflow whatever a file says; from 1970 on, so that
 * every time can be written again. */
static gint64
add_seconds (guint64 seconds,
             guint64 rest_ns,
             gint64  offset_s)
{
  const gint64 limit = G_MAXINT64 / RF_NS_PER_S - 1;
  gint64 sum = (gint64) MIN (seconds, (guint64) limit) + CLAMP (offset_s, -limit, limit);

  return CLAMP (sum, 0, limit) * RF_NS_PER_S + (gint64) rest_ns;
}

static gint64
get_time_ns (const Interface *interface,
             guint64          units)
{
  guint64 unit = 1, seconds, rest;

  if (interface->is_binary) {
    guint shift = interface->exponent;

    if (shift >= 64)
      return add_seconds (0, 0, interface->offset_s);
    seconds = units >> shift;
    rest = shift == 0 ? 0 : units & (G_MAXUINT64 >> (64 - shift));
    if (shift > 34) { /* so that the product fits */
      rest >>= shift - 34;
      shift = 34;
    }
    return add_seconds (seconds, (rest * RF_NS_PER_S) >> shift, interface->offset_s);
  }

  if (interface->exponent > 19)
    return add_seconds (0, 0, interface->offset_s);
  for (guint i = 0; i < interface->exponent; i++)
    unit *= 10;
  seconds = units / unit;
  rest = units % unit;

  return add_seconds (seconds, unit >= RF_NS_PER_S ? rest / (unit / RF_NS_PER_S)
                                                   : rest * (RF_NS_PER_S / unit),
                      interface->offset_s);
}

/* Each interface may have a clock of its own. */
static void
set_time (RfPcapng  *self,
          RfRecord  *record,
          Interface *interface,
          gint64     time_ns)
{
  record->time_ns = self->last_ns = time_ns;
  record->before_ns = interface->has_packets ? interface->last_ns : time_ns;
  interface->last_ns = time_ns;
  interface->has_packets = TRUE;
}

static gboolean
set_packet (RfRecord        *record,
            const Interface *interface,
            const Block     *block,
            gsize            header,
            guint32          captured,
            guint32          length)
{
  if (captured > block->n_content - header)
    return FALSE;
  record->link_type = interface->link_type;
  record->bytes = rf_str_new ((const char *) block->content + header, captured);
  record->length = MAX (length, captured);

  return TRUE;
}

/* Enhanced packets and the older kind differ in the first four bytes only. */
static gboolean
read_packet (RfPcapng    *self,
             const Block *block,
             RfRecord    *record)
{
  const guint8 *at = block->content;
  Interface *interface;
  guint32 index;
  guint64 time;

  if (block->n_content < 20)
    return FALSE;
  index = block->type == BLOCK_PACKET ? rf_get_u32 (at, self->is_swapped)
                                      : rf_get_u16 (at, self->is_swapped);
  if (index >= self->interfaces->len)
    return FALSE;
  interface = &g_array_index (self->interfaces, Interface, index);
  time = (guint64) rf_get_u32 (at + 4, self->is_swapped) << 32 |
         rf_get_u32 (at + 8, self->is_swapped);
  set_time (self, record, interface, get_time_ns (interface, time));
  if (self->is_ours)
    record->transport = read_transport (self, block,
                                        20 + (((gsize) rf_get_u32 (at + 12, self->is_swapped) + 3) &
                                              ~(gsize) 3));

  return set_packet (record, interface, block, 20, rf_get_u32 (at + 12, self->is_swapped),
                     rf_get_u32 (at + 16, self->is_swapped));
}

/* Without an interface, which is the first, and without a time. */
static gboolean
read_simple_packet (RfPcapng    *self,
                    const Block *block,
                    RfRecord    *record)
{
  const Interface *interface;
  guint32 length, captured;

  if (block->n_content < 4 || self->interfaces->len == 0)
    return FALSE;
  interface = &g_array_index (self->interfaces, Interface, 0);
  length = rf_get_u32 (block->content, self->is_swapped);
  captured = interface->snap_length > 0 ? MIN (length, interface->snap_length) : length;
  record->time_ns = record->before_ns = self->last_ns;

  return set_packet (record, interface, block, 4, MIN (captured, block->n_content - 4), length);
}

/**
 * rf_pcapng_is_cut:
 * @file: a file
 *
 * Returns: whether @file begins as a pcapng file does, and ends within the header of its section
 */
gboolean
rf_pcapng_is_cut (RfCaptureFile *file)
{
  const guint8 *type = rf_capture_file_peek (file, 0, sizeof (guint32));

  return type && rf_capture_file_get_size (file) < SECTION_MIN &&
         rf_get_u32 (type, FALSE) == BLOCK_SECTION;
}

/**
 * rf_pcapng_begin:
 * @self: (out): the reader; clear it with rf_pcapng_clear()
 * @file: a file
 *
 * Returns: whether @file begins as a pcapng file does
 */
gboolean
rf_pcapng_begin (RfPcapng      *self,
                 RfCaptureFile *file)
{
  const guint8 *type = rf_capture_file_peek (file, 0, SECTION_MIN);
  Block block;

  *self = (RfPcapng) { .interfaces = g_array_new (FALSE, FALSE, sizeof (Interface)) };

  return type && rf_get_u32 (type, FALSE) == BLOCK_SECTION &&
         read_head (self, file, 0, &block) && block.length >= SECTION_MIN;
}

/**
 * rf_pcapng_clear:
 * @self: a reader
 *
 * Frees what it holds.
 */
void
rf_pcapng_clear (RfPcapng *self)
{
  g_clear_pointer (&self->interfaces, g_array_unref);
}

static RfRecordStatus
read_content (RfPcapng      *self,
              RfCaptureFile *file,
              const Block   *block,
              RfRecord      *record)
{
  gboolean ok = TRUE;
  RfRecordStatus status = RF_RECORD_SKIPPED;

  record->transport = RF_TRANSPORT_UNKNOWN;
  switch (block->type) {
  case BLOCK_SECTION:
    begin_section (self, file);
    break;
  case BLOCK_INTERFACE:
    ok = add_interface (self, block);
    break;
  case BLOCK_PACKET:
  case BLOCK_OLD_PACKET:
    ok = read_packet (self, block, record);
    status = RF_RECORD_PACKET;
    break;
  case BLOCK_SIMPLE:
    ok = read_simple_packet (self, block, record);
    status = RF_RECORD_PACKET;
    break;
  default:
    break;
  }
  record->offset = self->last_offset = self->offset;
  if (!ok)
    record->length = block->length;
  self->offset += block->length;

  return ok ? status : RF_RECORD_DAMAGED;
}

/**
 * rf_pcapng_next:
 * @self: the reader
 * @file: its file
 * @is_all: nothing will be added to the file, so that half a block is damage
 * @record: (out): the packet; of damage, where and how long it is
 *
 * Returns: what there was
 */
RfRecordStatus
rf_pcapng_next (RfPcapng      *self,
                RfCaptureFile *file,
                gboolean       is_all,
                RfRecord      *record)
{
  guint64 left = rf_capture_file_get_size (file) - self->offset;
  Block block;

  if (!read_head (self, file, self->offset, &block))
    return handle_bad_block (self, file, block.type, is_all, left < BLOCK_MIN, record);
  if (!block.content)
    return handle_bad_block (self, file, block.type, is_all, TRUE, record);
  /* One of the two lengths may be damaged: the block is good where another follows it. Looking
   * there may move the window, so the block is read again. */
  if (!is_closed (self, &block) &&
      (!is_block_or_end (self, file, self->offset + block.length) ||
       !read_head (self, file, self->offset, &block) || !block.content))
    return find_next (self, file, record);

  return read_content (self, file, &block, record);
}
