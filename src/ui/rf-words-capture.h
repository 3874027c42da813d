/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-capture.h"

G_BEGIN_DECLS

char *rf_words_capture_losses (const RfCaptureReport *report);
char *rf_words_capture_empty  (const RfCaptureReport *report);
char *rf_words_capture_fate   (RfCaptureFate          fate);
char *rf_words_capture_error  (const GError          *error);

G_END_DECLS
