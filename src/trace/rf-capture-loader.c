/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-capture-loader"

#include "config.h"

#include "rf-capture-loader.h"

/**
 * RfCaptureLoader:
 *
 * Reads a capture while the main loop goes on. It is opened in a thread, for what is packed is
 * unpacked then; it is read in slices, whenever there is nothing better to do.
 *
 * A file that was written to just now may be written to again: it is followed, and only once it has
 * been left alone for a while is what stands cut off at its end taken for damage. One that grows
 * after that is read anew, into a new trace, and then followed for good. Of a file that nobody
 * writes to, what stands behind damage is read with the rest, and put in order of time with it.
 *
 * One that another file replaces, or that is emptied, is read no further: what was read stays.
 *
 * Properties: "state", "progress", "trace" and "fate" are told of; the report is up to date with
 * each.
 */

/* Half a frame, so that the other half is left for painting. */
#define SLICE_US 8000
#define QUIET_SECONDS 3
/* A file that is written to all the time is looked at so often. */
#define LOOK_MS 100
/* While there is more to read, listeners are told of messages so often: what they do then may take
 * longer than the reading. */
#define TELL_US (500 * 1000)

struct _RfCaptureLoader {
  GObject        parent_instance;

  GFile         *file;
  GCancellable  *cancellable;
  RfTrace       *trace;
  RfCapture     *capture;
  GFileMonitor  *monitor;
  GError        *error;
  RfLoaderState  state;
  RfCaptureFate  fate;
  double         progress;
  gint64         told_us;    /* when listeners were last told of messages; 0 before */
  guint          slice_id;
  guint          quiet_id;
  guint          look_id;
  gboolean       has_grown;
  gboolean       is_whole;   /* nothing more is expected */
  gboolean       is_stopped;
};

enum {
  PROP_0,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_TRACE,
  PROP_FATE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (RfCaptureLoader, rf_capture_loader, G_TYPE_OBJECT)

static void open_file (RfCaptureLoader *self);
static void read_on   (RfCaptureLoader *self);

static void
set_state (RfCaptureLoader *self,
           RfLoaderState    state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_fate (RfCaptureLoader *self,
          RfCaptureFate    fate)
{
  if (self->fate == fate)
    return;
  self->fate = fate;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FATE]);
}

static void
set_progress (RfCaptureLoader *self,
              double           progress)
{
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
}

static void
clear_timers (RfCaptureLoader *self)
{
  g_clear_handle_id (&self->slice_id, g_source_remove);
  g_clear_handle_id (&self->quiet_id, g_source_remove);
  g_clear_handle_id (&self->look_id, g_source_remove);
}

/* Nothing more is read, unless the file grows. */
static void
finish (RfCaptureLoader *self)
{
  clear_timers (self);
  rf_trace_freeze (self->trace);
  if (self->is_stopped)
    rf_trace_finish (self->trace);
  else
    rf_capture_finish (self->capture);
  rf_trace_thaw (self->trace);
  set_progress (self, 1);
  set_state (self, RF_LOADER_DONE);
}

/* How long nothing was written to the file, in µs; long, where nobody knows. */
static gint64
get_age (RfCaptureLoader *self)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GDateTime) written = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  info = g_file_query_info (self->file, G_FILE_ATTRIBUTE_TIME_MODIFIED ","
                            G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC, G_FILE_QUERY_INFO_NONE, NULL,
                            NULL);
  written = info ? g_file_info_get_modification_date_time (info) : NULL;

  return written ? g_date_time_difference (now, written) : G_MAXINT64;
}

static void
expect_no_more (RfCaptureLoader *self)
{
  self->is_whole = TRUE;
  rf_capture_set_whole (self->capture);
}

/* What stood cut off at the end, and whatever is behind it, is read now. */
static gboolean
on_quiet (gpointer user_data)
{
  RfCaptureLoader *self = user_data;

  self->quiet_id = 0;
  expect_no_more (self);
  read_on (self);

  return G_SOURCE_REMOVE;
}

/* What its name stands for now is another capture. */
static gboolean
has_ended (RfCaptureLoader *self)
{
  return self->fate != RF_CAPTURE_THERE && self->fate != RF_CAPTURE_GONE;
}

static void
on_all_read (RfCaptureLoader *self)
{
  if (self->is_stopped || has_ended (self) || (self->is_whole && !self->has_grown)) {
    finish (self);
    return;
  }
  /* It did grow, and its end was taken for damage meanwhile. */
  if (self->is_whole) {
    open_file (self);
    return;
  }
  if (!self->has_grown && self->quiet_id == 0)
    self->quiet_id = g_timeout_add_seconds (QUIET_SECONDS, on_quiet, self);
  set_progress (self, 1);
  set_state (self, RF_LOADER_FOLLOWING);
}

/* The trace is frozen from the first slice to the last. */
static void
tell (RfCaptureLoader *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - self->told_us < TELL_US)
    return;
  rf_trace_thaw (self->trace);
  rf_trace_freeze (self->trace);
  self->told_us = g_get_monotonic_time ();
}

