/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call"

#include "rf-call.h"

#include <string.h>

#include "rf-address.h"
#include "rf-call-private.h"
#include "rf-core-reasons.h"
#include "rf-dbus-error.h"
#include "rf-phone-types.h"
#include "rf-text.h"

/* The core gives a hold up after 34 s, and a resume that had to wait for it after as many. */
#define COMMAND_MSEC (80 * 1000)

enum {
  PROP_CALL_ID = 1,
  PROP_ACCOUNT,
  PROP_INCOMING,
  PROP_STATE,
  PROP_PEER_URI,
  PROP_PEER_NAME,
  PROP_PEER_LABEL,
  PROP_REFERRED_BY,
  PROP_CREATED_AT,
  PROP_ESTABLISHED_AT,
  PROP_ENDED_AT,
  PROP_LOCAL_HOLD,
  PROP_REMOTE_HOLD,
  PROP_MUTED,
  PROP_CODEC,
  PROP_PEER_ALLOWS_REFER,
  PROP_PEER_SUPPORTS_REPLACES,
  PROP_END_CODE,
  PROP_END_REASON,
  PROP_REDIRECTED_TO,
  PROP_TRANSFER,
  PROP_REQUEST_TARGET,
  PROP_REQUEST_BY,
  PROP_REQUEST_ATTENDED,
  PROP_REQUEST_DEADLINE,
  PROP_TRANSFEREE_STAGE,
  PROP_TRANSFEREE_CODE,
  PROP_TRANSFEREE_REASON,
  PROP_TRIGGERED_CALL,
  PROP_ASKED_BY,
  PROP_RESUMING,
  PROP_REPLACES,
  PROP_REPLACED_CALL,
  PROP_REPLACED_BY,
  N_PROPS,
};

