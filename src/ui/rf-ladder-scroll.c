/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-scroll"

#include "config.h"

#include "rf-ladder-scroll.h"

#include <math.h>

/**
 * RfLadderScroll:
 *
 * Which part of the ladder is in sight. While "following" is set, the end stays in sight however
 * much comes; it is unset when a person scrolls away, and set when they come back to the end.
 *
 * Signal "moved" (): another part is in sight.
 */

enum {
  PROP_0,
  PROP_FOLLOWING,
  N_PROPS,
};

enum {
  SIGNAL_MOVED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

struct _RfLadderScroll {
  GObject        parent_instance;

  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  gboolean       following;
  gboolean       placing;        /* an adjustment moves by our doing, not by a person's */
};

G_DEFINE_FINAL_TYPE (RfLadderScroll, rf_ladder_scroll, G_TYPE_OBJECT)

/* Half a step short of the end still counts: who drags to the bottom wants to stay there. */
static gboolean
is_at_end (GtkAdjustment *adjustment)
{
  double bottom = gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);

  return bottom + gtk_adjustment_get_step_increment (adjustment) / 2 >=
         gtk_adjustment_get_upper (adjustment);
}

static void
on_value_changed (RfLadderScroll *self,
                  GtkAdjustment  *adjustment)
{
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
  if (!self->placing && adjustment == self->adjustments[GTK_ORIENTATION_VERTICAL])
    rf_ladder_scroll_set_following (self, is_at_end (adjustment));
}

