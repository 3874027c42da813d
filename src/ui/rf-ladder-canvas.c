/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas"

#include "config.h"

#include "rf-ladder-canvas.h"

#include "rf-ladder-accessible.h"
#include "rf-ladder-keys.h"
#include "rf-ladder-scroll.h"

#include <math.h>

/**
 * RfLadderCanvas:
 *
 * The ladder on the screen. The widget is as large as the part that can be seen and moves the
 * drawing under it by its two adjustments: a widget as tall as 100,000 rows would be larger than X
 * allows, and would cost what it hides. The heads of the lifelines stay at the top while the rows
 * scroll.
 *
 * What comes in is taken up once a frame, however many messages it is.
 */

#define ZOOM_STEP 1.1

enum {
  PROP_0,
  PROP_TRACE,
  PROP_SELECTED,
  PROP_LIMIT,
  PROP_ZOOM,
  PROP_FOLLOWING,
  N_OWN_PROPS,
  PROP_HADJUSTMENT = N_OWN_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum {
  SIGNAL_DRAWN,
  SIGNAL_MESSAGE_ACTIVATED,
  SIGNAL_MOVE_SELECTION,
  SIGNAL_CHANGE_ZOOM,
  SIGNAL_ACTIVATE_SELECTED,
  N_SIGNALS,
};

static GParamSpec *props[N_OWN_PROPS];
static guint signals[N_SIGNALS];

struct _RfLadderCanvas {
  GtkDrawingArea       parent_instance;

  RfLadder            *ladder;
  int                  limit;
  double               zoom;
  RfLadderScroll      *scroll;
  GtkScrollablePolicy  policies[2]; /* by GtkOrientation */
  guint                update_id;
  guint                n_drawn;
  GtkGesture          *press;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (RfLadderCanvas, rf_ladder_canvas, GTK_TYPE_DRAWING_AREA,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static double
get_offset (RfLadderCanvas *self,
            GtkOrientation  orientation)
{
  return rf_ladder_scroll_get_offset (self->scroll, orientation);
}

static double
get_head_height (RfLadderCanvas *self)
{
  return ceil (rf_ladder_get_head_height (self->ladder));
}

static void
update_placement (RfLadderCanvas *self)
{
  int width = gtk_widget_get_allocated_width (GTK_WIDGET (self));
  int height = gtk_widget_get_allocated_height (GTK_WIDGET (self));
  double head, row;

  if (self->ladder == NULL)
    return;

  rf_ladder_set_width (self->ladder, width);
  head = get_head_height (self);
  row = rf_ladder_get_row_height (self->ladder);
  rf_ladder_scroll_place (self->scroll, GTK_ORIENTATION_HORIZONTAL,
                          ceil (rf_ladder_get_width (self->ladder)), width, row, width * 0.9);
  rf_ladder_scroll_place (self->scroll, GTK_ORIENTATION_VERTICAL,
                          head + ceil (rf_ladder_get_body_height (self->ladder)), height, row,
                          height - head - row);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);

  self->update_id = 0;
  update_placement (self);
  gtk_widget_queue_draw (widget);
  rf_ladder_accessible_update (gtk_widget_get_accessible (widget));

  return G_SOURCE_REMOVE;
}

static void
on_ladder_changed (RfLadderCanvas *self)
{
  if (self->update_id == 0)
    self->update_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
on_following_changed (RfLadderCanvas *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLLOWING]);
}

static void
scroll_to_message (RfLadderCanvas *self,
                   int             message)
{
  double top = message >= 0 ? rf_ladder_get_row_top (self->ladder, message) : -1;

  if (top < 0)
    return;

  update_placement (self);
  /* The heads cover the top of the view: what is at the body's top stands below them. */
  rf_ladder_scroll_reveal (self->scroll, top,
                           top + rf_ladder_get_row_height (self->ladder) + get_head_height (self));
}

static int
message_at (RfLadderCanvas *self,
            double          y)
{
  double head = get_head_height (self);

  if (y < head)
    return -1;

  return rf_ladder_message_at (self->ladder,
                               y - head + get_offset (self, GTK_ORIENTATION_VERTICAL));
}

static int
rows_of_page (RfLadderCanvas *self)
{
  double visible = gtk_widget_get_allocated_height (GTK_WIDGET (self)) - get_head_height (self);

  return MAX (1, (int) (visible / rf_ladder_get_row_height (self->ladder)) - 1);
}

static void
on_move_selection (RfLadderCanvas  *self,
                   GtkMovementStep  step,
                   int              count)
{
  int n_rows = rf_ladder_canvas_get_n_rows (self);
  int row = rf_ladder_canvas_get_selected_row (self);

  if (n_rows == 0)
    return;

  if (step == GTK_MOVEMENT_BUFFER_ENDS)
    row = count < 0 ? 0 : n_rows - 1;
  else if (row < 0)
    row = count < 0 ? n_rows - 1 : 0;
  else
    row += step == GTK_MOVEMENT_PAGES ? count * rows_of_page (self) : count;

  row = CLAMP (row, 0, n_rows - 1);
  rf_ladder_canvas_set_selected (self, rf_ladder_canvas_get_row_message (self, row));
}

static void
on_change_zoom (RfLadderCanvas *self,
                int             steps)
{
  rf_ladder_canvas_set_zoom (self, steps == 0 ? 1 : self->zoom * pow (ZOOM_STEP, steps));
}

static void
on_activate_selected (RfLadderCanvas *self)
{
  int selected = rf_ladder_canvas_get_selected (self);

  if (selected >= 0)
    g_signal_emit (self, signals[SIGNAL_MESSAGE_ACTIVATED], 0, selected);
}

static void
on_pressed (RfLadderCanvas *self,
            int             n_press,
            double          x,
            double          y)
{
  int message;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  message = self->ladder != NULL ? message_at (self, y) : -1;
  if (message < 0)
    return;

  rf_ladder_canvas_set_selected (self, message);
  if (n_press == 2)
    on_activate_selected (self);
}

/* Whether the view is dark is read from its background, so that it is right in every theme. */
static void
update_theme (RfLadderCanvas *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;
  gboolean dark;

  if (self->ladder == NULL)
    return;

  if (gtk_style_context_lookup_color (context, "theme_base_color", &colour)) {
    dark = 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue < 0.5;
  } else {
    gtk_style_context_get_color (context, gtk_style_context_get_state (context), &colour);
    dark = 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue > 0.5;
  }
  rf_ladder_set_theme (self->ladder, dark ? RF_LADDER_DARK : RF_LADDER_LIGHT);
}

/* Tells once, after the frame, how many messages a person can have seen by now. */
static void
note_drawn (RfLadderCanvas *self)
{
  int last = message_at (self, gtk_widget_get_allocated_height (GTK_WIDGET (self)) - 1);
  guint n_rows = rf_ladder_canvas_get_n_rows (self);

  if (last < 0 && n_rows > 0)
    last = rf_ladder_canvas_get_row_message (self, n_rows - 1);
  if (last + 1 <= (int) self->n_drawn)
    return;

  self->n_drawn = last + 1;
  g_signal_emit (self, signals[SIGNAL_DRAWN], 0, self->n_drawn);
}

/* A line below the heads, where rows are out of sight behind them. */
static void
draw_edge (RfLadderCanvas *self,
           cairo_t        *cr,
           double          head)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour;

