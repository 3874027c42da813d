/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-ladder-export"

#include "config.h"

#include "rf-ladder-export.h"

#include "rf-excerpt.h"
#include "rf-export.h"
#include "rf-export-chooser.h"
#include "rf-export-format.h"
#include "rf-failure.h"
#include "rf-ladder-clipboard.h"
#include "rf-ladder-print.h"
#include "rf-letters.h"
#include "rf-words-capture.h"

#include <glib/gi18n.h>

/**
 * RfLadderExport:
 *
 * The button with the menu of what can be done with a ladder as a whole: write it to a file in any
 * format, copy it, print it. What leaves the window is what the view shows at that moment, with the
 * same filter, folds and times, and says what it leaves out and what could not be read; it is
 * copied and made in a thread, while calls go on.
 *
 * Its actions are the group "ladder" of the window that the button is in.
 */

typedef struct _Job Job;
typedef void (*TakeFunc) (RfLadderExport *self, const Job *job, GBytes *bytes);

/**
 * Job:
 * @plan: what is to be copied
 * @trace: (nullable): the copy, once it is made
 * @format: (nullable): what is to be made of it; %NULL where the copy is all
 * @file: (nullable): where it is to be written to
 * @take: (nullable): gets what was made
 *
 * Something that is being made in the thread.
 */
struct _Job {
  RfExcerptPlan        *plan;
  RfTrace              *trace;
  const RfExportFormat *format;
  RfExportOptions       options;
  GFile                *file;
  TakeFunc              take;
};

struct _RfLadderExport {
  GtkMenuButton         parent_instance;

  RfLadderView         *view;
  RfTrace              *whole;   /* that the view shows some calls of, or NULL */
  RfCaptureLoader      *loader;  /* of a capture, or NULL */
  GSignalGroup         *trace_signals;
  GSimpleActionGroup   *actions;
  GFile                *capture; /* that it shows, or NULL */
  RfExportChooser      *chooser; /* NULL until it is asked for */
  GtkSpinner           *spinner;
  guint                 n_jobs;
};

G_DEFINE_FINAL_TYPE (RfLadderExport, rf_ladder_export, GTK_TYPE_MENU_BUTTON)

/* Not in the thread, which may be the last to know the job: the copy keeps the trace. */
static void
job_let_go (Job *job)
{
  g_clear_object (&job->trace);
  g_clear_pointer (&job->plan, rf_excerpt_plan_free);
}

static void
job_free (Job *job)
{
  g_clear_pointer (&job->options.look, rf_look_free);
  g_clear_object (&job->file);
  g_free (job);
}

static RfTrace *
get_trace (RfLadderExport *self)
{
  return self->view ? rf_ladder_view_get_trace (self->view) : NULL;
}

static void
update_sensitive (RfLadderExport *self)
{
  static const char *const names[] = { "export", "copy-text", "copy-picture", "print" };
  RfTrace *trace = get_trace (self);
  gboolean sensitive = trace && rf_trace_get_n_messages (trace) > 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self), sensitive);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (
                                   G_ACTION_MAP (self->actions), names[i])), sensitive);
}

static void
on_trace_changed (RfLadderExport *self)
{
  g_signal_group_set_target (self->trace_signals, get_trace (self));
  update_sensitive (self);
}

static GtkWindow *
get_window (RfLadderExport *self)
{
  return GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (self)));
}

/* The messages that the view has now, for good. */
static RfExcerptPlan *
plan_copy (RfLadderExport *self)
{
  int limit = rf_ladder_view_get_limit (self->view);

  return rf_excerpt_plan_new (get_trace (self), limit < 0 ? G_MAXUINT : (guint) limit);
}

/* What could not be read is told in the words of the window. */
static void
add_report (RfLadderExport *self,
            RfLook         *look)
{
  const RfCaptureReport *report = rf_capture_loader_get_report (self->loader);
  g_autofree char *words = report ? rf_words_capture_losses (report) : NULL;

  if (words)
    rf_look_set_report (look, report, words);
}

/* What the view shows of them. */
static RfLook *
dup_look (RfLadderExport *self)
{
  RfLook *look = rf_ladder_view_dup_look (self->view);

  if (look && self->whole)
    look->n_whole = rf_trace_get_n_messages (self->whole);
  if (look && self->loader)
    add_report (self, look);
  return look;
}

/* There whole or not at all, where that can be had. */
static gboolean
write_file (GFile   *file,
            GBytes  *bytes,
            GError **error)
{
  const char *path = g_file_peek_path (file);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (path)
    return rf_export_write (path, bytes, error);
  return g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                                  error);
}

