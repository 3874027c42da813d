/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-view"

#include "config.h"

#include "rf-ladder-view.h"

#include "rf-ladder-bar.h"
#include "rf-ladder-commands.h"
#include "rf-ladder-heads.h"

#include <glib/gi18n.h>

/* How long a notice is seen. */
#define NOTICE_SEEN_MS 4000

/**
 * RfLadderView:
 *
 * The ladder with its scroll bars, the bar with what is shown of it, and a button that leads back
 * to the newest message when a person has scrolled away from it and newer ones may come. What it
 * shows and how is kept by the #RfLadderCanvas inside; the properties of the view are those of the
 * canvas, besides "live".
 *
 * Signals: "drawn" (guint n_messages): a frame was painted that shows the first n_messages for the
 * first time; "message-pressed" (int message): a person pointed at it; "message-activated" (int
 * message): a person asked to see it in full.
 */

enum {
  PROP_0,
  PROP_TRACE,
  PROP_SELECTED,
  PROP_LIMIT,
  PROP_ZOOM,
  PROP_FOLLOWING,
  N_CANVAS_PROPS,
  PROP_LIVE = N_CANVAS_PROPS,
  N_PROPS,
};

enum {
  SIGNAL_DRAWN,
  SIGNAL_MESSAGE_PRESSED,
  SIGNAL_MESSAGE_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

struct _RfLadderView {
  GtkOverlay      parent_instance;

  GtkWidget      *body;    /* bar and canvas */
  RfLadderCanvas *canvas;
  RfLadderBar    *bar;
  GtkWidget      *nothing; /* said where no message passes the filter */
  GtkLabel       *nothing_label;
  GtkLabel       *notice;  /* says what a key or a link has come to */
  guint           notice_id;
  GtkRevealer    *follow_revealer;
  GtkWidget      *follow_button;
  gboolean        live;
};

G_DEFINE_FINAL_TYPE (RfLadderView, rf_ladder_view, GTK_TYPE_OVERLAY)

/* Who scrolls about in what is complete has no newest message to go back to. */
static void
update_follow (RfLadderView *self)
{
  gboolean is_offered = self->live && !rf_ladder_canvas_get_following (self->canvas);

  /* The keys are not to go with it. */
  if (!is_offered && gtk_widget_is_focus (self->follow_button))
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  gtk_revealer_set_reveal_child (self->follow_revealer, is_offered);
  gtk_widget_set_sensitive (self->follow_button, is_offered);
}

static void
hide_notice (RfLadderView *self)
{
  g_clear_handle_id (&self->notice_id, g_source_remove);
  gtk_widget_hide (GTK_WIDGET (self->notice));
}

static gboolean
on_notice_seen (gpointer user_data)
{
  RfLadderView *self = user_data;

  self->notice_id = 0;
  hide_notice (self);

  return G_SOURCE_REMOVE;
}

static void
on_nothing_found (RfLadderView *self,
                  int           what,
                  gboolean      up)
{
  static const char *const all[][2] = {
    [RF_LADDER_FIND_PROBLEM] = { N_("No problem further down"), N_("No problem further up") },
    [RF_LADDER_FIND_TRANSFER] = { N_("No transfer further down"), N_("No transfer further up") },
    [RF_LADDER_FIND_PHASE] = { N_("No phase further down"), N_("No phase further up") },
  };
  static const char *const filtered[][2] = {
    [RF_LADDER_FIND_PROBLEM] = { N_("No problem further down in what is shown"),
                                 N_("No problem further up in what is shown") },
    [RF_LADDER_FIND_TRANSFER] = { N_("No transfer further down in what is shown"),
                                  N_("No transfer further up in what is shown") },
    [RF_LADDER_FIND_PHASE] = { N_("No phase further down in what is shown"),
                               N_("No phase further up in what is shown") },
  };
  gboolean is_filtered = !rf_row_filter_is_empty (rf_ladder_canvas_get_filter (self->canvas));

  rf_ladder_view_tell (self, _((is_filtered ? filtered : all)[what][up ? 1 : 0]));
}

static void
on_canvas_notify (RfLadderView *self,
                  GParamSpec   *pspec)
{
  for (guint i = PROP_0 + 1; i < N_CANVAS_PROPS; i++)
    if (g_str_equal (props[i]->name, pspec->name))
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  if (g_str_equal (pspec->name, "following"))
    update_follow (self);
  if (g_str_equal (pspec->name, "selected"))
    hide_notice (self);
}

static void
on_drawn (RfLadderView *self,
          guint         n_messages)
{
  g_signal_emit (self, signals[SIGNAL_DRAWN], 0, n_messages);
}

static void
on_message_pressed (RfLadderView *self,
                    int           message)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE_PRESSED], 0, message);
}