  gtk_style_context_get_color (context, gtk_style_context_get_state (context), &colour);
  colour.alpha *= 0.25;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_rectangle (cr, 0, head - 1, gtk_widget_get_allocated_width (widget), 1);
  cairo_fill (cr);
}

static gboolean
rf_ladder_canvas_draw (GtkWidget *widget,
                       cairo_t   *cr)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_allocated_width (widget);
  int height = gtk_widget_get_allocated_height (widget);
  double x = get_offset (self, GTK_ORIENTATION_HORIZONTAL);
  double y = get_offset (self, GTK_ORIENTATION_VERTICAL);
  double head;

  gtk_render_background (context, cr, 0, 0, width, height);
  if (self->ladder == NULL)
    return GDK_EVENT_PROPAGATE;

  head = get_head_height (self);
  cairo_save (cr);
  cairo_rectangle (cr, 0, head, width, MAX (0, height - head));
  cairo_clip (cr);
  cairo_translate (cr, -x, head - y);
  rf_ladder_paint_body (self->ladder, cr);
  cairo_restore (cr);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, head);
  cairo_clip (cr);
  cairo_translate (cr, -x, 0);
  rf_ladder_paint_head (self->ladder, cr);
  cairo_restore (cr);
  if (y > 0)
    draw_edge (self, cr, head);

  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (context, cr, 1, 1, width - 2, height - 2);
  note_drawn (self);

  return GDK_EVENT_PROPAGATE;
}

