/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-ladder-rows"

#include "config.h"

#include "ladder-stage.h"
#include "rf-ladder-heads.h"
#include "rf-lifeline-menu.h"
#include "rf-trace-audio.h"

#include <gdk/gdkkeysyms.h>
#include <handy.h>

static int
get_n_rows (LadderStage *stage)
{
  return rf_ladder_canvas_get_n_rows (stage->canvas);
}

static int
get_selected (LadderStage *stage)
{
  return rf_ladder_view_get_selected (stage->view);
}

static GAction *
get_action (LadderStage *stage,
            const char  *name)
{
  GActionGroup *group = gtk_widget_get_action_group (stage->bar, "rows");

  return g_action_map_lookup_action (G_ACTION_MAP (group), name);
}

static void
toggle (LadderStage *stage,
        const char  *action)
{
  g_action_activate (get_action (stage, action), NULL);
}

/* The text that a screen reader finds in a row. */
static char *
dup_row_name (LadderStage *stage,
              int          row)
{
  AtkObject *list = gtk_widget_get_accessible (GTK_WIDGET (stage->canvas));
  g_autoptr (AtkObject) child = atk_object_ref_accessible_child (list, row);

  g_assert_cmpint (atk_object_get_n_accessible_children (list), ==, get_n_rows (stage));

  return g_strdup (atk_object_get_name (child));
}

static void
assert_row (LadderStage *stage,
            int          row,
            const char  *words)
{
  g_autofree char *name = dup_row_name (stage, row);

  if (strstr (name, words) == NULL)
    g_error ("row %d says \"%s\" and not \"%s\"", row, name, words);
}

static guint
count_phase (LadderStage *stage,
             guint        phase)
{
  guint count = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (stage->trace); i++)
    count += rf_trace_get_phase (stage->trace, i) == phase;

  return count;
}

static void
test_fold_keys (LadderStage   *stage,
                gconstpointer  data)
{
  int n_rows = get_n_rows (stage);
  int folded;

  ladder_stage_press_key (stage, GDK_KEY_t, 0);
  g_assert_cmpuint (rf_trace_get_phase (stage->trace, get_selected (stage)), ==, 2);
  ladder_stage_press_key (stage, GDK_KEY_Left, 0);
  folded = get_n_rows (stage);
  g_assert_cmpint (folded, <, n_rows);
  assert_row (stage, rf_ladder_canvas_get_selected_row (stage->canvas),
              "phase 2, REFER, folded, ");
  ladder_stage_press_key (stage, GDK_KEY_Right, 0);
  g_assert_cmpint (get_n_rows (stage), ==, n_rows);

  ladder_stage_press_key (stage, GDK_KEY_minus, 0);
  ladder_stage_press_key (stage, GDK_KEY_Home, 0);
  ladder_stage_press_key (stage, GDK_KEY_KP_Subtract, 0);
  g_assert_cmpint (get_n_rows (stage), <, folded);
  ladder_stage_press_key (stage, GDK_KEY_asterisk, 0);
  g_assert_cmpint (get_n_rows (stage), ==, n_rows);

  /* Enter opens what is folded. */
  ladder_stage_press_key (stage, GDK_KEY_Left, 0);
  g_assert_cmpint (get_n_rows (stage), <, n_rows);
  ladder_stage_press_key (stage, GDK_KEY_Return, 0);
  g_assert_cmpint (get_n_rows (stage), ==, n_rows);
}

static void
assert_fold_states (LadderStage *stage,
                    int          row,
                    gboolean     is_expandable,
                    gboolean     is_expanded)
{
  AtkObject *list = gtk_widget_get_accessible (GTK_WIDGET (stage->canvas));
  g_autoptr (AtkObject) item = atk_object_ref_accessible_child (list, row);
  g_autoptr (AtkStateSet) states = atk_object_ref_state_set (item);

  g_assert_cmpint (atk_state_set_contains_state (states, ATK_STATE_EXPANDABLE), ==, is_expandable);
  g_assert_cmpint (atk_state_set_contains_state (states, ATK_STATE_EXPANDED), ==, is_expanded);
}

static void
on_descendant_changed (guint *n_changed)
{
  ++*n_changed;
}

