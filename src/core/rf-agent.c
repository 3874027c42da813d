/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-agent"

#include "config.h"

#include "rf-agent.h"

#include "rf-agent-private.h"
#include "rf-audio.h"
#include "rf-compat.h"
#include "rf-credentials.h"
#include "rf-leg.h"
#include "rf-listener.h"
#include "rf-memory.h"
#include "rf-tap.h"
#include "rf-transferee.h"
#include "rf-wire-text.h"

#define ROOT_PATH  "/org/referee/Core1"
#define PHONE_PATH ROOT_PATH "/Phone"

/* Calls that an INVITE with Replaces may still name after their end. */
#define MAX_ENDED 32

/* How long peers and registrars have to answer our good-bye. */
#define GOODBYE_MS 800

static const GDBusErrorEntry error_names[] = {
  { RF_CORE_ERROR_FAILED, "org.referee.Core1.Error.Failed" },
  { RF_CORE_ERROR_BAD_URI, "org.referee.Core1.Error.BadUri" },
  { RF_CORE_ERROR_NO_ACCOUNT, "org.referee.Core1.Error.NoAccount" },
  { RF_CORE_ERROR_BAD_STATE, "org.referee.Core1.Error.BadState" },
  { RF_CORE_ERROR_NO_REFER, "org.referee.Core1.Error.NoRefer" },
  { RF_CORE_ERROR_BUSY, "org.referee.Core1.Error.Busy" },
  { RF_CORE_ERROR_NOT_FOUND, "org.referee.Core1.Error.NotFound" },
  { RF_CORE_ERROR_REFUSED, "org.referee.Core1.Error.Refused" },
  { RF_CORE_ERROR_UNSUPPORTED, "org.referee.Core1.Error.Unsupported" },
};

GQuark
rf_core_error_quark (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain ("rf-core-error", &quark, error_names,
                                      G_N_ELEMENTS (error_names));
  return (GQuark) quark;
}

static void
take_incoming_call (RfAgent     *self,
                    struct ua   *ua,
                    struct call *call)
{
  const RfInvite *invite = rf_listener_get_invite (call_id (call));
  RfAccount *account = rf_agent_find_account (self, ua);

  if (invite == NULL || account == NULL)
    return;

  rf_leg_new_incoming (self, account, call, invite);
}

static void
tell_registration (RfAgent    *self,
                   struct ua  *ua,
                   const char *state,
                   const char *text)
{
  RfAccount *account = rf_agent_find_account (self, ua);
  g_autofree char *reason = rf_wire_text_dup (text);

  if (account != NULL && account->registers)
    rf_dbus_phone_emit_account_changed (self->iface, account->aor, state, reason);
}

static void
take_registration (RfAgent   *self,
                   struct ua *ua)
{
  RfAccount *account = rf_agent_find_account (self, ua);

  if (account != NULL)
    rf_credentials_registered (account);
  tell_registration (self, ua, "registered", "");
}

/* baresip takes a user agent down, at a signal for one, and frees its calls next. */
static void
let_go (RfAgent   *self,
        struct ua *ua)
{
  RfAccount *account = rf_agent_find_account (self, ua);

  if (account == NULL)
    return;

  account->ua = NULL;
  rf_agent_release_legs (self, account);
}

/* Events are told apart by name: their numbers differ between versions. text is partly the
 * network's. */
static void
on_ua_event (struct ua   *ua,
             int          event,
             struct call *call,
             const char  *text,
             void        *arg)
{
  RfAgent *self = arg;
  const char *name = uag_event_str (event);

  if (g_str_equal (name, "CALL_INCOMING"))
    take_incoming_call (self, ua, call);
  else if (g_str_equal (name, "SHUTDOWN"))
    let_go (self, ua);
  else if (g_str_equal (name, "REGISTERING"))
    tell_registration (self, ua, "registering", "");
  else if (g_str_equal (name, "REGISTER_OK"))
    take_registration (self, ua);
  else if (g_str_equal (name, "REGISTER_FAIL"))
    tell_registration (self, ua, "failed", text);
}

static gboolean
find_local_address (const char *towards,
                    struct sa  *address)
{
  struct sa peer;

  return sa_set_str (&peer, towards, SIP_PORT) == 0 &&
         sip_transp_laddr (uag_sip (), address, SIP_TRANSP_UDP, &peer) == 0;
}

