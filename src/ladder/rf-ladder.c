/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder"

#include "config.h"

#include "rf-ladder-private.h"

#include "rf-trace-audio.h"

#define MIN_SCALE 0.25
#define MAX_SCALE 12.0
/* Messages that are read between two looks at the clock. */
#define READ_STEP 256
/* Rows of which only the time is read, for each of those. */
#define ROWS_A_MESSAGE 16
/* How long a lazy ladder reads at once, so that a short trace is there as a whole. */
#define LAZY_US (5 * 1000)

enum {
  PROP_0,
  PROP_TRACE,
  PROP_THEME,
  PROP_SCALE,
  PROP_WIDTH,
  PROP_LIMIT,
  PROP_SELECTED,
  PROP_FILTER,
  PROP_TIME_MODE,
  PROP_TRUE_TIME,
  PROP_LAZY,
  N_PROPS,
};

enum {
  CHANGED,
  N_SIGNALS,
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

/**
 * rf_ladder_emit_changed:
 * @self: a ladder
 *
 * Tells that something that was drawn is no longer the same.
 */
void
rf_ladder_emit_changed (RfLadder *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
read_step (RfLadder *self,
           guint     most)
{
  guint n_left = rf_trace_get_n_messages (self->trace) - self->n_laid_out;
  guint count = MIN (n_left, most);
  gboolean more = rf_row_map_read (self->map, most);

  more |= rf_row_spacing_read (self->spacing, MIN (most, G_MAXUINT / ROWS_A_MESSAGE) *
                                              ROWS_A_MESSAGE);
  rf_layout_add (self->layout, self->n_laid_out, count);
  self->n_laid_out += count;
  return more || count < n_left;
}

static gboolean
read_for (RfLadder *self,
          gint64    budget_us)
{
  gint64 end = g_get_monotonic_time () + budget_us;
  gboolean more;

  do {
    more = read_step (self, READ_STEP);
  } while (more && g_get_monotonic_time () < end);
  return more;
}

/**
 * rf_ladder_read_on:
 * @self: a ladder
 * @budget_us: how long it may take
 *
 * Reads more of a trace that a lazy ladder has not read to its end.
 *
 * Returns: whether there is still more
 */
gboolean
rf_ladder_read_on (RfLadder *self,
                   gint64    budget_us)
{
  double height;
  double width;
  gboolean more;

  g_return_val_if_fail (RF_IS_LADDER (self), FALSE);

  height = rf_ladder_get_body_height (self);
  width = rf_layout_get_min_width (self->layout);
  more = read_for (self, budget_us);
  if (height != rf_ladder_get_body_height (self) || width != rf_layout_get_min_width (self->layout))
    rf_ladder_emit_changed (self);
  return more;
}

/* A lazy ladder is led on by whoever asked for one. */
static void
read_all (RfLadder *self)
{
  if (self->is_lazy)
    read_for (self, LAZY_US);
  else
    read_step (self, G_MAXUINT);
}

/**
 * rf_ladder_show_anew:
 * @self: a ladder
 *
 * Finds the rows anew, as others are to be shown than before.
 */
void
rf_ladder_show_anew (RfLadder *self)
{
  read_all (self);
  rf_ladder_emit_changed (self);
}

static void
start_layout (RfLadder *self)
{
  g_clear_pointer (&self->layout, rf_layout_free);
  self->layout = rf_layout_new (self->trace, self->lines);
  self->n_laid_out = 0;
  rf_layout_set_time_mode (self->layout, self->time_mode);
  rf_layout_set_width (self->layout, self->width / self->scale);
  rf_layout_add (self->layout, 0, 0);
}

/**
 * rf_ladder_lay_out_anew:
 * @self: a ladder
 *
 * Lays everything out again, as a party stands in another column than before.
 */
void
rf_ladder_lay_out_anew (RfLadder *self)
{
  start_layout (self);
  rf_ladder_show_anew (self);
}

static void
on_messages_added (RfLadder *self,
                   guint     first,
                   guint     count)
{
  /* A party that was waited for may come to stand before others. */
  if (rf_lifeline_map_update (self->lines))
    start_layout (self);
  rf_row_map_note_new (self->map, first, count);
  read_all (self);
  /* For the columns of parties that are new. */
  rf_layout_add (self->layout, self->n_laid_out, 0);
  rf_ladder_emit_changed (self);
}

static void
on_audio_changed (RfLadder *self)
{
  read_all (self);
  /* For the bars. */
  rf_layout_add (self->layout, self->n_laid_out, 0);
  rf_ladder_emit_changed (self);
}

static void
on_filter_changed (RfLadder *self)
{
  rf_row_map_restart (self->map);
  rf_ladder_show_anew (self);
}

static void
rf_ladder_constructed (GObject *object)
{
  RfLadder *self = RF_LADDER (object);

  G_OBJECT_CLASS (rf_ladder_parent_class)->constructed (object);

  self->lines = rf_lifeline_map_new (self->trace, NULL);
  self->map = rf_row_map_new (self->trace);
  self->spacing = rf_row_spacing_new (self->trace, self->map);
  start_layout (self);
  read_all (self);
  g_signal_connect_object (self->trace, "messages-added",
                           G_CALLBACK (on_messages_added), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->trace, "audio-changed",
                           G_CALLBACK (on_audio_changed), self, G_CONNECT_SWAPPED);
}

static void
rf_ladder_dispose (GObject *object)
{
  RfLadder *self = RF_LADDER (object);

  if (self->filter)
    g_signal_handlers_disconnect_by_data (self->filter, self);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->spacing, rf_row_spacing_free);
  g_clear_pointer (&self->map, rf_row_map_free);
  g_clear_pointer (&self->layout, rf_layout_free);
  g_clear_pointer (&self->lines, rf_lifeline_map_free);
  if (self->lifelines)
    g_signal_handlers_disconnect_by_data (self->lifelines, self);
  g_clear_object (&self->lifelines);
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
  case PROP_FILTER:
    g_value_set_object (value, self->filter);
    break;
  case PROP_TIME_MODE:
    g_value_set_int (value, self->time_mode);
    break;
  case PROP_TRUE_TIME:
    g_value_set_boolean (value, rf_row_spacing_get_true_time (self->spacing));
    break;
  case PROP_LAZY:
    g_value_set_boolean (value, self->is_lazy);
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
  case PROP_FILTER:
    rf_ladder_set_filter (self, g_value_get_object (value));
    break;
  case PROP_TIME_MODE:
    rf_ladder_set_time_mode (self, g_value_get_int (value));
    break;
  case PROP_TRUE_TIME:
    rf_ladder_set_true_time (self, g_value_get_boolean (value));
    break;
  case PROP_LAZY:
    self->is_lazy = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/* Which rows there are, and what stands beside them. */
static void
declare_row_properties (GParamFlags flags)
{
  /**
   * RfLadder:filter:
   *
   * The #RfRowFilter that messages have to pass to be shown, or %NULL for all.
   */
  props[PROP_FILTER] =
    g_param_spec_object ("filter", NULL, NULL, RF_TYPE_ROW_FILTER, flags);
  /**
   * RfLadder:time-mode:
   *
   * A #RfTimeMode: what the column of times says.
   */
  props[PROP_TIME_MODE] =
    g_param_spec_int ("time-mode", NULL, NULL, RF_TIME_SINCE_START, RF_TIME_N_MODES - 1,
                      RF_TIME_SINCE_START, flags);
  /**
   * RfLadder:true-time:
   *
   * Whether rows stand apart by the time between them, and not evenly.
   */
  props[PROP_TRUE_TIME] = g_param_spec_boolean ("true-time", NULL, NULL, FALSE, flags);
  /**
   * RfLadder:lazy:
   *
   * Whether the trace is read only as far as rf_ladder_read_on() is called and rows are painted.
   */
  props[PROP_LAZY] =
    g_param_spec_boolean ("lazy", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
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
    g_param_spec_int ("theme", NULL, NULL, RF_LADDER_LIGHT, RF_LADDER_DARK_CONTRAST,
                      RF_LADDER_LIGHT, flags);
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
  declare_row_properties (flags);
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
  self->sound_of = -1;
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
 * rf_ladder_new_lazy:
 * @trace: what to draw
 *
 * Returns: (transfer full): its ladder, which reads what is painted, and the rest when
 *   rf_ladder_read_on() is called
 */
RfLadder *
rf_ladder_new_lazy (RfTrace *trace)
{
  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);

  return g_object_new (RF_TYPE_LADDER, "trace", trace, "lazy", TRUE, NULL);
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
 * @scale: 0.25 to 12; what lies outside is brought in
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

  rf_ladder_set_selected_spot (self, &(RfLadderSpot) { MAX (message, -1), -1 });
}

/**
 * rf_ladder_set_selected_spot:
 * @self: a ladder
 * @spot: what to highlight
 *
 * Selects a message, or the sound below one. Which sound that is, is remembered by its call: its
 * index changes while others come.
 */
void
rf_ladder_set_selected_spot (RfLadder           *self,
                             const RfLadderSpot *spot)
{
  int sound_of = -1;

  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (spot != NULL);

  if (spot->audio >= 0)
    sound_of = rf_trace_get_audio (self->trace, (guint) spot->audio)->dialog;
  if (self->selected == spot->message && self->sound_of == sound_of)
    return;
  self->selected = spot->message;
  self->sound_of = sound_of;
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
 * rf_ladder_set_filter:
 * @self: a ladder
 * @filter: (nullable): what messages have to pass to be shown
 */
void
rf_ladder_set_filter (RfLadder    *self,
                      RfRowFilter *filter)
{
  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (filter == NULL || RF_IS_ROW_FILTER (filter));

  if (self->filter == filter)
    return;
  if (self->filter)
    g_signal_handlers_disconnect_by_data (self->filter, self);
  g_set_object (&self->filter, filter);
  if (filter)
    g_signal_connect_swapped (filter, "changed", G_CALLBACK (on_filter_changed), self);
  rf_row_map_set_filter (self->map, filter);
  read_all (self);
  notify_changed (self, PROP_FILTER);
}

/**
 * rf_ladder_set_time_mode:
 * @self: a ladder
 * @mode: what the column of times says
 */
void
rf_ladder_set_time_mode (RfLadder   *self,
                         RfTimeMode  mode)
{
  g_return_if_fail (RF_IS_LADDER (self));
  g_return_if_fail (mode < RF_TIME_N_MODES);

  if (self->time_mode == mode)
    return;
  self->time_mode = mode;
  rf_layout_set_time_mode (self->layout, mode);
  notify_changed (self, PROP_TIME_MODE);
}

/**
 * rf_ladder_set_true_time:
 * @self: a ladder
 * @true_time: whether rows stand apart by the time between them, and not evenly
 */
void
rf_ladder_set_true_time (RfLadder *self,
                         gboolean  true_time)
{
  g_return_if_fail (RF_IS_LADDER (self));

  true_time = !!true_time;
  if (rf_row_spacing_get_true_time (self->spacing) == true_time)
    return;
  rf_row_spacing_set_true_time (self->spacing, true_time);
  read_all (self);
  notify_changed (self, PROP_TRUE_TIME);
}

/**
 * rf_ladder_set_sight_start:
 * @self: a ladder
 * @row: first row that is in sight, on the page of paper or in the view that is painted next
 *
 * A phase that goes on there has its name there, for where it stands otherwise is out of sight.
 */
void
rf_ladder_set_sight_start (RfLadder *self,
                          guint     row)
{
  g_return_if_fail (RF_IS_LADDER (self));

  self->sight_start = row;
}

/**
 * rf_ladder_set_sight:
 * @self: a ladder
 * @left: where begins what can be seen of its width
 * @width: how much of it that is; 0 for all of it
 *
 * Has the words of what reaches beyond it written where they can be read, in all that is painted
 * from now on.
 */
void
rf_ladder_set_sight (RfLadder *self,
                     double    left,
                     double    width)
{
  g_return_if_fail (RF_IS_LADDER (self));

  self->sight_left = left;
  self->sight_width = width;
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
 * Returns: the least width at which everything has the room that it should have
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

  return rf_layout_get_width (self->layout) * self->scale;
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

  return rf_row_spacing_get_bottom (self->spacing, rf_ladder_get_n_rows (self)) * self->scale;
}
