/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-control"

#include "rf-control.h"

#include "rf-control-ask.h"
#include "rf-control-choice.h"
#include "rf-control-private.h"

struct _RfControl {
  GObject        parent_instance;

  RfPhone       *phone;
  RfDBusControl *skeleton;
  GPtrArray     *calls; /* RfControlCall, oldest first: those that the phone lists */
  guint          last_id;
};

G_DEFINE_FINAL_TYPE (RfControl, rf_control, G_TYPE_OBJECT)

enum {
  ASKED_FIRST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Events */

static void
on_told (RfControlCall *call,
         GVariant      *event,
         RfControl     *self)
{
  rf_dbus_control_emit_event (self->skeleton, event);
}

static void
on_asked_first (RfControlCall *call,
                RfCall        *asked,
                RfControl     *self)
{
  g_signal_emit (self, signals[ASKED_FIRST], 0, rf_control_call_get_call (call), asked);
}

/* An address that the core does not answer to yet is of no use to anybody. */
static const char *
get_address (RfControl *self)
{
  const char *address = rf_phone_get_aor (self->phone);

  return address != NULL && rf_phone_get_state (self->phone) == RF_PHONE_READY ? address : "";
}

static void
on_registration_changed (RfControl *self)
{
  g_autofree char *state = NULL;
  g_autofree char *reason = NULL;
  const char *address = get_address (self);
  GVariantBuilder event;

  g_object_get (self->phone, "registration", &state, "registration-reason", &reason, NULL);
  g_variant_builder_init (&event, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&event, "{sv}", "time",
                         g_variant_new_double (g_get_real_time () / (double) G_USEC_PER_SEC));
  g_variant_builder_add (&event, "{sv}", "event", g_variant_new_string ("registration"));
  g_variant_builder_add (&event, "{sv}", "stage", g_variant_new_string (state));
  g_variant_builder_add (&event, "{sv}", "reason", g_variant_new_string (reason ? reason : ""));
  g_variant_builder_add (&event, "{sv}", "address", g_variant_new_string (address));
  rf_dbus_control_set_registration (self->skeleton, state);
  rf_dbus_control_set_address (self->skeleton, address);
  rf_dbus_control_emit_event (self->skeleton, g_variant_builder_end (&event));
}

/* Also when the phone has an address of its own at last, or another one. */
static void
on_address_changed (RfControl *self)
{
  if (g_strcmp0 (rf_dbus_control_get_address (self->skeleton), get_address (self)) != 0)
    on_registration_changed (self);
}

/* The calls */

static RfControlCall *
add_call (RfControl *self,
          RfCall    *call)
{
  g_autofree char *id = g_strdup_printf ("%u", ++self->last_id);
  RfControlCall *added = rf_control_call_new (call, id);

  g_signal_connect_object (added, "told", G_CALLBACK (on_told), self, 0);
  g_signal_connect_object (added, "asked-first", G_CALLBACK (on_asked_first), self, 0);
  g_ptr_array_add (self->calls, added);
  return added;
}

static void
on_call_added (RfControl *self,
               RfCall    *call)
{
  rf_control_call_tell_of_start (add_call (self, call));
}

static gboolean
is_listed (RfControl *self,
           RfCall    *call)
{
  GListModel *calls = G_LIST_MODEL (self->phone);

  for (guint i = 0; i < g_list_model_get_n_items (calls); i++) {
    g_autoptr (RfCall) listed = g_list_model_get_item (calls, i);

    if (listed == call)
      return TRUE;
  }
  return FALSE;
}

static void
on_items_changed (GListModel *calls,
                  guint       position,
                  guint       removed,
                  guint       added,
                  RfControl  *self)
{
  if (removed == 0)
    return;
  for (guint i = self->calls->len; i > 0; i--) {
    RfControlCall *call = g_ptr_array_index (self->calls, i - 1);

    if (!is_listed (self, rf_control_call_get_call (call)))
      g_ptr_array_remove_index (self->calls, i - 1);
  }
}

/* Commands */

/* Answers one method with the id of the call that it acted on. */
typedef struct {
  GDBusMethodInvocation *invocation;
  char                  *id;
} Command;

static Command *
command_new (GDBusMethodInvocation *invocation,
             RfControlCall         *call)
{
  Command *command = g_new0 (Command, 1);

  command->invocation = invocation;
  command->id = g_strdup (rf_control_call_get_id (call));
  return command;
}

static void
on_command_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Command *command = user_data;
  g_autoptr (GError) error = NULL;

