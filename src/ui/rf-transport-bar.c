/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-transport-bar"

#include "config.h"

#include "rf-transport-bar.h"

#include <glib/gi18n.h>

/**
 * RfTransportBar:
 *
 * The controls of the demo: which scenario, from the beginning, one message, or on and on; how
 * fast; and whose ear to borrow. Its buttons are actions of the window, "win.restart", "win.step"
 * and "win.play"; the choices it gives to the player itself.
 */
struct _RfTransportBar {
  GtkBox           parent_instance;

  RfDemoPlayer    *player;

  GtkImage        *play_image;
  GtkLabel        *play_label;
  AtkObject       *play_accessible;
  GtkLabel        *held_label;
  GtkComboBoxText *scenario_combo;
  GtkComboBoxText *listen_combo;
  int              listen_choice; /* entry of that list, -1 while nothing was chosen */
  GtkWidget       *silence_label;
  GtkComboBoxText *speed_combo;
};

G_DEFINE_FINAL_TYPE (RfTransportBar, rf_transport_bar, GTK_TYPE_BOX)

static void
on_scenario_changed (RfTransportBar *self)
{
  const char *name = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->scenario_combo));

  if (self->player != NULL && name != NULL)
    rf_demo_player_open (self->player, name);
}

static void
on_listen_changed (RfTransportBar *self)
{
  RfRunner *runner = self->player != NULL ? rf_demo_player_get_runner (self->player) : NULL;
  int choice = gtk_combo_box_get_active (GTK_COMBO_BOX (self->listen_combo));

  /* The first entry is nobody, -1 for the runner. */
  if (runner == NULL || choice < 0)
    return;
  self->listen_choice = choice;
  rf_runner_listen_as (runner, choice - 1);
}

static void
on_speed_changed (RfTransportBar *self)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->speed_combo));

  if (self->player != NULL && id != NULL)
    g_object_set (self->player, "speed", g_ascii_strtod (id, NULL), NULL);
}

static void
on_playing_changed (RfTransportBar *self)
{
  gboolean playing = rf_demo_player_get_playing (self->player);
  const char *label = rf_demo_player_is_over (self->player) ? _("Play again") : _("Play");
  const char *icon = playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic";

  if (playing)
    label = _("Pause");
  gtk_label_set_label (self->play_label, label);
  atk_object_set_name (self->play_accessible, label);
  gtk_image_set_from_icon_name (self->play_image, icon, GTK_ICON_SIZE_BUTTON);
}

static void
on_n_held_changed (RfTransportBar *self)
{
  guint n_held = rf_demo_player_get_n_held (self->player);
  g_autofree char *text = NULL;

  /* Translators: messages that have been sent but are not shown yet */
  if (n_held > 0)
    text = g_strdup_printf (ngettext ("%u more waits", "%u more wait", n_held), n_held);
  gtk_label_set_label (self->held_label, text != NULL ? text : "");
}

/* Calls go on without sound; the reason is the same for all of the phones. */
static void
on_audio_problem_changed (RfTransportBar *self)
{
  RfRunner *runner = rf_demo_player_get_runner (self->player);
  const char *problem = NULL;

  for (guint i = 0; runner != NULL && problem == NULL && i < rf_runner_get_n_phones (runner); i++)
    problem = rf_phone_get_audio_problem (rf_runner_get_phone (runner, i));
  gtk_widget_set_tooltip_text (self->silence_label, problem);
  gtk_widget_set_visible (self->silence_label, problem != NULL);
}

static void
follow_audio (RfTransportBar *self,
              RfRunner       *runner)
{
  for (guint i = 0; runner != NULL && i < rf_runner_get_n_phones (runner); i++)
    g_signal_connect_object (rf_runner_get_phone (runner, i), "notify::audio-problem",
                             G_CALLBACK (on_audio_problem_changed), self, G_CONNECT_SWAPPED);
  on_audio_problem_changed (self);
}

