/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Somebody who listens to RTP on a free port of 127.0.0.1. */
typedef struct _RfTestEar RfTestEar;

RfTestEar *rf_test_ear_new       (void);
void       rf_test_ear_free      (RfTestEar *self);
guint16    rf_test_ear_get_port  (RfTestEar *self);
/* Whether there was a sound, not only silence, since the last time that it was forgotten. */
gboolean   rf_test_ear_has_heard (RfTestEar *self);
void       rf_test_ear_forget    (RfTestEar *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfTestEar, rf_test_ear_free)