static gboolean
rf_ladder_canvas_scroll_event (GtkWidget      *widget,
                               GdkEventScroll *event)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);
  double dy = event->delta_y;

  if ((event->state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  if (event->direction != GDK_SCROLL_SMOOTH)
    dy = event->direction == GDK_SCROLL_UP ? -1 : event->direction == GDK_SCROLL_DOWN ? 1 : 0;

  rf_ladder_canvas_set_zoom (self, self->zoom * pow (ZOOM_STEP, -dy));

  return GDK_EVENT_STOP;
}

static void
rf_ladder_canvas_size_allocate (GtkWidget     *widget,
                                GtkAllocation *allocation)
{
  GTK_WIDGET_CLASS (rf_ladder_canvas_parent_class)->size_allocate (widget, allocation);
  update_placement (RF_LADDER_CANVAS (widget));
}

static void
rf_ladder_canvas_style_updated (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rf_ladder_canvas_parent_class)->style_updated (widget);
  update_theme (RF_LADDER_CANVAS (widget));
}

static void
rf_ladder_canvas_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (object);

  switch (property_id) {
  case PROP_TRACE:
    rf_ladder_canvas_set_trace (self, g_value_get_object (value));
    break;
  case PROP_SELECTED:
    rf_ladder_canvas_set_selected (self, g_value_get_int (value));
    break;
  case PROP_LIMIT:
    rf_ladder_canvas_set_limit (self, g_value_get_int (value));
    break;
  case PROP_ZOOM:
    rf_ladder_canvas_set_zoom (self, g_value_get_double (value));
    break;
  case PROP_FOLLOWING:
    rf_ladder_canvas_set_following (self, g_value_get_boolean (value));
    break;
  case PROP_HADJUSTMENT:
  case PROP_VADJUSTMENT:
    rf_ladder_scroll_set_adjustment (self->scroll, property_id - PROP_HADJUSTMENT,
                                     g_value_get_object (value));
    update_placement (self);
    break;
  case PROP_HSCROLL_POLICY:
  case PROP_VSCROLL_POLICY:
    self->policies[property_id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
rf_ladder_canvas_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (object);

  switch (property_id) {
  case PROP_TRACE:
    g_value_set_object (value, rf_ladder_canvas_get_trace (self));
    break;
  case PROP_SELECTED:
    g_value_set_int (value, rf_ladder_canvas_get_selected (self));
    break;
  case PROP_LIMIT:
    g_value_set_int (value, self->limit);
    break;
  case PROP_ZOOM:
    g_value_set_double (value, self->zoom);
    break;
  case PROP_FOLLOWING:
    g_value_set_boolean (value, rf_ladder_canvas_get_following (self));
    break;
  case PROP_HADJUSTMENT:
  case PROP_VADJUSTMENT:
    g_value_set_object (value, rf_ladder_scroll_get_adjustment (self->scroll,
                                                                property_id - PROP_HADJUSTMENT));
    break;
  case PROP_HSCROLL_POLICY:
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->policies[property_id - PROP_HSCROLL_POLICY]);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
rf_ladder_canvas_dispose (GObject *object)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (object);

  g_clear_object (&self->press);
  g_clear_object (&self->ladder);

  G_OBJECT_CLASS (rf_ladder_canvas_parent_class)->dispose (object);
}

static void
rf_ladder_canvas_finalize (GObject *object)
{
  g_clear_object (&RF_LADDER_CANVAS (object)->scroll);

  G_OBJECT_CLASS (rf_ladder_canvas_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /* The messages that are drawn. */
  props[PROP_TRACE] = g_param_spec_object ("trace", NULL, NULL, RF_TYPE_TRACE, flags);
  /* Index of the selected message, or -1. */
  props[PROP_SELECTED] = g_param_spec_int ("selected", NULL, NULL, -1, G_MAXINT, -1, flags);
  /* Only so many messages are shown; -1 for all. */
  props[PROP_LIMIT] = g_param_spec_int ("limit", NULL, NULL, -1, G_MAXINT, -1, flags);
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, RF_LADDER_MIN_ZOOM,
                                          RF_LADDER_MAX_ZOOM, 1, flags);
  /* Whether the newest message is kept in sight. */
  props[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_OWN_PROPS, props);

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
install_signals (GObjectClass *object_class)
{
  const GType type = G_TYPE_FROM_CLASS (object_class);
  const GSignalFlags action = G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION;

  /* (guint n_messages): a frame was painted that shows the first n_messages for the first time. */
  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT);
  /* (int message): a person asked to see it in full. */
  signals[SIGNAL_MESSAGE_ACTIVATED] = g_signal_new ("message-activated", type, G_SIGNAL_RUN_LAST, 0,
                                                    NULL, NULL, NULL,
                                                    G_TYPE_NONE, 1, G_TYPE_INT);
  /* The commands of the key bindings. */
  signals[SIGNAL_MOVE_SELECTION] =
    g_signal_new_class_handler ("move-selection", type, action, G_CALLBACK (on_move_selection),
                                NULL, NULL, NULL,
                                G_TYPE_NONE, 2, GTK_TYPE_MOVEMENT_STEP, G_TYPE_INT);
  signals[SIGNAL_CHANGE_ZOOM] =
    g_signal_new_class_handler ("change-zoom", type, action, G_CALLBACK (on_change_zoom), NULL,
                                NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_ACTIVATE_SELECTED] =
    g_signal_new_class_handler ("activate-selected", type, action,
                                G_CALLBACK (on_activate_selected), NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
rf_ladder_canvas_class_init (RfLadderCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = rf_ladder_canvas_set_property;
  object_class->get_property = rf_ladder_canvas_get_property;
  object_class->dispose = rf_ladder_canvas_dispose;
  object_class->finalize = rf_ladder_canvas_finalize;
  widget_class->draw = rf_ladder_canvas_draw;
  widget_class->scroll_event = rf_ladder_canvas_scroll_event;
  widget_class->size_allocate = rf_ladder_canvas_size_allocate;
  widget_class->style_updated = rf_ladder_canvas_style_updated;

  install_properties (object_class);
  install_signals (object_class);
  rf_ladder_keys_bind (gtk_binding_set_by_class (klass));
  gtk_widget_class_set_css_name (widget_class, "ladder");
  gtk_widget_class_set_accessible_type (widget_class, RF_TYPE_LADDER_ACCESSIBLE);
}

static void
rf_ladder_canvas_init (RfLadderCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->limit = -1;
  self->zoom = 1;
  self->scroll = rf_ladder_scroll_new ();
  g_signal_connect_object (self->scroll, "moved", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scroll, "notify::following", G_CALLBACK (on_following_changed),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_set_can_focus (widget, TRUE);
  gtk_widget_add_events (widget, GDK_SCROLL_MASK | GDK_SMOOTH_SCROLL_MASK);
  gtk_style_context_add_class (gtk_widget_get_style_context (widget), GTK_STYLE_CLASS_VIEW);
  self->press = gtk_gesture_multi_press_new (widget);
  g_signal_connect_object (self->press, "pressed", G_CALLBACK (on_pressed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * rf_ladder_canvas_get_trace:
 *
 * Returns: (transfer none) (nullable): the trace that is drawn
 */
RfTrace *
rf_ladder_canvas_get_trace (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), NULL);

  return self->ladder != NULL ? rf_ladder_get_trace (self->ladder) : NULL;
}

/**
 * rf_ladder_canvas_set_trace:
 * @trace: (nullable): what to draw
 *
 * Shows another trace, from its end, with nothing selected.
 */
void
rf_ladder_canvas_set_trace (RfLadderCanvas *self,
                            RfTrace        *trace)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));
  g_return_if_fail (trace == NULL || RF_IS_TRACE (trace));

  if (rf_ladder_canvas_get_trace (self) == trace)
    return;

  if (self->ladder != NULL)
    g_signal_handlers_disconnect_by_func (self->ladder, on_ladder_changed, self);
  g_clear_object (&self->ladder);
  self->n_drawn = 0;
  if (trace != NULL) {
    self->ladder = rf_ladder_new (trace);
    rf_ladder_set_scale (self->ladder, self->zoom);
    rf_ladder_set_limit (self->ladder, self->limit);
    update_theme (self);
    g_signal_connect_object (self->ladder, "changed", G_CALLBACK (on_ladder_changed), self,
                             G_CONNECT_SWAPPED);
  }
  rf_ladder_canvas_set_following (self, TRUE);
  update_placement (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRACE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}

/**
 * rf_ladder_canvas_get_selected:
 *
 * Returns: index of the selected message, or -1
 */
int
rf_ladder_canvas_get_selected (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), -1);

  return self->ladder != NULL ? rf_ladder_get_selected (self->ladder) : -1;
}

/**
 * rf_ladder_canvas_set_selected:
 * @message: index, or -1 for none
 *
 * Selects a message, scrolls to it and tells the screen reader.
 */
void
rf_ladder_canvas_set_selected (RfLadderCanvas *self,
                               int             message)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  if (self->ladder == NULL || message == rf_ladder_get_selected (self->ladder))
    return;

  rf_ladder_set_selected (self->ladder, message);
  scroll_to_message (self, message);
  rf_ladder_accessible_selection_moved (gtk_widget_get_accessible (GTK_WIDGET (self)));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}

