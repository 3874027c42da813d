/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-ladder-rows"

#include "config.h"

#include "ladder-fixture.h"
#include "rf-ladder-bar.h"
#include "rf-ladder-heads.h"
#include "rf-ladder-view.h"
#include "rf-lifeline-menu.h"
#include "rf-trace-audio.h"

#include <gdk/gdkkeysyms.h>
#include <handy.h>

#define DEADLINE_MS 20000

typedef struct {
  RfTrace        *trace;
  GtkWidget      *window;
  RfLadderView   *view;
  RfLadderCanvas *canvas;
  RfRowFilter    *filter;
  GtkWidget      *bar;
  GtkEntry       *search;
  gboolean        updated;
} Fixture;

static gboolean
on_deadline (gpointer user_data)
{
  g_error ("nothing happened within %d ms", DEADLINE_MS);

  return G_SOURCE_REMOVE;
}

/* Lets the main loop run until @what holds. */
#define WAIT_FOR(what) G_STMT_START {                                   \
    guint watchdog_ = g_timeout_add (DEADLINE_MS, on_deadline, NULL);   \
    while (!(what))                                                     \
      g_main_context_iteration (NULL, TRUE);                            \
    g_source_remove (watchdog_);                                        \
  } G_STMT_END

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  g_autoptr (GList) children = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  if (!GTK_IS_CONTAINER (widget))
    return NULL;

  children = gtk_container_get_children (GTK_CONTAINER (widget));
  for (GList *l = children; l != NULL; l = l->next) {
    GtkWidget *found = find (l->data, type);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static void
on_updated (Fixture *fixture)
{
  fixture->updated = TRUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->trace = ladder_fixture_blind ();
  fixture->window = g_object_ref_sink (gtk_window_new (GTK_WINDOW_TOPLEVEL));
  fixture->view = RF_LADDER_VIEW (rf_ladder_view_new (fixture->trace));
  fixture->canvas = RF_LADDER_CANVAS (find (GTK_WIDGET (fixture->view), RF_TYPE_LADDER_CANVAS));
  fixture->filter = rf_ladder_view_get_filter (fixture->view);
  fixture->bar = find (GTK_WIDGET (fixture->view), RF_TYPE_LADDER_BAR);
  fixture->search = GTK_ENTRY (find (fixture->bar, GTK_TYPE_SEARCH_ENTRY));
  g_signal_connect_swapped (fixture->canvas, "updated", G_CALLBACK (on_updated), fixture);
  gtk_container_add (GTK_CONTAINER (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 400);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (fixture->updated);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_destroy (fixture->window);
  g_assert_finalize_object (fixture->window);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_finalize_object (fixture->trace);
}

static void
press_key (Fixture         *fixture,
           guint            key,
           GdkModifierType  modifiers)
{
  g_assert_true (gtk_bindings_activate (G_OBJECT (fixture->canvas), key, modifiers));
}

static int
get_n_rows (Fixture *fixture)
{
  return rf_ladder_canvas_get_n_rows (fixture->canvas);
}

static int
get_selected (Fixture *fixture)
{
  return rf_ladder_view_get_selected (fixture->view);
}

static GAction *
get_action (Fixture    *fixture,
            const char *name)
{
  GActionGroup *group = gtk_widget_get_action_group (fixture->bar, "rows");

  return g_action_map_lookup_action (G_ACTION_MAP (group), name);
}

static void
toggle (Fixture    *fixture,
        const char *action)
{
  g_action_activate (get_action (fixture, action), NULL);
}

/* The text that a screen reader finds in a row. */
static char *
dup_row_name (Fixture *fixture,
              int      row)
{
  AtkObject *list = gtk_widget_get_accessible (GTK_WIDGET (fixture->canvas));
  g_autoptr (AtkObject) child = atk_object_ref_accessible_child (list, row);

  g_assert_cmpint (atk_object_get_n_accessible_children (list), ==, get_n_rows (fixture));

  return g_strdup (atk_object_get_name (child));
}

static void
assert_row (Fixture    *fixture,
            int         row,
            const char *words)
{
  g_autofree char *name = dup_row_name (fixture, row);

  if (strstr (name, words) == NULL)
    g_error ("row %d says \"%s\" and not \"%s\"", row, name, words);
}

static void
click (Fixture *fixture,
       double   x,
       double   y)
{
  GdkWindow *window = gtk_widget_get_window (GTK_WIDGET (fixture->canvas));
  GdkSeat *seat = gdk_display_get_default_seat (gdk_window_get_display (window));
  const GdkEventType types[] = { GDK_BUTTON_PRESS, GDK_BUTTON_RELEASE };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (types[i]);

    event->button.window = g_object_ref (window);
    event->button.time = GDK_CURRENT_TIME;
    event->button.button = GDK_BUTTON_PRIMARY;
    event->button.x = x;
    event->button.y = y;
    gdk_event_set_device (event, gdk_seat_get_pointer (seat));
    gdk_event_set_source_device (event, gdk_seat_get_pointer (seat));
    gtk_main_do_event (event);
  }
}

static guint
count_phase (Fixture *fixture,
             guint    phase)
{
  guint count = 0;

  for (guint i = 0; i < rf_trace_get_n_messages (fixture->trace); i++)
    count += rf_trace_get_phase (fixture->trace, i) == phase;

  return count;
}

static void
test_fold_keys (Fixture       *fixture,
                gconstpointer  data)
{
  int n_rows = get_n_rows (fixture);
  int folded;

  press_key (fixture, GDK_KEY_t, 0);
  g_assert_cmpuint (rf_trace_get_phase (fixture->trace, get_selected (fixture)), ==, 2);
  press_key (fixture, GDK_KEY_Left, 0);
  folded = get_n_rows (fixture);
  g_assert_cmpint (folded, <, n_rows);
  assert_row (fixture, rf_ladder_canvas_get_selected_row (fixture->canvas),
              "phase 2, REFER, folded, ");
  press_key (fixture, GDK_KEY_Right, 0);
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows);

  press_key (fixture, GDK_KEY_minus, 0);
  press_key (fixture, GDK_KEY_Home, 0);
  press_key (fixture, GDK_KEY_KP_Subtract, 0);
  g_assert_cmpint (get_n_rows (fixture), <, folded);
  press_key (fixture, GDK_KEY_asterisk, 0);
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows);

  /* Enter opens what is folded. */
  press_key (fixture, GDK_KEY_Left, 0);
  g_assert_cmpint (get_n_rows (fixture), <, n_rows);
  press_key (fixture, GDK_KEY_Return, 0);
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows);
}

