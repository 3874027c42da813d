/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RF_PHONE_ERROR (rf_phone_error_quark ())
GQuark rf_phone_error_quark (void);

/**
 * RfPhoneError:
 * @RF_PHONE_ERROR_FAILED: any other reason; the message says which
 * @RF_PHONE_ERROR_BAD_URI: what was typed is not an address that can be called
 * @RF_PHONE_ERROR_NO_CORE: baresip is not installed, or the module for it was not found
 * @RF_PHONE_ERROR_CORE_LOST: the core ended before it could answer
 * @RF_PHONE_ERROR_BUSY_PORT: another program holds the port that was asked for
 *
 * Every message of this domain is a sentence that can be shown to a person.
 */
typedef enum {
  RF_PHONE_ERROR_FAILED,
  RF_PHONE_ERROR_BAD_URI,
  RF_PHONE_ERROR_NO_CORE,
  RF_PHONE_ERROR_CORE_LOST,
  RF_PHONE_ERROR_BUSY_PORT,
} RfPhoneError;

/**
 * RfPhoneState:
 * @RF_PHONE_STOPPED: not started, or stopped on purpose
 * @RF_PHONE_STARTING: the first core is on its way
 * @RF_PHONE_READY: the core runs and the account is there
 * @RF_PHONE_LOST: the core died; a new one is on its way
 * @RF_PHONE_FAILED: it cannot be started; "problem" says why
 */
typedef enum {
  RF_PHONE_STOPPED,
  RF_PHONE_STARTING,
  RF_PHONE_READY,
  RF_PHONE_LOST,
  RF_PHONE_FAILED,
} RfPhoneState;

#define RF_TYPE_PHONE_STATE (rf_phone_state_get_type ())
GType rf_phone_state_get_type (void);

/**
 * RfPhoneConfig:
 * @name: short name for logs and folders: "main", "kevin"
 * @listen: "address:port" for SIP, port 0 for a free one; NULL for all addresses at 5060, or a free
 * port where that is taken
 * @source: as AudioSource of the core; NULL for "pulse"
 * @player: as AudioPlayer of the core; NULL for "pulse"
 *
 * How one phone is to be started. Copied.
 */
typedef struct {
  const char *name;
  const char *listen;
  const char *source;
  const char *player;
} RfPhoneConfig;

/**
 * RfAccountConfig:
 * @aor: a SIP URI without brackets; NULL asks for "sip:USER@ADDRESS:PORT" of the core itself
 * @user: the user part where @aor is NULL
 * @ring_timeout: seconds, 0 never, -1 for the core's default
 * @consent: "ask", "always", "never", or "domains" for @consent_domains only
 * @consent_domains: (nullable): hosts, ended with NULL
 * @ask_outside: whether a request outside of any call is asked about, rather than refused
 * @release_after: seconds, 0 at once, -1 for the core's default
 * @faults: (nullable): misbehaviour for lessons and tests, ended with NULL
 *
 * Who a phone is. The other fields are as the options of AddAccount; NULL or 0 leaves them out.
 * Copied; the copy of the password is wiped when it is freed.
 */
typedef struct {
  const char *aor;
  const char *user;
  const char *display_name;
  const char *registrar;
  const char *outbound;
  const char *auth_user;
  const char *password;
  const char *transport;
  const char *consent;
  int         ring_timeout;
  const char *const *consent_domains;
  gboolean    ask_outside;
  int         release_after;
  const char *const *faults;
} RfAccountConfig;

G_END_DECLS
