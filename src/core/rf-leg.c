/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-leg"

#include "config.h"

#include "rf-leg.h"

#include <errno.h>
#include <stdlib.h>

#include "rf-audio.h"
#include "rf-compat.h"
#include "rf-core-reasons.h"
#include "rf-refer.h"
#include "rf-session.h"
#include "rf-tap.h"
#include "rf-transferee.h"
#include "rf-transferor.h"
#include "rf-wire-text.h"

/* As a proxy does (RFC 3261 §16.6, Timer C). */
#define TRYING_SECONDS 180

static void on_call_event (struct call *call,
                           int          event,
                           const char  *text,
                           void        *arg);

void
rf_invite_clear (RfInvite *invite)
{
  g_free (invite->call_id);
  g_free (invite->local_tag);
  g_free (invite->remote_tag);
  g_free (invite->peer_uri);
  g_free (invite->peer_name);
  g_free (invite->referred_by);
  g_free (invite->contact);
  memset (invite, 0, sizeof *invite);
}

static void
flush (RfLeg *leg)
{
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (leg->iface));
}

static void
set_state (RfLeg      *leg,
           const char *state)
{
  rf_tap_flush ();
  rf_dbus_call_set_state (leg->iface, state);
  flush (leg);
}

/**
 * rf_leg_publish_names:
 * @leg: a leg whose Call-ID or tags have changed
 */
void
rf_leg_publish_names (RfLeg *leg)
{
  rf_dbus_call_set_call_id (leg->iface, leg->call_id);
  rf_dbus_call_set_local_tag (leg->iface, leg->local_tag);
  rf_dbus_call_set_remote_tag (leg->iface, leg->remote_tag);
}

static void
publish_codec (RfLeg *leg)
{
  const struct aucodec *codec = audio_codec (call_audio (leg->call), true);
  g_autofree char *name = NULL;

  if (codec == NULL || codec->name == NULL)
    return;

  name = g_strdup_printf ("%s/%u/%u", codec->name, codec->srate, codec->ch);
  rf_dbus_call_set_codec (leg->iface, name);
}

static void
on_digit (struct call *call,
          char         key,
          void        *arg)
{
  RfLeg *leg = arg;
  const char digit[] = { key, '\0' };

  if (g_ascii_isprint (key))
    rf_dbus_call_emit_dtmf_received (leg->iface, digit);
}

static RfLeg *
leg_new (RfAgent   *agent,
         RfAccount *account)
{
  RfLeg *leg = g_new0 (RfLeg, 1);

  leg->agent = agent;
  leg->account = g_rc_box_acquire (account);
  leg->call_id = g_strdup ("");
  leg->local_tag = g_strdup ("");
  leg->remote_tag = g_strdup ("");
  leg->early_tags = g_ptr_array_new_with_free_func (g_free);
  leg->remote_contact = g_strdup ("");
  leg->end_reason = g_strdup ("");
  leg->digits = g_string_new (NULL);
  return leg;
}

/* What a leg has before it has an object. */
static void
leg_free_plain (RfLeg *leg)
{
  g_string_free (leg->digits, TRUE);
  g_free (leg->call_id);
  g_free (leg->local_tag);
  g_free (leg->remote_tag);
  g_ptr_array_unref (leg->early_tags);
  g_free (leg->remote_contact);
  g_free (leg->end_reason);
  g_free (leg->refusal);
  rf_account_release (leg->account);
  g_free (leg);
}

/* The D-Bus object; what is not set here is set by the two constructors. */
static void
create_object (RfLeg      *leg,
               const char *peer_uri)
{
  g_autofree char *path = rf_agent_dup_next_path (leg->agent);

  leg->object = rf_dbus_object_skeleton_new (path);
  leg->iface = rf_dbus_call_skeleton_new ();
  rf_dbus_call_set_account (leg->iface, leg->account->aor);
  rf_dbus_call_set_peer_uri (leg->iface, peer_uri);
  rf_dbus_call_set_created_at (leg->iface, g_get_real_time ());
  rf_dbus_call_set_peer_allows_refer (leg->iface, TRUE);
  rf_leg_connect_methods (leg);
}

