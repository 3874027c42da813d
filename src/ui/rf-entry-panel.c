/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-entry-panel"

#include "config.h"

#include "rf-entry-panel.h"

#include "rf-entry-icon.h"
#include "rf-entry-model.h"
#include "rf-str.h"

#include <glib/gi18n.h>

#include <string.h>

/**
 * RfEntryPanel:
 *
 * The list of what happened in a capture, with a search, an order and a choice of kinds. What is
 * selected stays so while the capture grows, and while a search hides it: it is known by Call-IDs.
 *
 * Signals: "selection-changed": other entries are selected, or other calls belong to them;
 * "activated": a person wants to see what is selected.
 */

#define WIDTH_CHARS 56

/* Half a frame. */
#define SLICE_US 8000

enum {
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a person wants as soon as the list is what they have typed. */
typedef enum {
  WISH_NONE,
  WISH_CHOOSE, /* the first that is found */
  WISH_OPEN,   /* its ladder */
} Wish;

struct _RfEntryPanel {
  GtkBox               parent_instance;

  RfEntryModel        *model;
  RfLifelines         *lifelines;
  GSimpleActionGroup  *actions;
  GHashTable          *selected_ids; /* the first Call-ID of each selected entry */
  GByteArray          *is_selected;  /* by index of entry */
  guint                n_selected;
  guint                n_selected_calls;
  gboolean             is_arranging;
  gboolean             is_waiting;   /* a search for what is being prepared for it */
  gboolean             is_typed;     /* a search nothing of which was chosen yet */
  char                *searched;     /* what the list is arranged for */
  Wish                 wish;
  guint                prepare_id;

  GtkSearchEntry      *search;
  GtkTreeView         *view;
  GtkTreeViewColumn   *time_column;
  GtkLabel            *status;
  GtkWidget           *show_all;
};

G_DEFINE_FINAL_TYPE (RfEntryPanel, rf_entry_panel, GTK_TYPE_BOX)

static const char *const kinds[] = {
  [RF_ENTRY_TRANSFER] = "transfers",
  [RF_ENTRY_CALL] = "calls",
  [RF_ENTRY_REGISTRATION] = "others",
};

static const char *const sorts[] = {
  [RF_ENTRY_SORT_TIME] = "time",
  [RF_ENTRY_SORT_DURATION] = "duration",
  [RF_ENTRY_SORT_OUTCOME] = "outcome",
  [RF_ENTRY_SORT_KIND] = "kind",
  [RF_ENTRY_SORT_FROM] = "from",
  [RF_ENTRY_SORT_TO] = "to",
};

/* Position in @names of the state of an action, or @otherwise. */
static int
get_choice (RfEntryPanel      *self,
            const char        *action,
            const char *const *names,
            guint              n_names,
            int                otherwise)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (G_ACTION_GROUP (self->actions), action);

  for (guint i = 0; i < n_names; i++) {
    if (g_str_equal (names[i], g_variant_get_string (state, NULL)))
      return (int) i;
  }

  return otherwise;
}

static gboolean
is_reversed (RfEntryPanel *self)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "reversed");

  return g_variant_get_boolean (state);
}

static void
say_status (RfEntryPanel *self)
{
  guint n_rows = rf_entry_model_get_n_rows (self->model);
  guint n_entries = rf_entry_list_get_n (rf_entry_model_get_list (self->model));
  g_autofree char *text = NULL;

  if (self->n_selected > 0)
    text = g_strdup_printf (ngettext ("%'u of %'u selected", "%'u of %'u selected", n_entries),
                            self->n_selected, n_entries);
  else if (n_rows < n_entries)
    text = g_strdup_printf (ngettext ("%'u of %'u entry", "%'u of %'u entries", n_entries), n_rows,
                            n_entries);
  else
    text = g_strdup_printf (ngettext ("%'u entry", "%'u entries", n_entries), n_entries);
  gtk_label_set_text (self->status, text);
  gtk_widget_set_sensitive (self->show_all, self->n_selected > 0);
}

