/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-ladder-view"

#include "config.h"

#include "ladder-stage.h"
#include "rf-ladder-canvas.h"
#include "rf-ladder-view.h"

#include <gdk/gdkkeysyms.h>
#include <handy.h>

#define MANY 100000
/* What a slow machine under a sanitizer may take; a view that walks all of its rows takes seconds.
   */
#define FRAME_BOUND_US (100 * 1000)

typedef struct {
  RfTrace        *trace;
  GtkWidget      *window;
  RfLadderView   *view;
  RfLadderCanvas *canvas;
  GtkAdjustment  *scroll;
  GtkButton      *follow;
  guint           n_drawn;
  int             activated;
} Fixture;

static void
append_messages (Fixture *fixture,
                 guint    count)
{
  guint n = rf_trace_get_n_messages (fixture->trace);

  for (guint i = n; i < n + count; i++) {
    g_autofree char *text =
      g_strdup_printf ("OPTIONS sip:wayne@127.0.0.1:5062 SIP/2.0\r\n"
                       "Via: SIP/2.0/UDP 127.0.0.1:5061;branch=z9hG4bK%u\r\n"
                       "From: <sip:kevin@127.0.0.1:5061>;tag=%u\r\n"
                       "To: <sip:wayne@127.0.0.1:5062>\r\n"
                       "Call-ID: %u@127.0.0.1\r\n"
                       "CSeq: 1 OPTIONS\r\n"
                       "Content-Length: 0\r\n\r\n", i, i, i);
    RfTraceInput input = { .time_us = 1000 * i, .transport = RF_TRANSPORT_UDP, .data = text,
                           .length = strlen (text) };
    g_autoptr (GError) error = NULL;

    g_assert_true (rf_endpoint_parse (&input.source, "127.0.0.1:5061"));
    g_assert_true (rf_endpoint_parse (&input.destination, "127.0.0.1:5062"));
    rf_trace_append (fixture->trace, &input, &error);
    g_assert_no_error (error);
  }
}

static void
on_drawn (Fixture *fixture,
          guint    n_messages)
{
  g_assert_cmpuint (n_messages, >, fixture->n_drawn);
  fixture->n_drawn = n_messages;
}

static void
on_message_activated (Fixture *fixture,
                      int      message)
{
  fixture->activated = message;
}

static gboolean
is_at_end (Fixture *fixture)
{
  return gtk_adjustment_get_value (fixture->scroll) +
  gtk_adjustment_get_page_size (fixture->scroll) >=
         gtk_adjustment_get_upper (fixture->scroll);
}

static void
press_key (Fixture         *fixture,
           guint            key,
           GdkModifierType  modifiers)
{
  g_assert_true (gtk_bindings_activate (G_OBJECT (fixture->canvas), key, modifiers));
}