static void
on_message_activated (RfLadderView *self,
                      int           message)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE_ACTIVATED], 0, message);
}

/* What hides everything. */
static const char *
explain_nothing (RfRowFilter *filter)
{
  gboolean by_transfer = rf_row_filter_get_transfers_only (filter);
  gboolean by_method = rf_row_filter_get_methods (filter) != 0;
  gboolean by_text = rf_row_filter_get_text (filter) != NULL;

  if (by_transfer + by_method + by_text != 1)
    return _("No message fits all that is chosen above.");
  if (by_transfer)
    return _("No message here is part of a transfer.");
  if (by_method)
    return _("No message here is of a method that is chosen.");
  return _("No message has the text that you look for.");
}

static void
on_updated (RfLadderView *self)
{
  RfTrace *trace = rf_ladder_canvas_get_trace (self->canvas);
  gboolean is_empty = trace != NULL && rf_trace_get_n_messages (trace) > 0 &&
                      rf_ladder_canvas_get_n_rows (self->canvas) == 0 &&
                      !rf_row_filter_is_empty (rf_ladder_canvas_get_filter (self->canvas));

  if (is_empty)
    gtk_label_set_text (self->nothing_label,
                        explain_nothing (rf_ladder_canvas_get_filter (self->canvas)));
  gtk_widget_set_visible (self->nothing, is_empty);
}

static void
on_show_all_clicked (RfLadderView *self)
{
  rf_row_filter_clear (rf_ladder_canvas_get_filter (self->canvas));
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_follow_clicked (RfLadderView *self)
{
  rf_ladder_canvas_set_following (self->canvas, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* GTK takes what lies above something else for what stands first, as its place is counted from its
   own corner. Tab goes to it from what it lies above. */
static gboolean
rf_ladder_view_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  RfLadderView *self = RF_LADDER_VIEW (widget);
  GtkWidget *const chain[] = { self->body, self->nothing, GTK_WIDGET (self->follow_revealer) };
  GtkWidget *from = gtk_container_get_focus_child (GTK_CONTAINER (widget));

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (rf_ladder_view_parent_class)->focus (widget, direction);

  for (guint i = 0; i < G_N_ELEMENTS (chain); i++) {
    GtkWidget *child = chain[direction == GTK_DIR_TAB_FORWARD ? i : G_N_ELEMENTS (chain) - 1 - i];

    if (from != NULL && from != child)
      continue;
    from = NULL;
    if (gtk_widget_child_focus (child, direction))
      return TRUE;
  }

  return FALSE;
}

static void
rf_ladder_view_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GTK_WIDGET (RF_LADDER_VIEW (widget)->canvas));
}

static void
rf_ladder_view_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  RfLadderView *self = RF_LADDER_VIEW (object);

  if (property_id == PROP_LIVE)
    rf_ladder_view_set_live (self, g_value_get_boolean (value));
  else
    g_object_set_property (G_OBJECT (self->canvas), pspec->name, value);
}

static void
rf_ladder_view_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  RfLadderView *self = RF_LADDER_VIEW (object);

  if (property_id == PROP_LIVE)
    g_value_set_boolean (value, self->live);
  else
    g_object_get_property (G_OBJECT (self->canvas), pspec->name, value);
}

static void
rf_ladder_view_destroy (GtkWidget *widget)
{
  g_clear_handle_id (&RF_LADDER_VIEW (widget)->notice_id, g_source_remove);

  GTK_WIDGET_CLASS (rf_ladder_view_parent_class)->destroy (widget);
}

static void
rf_ladder_view_class_init (RfLadderViewClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = rf_ladder_view_set_property;
  object_class->get_property = rf_ladder_view_get_property;
  widget_class->focus = rf_ladder_view_focus;
  widget_class->grab_focus = rf_ladder_view_grab_focus;
  widget_class->destroy = rf_ladder_view_destroy;

  props[PROP_TRACE] = g_param_spec_object ("trace", NULL, NULL, RF_TYPE_TRACE, flags);
  props[PROP_SELECTED] = g_param_spec_int ("selected", NULL, NULL, -1, G_MAXINT, -1, flags);
  props[PROP_LIMIT] = g_param_spec_int ("limit", NULL, NULL, -1, G_MAXINT, -1, flags);
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, RF_LADDER_MIN_ZOOM,
                                          RF_LADDER_MAX_ZOOM, 1, flags);
  props[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, TRUE, flags);
  /* Whether more messages may come. */
  props[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", RF_TYPE_LADDER_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_MESSAGE_PRESSED] = g_signal_new ("message-pressed", RF_TYPE_LADDER_VIEW,
                                                  G_SIGNAL_RUN_LAST, 0,
                                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_MESSAGE_ACTIVATED] = g_signal_new ("message-activated", RF_TYPE_LADDER_VIEW,
                                                    G_SIGNAL_RUN_LAST, 0,
                                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (RF_TYPE_LADDER_CANVAS);
  g_type_ensure (RF_TYPE_LADDER_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-ladder-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, body);
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, canvas);
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, bar);
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, nothing);
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, notice);
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, follow_revealer);
  gtk_widget_class_bind_template_child (widget_class, RfLadderView, follow_button);
  gtk_widget_class_bind_template_callback (widget_class, on_updated);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_canvas_notify);
  gtk_widget_class_bind_template_callback (widget_class, on_drawn);
  gtk_widget_class_bind_template_callback (widget_class, on_nothing_found);
  gtk_widget_class_bind_template_callback (widget_class, on_message_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_message_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_follow_clicked);
}