/* Finds the entries of the selected Call-IDs; FALSE where they are the same as before. */
static gboolean
find_selected (RfEntryPanel *self)
{
  RfEntryList *list = rf_entry_model_get_list (self->model);
  guint n_calls_before = self->n_selected_calls;

  g_byte_array_set_size (self->is_selected, rf_entry_list_get_n (list));
  if (self->is_selected->len > 0)
    memset (self->is_selected->data, 0, self->is_selected->len);
  self->n_selected = self->n_selected_calls = 0;
  if (g_hash_table_size (self->selected_ids) == 0)
    return n_calls_before != 0;
  for (guint i = 0; i < rf_entry_list_get_n (list); i++) {
    const RfEntry *entry = rf_entry_list_get (list, i);

    for (int call = (int) entry->call; call >= 0 && !self->is_selected->data[i]; )
      self->is_selected->data[i] =
        g_hash_table_contains (self->selected_ids, rf_entry_list_next_call_id (list, &call));
    if (self->is_selected->data[i]) {
      self->n_selected++;
      self->n_selected_calls += entry->n_calls;
    }
  }

  return n_calls_before != self->n_selected_calls;
}

static void
mark_selected_rows (RfEntryPanel *self)
{
  GtkTreeSelection *selection = gtk_tree_view_get_selection (self->view);
  gboolean is_first = TRUE;

  if (self->n_selected == 0)
    return;
  for (guint row = 0; row < rf_entry_model_get_n_rows (self->model); row++) {
    g_autoptr (GtkTreePath) path = NULL;

    if (!self->is_selected->data[rf_entry_model_get_entry (self->model, row)])
      continue;
    path = gtk_tree_path_new_from_indices ((int) row, -1);
    gtk_tree_selection_select_path (selection, path);
    if (is_first)
      gtk_tree_view_scroll_to_cell (self->view, path, NULL, FALSE, 0, 0);
    is_first = FALSE;
  }
}

/* A column of fixed width, which lists of any length need, cannot ask its cells. */
static void
fit_time_column (RfEntryPanel *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "00:00:00");
  int width;

  if (self->model && rf_entry_model_has_dates (self->model)) {
    g_autoptr (GDateTime) date = g_date_time_new_local (2000, 12, 28, 0, 0, 0);
    g_autofree char *text = g_date_time_format (date, "<small>%x · 0:00:00</small>");

    pango_layout_set_markup (layout, text, -1);
  }
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_tree_view_column_set_fixed_width (self->time_column, width + 20);
}