static gboolean
read_slice (gpointer user_data)
{
  RfCaptureLoader *self = user_data;
  gboolean is_more = rf_capture_read_more (self->capture, SLICE_US);

  if (is_more) {
    tell (self);
    set_progress (self, rf_capture_get_progress (self->capture));
    return G_SOURCE_CONTINUE;
  }
  self->slice_id = 0;
  rf_trace_thaw (self->trace);
  on_all_read (self);

  return G_SOURCE_REMOVE;
}

static void
read_on (RfCaptureLoader *self)
{
  if (self->slice_id != 0)
    return;
  rf_trace_freeze (self->trace);
  self->told_us = g_get_monotonic_time ();
  self->slice_id = g_idle_add (read_slice, self);
}

static gboolean
on_look (gpointer user_data)
{
  RfCaptureLoader *self = user_data;

  self->look_id = 0;
  if (self->state == RF_LOADER_FOLLOWING)
    read_on (self);
  else if (self->state == RF_LOADER_DONE || self->state == RF_LOADER_FAILED)
    open_file (self);

  return G_SOURCE_REMOVE;
}

static void
on_file_changed (RfCaptureLoader   *self,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event)
{
  if (event != G_FILE_MONITOR_EVENT_CHANGED && event != G_FILE_MONITOR_EVENT_CREATED &&
      event != G_FILE_MONITOR_EVENT_DELETED)
    return;
  if (self->is_stopped || self->state == RF_LOADER_OPENING || has_ended (self))
    return;
  if (self->capture)
    set_fate (self, rf_capture_find_fate (self->capture));
  if (self->fate == RF_CAPTURE_GONE || event == G_FILE_MONITOR_EVENT_DELETED)
    return;
  /* What is open can still be read to its end. */
  if (has_ended (self)) {
    if (self->state == RF_LOADER_FOLLOWING)
      read_on (self);
    return;
  }
  self->has_grown = TRUE;
  g_clear_handle_id (&self->quiet_id, g_source_remove);
  if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MS, on_look, self);
}

/* Without one, the file is read as it is. */
static void
watch (RfCaptureLoader *self)
{
  g_autoptr (GError) error = NULL;

  if (self->monitor)
    return;
  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_NONE, NULL, &error);
  if (!self->monitor) {
    g_debug ("The file cannot be followed: %s", error->message);
    return;
  }
  g_file_monitor_set_rate_limit (self->monitor, LOOK_MS);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_file_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (G_FILE (g_object_get_data (G_OBJECT (task), "file")));
  GError *error = NULL;
  RfCapture *capture;

  if (!path) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "The file is not on this machine. Copy it here first.");
    return;
  }
  capture = rf_capture_new (path, task_data, &error);
  if (capture)
    g_task_return_pointer (task, capture, (GDestroyNotify) rf_capture_free);
  else
    g_task_return_error (task, error);
}

static void
on_open_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  RfCapture *capture = g_task_propagate_pointer (G_TASK (result), &error);
  RfCaptureLoader *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = RF_CAPTURE_LOADER (source);
  /* What was read of it before stays. */
  if (error && self->capture) {
    g_debug ("The file has changed, and cannot be read anew: %s", error->message);
    set_state (self, RF_LOADER_DONE);
    return;
  }
  if (error) {
    self->error = g_steal_pointer (&error);
    set_state (self, RF_LOADER_FAILED);
    return;
  }
  g_clear_pointer (&self->capture, rf_capture_free);
  self->capture = capture;
  set_fate (self, RF_CAPTURE_THERE);
  g_set_object (&self->trace, RF_TRACE (g_task_get_task_data (G_TASK (result))));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRACE]);
  self->is_whole = FALSE;
  if (!self->has_grown && get_age (self) >= QUIET_SECONDS * G_USEC_PER_SEC)
    expect_no_more (self);
  set_state (self, RF_LOADER_READING);
  read_on (self);
}

/* Nobody else knows the trace while the thread has it. */
static void
open_file (RfCaptureLoader *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_open_ready, NULL);

  g_task_set_source_tag (task, open_file);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, rf_trace_new (), g_object_unref);
  g_object_set_data_full (G_OBJECT (task), "file", g_object_ref (self->file), g_object_unref);
  g_clear_error (&self->error);
  set_state (self, RF_LOADER_OPENING);
  g_task_run_in_thread (task, open_in_thread);
}

static void
rf_capture_loader_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RfCaptureLoader *self = RF_CAPTURE_LOADER (object);

  switch (property_id) {
  case PROP_STATE:
    g_value_set_uint (value, self->state);
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, self->progress);
    break;
  case PROP_TRACE:
    g_value_set_object (value, self->trace);
    break;
  case PROP_FATE:
    g_value_set_uint (value, self->fate);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    break;
  }
}

static void
rf_capture_loader_dispose (GObject *object)
{
  RfCaptureLoader *self = RF_CAPTURE_LOADER (object);

  clear_timers (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->capture, rf_capture_free);
  g_clear_object (&self->trace);

  G_OBJECT_CLASS (rf_capture_loader_parent_class)->dispose (object);
}