static void
assert_fold_states (Fixture  *fixture,
                    int       row,
                    gboolean  is_expandable,
                    gboolean  is_expanded)
{
  AtkObject *list = gtk_widget_get_accessible (GTK_WIDGET (fixture->canvas));
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
test_fold_states (Fixture       *fixture,
                  gconstpointer  data)
{
  AtkObject *list = gtk_widget_get_accessible (GTK_WIDGET (fixture->canvas));
  guint n_changed = 0;
  int row;

  press_key (fixture, GDK_KEY_t, 0);
  row = rf_ladder_canvas_get_selected_row (fixture->canvas);
  assert_fold_states (fixture, 0, TRUE, TRUE);
  assert_fold_states (fixture, 1, FALSE, FALSE);
  assert_fold_states (fixture, row, TRUE, TRUE);
  g_signal_connect_swapped (list, "active-descendant-changed", G_CALLBACK (on_descendant_changed),
                            &n_changed);
  press_key (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (n_changed, ==, 1);
  assert_fold_states (fixture, row, TRUE, FALSE);
  assert_fold_states (fixture, row + 1, TRUE, TRUE);
  press_key (fixture, GDK_KEY_Right, 0);
  g_assert_cmpuint (n_changed, ==, 2);
  assert_fold_states (fixture, row, TRUE, TRUE);
  assert_fold_states (fixture, row + 1, FALSE, FALSE);
  press_key (fixture, GDK_KEY_Left, 0);
  press_key (fixture, GDK_KEY_asterisk, 0);
  g_assert_cmpuint (n_changed, ==, 4);
  g_signal_handlers_disconnect_by_data (list, &n_changed);
}

/* The last part of a row is the bracket of its phase: a click folds it, another unfolds it. */
static void
test_fold_click (Fixture       *fixture,
                 gconstpointer  data)
{
  int n_rows = get_n_rows (fixture);
  GdkRectangle area;

  rf_ladder_view_set_selected (fixture->view, 0);
  rf_ladder_canvas_get_row_area (fixture->canvas, 1, &area);
  click (fixture, area.width - 20, area.y + area.height / 2);
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows - (int) count_phase (fixture, 1) + 1);
  g_assert_cmpint (get_selected (fixture), ==, 0);
  assert_row (fixture, 0, "phase 1, the call, folded, ");
  rf_ladder_canvas_get_row_area (fixture->canvas, 0, &area);
  click (fixture, area.width - 20, area.y + area.height / 2);
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows);
}

