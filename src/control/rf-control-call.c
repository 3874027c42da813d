/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-control-call"

#include "rf-control-call.h"

enum {
  TOLD,
  ASKED_FIRST,
  N_SIGNALS,
};

struct _RfControlCall {
  GObject     parent_instance;

  RfCall     *call;
  char       *id;
  gboolean    has_rung;
  const char *stage; /* the newest of "transfer", interned */
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RfControlCall, rf_control_call, G_TYPE_OBJECT)

static void
add_text (GVariantBuilder *builder,
          const char      *key,
          const char      *text)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (text != NULL ? text : ""));
}

/* Only where there is any. */
static void
add_some_text (GVariantBuilder *builder,
               const char      *key,
               const char      *text)
{
  if (text != NULL && *text != '\0')
    add_text (builder, key, text);
}

static void
add_time (GVariantBuilder *builder,
          const char      *key,
          gint64           time_us)
{
  if (time_us != 0)
    g_variant_builder_add (builder, "{sv}", key,
                           g_variant_new_double (time_us / (double) G_USEC_PER_SEC));
}

static void
add_flag (GVariantBuilder *builder,
          const char      *key,
          gboolean         flag)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_boolean (flag));
}

static void
add_code (GVariantBuilder *builder,
          const char      *key,
          guint            code)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_uint32 (code));
}

/* @time_us is when it happened, 0 for now. */
static void
begin_event (RfControlCall   *self,
             GVariantBuilder *builder,
             const char      *event,
             gint64           time_us)
{
  g_variant_builder_init (builder, G_VARIANT_TYPE_VARDICT);
  add_time (builder, "time", time_us != 0 ? time_us : g_get_real_time ());
  add_text (builder, "event", event);
  add_text (builder, "call", self->id);
  add_text (builder, "peer", rf_call_get_peer_label (self->call));
}

static void
end_event (RfControlCall   *self,
           GVariantBuilder *builder)
{
  g_autoptr (GVariant) event = g_variant_ref_sink (g_variant_builder_end (builder));

  g_signal_emit (self, signals[TOLD], 0, event);
}

static void
tell (RfControlCall *self,
      const char    *event,
      gint64         time_us)
{
  GVariantBuilder builder;

  begin_event (self, &builder, event, time_us);
  end_event (self, &builder);
}

static void
tell_of_end (RfControlCall *self,
             const char    *event)
{
  GVariantBuilder builder;

  begin_event (self, &builder, event, rf_call_get_ended_at (self->call));
  add_code (&builder, "code", rf_call_get_end_code (self->call));
  add_text (&builder, "reason", rf_call_get_end_reason (self->call));
  end_event (self, &builder);
}

static void
tell_of_ringing (RfControlCall *self)
{
  if (self->has_rung || rf_call_is_incoming (self->call))
    return;
  self->has_rung = TRUE;
  tell (self, "ringing", 0);
}

static void
on_state_changed (RfControlCall *self)
{
  switch (rf_call_get_state (self->call)) {
  case RF_CALL_RINGING_OUT:
  case RF_CALL_EARLY:
    tell_of_ringing (self);
    break;
  case RF_CALL_ESTABLISHED:
    tell (self, "established", rf_call_get_established_at (self->call));
    break;
  case RF_CALL_ENDED:
    tell_of_end (self, "ended");
    break;
  case RF_CALL_LOST:
    tell_of_end (self, "lost");
    break;
  case RF_CALL_DIALING:
  case RF_CALL_RINGING_IN:
  case RF_CALL_ASKING:
  default:
    break;
  }
}

static void
tell_of_hold (RfControlCall *self,
              gboolean       held,
              const char    *by)
{
  GVariantBuilder builder;

  if (!rf_call_is_live (self->call))
    return;
  begin_event (self, &builder, held ? "held" : "resumed", 0);
  add_text (&builder, "by", by);
  end_event (self, &builder);
}

static void
on_local_hold_changed (RfControlCall *self)
{
  tell_of_hold (self, rf_call_get_local_hold (self->call), "local");
}

static void
on_remote_hold_changed (RfControlCall *self)
{
  tell_of_hold (self, rf_call_get_remote_hold (self->call), "remote");
}

static const char *
get_kind (RfTransfer *transfer)
{
  return rf_transfer_get_kind (transfer) == RF_TRANSFER_ATTENDED_KIND ? "attended" : "blind";
}

/* An end can only be told once it is one: the stages that follow a success are stages. */
static gboolean
is_end (RfTransfer *transfer,
        const char *name)
{
  static const char *const ends[] = {
    "succeeded", "failed", "refused", "unknown", "cancelled", NULL
  };

  return rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING && g_strv_contains (ends, name);
}

