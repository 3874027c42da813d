/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-core"

#include "rf-core.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rf-core-folder.h"
#include "rf-core-log.h"
#include "rf-phone-types.h"

#define PROGRAM      "baresip"
#define CORE_FD      3
#define MANAGER_PATH "/org/referee/Core1"
#define PHONE_PATH   "/org/referee/Core1/Phone"

#define START_SECONDS 10   /* from the start of the process to its Phone object */
#define STOP_SECONDS  2    /* from Shutdown to the end of the process */
#define CALL_MSEC     (40 * 1000) /* a re-INVITE is given up after 32 s (RFC 3261, timer B) */

/* How often a core has to give a sign, within what time, and how often in a row it may not: once,
 * as it may be this program that was stopped. Nothing that a core does takes so long; one that
 * hangs holds calls that nobody can end any more. */
#define SIGN_SECONDS 4
/* What comes over a connection whose other end is gone comes at once. */
#define LAST_WORDS_MSEC 2000
#define MAX_MISSED   1

/* How the core says that a port is taken: the value that the program ends with is the error's
 * number. */
#define STATUS_BUSY_PORT EADDRINUSE

struct _RfCore {
  GObject             parent_instance;

  char               *name;
  char               *folder;
  GPid                pid;
  GSubprocess        *process; /* NULL once it has ended */
  RfCoreLog          *log;
  GDBusConnection    *connection;
  GDBusObjectManager *manager;
  RfDBusPhone        *phone;
  GCancellable       *cancellable;
  GTask              *start; /* while starting */
  GTask              *stop;  /* while stopping */
  guint               deadline_id;
  guint               sign_id;
  guint               n_missed;
  guint               last_words_id;
  gboolean            has_ended;    /* the process */
  gboolean            is_closed;    /* the connection */
  gboolean            is_late;
  gboolean            is_silent;
};