  if (rf_call_command_finish (RF_CALL (source), result, &error))
    g_dbus_method_invocation_return_value (command->invocation, g_variant_new ("(s)", command->id));
  else
    rf_control_return_error (command->invocation, error);
  g_free (command->id);
  g_free (command);
}

/* NULL where none fits; the caller has heard why. */
static RfControlCall *
choose (RfControl             *self,
        const char            *id,
        RfControlFit           fit,
        RfControlCall         *but,
        GDBusMethodInvocation *invocation)
{
  g_autoptr (GError) error = NULL;
  RfControlCall *call = rf_control_choose (self->calls, id, fit, but, &error);

  if (call == NULL)
    rf_control_return_error (invocation, error);
  return call;
}

static gboolean
on_list_calls (RfControl             *self,
               GDBusMethodInvocation *invocation)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < self->calls->len; i++)
    g_variant_builder_add_value (&list, rf_control_call_describe (self->calls->pdata[i]));
  rf_dbus_control_complete_list_calls (self->skeleton, invocation, g_variant_builder_end (&list));
  return TRUE;
}

/* A command on a call can hold the phone, but this needs us too: the id is ours. */
typedef struct {
  RfControl             *self;
  GDBusMethodInvocation *invocation;
} Dial;

static void
on_dial_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autofree Dial *dial = user_data;
  g_autoptr (RfControl) self = dial->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) call = rf_phone_dial_finish (RF_PHONE (source), result, &error);

  if (call != NULL)
    g_dbus_method_invocation_return_value (
      dial->invocation, g_variant_new ("(s)", rf_control_find_id (self->calls, call)));
  else
    rf_control_return_error (dial->invocation, error);
}

static gboolean
on_dial (RfControl             *self,
         GDBusMethodInvocation *invocation,
         const char            *target)
{
  Dial *dial = g_new (Dial, 1);

  *dial = (Dial) { g_object_ref (self), invocation };
  rf_phone_dial_async (self->phone, target, NULL, on_dial_ready, dial);
  return TRUE;
}

static gboolean
on_answer (RfControl             *self,
           GDBusMethodInvocation *invocation,
           const char            *id)
{
  RfControlCall *call = choose (self, id, RF_CONTROL_FIT_ANSWER, NULL, invocation);

  if (call != NULL)
    rf_call_answer_async (rf_control_call_get_call (call), NULL, on_command_ready,
                          command_new (invocation, call));
  return TRUE;
}

static gboolean
on_hang_up (RfControl             *self,
            GDBusMethodInvocation *invocation,
            const char            *id,
            guint16                code)
{
  RfControlCall *call;

  if (code != 0 && (code < 400 || code > 699)) {
    g_dbus_method_invocation_return_dbus_error (invocation, RF_CONTROL_ERROR_FAILED,
                                                "A code to decline with is from 400 to 699.");
    return TRUE;
  }
  call = choose (self, id, RF_CONTROL_FIT_HANG_UP, NULL, invocation);
  if (call != NULL)
    rf_call_hang_up_async (rf_control_call_get_call (call), code, NULL, on_command_ready,
                           command_new (invocation, call));
  return TRUE;
}

static gboolean
on_set_hold (RfControl             *self,
             GDBusMethodInvocation *invocation,
             const char            *id,
             gboolean               held)
{
  RfControlCall *call = choose (self, id, held ? RF_CONTROL_FIT_HOLD : RF_CONTROL_FIT_RESUME, NULL,
                                invocation);

  if (call != NULL)
    rf_call_set_hold_async (rf_control_call_get_call (call), held, NULL, on_command_ready,
                            command_new (invocation, call));
  return TRUE;
}

static gboolean
on_transfer (RfControl             *self,
             GDBusMethodInvocation *invocation,
             const char            *id,
             const char            *target)
{
  RfControlCall *call = choose (self, id, RF_CONTROL_FIT_TRANSFER, NULL, invocation);

  if (call != NULL)
    rf_call_transfer_async (rf_control_call_get_call (call), target, NULL, on_command_ready,
                            command_new (invocation, call));
  return TRUE;
}

static gboolean
on_transfer_to (RfControl             *self,
                GDBusMethodInvocation *invocation,
                const char            *id,
                const char            *other_id)
{
  RfControlCall *other, *call;

  if (*other_id == '\0') {
    g_dbus_method_invocation_return_dbus_error (invocation, RF_CONTROL_ERROR_FAILED,
                                                "Say which call to transfer to.");
    return TRUE;
  }
  other = choose (self, other_id, RF_CONTROL_FIT_TARGET, NULL, invocation);
  call = other ? choose (self, id, RF_CONTROL_FIT_TRANSFER, other, invocation) : NULL;
  if (call != NULL)
    rf_call_transfer_to_async (rf_control_call_get_call (call), rf_control_call_get_call (other),
                               NULL, on_command_ready, command_new (invocation, call));
  return TRUE;
}

