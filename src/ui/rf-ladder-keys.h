/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rf_ladder_keys_bind (GtkBindingSet *set);

G_END_DECLS