/* The parties of the scenario; who was listened to by place is so again after a restart. */
static void
on_runner_changed (RfTransportBar *self)
{
  RfRunner *runner = rf_demo_player_get_runner (self->player);
  RfScenario *scenario = runner != NULL ? rf_runner_get_scenario (runner) : NULL;
  guint n_parties = scenario != NULL ? rf_scenario_get_n_parties (scenario) : 0;
  int choice = self->listen_choice;

  gtk_combo_box_text_remove_all (self->listen_combo);
  /* Translators: in the list "Listen as" */
  gtk_combo_box_text_append (self->listen_combo, "nobody", _("nobody"));
  for (guint i = 0; i < n_parties; i++) {
    const RfScenarioParty *party = rf_scenario_get_party (scenario, i);

    gtk_combo_box_text_append (self->listen_combo, party->id, party->label);
  }
  if (choice < 0 && runner != NULL)
    choice = rf_runner_get_listener (runner) + 1;
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->listen_combo), CLAMP (choice, 0, (int) n_parties));
  follow_audio (self, runner);
}

static void
fill_scenarios (RfTransportBar *self)
{
  g_auto (GStrv) names = rf_scenario_list ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autoptr (RfScenario) scenario = rf_scenario_load (names[i], NULL);

    /* One that cannot be read is told about when it is asked for by name. */
    if (scenario != NULL)
      gtk_combo_box_text_append (self->scenario_combo, names[i],
                                 _(rf_scenario_get_title (scenario)));
  }
}

static void
rf_transport_bar_dispose (GObject *object)
{
  g_clear_object (&RF_TRANSPORT_BAR (object)->player);

  G_OBJECT_CLASS (rf_transport_bar_parent_class)->dispose (object);
}

static void
rf_transport_bar_class_init (RfTransportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rf_transport_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-transport-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, play_image);
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, play_label);
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, play_accessible);
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, held_label);
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, scenario_combo);
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, listen_combo);
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, silence_label);
  gtk_widget_class_bind_template_child (widget_class, RfTransportBar, speed_combo);
  gtk_widget_class_bind_template_callback (widget_class, on_scenario_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_listen_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_speed_changed);
}

/* A long title must not keep the window from being made narrower. */
static void
ellipsize (GtkComboBoxText *combo)
{
  g_autoptr (GList) cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (combo));

  g_object_set (cells->data, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 16, NULL);
}

static void
rf_transport_bar_init (RfTransportBar *self)
{
  self->listen_choice = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  ellipsize (self->scenario_combo);
  fill_scenarios (self);
}

/**
 * rf_transport_bar_new:
 *
 * Returns: (transfer floating): a bar that steers nothing yet
 */
GtkWidget *
rf_transport_bar_new (void)
{
  return g_object_new (RF_TYPE_TRANSPORT_BAR, NULL);
}

/**
 * rf_transport_bar_set_player:
 * @player: what to steer; can be set once
 */
void
rf_transport_bar_set_player (RfTransportBar *self,
                             RfDemoPlayer   *player)
{
  g_return_if_fail (RF_IS_TRANSPORT_BAR (self));
  g_return_if_fail (RF_IS_DEMO_PLAYER (player));
  g_return_if_fail (self->player == NULL);

  self->player = g_object_ref (player);
  g_signal_connect_object (player, "notify::playing", G_CALLBACK (on_playing_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::n-held", G_CALLBACK (on_n_held_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::runner", G_CALLBACK (on_runner_changed), self,
                           G_CONNECT_SWAPPED);
  on_playing_changed (self);
  on_runner_changed (self);
}

/**
 * rf_transport_bar_set_scenario:
 * @scenario: name of a scenario, or path of its file
 *
 * Chooses a scenario, which starts it.
 */
void
rf_transport_bar_set_scenario (RfTransportBar *self,
                               const char     *scenario)
{
  g_return_if_fail (RF_IS_TRANSPORT_BAR (self));
  g_return_if_fail (scenario != NULL);

  /* A file of a person's own, or a name that is wrong, which the player then tells. */
  if (!gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->scenario_combo), scenario)) {
    g_autofree char *title = g_filename_display_basename (scenario);

    gtk_combo_box_text_append (self->scenario_combo, scenario, title);
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->scenario_combo), scenario);
  }
}