/**
 * rf_ladder_canvas_get_limit:
 *
 * Returns: how many messages are shown at most, or -1 for all
 */
int
rf_ladder_canvas_get_limit (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), -1);

  return self->limit;
}

/**
 * rf_ladder_canvas_set_limit:
 * @limit: how many messages to show at most, or -1 for all
 */
void
rf_ladder_canvas_set_limit (RfLadderCanvas *self,
                            int             limit)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  if (self->limit == limit)
    return;

  self->limit = limit;
  if (self->ladder != NULL)
    rf_ladder_set_limit (self->ladder, limit);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIMIT]);
}

/**
 * rf_ladder_canvas_get_zoom:
 *
 * Returns: the scale of the drawing, 1 for 100 %
 */
double
rf_ladder_canvas_get_zoom (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), 1);

  return self->zoom;
}

/**
 * rf_ladder_canvas_set_zoom:
 * @zoom: the scale of the drawing; what is out of range is taken to the nearest that is not
 */
void
rf_ladder_canvas_set_zoom (RfLadderCanvas *self,
                           double          zoom)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  zoom = CLAMP (zoom, RF_LADDER_MIN_ZOOM, RF_LADDER_MAX_ZOOM);
  /* Steps up and down again end at exactly 100 %. */
  if (fabs (zoom - 1) < 0.01)
    zoom = 1;
  if (self->zoom == zoom)
    return;

  self->zoom = zoom;
  if (self->ladder != NULL)
    rf_ladder_set_scale (self->ladder, zoom);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

