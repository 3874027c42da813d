/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-label.h"
#include "rf-lifeline-map.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/* Before what says that something failed. */
#define RF_ROW_FAILURE_MARK "✗ "

/**
 * RfRow:
 * @message: what the row shows; owned by the trace
 * @lines: in which column each party stands; owned by whoever made the reader
 * @from: column of the sender, or -1
 * @to: column of the receiver; the same where both are one lifeline
 * @label: "INVITE", "180 Ringing", "✗ 486 Busy Here", "INVITE again (2)", "INVITE (NAT)"
 * @detail: (nullable): "to wayne", "replaces mike", the status that a NOTIFY carries, or what is
 *   wrong with it
 * @is_chip: @detail is about a status, to be set off from @label
 * @cut: what to leave out of @label where there is no room
 * @is_failure: the message says that something failed, or shows that a report is not true
 * @is_copy: the message was there before: sent again, or seen on the other side of a NAT
 * @phase: 0 to 6
 * @transfer: index of the transfer, or -1
 *
 * What one message says in the ladder, in words that are safe to draw. Every way of showing a
 * ladder (picture, text, screen reader) takes its words from here.
 */
typedef struct {
  const RfTraceMessage *message;
  RfLifelineMap        *lines;
  int                   from;
  int                   to;
  char                 *label;
  char                 *detail;
  gboolean              is_chip;
  RfLabelCut            cut;
  gboolean              is_failure;
  gboolean              is_copy;
  guint                 phase;
  int                   transfer;
} RfRow;

/* Makes the rows of a trace; remembers which copy each retransmission is. */
typedef struct _RfRowReader RfRowReader;

RfRowReader *rf_row_reader_new   (RfTrace       *trace,
                                  RfLifelineMap *lines);
void         rf_row_reader_free  (RfRowReader *self);
RfLifelineMap *rf_row_reader_get_lines (RfRowReader *self);
void         rf_row_reader_read  (RfRowReader *self,
                                  guint        index,
                                  RfRow       *row);
void         rf_row_clear        (RfRow *row);
char        *rf_row_dup_words    (const RfRow *row);
char        *rf_row_dup_spoken    (const RfRow *row,
                                  RfTrace     *trace);
char        *rf_row_dup_spoken_at (const RfRow *row,
                                   RfTrace     *trace,
                                   const char  *time);
char        *rf_row_dup_phase_title (guint       phase,
                                     const char *title,
                                     int         transfer,
                                     gboolean    is_short);
char        *rf_row_dup_phase    (RfTrace *trace,
                                  guint    phase,
                                  int      transfer);
char        *rf_row_dup_short_phase (RfTrace *trace,
                                     guint    phase,
                                     int      transfer);
char        *rf_row_dup_time     (RfTrace *trace,
                                  guint    index);
char        *rf_row_dup_spoken_time (RfTrace *trace,
                                     guint    message);
guint        rf_row_count_time_chars (RfTrace *trace,
                                      guint    index);
gboolean     rf_row_says_failure (const RfTraceMessage *message);
gboolean     rf_row_is_failure   (RfTrace *trace,
                                  guint    message);
gboolean     rf_row_is_drawn     (const RfRow *row);
gboolean     rf_row_resumes_call (RfTrace *trace,
                                  int      above,
                                  guint    index);
gboolean     rf_row_changes_call (RfTrace *trace,
                                  int      above,
                                  guint    index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfRowReader, rf_row_reader_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RfRow, rf_row_clear)

G_END_DECLS