static void
click (Fixture      *fixture,
       double        x,
       double        y,
       GdkEventType  type)
{
  GdkWindow *window = gtk_widget_get_window (GTK_WIDGET (fixture->canvas));
  GdkSeat *seat = gdk_display_get_default_seat (gdk_window_get_display (window));
  GdkDevice *pointer = gdk_seat_get_pointer (seat);
  const GdkEventType types[] = { type, GDK_BUTTON_RELEASE };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (types[i]);

    event->button.window = g_object_ref (window);
    event->button.time = GDK_CURRENT_TIME;
    event->button.button = GDK_BUTTON_PRIMARY;
    event->button.x = x;
    event->button.y = y;
    gdk_event_set_device (event, pointer);
    gdk_event_set_source_device (event, pointer);
    gtk_main_do_event (event);
  }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *revealer;

  fixture->activated = -1;
  fixture->trace = rf_trace_new ();
  fixture->window = g_object_ref_sink (gtk_window_new (GTK_WINDOW_TOPLEVEL));
  fixture->view = RF_LADDER_VIEW (rf_ladder_view_new (NULL));
  fixture->canvas = RF_LADDER_CANVAS (ladder_stage_find (GTK_WIDGET (fixture->view),
                                                         RF_TYPE_LADDER_CANVAS));
  revealer = ladder_stage_find (GTK_WIDGET (fixture->view), GTK_TYPE_REVEALER);
  fixture->follow = GTK_BUTTON (ladder_stage_find (revealer, GTK_TYPE_BUTTON));
  fixture->scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture->canvas));
  g_signal_connect_swapped (fixture->view, "drawn", G_CALLBACK (on_drawn), fixture);
  g_signal_connect_swapped (fixture->view, "message-activated", G_CALLBACK (on_message_activated),
                            fixture);
  rf_ladder_view_set_trace (fixture->view, fixture->trace);

  gtk_container_add (GTK_CONTAINER (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 400);
  gtk_window_present (GTK_WINDOW (fixture->window));
  append_messages (fixture, GPOINTER_TO_UINT (data));
  LADDER_STAGE_WAIT_FOR (fixture->n_drawn == rf_trace_get_n_messages (fixture->trace));
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
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  double before = gtk_adjustment_get_value (fixture->scroll);

  g_assert_true (rf_ladder_view_get_following (fixture->view));
  g_assert_true (is_at_end (fixture));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (fixture->follow)));

  append_messages (fixture, 5);
  LADDER_STAGE_WAIT_FOR (fixture->n_drawn == rf_trace_get_n_messages (fixture->trace));
  g_assert_true (is_at_end (fixture));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->scroll), >, before);
}

static void
on_paint (guint *n_frames)
{
  ++*n_frames;
}

/* Who follows sees a message that comes after a frame before the next one. */
static void
test_hurries (Fixture       *fixture,
              gconstpointer  data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->canvas));
  guint n_frames = 0;
  guint n_sooner = 0;

  g_signal_connect_swapped (clock, "paint", G_CALLBACK (on_paint), &n_frames);
  for (guint i = 0; i < 50; i++) {
    guint before = n_frames;

    append_messages (fixture, 1);
    LADDER_STAGE_WAIT_FOR (fixture->n_drawn == rf_trace_get_n_messages (fixture->trace));
    n_sooner += n_frames == before;
  }
  g_assert_cmpuint (n_sooner, >, 0);
  g_signal_handlers_disconnect_by_data (clock, &n_frames);
}

static void
test_scrolled_away (Fixture       *fixture,
                    gconstpointer  data)
{
  guint n_drawn = fixture->n_drawn;
  double upper = gtk_adjustment_get_upper (fixture->scroll);

  gtk_adjustment_set_value (fixture->scroll, 100);
  g_assert_false (rf_ladder_view_get_following (fixture->view));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (fixture->follow)));

  append_messages (fixture, 5);
  LADDER_STAGE_WAIT_FOR (gtk_adjustment_get_upper (fixture->scroll) > upper);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->scroll), ==, 100);
  g_assert_cmpuint (fixture->n_drawn, ==, n_drawn);

  gtk_button_clicked (fixture->follow);
  g_assert_true (rf_ladder_view_get_following (fixture->view));
  g_assert_true (is_at_end (fixture));
  LADDER_STAGE_WAIT_FOR (fixture->n_drawn == rf_trace_get_n_messages (fixture->trace));
}

/* What is complete has no newest message to stay with. */
static void
test_complete (Fixture       *fixture,
               gconstpointer  data)
{
  GtkRevealer *revealer = GTK_REVEALER (ladder_stage_find (GTK_WIDGET (fixture->view),
                                                           GTK_TYPE_REVEALER));

  rf_ladder_view_set_live (fixture->view, FALSE);
  gtk_adjustment_set_value (fixture->scroll, 100);
  g_assert_false (rf_ladder_view_get_following (fixture->view));
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (fixture->follow)));
  rf_ladder_view_set_live (fixture->view, TRUE);
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (fixture->follow)));
}

