/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ladder.h"

G_BEGIN_DECLS

/**
 * RfSheet:
 * @ladder: what is drawn; its limit says how many messages
 * @caption: (nullable): what has to be known of the choice of messages and of their times
 * @unread: (nullable): lines about what could not be read of the capture
 * @n_left_out: messages that are not drawn for want of room, which the last line says
 *
 * The whole ladder as one picture: margins, heads, body, and last lines where there is something to
 * say.
 */
typedef struct {
  RfLadder *ladder;
  char     *caption;
  char     *unread;
  guint     n_left_out;
} RfSheet;

gboolean  rf_sheet_init       (RfSheet       *self,
                               RfTrace       *trace,
                               const RfLook  *look,
                               GError       **error);
void      rf_sheet_limit      (RfSheet *self,
                               guint    max_rows);
void      rf_sheet_clear      (RfSheet *self);
double    rf_sheet_get_width  (RfSheet *self);
double    rf_sheet_get_height (RfSheet *self);
void      rf_sheet_paint      (RfSheet *self,
                               cairo_t *cr);

/* What pages and pictures have in common. */
guint     rf_sheet_limit_ladder (RfLadder *ladder,
                                 guint     max_rows);
char     *rf_sheet_dup_title  (RfTrace      *trace,
                               const RfLook *look);
char     *rf_sheet_dup_left_out (guint count);
double    rf_sheet_show_text  (cairo_t    *cr,
                               const char *text,
                               double      size,
                               double      max_width);
gboolean  rf_sheet_finish     (cairo_t          *cr,
                               cairo_surface_t  *surface,
                               GError          **error);
cairo_status_t rf_sheet_append (gpointer             array,
                                const unsigned char *data,
                                unsigned int         length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RfSheet, rf_sheet_clear)

G_END_DECLS