/* A screen reader knows which rows can be folded and unfolded, and says when it is done. */
static void
test_fold_states (LadderStage   *stage,
                  gconstpointer  data)
{
  AtkObject *list = gtk_widget_get_accessible (GTK_WIDGET (stage->canvas));
  guint n_changed = 0;
  int row;

  ladder_stage_press_key (stage, GDK_KEY_t, 0);
  row = rf_ladder_canvas_get_selected_row (stage->canvas);
  assert_fold_states (stage, 0, TRUE, TRUE);
  assert_fold_states (stage, 1, FALSE, FALSE);
  assert_fold_states (stage, row, TRUE, TRUE);
  g_signal_connect_swapped (list, "active-descendant-changed", G_CALLBACK (on_descendant_changed),
                            &n_changed);
  ladder_stage_press_key (stage, GDK_KEY_Left, 0);
  g_assert_cmpuint (n_changed, ==, 1);
  assert_fold_states (stage, row, TRUE, FALSE);
  assert_fold_states (stage, row + 1, TRUE, TRUE);
  ladder_stage_press_key (stage, GDK_KEY_Right, 0);
  g_assert_cmpuint (n_changed, ==, 2);
  assert_fold_states (stage, row, TRUE, TRUE);
  assert_fold_states (stage, row + 1, FALSE, FALSE);
  ladder_stage_press_key (stage, GDK_KEY_Left, 0);
  ladder_stage_press_key (stage, GDK_KEY_asterisk, 0);
  g_assert_cmpuint (n_changed, ==, 4);
  g_signal_handlers_disconnect_by_data (list, &n_changed);
}

/* The last part of a row is the bracket of its phase: a click folds it, another unfolds it. */
static void
test_fold_click (LadderStage   *stage,
                 gconstpointer  data)
{
  int n_rows = get_n_rows (stage);
  GdkRectangle area;

  rf_ladder_view_set_selected (stage->view, 0);
  rf_ladder_canvas_get_row_area (stage->canvas, 1, &area);
  ladder_stage_click (stage, area.width - 20, area.y + area.height / 2);
  g_assert_cmpint (get_n_rows (stage), ==, n_rows - (int) count_phase (stage, 1) + 1);
  g_assert_cmpint (get_selected (stage), ==, 0);
  assert_row (stage, 0, "phase 1, the call, folded, ");
  rf_ladder_canvas_get_row_area (stage->canvas, 0, &area);
  ladder_stage_click (stage, area.width - 20, area.y + area.height / 2);
  g_assert_cmpint (get_n_rows (stage), ==, n_rows);
}

static void
test_jumps (LadderStage   *stage,
            gconstpointer  data)
{
  int refer = rf_trace_get_transfer (stage->trace, 0)->refer_message;
  int last = -1;

  ladder_stage_press_key (stage, GDK_KEY_t, 0);
  g_assert_cmpint (get_selected (stage), ==, refer);
  ladder_stage_press_key (stage, GDK_KEY_t, 0);
  g_assert_cmpint (get_selected (stage), ==, refer);

  ladder_stage_press_key (stage, GDK_KEY_Home, 0);
  for (guint i = 0; i < 4; i++) {
    last = get_selected (stage);
    ladder_stage_press_key (stage, GDK_KEY_p, 0);
    g_assert_cmpint (get_selected (stage), >, last);
    g_assert_cmpuint (rf_trace_get_phase (stage->trace, get_selected (stage)), !=,
                      rf_trace_get_phase (stage->trace, get_selected (stage) - 1));
  }
  ladder_stage_press_key (stage, GDK_KEY_P, GDK_SHIFT_MASK);
  g_assert_cmpint (get_selected (stage), ==, last);
  ladder_stage_press_key (stage, GDK_KEY_End, 0);
  ladder_stage_press_key (stage, GDK_KEY_T, GDK_SHIFT_MASK);
  g_assert_cmpint (get_selected (stage), ==, refer);

  /* Nothing went wrong here. */
  ladder_stage_press_key (stage, GDK_KEY_n, 0);
  ladder_stage_press_key (stage, GDK_KEY_N, GDK_SHIFT_MASK);
  g_assert_cmpint (get_selected (stage), ==, refer);
}