static void
make (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  job->trace = rf_excerpt_plan_make (job->plan);
  bytes = job->format ? job->format->export (job->trace, &job->options, &error)
                      : g_bytes_new (NULL, 0);
  if (bytes && (!job->file || write_file (job->file, bytes, &error)))
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
take_made (RfLadderExport *self,
           const Job      *job,
           GBytes         *bytes,
           const GError   *error)
{
  g_autofree char *reason = bytes ? NULL : rf_failure_dup_reason (job->file, error);

  self->n_jobs--;
  g_object_set (self->spinner, "active", self->n_jobs > 0, NULL);
  if (reason)
    rf_failure_show (get_window (self), _("The ladder could not be exported"), reason);
  else if (job->take)
    job->take (self, job, bytes);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  RfLadderExport *self = RF_LADDER_EXPORT (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);

  /* The window may be gone by now. */
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)) && self->spinner)
    take_made (self, job, bytes, error);
  job_let_go (job);
}

/* @format is %NULL where only a copy is wanted. */
static void
start_job (RfLadderExport       *self,
           const RfExportFormat *format,
           gboolean              ascii,
           GFile                *file,
           TakeFunc              take)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_made, NULL);
  Job *job = g_new0 (Job, 1);

  job->plan = plan_copy (self);
  job->format = format;
  job->options.ascii = ascii;
  job->options.look = dup_look (self);
  job->options.scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  job->file = file ? g_object_ref (file) : NULL;
  job->take = take;
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  self->n_jobs++;
  g_object_set (self->spinner, "active", TRUE, NULL);
  g_task_run_in_thread (task, make);
}

static void
tell (RfLadderExport *self,
      const char     *words)
{
  if (self->view)
    rf_ladder_view_tell (self->view, words);
}

static void
tell_saved (RfLadderExport *self,
            const Job      *job,
            GBytes         *bytes)
{
  g_autofree char *name = g_file_get_basename (job->file);
  g_autofree char *shown = rf_letters_isolate (g_filename_display_name (name));
  g_autofree char *words = g_strdup_printf (_("Saved “%s”"), shown);

  tell (self, words);
}

static void
copy_text (RfLadderExport *self,
           const Job      *job,
           GBytes         *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  gtk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD),
                          text, (int) MIN (length, G_MAXINT));
  tell (self, _("Copied as text"));
}

static void
copy_picture (RfLadderExport *self,
              const Job      *job,
              GBytes         *bytes)
{
  rf_ladder_clipboard_set_picture (gtk_widget_get_clipboard (GTK_WIDGET (self),
                                                             GDK_SELECTION_CLIPBOARD), bytes);
  tell (self, _("Copied as a picture"));
}

static void
on_copy_text_activated (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  start_job (user_data, rf_export_format_find ("text"), FALSE, NULL, copy_text);
}

static void
on_copy_picture_activated (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  start_job (user_data, rf_export_format_find ("png"), FALSE, NULL, copy_picture);
}

static void
print (RfLadderExport *self,
       const Job      *job,
       GBytes         *bytes)
{
  rf_ladder_print (job->trace, job->options.look, get_window (self));
}

static void
on_print_activated (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  start_job (user_data, NULL, FALSE, NULL, print);
}

/* The capture itself has more in it than any export, and whoever replaces it rarely means to. */
static void
refuse (RfLadderExport *self,
        GFile          *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *why =
    g_strdup_printf (_("“%s” is the capture that this window shows, and would be replaced. Choose "
                       "another name."), shown);

  rf_failure_show (get_window (self), _("The ladder could not be exported"), why);
}

static void
on_chosen (RfLadderExport       *self,
           GFile                *file,
           const RfExportChoice *choice)
{
  if (!get_trace (self))
    return;
  if (self->loader && rf_capture_loader_reads (self->loader, file))
    refuse (self, file);
  else
    start_job (self, rf_export_format_find (choice->format), choice->ascii, file, tell_saved);
}

static void
on_export_activated (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  RfLadderExport *self = RF_LADDER_EXPORT (user_data);

  /* Kept, as it knows the folder and the format of the last time. */
  if (!self->chooser) {
    self->chooser = rf_export_chooser_new (self->capture);
    g_signal_connect_object (self->chooser, "chosen", G_CALLBACK (on_chosen), self,
                             G_CONNECT_SWAPPED);
  }
  rf_export_chooser_show (self->chooser, get_window (self));
}

/* The keys are to work wherever the focus is in the window. */
static void
rf_ladder_export_hierarchy_changed (GtkWidget *widget,
                                    GtkWidget *previous)
{
  GtkWidget *window = gtk_widget_get_toplevel (widget);

  if (previous)
    gtk_widget_insert_action_group (previous, "ladder", NULL);
  if (GTK_IS_WINDOW (window))
    gtk_widget_insert_action_group (window, "ladder",
                                    G_ACTION_GROUP (RF_LADDER_EXPORT (widget)->actions));
}

