/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-words-history"

#include "rf-words-history.h"

#include <locale.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY    (24 * 3600 * SECOND)
#define NOON   (G_GINT64_CONSTANT (1000036800) * SECOND)


static void
test_detail (void)
{
  static const struct {
    RfHistoryRecord  record;
    const char      *detail;
  } cases[] = {
    { { .outcome = RF_HISTORY_ANSWERED, .answered_at = SECOND, .ended_at = 135 * SECOND }, "2:14" },
    /* The clock was set in between. */
    { { .outcome = RF_HISTORY_ANSWERED, .answered_at = SECOND, .ended_at = 0 }, "0:00" },
    { { .outcome = RF_HISTORY_MISSED, .incoming = TRUE }, "missed" },
    { { .outcome = RF_HISTORY_DECLINED, .incoming = TRUE, .code = 603 }, "declined by you" },
    { { .outcome = RF_HISTORY_DECLINED, .code = 603 }, "declined (603)" },
    { { .outcome = RF_HISTORY_BUSY, .code = 486 }, "busy (486)" },
    { { .outcome = RF_HISTORY_CANCELLED, .code = 487 }, "not answered" },
    { { .outcome = RF_HISTORY_FAILED, .code = 499, .reason = (char *) "%s%n" }, "%s%n (499)" },
    { { .outcome = RF_HISTORY_LOST }, "interrupted" },
    { { .outcome = RF_HISTORY_MISSED, .sent_by = (char *) "Mike <sip:m@h>" },
      "sent by Mike · missed" },
    { { .outcome = RF_HISTORY_MISSED, .sent_by = (char *) "<sip:mike@h>;x=y" },
      "sent by mike · missed" },
    { { .turn = RF_HISTORY_TURN_TRANSFERRED, .turn_label = (char *) "Wayne",
        .turn_result = RF_TRANSFER_SUCCEEDED, .outcome = RF_HISTORY_ANSWERED },
      "transferred to Wayne · 0:00" },
    { { .turn = RF_HISTORY_TURN_TRANSFERRED, .turn_label = (char *) "Wayne",
        .turn_result = RF_TRANSFER_FAILED, .turn_code = 486, .outcome = RF_HISTORY_ANSWERED },
      "not transferred to Wayne: busy (486) · 0:00" },
    { { .turn = RF_HISTORY_TURN_TRANSFERRED, .turn_label = (char *) "Wayne",
        .turn_result = RF_TRANSFER_FAILED, .turn_cause = RF_TRANSFER_CAUSE_TARGET_ENDED,
        .outcome = RF_HISTORY_ANSWERED },
      "not transferred to Wayne: the call with Wayne ended before · 0:00" },
    { { .turn = RF_HISTORY_TURN_TRANSFERRED, .turn_label = (char *) "Wayne",
        .peer_label = (char *) "Kevin", .turn_result = RF_TRANSFER_FAILED,
        .turn_cause = RF_TRANSFER_CAUSE_CANNOT_HOLD, .outcome = RF_HISTORY_ANSWERED },
      "not transferred to Wayne: Kevin could not be put on hold · 0:00" },
    { { .turn = RF_HISTORY_TURN_TRANSFERRED, .turn_label = (char *) "Wayne",
        .turn_result = RF_TRANSFER_UNKNOWN, .turn_code = 202, .outcome = RF_HISTORY_ANSWERED },
      "transferred to Wayne, outcome unknown · 0:00" },
    { { .turn = RF_HISTORY_TURN_SENT, .turn_label = (char *) "Wayne",
        .turn_result = RF_TRANSFER_SUCCEEDED, .outcome = RF_HISTORY_ANSWERED },
      "sent you to Wayne · 0:00" },
    { { .turn = RF_HISTORY_TURN_CONTINUED, .turn_label = (char *) "Wayne",
        .outcome = RF_HISTORY_ANSWERED }, "continued as the call with Wayne · 0:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *detail = rf_words_history_detail (&cases[i].record, " · ");

    g_assert_cmpstr (detail, ==, cases[i].detail);
  }
}


static void
test_name (void)
{
  RfHistoryRecord named = { .peer_label = (char *) "Kevin\r\nVia: x" };
  RfHistoryRecord nameless = { .peer_label = (char *) " " };
  g_autofree char *name = rf_words_history_name (&named);
  g_autofree char *none = rf_words_history_name (&nameless);

  g_assert_cmpstr (name, ==, "Kevin  Via: x");
  g_assert_cmpstr (none, ==, "Unknown");
}


static void
check_time (gint64 started_at, const char *expected)
{
  RfHistoryRecord record = { .started_at = started_at };
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (NOON / SECOND);
  g_autofree char *time = rf_words_history_time (&record, now);

  g_assert_cmpstr (time, ==, expected);
}


static void
test_time (void)
{
  check_time (NOON, "12:00");
  check_time (NOON - 12 * 3600 * SECOND, "00:00");
  check_time (NOON - 12 * 3600 * SECOND - SECOND, "Yesterday");
  check_time (NOON - DAY, "Yesterday");
  check_time (NOON - 2 * DAY, "09/07/01");
  check_time (NOON - 365 * DAY, "09/09/00");
  /* What no calendar has. */
  check_time (0, "01/01/70");
  check_time (G_MAXINT64, "01/01/70");
}


int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words-history/detail", test_detail);
  g_test_add_func ("/words-history/name", test_name);
  g_test_add_func ("/words-history/time", test_time);

  return g_test_run ();
}
