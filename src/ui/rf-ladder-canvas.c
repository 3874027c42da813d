/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-canvas"

#include "config.h"

#include "rf-ladder-canvas.h"

#include "rf-head-keys.h"
#include "rf-ladder-accessible.h"
#include "rf-ladder-canvas-private.h"
#include "rf-ladder-commands.h"
#include "rf-ladder-keys.h"
#include "rf-ladder-pace.h"
#include "rf-ladder-theme.h"
#include "rf-row-menu.h"

#include <math.h>

/**
 * RfLadderCanvas:
 *
 * The ladder on the screen. The widget is as large as the part that can be seen and moves the
 * drawing under it by its two adjustments: a widget as tall as 100,000 rows would be larger than X
 * allows, and would cost what it hides. The heads of the lifelines stay at the top while the rows
 * scroll.
 *
 * What comes in is taken up once a frame, however many messages it is, and sooner where the newest
 * message is in sight (#RfLadderPace).
 */

/* How much larger or smaller the desktop may want letters to be. */
#define MIN_TEXT_SCALE 0.5
#define MAX_TEXT_SCALE 3.0
#define USUAL_DPI 96

/* Of a frame, for the part of a long trace that was not read yet. */
#define READ_US (3 * 1000)

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
  SIGNAL_UPDATED,
  N_SIGNALS,
};

static GParamSpec *props[N_OWN_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (RfLadderCanvas, rf_ladder_canvas, GTK_TYPE_DRAWING_AREA,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static gboolean
update (GtkWidget *widget)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);
  gboolean more = self->ladder != NULL && rf_ladder_read_on (self->ladder, READ_US);

  rf_ladder_canvas_place (self);
  rf_ladder_canvas_keep_passing (self);
  rf_ladder_accessible_update (gtk_widget_get_accessible (widget));
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);

  return more;
}

static void
on_ladder_changed (RfLadderCanvas *self)
{
  if (self->pace != NULL)
    rf_ladder_pace_request (self->pace, rf_ladder_scroll_get_following (self->scroll));
}

/* What is being updated is drawn without that. */
static void
on_moved (RfLadderCanvas *self)
{
  if (self->pace != NULL && rf_ladder_pace_is_updating (self->pace))
    return;
  if (self->ladder != NULL)
    rf_ladder_canvas_let_passing_go (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What a person looks at stays in sight when rows come and go around it; where it goes, they look
 * for what is left. */
static void
on_filter_changed (RfLadderCanvas *self)
{
  rf_ladder_canvas_reveal_selected (self);
  rf_ladder_canvas_seek_passing (self);
}

static void
on_following_changed (RfLadderCanvas *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLLOWING]);
}

static void
on_pressed (RfLadderCanvas   *self,
            int               n_press,
            double            x,
            double            y,
            GtkGestureSingle *gesture)
{
  guint button = gtk_gesture_single_get_current_button (gesture);
  int message, row;

  if (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_SECONDARY)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->ladder == NULL)
    return;

  message = rf_ladder_canvas_phase_at (self, x, y);
  if (message >= 0 && button == GDK_BUTTON_PRIMARY) {
    rf_ladder_canvas_set_folded (self, message, !rf_ladder_get_folded (self->ladder, message));
    return;
  }
  row = rf_ladder_canvas_row_at (self, y);
  if (row < 0)
    return;

  rf_ladder_canvas_press (self, (guint) row);
  if (button == GDK_BUTTON_SECONDARY)
    rf_row_menu_open (self);
  else if (n_press == 2)
    rf_ladder_canvas_activate (self);
}

static void
update_theme (RfLadderCanvas *self)
{
  if (self->ladder != NULL)
    rf_ladder_set_theme (self->ladder, rf_ladder_theme_of (GTK_WIDGET (self)));
}

/* Letters grow with all others on the desktop, and the rows with them. */
static double
find_scale (RfLadderCanvas *self)
{
  double dpi = gdk_screen_get_resolution (gtk_widget_get_screen (GTK_WIDGET (self)));

  if (dpi <= 0)
    return self->zoom;

  return self->zoom * CLAMP (dpi / USUAL_DPI, MIN_TEXT_SCALE, MAX_TEXT_SCALE);
}

