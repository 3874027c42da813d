/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Beyond this the rest is one line that says so. */
#define RF_MESSAGE_DIFF_MAX_LINES 300
#define RF_MESSAGE_DIFF_MAX_LINE 400

typedef enum {
  RF_DIFF_SAME,
  RF_DIFF_CHANGED, /* the same header, with another value */
  RF_DIFF_REMOVED,
  RF_DIFF_ADDED,
} RfDiffKind;

/**
 * RfDiffSpan:
 * @start: first byte
 * @end: behind the last byte
 *
 * A part of a line that the other line does not have.
 */
typedef struct {
  guint start;
  guint end;
} RfDiffSpan;

/**
 * RfDiffRow:
 * @left: (nullable): a line of the first text; %NULL where it has none here
 * @right: (nullable): a line of the second
 * @left_spans: (nullable) (element-type RfDiffSpan): what is different, of a changed line
 * @right_spans: (nullable) (element-type RfDiffSpan): the same on the other side
 *
 * Two lines that stand side by side.
 */
typedef struct {
  RfDiffKind  kind;
  char       *left;
  char       *right;
  GArray     *left_spans;
  GArray     *right_spans;
} RfDiffRow;

GPtrArray *rf_message_diff_new (const char *left,
                                const char *right);

G_END_DECLS