static void
on_transfer_event (RfCall        *call,
                   RfTransfer    *transfer,
                   const char    *name,
                   guint          code,
                   gint64         time_us,
                   RfControlCall *self)
{
  gboolean end = is_end (transfer, name);
  gboolean newest = end || code == rf_transfer_get_code (transfer);
  GVariantBuilder builder;

  self->stage = g_intern_string (name);
  begin_event (self, &builder, end ? "transfer-end" : "transfer-stage", time_us);
  add_text (&builder, "stage", end ? rf_transfer_get_end_kind (transfer) : name);
  add_code (&builder, "code", code);
  /* What is told late of an earlier stage comes with a code of its own, and leaves the text. */
  add_text (&builder, "reason", newest ? rf_transfer_get_reason (transfer) : "");
  add_text (&builder, "target", rf_transfer_get_target (transfer));
  add_text (&builder, "kind", get_kind (transfer));
  end_event (self, &builder);
}

/* A new attempt, or none any more. */
static void
on_transfer_changed (RfControlCall *self)
{
  self->stage = NULL;
}

static void
on_request_changed (RfControlCall *self)
{
  GVariantBuilder builder;

  if (rf_call_get_request_target (self->call) == NULL)
    return;
  begin_event (self, &builder, "transfer-request", 0);
  add_text (&builder, "target", rf_call_get_request_target (self->call));
  add_text (&builder, "by", rf_call_get_request_by (self->call));
  add_text (&builder, "kind", rf_call_is_request_attended (self->call) ? "attended" : "blind");
  end_event (self, &builder);
}

static void
on_transferee_stage_changed (RfControlCall *self)
{
  GVariantBuilder builder;

  if (rf_call_get_transferee_stage (self->call) == NULL)
    return;
  begin_event (self, &builder, "transferee-stage", 0);
  add_text (&builder, "stage", rf_call_get_transferee_stage (self->call));
  add_code (&builder, "code", rf_call_get_transferee_code (self->call));
  add_text (&builder, "reason", rf_call_get_transferee_reason (self->call));
  end_event (self, &builder);
}

static void
rf_control_call_dispose (GObject *object)
{
  g_clear_object (&RF_CONTROL_CALL (object)->call);

  G_OBJECT_CLASS (rf_control_call_parent_class)->dispose (object);
}

static void
rf_control_call_finalize (GObject *object)
{
  g_free (RF_CONTROL_CALL (object)->id);

  G_OBJECT_CLASS (rf_control_call_parent_class)->finalize (object);
}

