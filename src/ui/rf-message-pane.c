/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-message-pane"

#include "config.h"

#include "rf-message-pane.h"

#include "rf-message-difference.h"
#include "rf-message-explanation.h"
#include "rf-message-source.h"
#include "rf-message-text.h"
#include "rf-message-words.h"
#include "rf-twin.h"

#include <glib/gi18n.h>

/**
 * RfMessagePane:
 *
 * One message in full: who sent it to whom, when and over what; what its parts mean, its text, and
 * how it differs from another. From the parts, links lead to the messages that they refer to.
 * It is there while a message is selected that the filter of the ladder lets pass, unless a person
 * has closed it; then from the next that is opened or pointed at.
 */

/* More becomes known of a message while a call goes on, but nobody reads faster than this. */
#define REFRESH_MS 300

struct _RfMessagePane {
  GtkBox                parent_instance;

  GtkLabel             *title;
  GtkLabel             *route;
  GtkWidget            *back_button;
  GtkWidget            *copy_button;
  GtkStack             *stack;
  RfMessageExplanation *explanation;
  int                   chosen_of; /* message that was explained last, or -1 */
  RfMessageSource      *source;
  RfMessageDifference  *difference;
  GtkToggleButton      *keep;
  GtkLabel             *keep_label;

  RfLadderView         *view;
  RfLifelines          *lifelines; /* of the view */
  RfTrace              *trace;
  int                   message;
  int                   kept;    /* what others are compared with, or -1 */
  GArray               *history; /* where links were followed */
  gboolean              is_going; /* along a link */
  gboolean              is_closed;
  gboolean              wants_focus; /* as soon as it is on the screen */
  gulong                added_id;
  guint                 refresh_id;
};

G_DEFINE_FINAL_TYPE (RfMessagePane, rf_message_pane, GTK_TYPE_BOX)

static gboolean
is_on_page (RfMessagePane *self,
            gpointer       page)
{
  return gtk_stack_get_visible_child (self->stack) == page;
}

static void
show_difference (RfMessagePane *self)
{
  int other = self->kept;

  if (self->message >= 0 && (other < 0 || other == self->message))
    other = rf_twin_find (self->trace, (guint) self->message, RF_TWIN_BEFORE);
  rf_message_difference_set_messages (self->difference, self->trace,
                                      other >= 0 ? MIN (other, self->message) : -1,
                                      MAX (other, self->message), self->lifelines);
}

static void
show_explanation (RfMessagePane *self)
{
  rf_message_explanation_set_message (self->explanation, self->trace, self->message,
                                      self->lifelines);
  self->chosen_of = self->message;
}

/* Who comes from an explanation sees what it speaks of. */
static void
show_source (RfMessagePane        *self,
             const RfTraceMessage *message)
{
  guint first, n_lines;

  rf_message_source_set_message (self->source, message);
  n_lines = rf_message_explanation_get_lines (self->explanation, &first);
  if (self->chosen_of == self->message && n_lines > 0)
    rf_message_source_show_lines (self->source, first, n_lines);
}

/* Only the page that is seen is filled, so that moving through a ladder stays quick. */
static void
show_page (RfMessagePane *self)
{
  const RfTraceMessage *message = NULL;

  if (self->message >= 0)
    message = rf_trace_get_message (self->trace, (guint) self->message);
  if (is_on_page (self, self->source))
    show_source (self, message);
  else if (is_on_page (self, self->explanation))
    show_explanation (self);
  else
    show_difference (self);
}

static char *
dup_title (RfMessagePane *self,
           int            message)
{
  return rf_message_words_title (self->trace, (guint) message, self->lifelines);
}

static void
show_kept (RfMessagePane *self)
{
  gboolean keeps = self->kept >= 0;
  g_autofree char *title = keeps ? dup_title (self, self->kept) : NULL;
  /* Translators: the message that others are compared with */
  g_autofree char *label = keeps ? g_strdup_printf (_("Compare with: %s"), title)
                                 : g_strdup (_("Compare others with this one"));

  gtk_label_set_text (self->keep_label, label);
  if (gtk_toggle_button_get_active (self->keep) != keeps)
    gtk_toggle_button_set_active (self->keep, keeps);
}

static void
keep (RfMessagePane *self,
      int            message)
{
  if (self->kept == message)
    return;
  self->kept = message;
  show_kept (self);
  show_page (self);
}