/* A problem within a folded phase opens the phase. */
static void
test_jump_unfolds (LadderStage   *stage,
                   gconstpointer  data)
{
  g_autoptr (RfTrace) trace = ladder_fixture_refused_hold ();
  RfLadder *ladder;
  int problem = -1;

  rf_ladder_view_set_trace (stage->view, trace);
  ladder = rf_ladder_canvas_get_ladder (stage->canvas);
  for (guint i = 0; i < rf_trace_get_n_messages (trace) && problem < 0; i++)
    problem = rf_trace_get_message (trace, i)->status >= 400 ? (int) i : -1;
  g_assert_cmpint (problem, >, 0);
  g_assert_true (rf_ladder_set_folded (ladder, problem, TRUE));
  ladder_stage_press_key (stage, GDK_KEY_n, 0);
  g_assert_cmpint (get_selected (stage), ==, problem);
  g_assert_false (rf_ladder_get_folded (ladder, problem));

  /* Also where it is the first of what is folded. */
  rf_row_filter_set_text (rf_ladder_view_get_filter (stage->view), "SIP/2.0 4");
  rf_ladder_view_set_selected (stage->view, -1);
  g_assert_true (rf_ladder_set_folded (ladder, problem, TRUE));
  g_assert_cmpint (rf_ladder_get_row_message (ladder, 0), ==, problem);
  ladder_stage_press_key (stage, GDK_KEY_n, 0);
  g_assert_cmpint (get_selected (stage), ==, problem);
  g_assert_false (rf_ladder_get_folded (ladder, problem));
  rf_row_filter_clear (rf_ladder_view_get_filter (stage->view));
  rf_ladder_view_set_trace (stage->view, NULL);
}

static void
test_search (LadderStage   *stage,
             gconstpointer  data)
{
  int n_rows = get_n_rows (stage);

  rf_ladder_view_search (stage->view);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (stage->window)) ==
                 GTK_WIDGET (stage->search));
  gtk_entry_set_text (stage->search, "refer-to");
  LADDER_STAGE_WAIT_FOR (get_n_rows (stage) == 1);
  assert_row (stage, 0, "REFER, to wayne");
  ladder_stage_press_key (stage, GDK_KEY_End, 0);
  g_assert_cmpint (get_selected (stage), ==,
                   rf_trace_get_transfer (stage->trace, 0)->refer_message);

  gtk_entry_set_text (stage->search, "nowhere to be found");
  g_signal_emit_by_name (stage->search, "activate");
  g_assert_cmpint (get_n_rows (stage), ==, 0);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (stage->window)) ==
                 GTK_WIDGET (stage->canvas));
  ladder_stage_press_key (stage, GDK_KEY_End, 0);
  g_signal_emit_by_name (stage->search, "stop-search");
  g_assert_cmpint (get_n_rows (stage), ==, n_rows);
}

/* Where nothing is left, the view says why. */
static void
test_nothing_why (LadderStage   *stage,
                  gconstpointer  data)
{
  GtkLabel *label =
    GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (stage->view), RF_TYPE_LADDER_VIEW,
                                              "nothing_label"));
  GtkWidget *nothing = gtk_widget_get_parent (GTK_WIDGET (label));
  g_autoptr (RfTrace) start = ladder_fixture_blind_start (5);

  rf_ladder_view_set_trace (stage->view, start);
  rf_row_filter_set_transfers_only (stage->filter, TRUE);
  LADDER_STAGE_WAIT_FOR (gtk_widget_get_visible (nothing));
  g_assert_cmpstr (gtk_label_get_text (label), ==, "No message here is part of a transfer.");
  rf_row_filter_set_text (stage->filter, "nowhere to be found");
  LADDER_STAGE_WAIT_FOR (strstr (gtk_label_get_text (label), "all that is chosen above"));
  rf_row_filter_clear (stage->filter);
  LADDER_STAGE_WAIT_FOR (!gtk_widget_get_visible (nothing));
  rf_row_filter_set_methods (stage->filter, RF_ROW_FILTER_METHOD (RF_SIP_PUBLISH));
  LADDER_STAGE_WAIT_FOR (gtk_widget_get_visible (nothing));
  g_assert_cmpstr (gtk_label_get_text (label), ==,
                   "No message here is of a method that is chosen.");
  rf_ladder_view_set_trace (stage->view, stage->trace);
}