static void
rf_capture_loader_finalize (GObject *object)
{
  RfCaptureLoader *self = RF_CAPTURE_LOADER (object);

  g_clear_object (&self->file);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (rf_capture_loader_parent_class)->finalize (object);
}

static void
rf_capture_loader_class_init (RfCaptureLoaderClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rf_capture_loader_get_property;
  object_class->dispose = rf_capture_loader_dispose;
  object_class->finalize = rf_capture_loader_finalize;

  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, RF_LOADER_OPENING, RF_LOADER_FAILED,
                                         RF_LOADER_OPENING, flags);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  props[PROP_TRACE] = g_param_spec_object ("trace", NULL, NULL, RF_TYPE_TRACE, flags);
  props[PROP_FATE] = g_param_spec_uint ("fate", NULL, NULL, RF_CAPTURE_THERE, RF_CAPTURE_CUT,
                                        RF_CAPTURE_THERE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
rf_capture_loader_init (RfCaptureLoader *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * rf_capture_loader_new:
 * @file: a capture
 *
 * Returns: (transfer full): a loader that has not begun
 */
RfCaptureLoader *
rf_capture_loader_new (GFile *file)
{
  RfCaptureLoader *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (RF_TYPE_CAPTURE_LOADER, NULL);
  self->file = g_object_ref (file);

  return self;
}

/**
 * rf_capture_loader_start:
 * @self: a loader that has not begun
 *
 * Begins to read, and to watch the file.
 */
void
rf_capture_loader_start (RfCaptureLoader *self)
{
  g_return_if_fail (RF_IS_CAPTURE_LOADER (self));
  g_return_if_fail (self->trace == NULL && self->error == NULL);

  watch (self);
  open_file (self);
}

/**
 * rf_capture_loader_stop:
 * @self: a loader
 *
 * Reads no further, and follows the file no longer. What was found up to here stays.
 */
void
rf_capture_loader_stop (RfCaptureLoader *self)
{
  g_return_if_fail (RF_IS_CAPTURE_LOADER (self));

  if (self->is_stopped || self->state == RF_LOADER_DONE || self->state == RF_LOADER_FAILED)
    return;
  self->is_stopped = TRUE;
  g_clear_object (&self->monitor);
  if (self->slice_id != 0) {
    rf_capture_stop (self->capture);
  } else if (self->state == RF_LOADER_FOLLOWING) {
    finish (self);
  } else if (self->trace) {
    g_cancellable_cancel (self->cancellable);
    set_state (self, RF_LOADER_DONE);
  } else {
    g_cancellable_cancel (self->cancellable);
    g_set_error (&self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                 "Opening the file was stopped.");
    set_state (self, RF_LOADER_FAILED);
  }
}

/**
 * rf_capture_loader_get_file:
 * @self: a loader
 *
 * Returns: (transfer none): the file that it reads
 */
GFile *
rf_capture_loader_get_file (RfCaptureLoader *self)
{
  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), NULL);

  return self->file;
}

/**
 * rf_capture_loader_get_trace:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): what was read; %NULL before anything was
 */
RfTrace *
rf_capture_loader_get_trace (RfCaptureLoader *self)
{
  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), NULL);

  return self->trace;
}

/**
 * rf_capture_loader_get_state:
 * @self: a loader
 *
 * Returns: how far it has come
 */
RfLoaderState
rf_capture_loader_get_state (RfCaptureLoader *self)
{
  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), RF_LOADER_FAILED);

  return self->state;
}

/**
 * rf_capture_loader_get_progress:
 * @self: a loader
 *
 * Returns: how much of the file was read, from 0 to 1
 */
double
rf_capture_loader_get_progress (RfCaptureLoader *self)
{
  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), 0);

  return self->progress;
}

/**
 * rf_capture_loader_get_report:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): what was found up to now; %NULL before anything was
 */
const RfCaptureReport *
rf_capture_loader_get_report (RfCaptureLoader *self)
{
  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), NULL);

  return self->capture ? rf_capture_get_report (self->capture) : NULL;
}

/**
 * rf_capture_loader_reads:
 * @self: a loader
 * @file: where somebody is about to write
 *
 * Returns: whether @file is what is read, by whatever name
 */
gboolean
rf_capture_loader_reads (RfCaptureLoader *self,
                         GFile           *file)
{
  const char *path;

  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = g_file_peek_path (file);

  return path && self->capture && rf_capture_is_in (self->capture, path);
}

/**
 * rf_capture_loader_get_fate:
 * @self: a loader
 *
 * Returns: what has become of the file since it was opened
 */
RfCaptureFate
rf_capture_loader_get_fate (RfCaptureLoader *self)
{
  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), RF_CAPTURE_THERE);

  return self->fate;
}

/**
 * rf_capture_loader_get_error:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): why nothing at all could be read
 */
const GError *
rf_capture_loader_get_error (RfCaptureLoader *self)
{
  g_return_val_if_fail (RF_IS_CAPTURE_LOADER (self), NULL);

  return self->error;
}