static void
publish_local_address (RfAgent *self)
{
  struct sa address;
  char text[80] = "";

  if (find_local_address ("127.0.0.1", &address) || find_local_address ("::1", &address))
    (void) re_snprintf (text, sizeof text, "%J", &address);
  rf_dbus_phone_set_local_address (self->iface, text);
}

static void
publish (RfAgent *self)
{
  g_auto (GStrv) limits = rf_compat_dup_limits ();

  rf_dbus_phone_set_version (self->iface, rf_compat_get_version ());
  rf_dbus_phone_set_limits (self->iface, (const char *const *) limits);
  rf_dbus_phone_set_audible (self->iface, rf_audio_get_audible ());
  rf_dbus_phone_set_audio_source (self->iface, rf_audio_get_source ());
  rf_dbus_phone_set_audio_player (self->iface, rf_audio_get_player ());
  rf_dbus_phone_set_audio_state (self->iface, "ok");
  publish_local_address (self);
}

/**
 * rf_agent_new:
 * @connection: where the phone is offered
 *
 * Exports the phone and starts to listen.
 *
 * Returns: (transfer full): the phone
 */
RfAgent *
rf_agent_new (GDBusConnection *connection)
{
  RfAgent *self = g_new0 (RfAgent, 1);

  (void) RF_CORE_ERROR;
  self->legs = g_ptr_array_new ();
  g_queue_init (&self->ended);
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) rf_account_release);
  self->manager = g_dbus_object_manager_server_new (ROOT_PATH);
  self->object = rf_dbus_object_skeleton_new (PHONE_PATH);
  self->iface = rf_dbus_phone_skeleton_new ();

  publish (self);
  rf_agent_connect_methods (self);
  rf_dbus_object_skeleton_set_phone (self->object, self->iface);
  g_dbus_object_manager_server_export (self->manager, G_DBUS_OBJECT_SKELETON (self->object));
  g_dbus_object_manager_server_set_connection (self->manager, connection);

  (void) uag_event_register (on_ua_event, self);
  rf_tap_start (self->iface);
  return self;
}

/**
 * rf_agent_free:
 * @self: (transfer full): the phone
 */
void
rf_agent_free (RfAgent *self)
{
  uag_event_unregister (on_ua_event);
  rf_tap_stop ();
  tmr_cancel (&self->goodbye);
  while (self->legs->len > 0)
    rf_agent_remove_leg (self, g_ptr_array_index (self->legs, 0));
  rf_credentials_stop (); /* which remembers the calls that have just ended, too */
  rf_memory_close ();
  g_ptr_array_unref (self->legs);
  g_ptr_array_unref (self->accounts);
  g_signal_handlers_disconnect_by_data (self->iface, self);
  g_object_unref (self->iface);
  g_object_unref (self->object);
  g_object_unref (self->manager);
  g_queue_clear_full (&self->ended, g_free);
  g_free (self->codecs);
  g_free (self);
}

/**
 * rf_agent_set_audio_problem:
 * @self: the phone
 * @problem: (nullable): why there is no sound, or NULL
 */
void
rf_agent_set_audio_problem (RfAgent    *self,
                            const char *problem)
{
  rf_dbus_phone_set_audio_problem (self->iface, problem != NULL ? problem : "");
  rf_dbus_phone_set_audio_state (self->iface, problem != NULL ? "silent" : "ok");
}

/**
 * rf_agent_report_audio:
 * @agent: the phone
 * @call_id: a call
 * @is_caller: whether the phone has placed it
 * @codec: "opus/48000/2"
 * @received: (transfer floating): packets, lost, jitter in µs of what came; see AudioReport
 * @sent: (transfer floating): the same of what went
 *
 * Tells how the sound of a call is getting on.
 */
void
rf_agent_report_audio (RfAgent    *agent,
                       const char *call_id,
                       gboolean    is_caller,
                       const char *codec,
                       GVariant   *received,
                       GVariant   *sent)
{
  rf_dbus_phone_emit_audio_report (agent->iface, g_get_real_time (), call_id, is_caller, codec,
                                   received, sent);
}

/**
 * rf_agent_report_refusal:
 * @agent: the phone
 * @uri: who has sent a REFER outside of any call
 * @code: what it was refused with
 *
 * Tells what there is no call to tell it of.
 */
void
rf_agent_report_refusal (RfAgent    *agent,
                         const char *uri,
                         guint       code)
{
  rf_dbus_phone_emit_request_refused (agent->iface, uri, code);
}