/* Leads the keys into the list; from a search to the first that it has found. */
static void
enter (RfEntryPanel *self)
{
  if (self->is_typed && rf_entry_model_get_n_rows (self->model) == 0) {
    gtk_widget_error_bell (GTK_WIDGET (self->search));
    return;
  }
  if (self->is_typed) {
    g_autoptr (GtkTreePath) first = gtk_tree_path_new_first ();

    gtk_tree_view_set_cursor (self->view, first, NULL, FALSE);
  }
  self->is_typed = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
fulfil (RfEntryPanel *self)
{
  Wish wish = self->wish;

  self->wish = WISH_NONE;
  if (wish != WISH_NONE)
    enter (self);
  if (wish == WISH_OPEN && rf_entry_model_get_n_rows (self->model) > 0)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
arrange (RfEntryPanel *self)
{
  const char *search = gtk_entry_get_text (GTK_ENTRY (self->search));
  int kind = get_choice (self, "show", kinds, G_N_ELEMENTS (kinds), RF_ENTRY_SHOW_ALL);
  int sort = get_choice (self, "sort", sorts, G_N_ELEMENTS (sorts), RF_ENTRY_SORT_TIME);

  if (!self->model)
    return;
  self->is_waiting = FALSE;
  self->is_arranging = TRUE;
  gtk_tree_view_set_model (self->view, NULL);
  rf_entry_model_arrange (self->model, search, kind, (RfEntrySort) sort, is_reversed (self));
  g_free (self->searched);
  self->searched = g_strdup (search);
  fit_time_column (self);
  gtk_tree_view_set_model (self->view, GTK_TREE_MODEL (self->model));
  mark_selected_rows (self);
  self->is_arranging = FALSE;
  say_status (self);
  fulfil (self);
}

static gboolean
prepare (gpointer user_data)
{
  RfEntryPanel *self = user_data;

  if (rf_entry_model_prepare (self->model, SLICE_US))
    return G_SOURCE_CONTINUE;
  self->prepare_id = 0;
  if (self->is_waiting)
    arrange (self);

  return G_SOURCE_REMOVE;
}

/* A search needs texts of all entries, which for very many take longer than a frame: they are made
 * while nothing else is to be done, so that they are there when somebody searches. */
static void
begin_to_prepare (RfEntryPanel *self,
                  int           priority)
{
  g_clear_handle_id (&self->prepare_id, g_source_remove);
  if (!rf_entry_model_is_ready (self->model))
    self->prepare_id = g_idle_add_full (priority, prepare, self, NULL);
}

/* Whoever is faster than that waits, and the window does not stand still. */
static void
arrange_when_ready (RfEntryPanel *self)
{
  if (!self->model)
    return;
  self->is_waiting = *gtk_entry_get_text (GTK_ENTRY (self->search)) != '\0' &&
                     !rf_entry_model_is_ready (self->model);
  if (self->is_waiting)
    begin_to_prepare (self, G_PRIORITY_DEFAULT_IDLE);
  else
    arrange (self);
}

/* Who is renamed in the ladder is so here. */
static void
on_lifelines_changed (RfEntryPanel *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  double position = gtk_adjustment_get_value (adjustment);

  if (!self->model)
    return;
  self->is_arranging = TRUE;
  gtk_tree_view_set_model (self->view, NULL);
  self->is_arranging = FALSE;
  rf_entry_model_set_lifelines (self->model, self->lifelines);
  arrange (self);
  begin_to_prepare (self, G_PRIORITY_LOW);
  gtk_adjustment_set_value (adjustment, position);
}

static void
take_selected_row (GtkTreeModel *model,
                   GtkTreePath  *path,
                   GtkTreeIter  *iter,
                   gpointer      user_data)
{
  RfEntryPanel *self = user_data;
  RfEntryList *list = rf_entry_model_get_list (self->model);
  guint row = (guint) gtk_tree_path_get_indices (path)[0];
  int call = (int) rf_entry_list_get (list, rf_entry_model_get_entry (self->model, row))->call;

  g_hash_table_add (self->selected_ids, g_strdup (rf_entry_list_next_call_id (list, &call)));
}

static void
on_selection_changed (RfEntryPanel *self)
{
  if (self->is_arranging || !self->model)
    return;
  self->is_typed = FALSE;
  g_hash_table_remove_all (self->selected_ids);
  gtk_tree_selection_selected_foreach (gtk_tree_view_get_selection (self->view), take_selected_row,
                                       self);
  find_selected (self);
  say_status (self);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
on_row_activated (RfEntryPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static gboolean
is_search_pending (RfEntryPanel *self)
{
  return g_strcmp0 (gtk_entry_get_text (GTK_ENTRY (self->search)), self->searched) != 0;
}

static void
on_search_typed (RfEntryPanel *self)
{
  self->is_typed = *gtk_entry_get_text (GTK_ENTRY (self->search)) != '\0';
  self->wish = WISH_NONE;
}

/* Comes a while after the last letter, and the list may be that already. */
static void
on_search_changed (RfEntryPanel *self)
{
  if (is_search_pending (self))
    arrange_when_ready (self);
}

/* Whoever types quickly means what they have typed, and not what is listed still. Where that takes
 * its time, another Return is for what will be found. */
static void
leave_search (RfEntryPanel *self,
              Wish          next)
{
  if (!self->model)
    return;
  self->wish = self->wish == WISH_NONE ? WISH_CHOOSE : next;
  if (is_search_pending (self))
    arrange_when_ready (self);
  else
    fulfil (self);
}

static void
on_search_activated (RfEntryPanel *self)
{
  leave_search (self, WISH_OPEN);
}

static gboolean
on_search_key_pressed (RfEntryPanel *self,
                       GdkEventKey  *event)
{
  if ((event->state & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      (event->keyval != GDK_KEY_Down && event->keyval != GDK_KEY_KP_Down))
    return GDK_EVENT_PROPAGATE;
  leave_search (self, WISH_CHOOSE);

  return GDK_EVENT_STOP;
}

static void
on_search_stopped (RfEntryPanel *self)
{
  gtk_entry_set_text (GTK_ENTRY (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Whoever types over the list searches in it. */
static gboolean
on_view_key_pressed (RfEntryPanel *self,
                     GdkEvent     *event)
{
  guint key = 0;

  gdk_event_get_keyval (event, &key);
  if (key == GDK_KEY_Escape && self->n_selected > 0) {
    rf_entry_panel_show_all (self);
    return GDK_EVENT_STOP;
  }
  if (gdk_keyval_to_unicode (key) <= ' ' || key == GDK_KEY_Delete)
    return GDK_EVENT_PROPAGATE;
  if (!gtk_search_entry_handle_event (self->search, event))
    return GDK_EVENT_PROPAGATE;
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->search));

  return GDK_EVENT_STOP;
}

static void
on_choice_changed (GSimpleAction *action,
                   GVariant      *state,
                   gpointer       user_data)
{
  g_simple_action_set_state (action, state);
  arrange_when_ready (user_data);
}

static void
rf_entry_panel_style_updated (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rf_entry_panel_parent_class)->style_updated (widget);
  fit_time_column (RF_ENTRY_PANEL (widget));
}

/* As wide as so many letters are, however large these are. Less will do where there is no room. */
static void
rf_entry_panel_get_preferred_width (GtkWidget *widget,
                                    int       *minimum,
                                    int       *natural)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = PANGO_PIXELS (WIDTH_CHARS * pango_font_metrics_get_approximate_char_width (metrics));

  GTK_WIDGET_CLASS (rf_entry_panel_parent_class)->get_preferred_width (widget, minimum, natural);
  *natural = MAX (*natural, width);
  pango_font_metrics_unref (metrics);
}

static void
rf_entry_panel_dispose (GObject *object)
{
  RfEntryPanel *self = RF_ENTRY_PANEL (object);

  /* The view that loses its rows tells of it, and nobody is to hear that any more. */
  self->is_arranging = TRUE;
  g_clear_handle_id (&self->prepare_id, g_source_remove);
  if (self->model)
    gtk_tree_view_set_model (self->view, NULL);
  g_clear_object (&self->model);
  g_clear_object (&self->lifelines);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (rf_entry_panel_parent_class)->dispose (object);
}

static void
rf_entry_panel_finalize (GObject *object)
{
  RfEntryPanel *self = RF_ENTRY_PANEL (object);

  g_hash_table_unref (self->selected_ids);
  g_free (self->searched);
  g_byte_array_unref (self->is_selected);

  G_OBJECT_CLASS (rf_entry_panel_parent_class)->finalize (object);
}

static void
rf_entry_panel_class_init (RfEntryPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rf_entry_panel_dispose;
  object_class->finalize = rf_entry_panel_finalize;
  widget_class->get_preferred_width = rf_entry_panel_get_preferred_width;
  widget_class->style_updated = rf_entry_panel_style_updated;

  signals[SIGNAL_SELECTION_CHANGED] =
    g_signal_new ("selection-changed", RF_TYPE_ENTRY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", RF_TYPE_ENTRY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (RF_TYPE_ENTRY_ICON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-entry-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, RfEntryPanel, search);
  gtk_widget_class_bind_template_child (widget_class, RfEntryPanel, view);
  gtk_widget_class_bind_template_child (widget_class, RfEntryPanel, time_column);
  gtk_widget_class_bind_template_child (widget_class, RfEntryPanel, status);
  gtk_widget_class_bind_template_child (widget_class, RfEntryPanel, show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_view_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, rf_entry_panel_show_all);
}

static void
rf_entry_panel_init (RfEntryPanel *self)
{
  const GActionEntry entries[] = {
    { "show", NULL, "s", "'all'", on_choice_changed },
    { "sort", NULL, "s", "'time'", on_choice_changed },
    { "reversed", NULL, NULL, "false", on_choice_changed },
  };

  self->selected_ids = g_hash_table_new_full (rf_str_hash_text, g_str_equal, g_free, NULL);
  self->is_selected = g_byte_array_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "entries", G_ACTION_GROUP (self->actions));
}

/**
 * rf_entry_panel_new:
 *
 * Returns: a list without a trace
 */
GtkWidget *
rf_entry_panel_new (void)
{
  return g_object_new (RF_TYPE_ENTRY_PANEL, NULL);
}

/**
 * rf_entry_panel_set_trace:
 * @self: a list
 * @trace: a trace
 *
 * Lists what is in @trace now. What was selected of the trace before is so of this one too.
 */
void
rf_entry_panel_set_trace (RfEntryPanel *self,
                          RfTrace      *trace)
{
  g_return_if_fail (RF_IS_ENTRY_PANEL (self));
  g_return_if_fail (RF_IS_TRACE (trace));

  self->is_arranging = TRUE;
  gtk_tree_view_set_model (self->view, NULL);
  self->is_arranging = FALSE;
  g_clear_object (&self->model);
  self->model = rf_entry_model_new (trace);
  rf_entry_model_set_lifelines (self->model, self->lifelines);
  find_selected (self);
  arrange (self);
  begin_to_prepare (self, G_PRIORITY_LOW);
}

/**
 * rf_entry_panel_set_lifelines:
 * @self: a list
 * @lifelines: how a person wants the lifelines
 *
 * Has the list say what they are called there, now and whenever that changes.
 */
void
rf_entry_panel_set_lifelines (RfEntryPanel *self,
                              RfLifelines  *lifelines)
{
  g_return_if_fail (RF_IS_ENTRY_PANEL (self));
  g_return_if_fail (RF_IS_LIFELINES (lifelines));
  g_return_if_fail (self->lifelines == NULL);

  self->lifelines = g_object_ref (lifelines);
  g_signal_connect_object (lifelines, "changed", G_CALLBACK (on_lifelines_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * rf_entry_panel_update:
 * @self: a list with a trace
 *
 * Takes in what is new in the trace.
 */
void
rf_entry_panel_update (RfEntryPanel *self)
{
  GtkAdjustment *adjustment;
  double position;

  g_return_if_fail (RF_IS_ENTRY_PANEL (self));
  g_return_if_fail (self->model != NULL);

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  position = gtk_adjustment_get_value (adjustment);
  self->is_arranging = TRUE;
  gtk_tree_view_set_model (self->view, NULL);
  self->is_arranging = FALSE;
  rf_entry_model_update (self->model);
  if (find_selected (self))
    g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
  arrange (self);
  begin_to_prepare (self, G_PRIORITY_LOW);
  gtk_adjustment_set_value (adjustment, position);
}

/**
 * rf_entry_panel_get_n_selected:
 * @self: a list
 *
 * Returns: how many entries are selected; 0 where all is to be shown
 */
guint
rf_entry_panel_get_n_selected (RfEntryPanel *self)
{
  g_return_val_if_fail (RF_IS_ENTRY_PANEL (self), 0);

  return self->n_selected < self->is_selected->len ? self->n_selected : 0;
}

/**
 * rf_entry_panel_get_n_messages:
 * @self: a list with a trace
 *
 * Returns: how many messages of the trace it has taken in, and can be asked about
 */
guint
rf_entry_panel_get_n_messages (RfEntryPanel *self)
{
  g_return_val_if_fail (RF_IS_ENTRY_PANEL (self), 0);
  g_return_val_if_fail (self->model != NULL, 0);

  return rf_entry_list_get_n_messages (rf_entry_model_get_list (self->model));
}

/**
 * rf_entry_panel_wants:
 * @self: a list
 * @message: index of a message that the list has taken in
 *
 * Returns: whether the message belongs to what is selected
 */
gboolean
rf_entry_panel_wants (RfEntryPanel *self,
                      guint         message)
{
  guint entry;

  g_return_val_if_fail (RF_IS_ENTRY_PANEL (self), FALSE);

  entry = rf_entry_list_find_message (rf_entry_model_get_list (self->model), message);

  return self->is_selected->data[entry] != 0;
}

/**
 * rf_entry_panel_show_all:
 * @self: a list
 *
 * Selects nothing, which shows everything.
 */
void
rf_entry_panel_show_all (RfEntryPanel *self)
{
  g_return_if_fail (RF_IS_ENTRY_PANEL (self));

  self->is_arranging = TRUE;
  gtk_tree_selection_unselect_all (gtk_tree_view_get_selection (self->view));
  self->is_arranging = FALSE;
  on_selection_changed (self);
}

/**
 * rf_entry_panel_search:
 * @self: a list
 *
 * Lets a person type what is to be searched for.
 */
void
rf_entry_panel_search (RfEntryPanel *self)
{
  g_return_if_fail (RF_IS_ENTRY_PANEL (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
