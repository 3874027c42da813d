/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-referral"

#include "rf-call-private.h"
#include "rf-text.h"

/* What others do to a call of ours: a REFER that sends us elsewhere (we are the transferee), and an
 * INVITE that takes its place (we are the target). */

static void
set_text (RfCall      *self,
          char       **field,
          const char  *text,
          const char  *property)
{
  g_autofree char *shown = rf_text_for_show (text);

  if (g_strcmp0 (*field, shown) == 0)
    return;
  g_free (*field);
  *field = g_steal_pointer (&shown);
  g_object_notify (G_OBJECT (self), property);
}

static void
set_call (RfCall      *self,
          RfCall     **field,
          RfCall      *call,
          const char  *property)
{
  if (g_set_weak_pointer (field, call))
    g_object_notify (G_OBJECT (self), property);
}

/* Whether a wish to transfer us is being fulfilled. */
static gboolean
is_on_the_way (RfCall *self)
{
  return g_strcmp0 (self->transferee_stage, "dialing") == 0
         || g_strcmp0 (self->transferee_stage, "ringing") == 0;
}

/**
 * rf_call_take_transferee_stage:
 * @self: a call
 * @stage: what a TransfereeStage signal of the core carried
 * @code: the SIP status that it rests on, or 0
 * @reason: text that came with it
 * @triggered: (nullable): the call that we place for it
 *
 * A second REFER is refused while the first is open (491), which says nothing of the first.
 */
void
rf_call_take_transferee_stage (RfCall     *self,
                               const char *stage,
                               guint       code,
                               const char *reason,
                               RfCall     *triggered)
{
  gboolean was_on_the_way = is_on_the_way (self);

  if (g_strcmp0 (stage, "refused") == 0 && (was_on_the_way || self->request_target != NULL))
    return;
  g_object_freeze_notify (G_OBJECT (self));
  rf_call_clear_request (self);
  if (triggered != NULL || !was_on_the_way)
    set_call (self, &self->triggered_call, triggered, "triggered-call");
  if (triggered != NULL)
    set_text (triggered, &triggered->asked_by, rf_call_get_peer_label (self), "asked-by");
  set_text (self, &self->transferee_stage, stage, "transferee-stage");
  set_text (self, &self->transferee_reason, reason, "transferee-reason");
  if (self->transferee_code != code) {
    self->transferee_code = code;
    g_object_notify (G_OBJECT (self), "transferee-code");
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_old_state_changed (RfCall     *old,
                      GParamSpec *pspec,
                      RfCall     *self)
{
  if (self->replaces == old && !rf_call_is_live (old))
    set_call (self, &self->replaces, NULL, "replaces");
}

/**
 * rf_call_set_replaces:
 * @self: an incoming call
 * @old: a call of the same phone
 *
 * When @self is answered it takes the place of @old, and the core ends that one.
 */
void
rf_call_set_replaces (RfCall *self,
                      RfCall *old)
{
  if (!rf_call_is_live (old))
    return;
  g_signal_connect_object (old, "notify::state", G_CALLBACK (on_old_state_changed), self, 0);
  set_call (self, &self->replaces, old, "replaces");
  rf_call_settle_replacement (self);
}

/**
 * rf_call_settle_replacement:
 * @self: a call
 *
 * Notes, once it is answered, what it has replaced.
 */
void
rf_call_settle_replacement (RfCall *self)
{
  RfCall *old = self->replaces;

  if (old == NULL || self->state != RF_CALL_ESTABLISHED)
    return;
  set_call (self, &self->replaced_call, old, "replaced-call");
  set_call (self, &self->replaces, NULL, "replaces");
  set_call (old, &old->replaced_by, self, "replaced-by");
}