static void
test_scrolled_back (Fixture       *fixture,
                    gconstpointer  data)
{
  gtk_adjustment_set_value (fixture->scroll, 0);
  g_assert_false (rf_ladder_view_get_following (fixture->view));
  gtk_adjustment_set_value (fixture->scroll, gtk_adjustment_get_upper (fixture->scroll));
  g_assert_true (rf_ladder_view_get_following (fixture->view));
}

/* A capture is there before its window has a size, or takes the place of another. */
static void
test_start (Fixture       *fixture,
            gconstpointer  data)
{
  RfLadderView *view = RF_LADDER_VIEW (rf_ladder_view_new (NULL));
  RfLadderCanvas *canvas = RF_LADDER_CANVAS (ladder_stage_find (GTK_WIDGET (view),
                                                                RF_TYPE_LADDER_CANVAS));
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (canvas));
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);

  rf_ladder_view_set_trace (view, fixture->trace);
  rf_ladder_view_set_following (view, FALSE);
  gtk_container_add (GTK_CONTAINER (window), GTK_WIDGET (view));
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 400);
  gtk_window_present (GTK_WINDOW (window));
  LADDER_STAGE_WAIT_FOR (gtk_widget_get_allocated_height (GTK_WIDGET (canvas)) > 100);
  g_assert_cmpfloat (rf_ladder_view_get_body_height (view), >, 1000);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  gtk_widget_destroy (window);

  g_assert_true (is_at_end (fixture));
  rf_ladder_view_go_to_start (fixture->view);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->scroll), ==, 0);
  g_assert_false (rf_ladder_view_get_following (fixture->view));
  /* Also where so little is out of sight that a person who scrolls there would be at the end. */
  rf_ladder_view_set_limit (fixture->view, (400 - 48) / 24);
  rf_ladder_view_go_to_start (fixture->view);
  g_assert_false (rf_ladder_view_get_following (fixture->view));
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  int last = rf_trace_get_n_messages (fixture->trace) - 1;
  int page;

  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, -1);
  press_key (fixture, GDK_KEY_Return, 0);
  g_assert_cmpint (fixture->activated, ==, -1);

  press_key (fixture, GDK_KEY_Up, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, last);
  press_key (fixture, GDK_KEY_Down, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, last);
  press_key (fixture, GDK_KEY_Home, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->scroll), ==, 0);
  press_key (fixture, GDK_KEY_KP_Down, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 1);
  press_key (fixture, GDK_KEY_Page_Down, 0);
  page = rf_ladder_view_get_selected (fixture->view) - 1;
  g_assert_cmpint (page, >, 3);
  press_key (fixture, GDK_KEY_Page_Up, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 1);
  press_key (fixture, GDK_KEY_End, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, last);
  g_assert_true (is_at_end (fixture));

  press_key (fixture, GDK_KEY_Return, 0);
  g_assert_cmpint (fixture->activated, ==, last);
}

static gboolean
sees_row (Fixture *fixture,
          guint    row)
{
  RfLadder *ladder = rf_ladder_canvas_get_ladder (fixture->canvas);
  GdkRectangle area;

  rf_ladder_canvas_get_row_area (fixture->canvas, row, &area);

  return area.y >= rf_ladder_get_head_height (ladder) &&
         area.y + area.height <= gtk_widget_get_allocated_height (GTK_WIDGET (fixture->canvas));
}

static void
resize (Fixture *fixture,
        int      height)
{
  GtkWidget *canvas = GTK_WIDGET (fixture->canvas);
  int before = gtk_widget_get_allocated_height (canvas);

  gtk_window_resize (GTK_WINDOW (fixture->window), 700, height);
  LADDER_STAGE_WAIT_FOR (gtk_widget_get_allocated_height (canvas) != before);
}