static void
rf_ladder_export_dispose (GObject *object)
{
  RfLadderExport *self = RF_LADDER_EXPORT (object);

  if (self->chooser)
    g_object_run_dispose (G_OBJECT (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->capture);
  g_clear_object (&self->trace_signals);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->whole);
  g_clear_object (&self->loader);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (rf_ladder_export_parent_class)->dispose (object);
}

static void
rf_ladder_export_class_init (RfLadderExportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rf_ladder_export_dispose;
  widget_class->hierarchy_changed = rf_ladder_export_hierarchy_changed;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/referee/Referee/ui/rf-ladder-export.ui");
  gtk_widget_class_bind_template_child (widget_class, RfLadderExport, spinner);
}

static void
rf_ladder_export_init (RfLadderExport *self)
{
  const GActionEntry entries[] = {
    { .name = "export", .activate = on_export_activated },
    { .name = "copy-text", .activate = on_copy_text_activated },
    { .name = "copy-picture", .activate = on_copy_picture_activated },
    { .name = "print", .activate = on_print_activated },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  self->trace_signals = g_signal_group_new (RF_TYPE_TRACE);
  g_signal_group_connect_object (self->trace_signals, "messages-added",
                                 G_CALLBACK (update_sensitive), self, G_CONNECT_SWAPPED);
  update_sensitive (self);
}

/**
 * rf_ladder_export_new:
 *
 * Returns: a button for no ladder yet
 */
GtkWidget *
rf_ladder_export_new (void)
{
  return g_object_new (RF_TYPE_LADDER_EXPORT, NULL);
}

/**
 * rf_ladder_export_set_view:
 * @self: a new button
 * @view: the view whose ladder it is for
 */
void
rf_ladder_export_set_view (RfLadderExport *self,
                           RfLadderView   *view)
{
  g_return_if_fail (RF_IS_LADDER_EXPORT (self));
  g_return_if_fail (RF_IS_LADDER_VIEW (view));
  g_return_if_fail (self->view == NULL);

  g_set_weak_pointer (&self->view, view);
  g_signal_connect_object (view, "notify::trace", G_CALLBACK (on_trace_changed), self,
                           G_CONNECT_SWAPPED);
  on_trace_changed (self);
}

/**
 * rf_ladder_export_set_whole:
 * @self: a button
 * @whole: (nullable): the trace that the view shows some calls of; %NULL where it shows all
 *
 * For what leaves the window to say that it is not everything.
 */
void
rf_ladder_export_set_whole (RfLadderExport *self,
                            RfTrace        *whole)
{
  g_return_if_fail (RF_IS_LADDER_EXPORT (self));
  g_return_if_fail (whole == NULL || RF_IS_TRACE (whole));

  g_set_object (&self->whole, whole);
}

/**
 * rf_ladder_export_set_loader:
 * @self: a button
 * @loader: (nullable): what reads the capture that the view shows; %NULL where it shows none
 *
 * For what leaves the window to say what could not be read, and not to replace what is read.
 */
void
rf_ladder_export_set_loader (RfLadderExport  *self,
                             RfCaptureLoader *loader)
{
  g_return_if_fail (RF_IS_LADDER_EXPORT (self));
  g_return_if_fail (loader == NULL || RF_IS_CAPTURE_LOADER (loader));

  g_set_object (&self->loader, loader);
}

/**
 * rf_ladder_export_set_capture:
 * @self: a button that was not used yet
 * @capture: the file that the view shows
 *
 * Files that the ladder is exported to are offered its name and its folder.
 */
void
rf_ladder_export_set_capture (RfLadderExport *self,
                              GFile          *capture)
{
  g_return_if_fail (RF_IS_LADDER_EXPORT (self));
  g_return_if_fail (G_IS_FILE (capture));

  g_set_object (&self->capture, capture);
}

/**
 * rf_ladder_export_add_keys:
 * @app: the application
 *
 * Gives the actions their keys, in every window that has them.
 */
void
rf_ladder_export_add_keys (GtkApplication *app)
{
  const struct {
    const char *action;
    const char *keys[2];
  } table[] = {
    { "ladder.export", { "<Control>s" } },
    { "ladder.copy-text", { "<Control><Shift>c" } },
    { "ladder.copy-picture", { "<Control><Alt>c" } },
    { "ladder.print", { "<Control>p" } },
  };

  g_return_if_fail (GTK_IS_APPLICATION (app));

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (app, table[i].action, table[i].keys);
}