static void
test_jumps (Fixture       *fixture,
            gconstpointer  data)
{
  int refer = rf_trace_get_transfer (fixture->trace, 0)->refer_message;
  int last = -1;

  press_key (fixture, GDK_KEY_t, 0);
  g_assert_cmpint (get_selected (fixture), ==, refer);
  press_key (fixture, GDK_KEY_t, 0);
  g_assert_cmpint (get_selected (fixture), ==, refer);

  press_key (fixture, GDK_KEY_Home, 0);
  for (guint i = 0; i < 4; i++) {
    last = get_selected (fixture);
    press_key (fixture, GDK_KEY_p, 0);
    g_assert_cmpint (get_selected (fixture), >, last);
    g_assert_cmpuint (rf_trace_get_phase (fixture->trace, get_selected (fixture)), !=,
                      rf_trace_get_phase (fixture->trace, get_selected (fixture) - 1));
  }
  press_key (fixture, GDK_KEY_P, GDK_SHIFT_MASK);
  g_assert_cmpint (get_selected (fixture), ==, last);
  press_key (fixture, GDK_KEY_End, 0);
  press_key (fixture, GDK_KEY_T, GDK_SHIFT_MASK);
  g_assert_cmpint (get_selected (fixture), ==, refer);

  /* Nothing went wrong here. */
  press_key (fixture, GDK_KEY_n, 0);
  press_key (fixture, GDK_KEY_N, GDK_SHIFT_MASK);
  g_assert_cmpint (get_selected (fixture), ==, refer);
}