static void
rf_ladder_view_init (RfLadderView *self)
{
  self->live = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  rf_ladder_bar_set_canvas (self->bar, self->canvas);
  /* For the menus of the bar and of the canvas. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "lifelines",
                                  rf_ladder_heads_get_actions (
                                    rf_ladder_canvas_get_heads (self->canvas)));
}

/**
 * rf_ladder_view_new:
 * @trace: (nullable): the messages to show; can be set later
 *
 * Returns: (transfer floating): a view of the ladder
 */
GtkWidget *
rf_ladder_view_new (RfTrace *trace)
{
  g_return_val_if_fail (trace == NULL || RF_IS_TRACE (trace), NULL);

  return g_object_new (RF_TYPE_LADDER_VIEW, "trace", trace, NULL);
}

/**
 * rf_ladder_view_get_trace:
 *
 * Returns: (transfer none) (nullable): the messages that are shown
 */
RfTrace *
rf_ladder_view_get_trace (RfLadderView *self)
{
  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), NULL);

  return rf_ladder_canvas_get_trace (self->canvas);
}

/**
 * rf_ladder_view_set_trace:
 * @trace: (nullable): the messages to show
 */
void
rf_ladder_view_set_trace (RfLadderView *self,
                          RfTrace      *trace)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_canvas_set_trace (self->canvas, trace);
}

/**
 * rf_ladder_view_get_selected:
 *
 * Returns: index of the selected message, or -1
 */
int
rf_ladder_view_get_selected (RfLadderView *self)
{
  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), -1);

  return rf_ladder_canvas_get_selected (self->canvas);
}

/**
 * rf_ladder_view_set_selected:
 * @message: index, or -1 for none
 *
 * Selects a message and scrolls to it.
 */
void
rf_ladder_view_set_selected (RfLadderView *self,
                             int           message)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_canvas_set_selected (self->canvas, message);
}

/**
 * rf_ladder_view_dup_sound_text:
 *
 * Returns: (transfer full) (nullable): where sound is selected and not the message above it, all
 *   that its row says
 */
char *
rf_ladder_view_dup_sound_text (RfLadderView *self)
{
  RfLadder *ladder;
  int row;

  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), NULL);

  ladder = rf_ladder_canvas_get_ladder (self->canvas);
  row = rf_ladder_canvas_get_selected_row (self->canvas);
  if (row < 0 || rf_ladder_get_row_audio (ladder, (guint) row) < 0)
    return NULL;

  return rf_ladder_dup_text_of_row (ladder, (guint) row);
}

/**
 * rf_ladder_view_tell:
 * @words: what came of something that a person did with the ladder, in a few words
 *
 * Says it for a few seconds, also to a screen reader.
 */
void
rf_ladder_view_tell (RfLadderView *self,
                     const char   *words)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));
  g_return_if_fail (words != NULL);

  /* Screen readers tell of what appears, so that it has to appear anew each time. */
  hide_notice (self);
  gtk_label_set_text (self->notice, words);
  gtk_widget_show (GTK_WIDGET (self->notice));
  self->notice_id = g_timeout_add (NOTICE_SEEN_MS, on_notice_seen, self);
}

/**
 * rf_ladder_view_go_to:
 * @message: index
 *
 * Selects a message and scrolls to it, whatever hides it: a folded phase is unfolded, and a filter
 * is cleared, which is said.
 */
void
rf_ladder_view_go_to (RfLadderView *self,
                      int           message)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  if (rf_ladder_commands_go_to (self->canvas, message))
    rf_ladder_view_tell (self, _("The filter hid this message. All are shown now."));
}

/**
 * rf_ladder_view_get_limit:
 *
 * Returns: how many messages are shown at most, or -1 for all
 */
