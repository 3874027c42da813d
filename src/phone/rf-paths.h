/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Where the program's own files are: as installed, or, when the program runs from a build folder
 * (BUILD/src/app/referee), in that folder. The environment variables REFEREE_CORE_MODULE and
 * REFEREE_DATA_DIR go before both.
 */
char *rf_paths_dup_core_module (void);
char *rf_paths_dup_data_dir    (void);

G_END_DECLS
