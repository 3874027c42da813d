/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-str.h"

G_BEGIN_DECLS

#define RF_SIP_ERROR (rf_sip_error_quark ())
GQuark rf_sip_error_quark (void);

typedef enum {
  RF_SIP_ERROR_NOT_SIP,        /* does not begin as a SIP message does */
  RF_SIP_ERROR_BAD_START_LINE,
  RF_SIP_ERROR_MISSING_HEADER, /* one without which a message cannot be placed */
  RF_SIP_ERROR_BAD_HEADER,
  RF_SIP_ERROR_BAD_URI,
} RfSipError;

typedef enum {
  RF_SIP_UNKNOWN,
  RF_SIP_INVITE,
  RF_SIP_ACK,
  RF_SIP_BYE,
  RF_SIP_CANCEL,
  RF_SIP_REGISTER,
  RF_SIP_OPTIONS,
  RF_SIP_REFER,
  RF_SIP_NOTIFY,
  RF_SIP_SUBSCRIBE,
  RF_SIP_PRACK,
  RF_SIP_UPDATE,
  RF_SIP_INFO,
  RF_SIP_MESSAGE,
  RF_SIP_PUBLISH,
} RfSipMethod;

/**
 * RfSipAddress:
 * @value: the whole value of the header
 * @display_name: without quotes, its escapes left alone; may be empty
 * @uri: without angle brackets
 * @params: what follows the URI, from its first ";" on
 * @tag: the tag parameter; empty where there is none
 *
 * A From, To, Contact, Refer-To or Referred-By, in parts.
 */
typedef struct {
  RfStr value;
  RfStr display_name;
  RfStr uri;
  RfStr params;
  RfStr tag;
} RfSipAddress;

/**
 * RfSipMessage:
 * @method: of the start line; of CSeq in a response
 * @method_name: the same as it is written, for %RF_SIP_UNKNOWN
 * @status: 0 in a request
 * @cseq_method: of CSeq, as it is written; in a request it should be that of the start line
 * @via_branch: of the topmost Via
 * @via_sent_by: host and port of the topmost Via
 * @n_vias: how many Via values the message carries, in one or more lines
 * @n_refer_to: how many Refer-To headers there are; only one is allowed (RFC 3515 §2.4.1)
 * @event: the package of Event, without parameters
 * @subscription_state: "active", "pending" or "terminated"
 * @require: the first Require; there may be more
 * @refer_sub: of Refer-Sub (RFC 4488)
 * @content_length: as the header says, -1 where there is none that can be read
 * @body: what follows the empty line; never more than the bytes that are there
 *
 * What a message says about itself. Every slice points into the bytes that were scanned.
 */
typedef struct {
  gboolean     is_request;
  RfSipMethod  method;
  RfStr        method_name;
  RfStr        request_uri;
  guint        status;
  RfStr        reason;
  RfStr        via_branch;
  RfStr        via_sent_by;
  guint        n_vias;
  RfSipAddress from;
  RfSipAddress to;
  RfStr        call_id;
  guint32      cseq;
  RfStr        cseq_method;
  RfStr        contact;
  RfStr        refer_to;
  guint        n_refer_to;
  RfStr        referred_by;
  RfStr        replaces;
  RfStr        event;
  RfStr        event_id;
  RfStr        subscription_state;
  RfStr        subscription_reason;
  RfStr        content_type;
  gint64       content_length;
  RfStr        allow;
  RfStr        supported;
  RfStr        target_dialog;
  RfStr        require;
  RfStr        refer_sub;
  RfStr        body;
} RfSipMessage;

/**
 * RfSipHeaderIter:
 *
 * Walks over the headers of a message, for showing it. Put it on the stack.
 */
typedef struct {
  const char *at;
  const char *end;
} RfSipHeaderIter;

RfStr       rf_sip_skip_empty_lines   (RfStr text);
gboolean    rf_sip_message_looks_like (const char *data,
                                       gsize       length);
gboolean    rf_sip_message_may_begin  (const char *data,
                                       gsize       length);
gboolean    rf_sip_message_scan       (RfSipMessage  *self,
                                       const char    *data,
                                       gsize          length,
                                       GError       **error);
void        rf_sip_message_scan_names (RfSipMessage *self,
                                       const char   *data,
                                       gsize         length);
RfSipMethod rf_sip_method_parse       (RfStr name);
const char *rf_sip_method_to_string   (RfSipMethod method);
gboolean    rf_sip_address_parse      (RfSipAddress *self,
                                       RfStr         value);
void        rf_sip_header_iter_init   (RfSipHeaderIter *iter,
                                       const char      *data,
                                       gsize            length);
gboolean    rf_sip_header_iter_next   (RfSipHeaderIter *iter,
                                       RfStr           *name,
                                       RfStr           *value);

G_END_DECLS
