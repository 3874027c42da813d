/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-lifelines.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/**
 * RfExplanation:
 * @key: what it is about: the name of a header, or a translated word
 * @value: (nullable): what stands there, cut short where it is long
 * @sentence: what that means in this message, translated
 * @link: index of the message that it refers to, or -1
 * @link_label: (nullable): what following @link does, translated
 * @first_line: where it stands in the text of the message, from 0
 * @n_lines: how many lines it has there
 * @rank: how soon a person wants to read it: what is of 0 first
 *
 * What one part of a message means. All of it is valid UTF-8 without control characters.
 */
typedef struct {
  char  *key;
  char  *value;
  char  *sentence;
  int    link;
  char  *link_label;
  guint  first_line;
  guint  n_lines;
  guint  rank;
} RfExplanation;

GPtrArray *rf_explain_message (RfTrace     *trace,
                               guint        message,
                               RfLifelines *lifelines);

G_END_DECLS