static void
export_leg (RfLeg *leg)
{
  rf_tap_flush ();
  rf_dbus_object_skeleton_set_call (leg->object, leg->iface);
  g_dbus_object_manager_server_export (rf_agent_get_manager (leg->agent),
                                       G_DBUS_OBJECT_SKELETON (leg->object));
  rf_agent_add_leg (leg->agent, leg);
}

/* baresip 1.x hands the peer's URI to printf as a format with each event. What we dialled is of
 * no use to it once the INVITE has gone, so what would be a conversion goes. */
static void
defuse_peer_uri (struct call *call)
{
  char *uri = (char *) call_peeruri (call);

  for (; uri != NULL && *uri != '\0'; uri++)
    if (*uri == '%')
      *uri = '_';
}

static gboolean
connect_call (RfLeg        *leg,
              const char   *uri,
              struct list  *headers,
              GError      **error)
{
  struct list all = LIST_INIT;
  struct pl address;
  struct le *le;
  int err;

  (void) custom_hdrs_add (&all, "Supported", "%stdialog",
                          leg->account->faults & RF_FAULT_NO_REPLACES ? "" : "replaces, ");
  for (le = list_head (headers); le != NULL; le = le->next) {
    const struct sip_hdr *header = le->data;
    g_autofree char *name = g_strndup (header->name.p, header->name.l);

    (void) custom_hdrs_add (&all, name, "%r", &header->val);
  }

  err = ua_call_alloc (&leg->call, leg->account->ua, RF_VIDMODE_OFF, NULL, NULL,
                       leg->account->aor, true);
  if (err == 0) {
    call_set_custom_hdrs (leg->call, &all);
    call_set_handlers (leg->call, on_call_event, on_digit, leg);
    pl_set_str (&address, uri);
    err = call_connect (leg->call, &address);
  }
  list_flush (&all);
  if (err != 0) {
    leg->call = mem_deref (leg->call);
    g_set_error (error, RF_CORE_ERROR, err == EINVAL ? RF_CORE_ERROR_BAD_URI : RF_CORE_ERROR_FAILED,
                 "The call could not be placed: %s.", g_strerror (err));
    return FALSE;
  }
  defuse_peer_uri (leg->call);
  return TRUE;
}

/* Whoever only says that they try is not waited for without an end; who rings, queues the call or
 * sends it on is. */
static void
on_never_rang (void *arg)
{
  RfLeg *leg = arg;

  leg->never_rang = TRUE;
  rf_leg_hang_up (leg, 0, NULL);
}

/**
 * rf_leg_new_outgoing:
 * @agent: the phone
 * @account: whom to call as
 * @uri: a SIP URI without brackets, free of control characters
 * @headers: (nullable): custom headers of the INVITE; copied
 * @referred_by: (nullable): Referred-By that sent us to call, for show
 * @error: return location
 *
 * Sends an INVITE and exports the call.
 *
 * Returns: (transfer none) (nullable): the leg, owned by @agent
 */
RfLeg *
rf_leg_new_outgoing (RfAgent      *agent,
                     RfAccount    *account,
                     const char   *uri,
                     struct list  *headers,
                     const char   *referred_by,
                     GError      **error)
{
  RfLeg *leg = leg_new (agent, account);

  /* The INVITE goes first: to prepare the object takes longer than to send it. */
  if (!connect_call (leg, uri, headers, error)) {
    leg_free_plain (leg);
    return NULL;
  }

  create_object (leg, uri);
  rf_dbus_call_set_direction (leg->iface, "outgoing");
  rf_dbus_call_set_state (leg->iface, "dialing");
  rf_dbus_call_set_referred_by (leg->iface, referred_by != NULL ? referred_by : "");
  rf_set_text (&leg->call_id, call_id (leg->call));
  rf_leg_publish_names (leg);
  tmr_start (&leg->ring_timer, TRYING_SECONDS * 1000, on_never_rang, leg);
  export_leg (leg);
  return leg;
}