enum {
  DIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (RfCore, rf_core, G_TYPE_OBJECT)

static gboolean
on_deadline (gpointer user_data)
{
  RfCore *self = user_data;

  self->deadline_id = 0;
  self->is_late = TRUE;
  g_debug ("%s: the core is late and is killed", self->name);
  rf_core_kill (self);
  return G_SOURCE_REMOVE;
}

static void
set_deadline (RfCore *self,
              guint   seconds)
{
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  if (seconds > 0)
    self->deadline_id = g_timeout_add_seconds (seconds, on_deadline, self);
}

/* What is left behind by a process that has ended. */
static void
clean_up (RfCore *self)
{
  set_deadline (self, 0);
  g_clear_handle_id (&self->sign_id, g_source_remove);
  g_clear_handle_id (&self->last_words_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->connection != NULL)
    g_dbus_connection_close (self->connection, NULL, NULL, NULL);
  g_clear_object (&self->process);
  self->pid = 0;
  rf_core_folder_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

/* Why a process ended on its own, as a part of a sentence. */
static char *
describe_end (RfCore *self)
{
  g_autofree char *tail = rf_core_log_dup_tail (self->log);

  if (self->is_silent)
    return g_strdup_printf ("it gave no sign for %d seconds", (MAX_MISSED + 1) * SIGN_SECONDS);
  if (g_subprocess_get_if_signaled (self->process))
    return g_strdup_printf ("it was ended by signal %d (%s)",
                            g_subprocess_get_term_sig (self->process),
                            g_strsignal (g_subprocess_get_term_sig (self->process)));
  if (tail != NULL)
    return g_strdup_printf ("its last words were “%s”", tail);
  return g_strdup_printf ("it ended with status %d", g_subprocess_get_exit_status (self->process));
}

static GError *
new_start_error (RfCore *self)
{
  g_autofree char *why = describe_end (self);

  if (self->is_late)
    return g_error_new (RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                        "The call core did not get ready within %d seconds and was stopped. "
                        "Try again; the debug log says more.", START_SECONDS);
  if (g_subprocess_get_if_exited (self->process)
      && g_subprocess_get_exit_status (self->process) == STATUS_BUSY_PORT)
    return g_error_new (RF_PHONE_ERROR, RF_PHONE_ERROR_BUSY_PORT,
                        "Another program uses the port for calls. Close that program, or choose "
                        "another port.");
  return g_error_new (RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                      "The call core could not be started: %s.", why);
}

/* Nobody tells anything of it any more. */
static void
take_end (RfCore *self)
{
  g_autofree char *why = describe_end (self);

  g_debug ("%s: the core has ended: %s", self->name, why);
  if (self->start != NULL) {
    g_autoptr (GTask) start = g_steal_pointer (&self->start);

    g_task_return_error (start, new_start_error (self));
    clean_up (self);
    if (self->stop == NULL)
      return;
  } else {
    clean_up (self);
  }
  if (self->stop != NULL) {
    g_autoptr (GTask) stop = g_steal_pointer (&self->stop);

    g_task_return_boolean (stop, TRUE);
  } else {
    g_signal_emit (self, signals[DIED], 0, why);
  }
}

static gboolean
on_no_last_words (gpointer user_data)
{
  RfCore *self = user_data;

  self->last_words_id = 0;
  take_end (self);
  return G_SOURCE_REMOVE;
}

/* What it has told last may still be on its way: that the process has ended can be known before. A
 * connection is closed behind all that came over it. */
static void
on_process_ended (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GWeakRef *ref = user_data;
  g_autoptr (RfCore) self = g_weak_ref_get (ref);

  g_weak_ref_clear (ref);
  g_free (ref);
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (self == NULL)
    return;

  self->has_ended = TRUE;
  if (self->connection == NULL || self->is_closed)
    take_end (self);
  else
    self->last_words_id = g_timeout_add (LAST_WORDS_MSEC, on_no_last_words, self);
}

/* The process goes with its connection; it is made sure of, and the rest happens when it has
 * ended. */
static void
on_connection_closed (RfCore *self)
{
  g_debug ("%s: the connection to the core is closed", self->name);
  self->is_closed = TRUE;
  if (self->last_words_id != 0)
    take_end (self);
  else if (self->stop == NULL && !self->has_ended)
    rf_core_kill (self);
}

static void
give_up (RfCore *self,
         GError *error)
{
  if (self->start != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_debug ("%s: no connection to the core: %s", self->name, error->message);
    rf_core_kill (self);
  }
}

static gboolean
take_phone (RfCore *self)
{
  g_autoptr (GDBusInterface) interface =
    g_dbus_object_manager_get_interface (self->manager, PHONE_PATH, "org.referee.Core1.Phone");

  if (interface == NULL || !RF_DBUS_IS_PHONE (interface))
    return FALSE;
  self->phone = RF_DBUS_PHONE (g_steal_pointer (&interface));
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (self->phone), CALL_MSEC);
  return TRUE;
}

static void wait_to_ask (RfCore *self);

static void
on_sign (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (RfCore) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  if (self->process == NULL || self->stop != NULL)
    return;
  /* That the core is gone is told elsewhere. */
  self->n_missed = reply == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
                     ? self->n_missed + 1
                     : 0;
  if (self->n_missed <= MAX_MISSED) {
    wait_to_ask (self);
    return;
  }
  g_debug ("%s: the core gives no sign and is killed", self->name);
  self->is_silent = TRUE;
  rf_core_kill (self);
}

static gboolean
ask_for_sign (gpointer user_data)
{
  RfCore *self = user_data;

  self->sign_id = 0;
  g_dbus_proxy_call (G_DBUS_PROXY (self->phone), "Ping", NULL, G_DBUS_CALL_FLAGS_NONE,
                     SIGN_SECONDS * 1000, self->cancellable, on_sign, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
wait_to_ask (RfCore *self)
{
  guint pause = self->n_missed > 0 ? 0 : SIGN_SECONDS;

  self->sign_id = g_timeout_add_seconds (pause, ask_for_sign, self);
}

static void
try_phone (RfCore *self)
{
  if (self->start == NULL || !take_phone (self))
    return;
  set_deadline (self, 0);
  wait_to_ask (self);
  g_task_return_boolean (self->start, TRUE);
  g_clear_object (&self->start);
}

static void
on_manager_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (RfCore) self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusObjectManager *manager = rf_dbus_object_manager_client_new_finish (result, &error);

  if (manager == NULL) {
    give_up (self, error);
    return;
  }
  self->manager = manager;
  /* The core makes its objects after it has taken the connection, so the phone may be late. */
  g_signal_connect_object (manager, "object-added", G_CALLBACK (try_phone), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "interface-added", G_CALLBACK (try_phone), self,
                           G_CONNECT_SWAPPED);
  try_phone (self);
}

static void
on_connection_ready (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (RfCore) self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_finish (result, &error);

  if (connection == NULL) {
    give_up (self, error);
    return;
  }
  self->connection = connection;
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_connection_closed), self,
                           G_CONNECT_SWAPPED);
  rf_dbus_object_manager_client_new (connection, G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_NONE, NULL,
                                     MANAGER_PATH,
                                     self->cancellable, on_manager_ready, g_object_ref (self));
}