/* A problem within a folded phase opens the phase. */
static void
test_jump_unfolds (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (RfTrace) trace = ladder_fixture_refused_hold ();
  RfLadder *ladder;
  int problem = -1;

  rf_ladder_view_set_trace (fixture->view, trace);
  ladder = rf_ladder_canvas_get_ladder (fixture->canvas);
  for (guint i = 0; i < rf_trace_get_n_messages (trace) && problem < 0; i++)
    problem = rf_trace_get_message (trace, i)->status >= 400 ? (int) i : -1;
  g_assert_cmpint (problem, >, 0);
  g_assert_true (rf_ladder_set_folded (ladder, problem, TRUE));
  press_key (fixture, GDK_KEY_n, 0);
  g_assert_cmpint (get_selected (fixture), ==, problem);
  g_assert_false (rf_ladder_get_folded (ladder, problem));

  /* Also where it is the first of what is folded. */
  rf_row_filter_set_text (rf_ladder_view_get_filter (fixture->view), "SIP/2.0 4");
  rf_ladder_view_set_selected (fixture->view, -1);
  g_assert_true (rf_ladder_set_folded (ladder, problem, TRUE));
  g_assert_cmpint (rf_ladder_get_row_message (ladder, 0), ==, problem);
  press_key (fixture, GDK_KEY_n, 0);
  g_assert_cmpint (get_selected (fixture), ==, problem);
  g_assert_false (rf_ladder_get_folded (ladder, problem));
  rf_row_filter_clear (rf_ladder_view_get_filter (fixture->view));
  rf_ladder_view_set_trace (fixture->view, NULL);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  int n_rows = get_n_rows (fixture);

  rf_ladder_view_search (fixture->view);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 GTK_WIDGET (fixture->search));
  gtk_entry_set_text (fixture->search, "refer-to");
  WAIT_FOR (get_n_rows (fixture) == 1);
  assert_row (fixture, 0, "REFER, to wayne");
  press_key (fixture, GDK_KEY_End, 0);
  g_assert_cmpint (get_selected (fixture), ==,
                   rf_trace_get_transfer (fixture->trace, 0)->refer_message);

  gtk_entry_set_text (fixture->search, "nowhere to be found");
  g_signal_emit_by_name (fixture->search, "activate");
  g_assert_cmpint (get_n_rows (fixture), ==, 0);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 GTK_WIDGET (fixture->canvas));
  press_key (fixture, GDK_KEY_End, 0);
  g_signal_emit_by_name (fixture->search, "stop-search");
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows);
}

/* Where nothing is left, the view says so and leads back. */
static void
test_nothing_found (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GList) overlays = gtk_container_get_children (GTK_CONTAINER (fixture->view));
  GtkWidget *nothing = g_list_nth_data (overlays, 1);
  int n_rows = get_n_rows (fixture);

  g_assert_false (gtk_widget_get_visible (nothing));
  rf_row_filter_set_text (fixture->filter, "nowhere to be found");
  WAIT_FOR (gtk_widget_get_visible (nothing));
  gtk_button_clicked (GTK_BUTTON (find (nothing, GTK_TYPE_BUTTON)));
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows);
  g_assert_cmpstr (gtk_entry_get_text (fixture->search), ==, "");
  WAIT_FOR (!gtk_widget_get_visible (nothing));
}

static void
test_methods (Fixture       *fixture,
              gconstpointer  data)
{
  int n_rows = get_n_rows (fixture);

  toggle (fixture, "method-refer");
  g_assert_cmpint (get_n_rows (fixture), ==, 2);
  assert_row (fixture, 1, "202 Accepted");
  toggle (fixture, "method-notify");
  g_assert_cmpint (get_n_rows (fixture), >, 2);
  toggle (fixture, "method-refer");
  toggle (fixture, "method-notify");
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows);
}

static void
test_only_transfers (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *button = find (fixture->bar, GTK_TYPE_TOGGLE_BUTTON);
  g_autoptr (RfTrace) start = ladder_fixture_blind_start (5);

  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_true (rf_row_filter_get_transfers_only (fixture->filter));

  /* A call is none of a transfer until somebody asks for one; the filter stays with the view. */
  rf_ladder_view_set_trace (fixture->view, start);
  g_assert_cmpint (get_n_rows (fixture), ==, 0);
  ladder_fixture_blind_rest (start, 5);
  g_assert_cmpint (get_n_rows (fixture), ==, rf_trace_get_n_messages (start));
  toggle (fixture, "show-all");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  rf_ladder_view_set_trace (fixture->view, NULL);
}

static void
test_times (Fixture       *fixture,
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
  int refer = rf_trace_get_transfer (fixture->trace, 0)->refer_message;

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_action_change_state (get_action (fixture, "time"), g_variant_new_string (modes[i].mode));
    assert_row (fixture, refer, modes[i].words);
  }
  g_action_change_state (get_action (fixture, "time"), g_variant_new_string ("never"));
  assert_row (fixture, refer, modes[3].words);
}