/**
 * rf_ladder_canvas_get_following:
 *
 * Returns: whether the newest message is kept in sight
 */
gboolean
rf_ladder_canvas_get_following (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), FALSE);

  return rf_ladder_scroll_get_following (self->scroll);
}

/**
 * rf_ladder_canvas_set_following:
 * @following: whether to keep the newest message in sight; goes there at once
 */
void
rf_ladder_canvas_set_following (RfLadderCanvas *self,
                                gboolean        following)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  rf_ladder_scroll_set_following (self->scroll, following);
}

/**
 * rf_ladder_canvas_get_n_rows:
 *
 * Returns: rows of the ladder, of which the view shows a part
 */
guint
rf_ladder_canvas_get_n_rows (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), 0);

  return self->ladder != NULL ? rf_ladder_get_n_rows (self->ladder) : 0;
}

/**
 * rf_ladder_canvas_get_row_message:
 *
 * Returns: index of the message in @row, or -1 where there is no such row
 */
int
rf_ladder_canvas_get_row_message (RfLadderCanvas *self,
                                  guint           row)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), -1);

  if (row >= rf_ladder_canvas_get_n_rows (self))
    return -1;

  return rf_ladder_message_at (self->ladder, (row + 0.5) * rf_ladder_get_row_height (self->ladder));
}

/**
 * rf_ladder_canvas_get_selected_row:
 *
 * Returns: the row of the selected message, or -1
 */
int
rf_ladder_canvas_get_selected_row (RfLadderCanvas *self)
{
  int selected = rf_ladder_canvas_get_selected (self);
  double top;

  if (selected < 0)
    return -1;

  top = rf_ladder_get_row_top (self->ladder, selected);

  return top < 0 ? -1 : (int) round (top / rf_ladder_get_row_height (self->ladder));
}

/**
 * rf_ladder_canvas_dup_row_text:
 *
 * Returns: (transfer full) (nullable): the row in words, or %NULL where there is no such row
 */
char *
rf_ladder_canvas_dup_row_text (RfLadderCanvas *self,
                               guint           row)
{
  int message = rf_ladder_canvas_get_row_message (self, row);

  return message < 0 ? NULL : rf_ladder_dup_row_text (self->ladder, message);
}

/**
 * rf_ladder_canvas_get_row_area:
 * @ret_area: (out): where @row is, in the coordinates of the widget; may be out of sight
 */
void
rf_ladder_canvas_get_row_area (RfLadderCanvas *self,
                               guint           row,
                               GdkRectangle   *ret_area)
{
  double height;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));
  g_return_if_fail (ret_area != NULL);

  height = self->ladder != NULL ? rf_ladder_get_row_height (self->ladder) : 0;
  *ret_area = (GdkRectangle) {
    .y = CLAMP (row * height + (self->ladder != NULL ? get_head_height (self) : 0) -
                get_offset (self, GTK_ORIENTATION_VERTICAL), G_MININT16, G_MAXINT16),
    .width = gtk_widget_get_allocated_width (GTK_WIDGET (self)),
    .height = height,
  };
}