static gboolean
connect_to (RfCore  *self,
            int      fd,
            GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);
  g_autoptr (GSocketConnection) stream = NULL;

  if (socket == NULL) {
    close (fd);
    return FALSE;
  }
  stream = g_socket_connection_factory_create_connection (socket);
  g_dbus_connection_new (G_IO_STREAM (stream), NULL, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT,
                         NULL, self->cancellable, on_connection_ready, g_object_ref (self));
  return TRUE;
}

/* Threads keep what they free for themselves, GLib in slices and glibc in a cache a thread. In a
 * core one thread frees what another has taken, so those fill without being used, and each block in
 * them holds a page that could go back to the system. A core is as fast without; whoever runs us
 * may have set them otherwise. */
static void
switch_caches_off (GSubprocessLauncher *launcher)
{
  g_subprocess_launcher_setenv (launcher, "G_SLICE", "always-malloc", FALSE);
  g_subprocess_launcher_setenv (launcher, "GLIBC_TUNABLES", "glibc.malloc.tcache_count=0", FALSE);
}

/* Only the one descriptor is inherited; standard input is /dev/null. Takes @fd. */
static gboolean
spawn (RfCore      *self,
       const char  *program,
       int          fd,
       GError     **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  const char *identifier;
  GWeakRef *ref;

  g_subprocess_launcher_take_fd (launcher, fd, CORE_FD);
  g_subprocess_launcher_setenv (launcher, "REFEREE_CORE_FD", G_STRINGIFY (CORE_FD), TRUE);
  switch_caches_off (launcher);
  /* A module that was built with a sanitizer needs it in the program that loads it. */
  if (g_getenv ("REFEREE_CORE_PRELOAD") != NULL)
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("REFEREE_CORE_PRELOAD"), TRUE);
  self->process = g_subprocess_launcher_spawn (launcher, error, program, "-f", self->folder, NULL);
  if (self->process == NULL)
    return FALSE;
  /* It can have ended already, and has no id then. */
  identifier = g_subprocess_get_identifier (self->process);
  self->pid = identifier != NULL ? atoi (identifier) : 0;
  self->log = rf_core_log_new (self->name, g_subprocess_get_stdout_pipe (self->process));
  /* Weak, as letting go of a core ends its process. */
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  g_subprocess_wait_async (self->process, NULL, on_process_ended, ref);
  return TRUE;
}

static gboolean
launch (RfCore          *self,
        const RfListen  *listen,
        GError         **error)
{
  g_autofree char *program = g_find_program_in_path (PROGRAM);
  int fds[2];

  if (program == NULL) {
    g_set_error_literal (error, RF_PHONE_ERROR, RF_PHONE_ERROR_NO_CORE,
                         "The call core, baresip, is not installed. Calls are not possible "
                         "without it. Install the package baresip-core and try again.");
    return FALSE;
  }
  self->folder = rf_core_folder_create (self->name, listen, error);
  if (self->folder == NULL)
    return FALSE;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
    g_set_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                 "The call core could not be started: %s.", g_strerror (errno));
    return FALSE;
  }
  if (!spawn (self, program, fds[1], error)) {
    close (fds[0]);
    return FALSE;
  }
  return connect_to (self, fds[0], error);
}