static void
rf_control_call_class_init (RfControlCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rf_control_call_dispose;
  object_class->finalize = rf_control_call_finalize;

  signals[TOLD] = g_signal_new ("told", RF_TYPE_CONTROL_CALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
  signals[ASKED_FIRST] = g_signal_new ("asked-first", RF_TYPE_CONTROL_CALL, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, RF_TYPE_CALL);
}

static void
rf_control_call_init (RfControlCall *self)
{
}

/**
 * rf_control_call_new:
 * @call: a call
 * @id: what scripts name it by
 *
 * Returns: (transfer full): what follows @call for scripts
 */
RfControlCall *
rf_control_call_new (RfCall     *call,
                     const char *id)
{
  static const struct {
    const char *signal;
    GCallback   callback;
  } followed[] = {
    { "notify::state", G_CALLBACK (on_state_changed) },
    { "notify::local-hold", G_CALLBACK (on_local_hold_changed) },
    { "notify::remote-hold", G_CALLBACK (on_remote_hold_changed) },
    { "notify::transfer", G_CALLBACK (on_transfer_changed) },
    { "notify::request-target", G_CALLBACK (on_request_changed) },
    { "notify::transferee-stage", G_CALLBACK (on_transferee_stage_changed) },
  };
  RfControlCall *self;

  g_return_val_if_fail (RF_IS_CALL (call), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (RF_TYPE_CONTROL_CALL, NULL);
  self->call = g_object_ref (call);
  self->id = g_strdup (id);
  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (call, followed[i].signal, followed[i].callback, self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (call, "transfer-event", G_CALLBACK (on_transfer_event), self, 0);
  return self;
}

/**
 * rf_control_call_get_call:
 * @self: a call for scripts
 *
 * Returns: (transfer none): the call
 */
RfCall *
rf_control_call_get_call (RfControlCall *self)
{
  g_return_val_if_fail (RF_IS_CONTROL_CALL (self), NULL);
  return self->call;
}

/**
 * rf_control_call_get_id:
 * @self: a call for scripts
 *
 * Returns: what scripts name it by
 */
const char *
rf_control_call_get_id (RfControlCall *self)
{
  g_return_val_if_fail (RF_IS_CONTROL_CALL (self), NULL);
  return self->id;
}

static void
describe_transfer (RfControlCall   *self,
                   GVariantBuilder *builder)
{
  RfTransfer *transfer = rf_call_get_transfer (self->call);
  const char *end;

  if (transfer == NULL)
    return;
  end = rf_transfer_get_end_kind (transfer);
  add_text (builder, "transfer", end != NULL ? end : self->stage);
  add_text (builder, "transfer_target", rf_transfer_get_target (transfer));
}

static const char *
get_state_name (RfCallState state)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (RF_TYPE_CALL_STATE);

  return g_enum_get_value (states, state)->value_nick;
}

/**
 * rf_control_call_describe:
 * @self: a call for scripts
 *
 * Returns: (transfer floating): how it stands, as ListCalls has it
 */
GVariant *
rf_control_call_describe (RfControlCall *self)
{
  GVariantBuilder builder;
  RfCall *call;

  g_return_val_if_fail (RF_IS_CONTROL_CALL (self), NULL);
  call = self->call;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_text (&builder, "id", self->id);
  add_text (&builder, "state", get_state_name (rf_call_get_state (call)));
  add_text (&builder, "direction", rf_call_is_incoming (call) ? "incoming" : "outgoing");
  add_text (&builder, "peer", rf_call_get_peer_label (call));
  add_text (&builder, "uri", rf_call_get_peer_uri (call));
  add_text (&builder, "call_id", rf_call_get_call_id (call));
  add_flag (&builder, "held", rf_call_get_local_hold (call));
  add_flag (&builder, "held_by_peer", rf_call_get_remote_hold (call));
  add_flag (&builder, "muted", rf_call_get_muted (call));
  add_flag (&builder, "can_take_over", rf_call_can_take_over (call));
  add_time (&builder, "created", rf_call_get_created_at (call));
  add_time (&builder, "established", rf_call_get_established_at (call));
  add_time (&builder, "ended", rf_call_get_ended_at (call));
  if (!rf_call_is_live (call) && rf_call_get_state (call) != RF_CALL_ASKING) {
    add_code (&builder, "end_code", rf_call_get_end_code (call));
    add_some_text (&builder, "end_reason", rf_call_get_end_reason (call));
    add_some_text (&builder, "redirected_to", rf_call_get_redirected_to (call));
  }
  add_some_text (&builder, "referred_by", rf_call_get_referred_by (call));
  describe_transfer (self, &builder);
  add_some_text (&builder, "request_target", rf_call_get_request_target (call));
  add_some_text (&builder, "request_by", rf_call_get_request_by (call));
  if (rf_call_get_request_target (call) != NULL)
    add_text (&builder, "request_kind", rf_call_is_request_attended (call) ? "attended" : "blind");
  return g_variant_builder_end (&builder);
}

/**
 * rf_control_call_tell_of_asking:
 * @self: a call for scripts, which waits on hold
 * @asked: the call to whom a script asks first
 *
 * Emits "asked-first".
 */
void
rf_control_call_tell_of_asking (RfControlCall *self,
                                RfCall        *asked)
{
  g_return_if_fail (RF_IS_CONTROL_CALL (self));
  g_return_if_fail (RF_IS_CALL (asked));
  g_signal_emit (self, signals[ASKED_FIRST], 0, asked);
}

/**
 * rf_control_call_tell_of_failure:
 * @self: a call for scripts
 * @command: what a script wanted done with it
 * @error: why it was not done
 *
 * Emits "told": who gave the command hears of it, but others who watch do not.
 */
void
rf_control_call_tell_of_failure (RfControlCall *self,
                                 const char    *command,
                                 const GError  *error)
{
  GVariantBuilder builder;

  g_return_if_fail (RF_IS_CONTROL_CALL (self));
  g_return_if_fail (command != NULL && error != NULL);
  begin_event (self, &builder, "command-failed", 0);
  add_text (&builder, "command", command);
  add_text (&builder, "reason", error->message);
  end_event (self, &builder);
}

static const char *
get_first_event (RfCall *call)
{
  if (rf_call_get_state (call) == RF_CALL_ASKING)
    return "asking";
  return rf_call_is_incoming (call) ? "incoming" : "dialing";
}

/**
 * rf_control_call_tell_of_start:
 * @self: a call for scripts that has just begun
 *
 * Emits "told" with the first event of the call, and with what it has already become.
 */
void
rf_control_call_tell_of_start (RfControlCall *self)
{
  GVariantBuilder builder;

  g_return_if_fail (RF_IS_CONTROL_CALL (self));
  begin_event (self, &builder, get_first_event (self->call), rf_call_get_created_at (self->call));
  add_text (&builder, "uri", rf_call_get_peer_uri (self->call));
  add_some_text (&builder, "referred_by", rf_call_get_referred_by (self->call));
  end_event (self, &builder);
  on_state_changed (self);
}