GDBusObjectManagerServer *
rf_agent_get_manager (RfAgent *self)
{
  return self->manager;
}

/**
 * rf_agent_dup_next_path:
 * @self: the phone
 *
 * Returns: (transfer full): the object path of the next call; no path is used twice
 */
char *
rf_agent_dup_next_path (RfAgent *self)
{
  return g_strdup_printf (ROOT_PATH "/Call/%u", ++self->last_leg);
}

void
rf_agent_add_leg (RfAgent *self,
                  RfLeg   *leg)
{
  g_ptr_array_add (self->legs, leg);
}

/* Until somebody answers, everybody who rings has a dialog with us. */
static gboolean
has_remote_tag (RfLeg      *leg,
                const char *tag)
{
  if (*leg->remote_tag != '\0')
    return g_str_equal (leg->remote_tag, tag);
  return g_ptr_array_find_with_equal_func (leg->early_tags, tag, g_str_equal, NULL);
}

/* Nothing that libre reads as one of the parts has a line break in it. */
static char *
dup_name (const char *call_id,
          const char *local_tag,
          const char *remote_tag)
{
  return g_strdup_printf ("%s\n%s\n%s", call_id, local_tag, remote_tag);
}

static void
remember_ended (RfAgent    *self,
                RfLeg      *leg,
                const char *remote_tag)
{
  g_queue_push_head (&self->ended, dup_name (leg->call_id, leg->local_tag, remote_tag));
  if (g_queue_get_length (&self->ended) > MAX_ENDED)
    g_free (g_queue_pop_tail (&self->ended));
}

void
rf_agent_remove_leg (RfAgent *self,
                     RfLeg   *leg)
{
  rf_credentials_leg_ended (leg);
  if (*leg->remote_tag != '\0')
    remember_ended (self, leg, leg->remote_tag);
  else
    for (guint i = 0; i < leg->early_tags->len; i++)
      remember_ended (self, leg, g_ptr_array_index (leg->early_tags, i));
  g_ptr_array_remove (self->legs, leg);
  for (guint i = 0; i < self->legs->len; i++)
    rf_leg_forget_other (g_ptr_array_index (self->legs, i), leg);
  rf_leg_free (leg);
  rf_memory_return_later ();
}

/* What was answered in the place of @leg, without the person, and not confirmed yet. */
static RfLeg *
find_successor (RfAgent *self,
                RfLeg   *leg)
{
  for (guint i = 0; i < self->legs->len; i++) {
    RfLeg *other = g_ptr_array_index (self->legs, i);

    if (other->replaces == leg && other->unasked && other->call != NULL)
      return other;
  }
  return NULL;
}

/**
 * rf_agent_is_being_replaced:
 * @self: the phone
 * @leg: one of its legs
 *
 * Returns: whether another call is about to take the place of @leg without the person
 */
gboolean
rf_agent_is_being_replaced (RfAgent *self,
                            RfLeg   *leg)
{
  return find_successor (self, leg) != NULL;
}

/**
 * rf_agent_drop_successors:
 * @self: the phone
 * @leg: one of its legs, which was ended here
 *
 * The person has ended it, or has taken another call in its place: who was to have that place, and
 * has not confirmed it yet, comes too late.
 */
void
rf_agent_drop_successors (RfAgent *self,
                          RfLeg   *leg)
{
  RfLeg *successor;

  while ((successor = find_successor (self, leg)) != NULL)
    rf_leg_hang_up (successor, 487, "Request Terminated");
}

/**
 * rf_agent_has_ended:
 * @self: the phone
 * @call_id: Call-ID
 * @local_tag: our tag
 * @remote_tag: the peer's tag
 *
 * Returns: whether one of the last dialogs had that name
 */
gboolean
rf_agent_has_ended (RfAgent    *self,
                    const char *call_id,
                    const char *local_tag,
                    const char *remote_tag)
{
  g_autofree char *name = dup_name (call_id, local_tag, remote_tag);

  return g_queue_find_custom (&self->ended, name, (GCompareFunc) g_strcmp0) != NULL;
}

/**
 * rf_agent_find_dialog:
 * @self: the phone
 * @call_id: Call-ID
 * @local_tag: our tag
 * @remote_tag: the peer's tag
 *
 * Returns: (transfer none) (nullable): the leg whose dialog has that name
 */
