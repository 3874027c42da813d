/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

/**
 * RfJsonWriter:
 *
 * Writes JSON piece by piece, so that a trace of any size needs no tree of it in memory. The layout
 * is that of json-glib where it writes for people. A name is %NULL for what stands in an array.
 * What is begun has to be ended; put the writer on the stack.
 */
typedef struct {
  GString  *out;
  guint     depth;
  gboolean  has_member; /* something stands before the next one already */
} RfJsonWriter;

void  rf_json_writer_init   (RfJsonWriter *self,
                             gsize         size_hint);
/* @bracket is '{' or '['. */
void  rf_json_writer_begin  (RfJsonWriter *self,
                             const char   *name,
                             char          bracket);
void  rf_json_writer_end    (RfJsonWriter *self,
                             char          bracket);
void  rf_json_writer_null   (RfJsonWriter *self,
                             const char   *name);
void  rf_json_writer_int    (RfJsonWriter *self,
                             const char   *name,
                             gint64        value);
void  rf_json_writer_double (RfJsonWriter *self,
                             const char   *name,
                             double        value);
void  rf_json_writer_string (RfJsonWriter *self,
                             const char   *name,
                             RfStr         value);
/* A text of a number, a blank and @text, as CSeq is. */
void  rf_json_writer_pair   (RfJsonWriter *self,
                             const char   *name,
                             guint64       number,
                             RfStr         text);
char *rf_json_writer_finish (RfJsonWriter *self);

G_END_DECLS