static gboolean
on_ask_first (RfControl             *self,
              GDBusMethodInvocation *invocation,
              const char            *id,
              const char            *target)
{
  RfControlCall *call = choose (self, id, RF_CONTROL_FIT_TRANSFER, NULL, invocation);

  if (call != NULL)
    rf_control_ask (self->phone, self->calls, call, target, invocation);
  return TRUE;
}

static gboolean
on_cancel_transfer (RfControl             *self,
                    GDBusMethodInvocation *invocation,
                    const char            *id)
{
  RfControlCall *call = choose (self, id, RF_CONTROL_FIT_CANCEL, NULL, invocation);

  if (call != NULL)
    rf_call_cancel_transfer_async (rf_control_call_get_call (call), NULL, on_command_ready,
                                   command_new (invocation, call));
  return TRUE;
}

static gboolean
on_answer_request (RfControl             *self,
                   GDBusMethodInvocation *invocation,
                   const char            *id,
                   gboolean               accept)
{
  RfControlCall *call = choose (self, id, RF_CONTROL_FIT_CONSENT, NULL, invocation);

  if (call != NULL)
    rf_call_answer_request_async (rf_control_call_get_call (call), accept, NULL, on_command_ready,
                                  command_new (invocation, call));
  return TRUE;
}

static void
rf_control_dispose (GObject *object)
{
  RfControl *self = RF_CONTROL (object);

  if (self->skeleton != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->phone);
  g_ptr_array_set_size (self->calls, 0);

  G_OBJECT_CLASS (rf_control_parent_class)->dispose (object);
}

static void
rf_control_finalize (GObject *object)
{
  g_ptr_array_unref (RF_CONTROL (object)->calls);

  G_OBJECT_CLASS (rf_control_parent_class)->finalize (object);
}

static void
rf_control_class_init (RfControlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rf_control_dispose;
  object_class->finalize = rf_control_finalize;

  signals[ASKED_FIRST] = g_signal_new ("asked-first", RF_TYPE_CONTROL, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, RF_TYPE_CALL, RF_TYPE_CALL);
}

static void
rf_control_init (RfControl *self)
{
  static const struct {
    const char *method;
    GCallback   callback;
  } methods[] = {
    { "handle-list-calls", G_CALLBACK (on_list_calls) },
    { "handle-dial", G_CALLBACK (on_dial) },
    { "handle-answer", G_CALLBACK (on_answer) },
    { "handle-hang-up", G_CALLBACK (on_hang_up) },
    { "handle-set-hold", G_CALLBACK (on_set_hold) },
    { "handle-transfer", G_CALLBACK (on_transfer) },
    { "handle-transfer-to", G_CALLBACK (on_transfer_to) },
    { "handle-ask-first", G_CALLBACK (on_ask_first) },
    { "handle-cancel-transfer", G_CALLBACK (on_cancel_transfer) },
    { "handle-answer-request", G_CALLBACK (on_answer_request) },
  };

  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
  self->skeleton = rf_dbus_control_skeleton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (self->skeleton, methods[i].method, methods[i].callback, self,
                             G_CONNECT_SWAPPED);
}

static void
follow_phone (RfControl *self,
              RfPhone   *phone)
{
  self->phone = g_object_ref (phone);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (phone)); i++) {
    g_autoptr (RfCall) call = g_list_model_get_item (G_LIST_MODEL (phone), i);

    add_call (self, call);
  }
  g_signal_connect_object (phone, "call-added", G_CALLBACK (on_call_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (phone, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_AFTER);
  g_signal_connect_object (phone, "notify::aor", G_CALLBACK (on_address_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (phone, "notify::state", G_CALLBACK (on_address_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (phone, "notify::registration", G_CALLBACK (on_registration_changed),
                           self, G_CONNECT_SWAPPED);
  on_registration_changed (self);
}

/**
 * rf_control_new:
 * @phone: what scripts are to lead
 * @connection: where they can reach it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the service, already exported
 */
RfControl *
rf_control_new (RfPhone          *phone,
                GDBusConnection  *connection,
                GError          **error)
{
  g_autoptr (RfControl) self = NULL;

  g_return_val_if_fail (RF_IS_PHONE (phone), NULL);
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (RF_TYPE_CONTROL, NULL);
  follow_phone (self, phone);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                         RF_CONTROL_PATH, error))
    return NULL;
  return g_steal_pointer (&self);
}
