/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rf-baresip.h"

G_BEGIN_DECLS

struct sip_dialog *rf_session_find_dialog     (const struct sip_msg *msg);
struct sip_dialog *rf_session_find_dialog_of  (const char *call_id,
                                               const char *local_tag,
                                               const char *remote_tag);

gboolean           rf_session_has_request     (const char *call_id,
                                               const char *local_tag,
                                               const char *remote_tag);
void               rf_session_cancel_request  (const char *call_id,
                                               const char *local_tag,
                                               const char *remote_tag);
void               rf_session_drop_request    (const char *call_id,
                                               const char *local_tag,
                                               const char *remote_tag);

gboolean           rf_session_announce_replaces (const char *call_id,
                                                 const char *local_tag,
                                                 const char *remote_tag);

G_END_DECLS