static void
rf_core_dispose (GObject *object)
{
  RfCore *self = RF_CORE (object);

  /* Whoever lets go of a core that runs means it to end. That it does, in order, when its
   * connection is closed below; a signal would make baresip free calls that are being released. */
  if (self->process != NULL && self->connection == NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  clean_up (self);
  g_clear_object (&self->phone);
  g_clear_object (&self->manager);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (rf_core_parent_class)->dispose (object);
}

static void
rf_core_finalize (GObject *object)
{
  RfCore *self = RF_CORE (object);

  g_clear_pointer (&self->log, rf_core_log_free);
  g_clear_object (&self->cancellable);
  g_free (self->name);

  G_OBJECT_CLASS (rf_core_parent_class)->finalize (object);
}

static void
rf_core_class_init (RfCoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rf_core_dispose;
  object_class->finalize = rf_core_finalize;

  signals[DIED] = g_signal_new ("died", RF_TYPE_CORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rf_core_init (RfCore *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * rf_core_new:
 * @name: short name of the phone, for logs and the folder
 *
 * Returns: (transfer full): a core that is not started
 */
RfCore *
rf_core_new (const char *name)
{
  RfCore *self = g_object_new (RF_TYPE_CORE, NULL);

  self->name = g_strdup (name);
  return self;
}

/**
 * rf_core_start_async:
 * @self: a core that was not started yet
 * @listen: where SIP is to be heard; its port is chosen
 * @callback: called when the core can be talked to, or has ended
 * @user_data: for @callback
 *
 * Starts the process and connects to it.
 */
void
rf_core_start_async (RfCore              *self,
                     const RfListen      *listen,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GError) error = NULL;

  g_assert (self->process == NULL && self->start == NULL);

  g_task_set_source_tag (task, rf_core_start_async);
  if (!launch (self, listen, &error)) {
    rf_core_folder_remove (self->folder);
    g_clear_pointer (&self->folder, g_free);
    if (error->domain != RF_PHONE_ERROR)
      g_task_return_new_error (task, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                               "The call core could not be started: %s.", error->message);
    else
      g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  self->start = g_steal_pointer (&task);
  set_deadline (self, START_SECONDS);
}

/**
 * rf_core_start_finish:
 * @self: a core
 * @result: what the callback was given
 * @error: return location: #RfPhoneError with a sentence for a person
 *
 * Returns: whether it runs
 */
gboolean
rf_core_start_finish (RfCore        *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_core_stop_async:
 * @self: a core
 * @callback: called when the process has ended
 * @user_data: for @callback
 *
 * Asks the core to release its calls and to end, and kills it where it does not.
 */
void
rf_core_stop_async (RfCore              *self,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_assert (self->stop == NULL);

  g_task_set_source_tag (task, rf_core_stop_async);
  if (self->process == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  self->stop = g_steal_pointer (&task);
  if (self->phone == NULL) {
    rf_core_kill (self);
    return;
  }
  set_deadline (self, STOP_SECONDS);
  rf_dbus_phone_call_shutdown (self->phone, NULL, NULL, NULL);
}

/**
 * rf_core_stop_finish:
 * @self: a core
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: %TRUE
 */
gboolean
rf_core_stop_finish (RfCore        *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rf_core_kill:
 * @self: a core
 *
 * Ends the process at once. What follows from it follows when it has ended.
 */
void
rf_core_kill (RfCore *self)
{
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
}

/**
 * rf_core_get_phone:
 * @self: a core
 *
 * Returns: (transfer none) (nullable): its Phone object, once it is started
 */
RfDBusPhone *
rf_core_get_phone (RfCore *self)
{
  return self->phone;
}

/**
 * rf_core_get_manager:
 * @self: a core
 *
 * Returns: (transfer none) (nullable): what tells of its call objects, once it is started
 */
GDBusObjectManager *
rf_core_get_manager (RfCore *self)
{
  return self->manager;
}

/**
 * rf_core_get_pid:
 * @self: a core
 *
 * Returns: the id of the process, 0 while there is none
 */
GPid
rf_core_get_pid (RfCore *self)
{
  return self->pid;
}
