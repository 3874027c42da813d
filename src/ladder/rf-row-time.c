/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-row-time"

#include "config.h"

#include "rf-row-time.h"

#include "rf-row.h"
#include "rf-say.h"

#define CLOCK "00:00:00.000"

/**
 * rf_row_time_round:
 * @time_us: a time in microseconds
 *
 * Returns: the milliseconds that are shown of it, wherever it is shown: the nearest
 */
gint64
rf_row_time_round (gint64 time_us)
{
  gint64 ms = time_us / 1000;
  gint64 rest = time_us % 1000;

  return ms + (rest >= 500) - (rest <= -500);
}

/* From integers, for the point to be a point in every locale. */
static char *
dup_seconds (gint64 ms)
{
  const char *sign = ms < 0 ? "-" : "+";

  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%03d", sign, ABS (ms / 1000),
                          (int) ABS (ms % 1000));
}

static char *
dup_clock (RfTrace *trace,
           guint    message)
{
  gint64 time_ms = rf_row_time_round (rf_trace_get_message (trace, message)->time_us);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_ms / 1000);
  int ms = (int) (time_ms % 1000);

  /* A capture may claim a time that no calendar has. */
  if (!time || ms < 0)
    return g_strdup ("");
  return g_strdup_printf ("%02d:%02d:%02d.%03d",
                          g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time), ms);
}

/* The REFER of the transfer that a message belongs to, or -1. */
static int
find_refer (RfTrace *trace,
            guint    message)
{
  int transfer = rf_trace_get_transfer_of (trace, message);

  return transfer < 0 ? -1 : (int) rf_trace_get_transfer (trace, transfer)->refer_message;
}

static gboolean
counts_from_start (RfTrace    *trace,
                   RfTimeMode  mode,
                   guint       message)
{
  return mode == RF_TIME_SINCE_START ||
         (mode == RF_TIME_SINCE_REFER && find_refer (trace, message) < 0);
}

/**
 * rf_row_time_dup:
 * @trace: the trace
 * @mode: what time to tell
 * @message: index of a message
 * @previous: index of the message in the row above, or -1 in the first row
 *
 * A message of no transfer tells the time since the start where others tell it from their REFER;
 * without a sign it cannot be taken for that.
 *
 * Returns: (transfer full): "25.187", "14:02:03.123", "+0.020" or "-3.500"; "" where there is
 *   nothing to count from
 */
char *
rf_row_time_dup (RfTrace    *trace,
                 RfTimeMode  mode,
                 guint       message,
                 int         previous)
{
  int from = previous;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  if (counts_from_start (trace, mode, message))
    return rf_row_dup_time (trace, message);
  if (mode == RF_TIME_OF_DAY)
    return dup_clock (trace, message);
  if (mode == RF_TIME_SINCE_REFER)
    from = find_refer (trace, message);
  if (from < 0)
    return g_strdup ("");
  return dup_seconds (rf_row_time_round (rf_trace_get_us_between (trace, (guint) from, message)));
}

/**
 * rf_row_time_dup_spoken:
 * @trace: the trace
 * @mode: what time to tell
 * @message: index of a message
 * @previous: index of the message in the row above, or -1 in the first row
 *
 * Returns: (transfer full) (nullable): the time as a screen reader is to say it, or %NULL where
 *   there is none: "12.4 ms", "14:02:03.123", "+0.020 s from the row above", "-3.500 s from REFER"
 */
char *
rf_row_time_dup_spoken (RfTrace    *trace,
                        RfTimeMode  mode,
                        guint       message,
                        int         previous)
{
  g_autofree char *time = NULL;

  if (counts_from_start (trace, mode, message))
    return rf_row_dup_spoken_time (trace, message);
  time = rf_row_time_dup (trace, mode, message, previous);
  if (!time || *time == '\0')
    return NULL;
  if (mode == RF_TIME_SINCE_PREVIOUS)
    return g_strdup_printf (rf_say ("%s s from the row above"), time);
  if (mode == RF_TIME_SINCE_REFER)
    return g_strdup_printf (rf_say ("%s s from REFER"), time);
  return g_steal_pointer (&time);
}

/* Whose clock a time of day is, which a picture that travels has to say. */
static char *
dup_zone (RfTrace *trace)
{
  g_autoptr (GDateTime) time = NULL;

  if (rf_trace_get_n_messages (trace) > 0)
    time = g_date_time_new_from_unix_local (rf_trace_get_message (trace, 0)->time_us /
                                            G_USEC_PER_SEC);
  if (!time)
    return g_strdup (rf_say ("Times of day."));
  return g_date_time_format (time, rf_say ("Times of day, from %Y-%m-%d on, at UTC%:z."));
}

/**
 * rf_row_time_dup_legend:
 * @trace: the trace
 * @mode: what time is told
 *
 * Returns: (transfer full) (nullable): what the times are, in a sentence; %NULL where they are what
 *   everybody expects, seconds since the start
 */
char *
rf_row_time_dup_legend (RfTrace    *trace,
                        RfTimeMode  mode)
{
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  switch (mode) {
  case RF_TIME_OF_DAY:
    return dup_zone (trace);
  case RF_TIME_SINCE_PREVIOUS:
    return g_strdup (rf_say ("Times since the row above."));
  case RF_TIME_SINCE_REFER:
    return g_strdup (rf_say ("Times with + or - are since REFER, others since the start."));
  case RF_TIME_SINCE_START:
  default:
    return NULL;
  }
}

/**
 * rf_row_time_get_chars:
 * @mode: what time is told
 * @since_start: characters of the longest time since the start
 *
 * Returns: how many characters a time may have
 */
guint
rf_row_time_get_chars (RfTimeMode mode,
                       guint      since_start)
{
  if (mode == RF_TIME_SINCE_START)
    return since_start;
  if (mode == RF_TIME_OF_DAY)
    return sizeof CLOCK - 1;
  return since_start + 1; /* the sign */
}