static void
report_sound (Fixture *fixture)
{
  RfAudioReport report = {
    .time_us = rf_trace_get_message (fixture->trace, 3)->time_us,
    .call_id = rf_trace_get_dialog (fixture->trace, 0)->call_id,
    .is_caller = TRUE,
    .codec = "PCMU/8000/1",
    .received = { 0, -1, -1 },
    .sent = { 0, -1, -1 },
  };

  rf_trace_report_audio (fixture->trace, &report);
  report.time_us += 23 * G_USEC_PER_SEC;
  report.received.packets = report.sent.packets = 1000;
  rf_trace_report_audio (fixture->trace, &report);
}

/* The sound of a call has a row that is read out, and that the selection moves over. */
static void
test_sound (Fixture       *fixture,
            gconstpointer  data)
{
  int n_rows = get_n_rows (fixture);

  fixture->updated = FALSE;
  report_sound (fixture);
  WAIT_FOR (fixture->updated);
  g_assert_cmpint (get_n_rows (fixture), ==, n_rows + 1);
  assert_row (fixture, 3, "kevin to mike: ACK");
  assert_row (fixture, 4, "sound between kevin and mike: PCMU, 2,000 packets");
  assert_row (fixture, 5, "mike to kevin: INVITE");

  press_key (fixture, GDK_KEY_Home, 0);
  for (int message = 1; message < n_rows; message++) {
    press_key (fixture, GDK_KEY_Down, 0);
    g_assert_cmpint (get_selected (fixture), ==, message);
  }
  for (int message = n_rows - 2; message >= 0; message--) {
    press_key (fixture, GDK_KEY_Up, 0);
    g_assert_cmpint (get_selected (fixture), ==, message);
  }
}

/* Whether @widget or what is in it shows this text. */
static void
look_for_label (GtkWidget *widget,
                gpointer   user_data)
{
  const char **wanted = user_data;

  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), *wanted) == 0)
    *wanted = NULL;
  else if (*wanted && GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), look_for_label, user_data);
}

/* Whether a person who points at a row is told this; or anything, where it is NULL. */
static gboolean
has_tip (Fixture    *fixture,
         guint       row,
         const char *text)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (fixture->canvas);
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  gboolean is_shown = FALSE;
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture->canvas));
  int y = (int) (rf_ladder_get_head_height (ladder) + rf_ladder_get_place (ladder, row) + 2 -
                 gtk_adjustment_get_value (scroll));

  g_signal_emit_by_name (fixture->canvas, "query-tooltip", 5, y, FALSE, tooltip, &is_shown);
  for (GList *l = windows; is_shown && l; l = l->next)
    look_for_label (l->data, &text);

  return is_shown && !text;
}

/* A bar tells all that it may have no room for; a row with a message tells nothing, nor do the
 * heads. */
static void
test_sound_tip (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *canvas = GTK_WIDGET (fixture->canvas);
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean is_shown = TRUE;

  fixture->updated = FALSE;
  report_sound (fixture);
  WAIT_FOR (fixture->updated);
  press_key (fixture, GDK_KEY_Home, 0);
  g_assert_true (gtk_widget_get_has_tooltip (canvas));
  g_assert_true (has_tip (fixture, 4, "sound between kevin and mike: PCMU, 2,000 packets"));
  g_assert_false (has_tip (fixture, 3, NULL));
  g_assert_false (has_tip (fixture, 5, NULL));
  g_signal_emit_by_name (canvas, "query-tooltip", 5, 2, FALSE, tooltip, &is_shown);
  g_assert_false (is_shown);
}

/* Also not behind the times. */
static gboolean
sees (Fixture *fixture,
      double   x)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (fixture->canvas));
  double begin = gtk_adjustment_get_value (scroll);

  return x >= begin + rf_ladder_canvas_get_covered (fixture->canvas) &&
         x <= begin + gtk_adjustment_get_page_size (scroll);
}

