/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-entry-panel"

#include "config.h"

#include "rf-entry-model.h"
#include "rf-entry-panel.h"
#include "testlib-trace.h"

#define WAIT_SECONDS 20
#define ROW_OF_BERTA 1

typedef struct {
  TestScene     scene;
  GtkWidget    *window;
  RfEntryPanel *panel;
  GtkEntry     *search;
  GtkWidget    *view;
  guint         n_activated;
} Fixture;

static const TestLeg berta_mike = {
  .call_id = "berta-and-mike", .caller = "<sip:berta@192.0.2.8>", .caller_tag = "b1",
  .caller_at = "192.0.2.8:5060", .callee = "<sip:mike@192.0.2.2>", .callee_tag = "b2",
  .callee_at = "192.0.2.2:5060",
};

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  g_autoptr (GList) children = NULL;
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  if (!GTK_IS_CONTAINER (widget))
    return NULL;
  children = gtk_container_get_children (GTK_CONTAINER (widget));
  for (GList *l = children; l != NULL && found == NULL; l = l->next)
    found = find (l->data, type);

  return found;
}

static void
count (guint *n)
{
  (*n)++;
}

/* Kevin calls Mike, and then Berta does; what a search looks through is not made yet. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_scene_init (&fixture->scene);
  test_call (&fixture->scene, &test_kevin_mike, NULL);
  test_call (&fixture->scene, &berta_mike, NULL);
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  fixture->panel = RF_ENTRY_PANEL (rf_entry_panel_new ());
  gtk_widget_show (GTK_WIDGET (fixture->panel));
  gtk_container_add (GTK_CONTAINER (fixture->window), GTK_WIDGET (fixture->panel));
  fixture->search = GTK_ENTRY (find (fixture->window, GTK_TYPE_SEARCH_ENTRY));
  fixture->view = find (fixture->window, GTK_TYPE_TREE_VIEW);
  g_signal_connect_swapped (fixture->panel, "activated", G_CALLBACK (count),
                            &fixture->n_activated);
  gtk_widget_show (fixture->window);
  rf_entry_panel_set_trace (fixture->panel, fixture->scene.trace);
  rf_entry_panel_search (fixture->panel);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_destroy (fixture->window);
  test_scene_clear (&fixture->scene);
}

static gboolean
on_too_late (gpointer user_data)
{
  g_error ("what was waited for did not come");

  return G_SOURCE_REMOVE;
}

static void
wait_for_rows (Fixture *fixture,
               int      n_rows)
{
  guint guard = g_timeout_add_seconds (WAIT_SECONDS, on_too_late, NULL);
  GtkTreeView *view = GTK_TREE_VIEW (fixture->view);

  while (gtk_tree_model_iter_n_children (gtk_tree_view_get_model (view), NULL) != n_rows)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}

static void
wait_for_the_list (Fixture *fixture)
{
  guint guard = g_timeout_add_seconds (WAIT_SECONDS, on_too_late, NULL);

  while (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != fixture->view)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}

static gboolean
wants_berta (Fixture *fixture)
{
  RfTrace *trace = fixture->scene.trace;
  guint last = rf_trace_get_n_messages (trace) - 1;

  return rf_entry_panel_get_n_selected (fixture->panel) == 1 &&
         rf_entry_panel_wants (fixture->panel, last) && !rf_entry_panel_wants (fixture->panel, 0);
}

/* One Return chooses the first that is found, once it is known, and does not open it. */
static void
test_chooses_when_ready (Fixture       *fixture,
                         gconstpointer  data)
{
  gtk_entry_set_text (fixture->search, "berta");
  g_signal_emit_by_name (fixture->search, "activate");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 GTK_WIDGET (fixture->search));
  wait_for_the_list (fixture);
  g_assert_true (wants_berta (fixture));
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

/* Two Returns open it, though the second comes before it is known. */
static void
test_opens_when_ready (Fixture       *fixture,
                       gconstpointer  data)
{
  gtk_entry_set_text (fixture->search, "berta");
  g_signal_emit_by_name (fixture->search, "activate");
  g_signal_emit_by_name (fixture->search, "activate");
  g_assert_cmpuint (fixture->n_activated, ==, 0);
  wait_for_the_list (fixture);
  g_assert_true (wants_berta (fixture));
  g_assert_cmpuint (fixture->n_activated, ==, 1);
}

/* Who types on wants nothing of what was typed before. */
static void
test_types_on (Fixture       *fixture,
               gconstpointer  data)
{
  gtk_entry_set_text (fixture->search, "kevin");
  g_signal_emit_by_name (fixture->search, "activate");
  g_signal_emit_by_name (fixture->search, "activate");
  gtk_entry_set_text (fixture->search, "berta");
  g_signal_emit_by_name (fixture->search, "activate");
  wait_for_the_list (fixture);
  g_assert_true (wants_berta (fixture));
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

/* Where nothing is found there is nothing to choose, and the keys stay. */
static void
test_finds_nothing (Fixture       *fixture,
                    gconstpointer  data)
{
  gtk_entry_set_text (fixture->search, "nobody");
  g_signal_emit_by_name (fixture->search, "activate");
  wait_for_rows (fixture, 0);
  g_signal_emit_by_name (fixture->search, "activate");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 GTK_WIDGET (fixture->search));
  g_assert_cmpuint (rf_entry_panel_get_n_selected (fixture->panel), ==, 0);
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

/* What a person has chosen of what was found stays chosen when the keys go there again. */
static void
test_keeps_what_was_chosen (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkTreeSelection *selection = gtk_tree_view_get_selection (GTK_TREE_VIEW (fixture->view));
  g_autoptr (GtkTreePath) second = gtk_tree_path_new_from_indices (ROW_OF_BERTA, -1);

  gtk_entry_set_text (fixture->search, "mike");
  g_signal_emit_by_name (fixture->search, "activate");
  wait_for_the_list (fixture);
  gtk_tree_selection_unselect_all (selection);
  gtk_tree_selection_select_path (selection, second);
  rf_entry_panel_search (fixture->panel);
  g_signal_emit_by_name (fixture->search, "activate");
  wait_for_the_list (fixture);
  g_assert_true (wants_berta (fixture));
}

static int
get_width (Fixture *fixture)
{
  int natural;

  gtk_widget_get_preferred_width (GTK_WIDGET (fixture->panel), NULL, &natural);
  return natural;
}

/* The style is made anew with a frame. */
static void
wait_until_wider (Fixture *fixture,
                  int      width)
{
  guint guard = g_timeout_add_seconds (WAIT_SECONDS, on_too_late, NULL);

  while (get_width (fixture) <= width)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}

/* Larger letters have a wider list. What there is no room for is told where the pointer rests. */
static void
test_room (Fixture       *fixture,
           gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int width = get_width (fixture);

  g_assert_cmpint (width, >=, 300);
  g_object_set (settings, "gtk-font-name", "Sans 20", NULL);
  wait_until_wider (fixture, width * 3 / 2);
  gtk_settings_reset_property (settings, "gtk-font-name");
  g_assert_cmpint (gtk_tree_view_get_tooltip_column (GTK_TREE_VIEW (fixture->view)), ==,
                   RF_ENTRY_COLUMN_TEXT);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/entry-panel/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("chooses-when-ready", test_chooses_when_ready);
  ADD ("opens-when-ready", test_opens_when_ready);
  ADD ("types-on", test_types_on);
  ADD ("finds-nothing", test_finds_nothing);
  ADD ("keeps-what-was-chosen", test_keeps_what_was_chosen);
  ADD ("room", test_room);

  return g_test_run ();
}
