/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-transfer-check"

/* Whom a call may be transferred to, and what Refer-To then says. */

#include "config.h"

#include "rf-transfer-check.h"

#include "rf-takeover.h"
#include "rf-uri.h"

static guint16
port_of (const RfUri *uri)
{
  return uri->port != 0 ? uri->port : rf_uri_get_default_port (uri);
}

/* Whether an address leads straight to the phone that gave @contact. */
static gboolean
is_at_contact (const char *address,
               const char *contact)
{
  RfUri uri, phone;

  return rf_uri_parse (&uri, rf_str_from_c (address)) &&
         rf_uri_parse (&phone, rf_str_from_c (contact)) &&
         rf_str_case_equal (uri.host, phone.host) && port_of (&uri) == port_of (&phone);
}

/**
 * rf_transfer_dup_refer_to:
 * @target: our own call to the target
 *
 * The dialog is named as the target sees it: its own tag is the to-tag. The address that people
 * know is used where it leads straight to the target's phone, else the phone's own; an address
 * that may lead to another phone must not make that one ring (RFC 5589 §7.3).
 *
 * Returns: (transfer full): what Refer-To says between its brackets
 */
char *
rf_transfer_dup_refer_to (RfLeg *target)
{
  gboolean direct = !target->has_route && *target->remote_contact != '\0';
  gboolean wrong = (target->account->faults & RF_FAULT_WRONG_REPLACES) != 0;
  const char *known = rf_dbus_call_get_peer_uri (target->iface);
  const char *address = direct && !is_at_contact (known, target->remote_contact)
                          ? target->remote_contact : known;
  g_autofree char *replaces = rf_takeover_dup_replaces (wrong ? "no-such-call" : target->call_id,
                                                       target->remote_tag, target->local_tag);

  return g_strdup_printf ("%s?Replaces=%s%s", address, replaces,
                          direct ? "" : "&Require=replaces");
}

static gboolean
same_address (const char *a,
              const char *b)
{
  RfUri uri_a, uri_b;

  return rf_uri_parse (&uri_a, rf_str_from_c (a)) && rf_uri_parse (&uri_b, rf_str_from_c (b)) &&
         rf_uri_same_target (&uri_a, &uri_b);
}

/**
 * rf_transfer_check_uri:
 * @leg: a call that is to be transferred
 * @target: where to
 * @error: return location
 *
 * A REFER that points at one of the two who talk helps nobody, and stacks have sent it.
 *
 * Returns: whether @target is somebody else
 */
gboolean
rf_transfer_check_uri (RfLeg       *leg,
                       const char  *target,
                       GError     **error)
{
  if (same_address (target, leg->account->aor)) {
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_REFUSED,
                         "That would connect the caller to you, where the call already is.");
    return FALSE;
  }
  if (same_address (target, rf_dbus_call_get_peer_uri (leg->iface)) ||
      same_address (target, leg->remote_contact)) {
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_REFUSED,
                         "That would connect the caller to itself.");
    return FALSE;
  }
  return TRUE;
}

/**
 * rf_transfer_check_leg:
 * @leg: a call that is to be transferred
 * @target: our own call to the target
 * @error: return location
 *
 * Returns: whether @leg can be transferred to the peer of @target
 */
gboolean
rf_transfer_check_leg (RfLeg   *leg,
                       RfLeg   *target,
                       GError **error)
{
  if (target == leg)
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_REFUSED,
                         "A call cannot be transferred to itself.");
  else if (target->call == NULL || (!rf_leg_is_established (target) && target->incoming))
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_BAD_STATE,
                         "The call to transfer to must be up, or ring at the other end.");
  else if (rf_leg_is_established (target) &&
           !rf_dbus_call_get_peer_supports_replaces (target->iface))
    g_set_error_literal (error, RF_CORE_ERROR, RF_CORE_ERROR_UNSUPPORTED,
                         "The target's phone cannot take over a call. "
                         "A blind transfer can be tried.");
  else
    return rf_transfer_check_uri (leg, rf_dbus_call_get_peer_uri (target->iface), error);
  return FALSE;
}
