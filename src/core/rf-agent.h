/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rf-baresip.h"
#include "rf-dbus-core.h"

G_BEGIN_DECLS

typedef struct _RfAgent RfAgent;
typedef struct _RfLeg   RfLeg;
typedef struct _RfTransferor RfTransferor;
typedef struct _RfTransferee RfTransferee;

/* The methods that a phone of ours takes. */
#define RF_ALLOW "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY, SUBSCRIBE, INFO\r\n"

#define RF_CORE_ERROR (rf_core_error_quark ())
GQuark rf_core_error_quark (void);

/* Each has a name on the bus: org.referee.Core1.Error.NAME. */
typedef enum {
  RF_CORE_ERROR_FAILED,
  RF_CORE_ERROR_BAD_URI,
  RF_CORE_ERROR_NO_ACCOUNT,
  RF_CORE_ERROR_BAD_STATE,
  RF_CORE_ERROR_NO_REFER,
  RF_CORE_ERROR_BUSY,
  RF_CORE_ERROR_NOT_FOUND,
  RF_CORE_ERROR_REFUSED,
  RF_CORE_ERROR_UNSUPPORTED,
} RfCoreError;

/* What becomes of a REFER that arrives. */
typedef enum {
  RF_CONSENT_ASK,
  RF_CONSENT_ALWAYS,
  RF_CONSENT_NEVER,
  RF_CONSENT_DOMAINS, /* without asking for targets there, never for others */
} RfConsent;

/* Misbehaviour on demand, for lessons and acceptance tests. */
typedef enum {
  RF_FAULT_NONE           = 0,
  RF_FAULT_NO_NOTIFY      = 1 << 0, /* accepts a REFER and never reports */
  RF_FAULT_WRONG_REPLACES = 1 << 1, /* names a dialog that the target does not have */
  RF_FAULT_NO_REPLACES    = 1 << 2, /* does not say that a call of it can be replaced */
  RF_FAULT_NO_RELEASE     = 1 << 3, /* leaves the release after a transfer to the other phone */
} RfFault;

/**
 * RfAccount:
 * @ua: (nullable): baresip's user agent; NULL once the account was removed
 * @proxy: URI of the outbound proxy or else of the registrar; may be empty
 * @consent_domains: (nullable): hosts for %RF_CONSENT_DOMAINS
 * @ask_outside: whether the person is asked about a REFER outside of any call, rather than it being
 * refused
 * @release_after: s that the transferor has to release a call after a transfer of it has
 * succeeded; 0 releases at once
 * @ring_timeout: s until an incoming call is answered 480; 0 for never
 * @server: where it is registered; not set while unknown
 *
 * One address that the phone answers to. Reference counted with g_rc_box: calls outlive the
 * account.
 */
typedef struct {
  struct ua *ua;
  char      *aor;
  char      *transport;
  char      *proxy;
  RfConsent  consent;
  char     **consent_domains;
  gboolean   ask_outside;
  guint      release_after;
  RfFault    faults;
  guint      ring_timeout;
  gboolean   registers;
  struct sa  server;
} RfAccount;

RfAccount  *rf_account_new        (const char *aor,
                                   const char *display_name,
                                   GVariant   *options,
                                   const char *codecs,
                                   GError    **error);
void        rf_account_release    (RfAccount *account);

RfAgent    *rf_agent_new          (GDBusConnection *connection);
void        rf_agent_free         (RfAgent *agent);
void        rf_agent_set_audio_problem (RfAgent    *agent,
                                        const char *problem);
GDBusObjectManagerServer *rf_agent_get_manager (RfAgent *agent);
void        rf_agent_report_audio (RfAgent    *agent,
                                   const char *call_id,
                                   gboolean    is_caller,
                                   const char *codec,
                                   GVariant   *received,
                                   GVariant   *sent);
void        rf_agent_report_refusal (RfAgent    *agent,
                                     const char *uri,
                                     guint       code);
char       *rf_agent_dup_next_path (RfAgent *agent);
void        rf_agent_add_leg      (RfAgent *agent,
                                   RfLeg   *leg);
/* Frees @leg. */
void        rf_agent_remove_leg   (RfAgent *agent,
                                   RfLeg   *leg);
RfLeg      *rf_agent_find_leg     (RfAgent              *agent,
                                   const struct sip_msg *msg);
RfLeg      *rf_agent_find_dialog  (RfAgent    *agent,
                                   const char *call_id,
                                   const char *local_tag,
                                   const char *remote_tag);
RfLeg      *rf_agent_find_path    (RfAgent    *agent,
                                   const char *path);
gboolean    rf_agent_is_being_replaced (RfAgent *agent,
                                        RfLeg   *leg);
/* Ends the calls that would take the place of @leg without the person. */
void        rf_agent_drop_successors (RfAgent *agent,
                                      RfLeg   *leg);
gboolean    rf_agent_has_ended    (RfAgent    *agent,
                                   const char *call_id,
                                   const char *local_tag,
                                   const char *remote_tag);
RfLeg      *rf_agent_find_asking  (RfAgent *agent);
RfTransferee *rf_agent_find_transferee (RfAgent              *agent,
                                        const struct sip_msg *msg);
RfAccount  *rf_agent_find_account (RfAgent   *agent,
                                   struct ua *ua);
RfAccount  *rf_agent_find_called  (RfAgent              *agent,
                                   const struct sip_msg *request);
/* Releases all calls and ends the program. */
void        rf_agent_shut_down    (RfAgent *agent);

G_END_DECLS