int
rf_ladder_view_get_limit (RfLadderView *self)
{
  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), -1);

  return rf_ladder_canvas_get_limit (self->canvas);
}

/**
 * rf_ladder_view_set_limit:
 * @limit: how many messages to show at most, or -1 for all
 */
void
rf_ladder_view_set_limit (RfLadderView *self,
                          int           limit)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_canvas_set_limit (self->canvas, limit);
}

/**
 * rf_ladder_view_get_zoom:
 *
 * Returns: the scale of the drawing, 1 for that of all text on the desktop
 */
double
rf_ladder_view_get_zoom (RfLadderView *self)
{
  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), 1);

  return rf_ladder_canvas_get_zoom (self->canvas);
}

/**
 * rf_ladder_view_set_zoom:
 * @zoom: the scale of the drawing
 */
void
rf_ladder_view_set_zoom (RfLadderView *self,
                         double        zoom)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_canvas_set_zoom (self->canvas, zoom);
}

/**
 * rf_ladder_view_get_following:
 *
 * Returns: whether the newest message is kept in sight
 */
gboolean
rf_ladder_view_get_following (RfLadderView *self)
{
  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), FALSE);

  return rf_ladder_canvas_get_following (self->canvas);
}

/**
 * rf_ladder_view_set_following:
 * @following: whether to keep the newest message in sight
 */
void
rf_ladder_view_set_following (RfLadderView *self,
                              gboolean      following)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_canvas_set_following (self->canvas, following);
}

/**
 * rf_ladder_view_go_to_start:
 *
 * Shows the first message, and stays there however much comes.
 */
void
rf_ladder_view_go_to_start (RfLadderView *self)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_canvas_go_to_start (self->canvas);
}

/**
 * rf_ladder_view_get_body_height:
 *
 * Returns: how much height all rows take together, in pixels
 */
double
rf_ladder_view_get_body_height (RfLadderView *self)
{
  RfLadder *ladder;

  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), 0);

  ladder = rf_ladder_canvas_get_ladder (self->canvas);
  return ladder != NULL ? rf_ladder_get_body_height (ladder) : 0;
}

/**
 * rf_ladder_view_set_live:
 * @live: whether more messages may come, so that there is something to follow
 */
void
rf_ladder_view_set_live (RfLadderView *self,
                         gboolean      live)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  live = !!live;
  if (self->live == live)
    return;

  self->live = live;
  update_follow (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIVE]);
}

/**
 * rf_ladder_view_get_filter:
 *
 * Returns: (transfer none): what messages have to pass to be shown
 */
RfRowFilter *
rf_ladder_view_get_filter (RfLadderView *self)
{
  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), NULL);

  return rf_ladder_canvas_get_filter (self->canvas);
}

/**
 * rf_ladder_view_get_lifelines:
 *
 * Returns: (transfer none): how the lifelines are wanted; stays when the trace changes
 */
RfLifelines *
rf_ladder_view_get_lifelines (RfLadderView *self)
{
  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), NULL);

  return rf_ladder_canvas_get_lifelines (self->canvas);
}

/**
 * rf_ladder_view_dup_look:
 *
 * Returns: (transfer full) (nullable): which messages are shown and what stands beside them, for
 *   whoever is to show the same; %NULL where there is no trace
 */
RfLook *
rf_ladder_view_dup_look (RfLadderView *self)
{
  RfLadder *ladder;

  g_return_val_if_fail (RF_IS_LADDER_VIEW (self), NULL);

  ladder = rf_ladder_canvas_get_ladder (self->canvas);
  return ladder != NULL ? rf_ladder_dup_look (ladder) : NULL;
}

/**
 * rf_ladder_view_keep_times:
 * @settings: the settings of the application
 *
 * Has the times told that were chosen last, and remembers what is chosen here.
 */
void
rf_ladder_view_keep_times (RfLadderView *self,
                           GSettings    *settings)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_bar_keep_times (self->bar, settings);
}

/**
 * rf_ladder_view_keep_zoom:
 * @settings: the settings of the application
 *
 * Draws as large as was chosen last, and remembers what is chosen here. Other windows that are
 * open stay as they are.
 */
void
rf_ladder_view_keep_zoom (RfLadderView *self,
                          GSettings    *settings)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_settings_bind (settings, "ladder-zoom", self->canvas, "zoom",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES);
}

/**
 * rf_ladder_view_search:
 *
 * Leads the keys to the field for the text that messages are to have.
 */
void
rf_ladder_view_search (RfLadderView *self)
{
  g_return_if_fail (RF_IS_LADDER_VIEW (self));

  rf_ladder_bar_search (self->bar);
}