static void
update_scale (RfLadderCanvas *self)
{
  RfLadderSight sight;

  if (self->ladder == NULL || rf_ladder_get_scale (self->ladder) == find_scale (self))
    return;

  rf_ladder_canvas_note_sight (self, &sight);
  rf_ladder_set_scale (self->ladder, find_scale (self));
  rf_ladder_canvas_keep_sight (self, &sight);
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

  rf_ladder_canvas_set_zoom (self, self->zoom * pow (RF_LADDER_ZOOM_STEP, -dy));

  return GDK_EVENT_STOP;
}

static gboolean
rf_ladder_canvas_key_press_event (GtkWidget   *widget,
                                  GdkEventKey *event)
{
  if (rf_head_keys_handle (RF_LADDER_CANVAS (widget), event))
    return GDK_EVENT_STOP;

  return GTK_WIDGET_CLASS (rf_ladder_canvas_parent_class)->key_press_event (widget, event);
}

static gboolean
rf_ladder_canvas_popup_menu (GtkWidget *widget)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);

  return rf_ladder_heads_open_menu (self->heads) || rf_row_menu_open (self);
}

static void
rf_ladder_canvas_size_allocate (GtkWidget     *widget,
                                GtkAllocation *allocation)
{
  RfLadderCanvas *self = RF_LADDER_CANVAS (widget);
  RfLadderSight sight;

  /* The pane that a selection opens must not cover what was selected. */
  rf_ladder_canvas_note_sight (self, &sight);
  GTK_WIDGET_CLASS (rf_ladder_canvas_parent_class)->size_allocate (widget, allocation);
  rf_ladder_canvas_keep_sight (self, &sight);
}

static void
rf_ladder_canvas_style_updated (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rf_ladder_canvas_parent_class)->style_updated (widget);
  update_theme (RF_LADDER_CANVAS (widget));
  /* GTK has all styles updated where the resolution changes. */
  update_scale (RF_LADDER_CANVAS (widget));
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
    rf_ladder_canvas_place (self);
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

  g_clear_pointer (&self->pace, rf_ladder_pace_free);
  g_clear_object (&self->heads);
  g_clear_object (&self->press);
  g_clear_object (&self->ladder);

  G_OBJECT_CLASS (rf_ladder_canvas_parent_class)->dispose (object);
}