static void
on_ring_timeout (void *arg)
{
  rf_leg_hang_up (arg, 480, "Temporarily Unavailable");
}

static void
set_muted (RfLeg    *leg,
           gboolean  muted)
{
  leg->muted = muted;
  rf_dbus_call_set_muted (leg->iface, muted);
  rf_hold_apply_mute (leg);
}

/* Nobody is asked, so what the person has said of the old call goes for the new one: a microphone
 * that was off stays off, and a call that was put aside stays aside. */
static void
prepare_takeover (RfLeg *leg)
{
  leg->begins_held = rf_hold_is_wanted (leg->replaces);
  set_muted (leg, leg->replaces->muted);
  rf_dbus_call_set_state (leg->iface, "early");
}

/**
 * rf_leg_new_incoming:
 * @agent: the phone
 * @account: who is called
 * @call: (transfer full): baresip's call, which rings
 * @invite: what the INVITE said
 *
 * Takes @call over from baresip and exports it.
 *
 * Returns: (transfer none): the leg, owned by @agent
 */
RfLeg *
rf_leg_new_incoming (RfAgent        *agent,
                     RfAccount      *account,
                     struct call    *call,
                     const RfInvite *invite)
{
  RfLeg *leg = leg_new (agent, account);

  create_object (leg, invite->peer_uri);
  leg->call = call;
  leg->incoming = TRUE;
  rf_set_text (&leg->call_id, invite->call_id);
  rf_set_text (&leg->local_tag, invite->local_tag);
  rf_set_text (&leg->remote_tag, invite->remote_tag);
  rf_set_text (&leg->remote_contact, invite->contact);
  leg->has_route = invite->has_route;
  leg->source = invite->source;
  leg->replaces = invite->replaces;
  leg->unasked = invite->trusted;
  call_set_handlers (call, on_call_event, on_digit, leg);

  rf_dbus_call_set_direction (leg->iface, "incoming");
  rf_dbus_call_set_state (leg->iface, "ringing");
  rf_dbus_call_set_peer_name (leg->iface, invite->peer_name);
  rf_dbus_call_set_referred_by (leg->iface, invite->referred_by);
  rf_dbus_call_set_peer_allows_refer (leg->iface, invite->allows_refer);
  rf_dbus_call_set_peer_supports_replaces (leg->iface, invite->supports_replaces);
  rf_leg_publish_names (leg);
  if (leg->replaces != NULL)
    rf_dbus_call_set_replaces (leg->iface, rf_leg_get_path (leg->replaces));
  if (leg->unasked)
    prepare_takeover (leg);
  else if (account->ring_timeout > 0)
    tmr_start (&leg->ring_timer, account->ring_timeout * 1000, on_ring_timeout, leg);
  if ((account->faults & RF_FAULT_NO_REPLACES) == 0)
    (void) rf_session_announce_replaces (leg->call_id, leg->local_tag, leg->remote_tag);
  export_leg (leg);
  if (leg->unasked && call_answer (call, 200, RF_VIDMODE_OFF) != 0)
    rf_leg_hang_up (leg, 488, "Not Acceptable Here");
  return leg;
}

/**
 * rf_leg_new_asking:
 * @agent: the phone
 * @account: who is asked
 * @refer: a REFER outside of any call
 *
 * Exports what somebody asks for who is in no call with us. It goes when rf_leg_forget_if_done()
 * finds nothing open.
 *
 * Returns: (transfer none): the leg, owned by @agent
 */