enum {
  COMMAND_FAILED,
  TRANSFER_EVENT,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE (RfCall, rf_call, G_TYPE_OBJECT)

/* What is copied from the core as it is, so that a call can be shown when its core is gone. Text
 * goes through rf_text_for_show(). */
static const struct {
  guint        prop;
  gsize        offset;
  const char *(*get) (RfDBusCall *);
} mirrored_texts[] = {
  { PROP_CALL_ID, G_STRUCT_OFFSET (RfCall, call_id), rf_dbus_call_get_call_id },
  { PROP_ACCOUNT, G_STRUCT_OFFSET (RfCall, account), rf_dbus_call_get_account },
  { PROP_PEER_URI, G_STRUCT_OFFSET (RfCall, peer_uri), rf_dbus_call_get_peer_uri },
  { PROP_PEER_NAME, G_STRUCT_OFFSET (RfCall, peer_name), rf_dbus_call_get_peer_name },
  { PROP_REFERRED_BY, G_STRUCT_OFFSET (RfCall, referred_by), rf_dbus_call_get_referred_by },
  { PROP_CODEC, G_STRUCT_OFFSET (RfCall, codec), rf_dbus_call_get_codec },
  { PROP_END_REASON, G_STRUCT_OFFSET (RfCall, end_reason), rf_dbus_call_get_end_reason },
  { PROP_REDIRECTED_TO, G_STRUCT_OFFSET (RfCall, redirected_to), rf_dbus_call_get_redirected_to },
};

static const struct {
  guint     prop;
  gsize     offset;
  gboolean (*get) (RfDBusCall *);
} mirrored_flags[] = {
  { PROP_LOCAL_HOLD, G_STRUCT_OFFSET (RfCall, local_hold), rf_dbus_call_get_local_hold },
  { PROP_REMOTE_HOLD, G_STRUCT_OFFSET (RfCall, remote_hold), rf_dbus_call_get_remote_hold },
  { PROP_MUTED, G_STRUCT_OFFSET (RfCall, muted), rf_dbus_call_get_muted },
  { PROP_PEER_ALLOWS_REFER, G_STRUCT_OFFSET (RfCall, peer_allows_refer),
    rf_dbus_call_get_peer_allows_refer },
  { PROP_PEER_SUPPORTS_REPLACES, G_STRUCT_OFFSET (RfCall, peer_supports_replaces),
    rf_dbus_call_get_peer_supports_replaces },
};

static const struct {
  guint   prop;
  gsize   offset;
  gint64 (*get) (RfDBusCall *);
} mirrored_times[] = {
  { PROP_CREATED_AT, G_STRUCT_OFFSET (RfCall, created_at), rf_dbus_call_get_created_at },
  { PROP_ESTABLISHED_AT, G_STRUCT_OFFSET (RfCall, established_at),
    rf_dbus_call_get_established_at },
  { PROP_ENDED_AT, G_STRUCT_OFFSET (RfCall, ended_at), rf_dbus_call_get_ended_at },
};

static void
notify (RfCall *self,
        guint   prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* Takes @text. */
static void
set_text (RfCall *self,
          char  **field,
          char   *text,
          guint   prop)
{
  if (g_strcmp0 (*field, text) == 0) {
    g_free (text);
    return;
  }
  g_free (*field);
  *field = text;
  notify (self, prop);
}

static void
set_state (RfCall     *self,
           RfCallState state)
{
  if (state == self->state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
refresh_label (RfCall *self)
{
  char *label = self->peer_name != NULL && *self->peer_name != '\0'
                  ? g_strdup (self->peer_name)
                  : rf_address_dup_label (self->peer_uri);

  set_text (self, &self->peer_label, label, PROP_PEER_LABEL);
}

/* RFC 3891: we ended it, as another call took its place. The core has no words for that. */
static char *
dup_end_reason (RfCall *self)
{
  char *reason = rf_text_for_show (rf_dbus_call_get_end_reason (self->proxy));

  if (*reason != '\0' || self->replaced_by == NULL
      || g_strcmp0 (rf_dbus_call_get_state (self->proxy), "ended") != 0)
    return reason;
  g_free (reason);
  return g_strdup_printf ("Continued as the call with %s.", self->replaced_by->peer_label);
}

static char *
dup_mirrored_text (RfCall *self,
                   guint   i)
{
  if (mirrored_texts[i].prop == PROP_END_REASON)
    return dup_end_reason (self);
  return rf_text_for_show (mirrored_texts[i].get (self->proxy));
}

static void
refresh (RfCall *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_texts); i++)
    set_text (self, G_STRUCT_MEMBER_P (self, mirrored_texts[i].offset),
              dup_mirrored_text (self, i), mirrored_texts[i].prop);
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_flags); i++) {
    gboolean *field = G_STRUCT_MEMBER_P (self, mirrored_flags[i].offset);
    gboolean value = mirrored_flags[i].get (self->proxy);

    if (*field != value) {
      *field = value;
      notify (self, mirrored_flags[i].prop);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_times); i++) {
    gint64 *field = G_STRUCT_MEMBER_P (self, mirrored_times[i].offset);
    gint64 value = mirrored_times[i].get (self->proxy);

    if (*field != value) {
      *field = value;
      notify (self, mirrored_times[i].prop);
    }
  }
  if (self->end_code != rf_dbus_call_get_end_code (self->proxy)) {
    self->end_code = rf_dbus_call_get_end_code (self->proxy);
    notify (self, PROP_END_CODE);
  }
  refresh_label (self);
  set_state (self,
             rf_call_next_state (self->state, self->incoming,
                                 rf_dbus_call_get_state (self->proxy)));
  rf_call_settle_replacement (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_properties_changed (RfCall *self)
{
  refresh (self);
  /* A wish to transfer us outlives the call where the other party has left. */
  if (self->state == RF_CALL_ENDED
      && g_strcmp0 (rf_dbus_call_get_ended_by (self->proxy), "remote") != 0)
    rf_call_clear_request (self);
}

static void
on_transfer_stage (RfDBusCall *proxy,
                   const char *stage,
                   guint16     code,
                   const char *reason,
                   gint64      time_us,
                   RfCall     *self)
{
  if (self->transfer != NULL)
    rf_transfer_advance (self->transfer, stage, code, reason, time_us);
}

static void
set_request_attended (RfCall  *self,
                      gboolean attended)
{
  if (self->request_attended == attended)
    return;
  self->request_attended = attended;
  notify (self, PROP_REQUEST_ATTENDED);
}

static void
on_transfer_requested (RfDBusCall *proxy,
                       const char *target,
                       const char *referred_by,
                       gboolean    attended,
                       gint64      deadline_us,
                       RfCall     *self)
{
  if (!rf_call_is_live (self) && self->state != RF_CALL_ASKING)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  set_request_attended (self, attended);
  set_text (self, &self->request_by, rf_text_for_show (referred_by), PROP_REQUEST_BY);
  set_text (self, &self->request_target, rf_text_for_show (target), PROP_REQUEST_TARGET);
  if (self->request_deadline != deadline_us) {
    self->request_deadline = deadline_us;
    notify (self, PROP_REQUEST_DEADLINE);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
rf_call_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  RfCall *self = RF_CALL (object);

  for (guint i = 0; i < G_N_ELEMENTS (mirrored_texts); i++)
    if (mirrored_texts[i].prop == id) {
      g_value_set_string (value, G_STRUCT_MEMBER (char *, self, mirrored_texts[i].offset));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_flags); i++)
    if (mirrored_flags[i].prop == id) {
      g_value_set_boolean (value, G_STRUCT_MEMBER (gboolean, self, mirrored_flags[i].offset));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_times); i++)
    if (mirrored_times[i].prop == id) {
      g_value_set_int64 (value, G_STRUCT_MEMBER (gint64, self, mirrored_times[i].offset));
      return;
    }

  switch (id) {
  case PROP_INCOMING:
    g_value_set_boolean (value, self->incoming);
    break;
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_PEER_LABEL:
    g_value_set_string (value, self->peer_label);
    break;
  case PROP_END_CODE:
    g_value_set_uint (value, self->end_code);
    break;
  case PROP_TRANSFER:
    g_value_set_object (value, self->transfer);
    break;
  case PROP_REQUEST_TARGET:
    g_value_set_string (value, self->request_target);
    break;
  case PROP_REQUEST_BY:
    g_value_set_string (value, self->request_by);
    break;
  case PROP_REQUEST_ATTENDED:
    g_value_set_boolean (value, self->request_attended);
    break;
  case PROP_REQUEST_DEADLINE:
    g_value_set_int64 (value, self->request_deadline);
    break;
  case PROP_TRANSFEREE_STAGE:
    g_value_set_string (value, self->transferee_stage);
    break;
  case PROP_TRANSFEREE_CODE:
    g_value_set_uint (value, self->transferee_code);
    break;
  case PROP_TRANSFEREE_REASON:
    g_value_set_string (value, self->transferee_reason);
    break;
  case PROP_TRIGGERED_CALL:
    g_value_set_object (value, self->triggered_call);
    break;
  case PROP_RESUMING:
    g_value_set_boolean (value, self->n_resumes > 0);
    break;
  case PROP_ASKED_BY:
    g_value_set_string (value, self->asked_by);
    break;
  case PROP_REPLACES:
    g_value_set_object (value, self->replaces);
    break;
  case PROP_REPLACED_CALL:
    g_value_set_object (value, self->replaced_call);
    break;
  case PROP_REPLACED_BY:
    g_value_set_object (value, self->replaced_by);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
rf_call_dispose (GObject *object)
{
  RfCall *self = RF_CALL (object);

  g_clear_object (&self->proxy);
  g_clear_object (&self->transfer);
  g_clear_weak_pointer (&self->triggered_call);
  g_clear_weak_pointer (&self->replaces);
  g_clear_weak_pointer (&self->replaced_call);
  g_clear_weak_pointer (&self->replaced_by);

  G_OBJECT_CLASS (rf_call_parent_class)->dispose (object);
}

static void
rf_call_finalize (GObject *object)
{
  RfCall *self = RF_CALL (object);

  for (guint i = 0; i < G_N_ELEMENTS (mirrored_texts); i++)
    g_free (G_STRUCT_MEMBER (char *, self, mirrored_texts[i].offset));
  g_free (self->peer_label);
  g_free (self->request_target);
  g_free (self->request_by);
  g_free (self->asked_by);
  g_free (self->transferee_stage);
  g_free (self->transferee_reason);

  G_OBJECT_CLASS (rf_call_parent_class)->finalize (object);
}

static void
install_plain_properties (GParamFlags flags)
{
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_times); i++) {
    static const char *const names[] = { "created-at", "established-at", "ended-at" };

    props[mirrored_times[i].prop] = g_param_spec_int64 (names[i], NULL, NULL, 0, G_MAXINT64, 0,
                                                        flags);
  }
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_flags); i++) {
    static const char *const names[] = {
      "local-hold", "remote-hold", "muted", "peer-allows-refer", "peer-supports-replaces",
    };

    props[mirrored_flags[i].prop] = g_param_spec_boolean (names[i], NULL, NULL, FALSE, flags);
  }
  for (guint i = 0; i < G_N_ELEMENTS (mirrored_texts); i++) {
    static const char *const names[] = {
      "call-id", "account", "peer-uri", "peer-name", "referred-by", "codec", "end-reason",
      "redirected-to",
    };

    props[mirrored_texts[i].prop] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  }
}

