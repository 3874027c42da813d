/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-words-history"

#include "config.h"

#include "rf-words-history.h"

#include "rf-words.h"

#include <glib/gi18n.h>

/* What the window says about calls of the past. */


static gboolean
is_missed (const RfHistoryRecord *record)
{
  return record->outcome == RF_HISTORY_MISSED;
}

/**
 * rf_words_history_name:
 * @record: a call
 *
 * Returns: (transfer full): who was called or called us
 */
char *
rf_words_history_name (const RfHistoryRecord *record)
{
  g_autofree char *name = rf_words_clean (record->peer_label);

  return *name ? g_steal_pointer (&name) : g_strdup (_("Unknown"));
}


static char *
dup_sender (const RfHistoryRecord *record)
{
  g_autofree char *by = rf_words_person (record->sent_by);

  return *by ? g_strdup_printf (_("sent by %s"), by) : NULL;
}


/* Where no status says it. */
static char *
dup_cause (const RfHistoryRecord *record, const char *who)
{
  g_autofree char *peer = rf_words_history_name (record);

  switch (record->turn_cause) {
    case RF_TRANSFER_CAUSE_CALL_ENDED:
      return g_strdup (_("the call ended before"));
    case RF_TRANSFER_CAUSE_CANNOT_HOLD:
      return g_strdup_printf (_("%s could not be put on hold"), peer);
    case RF_TRANSFER_CAUSE_CORE_ENDED:
      return g_strdup (_("the call core stopped"));
    case RF_TRANSFER_CAUSE_NOT_SENT:
      return g_strdup_printf (_("%s’s phone could not be asked"), peer);
    case RF_TRANSFER_CAUSE_NO_REPLACES:
      return g_strdup_printf (_("%s’s phone cannot take over a call"), who);
    case RF_TRANSFER_CAUSE_TARGET_ENDED:
      return g_strdup_printf (_("the call with %s ended before"), who);
    case RF_TRANSFER_CAUSE_TARGET_NOT_HELD:
      return g_strdup_printf (_("%s’s phone did not go on hold"), who);
    case RF_TRANSFER_CAUSE_STATUS:
    case RF_TRANSFER_CAUSE_NOT_FOLLOWED:
    case RF_TRANSFER_CAUSE_NO_ANSWER:
    case RF_TRANSFER_CAUSE_NO_RESULT:
    case RF_TRANSFER_CAUSE_RESUMED:
    case RF_TRANSFER_CAUSE_SILENT:
    case RF_TRANSFER_N_CAUSES:
    default:
      return rf_words_outcome (record->turn_code, NULL);
  }
}


static char *
dup_transferred (const RfHistoryRecord *record, const char *who)
{
  g_autofree char *why = NULL;

  switch (record->turn_result) {
    case RF_TRANSFER_PENDING:
      return g_strdup_printf (_("being transferred to %s"), who);
    case RF_TRANSFER_SUCCEEDED:
      return g_strdup_printf (_("transferred to %s"), who);
    case RF_TRANSFER_UNKNOWN:
      return g_strdup_printf (_("transferred to %s, outcome unknown"), who);
    case RF_TRANSFER_FAILED:
    case RF_TRANSFER_REFUSED:
    case RF_TRANSFER_CANCELLED:
    default:
      why = dup_cause (record, who);
      return g_strdup_printf (_("not transferred to %s: %s"), who, why);
  }
}


static char *
dup_sent (const RfHistoryRecord *record, const char *who)
{
  g_autofree char *why = NULL;

  if (record->turn_result != RF_TRANSFER_FAILED)
    return g_strdup_printf (_("sent you to %s"), who);
  why = rf_words_outcome (record->turn_code, NULL);

  return g_strdup_printf (_("sent you to %s: %s"), who, why);
}


static char *
dup_turn (const RfHistoryRecord *record)
{
  g_autofree char *who = rf_words_clean (record->turn_label);

  switch (record->turn) {
    case RF_HISTORY_TURN_TRANSFERRED:
      return dup_transferred (record, who);
    case RF_HISTORY_TURN_SENT:
      return dup_sent (record, who);
    case RF_HISTORY_TURN_CONTINUED:
      return g_strdup_printf (_("continued as the call with %s"), who);
    case RF_HISTORY_TURN_NONE:
    default:
      return NULL;
  }
}