RfLeg *
rf_leg_new_asking (RfAgent              *agent,
                   RfAccount            *account,
                   const struct sip_msg *refer)
{
  RfLeg *leg = leg_new (agent, account);
  g_autofree char *uri = rf_wire_text_dup_pl (&refer->from.auri);
  g_autofree char *name = rf_wire_text_dup_pl (&refer->from.dname);
  g_autofree char *call_id = rf_wire_text_dup_pl (&refer->callid);

  create_object (leg, uri);
  leg->incoming = TRUE;
  leg->asking = TRUE;
  leg->source = refer->src;
  rf_dbus_call_set_direction (leg->iface, "incoming");
  rf_dbus_call_set_state (leg->iface, "asking");
  rf_dbus_call_set_peer_name (leg->iface, name);
  rf_dbus_call_set_call_id (leg->iface, call_id);
  rf_dbus_call_set_peer_allows_refer (leg->iface, FALSE);
  export_leg (leg);
  return leg;
}

/**
 * rf_leg_free:
 * @leg: (transfer full): a leg that its agent no longer knows
 *
 * Frees it; a call that is still up is released.
 */
void
rf_leg_free (RfLeg *leg)
{
  rf_hold_abandon (leg);
  rf_leg_stop_digits (leg);
  tmr_cancel (&leg->ring_timer);
  tmr_cancel (&leg->gone_timer);
  tmr_cancel (&leg->audio_timer);
  g_clear_pointer (&leg->transferor, rf_transferor_free);
  g_clear_pointer (&leg->transferee, rf_transferee_free);
  if (leg->triggered_by != NULL)
    rf_transferee_forget_target (leg->triggered_by);
  leg->call = mem_deref (leg->call);
  rf_refer_free_all (leg);

  g_signal_handlers_disconnect_by_data (leg->iface, leg);
  g_dbus_object_manager_server_unexport (rf_agent_get_manager (leg->agent),
                                         rf_leg_get_path (leg));
  g_object_unref (leg->iface);
  g_object_unref (leg->object);
  leg_free_plain (leg);
}

/**
 * rf_leg_get_path:
 * @leg: a leg
 *
 * Returns: (transfer none): its object path
 */
const char *
rf_leg_get_path (RfLeg *leg)
{
  return g_dbus_object_get_object_path (G_DBUS_OBJECT (leg->object));
}

/**
 * rf_leg_is_established:
 * @leg: a leg
 *
 * Returns: whether the call was answered and is not over
 */
gboolean
rf_leg_is_established (RfLeg *leg)
{
  return leg->call != NULL && rf_dbus_call_get_established_at (leg->iface) > 0;
}

/**
 * rf_leg_matches:
 * @leg: a leg
 * @msg: a message of some dialog
 *
 * A tag that is not known yet matches any.
 *
 * Returns: whether @msg belongs to the dialog of @leg
 */
gboolean
rf_leg_matches (RfLeg                *leg,
                const struct sip_msg *msg)
{
  const struct pl *local = msg->req ? &msg->to.tag : &msg->from.tag;
  const struct pl *remote = msg->req ? &msg->from.tag : &msg->to.tag;

  return !leg->asking && pl_strcmp (&msg->callid, leg->call_id) == 0 &&
         (*leg->local_tag == '\0' || pl_strcmp (local, leg->local_tag) == 0) &&
         (*leg->remote_tag == '\0' || !pl_isset (remote) ||
          pl_strcmp (remote, leg->remote_tag) == 0);
}

/**
 * rf_leg_is_early:
 * @leg: a leg
 * @request: a request that matches it
 *
 * Returns: whether @request comes in a dialog that a phone which only rings has with us, which
 * libre does not know before there is an answer
 */
gboolean
rf_leg_is_early (RfLeg                *leg,
                 const struct sip_msg *request)
{
  g_autofree char *tag = g_strndup (request->from.tag.p, request->from.tag.l);

  return leg->call != NULL && !leg->incoming && !rf_leg_is_established (leg) &&
         g_ptr_array_find_with_equal_func (leg->early_tags, tag, g_str_equal, NULL);
}

static void
on_gone (void *arg)
{
  RfLeg *leg = arg;

  rf_agent_remove_leg (leg->agent, leg);
}

