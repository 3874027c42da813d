/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Programs that a test starts; they end with it, however it ends. What they print becomes the file
 * "output" of the folder that they run in. */
GPid     rf_test_child_spawn         (const char *const *command, const char *folder);
void     rf_test_child_end           (GPid pid);
void     rf_test_child_show          (const char *folder, const char *name);
void     rf_test_child_remove_folder (const char *folder);

/* UDP ports of 127.0.0.1 */
guint16  rf_test_child_find_port     (void);
gboolean rf_test_child_is_port_free  (guint16 port);