/* A selected message is brought into sight sideways: both of its ends, or one of them. */
static void
test_sideways (Fixture       *fixture,
               gconstpointer  data)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (fixture->canvas));
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfLadder *ladder;
  double before, from, to, gutter;

  ladder_fixture_append_star (trace, 40);
  for (guint i = 1; i < 40; i++)
    ladder_fixture_answer_star (trace, i);
  rf_ladder_view_set_trace (fixture->view, trace);
  ladder = rf_ladder_canvas_get_ladder (fixture->canvas);
  g_assert_cmpfloat (rf_ladder_get_width (ladder), >, 5000);
  gutter = rf_ladder_canvas_get_gutter (fixture->canvas);
  g_assert_cmpfloat (gutter, >=, rf_ladder_get_gutter (ladder));

  for (int i = 0; i < 78; i++) {
    rf_ladder_view_set_selected (fixture->view, i);
    g_assert_true (rf_ladder_find_arrow (ladder, i, &from, &to));
    g_assert_true ((from < to) == (i < 39));
    g_assert_true (sees (fixture, from) || sees (fixture, to));
    if (ABS (from - to) + gutter <= gtk_adjustment_get_page_size (scroll))
      g_assert_true (sees (fixture, from) && sees (fixture, to));
  }
  /* From where neither end is in sight the view goes to the sender, and stays for the answer. */
  for (int i = 30; i < 30 + 39 + 1; i += 39) {
    rf_ladder_view_set_selected (fixture->view, -1);
    gtk_adjustment_set_value (scroll, 3000);
    rf_ladder_view_set_selected (fixture->view, i);
    g_assert_true (rf_ladder_find_arrow (ladder, i, &from, &to));
    g_assert_true (sees (fixture, from));
    g_assert_false (sees (fixture, to));
    before = gtk_adjustment_get_value (scroll);
    rf_ladder_view_set_selected (fixture->view, i == 30 ? 69 : 30);
    g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, before);
  }
  /* What is in sight does not move; nor does it come back when a person has gone elsewhere. */
  gtk_adjustment_set_value (scroll, 0);
  rf_ladder_view_set_selected (fixture->view, 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  gtk_adjustment_set_value (scroll, 3000);
  press_key (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 3000);
  press_key (fixture, GDK_KEY_0, GDK_CONTROL_MASK);
  rf_ladder_view_set_trace (fixture->view, fixture->trace);
}

/* The times stay at the left where there is room, and what is behind them cannot be pressed. */
static void
test_times_sideways (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (fixture->canvas));
  RfLadderHeads *heads = rf_ladder_canvas_get_heads (fixture->canvas);
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfLadder *ladder;
  GdkRectangle head;
  double gutter;

  ladder_fixture_append_star (trace, 40);
  rf_ladder_view_set_trace (fixture->view, trace);
  ladder = rf_ladder_canvas_get_ladder (fixture->canvas);
  gutter = rf_ladder_canvas_get_gutter (fixture->canvas);
  g_assert_cmpfloat (rf_ladder_canvas_get_covered (fixture->canvas), ==, 0);

  gtk_adjustment_set_value (scroll, rf_ladder_get_lifeline_place (ladder, 20) - gutter);
  g_assert_cmpfloat (rf_ladder_canvas_get_covered (fixture->canvas), ==, gutter);
  rf_ladder_heads_get_area (heads, 20, &head);
  g_assert_cmpint (head.x, <, gutter);
  g_assert_cmpint (rf_ladder_heads_find (heads, gutter - 1, head.y), ==, -1);
  g_assert_cmpint (rf_ladder_heads_find (heads, gutter, head.y), ==, 20);
  /* Who goes there with the keys sees all of it. */
  rf_ladder_heads_set_cursor (heads, 20);
  rf_ladder_heads_get_area (heads, 20, &head);
  g_assert_cmpint (head.x, >=, gutter);

  /* With larger letters less than three times as much would be left. */
  gtk_adjustment_set_value (scroll, 3000);
  while (rf_ladder_get_gutter (ladder) * 4 <= gtk_adjustment_get_page_size (scroll))
    press_key (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_cmpfloat (rf_ladder_canvas_get_covered (fixture->canvas), ==, 0);
  press_key (fixture, GDK_KEY_0, GDK_CONTROL_MASK);
  rf_ladder_view_set_trace (fixture->view, fixture->trace);
}