RfLeg *
rf_agent_find_dialog (RfAgent    *self,
                      const char *call_id,
                      const char *local_tag,
                      const char *remote_tag)
{
  for (guint i = 0; i < self->legs->len; i++) {
    RfLeg *leg = g_ptr_array_index (self->legs, i);

    if (g_str_equal (leg->call_id, call_id) && g_str_equal (leg->local_tag, local_tag) &&
        has_remote_tag (leg, remote_tag))
      return leg;
  }
  return NULL;
}

/**
 * rf_agent_find_transferee:
 * @self: the phone
 * @msg: a response
 *
 * Returns: (transfer none) (nullable): the REFER whose NOTIFY @msg answers
 */
RfTransferee *
rf_agent_find_transferee (RfAgent              *self,
                          const struct sip_msg *msg)
{
  for (guint i = 0; i < self->legs->len; i++) {
    RfLeg *leg = g_ptr_array_index (self->legs, i);

    if (leg->transferee != NULL && rf_transferee_expects (leg->transferee, msg))
      return leg->transferee;
  }
  return NULL;
}

/**
 * rf_agent_find_asking:
 * @self: the phone
 *
 * Returns: (transfer none) (nullable): the leg of a REFER outside of any call that is not settled
 */
RfLeg *
rf_agent_find_asking (RfAgent *self)
{
  for (guint i = 0; i < self->legs->len; i++) {
    RfLeg *leg = g_ptr_array_index (self->legs, i);

    if (leg->asking)
      return leg;
  }
  return NULL;
}

/**
 * rf_agent_find_path:
 * @self: the phone
 * @path: an object path
 *
 * Returns: (transfer none) (nullable): the leg that is exported there
 */
RfLeg *
rf_agent_find_path (RfAgent    *self,
                    const char *path)
{
  for (guint i = 0; i < self->legs->len; i++) {
    RfLeg *leg = g_ptr_array_index (self->legs, i);

    if (g_str_equal (rf_leg_get_path (leg), path))
      return leg;
  }
  return NULL;
}

/**
 * rf_agent_find_leg:
 * @self: the phone
 * @msg: a message inside a dialog
 *
 * A phone that calls itself has two legs with one Call-ID, so the tags decide. A leg whose call
 * is over answers too: reports about its transfer may still come.
 *
 * Returns: (transfer none) (nullable): the leg that @msg belongs to
 */
RfLeg *
rf_agent_find_leg (RfAgent              *self,
                   const struct sip_msg *msg)
{
  for (guint i = 0; i < self->legs->len; i++) {
    RfLeg *leg = g_ptr_array_index (self->legs, i);

    if (rf_leg_matches (leg, msg))
      return leg;
  }
  return NULL;
}

/**
 * rf_agent_find_account:
 * @self: the phone
 * @ua: (nullable): baresip's user agent
 *
 * Returns: (transfer none) (nullable): the account that @ua serves
 */
RfAccount *
rf_agent_find_account (RfAgent   *self,
                       struct ua *ua)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    RfAccount *account = g_ptr_array_index (self->accounts, i);

    if (account->ua == ua && ua != NULL)
      return account;
  }
  return NULL;
}

/**
 * rf_agent_find_called:
 * @self: the phone
 * @request: a request outside of a call
 *
 * Returns: (transfer none) (nullable): the account that it is for, by its name or its contact
 */
RfAccount *
rf_agent_find_called (RfAgent              *self,
                      const struct sip_msg *request)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    RfAccount *account = g_ptr_array_index (self->accounts, i);
    struct uri own;
    struct pl aor;

    pl_set_str (&aor, account->aor);
    if (account->ua != NULL && (pl_strcmp (&request->uri.user, ua_cuser (account->ua)) == 0 ||
                                (uri_decode (&own, &aor) == 0 &&
                                 pl_cmp (&request->uri.user, &own.user) == 0)))
      return account;
  }
  return NULL;
}

static void
on_goodbye_over (void *arg)
{
  re_cancel ();
}

/**
 * rf_agent_shut_down:
 * @self: the phone
 *
 * Releases all calls and unregisters; the program ends when all has been answered, or after 0.8 s.
 */
void
rf_agent_shut_down (RfAgent *self)
{
  if (self->shutting_down)
    return;

  self->shutting_down = TRUE;
  while (self->accounts->len > 0)
    rf_agent_drop_account (self, g_ptr_array_index (self->accounts, 0));
  tmr_start (&self->goodbye, GOODBYE_MS, on_goodbye_over, NULL);
  ua_stop_all (false);
}
