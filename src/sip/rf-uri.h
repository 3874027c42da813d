/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-sip-message.h"

G_BEGIN_DECLS

/**
 * RfUri:
 * @scheme: as it is written: "sip", "sips", "tel"
 * @user: still escaped; of a tel URI the number
 * @host: without the brackets of an IPv6 address
 * @port: 0 where none is given
 * @params: from the first ";" on; empty where there are none
 * @headers: what follows "?"; empty where there are none
 *
 * A URI in parts. The slices point into the text that was parsed.
 */
typedef struct {
  RfStr   scheme;
  RfStr   user;
  RfStr   password;
  RfStr   host;
  guint16 port;
  RfStr   params;
  RfStr   headers;
} RfUri;

/**
 * RfReplaces:
 *
 * A Replaces or Target-Dialog value in parts (RFC 3891 §6.1, RFC 4538 §7). In Target-Dialog, to-tag
 * stands for remote-tag and from-tag for local-tag.
 */
typedef struct {
  RfStr    call_id;
  RfStr    to_tag;
  RfStr    from_tag;
  gboolean early_only;
} RfReplaces;

/**
 * RfReferTo:
 * @text: the URI as written, without brackets and headers
 * @uri: @text in parts
 * @method: (nullable): what else than a call is asked for, decoded ("BYE"); %NULL for a call
 * @replaces_text: (nullable): the decoded Replaces header of the URI
 * @replaces: @replaces_text in parts, where @has_replaces
 *
 * What a Refer-To asks for.
 */
typedef struct {
  RfStr      text;
  RfUri      uri;
  char      *method;
  gboolean   has_replaces;
  char      *replaces_text;
  RfReplaces replaces;
} RfReferTo;

gboolean rf_uri_parse            (RfUri *self,
                                  RfStr  text);
gboolean rf_uri_equal            (const RfUri *a,
                                  const RfUri *b);
gboolean rf_uri_same_target      (const RfUri *a,
                                  const RfUri *b);
gboolean rf_uri_same_user        (const RfUri *a,
                                  const RfUri *b);
guint16  rf_uri_get_default_port (const RfUri *self);
gboolean rf_uri_is_anonymous     (const RfUri *self);
char    *rf_uri_dup_identity     (const RfUri *self);
char    *rf_uri_dup_user         (const RfUri *self);
char    *rf_uri_dup_param        (const RfUri *self,
                                  const char  *name);
char    *rf_uri_dup_header       (const RfUri *self,
                                  const char  *name);
char    *rf_uri_unescape         (RfStr text);
gboolean rf_replaces_parse       (RfReplaces *self,
                                  RfStr       text);
gboolean rf_refer_to_parse       (RfReferTo *self,
                                  RfStr      value);
void     rf_refer_to_clear       (RfReferTo *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RfReferTo, rf_refer_to_clear)

G_END_DECLS