static void
on_keep_toggled (RfMessagePane *self)
{
  gboolean keeps = gtk_toggle_button_get_active (self->keep);

  if (keeps != (self->kept >= 0))
    keep (self, keeps ? self->message : -1);
}

static void
on_page_changed (RfMessagePane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->keep), is_on_page (self, self->difference));
  show_page (self);
}

static void
show_back (RfMessagePane *self)
{
  gtk_widget_set_sensitive (self->back_button, self->history->len > 0);
}

/* Whoever had the focus in the pane goes on reading there. */
static void
go_to (RfMessagePane *self,
       int            message)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  GtkWidget *focus = GTK_IS_WINDOW (window) ? gtk_window_get_focus (GTK_WINDOW (window)) : NULL;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  self->is_going = TRUE;
  rf_ladder_view_go_to (self->view, message);
  self->is_going = FALSE;
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_followed (RfMessagePane *self,
             int            message)
{
  if (self->view == NULL || self->message < 0)
    return;
  g_array_append_val (self->history, self->message);
  go_to (self, message);
  show_back (self);
}

static gboolean
go_back (RfMessagePane *self)
{
  int message;

  if (self->view == NULL || self->history->len == 0)
    return FALSE;
  message = g_array_index (self->history, int, self->history->len - 1);
  g_array_set_size (self->history, self->history->len - 1);
  go_to (self, message);
  show_back (self);

  return TRUE;
}

static void
on_back_clicked (RfMessagePane *self)
{
  go_back (self);
}

/* What the filter of the ladder holds back is selected again once it passes. */
static gboolean
has_message (RfMessagePane *self)
{
  return self->message >= 0 &&
         (self->view == NULL ||
          rf_row_filter_passes (rf_ladder_view_get_filter (self->view), self->trace,
                                (guint) self->message));
}

static void
show_itself (RfMessagePane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), has_message (self) && !self->is_closed);
}

static void
reopen (RfMessagePane *self)
{
  self->is_closed = FALSE;
  show_itself (self);
}

/* The first time it shows the difference from what came before; from then on all that is selected
 * is compared with this message, until the key is pressed at it again. */
static gboolean
differ (RfMessagePane *self)
{
  gboolean is_shown = is_on_page (self, self->difference);

  if (!has_message (self))
    return FALSE;
  is_shown = is_shown && !self->is_closed;
  reopen (self);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->difference));
  keep (self, is_shown && self->kept == self->message ? -1 : self->message);

  return TRUE;
}

static void
copy_text (RfMessagePane *self,
           const char    *text)
{
  GtkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD);

  gtk_clipboard_set_text (clipboard, text, -1);
  if (self->view != NULL)
    rf_ladder_view_tell (self->view, _("Copied as text"));
}

static gboolean
copy_message (RfMessagePane *self)
{
  const RfTraceMessage *message;
  g_autofree char *text = NULL;

  if (!has_message (self))
    return FALSE;
  message = rf_trace_get_message (self->trace, (guint) self->message);
  text = rf_message_text_clean (message->data, message->length);
  copy_text (self, text);

  return TRUE;
}

/* Of what is selected in the ladder: where that is sound, what its bar says. */
static gboolean
copy_selected (RfMessagePane *self)
{
  g_autofree char *sound = self->view != NULL ? rf_ladder_view_dup_sound_text (self->view) : NULL;

  if (sound == NULL)
    return copy_message (self);
  copy_text (self, sound);

  return TRUE;
}

static void
on_copy_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  copy_selected (user_data);
}

static void
on_differ_activated (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  differ (user_data);
}

/* For the menu of a row in the ladder. */
static void
insert_actions (RfMessagePane *self,
                GtkWidget     *view)
{
  static const GActionEntry entries[] = {
    { .name = "copy", .activate = on_copy_activated },
    { .name = "differ", .activate = on_differ_activated },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (view, "message", G_ACTION_GROUP (actions));
}

static gboolean
on_key_press (RfMessagePane *self,
              GdkEventKey   *event)
{
  guint modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (modifiers == 0 && event->keyval == GDK_KEY_d)
    return differ (self);
  if (modifiers == GDK_CONTROL_MASK && event->keyval == GDK_KEY_c)
    return copy_selected (self);
  if (modifiers == 0 && event->keyval == GDK_KEY_Escape && self->view != NULL) {
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
    return TRUE;
  }
  if (modifiers == GDK_MOD1_MASK && event->keyval == GDK_KEY_Left)
    return go_back (self);

  return FALSE;
}

static void
on_copy_clicked (RfMessagePane *self)
{
  copy_message (self);
}

static void
on_chosen (RfMessagePane *self)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->source));
  gtk_widget_grab_focus (GTK_WIDGET (self->source));
}