/**
 * rf_leg_forget_if_done:
 * @leg: a leg
 *
 * Takes the leg away, from the main loop, once its call is over and no transfer that hangs on it
 * is still open.
 */
void
rf_leg_forget_if_done (RfLeg *leg)
{
  if (leg->call != NULL)
    return;
  if (leg->transferor != NULL && !rf_transferor_is_done (leg->transferor))
    return;
  if (leg->transferee != NULL && rf_transferee_is_pending (leg->transferee))
    return;

  tmr_start (&leg->gone_timer, 0, on_gone, leg);
}

/**
 * rf_leg_forget_other:
 * @leg: a leg
 * @other: a leg that goes away
 */
void
rf_leg_forget_other (RfLeg *leg,
                     RfLeg *other)
{
  if (leg->replaces == other)
    leg->replaces = NULL;
  if (leg->transferor != NULL)
    rf_transferor_forget_target (leg->transferor, other);
}

/* The call is over, whoever ended it. */
static void
finish (RfLeg      *leg,
        const char *ended_by)
{
  rf_leg_stop_audio_reports (leg);
  leg->call = mem_deref (leg->call);
  tmr_cancel (&leg->ring_timer);
  rf_leg_stop_digits (leg);

  rf_dbus_call_set_end_code (leg->iface, leg->end_code);
  rf_dbus_call_set_end_reason (leg->iface, leg->end_reason);
  rf_dbus_call_set_ended_by (leg->iface, ended_by);
  rf_dbus_call_set_ended_at (leg->iface, g_get_real_time ());
  set_state (leg, "ended");

  if (leg->triggered_by != NULL)
    rf_transferee_target_ended (leg->triggered_by, leg->end_code, leg->end_reason);
  if (leg->waited_for != NULL)
    rf_transferor_target_gone (leg->waited_for, leg->end_code, leg->end_reason);
  if (leg->transferor != NULL)
    rf_transferor_call_gone (leg->transferor);
  if (leg->transferee != NULL)
    rf_transferee_call_gone (leg->transferee, g_str_equal (ended_by, "local"));
  rf_hold_abandon (leg);
  if (g_str_equal (ended_by, "local"))
    rf_agent_drop_successors (leg->agent, leg);
  rf_leg_forget_if_done (leg);
}

/* libre ends a call that was up where a request of ours tells that the dialog is gone: no answer,
 * 408 or 481 (RFC 3261 §12.2.1.2). Everything else is the peer's own wish. */
static void
read_end_of_dialog (RfLeg      *leg,
                    const char *text,
                    gulong      code)
{
  gboolean is_silent = strcmp (text, g_strerror (ETIMEDOUT)) == 0;

  leg->end_code = is_silent ? 408 : code >= 300 && code <= 699 ? code : 0;
  rf_set_text (&leg->end_reason, is_silent ? RF_REASON_NO_ANSWER
                                 : leg->end_code != 0 && leg->refusal != NULL ? leg->refusal : "");
}

/* baresip words the end of a call as "486 Busy Here", or as the text of an errno. */
static void
read_end (RfLeg      *leg,
          const char *text)
{
  char *rest = NULL;
  gulong code = strtoul (text, &rest, 10);

  if (rf_leg_is_established (leg)) {
    read_end_of_dialog (leg, text, code);
    return;
  }

  g_free (leg->end_reason);
  if (leg->hidden_code != 0)
    code = leg->hidden_code;
  if (code >= 300 && code <= 699) {
    leg->end_code = code;
    leg->end_reason = leg->refusal != NULL ? g_strdup (leg->refusal)
                                           : rf_wire_text_dup (*rest == ' ' ? rest + 1 : rest);
    return;
  }

  if (leg->incoming) {
    leg->end_code = leg->unasked ? 408 : 487;
    leg->end_reason = g_strdup (leg->unasked ? RF_REASON_NO_ANSWER : "Cancelled");
    return;
  }
  g_info ("An INVITE has failed: %s", text);
  leg->end_code = strcmp (text, g_strerror (ETIMEDOUT)) == 0 ? 408 : 503;
  leg->end_reason = g_strdup (leg->end_code == 408 ? "Request Timeout" : "Service Unavailable");
}

