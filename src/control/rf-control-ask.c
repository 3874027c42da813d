/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-control-ask"

#include "rf-control-ask.h"

#include "rf-control-choice.h"
#include "rf-control-private.h"

/* The method AskFirst: hold, then dial; back, where that does not work. */

typedef struct {
  RfPhone               *phone;
  GPtrArray             *calls;
  RfControlCall         *call;
  char                  *target;
  gboolean               was_held;
  GDBusMethodInvocation *invocation;
} Ask;

static void
ask_free (Ask *ask)
{
  g_object_unref (ask->phone);
  g_ptr_array_unref (ask->calls);
  g_object_unref (ask->call);
  g_free (ask->target);
  g_free (ask);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ask, ask_free)

static RfCall *
get_caller (Ask *ask)
{
  return rf_control_call_get_call (ask->call);
}

static void
fail (Ask          *ask,
      const GError *error)
{
  rf_control_call_tell_of_failure (ask->call, "ask-first", error);
  rf_control_return_error (ask->invocation, error);
}

static void
on_dial_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Ask) ask = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) consultation = rf_phone_dial_finish (RF_PHONE (source), result, &error);

  if (consultation != NULL) {
    rf_control_call_tell_of_asking (ask->call, consultation);
    g_dbus_method_invocation_return_value (
      ask->invocation, g_variant_new ("(ss)", rf_control_call_get_id (ask->call),
                                      rf_control_find_id (ask->calls, consultation)));
    return;
  }
  fail (ask, error);
  if (!ask->was_held && rf_call_is_live (get_caller (ask)))
    rf_call_set_hold_async (get_caller (ask), FALSE, NULL, NULL, NULL);
}

static void
dial (Ask *ask)
{
  rf_phone_dial_async (ask->phone, ask->target, NULL, on_dial_ready, ask);
}

static void
on_hold_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Ask) ask = user_data;
  g_autoptr (GError) error = NULL;

  if (rf_call_command_finish (RF_CALL (source), result, &error))
    dial (g_steal_pointer (&ask));
  else
    fail (ask, error);
}

/**
 * rf_control_ask:
 * @phone: a phone
 * @calls: (element-type RfControlCall): its calls, which may change meanwhile
 * @call: one that can be transferred
 * @target: whom to ask
 * @invocation: (transfer full): answered with both ids, or why it failed
 *
 * Holds @call and dials @target.
 */
void
rf_control_ask (RfPhone               *phone,
                GPtrArray             *calls,
                RfControlCall         *call,
                const char            *target,
                GDBusMethodInvocation *invocation)
{
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;
  Ask *ask;

  /* Nobody is put on hold for an address that cannot be called. */
  uri = rf_phone_complete_uri (phone, target, &error);
  if (uri == NULL) {
    rf_control_return_error (invocation, error);
    return;
  }
  ask = g_new0 (Ask, 1);
  ask->phone = g_object_ref (phone);
  ask->calls = g_ptr_array_ref (calls);
  ask->call = g_object_ref (call);
  ask->target = g_steal_pointer (&uri);
  ask->was_held = rf_call_get_local_hold (get_caller (ask));
  ask->invocation = invocation;
  /* Where the call is on hold already, the core learns of it that the person goes on with it. */
  rf_call_set_hold_async (get_caller (ask), TRUE, NULL, on_hold_ready, ask);
}