/* Where nothing is left, the view says so and leads back. */
static void
test_nothing_found (LadderStage   *stage,
                    gconstpointer  data)
{
  g_autoptr (GList) overlays = gtk_container_get_children (GTK_CONTAINER (stage->view));
  GtkWidget *nothing = g_list_nth_data (overlays, 1);
  int n_rows = get_n_rows (stage);

  g_assert_false (gtk_widget_get_visible (nothing));
  rf_row_filter_set_text (stage->filter, "nowhere to be found");
  LADDER_STAGE_WAIT_FOR (gtk_widget_get_visible (nothing));
  gtk_button_clicked (GTK_BUTTON (ladder_stage_find (nothing, GTK_TYPE_BUTTON)));
  g_assert_cmpint (get_n_rows (stage), ==, n_rows);
  g_assert_cmpstr (gtk_entry_get_text (stage->search), ==, "");
  LADDER_STAGE_WAIT_FOR (!gtk_widget_get_visible (nothing));
}

static void
test_methods (LadderStage   *stage,
              gconstpointer  data)
{
  int n_rows = get_n_rows (stage);

  toggle (stage, "method-refer");
  g_assert_cmpint (get_n_rows (stage), ==, 2);
  assert_row (stage, 1, "202 Accepted");
  toggle (stage, "method-notify");
  g_assert_cmpint (get_n_rows (stage), >, 2);
  toggle (stage, "method-refer");
  toggle (stage, "method-notify");
  g_assert_cmpint (get_n_rows (stage), ==, n_rows);
}

static void
test_only_transfers (LadderStage   *stage,
                     gconstpointer  data)
{
  GtkWidget *button = ladder_stage_find (stage->bar, GTK_TYPE_TOGGLE_BUTTON);
  g_autoptr (RfTrace) start = ladder_fixture_blind_start (5);

  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_true (rf_row_filter_get_transfers_only (stage->filter));

  /* A call is none of a transfer until somebody asks for one; the filter stays with the view. */
  rf_ladder_view_set_trace (stage->view, start);
  g_assert_cmpint (get_n_rows (stage), ==, 0);
  ladder_fixture_blind_rest (start, 5);
  g_assert_cmpint (get_n_rows (stage), ==, rf_trace_get_n_messages (start));
  toggle (stage, "show-all");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  rf_ladder_view_set_trace (stage->view, NULL);
}

static void
test_times (LadderStage   *stage,
            gconstpointer  data)
{
  static const struct {
    const char *mode;
    const char *words;
  } modes[] = {
    { "since-previous", " s from the row above, " },
    { "since-refer", "+0.000 s from REFER, " },
    { "of-day", "22:13:" },
    { "since-start", "s, mike to kevin: REFER" },
  };
  int refer = rf_trace_get_transfer (stage->trace, 0)->refer_message;

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_action_change_state (get_action (stage, "time"), g_variant_new_string (modes[i].mode));
    assert_row (stage, refer, modes[i].words);
  }
  g_action_change_state (get_action (stage, "time"), g_variant_new_string ("never"));
  assert_row (stage, refer, modes[3].words);
}

static void
assert_selected (LadderStage *stage,
                 int          row,
                 int          message)
{
  g_assert_cmpint (rf_ladder_canvas_get_selected_row (stage->canvas), ==, row);
  g_assert_cmpint (get_selected (stage), ==, message);
}

static void
report (LadderStage *stage,
        gboolean     both_ways)
{
  RfAudioReport it = {
    .time_us = rf_trace_get_message (stage->trace, 3)->time_us,
    .call_id = rf_trace_get_dialog (stage->trace, 0)->call_id,
    .is_caller = TRUE,
    .codec = "PCMU/8000/1",
    .received = { 0, -1, -1 },
    .sent = { 0, -1, -1 },
  };

  rf_trace_report_audio (stage->trace, &it);
  it.time_us += 23 * G_USEC_PER_SEC;
  it.received.packets = 1000;
  it.sent.packets = both_ways ? 1000 : 0;
  rf_trace_report_audio (stage->trace, &it);
}

static void
report_sound (LadderStage *stage)
{
  report (stage, TRUE);
}

static void
report_silence (LadderStage *stage)
{
  report (stage, FALSE);
}

/* The sound of a call has a row that is read out and can be selected; the selected message is then
 * the one above it. */