/* Who does not go on hold is at least not let in on what is said here. */
static void
on_held_as_before (RfLeg      *leg,
                   guint       code,
                   const char *reason,
                   gpointer    user_data)
{
  if (code != 0)
    set_muted (leg, TRUE);
}

static void
hold_as_before (RfLeg *leg)
{
  leg->begins_held = FALSE;
  if (!rf_hold_request (leg, TRUE, on_held_as_before, NULL))
    set_muted (leg, TRUE);
}

/* An answer without a session, or with one that has nothing in common with our offer, makes a call
 * in which nobody hears anything; it is confirmed and ended at once (RFC 3261 §13.2.2.4). */
static void
refuse_answer (RfLeg *leg)
{
  leg->end_code = 488;
  rf_set_text (&leg->end_reason, "Not Acceptable Here");
  call_hangup (leg->call, 0, NULL);
  finish (leg, "local");
}

static void
on_established (RfLeg *leg)
{
  tmr_cancel (&leg->ring_timer);
  if (!leg->incoming && audio_codec (call_audio (leg->call), true) == NULL) {
    refuse_answer (leg);
    return;
  }
  rf_hold_apply_mute (leg);
  publish_codec (leg);
  rf_dbus_call_set_established_at (leg->iface, g_get_real_time ());
  set_state (leg, "established");
  rf_leg_start_audio_reports (leg);
  if (leg->triggered_by != NULL)
    rf_transferee_target_answered (leg->triggered_by);
  if (leg->waited_for != NULL)
    rf_transferor_target_answered (leg->waited_for);
  if (leg->replaces != NULL)
    rf_leg_hang_up (g_steal_pointer (&leg->replaces), 480, "Temporarily Unavailable");
  if (leg->unasked)
    rf_audio_play_handover ();
  if (leg->begins_held)
    hold_as_before (leg);
}

/* text comes from the network in part: never a format. */
static void
on_call_event (struct call *call,
               int          event,
               const char  *text,
               void        *arg)
{
  RfLeg *leg = arg;

  switch (rf_compat_call_event (event)) {
  case RF_CALL_EVENT_RINGING:
    set_state (leg, "ringing");
    if (leg->triggered_by != NULL)
      rf_transferee_target_progressed (leg->triggered_by, 180);
    break;
  case RF_CALL_EVENT_PROGRESS:
    set_state (leg, "early");
    if (leg->triggered_by != NULL)
      rf_transferee_target_progressed (leg->triggered_by, 183);
    break;
  case RF_CALL_EVENT_ESTABLISHED:
    on_established (leg);
    break;
  case RF_CALL_EVENT_CLOSED:
    read_end (leg, text != NULL ? text : "");
    finish (leg, "remote");
    break;
  case RF_CALL_EVENT_OTHER:
    break;
  }
}

/**
 * rf_leg_hang_up:
 * @leg: a leg
 * @code: what an INVITE that was not taken is answered with, 400 to 699
 * @reason: its reason phrase
 *
 * Ends the call: BYE, CANCEL, or the refusal. Does nothing to a call that is over.
 */
void
rf_leg_hang_up (RfLeg      *leg,
                guint       code,
                const char *reason)
{
  if (leg->call == NULL)
    return;

  if (leg->never_rang) {
    leg->end_code = 408;
    rf_set_text (&leg->end_reason, "Request Timeout");
  }
  else if (!rf_leg_is_established (leg)) {
    leg->end_code = leg->incoming ? code : 487;
    rf_set_text (&leg->end_reason, leg->incoming ? reason : "Request Terminated");
  }
  else {
    /* libre would send the BYE when this one has been answered, which may never be. */
    rf_session_drop_request (leg->call_id, leg->local_tag, leg->remote_tag);
  }
  call_hangup (leg->call, code, reason);
  finish (leg, "local");
}
