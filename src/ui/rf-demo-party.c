/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-demo-party"

#include "config.h"

#include "rf-demo-party.h"

#include "rf-call-panel.h"
#include "rf-target.h"

#include <glib/gi18n.h>

/**
 * RfDemoParty:
 *
 * One of the phones on the stage: who it is, which part it plays, its address, its calls with the
 * same rows and buttons as in the main window, and a menu to call one of the others by hand.
 */
struct _RfDemoParty {
  GtkBox              parent_instance;

  RfRunner           *runner;
  guint               party;
  GSimpleActionGroup *actions;
  GListStore         *others; /* of RfTarget: whom a call can be transferred to */

  GtkLabel           *name_label;
  GtkLabel           *role_label;
  GtkLabel           *address_label;
  GtkMenuButton      *call_button;
  AtkObject          *call_accessible;
  RfCallPanel         *calls;
};

G_DEFINE_FINAL_TYPE (RfDemoParty, rf_demo_party, GTK_TYPE_BOX)

static RfPhone *
get_phone (RfDemoParty *self)
{
  return rf_runner_get_phone (self->runner, self->party);
}

/* Scenarios are written by anybody; the three parts of a transfer have translated names, others are
   shown as they are. */
static const char *
get_role_title (const char *role)
{
  if (g_strcmp0 (role, "transferor") == 0)
    return _("transferor");
  if (g_strcmp0 (role, "transferee") == 0)
    return _("transferee");
  if (g_strcmp0 (role, "target") == 0)
    return _("transfer target");

  return role != NULL ? role : "";
}

static void
on_dial_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfCall) call = rf_phone_dial_finish (RF_PHONE (source), result, &error);

  if (call == NULL)
    g_signal_emit_by_name (source, "command-failed", NULL, error);
}

static void
on_call_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  RfDemoParty *self = RF_DEMO_PARTY (user_data);
  guint other = g_variant_get_uint32 (parameter);
  const char *aor = NULL;

  if (other < rf_runner_get_n_phones (self->runner))
    aor = rf_phone_get_aor (rf_runner_get_phone (self->runner, other));
  if (aor != NULL)
    rf_phone_dial_async (get_phone (self), aor, NULL, on_dial_ready, NULL);
}

static void
on_phone_changed (RfDemoParty *self)
{
  RfPhone *phone = get_phone (self);
  const char *aor = rf_phone_get_aor (phone);
  const char *problem = rf_phone_get_problem (phone);

  gtk_label_set_text (self->address_label,
                      problem != NULL ? problem : aor != NULL ? aor : _("starting…"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address_label), problem != NULL ? problem : aor);
  gtk_widget_set_sensitive (GTK_WIDGET (self->call_button),
                            rf_phone_get_state (phone) == RF_PHONE_READY);
}

static void
on_other_changed (RfDemoParty *self)
{
  RfScenario *scenario = rf_runner_get_scenario (self->runner);

  g_list_store_remove_all (self->others);
  for (guint i = 0; i < rf_runner_get_n_phones (self->runner); i++) {
    const char *aor = rf_phone_get_aor (rf_runner_get_phone (self->runner, i));
    g_autoptr (RfTarget) target = NULL;

    if (i == self->party || aor == NULL)
      continue;

    target = rf_target_new (rf_scenario_get_party (scenario, i)->label, aor, _("In this demo"));
    g_list_store_append (self->others, target);
  }
}

static void
follow_others (RfDemoParty *self)
{
  for (guint i = 0; i < rf_runner_get_n_phones (self->runner); i++)
    if (i != self->party)
      g_signal_connect_object (rf_runner_get_phone (self->runner, i), "notify::aor",
                               G_CALLBACK (on_other_changed), self, G_CONNECT_SWAPPED);
  on_other_changed (self);
  g_object_set (self->calls, "targets", self->others, NULL);
}

static void
fill_call_menu (RfDemoParty *self)
{
  RfScenario *scenario = rf_runner_get_scenario (self->runner);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < rf_scenario_get_n_parties (scenario); i++) {
    g_autofree char *label = NULL;
    g_autoptr (GMenuItem) item = NULL;

    if (i == self->party)
      continue;

    /* Translators: in a menu; %s is a person */
    label = g_strdup_printf (_("Call %s"), rf_scenario_get_party (scenario, i)->label);
    item = g_menu_item_new (label, NULL);
    g_menu_item_set_action_and_target (item, "party.call", "u", i);
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->call_button, G_MENU_MODEL (menu));
}

static void
show_party (RfDemoParty *self)
{
  const RfScenarioParty *party = rf_scenario_get_party (rf_runner_get_scenario (self->runner),
                                                        self->party);
  g_autofree char *call_name = g_strdup_printf (_("Call somebody as %s"), party->label);
  RfPhone *phone = get_phone (self);

  gtk_label_set_text (self->name_label, party->label);
  gtk_label_set_text (self->role_label, get_role_title (party->role));
  atk_object_set_name (self->call_accessible, call_name);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), party->label);
  fill_call_menu (self);
  follow_others (self);
  rf_call_panel_set_phone (self->calls, phone);
  g_signal_connect_object (phone, "notify::state", G_CALLBACK (on_phone_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (phone, "notify::aor", G_CALLBACK (on_phone_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (phone, "notify::problem", G_CALLBACK (on_phone_changed), self,
                           G_CONNECT_SWAPPED);
  on_phone_changed (self);
}

static void
rf_demo_party_dispose (GObject *object)
{
  RfDemoParty *self = RF_DEMO_PARTY (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->others);
  g_clear_object (&self->runner);

  G_OBJECT_CLASS (rf_demo_party_parent_class)->dispose (object);
}

static void
rf_demo_party_class_init (RfDemoPartyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rf_demo_party_dispose;

  g_type_ensure (RF_TYPE_CALL_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-demo-party.ui");
  gtk_widget_class_bind_template_child (widget_class, RfDemoParty, name_label);
  gtk_widget_class_bind_template_child (widget_class, RfDemoParty, role_label);
  gtk_widget_class_bind_template_child (widget_class, RfDemoParty, address_label);
  gtk_widget_class_bind_template_child (widget_class, RfDemoParty, call_button);
  gtk_widget_class_bind_template_child (widget_class, RfDemoParty, call_accessible);
  gtk_widget_class_bind_template_child (widget_class, RfDemoParty, calls);
}

static void
rf_demo_party_init (RfDemoParty *self)
{
  const GActionEntry entries[] = {
    { .name = "call", .activate = on_call_activated, .parameter_type = "u" },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  atk_object_set_role (gtk_widget_get_accessible (GTK_WIDGET (self)), ATK_ROLE_PANEL);
  self->others = g_list_store_new (RF_TYPE_TARGET);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "party", G_ACTION_GROUP (self->actions));
}

/**
 * rf_demo_party_new:
 * @runner: the runner whose phones are shown
 * @party: which of them
 *
 * Returns: (transfer floating): the phone's place on the stage
 */
GtkWidget *
rf_demo_party_new (RfRunner *runner,
                   guint     party)
{
  RfDemoParty *self;

  g_return_val_if_fail (RF_IS_RUNNER (runner), NULL);
  g_return_val_if_fail (party < rf_runner_get_n_phones (runner), NULL);

  self = g_object_new (RF_TYPE_DEMO_PARTY, NULL);
  self->runner = g_object_ref (runner);
  self->party = party;
  show_party (self);

  return GTK_WIDGET (self);
}