/* Whatever passes a filter, the view is where an arrow of it is: that of the selected message, and
 * of the uppermost one where that does not pass or none is selected. */
static void
test_filter_sideways (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkAdjustment *scroll = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (fixture->canvas));
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfLadder *ladder;
  double from, to;

  ladder_fixture_append_star (trace, 40);
  for (guint i = 1; i < 40; i++)
    ladder_fixture_answer_star (trace, i);
  rf_ladder_view_set_trace (fixture->view, trace);
  ladder = rf_ladder_canvas_get_ladder (fixture->canvas);
  for (int selected = -1; selected < 2; selected += 2) {
    rf_ladder_view_set_selected (fixture->view, selected);
    gtk_adjustment_set_value (scroll, 3000);
    g_assert_true (rf_ladder_find_arrow (ladder, 30, &from, &to));
    g_assert_false (sees (fixture, from) || sees (fixture, to));
    fixture->updated = FALSE;
    rf_row_filter_set_text (fixture->filter, "star-31");
    WAIT_FOR (fixture->updated);
    g_assert_cmpint (rf_ladder_canvas_get_row_message (fixture->canvas, 0), ==, 30);
    g_assert_true (sees (fixture, from) || sees (fixture, to));

    /* Who goes elsewhere stays there, whatever comes. */
    gtk_adjustment_set_value (scroll, 3000);
    fixture->updated = FALSE;
    ladder_fixture_answer_star (trace, 5);
    WAIT_FOR (fixture->updated);
    g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 3000);
    rf_row_filter_clear (fixture->filter);
  }
  rf_ladder_view_set_trace (fixture->view, fixture->trace);
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
test_long_menu (Fixture       *fixture,
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
  rf_ladder_view_set_trace (fixture->view, trace);
  menu = rf_lifeline_menu_new_all (rf_ladder_canvas_get_ladder (fixture->canvas));
  items = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_assert_cmpint (g_menu_model_get_n_items (items), ==, 101);
  last_listed = dup_label (items, 99);
  g_assert_null (strstr (last_listed, "listed"));
  last = dup_label (items, 100);
  g_assert_cmpstr (last, ==, "30 more lifelines are not listed");

  popover = rf_lifeline_menu_popover_new (menu, GTK_WIDGET (fixture->view), &area);
  gtk_widget_get_preferred_height (popover, NULL, &height);
  g_assert_cmpint (height, <, gtk_widget_get_allocated_height (fixture->window) - 40);
  gtk_widget_destroy (popover);
  rf_ladder_view_set_trace (fixture->view, fixture->trace);
}

int
main (int   argc,
      char *argv[])
{
  const struct {
    const char *path;
    void      (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/ladder-rows/fold-keys", test_fold_keys },
    { "/ladder-rows/fold-states", test_fold_states },
    { "/ladder-rows/fold-click", test_fold_click },
    { "/ladder-rows/jumps", test_jumps },
    { "/ladder-rows/jump-unfolds", test_jump_unfolds },
    { "/ladder-rows/search", test_search },
    { "/ladder-rows/nothing-found", test_nothing_found },
    { "/ladder-rows/methods", test_methods },
    { "/ladder-rows/only-transfers", test_only_transfers },
    { "/ladder-rows/times", test_times },
    { "/ladder-rows/sound", test_sound },
    { "/ladder-rows/sound-tip", test_sound_tip },
    { "/ladder-rows/sideways", test_sideways },
    { "/ladder-rows/times-sideways", test_times_sideways },
    { "/ladder-rows/filter-sideways", test_filter_sideways },
    { "/ladder-rows/long-menu", test_long_menu },
  };

  gtk_test_init (&argc, &argv, NULL);
  hdy_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