static void
rf_ladder_scroll_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (property_id) {
  case PROP_FOLLOWING:
    rf_ladder_scroll_set_following (RF_LADDER_SCROLL (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
rf_ladder_scroll_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (property_id) {
  case PROP_FOLLOWING:
    g_value_set_boolean (value, RF_LADDER_SCROLL (object)->following);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
rf_ladder_scroll_dispose (GObject *object)
{
  RfLadderScroll *self = RF_LADDER_SCROLL (object);

  g_clear_object (&self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
  g_clear_object (&self->adjustments[GTK_ORIENTATION_VERTICAL]);

  G_OBJECT_CLASS (rf_ladder_scroll_parent_class)->dispose (object);
}

static void
rf_ladder_scroll_class_init (RfLadderScrollClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = rf_ladder_scroll_set_property;
  object_class->get_property = rf_ladder_scroll_get_property;
  object_class->dispose = rf_ladder_scroll_dispose;

  props[PROP_FOLLOWING] =
    g_param_spec_boolean ("following", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_MOVED] = g_signal_new ("moved", RF_TYPE_LADDER_SCROLL, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
rf_ladder_scroll_init (RfLadderScroll *self)
{
  self->following = TRUE;
}

/**
 * rf_ladder_scroll_new:
 *
 * Returns: (transfer full): a scroll that follows
 */
RfLadderScroll *
rf_ladder_scroll_new (void)
{
  return g_object_new (RF_TYPE_LADDER_SCROLL, NULL);
}

/**
 * rf_ladder_scroll_get_adjustment:
 *
 * Returns: (transfer none) (nullable): the adjustment of a direction
 */
GtkAdjustment *
rf_ladder_scroll_get_adjustment (RfLadderScroll *self,
                                 GtkOrientation  orientation)
{
  g_return_val_if_fail (RF_IS_LADDER_SCROLL (self), NULL);

  return self->adjustments[orientation];
}

/**
 * rf_ladder_scroll_set_adjustment:
 * @adjustment: (nullable): what a scroll bar moves; %NULL for one of its own
 */
void
rf_ladder_scroll_set_adjustment (RfLadderScroll *self,
                                 GtkOrientation  orientation,
                                 GtkAdjustment  *adjustment)
{
  GtkAdjustment *former;

  g_return_if_fail (RF_IS_LADDER_SCROLL (self));

  former = self->adjustments[orientation];
  if (adjustment != NULL && adjustment == former)
    return;

  if (former != NULL)
    g_signal_handlers_disconnect_by_func (former, on_value_changed, self);
  g_clear_object (&self->adjustments[orientation]);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_value_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * rf_ladder_scroll_place:
 * @size: how large all of it is
 * @visible: how much of that can be seen at a time
 * @step: how far an arrow of the scroll bar goes
 * @page: how far a click beside its handle goes
 *
 * Takes up a new size, and stays at the end where that is followed.
 */
void
rf_ladder_scroll_place (RfLadderScroll *self,
                        GtkOrientation  orientation,
                        double          size,
                        double          visible,
                        double          step,
                        double          page)
{
  GtkAdjustment *adjustment;
  double value;

  g_return_if_fail (RF_IS_LADDER_SCROLL (self));

  adjustment = self->adjustments[orientation];
  if (adjustment == NULL)
    return;

  size = MAX (size, visible);
  value = gtk_adjustment_get_value (adjustment);
  if (orientation == GTK_ORIENTATION_VERTICAL && self->following)
    value = size;

  self->placing = TRUE;
  gtk_adjustment_configure (adjustment, CLAMP (value, 0, size - visible), 0, size, step,
                            MAX (page, step), visible);
  self->placing = FALSE;
}

/**
 * rf_ladder_scroll_get_offset:
 *
 * Returns: how much is out of sight before what can be seen, in whole pixels
 */
double
rf_ladder_scroll_get_offset (RfLadderScroll *self,
                             GtkOrientation  orientation)
{
  GtkAdjustment *adjustment = rf_ladder_scroll_get_adjustment (self, orientation);

  return adjustment != NULL ? round (gtk_adjustment_get_value (adjustment)) : 0;
}

/**
 * rf_ladder_scroll_sees:
 * @orientation: which way
 * @begin: where the view begins that has something at its beginning
 * @end: where the view ends that has it at its end
 *
 * Returns: whether no more of it is out of sight than an arrow of the scroll bar brings back; also
 *   before anything is in sight
 */
gboolean
rf_ladder_scroll_sees (RfLadderScroll *self,
                       GtkOrientation  orientation,
                       double          begin,
                       double          end)
{
  GtkAdjustment *adjustment = rf_ladder_scroll_get_adjustment (self, orientation);
  double value, page_size, step;

  if (adjustment == NULL)
    return FALSE;

  value = gtk_adjustment_get_value (adjustment);
  page_size = gtk_adjustment_get_page_size (adjustment);
  step = gtk_adjustment_get_step_increment (adjustment);

  return page_size == 0 || begin == value ||
         (begin + step > value && end - step < value + page_size);
}

/**
 * rf_ladder_scroll_reveal:
 * @orientation: which way
 * @begin: what the view must not begin after
 * @end: what it must not end before
 *
 * Scrolls as little as is needed. Where there is too little room, the beginning is in sight.
 */
void
rf_ladder_scroll_reveal (RfLadderScroll *self,
                         GtkOrientation  orientation,
                         double          begin,
                         double          end)
{
  GtkAdjustment *adjustment = rf_ladder_scroll_get_adjustment (self, orientation);
  double value;

  if (adjustment == NULL)
    return;

  value = MAX (gtk_adjustment_get_value (adjustment),
               end - gtk_adjustment_get_page_size (adjustment));
  gtk_adjustment_set_value (adjustment, MIN (value, begin));
}

/**
 * rf_ladder_scroll_get_following:
 *
 * Returns: whether the end is kept in sight
 */
gboolean
rf_ladder_scroll_get_following (RfLadderScroll *self)
{
  g_return_val_if_fail (RF_IS_LADDER_SCROLL (self), FALSE);

  return self->following;
}

/**
 * rf_ladder_scroll_set_following:
 * @following: whether to keep the end in sight; goes there at once
 */
void
rf_ladder_scroll_set_following (RfLadderScroll *self,
                                gboolean        following)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (RF_IS_LADDER_SCROLL (self));

  following = !!following;
  if (self->following == following)
    return;

  self->following = following;
  adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  if (following && adjustment != NULL)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLLOWING]);
}

/**
 * rf_ladder_scroll_go_to_start:
 *
 * Goes to the beginning and stays there, also where the end is in sight from it.
 */
void
rf_ladder_scroll_go_to_start (RfLadderScroll *self)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (RF_IS_LADDER_SCROLL (self));

  rf_ladder_scroll_set_following (self, FALSE);
  adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  if (adjustment == NULL)
    return;

  self->placing = TRUE;
  gtk_adjustment_set_value (adjustment, 0);
  self->placing = FALSE;
}
