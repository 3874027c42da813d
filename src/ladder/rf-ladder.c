/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder"

#include "config.h"

#include "rf-ladder.h"

#include "rf-layout.h"
#include "rf-paint.h"
#include "rf-palette.h"

#include <math.h>

#define MIN_SCALE 0.5
#define MAX_SCALE 4.0

enum {
  PROP_0,
  PROP_TRACE,
  PROP_THEME,
  PROP_SCALE,
  PROP_WIDTH,
  PROP_LIMIT,
  PROP_SELECTED,
  N_PROPS,
};

enum {
  CHANGED,
  N_SIGNALS,
};

struct _RfLadder {
  GObject        parent_instance;

  RfTrace       *trace;
  RfLayout      *layout;
  RfLadderTheme  theme;
  double         scale;
  double         width;
  int            limit;
  int            selected;
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RfLadder, rf_ladder, G_TYPE_OBJECT)

static void
notify_changed (RfLadder *self,
                guint     prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_messages_added (RfLadder *self,
                   guint     first,
                   guint     count)
{
  rf_layout_add (self->layout, first, count);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
rf_ladder_constructed (GObject *object)
{
  RfLadder *self = RF_LADDER (object);

  G_OBJECT_CLASS (rf_ladder_parent_class)->constructed (object);

  self->layout = rf_layout_new (self->trace);
  rf_layout_add (self->layout, 0, rf_trace_get_n_messages (self->trace));
  g_signal_connect_object (self->trace, "messages-added",
                           G_CALLBACK (on_messages_added), self, G_CONNECT_SWAPPED);
}

static void
rf_ladder_dispose (GObject *object)
{
  RfLadder *self = RF_LADDER (object);

  g_clear_pointer (&self->layout, rf_layout_free);
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (rf_ladder_parent_class)->dispose (object);
}

static void
rf_ladder_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  RfLadder *self = RF_LADDER (object);

  switch (prop_id) {
  case PROP_TRACE:
    g_value_set_object (value, self->trace);
    break;
  case PROP_THEME:
    g_value_set_int (value, self->theme);
    break;
  case PROP_SCALE:
    g_value_set_double (value, self->scale);
    break;
  case PROP_WIDTH:
    g_value_set_double (value, self->width);
    break;
  case PROP_LIMIT:
    g_value_set_int (value, self->limit);
    break;
  case PROP_SELECTED:
    g_value_set_int (value, self->selected);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
rf_ladder_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  RfLadder *self = RF_LADDER (object);

  switch (prop_id) {
  case PROP_TRACE:
    self->trace = g_value_dup_object (value);
    break;
  case PROP_THEME:
    rf_ladder_set_theme (self, g_value_get_int (value));
    break;
  case PROP_SCALE:
    rf_ladder_set_scale (self, g_value_get_double (value));
    break;
  case PROP_WIDTH:
    rf_ladder_set_width (self, g_value_get_double (value));
    break;
  case PROP_LIMIT:
    rf_ladder_set_limit (self, g_value_get_int (value));
    break;
  case PROP_SELECTED:
    rf_ladder_set_selected (self, g_value_get_int (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
rf_ladder_class_init (RfLadderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = rf_ladder_constructed;
  object_class->dispose = rf_ladder_dispose;
  object_class->get_property = rf_ladder_get_property;
  object_class->set_property = rf_ladder_set_property;

  /**
   * RfLadder:trace:
   *
   * What is drawn.
   */
  props[PROP_TRACE] =
    g_param_spec_object ("trace", NULL, NULL, RF_TYPE_TRACE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * RfLadder:theme:
   *
   * A #RfLadderTheme.
   */
  props[PROP_THEME] =
    g_param_spec_int ("theme", NULL, NULL, RF_LADDER_LIGHT, RF_LADDER_DARK, RF_LADDER_LIGHT, flags);
  /**
   * RfLadder:scale:
   *
   * How much larger than usual everything is.
   */
  props[PROP_SCALE] =
    g_param_spec_double ("scale", NULL, NULL, MIN_SCALE, MAX_SCALE, 1.0, flags);
  /**
   * RfLadder:width:
   *
   * The room that a view has for the ladder; the lifelines spread over it.
   */
  props[PROP_WIDTH] =
    g_param_spec_double ("width", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  /**
   * RfLadder:limit:
   *
   * How many messages are shown, from the first on; -1 for all.
   */
  props[PROP_LIMIT] =
    g_param_spec_int ("limit", NULL, NULL, -1, G_MAXINT, -1, flags);
  /**
   * RfLadder:selected:
   *
   * Index of the message that is highlighted, or -1.
   */
  props[PROP_SELECTED] =
    g_param_spec_int ("selected", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * RfLadder::changed:
   *
   * Something that was drawn, or the size, is no longer the same.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rf_ladder_init (RfLadder *self)
{
  self->scale = 1;
  self->limit = -1;
  self->selected = -1;
}

/**
 * rf_ladder_new:
 * @trace: what to draw
 *
 * Returns: (transfer full): its ladder
 */
RfLadder *
rf_ladder_new (RfTrace *trace)
{
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  return g_object_new (RF_TYPE_LADDER, "trace", trace, NULL);
}

/**
 * rf_ladder_get_trace:
 * @self: a ladder
 *
 * Returns: (transfer none): what it draws
 */
RfTrace *
rf_ladder_get_trace (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), NULL);

  return self->trace;
}

/**
 * rf_ladder_set_theme:
 * @self: a ladder
 * @theme: light or dark
 */
void
rf_ladder_set_theme (RfLadder      *self,
                     RfLadderTheme  theme)
{
  g_return_if_fail (RF_IS_LADDER (self));

  if (self->theme == theme)
    return;
  self->theme = theme;
  notify_changed (self, PROP_THEME);
}

/**
 * rf_ladder_set_scale:
 * @self: a ladder
 * @scale: 0.5 to 4; what lies outside is brought in
 */
void
rf_ladder_set_scale (RfLadder *self,
                     double    scale)
{
  g_return_if_fail (RF_IS_LADDER (self));

  scale = CLAMP (scale, MIN_SCALE, MAX_SCALE);
  if (self->scale == scale)
    return;
  self->scale = scale;
  rf_layout_set_width (self->layout, self->width / self->scale);
  notify_changed (self, PROP_SCALE);
}

/**
 * rf_ladder_get_scale:
 * @self: a ladder
 *
 * Returns: its scale
 */
double
rf_ladder_get_scale (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 1);

  return self->scale;
}

/**
 * rf_ladder_set_width:
 * @self: a ladder
 * @width: the room there is for it, in user units
 */
void
rf_ladder_set_width (RfLadder *self,
                     double    width)
{
  g_return_if_fail (RF_IS_LADDER (self));

  if (self->width == width)
    return;
  self->width = width;
  rf_layout_set_width (self->layout, self->width / self->scale);
  notify_changed (self, PROP_WIDTH);
}

/**
 * rf_ladder_set_limit:
 * @self: a ladder
 * @limit: how many messages to show, or -1 for all
 */
void
rf_ladder_set_limit (RfLadder *self,
                     int       limit)
{
  g_return_if_fail (RF_IS_LADDER (self));

  limit = MAX (limit, -1);
  if (self->limit == limit)
    return;
  self->limit = limit;
  notify_changed (self, PROP_LIMIT);
}

/**
 * rf_ladder_set_selected:
 * @self: a ladder
 * @message: index of the message to highlight, or -1
 */
void
rf_ladder_set_selected (RfLadder *self,
                        int       message)
{
  g_return_if_fail (RF_IS_LADDER (self));

  message = MAX (message, -1);
  if (self->selected == message)
    return;
  self->selected = message;
  notify_changed (self, PROP_SELECTED);
}

/**
 * rf_ladder_get_selected:
 * @self: a ladder
 *
 * Returns: index of the message that is highlighted, or -1
 */
int
rf_ladder_get_selected (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  return self->selected;
}

/**
 * rf_ladder_get_n_rows:
 * @self: a ladder
 *
 * Returns: how many messages are shown
 */
guint
rf_ladder_get_n_rows (RfLadder *self)
{
  guint n_messages;

  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  n_messages = rf_trace_get_n_messages (self->trace);
  return self->limit < 0 ? n_messages : MIN (n_messages, (guint) self->limit);
}

/**
 * rf_ladder_get_row_height:
 * @self: a ladder
 *
 * Returns: height of one row
 */
double
rf_ladder_get_row_height (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return RF_LAYOUT_ROW_HEIGHT * self->scale;
}

/**
 * rf_ladder_get_head_height:
 * @self: a ladder
 *
 * Returns: height of the heads
 */
double
rf_ladder_get_head_height (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return RF_LAYOUT_HEAD_HEIGHT * self->scale;
}

/**
 * rf_ladder_get_min_width:
 * @self: a ladder
 *
 * Returns: the least width that the labels ask for
 */
double
rf_ladder_get_min_width (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return rf_layout_get_min_width (self->layout) * self->scale;
}

/**
 * rf_ladder_get_width:
 * @self: a ladder
 *
 * Returns: the width of the drawing
 */
double
rf_ladder_get_width (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return MAX (self->width, rf_ladder_get_min_width (self));
}

/**
 * rf_ladder_get_body_height:
 * @self: a ladder
 *
 * Returns: height of all rows together
 */
double
rf_ladder_get_body_height (RfLadder *self)
{
  g_return_val_if_fail (RF_IS_LADDER (self), 0);

  return rf_ladder_get_n_rows (self) * rf_ladder_get_row_height (self);
}

/**
 * rf_ladder_message_at:
 * @self: a ladder
 * @y: a height in the body
 *
 * Returns: index of the message there, or -1
 */
int
rf_ladder_message_at (RfLadder *self,
                      double    y)
{
  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  if (y < 0 || y >= rf_ladder_get_body_height (self))
    return -1;
  return (int) (y / rf_ladder_get_row_height (self));
}

/**
 * rf_ladder_get_row_top:
 * @self: a ladder
 * @message: index of a message
 *
 * Returns: top of its row in the body, or -1 where it is not shown
 */
double
rf_ladder_get_row_top (RfLadder *self,
                       guint     message)
{
  g_return_val_if_fail (RF_IS_LADDER (self), -1);

  if (message >= rf_ladder_get_n_rows (self))
    return -1;
  return message * rf_ladder_get_row_height (self);
}

/**
 * rf_ladder_dup_row_text:
 * @self: a ladder
 * @message: index of a message
 *
 * Returns: (transfer full): its row in one line, as for a screen reader:
 *   "12.4 ms, mike to kevin: REFER, to wayne, phase 2, REFER"
 */
char *
rf_ladder_dup_row_text (RfLadder *self,
                        guint     message)
{
  g_auto (RfRow) row = { 0 };

  g_return_val_if_fail (RF_IS_LADDER (self), NULL);
  g_return_val_if_fail (message < rf_trace_get_n_messages (self->trace), NULL);

  rf_row_reader_read (rf_layout_get_reader (self->layout), message, &row);
  return rf_row_dup_spoken (&row, self->trace);
}

static void
paint_background (RfPainter *painter,
                  double     width,
                  double     top,
                  double     bottom)
{
  rf_painter_colour (painter, painter->palette->background);
  cairo_rectangle (painter->cr, 0, top, width, bottom - top);
  cairo_fill (painter->cr);
}

/**
 * rf_ladder_paint_head:
 * @self: a ladder
 * @cr: where to paint; its origin is the top left of the heads
 *
 * Paints the heads of the lifelines.
 */
void
rf_ladder_paint_head (RfLadder *self,
                      cairo_t  *cr)
{
  g_auto (RfPainter) painter = { 0 };

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (cr != NULL);

  cairo_save (cr);
  cairo_scale (cr, self->scale, self->scale);
  rf_painter_init (&painter, cr, self->trace, self->layout, rf_palette_get (self->theme));
  paint_background (&painter, rf_layout_get_width (self->layout), 0, RF_LAYOUT_HEAD_HEIGHT);
  rf_paint_heads (&painter);
  cairo_restore (cr);
}

static void
paint_selection (RfLadder  *self,
                 RfPainter *painter)
{
  double top = self->selected * RF_LAYOUT_ROW_HEIGHT;

  rf_painter_colour (painter, painter->palette->selection);
  cairo_rectangle (painter->cr, 0, top,
                   rf_layout_get_width (self->layout), RF_LAYOUT_ROW_HEIGHT);
  cairo_fill (painter->cr);
  rf_painter_colour (painter, painter->palette->accent);
  cairo_rectangle (painter->cr, 0, top, 3, RF_LAYOUT_ROW_HEIGHT);
  cairo_fill (painter->cr);
}

static void
paint_rows (RfLadder  *self,
            RfPainter *painter,
            guint      first,
            guint      end)
{
  if (self->selected >= (int) first && self->selected < (int) end)
    paint_selection (self, painter);
  rf_paint_lifelines (painter, first, end);
  for (guint i = first; i < end; i++) {
    g_auto (RfRow) row = { 0 };

    rf_row_reader_read (rf_layout_get_reader (self->layout), i, &row);
    rf_paint_row (painter, &row);
  }
  rf_paint_phases (painter, first, end, rf_ladder_get_n_rows (self));
}

/**
 * rf_ladder_paint_body:
 * @self: a ladder
 * @cr: where to paint; its origin is the top left of the body
 *
 * Paints the part of the body that lies in the clip of @cr.
 */
void
rf_ladder_paint_body (RfLadder *self,
                      cairo_t  *cr)
{
  g_auto (RfPainter) painter = { 0 };
  double top, bottom;
  guint first, end;

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (cr != NULL);

  cairo_save (cr);
  cairo_scale (cr, self->scale, self->scale);
  rf_painter_init (&painter, cr, self->trace, self->layout, rf_palette_get (self->theme));

  cairo_clip_extents (cr, NULL, &top, NULL, &bottom);
  paint_background (&painter, rf_layout_get_width (self->layout), top, bottom);
  first = CLAMP (floor (top / RF_LAYOUT_ROW_HEIGHT), 0, rf_ladder_get_n_rows (self));
  end = CLAMP (ceil (bottom / RF_LAYOUT_ROW_HEIGHT), first, rf_ladder_get_n_rows (self));
  if (end > first)
    paint_rows (self, &painter, first, end);
  cairo_restore (cr);
}