static void
test_sound (LadderStage   *stage,
            gconstpointer  data)
{
  int n_rows = get_n_rows (stage);

  stage->updated = FALSE;
  report_sound (stage);
  LADDER_STAGE_WAIT_FOR (stage->updated);
  g_assert_cmpint (get_n_rows (stage), ==, n_rows + 1);
  assert_row (stage, 3, "kevin to mike: ACK");
  assert_row (stage, 4, "sound between kevin and mike: PCMU, 2,000 packets");
  assert_row (stage, 5, "mike to kevin: INVITE");

  ladder_stage_press_key (stage, GDK_KEY_Home, 0);
  for (int row = 1; row <= n_rows; row++) {
    ladder_stage_press_key (stage, GDK_KEY_Down, 0);
    assert_selected (stage, row, row <= 3 ? row : row - 1);
  }
  for (int row = n_rows - 1; row >= 0; row--) {
    ladder_stage_press_key (stage, GDK_KEY_Up, 0);
    assert_selected (stage, row, row <= 3 ? row : row - 1);
  }
}

/* What is wrong with the sound is where the next problem is, and what a screen reader is told then.
 * In a folded phase there is no bar; whoever comes back finds it selected. */
static void
test_sound_problem (LadderStage   *stage,
                    gconstpointer  data)
{
  AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (stage->canvas));

  stage->updated = FALSE;
  report_silence (stage);
  LADDER_STAGE_WAIT_FOR (stage->updated);
  ladder_stage_press_key (stage, GDK_KEY_Home, 0);
  ladder_stage_press_key (stage, GDK_KEY_n, 0);
  assert_selected (stage, 4, 3);
  g_assert_nonnull (strstr (atk_object_get_description (accessible), "✗ one way: mike hears"));
  g_assert_true (atk_selection_is_child_selected (ATK_SELECTION (accessible), 4));
  g_assert_false (atk_selection_is_child_selected (ATK_SELECTION (accessible), 3));

  ladder_stage_press_key (stage, GDK_KEY_Left, 0);
  assert_selected (stage, 0, 3);
  ladder_stage_press_key (stage, GDK_KEY_Return, 0);
  assert_selected (stage, 4, 3);
  ladder_stage_press_key (stage, GDK_KEY_N, GDK_SHIFT_MASK);
  assert_selected (stage, 4, 3);
}

/* Whether a person who points at a row is told this; or anything, where it is NULL. */
static gboolean
has_tip (LadderStage *stage,
         guint        row,
         const char  *text)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (stage->canvas);
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (stage->canvas));
  int y = (int) (rf_ladder_get_head_height (ladder) + rf_ladder_get_place (ladder, row) + 2 -
                 gtk_adjustment_get_value (scroll));

  return ladder_stage_has_tip (stage, 5, y, text);
}

/* Whether something is told of the row that is selected, wherever the pointer is. */
static gboolean
has_tip_by_key (LadderStage *stage)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean is_shown = FALSE;

  g_signal_emit_by_name (stage->canvas, "query-tooltip", 0, 0, TRUE, tooltip, &is_shown);
  return is_shown;
}

/* A bar tells all that it may have no room for, and so does a head; a row with a message tells
 * nothing. */
static void
test_tips (LadderStage   *stage,
                gconstpointer  data)
{
  GtkWidget *canvas = GTK_WIDGET (stage->canvas);
  GdkRectangle head;

  stage->updated = FALSE;
  report_sound (stage);
  LADDER_STAGE_WAIT_FOR (stage->updated);
  ladder_stage_press_key (stage, GDK_KEY_Home, 0);
  g_assert_true (gtk_widget_get_has_tooltip (canvas));
  g_assert_true (has_tip (stage, 4, "sound between kevin and mike: PCMU, 2,000 packets"));
  g_assert_false (has_tip (stage, 3, NULL));
  g_assert_false (has_tip (stage, 5, NULL));
  g_assert_false (ladder_stage_has_tip (stage, 5, 2, NULL));
  rf_ladder_heads_get_area (rf_ladder_canvas_get_heads (stage->canvas), 0, &head);
  g_assert_true (ladder_stage_has_tip (stage, head.x + head.width / 2, head.y + 4,
                                       "kevin\nsip:kevin@example.org"));

  rf_ladder_canvas_select_row (stage->canvas, 4);
  g_assert_true (has_tip_by_key (stage));
  ladder_stage_press_key (stage, GDK_KEY_Up, 0);
  g_assert_false (has_tip_by_key (stage));
}

static char *
dup_label (GMenuModel *items,
           int         index)
{
  char *label = NULL;

  g_assert_true (g_menu_model_get_item_attribute (items, index, G_MENU_ATTRIBUTE_LABEL, "s",
                                                  &label));
  return label;
}