static char *
dup_outcome (const RfHistoryRecord *record)
{
  switch (record->outcome) {
    case RF_HISTORY_ANSWERED:
      return rf_words_duration ((record->ended_at - record->answered_at) / G_USEC_PER_SEC);
    case RF_HISTORY_MISSED:
      return g_strdup (_("missed"));
    case RF_HISTORY_CANCELLED:
      return g_strdup (_("not answered"));
    case RF_HISTORY_OPEN:
    case RF_HISTORY_LOST:
      return g_strdup (_("interrupted"));
    case RF_HISTORY_DECLINED:
      if (record->incoming)
        return g_strdup (_("declined by you"));
      return rf_words_outcome (record->code, record->reason);
    case RF_HISTORY_BUSY:
    case RF_HISTORY_FAILED:
    default:
      return rf_words_outcome (record->code, record->reason);
  }
}

/**
 * rf_words_history_detail:
 * @record: a call
 * @separator: what is put between the parts
 *
 * Returns: (transfer full): who sent it, what it turned into, how it ended: "sent by Mike · 2:14"
 */
char *
rf_words_history_detail (const RfHistoryRecord *record, const char *separator)
{
  g_autofree char *sender = dup_sender (record);
  g_autofree char *turn = dup_turn (record);
  g_autofree char *outcome = dup_outcome (record);
  const char *parts[4] = { NULL };
  guint n = 0;

  if (sender)
    parts[n++] = sender;
  if (turn)
    parts[n++] = turn;
  parts[n] = outcome;

  return g_strjoinv (separator, (char **) parts);
}

/**
 * rf_words_history_kind:
 * @record: a call
 *
 * Returns: what the icon shows, in words
 */
const char *
rf_words_history_kind (const RfHistoryRecord *record)
{
  if (is_missed (record))
    return _("Missed call");

  return record->incoming ? _("Incoming call") : _("Outgoing call");
}

/**
 * rf_words_history_icon:
 * @record: a call
 *
 * Returns: the name of an icon for where the call came from
 */
const char *
rf_words_history_icon (const RfHistoryRecord *record)
{
  if (is_missed (record))
    return "call-missed-symbolic";

  return record->incoming ? "call-incoming-symbolic" : "call-outgoing-symbolic";
}


static GDateTime *
get_start (const RfHistoryRecord *record)
{
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_local (record->started_at /
                                                                 G_USEC_PER_SEC);

  return start ? g_steal_pointer (&start) : g_date_time_new_from_unix_local (0);
}


static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/**
 * rf_words_history_time:
 * @record: a call
 * @now: the local time
 *
 * Returns: (transfer full): when it was: the hour of today, "Yesterday", or the date
 */
char *
rf_words_history_time (const RfHistoryRecord *record, GDateTime *now)
{
  g_autoptr (GDateTime) start = get_start (record);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);

  if (is_same_day (start, now))
    return g_date_time_format (start, "%H:%M");
  if (is_same_day (start, yesterday))
    return g_strdup (_("Yesterday"));

  return g_date_time_format (start, "%x");
}

/**
 * rf_words_history_moment:
 * @record: a call
 *
 * Returns: (transfer full): when it was, with date and time
 */
char *
rf_words_history_moment (const RfHistoryRecord *record)
{
  g_autoptr (GDateTime) start = get_start (record);

  return g_date_time_format (start, "%c");
}

/**
 * rf_words_history_problem:
 * @history: a history
 *
 * Returns: (transfer full) (nullable): what is wrong with its file, and what that means; %NULL
 * where nothing is
 */
char *
rf_words_history_problem (RfHistory *history)
{
  const char *detail = rf_history_get_problem_detail (history);

  switch (rf_history_get_problem (history)) {
    case RF_HISTORY_PROBLEM_DAMAGED: {
      g_autofree char *file = g_filename_display_basename (detail);

      return g_strdup_printf (_("The call history was damaged. A new one was begun; the old one is "
                                "kept beside it as “%s”."), file);
    }
    case RF_HISTORY_PROBLEM_TOO_NEW:
      return g_strdup (_("The call history belongs to a newer version of Referee. It is left as it "
                         "is, and the calls of today are not kept. Update Referee."));
    case RF_HISTORY_PROBLEM_UNUSABLE: {
      g_autofree char *why = rf_words_clean (detail);

      return g_strdup_printf (_("The call history cannot be kept: %s. Calls work all the same. "
                                "Check the disk and the rights of the folder."), why);
    }
    case RF_HISTORY_PROBLEM_NONE:
    default:
      return NULL;
  }
}