/* What is selected stays in sight when a pane opens below it, or letters grow. */
static void
test_stays_in_sight (Fixture       *fixture,
                     gconstpointer  data)
{
  const int rows[] = { 0, 12, 25, 58, 59 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    rf_ladder_view_set_selected (fixture->view, rows[i]);
    g_assert_true (sees_row (fixture, rows[i]));
    g_assert_cmpint (rf_ladder_view_get_following (fixture->view), ==, rows[i] == 59);
    resize (fixture, 250);
    g_assert_true (sees_row (fixture, rows[i]));
    press_key (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
    g_assert_true (sees_row (fixture, rows[i]));
    press_key (fixture, GDK_KEY_0, GDK_CONTROL_MASK);
    resize (fixture, 400);
    g_assert_true (sees_row (fixture, rows[i]));
  }

  /* Who has scrolled away from it is not taken back. */
  rf_ladder_view_go_to_start (fixture->view);
  resize (fixture, 250);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->scroll), ==, 0);
}

/* What a jump leads to comes with what is around it; a step further brings one row. */
static void
test_shows_around (Fixture       *fixture,
                   gconstpointer  data)
{
  double value;

  rf_ladder_view_go_to_start (fixture->view);
  rf_ladder_view_set_selected (fixture->view, 40);
  g_assert_true (sees_row (fixture, 43));
  g_assert_false (sees_row (fixture, 45));
  rf_ladder_view_set_selected (fixture->view, 10);
  g_assert_true (sees_row (fixture, 7));
  g_assert_false (sees_row (fixture, 5));

  for (int row = 9; row >= 7; row--)
    press_key (fixture, GDK_KEY_Up, 0);
  value = gtk_adjustment_get_value (fixture->scroll);
  press_key (fixture, GDK_KEY_Up, 0);
  g_assert_true (sees_row (fixture, 6));
  g_assert_cmpfloat (value - gtk_adjustment_get_value (fixture->scroll), <=,
                     rf_ladder_get_row_height (rf_ladder_canvas_get_ladder (fixture->canvas)));
}

/* In a ladder that fits, too, where the end was in sight. */
static void
test_stays_where_all_fits (Fixture       *fixture,
                           gconstpointer  data)
{
  g_assert_true (rf_ladder_view_get_following (fixture->view));
  rf_ladder_view_set_selected (fixture->view, 0);
  resize (fixture, 250);
  g_assert_true (sees_row (fixture, 0));
  /* Hardly room for anything: the row is there again as soon as there is. */
  rf_ladder_view_set_selected (fixture->view, 6);
  resize (fixture, 100);
  resize (fixture, 250);
  g_assert_true (sees_row (fixture, 6));
}

static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  GdkRectangle area;

  gtk_adjustment_set_value (fixture->scroll, 37);
  rf_ladder_canvas_get_row_area (fixture->canvas, 4, &area);
  click (fixture, area.x + area.width / 2, area.y + area.height / 2, GDK_BUTTON_PRESS);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 4);
  g_assert_cmpint (fixture->activated, ==, -1);

  /* The heads are no rows, whatever scrolls below them. */
  click (fixture, area.width / 2, 2, GDK_BUTTON_PRESS);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 4);
}

static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  rf_ladder_view_set_limit (fixture->view, 3);
  g_assert_cmpuint (rf_ladder_canvas_get_n_rows (fixture->canvas), ==, 3);
  press_key (fixture, GDK_KEY_End, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 2);

  append_messages (fixture, 1);
  g_assert_cmpuint (rf_ladder_canvas_get_n_rows (fixture->canvas), ==, 3);
  rf_ladder_view_set_limit (fixture->view, 4);
  g_assert_cmpuint (rf_ladder_canvas_get_n_rows (fixture->canvas), ==, 4);
  rf_ladder_view_set_limit (fixture->view, -1);
  g_assert_cmpuint (rf_ladder_canvas_get_n_rows (fixture->canvas), ==,
                    rf_trace_get_n_messages (fixture->trace));
}