/* The message stays selected: who closes the pane wants to see more of the ladder. */
static void
on_close_clicked (RfMessagePane *self)
{
  if (self->view == NULL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->is_closed = TRUE;
  show_itself (self);
}

static void
on_message_pressed (RfMessagePane *self)
{
  reopen (self);
}

static void
on_message_activated (RfMessagePane *self)
{
  reopen (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
on_refresh (gpointer data)
{
  RfMessagePane *self = data;

  self->refresh_id = 0;
  if (self->message >= 0 && is_on_page (self, self->explanation))
    show_page (self);
  /* Only now it may be part of a transfer. */
  show_itself (self);

  return G_SOURCE_REMOVE;
}

/* What there is no room for is in the tooltip. */
static void
set_heading (GtkLabel   *label,
             const char *text,
             const char *otherwise)
{
  gtk_label_set_text (label, text != NULL ? text : otherwise);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
}

static void
show_title (RfMessagePane *self)
{
  g_autofree char *title = self->message >= 0 ? dup_title (self, self->message) : NULL;

  set_heading (self->title, title, _("No message selected"));
}

/* They may be called otherwise now. */
static void
on_lifelines_changed (RfMessagePane *self)
{
  show_title (self);
  show_kept (self);
  if (!is_on_page (self, self->source))
    show_page (self);
}

static void
on_messages_added (RfMessagePane *self)
{
  if (self->refresh_id == 0 && self->message >= 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, on_refresh, self);
}

static void
set_trace (RfMessagePane *self,
           RfTrace       *trace)
{
  if (self->trace == trace)
    return;
  if (self->trace != NULL)
    g_clear_signal_handler (&self->added_id, self->trace);
  g_set_object (&self->trace, trace);
  if (trace != NULL)
    self->added_id = g_signal_connect_swapped (trace, "messages-added",
                                               G_CALLBACK (on_messages_added), self);
  self->message = -1;
  self->chosen_of = -1;
  self->kept = -1;
  show_kept (self);
}

/* A pane that was just shown is on the screen from the next layout on, and a key that comes before
 * must not go to what is not there yet. */
static void
rf_message_pane_grab_focus (GtkWidget *widget)
{
  RfMessagePane *self = RF_MESSAGE_PANE (widget);

  self->wants_focus = !gtk_widget_get_mapped (widget);
  if (!self->wants_focus)
    gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack));
}

static void
rf_message_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rf_message_pane_parent_class)->map (widget);
  if (RF_MESSAGE_PANE (widget)->wants_focus)
    gtk_widget_grab_focus (widget);
}

static void
rf_message_pane_hide (GtkWidget *widget)
{
  RF_MESSAGE_PANE (widget)->wants_focus = FALSE;
  GTK_WIDGET_CLASS (rf_message_pane_parent_class)->hide (widget);
}

/* What a message says must not make the window give room up elsewhere: it folds by what its parts
 * would like. */
static void
rf_message_pane_get_preferred_width (GtkWidget *widget,
                                     int       *minimum,
                                     int       *natural)
{
  GTK_WIDGET_CLASS (rf_message_pane_parent_class)->get_preferred_width (widget, minimum, natural);
  *natural = *minimum;
}

static void
rf_message_pane_dispose (GObject *object)
{
  RfMessagePane *self = RF_MESSAGE_PANE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->trace != NULL)
    g_clear_signal_handler (&self->added_id, self->trace);
  g_clear_object (&self->trace);
  g_clear_object (&self->lifelines);
  if (self->view != NULL)
    gtk_widget_insert_action_group (GTK_WIDGET (self->view), "message", NULL);
  g_clear_weak_pointer (&self->view);
  self->message = -1;

  G_OBJECT_CLASS (rf_message_pane_parent_class)->dispose (object);
}

static void
rf_message_pane_finalize (GObject *object)
{
  g_array_unref (RF_MESSAGE_PANE (object)->history);

  G_OBJECT_CLASS (rf_message_pane_parent_class)->finalize (object);
}