/* What a REFER or a Replaces of somebody else did. */
static void
install_referral_properties (GParamFlags flags)
{
  props[PROP_REQUEST_TARGET] = g_param_spec_string ("request-target", NULL, NULL, NULL, flags);
  props[PROP_REQUEST_BY] = g_param_spec_string ("request-by", NULL, NULL, NULL, flags);
  props[PROP_REQUEST_ATTENDED] =
    g_param_spec_boolean ("request-attended", NULL, NULL, FALSE, flags);
  props[PROP_REQUEST_DEADLINE] =
    g_param_spec_int64 ("request-deadline", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_TRANSFEREE_STAGE] = g_param_spec_string ("transferee-stage", NULL, NULL, NULL, flags);
  props[PROP_TRANSFEREE_CODE] =
    g_param_spec_uint ("transferee-code", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  props[PROP_TRANSFEREE_REASON] = g_param_spec_string ("transferee-reason", NULL, NULL, NULL,
                                                       flags);
  props[PROP_TRIGGERED_CALL] =
    g_param_spec_object ("triggered-call", NULL, NULL, RF_TYPE_CALL, flags);
  props[PROP_RESUMING] = g_param_spec_boolean ("resuming", NULL, NULL, FALSE, flags);
  props[PROP_ASKED_BY] = g_param_spec_string ("asked-by", NULL, NULL, NULL, flags);
  props[PROP_REPLACES] = g_param_spec_object ("replaces", NULL, NULL, RF_TYPE_CALL, flags);
  props[PROP_REPLACED_CALL] = g_param_spec_object ("replaced-call", NULL, NULL, RF_TYPE_CALL,
                                                   flags);
  props[PROP_REPLACED_BY] = g_param_spec_object ("replaced-by", NULL, NULL, RF_TYPE_CALL, flags);
}

static void
rf_call_class_init (RfCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rf_call_get_property;
  object_class->dispose = rf_call_dispose;
  object_class->finalize = rf_call_finalize;

  install_plain_properties (flags);
  props[PROP_INCOMING] = g_param_spec_boolean ("incoming", NULL, NULL, FALSE, flags);
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, RF_TYPE_CALL_STATE, RF_CALL_DIALING,
                                         flags);
  props[PROP_PEER_LABEL] = g_param_spec_string ("peer-label", NULL, NULL, NULL, flags);
  props[PROP_END_CODE] = g_param_spec_uint ("end-code", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  props[PROP_TRANSFER] = g_param_spec_object ("transfer", NULL, NULL, RF_TYPE_TRANSFER, flags);
  install_referral_properties (flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[COMMAND_FAILED] = g_signal_new ("command-failed", RF_TYPE_CALL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[TRANSFER_EVENT] =
    g_signal_new ("transfer-event", RF_TYPE_CALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, RF_TYPE_TRANSFER, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_INT64);
}

static void
rf_call_init (RfCall *self)
{
}

/**
 * rf_call_new:
 * @proxy: the call's object in the core
 *
 * Returns: (transfer full): a call that follows @proxy
 */
RfCall *
rf_call_new (RfDBusCall *proxy)
{
  RfCall *self = g_object_new (RF_TYPE_CALL, NULL);

  self->proxy = g_object_ref (proxy);
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (proxy), COMMAND_MSEC);
  self->incoming = g_strcmp0 (rf_dbus_call_get_direction (proxy), "incoming") == 0;
  self->state = self->incoming ? RF_CALL_RINGING_IN : RF_CALL_DIALING;
  refresh (self);
  g_signal_connect_object (proxy, "g-properties-changed", G_CALLBACK (on_properties_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (proxy, "transfer-stage", G_CALLBACK (on_transfer_stage), self, 0);
  g_signal_connect_object (proxy, "transfer-requested", G_CALLBACK (on_transfer_requested), self,
                           0);
  return self;
}

/**
 * rf_call_clear_request:
 * @self: a call
 *
 * No wish of the other party to transfer us waits for the person any more.
 */
void
rf_call_clear_request (RfCall *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->request_target, NULL, PROP_REQUEST_TARGET);
  set_text (self, &self->request_by, NULL, PROP_REQUEST_BY);
  set_request_attended (self, FALSE);
  if (self->request_deadline != 0) {
    self->request_deadline = 0;
    notify (self, PROP_REQUEST_DEADLINE);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_transfer_advanced (RfTransfer *transfer,
                      const char *event,
                      guint       code,
                      gint64      time_us,
                      RfCall     *self)
{
  g_signal_emit (self, signals[TRANSFER_EVENT], 0, transfer, event, code, time_us);
}

/**
 * rf_call_set_transfer:
 * @self: a call
 * @transfer: (nullable): the newest attempt
 *
 * Sets what rf_call_get_transfer() gives.
 */
void
rf_call_set_transfer (RfCall     *self,
                      RfTransfer *transfer)
{
  if (transfer == self->transfer)
    return;
  if (self->transfer != NULL)
    g_signal_handlers_disconnect_by_data (self->transfer, self);
  g_set_object (&self->transfer, transfer);
  if (transfer != NULL)
    g_signal_connect_object (transfer, "advanced", G_CALLBACK (on_transfer_advanced), self, 0);
  notify (self, PROP_TRANSFER);
}

/**
 * rf_call_report_failure:
 * @self: a call
 * @error: why a command failed
 *
 * Tells of a command that nobody waits for.
 */
void
rf_call_report_failure (RfCall       *self,
                        const GError *error)
{
  g_signal_emit (self, signals[COMMAND_FAILED], 0, error);
}

/**
 * rf_call_get_proxy:
 * @self: a call
 *
 * Returns: (transfer none): its object in the core that carries it, or carried it
 */
RfDBusCall *
rf_call_get_proxy (RfCall *self)
{
  return self->proxy;
}

/**
 * rf_call_get_path:
 * @self: a call
 *
 * Returns: the path of its object in the core that carries it
 */
const char *
rf_call_get_path (RfCall *self)
{
  return g_dbus_proxy_get_object_path (G_DBUS_PROXY (self->proxy));
}

/* What was never asked for has not happened; of the rest nobody tells any more. A core asks as soon
 * as the hold is confirmed, and may have died before it could say so. */
static void
finish_transfer (RfCall     *self,
                 RfCallState state)
{
  RfTransferStage sure = state == RF_CALL_LOST ? RF_TRANSFER_STAGE_HOLD_CONFIRMED
                                               : RF_TRANSFER_STAGE_REFER_SENT;
  gboolean asked = rf_transfer_get_stage (self->transfer) >= sure;

  rf_transfer_advance (self->transfer, asked ? "unknown" : "failed", 0,
                       state == RF_CALL_LOST ? RF_REASON_CORE_ENDED : RF_REASON_CALL_ENDED,
                       g_get_real_time ());
}

static void
finish (RfCall     *self,
        RfCallState state,
        const char *why)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->ended_at == 0) {
    self->ended_at = g_get_real_time ();
    notify (self, PROP_ENDED_AT);
  }
  if (rf_call_is_live (self)) {
    if (why != NULL)
      set_text (self, &self->end_reason, g_strdup (why), PROP_END_REASON);
    set_state (self, state);
  }
  rf_call_clear_request (self);
  g_object_thaw_notify (G_OBJECT (self));
  if (self->transfer != NULL && rf_transfer_get_result (self->transfer) == RF_TRANSFER_PENDING)
    finish_transfer (self, state);
}

/**
 * rf_call_take_end:
 * @self: a call
 *
 * The core has no such call any more.
 */
void
rf_call_take_end (RfCall *self)
{
  finish (self, RF_CALL_ENDED, NULL);
}

/**
 * rf_call_take_loss:
 * @self: a call
 * @why: a sentence
 *
 * The core died under the call.
 */
void
rf_call_take_loss (RfCall     *self,
                   const char *why)
{
  finish (self, RF_CALL_LOST, why);
}
