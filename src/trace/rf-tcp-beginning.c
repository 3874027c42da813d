/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-tcp-beginning"
#define _GNU_SOURCE /* memmem, memrchr */

#include "config.h"

#include "rf-tcp-beginning.h"

#include <string.h>

#include "rf-sip-message.h"
#include "rf-websocket.h"

#define VERSION "SIP/2.0"

static RfStr
get_first_word (RfStr bytes)
{
  while (bytes.len > 0 && (bytes.p[0] == '\r' || bytes.p[0] == '\n'))
    bytes = rf_str_skip (bytes, 1);

  return rf_str_head (bytes, rf_str_find (bytes, ' '));
}

/* "IFY" of NOTIFY. */
static gboolean
is_rest_of_method (RfStr word)
{
  for (RfSipMethod method = RF_SIP_UNKNOWN + 1; method <= RF_SIP_PUBLISH; method++) {
    RfStr name = rf_str_from_c (rf_sip_method_to_string (method));

    if (word.len < name.len && rf_str_equal (word, rf_str_skip (name, name.len - word.len)))
      return TRUE;
  }

  return FALSE;
}

/* Whether @line is one of a header, or may become one where it has no end yet. */
static gboolean
is_header (RfStr    line,
           gboolean is_whole)
{
  gsize colon = rf_str_find (line, ':');
  RfStr name = rf_str_trim (rf_str_head (line, colon));

  for (gsize i = 0; i < name.len; i++) {
    if (!g_ascii_isalnum (name.p[i]) && !strchr ("-.!%*_+`'~", name.p[i]))
      return FALSE;
  }

  return colon < line.len ? name.len > 0 : !is_whole;
}

/* @line may end before its name does. */
static gboolean
is_via (RfStr line)
{
  RfStr name = rf_str_trim (rf_str_head (line, rf_str_find (line, ':')));

  return name.len > 0 &&
         (rf_str_case_equal_c (name, "v") ||
          rf_str_case_equal (name, rf_str_head (rf_str_from_c ("Via"), name.len)));
}

/* A message that is quoted in the body of another has few headers, or none: no Via. A request line
 * is hardly ever quoted; a status line is in each NOTIFY of a transfer. */
static gboolean
is_followed_by_headers (RfStr    rest,
                        gboolean needs_via)
{
  while (rest.len > 0) {
    gsize end = rf_str_find (rest, '\n');
    RfStr line = rf_str_head (rest, end);

    if (!is_header (line, end < rest.len))
      return FALSE;
    if (!needs_via || is_via (line))
      return TRUE;
    rest = rf_str_skip (rest, end + 1);
  }

  return !needs_via;
}

/* Whether a message begins with the line at @start, in which the version stands at @version. */
static gboolean
is_start_line (RfStr bytes,
               gsize start,
               gsize version)
{
  RfStr line = rf_str_skip (bytes, start);
  RfStr rest = rf_str_skip (bytes, version + strlen (VERSION));
  gsize end = rf_str_find (rest, '\n');
  gsize method = rf_str_find (line, ' ');

  if (end == rest.len)
    return FALSE;
  if (version == start)
    return rf_sip_message_looks_like (line.p, line.len) && rest.p[0] == ' ' &&
           is_followed_by_headers (rf_str_skip (rest, end + 1), TRUE);

  return rf_str_is_empty (rf_str_trim (rf_str_head (rest, end))) &&
         start + method + 1 < version && bytes.p[version - 1] == ' ' &&
         rf_sip_method_parse (rf_str_head (line, method)) != RF_SIP_UNKNOWN &&
         is_followed_by_headers (rf_str_skip (rest, end + 1), FALSE);
}

/* Whether a line without its end yet is the first half of a request line. */
static gboolean
is_half_request_line (RfStr line)
{
  gsize space = rf_str_find (line, ' ');
  RfStr uri = rf_str_skip (line, space + 1);

  return rf_sip_method_parse (rf_str_head (line, space)) != RF_SIP_UNKNOWN &&
         (rf_str_starts_with_case (uri, "sip:") || rf_str_starts_with_case (uri, "sips:") ||
          rf_str_starts_with_case (uri, "tel:"));
}

/**
 * rf_tcp_is_beginning:
 * @bytes: the beginning of a segment
 *
 * "FO sip:b@example.org SIP/2.0" may be the second half of a line, and "SIP/2.0/TCP" stands in
 * every Via.
 *
 * Returns: whether a message certainly begins there, or a frame with one
 */
gboolean
rf_tcp_is_beginning (RfStr bytes)
{
  RfStr word;

  if (!rf_sip_message_looks_like (bytes.p, bytes.len))
    return rf_websocket_looks_like (bytes);
  word = get_first_word (bytes);

  return rf_sip_method_parse (word) != RF_SIP_UNKNOWN || rf_str_case_equal_c (word, VERSION);
}

/**
 * rf_tcp_may_begin:
 * @bytes: the beginning of a segment, before which something may be missing
 *
 * Returns: whether a message begins there, perhaps of an unknown method; not where its first line
 *   is more likely the rest of one
 */
gboolean
rf_tcp_may_begin (RfStr bytes)
{
  RfStr word = get_first_word (bytes);

  if (!rf_sip_message_looks_like (bytes.p, bytes.len))
    return FALSE;
  if (rf_str_starts_with_case (word, "SIP/"))
    return rf_str_case_equal_c (word, VERSION);

  return rf_sip_method_parse (word) != RF_SIP_UNKNOWN || !is_rest_of_method (word);
}

/**
 * rf_tcp_is_message:
 * @bytes: the beginning of a segment
 *
 * Returns: whether a message begins there, and goes on with headers up to its Via at least
 */
gboolean
rf_tcp_is_message (RfStr bytes)
{
  RfStr line;
  const char *version;

  bytes = rf_sip_skip_empty_lines (bytes);
  line = rf_str_head (bytes, rf_str_find (bytes, '\n'));
  if (!rf_sip_message_looks_like (bytes.p, bytes.len))
    return FALSE;
  version = memmem (line.p, line.len, VERSION, strlen (VERSION));

  return version && is_start_line (bytes, 0, (gsize) (version - bytes.p)) &&
         is_followed_by_headers (rf_str_skip (bytes, line.len + 1), TRUE);
}

/**
 * rf_tcp_find_beginning:
 * @bytes: a segment, or what is left of it
 *
 * Finds the first message that begins behind the end of a line. Takes a time that is linear in the
 * length of @bytes, and little where there is no SIP.
 *
 * Returns: its offset, above 0; the length of @bytes where there is none
 */
gsize
rf_tcp_find_beginning (RfStr bytes)
{
  const char *end = bytes.p + bytes.len;
  const char *from = bytes.p, *version, *line = NULL, *feed;

  if (!bytes.p || bytes.len == 0)
    return bytes.len;
  while ((version = memmem (from, (gsize) (end - from), VERSION, strlen (VERSION))) != NULL) {
    feed = memrchr (from, '\n', (gsize) (version - from));
    line = feed ? feed + 1 : line;
    if (line && is_start_line (bytes, (gsize) (line - bytes.p), (gsize) (version - bytes.p)))
      return (gsize) (line - bytes.p);
    from = version + strlen (VERSION);
  }
  feed = memrchr (bytes.p, '\n', bytes.len);
  if (feed && is_half_request_line (rf_str_new (feed + 1, (gsize) (end - feed - 1))))
    return (gsize) (feed + 1 - bytes.p);

  return bytes.len;
}