static void
test_zoom (Fixture       *fixture,
           gconstpointer  data)
{
  GdkRectangle before, after;

  rf_ladder_canvas_get_row_area (fixture->canvas, 0, &before);
  press_key (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
  press_key (fixture, GDK_KEY_KP_Add, GDK_CONTROL_MASK);
  rf_ladder_canvas_get_row_area (fixture->canvas, 0, &after);
  g_assert_cmpint (after.height, >, before.height);
  press_key (fixture, GDK_KEY_minus, GDK_CONTROL_MASK);
  press_key (fixture, GDK_KEY_minus, GDK_CONTROL_MASK);
  g_assert_cmpfloat (rf_ladder_view_get_zoom (fixture->view), ==, 1);
  rf_ladder_view_set_zoom (fixture->view, 1000);
  g_assert_cmpfloat (rf_ladder_view_get_zoom (fixture->view), ==, RF_LADDER_MAX_ZOOM);
  press_key (fixture, GDK_KEY_0, GDK_CONTROL_MASK);
  g_assert_cmpfloat (rf_ladder_view_get_zoom (fixture->view), ==, 1);
}

/* The scale of text that the desktop wants is that of the ladder, too, besides its zoom. */
static void
test_text_scale (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (fixture->canvas));
  RfLadder *ladder = rf_ladder_canvas_get_ladder (fixture->canvas);
  g_autoptr (RfTrace) other = rf_trace_new ();

  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  LADDER_STAGE_WAIT_FOR (rf_ladder_get_scale (ladder) == 1);
  rf_ladder_view_set_selected (fixture->view, 15);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  LADDER_STAGE_WAIT_FOR (rf_ladder_get_row_height (ladder) == 48);
  g_assert_cmpfloat (rf_ladder_view_get_zoom (fixture->view), ==, 1);
  g_assert_true (sees_row (fixture, 15));
  rf_ladder_view_set_zoom (fixture->view, RF_LADDER_MAX_ZOOM);
  g_assert_cmpfloat (rf_ladder_get_scale (ladder), ==, 2 * RF_LADDER_MAX_ZOOM);
  rf_ladder_view_set_zoom (fixture->view, 1);

  rf_ladder_view_set_trace (fixture->view, other);
  g_assert_cmpfloat (rf_ladder_get_scale (rf_ladder_canvas_get_ladder (fixture->canvas)), ==, 2);
  /* Nobody says, and nonsense. */
  g_object_set (settings, "gtk-xft-dpi", 1024 * 1024, NULL);
  LADDER_STAGE_WAIT_FOR (rf_ladder_get_scale (rf_ladder_canvas_get_ladder (fixture->canvas)) == 3);
  g_object_set (settings, "gtk-xft-dpi", -1, NULL);
  LADDER_STAGE_WAIT_FOR (rf_ladder_get_scale (rf_ladder_canvas_get_ladder (fixture->canvas)) == 1);
}

static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  AtkObject *list = gtk_widget_get_accessible (GTK_WIDGET (fixture->canvas));
  g_autoptr (AtkObject) row = NULL;
  g_autoptr (AtkObject) beyond = NULL;
  g_autoptr (AtkStateSet) states = NULL;
  g_autofree char *text = rf_ladder_canvas_dup_row_text (fixture->canvas, 2);

  g_assert_cmpint (atk_object_get_role (list), ==, ATK_ROLE_LIST);
  g_assert_cmpstr (atk_object_get_name (list), ==, "Ladder of SIP messages");
  g_assert_cmpint (atk_object_get_n_accessible_children (list), ==,
                   rf_trace_get_n_messages (fixture->trace));
  row = atk_object_ref_accessible_child (list, 2);
  beyond = atk_object_ref_accessible_child (list, rf_trace_get_n_messages (fixture->trace));
  g_assert_null (beyond);
  g_assert_cmpstr (atk_object_get_name (row), ==, text);
  g_assert_nonnull (strstr (text, "OPTIONS"));

  g_assert_true (atk_action_do_action (ATK_ACTION (row), 0));
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, 2);
  g_assert_true (atk_selection_is_child_selected (ATK_SELECTION (list), 2));
  g_assert_cmpstr (atk_object_get_description (list), ==, text);
  states = atk_object_ref_state_set (row);
  g_assert_true (atk_state_set_contains_state (states, ATK_STATE_SELECTED));
}