static void
rf_message_pane_class_init (RfMessagePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rf_message_pane_dispose;
  object_class->finalize = rf_message_pane_finalize;
  widget_class->get_preferred_width = rf_message_pane_get_preferred_width;
  widget_class->grab_focus = rf_message_pane_grab_focus;
  widget_class->map = rf_message_pane_map;
  widget_class->hide = rf_message_pane_hide;

  g_type_ensure (RF_TYPE_MESSAGE_DIFFERENCE);
  g_type_ensure (RF_TYPE_MESSAGE_EXPLANATION);
  g_type_ensure (RF_TYPE_MESSAGE_SOURCE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-message-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, title);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, route);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, back_button);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, copy_button);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, stack);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, explanation);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, source);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, difference);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, keep);
  gtk_widget_class_bind_template_child (widget_class, RfMessagePane, keep_label);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_followed);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_key_press);
}

static void
rf_message_pane_init (RfMessagePane *self)
{
  self->message = -1;
  self->chosen_of = -1;
  self->kept = -1;
  self->history = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (on_page_changed),
                            self);
  show_kept (self);
}

/**
 * rf_message_pane_new:
 *
 * Returns: (transfer floating): a pane that shows no message yet
 */
GtkWidget *
rf_message_pane_new (void)
{
  return g_object_new (RF_TYPE_MESSAGE_PANE, NULL);
}

/**
 * rf_message_pane_set_view:
 * @view: the ladder that messages are selected in
 *
 * Says where links lead to. From there the pane takes its keys too, d, Ctrl+C and Alt+Left, what is
 * chosen in the menu of a row, and the focus when a message is opened. What is opened or pointed at
 * there opens a pane that was closed. Who was renamed there has that name here.
 */
void
rf_message_pane_set_view (RfMessagePane *self,
                          RfLadderView  *view)
{
  g_return_if_fail (RF_IS_MESSAGE_PANE (self));
  g_return_if_fail (RF_IS_LADDER_VIEW (view));
  g_return_if_fail (self->view == NULL);

  g_set_weak_pointer (&self->view, view);
  self->lifelines = g_object_ref (rf_ladder_view_get_lifelines (view));
  g_signal_connect_object (self->lifelines, "changed", G_CALLBACK (on_lifelines_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "key-press-event", G_CALLBACK (on_key_press), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rf_ladder_view_get_filter (view), "changed", G_CALLBACK (show_itself),
                           self, G_CONNECT_SWAPPED);
  insert_actions (self, GTK_WIDGET (view));
  g_signal_connect_object (view, "message-pressed", G_CALLBACK (on_message_pressed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "message-activated", G_CALLBACK (on_message_activated), self,
                           G_CONNECT_SWAPPED);
}

/**
 * rf_message_pane_keep_page:
 * @self: a pane
 * @settings: the settings of the application
 *
 * Turns to the page that was looked at last, and remembers what is turned to here.
 */
void
rf_message_pane_keep_page (RfMessagePane *self,
                           GSettings     *settings)
{
  g_return_if_fail (RF_IS_MESSAGE_PANE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_settings_bind (settings, "message-page", self->stack, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES);
}

/**
 * rf_message_pane_set_message:
 * @trace: (nullable): where the message is
 * @index: which message, or -1 for none
 *
 * Shows a message, and the pane itself where there is one and nobody has closed it.
 */
void
rf_message_pane_set_message (RfMessagePane *self,
                             RfTrace       *trace,
                             int            index)
{
  const RfTraceMessage *message = NULL;
  g_autofree char *route = NULL;

  g_return_if_fail (RF_IS_MESSAGE_PANE (self));
  g_return_if_fail (trace == NULL || RF_IS_TRACE (trace));

  set_trace (self, trace);
  if (!self->is_going) {
    g_array_set_size (self->history, 0);
    show_back (self);
  }
  if (trace != NULL && index >= 0 && (guint) index < rf_trace_get_n_messages (trace))
    message = rf_trace_get_message (trace, (guint) index);
  self->message = message != NULL ? index : -1;
  if (message != NULL)
    route = rf_message_words_route (message);
  show_title (self);
  set_heading (self->route, route, _("Select one in the ladder to read it here."));
  gtk_widget_set_sensitive (self->copy_button, message != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->keep), message != NULL);
  show_page (self);
  show_itself (self);
}