static void
rf_ladder_canvas_finalize (GObject *object)
{
  g_clear_object (&RF_LADDER_CANVAS (object)->scroll);
  g_clear_object (&RF_LADDER_CANVAS (object)->filter);
  g_clear_object (&RF_LADDER_CANVAS (object)->lifelines);

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

  /* (guint n_messages): a frame was painted that shows the first n_messages for the first time. */
  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT);
  /* (int message): a person pointed at it; it is the selected one. */
  g_signal_new ("message-pressed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_INT);
  /* (int message): a person asked to see it in full. */
  g_signal_new ("message-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_INT);
  /* Rows may have come or gone; once a frame at most. */
  signals[SIGNAL_UPDATED] = g_signal_new ("updated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  rf_ladder_commands_install (type);
  rf_head_keys_install (type);
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
  widget_class->query_tooltip = rf_ladder_canvas_query_tooltip;
  widget_class->scroll_event = rf_ladder_canvas_scroll_event;
  widget_class->key_press_event = rf_ladder_canvas_key_press_event;
  widget_class->popup_menu = rf_ladder_canvas_popup_menu;
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
  self->sought = -1;
  self->zoom = 1;
  self->pace = rf_ladder_pace_new (widget, update);
  self->filter = rf_row_filter_new ();
  self->lifelines = rf_lifelines_new ();
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (on_filter_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->scroll = rf_ladder_scroll_new ();
  g_signal_connect_object (self->scroll, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scroll, "notify::following", G_CALLBACK (on_following_changed),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_set_can_focus (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_add_events (widget, GDK_SCROLL_MASK | GDK_SMOOTH_SCROLL_MASK);
  gtk_style_context_add_class (gtk_widget_get_style_context (widget), GTK_STYLE_CLASS_VIEW);
  self->heads = rf_ladder_heads_new (self);
  self->press = gtk_gesture_multi_press_new (widget);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (self->press), 0);
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
  rf_ladder_canvas_seek_passing (self);
  if (trace != NULL) {
    self->ladder = rf_ladder_new_lazy (trace);
    rf_ladder_set_filter (self->ladder, self->filter);
    rf_ladder_set_lifelines (self->ladder, self->lifelines);
    rf_ladder_set_time_mode (self->ladder, self->time_mode);
    rf_ladder_set_true_time (self->ladder, self->true_time);
    rf_ladder_set_scale (self->ladder, find_scale (self));
    rf_ladder_set_limit (self->ladder, self->limit);
    update_theme (self);
    g_signal_connect_object (self->ladder, "changed", G_CALLBACK (on_ladder_changed), self,
                             G_CONNECT_SWAPPED);
  }
  rf_ladder_canvas_set_following (self, TRUE);
  rf_ladder_canvas_place (self);
  on_ladder_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRACE]);
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
 * @zoom: the scale of the drawing, besides that of text; what is out of range is taken to the
 *   nearest that is not
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
  update_scale (self);
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
 * rf_ladder_canvas_go_to_start:
 *
 * Shows the first message, and stays there however much comes.
 */
void
rf_ladder_canvas_go_to_start (RfLadderCanvas *self)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  rf_ladder_scroll_go_to_start (self->scroll);
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
  double height, head, offset, top;

  g_return_if_fail (RF_IS_LADDER_CANVAS (self));
  g_return_if_fail (ret_area != NULL);

  top = self->ladder != NULL ? rf_ladder_get_place (self->ladder, row) : 0;

  height = self->ladder != NULL ? rf_ladder_get_row_height (self->ladder) : 0;
  head = self->ladder != NULL ? rf_ladder_canvas_get_head_height (self) : 0;
  offset = rf_ladder_canvas_get_offset (self, GTK_ORIENTATION_VERTICAL);
  *ret_area = (GdkRectangle) {
    .y = CLAMP (top + head - offset, G_MININT16, G_MAXINT16),
    .width = gtk_widget_get_allocated_width (GTK_WIDGET (self)),
    .height = height,
  };
}

/**
 * rf_ladder_canvas_get_ladder:
 *
 * Returns: (transfer none) (nullable): what is drawn
 */
RfLadder *
rf_ladder_canvas_get_ladder (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), NULL);

  return self->ladder;
}

/**
 * rf_ladder_canvas_get_filter:
 *
 * Returns: (transfer none): what messages have to pass to be shown; stays when the trace changes
 */
RfRowFilter *
rf_ladder_canvas_get_filter (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), NULL);

  return self->filter;
}

/**
 * rf_ladder_canvas_get_lifelines:
 *
 * Returns: (transfer none): how the lifelines are wanted; stays when the trace changes
 */
RfLifelines *
rf_ladder_canvas_get_lifelines (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), NULL);

  return self->lifelines;
}

/**
 * rf_ladder_canvas_get_heads:
 *
 * Returns: (transfer none) (nullable): the heads of the lifelines; %NULL when it is being destroyed
 */
RfLadderHeads *
rf_ladder_canvas_get_heads (RfLadderCanvas *self)
{
  g_return_val_if_fail (RF_IS_LADDER_CANVAS (self), NULL);

  return self->heads;
}

/**
 * rf_ladder_canvas_set_time_mode:
 * @mode: what the column of times says
 */
void
rf_ladder_canvas_set_time_mode (RfLadderCanvas *self,
                                RfTimeMode      mode)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  self->time_mode = mode;
  if (self->ladder != NULL)
    rf_ladder_set_time_mode (self->ladder, mode);
}

/**
 * rf_ladder_canvas_set_true_time:
 * @true_time: whether rows stand apart by the time between them, and not evenly
 */
void
rf_ladder_canvas_set_true_time (RfLadderCanvas *self,
                                gboolean        true_time)
{
  g_return_if_fail (RF_IS_LADDER_CANVAS (self));

  self->true_time = true_time;
  if (self->ladder == NULL)
    return;
  rf_ladder_set_true_time (self->ladder, true_time);
  rf_ladder_canvas_reveal_selected (self);
}