static void
test_trace_changes (Fixture       *fixture,
                    gconstpointer  data)
{
  rf_ladder_view_set_selected (fixture->view, 1);
  rf_ladder_view_set_trace (fixture->view, NULL);
  g_assert_null (rf_ladder_view_get_trace (fixture->view));
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, -1);
  g_assert_cmpuint (rf_ladder_canvas_get_n_rows (fixture->canvas), ==, 0);
  press_key (fixture, GDK_KEY_End, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, -1);
}

static gint64
measure_frame (Fixture *fixture)
{
  GtkWidget *canvas = GTK_WIDGET (fixture->canvas);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                         gtk_widget_get_allocated_width (canvas),
                                                         gtk_widget_get_allocated_height (canvas));
  cairo_t *cr = cairo_create (surface);
  gint64 start = g_get_monotonic_time ();

  gtk_widget_draw (canvas, cr);
  start = g_get_monotonic_time () - start;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return start;
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  const guint n_frames = 50;
  double upper = gtk_adjustment_get_upper (fixture->scroll);
  gint64 total = 0;
  gint64 start;

  for (guint i = 0; i < n_frames; i++) {
    gtk_adjustment_set_value (fixture->scroll, upper * i / n_frames);
    total += measure_frame (fixture);
  }
  g_test_message ("%u rows: %.2f ms a frame", MANY, total / 1000.0 / n_frames);
  g_assert_cmpint (total / n_frames, <, FRAME_BOUND_US);

  rf_ladder_view_set_following (fixture->view, TRUE);
  start = g_get_monotonic_time ();
  append_messages (fixture, 1);
  LADDER_STAGE_WAIT_FOR (fixture->n_drawn == MANY + 1);
  g_test_message ("%u rows: %.2f ms from message to drawn", MANY,
                  (g_get_monotonic_time () - start) / 1000.0);
  press_key (fixture, GDK_KEY_End, 0);
  g_assert_cmpint (rf_ladder_view_get_selected (fixture->view), ==, MANY);
}

int
main (int   argc,
      char *argv[])
{
  const struct {
    const char *path;
    guint       n_messages;
    void      (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/ladder-view/follows", 60, test_follows },
    { "/ladder-view/hurries", 60, test_hurries },
    { "/ladder-view/scrolled-away", 60, test_scrolled_away },
    { "/ladder-view/complete", 60, test_complete },
    { "/ladder-view/scrolled-back", 60, test_scrolled_back },
    { "/ladder-view/start", 60, test_start },
    { "/ladder-view/keys", 60, test_keys },
    { "/ladder-view/stays-in-sight", 60, test_stays_in_sight },
    { "/ladder-view/shows-around", 60, test_shows_around },
    { "/ladder-view/stays-where-all-fits", 10, test_stays_where_all_fits },
    { "/ladder-view/click", 60, test_click },
    { "/ladder-view/limit", 10, test_limit },
    { "/ladder-view/zoom", 10, test_zoom },
    { "/ladder-view/text-scale", 20, test_text_scale },
    { "/ladder-view/accessible", 10, test_accessible },
    { "/ladder-view/trace-changes", 10, test_trace_changes },
    { "/ladder-view/many", MANY, test_many },
  };

  gtk_test_init (&argc, &argv, NULL);
  hdy_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GUINT_TO_POINTER (tests[i].n_messages), set_up,
                tests[i].run, tear_down);

  return g_test_run ();
}