/* The menu of more lifelines than are listed says how many are not, and is no higher than the
 * window below the place that it points to. */
static void
test_long_menu (LadderStage   *stage,
                gconstpointer  data)
{
  const GdkRectangle area = { .y = 20, .width = 10, .height = 20 };
  g_autoptr (RfTrace) trace = rf_trace_new ();
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GMenuModel) items = NULL;
  g_autofree char *last_listed = NULL;
  g_autofree char *last = NULL;
  GtkWidget *popover;
  int height;

  ladder_fixture_append_star (trace, 130);
  rf_ladder_view_set_trace (stage->view, trace);
  menu = rf_lifeline_menu_new_all (rf_ladder_canvas_get_ladder (stage->canvas));
  items = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_assert_cmpint (g_menu_model_get_n_items (items), ==, 101);
  last_listed = dup_label (items, 99);
  g_assert_null (strstr (last_listed, "listed"));
  last = dup_label (items, 100);
  g_assert_cmpstr (last, ==, "30 more lifelines are not listed");

  popover = rf_lifeline_menu_popover_new (menu, GTK_WIDGET (stage->view), &area);
  gtk_widget_get_preferred_height (popover, NULL, &height);
  g_assert_cmpint (height, <, gtk_widget_get_allocated_height (stage->window) - 40);
  gtk_widget_destroy (popover);
  rf_ladder_view_set_trace (stage->view, stage->trace);
}

/* How a ladder is painted follows the colours of whatever theme there is. */
static void
test_theme (LadderStage   *stage,
            gconstpointer  data)
{
  static const struct {
    const char    *css;
    RfLadderTheme  theme;
  } themes[] = {
    { "@define-color theme_base_color #ffffff; @define-color borders #cdc7c2;", RF_LADDER_LIGHT },
    { "@define-color theme_base_color #2d2d2d; @define-color borders #1b1b1b;", RF_LADDER_DARK },
    { "@define-color theme_base_color #ffffff; @define-color borders #877b6e;",
      RF_LADDER_LIGHT_CONTRAST },
    { "@define-color theme_base_color #2d2d2d; @define-color borders #686868;",
      RF_LADDER_DARK_CONTRAST },
  };
  GtkWidget *canvas = GTK_WIDGET (stage->canvas);

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
    int theme;

    g_assert_true (gtk_css_provider_load_from_data (provider, themes[i].css, -1, NULL));
    gtk_style_context_add_provider_for_screen (gtk_widget_get_screen (canvas),
                                               GTK_STYLE_PROVIDER (provider),
                                               GTK_STYLE_PROVIDER_PRIORITY_USER);
    g_signal_emit_by_name (canvas, "style-updated");
    g_object_get (rf_ladder_canvas_get_ladder (stage->canvas), "theme", &theme, NULL);
    g_assert_cmpint (theme, ==, themes[i].theme);
    gtk_style_context_remove_provider_for_screen (gtk_widget_get_screen (canvas),
                                                  GTK_STYLE_PROVIDER (provider));
  }
}

int
main (int   argc,
      char *argv[])
{
  const struct {
    const char *path;
    void      (*run) (LadderStage *stage, gconstpointer data);
  } tests[] = {
    { "/ladder-rows/fold-keys", test_fold_keys },
    { "/ladder-rows/fold-states", test_fold_states },
    { "/ladder-rows/fold-click", test_fold_click },
    { "/ladder-rows/jumps", test_jumps },
    { "/ladder-rows/jump-unfolds", test_jump_unfolds },
    { "/ladder-rows/search", test_search },
    { "/ladder-rows/nothing-found", test_nothing_found },
    { "/ladder-rows/nothing-why", test_nothing_why },
    { "/ladder-rows/methods", test_methods },
    { "/ladder-rows/only-transfers", test_only_transfers },
    { "/ladder-rows/times", test_times },
    { "/ladder-rows/sound", test_sound },
    { "/ladder-rows/sound-problem", test_sound_problem },
    { "/ladder-rows/tips", test_tips },
    { "/ladder-rows/long-menu", test_long_menu },
    { "/ladder-rows/theme", test_theme },
  };

  gtk_test_init (&argc, &argv, NULL);
  hdy_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, LadderStage, NULL, ladder_stage_set_up, tests[i].run,
                ladder_stage_tear_down);

  return g_test_run ();
}
