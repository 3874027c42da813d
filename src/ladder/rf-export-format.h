/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-look.h"

G_BEGIN_DECLS

/**
 * RfExportOptions:
 * @width: columns that a line of text may have, 0 for as many as it takes
 * @colour: whether text is coloured for a terminal
 * @ascii: whether text is ASCII alone
 * @scale: of a picture that is made of pixels
 * @look: (nullable): what is shown of the trace, %NULL for all of it
 * @ret_n_left_out: (nullable): where a format that draws says how many messages it had no room for
 *
 * What somebody who exports can choose. Formats that know nothing of it take no notice.
 */
typedef struct {
  guint    width;
  gboolean colour;
  gboolean ascii;
  double   scale;
  RfLook  *look;
  guint   *ret_n_left_out;
} RfExportOptions;

#define RF_EXPORT_OPTIONS_INIT { .scale = 1 }

/**
 * RfExportFormat:
 * @name: "svg", as on a command line
 * @suffix: (nullable): ".svg", as at the end of a file's name
 * @mime_type: "image/svg+xml"
 * @is_binary: no terminal shows it
 * @export: makes the bytes
 *
 * A way to write a ladder.
 */
typedef struct {
  const char *name;
  const char *suffix;
  const char *mime_type;
  gboolean    is_binary;
  GBytes   *(*export) (RfTrace *trace, const RfExportOptions *options, GError **error);
} RfExportFormat;

const RfExportFormat *rf_export_format_get          (guint index);
const RfExportFormat *rf_export_format_find         (const char *name);
const RfExportFormat *rf_export_format_for_path     (const char *path);
char                 *rf_export_format_dup_names    (void);
char                 *rf_export_format_dup_suffixes (void);

G_END_DECLS
