/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-call-list"

#include "rf-call-list.h"

#include "rf-call-private.h"

#define CALL_INTERFACE "org.referee.Core1.Call"
#define LINGER_MSEC    4000

enum {
  CALL_ADDED,
  COMMAND_FAILED,
  TRANSFER_EVENT,
  N_SIGNALS,
};

struct _RfCallList {
  GObject             parent_instance;

  GDBusObjectManager *manager; /* of the core that runs, else NULL */
  GListStore         *calls;
  GHashTable         *timers;  /* RfCall to the id of its timeout */
  guint               linger;
};

static guint signals[N_SIGNALS];

static void rf_call_list_model_init (GListModelInterface *iface);

G_DEFINE_TYPE_WITH_CODE (RfCallList, rf_call_list, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, rf_call_list_model_init))

typedef struct {
  RfCallList *self;
  RfCall     *call;
} Timer;

static gboolean
on_lingered (gpointer user_data)
{
  Timer *timer = user_data;

  g_hash_table_remove (timer->self->timers, timer->call);
  rf_call_list_forget (timer->self, timer->call);
  return G_SOURCE_REMOVE;
}

/* The other phone may go on to report of a transfer after the call, and its wish to transfer us may
 * still wait for the person. */
static gboolean
is_done (RfCall *call)
{
  RfTransfer *transfer = rf_call_get_transfer (call);

  return !rf_call_is_live (call) && rf_call_get_request_target (call) == NULL
         && (transfer == NULL || rf_transfer_get_result (transfer) != RF_TRANSFER_PENDING);
}

static void
linger_if_done (RfCallList *self,
                RfCall     *call)
{
  Timer *timer;
  guint id;

  if (!is_done (call) || g_hash_table_contains (self->timers, call))
    return;
  timer = g_new (Timer, 1);
  *timer = (Timer) { self, call };
  id = g_timeout_add_full (G_PRIORITY_DEFAULT, self->linger, on_lingered, timer, g_free);
  g_hash_table_insert (self->timers, call, GUINT_TO_POINTER (id));
}

static void
on_call_changed (RfCall     *call,
                 GParamSpec *pspec,
                 RfCallList *self)
{
  linger_if_done (self, call);
}

static void
on_call_transfer_event (RfCall     *call,
                        RfTransfer *transfer,
                        const char *event,
                        guint       code,
                        gint64      time_us,
                        RfCallList *self)
{
  g_signal_emit (self, signals[TRANSFER_EVENT], 0, call, transfer, event, code, time_us);
  linger_if_done (self, call);
}

static void
on_call_command_failed (RfCall     *call,
                        GError     *error,
                        RfCallList *self)
{
  g_signal_emit (self, signals[COMMAND_FAILED], 0, call, error);
}

/* The newest, as a new core gives its objects the names that an earlier one gave. */
static RfCall *
find_proxy (RfCallList *self,
            RfDBusCall *proxy)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->calls)); i > 0; i--) {
    g_autoptr (RfCall) call = g_list_model_get_item (G_LIST_MODEL (self->calls), i - 1);

    if (rf_call_get_proxy (call) == proxy)
      return call;
  }
  return NULL;
}

static void
on_transferee_stage (RfDBusCall *proxy,
                     const char *stage,
                     guint16     code,
                     const char *reason,
                     const char *path,
                     RfCallList *self)
{
  RfCall *call = find_proxy (self, proxy);

  if (call != NULL)
    rf_call_take_transferee_stage (call, stage, code, reason, rf_call_list_find (self, path));
}

static void
add_call (RfCallList *self,
          RfDBusCall *proxy)
{
  g_autoptr (RfCall) call = rf_call_new (proxy);
  RfCall *old = rf_call_list_find (self, rf_dbus_call_get_replaces (proxy));

  if (old != NULL)
    rf_call_set_replaces (call, old);
  g_signal_connect_object (proxy, "transferee-stage", G_CALLBACK (on_transferee_stage), self, 0);
  g_signal_connect_object (call, "transfer-event", G_CALLBACK (on_call_transfer_event), self, 0);
  g_signal_connect_object (call, "notify::state", G_CALLBACK (on_call_changed), self, 0);
  g_signal_connect_object (call, "notify::request-target", G_CALLBACK (on_call_changed), self, 0);
  g_signal_connect_object (call, "command-failed", G_CALLBACK (on_call_command_failed), self, 0);
  g_list_store_append (self->calls, call);
  g_signal_emit (self, signals[CALL_ADDED], 0, call);
  on_call_changed (call, NULL, self);
}

static void
on_object_added (GDBusObjectManager *manager,
                 GDBusObject        *object,
                 RfCallList         *self)
{
  g_autoptr (GDBusInterface) interface = g_dbus_object_get_interface (object, CALL_INTERFACE);

  if (interface != NULL && RF_DBUS_IS_CALL (interface)
      && find_proxy (self, RF_DBUS_CALL (interface)) == NULL)
    add_call (self, RF_DBUS_CALL (interface));
}

static void
on_object_removed (GDBusObjectManager *manager,
                   GDBusObject        *object,
                   RfCallList         *self)
{
  g_autoptr (GDBusInterface) interface = g_dbus_object_get_interface (object, CALL_INTERFACE);
  RfCall *call = interface != NULL ? find_proxy (self, RF_DBUS_CALL (interface)) : NULL;

  if (call != NULL)
    rf_call_take_end (call);
}

static GType
rf_call_list_get_item_type (GListModel *model)
{
  return RF_TYPE_CALL;
}

static guint
rf_call_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (RF_CALL_LIST (model)->calls));
}

static gpointer
rf_call_list_get_item (GListModel *model,
                       guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (RF_CALL_LIST (model)->calls), position);
}

static void
rf_call_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = rf_call_list_get_item_type;
  iface->get_n_items = rf_call_list_get_n_items;
  iface->get_item = rf_call_list_get_item;
}

static void
drop_manager (RfCallList *self)
{
  if (self->manager != NULL)
    g_signal_handlers_disconnect_by_data (self->manager, self);
  g_clear_object (&self->manager);
}

static void
rf_call_list_dispose (GObject *object)
{
  RfCallList *self = RF_CALL_LIST (object);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->timers);
  while (g_hash_table_iter_next (&iter, NULL, &id)) {
    g_source_remove (GPOINTER_TO_UINT (id));
    g_hash_table_iter_remove (&iter);
  }
  drop_manager (self);

  G_OBJECT_CLASS (rf_call_list_parent_class)->dispose (object);
}

static void
rf_call_list_finalize (GObject *object)
{
  RfCallList *self = RF_CALL_LIST (object);

  g_object_unref (self->calls);
  g_hash_table_unref (self->timers);

  G_OBJECT_CLASS (rf_call_list_parent_class)->finalize (object);
}

static void
rf_call_list_class_init (RfCallListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rf_call_list_dispose;
  object_class->finalize = rf_call_list_finalize;

  signals[CALL_ADDED] = g_signal_new ("call-added", RF_TYPE_CALL_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, RF_TYPE_CALL);
  signals[COMMAND_FAILED] = g_signal_new ("command-failed", RF_TYPE_CALL_LIST, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, RF_TYPE_CALL, G_TYPE_ERROR);
  signals[TRANSFER_EVENT] =
    g_signal_new ("transfer-event", RF_TYPE_CALL_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 5, RF_TYPE_CALL, RF_TYPE_TRANSFER, G_TYPE_STRING, G_TYPE_UINT,
                  G_TYPE_INT64);
}

static void
rf_call_list_init (RfCallList *self)
{
  self->calls = g_list_store_new (RF_TYPE_CALL);
  self->timers = g_hash_table_new (NULL, NULL);
  self->linger = LINGER_MSEC;
  g_signal_connect_object (self->calls, "items-changed", G_CALLBACK (g_list_model_items_changed),
                           self, G_CONNECT_SWAPPED);
}

/**
 * rf_call_list_new:
 *
 * Returns: (transfer full): an empty list
 */
RfCallList *
rf_call_list_new (void)
{
  return g_object_new (RF_TYPE_CALL_LIST, NULL);
}

/**
 * rf_call_list_follow:
 * @self: a list that follows no core
 * @manager: what tells of the call objects of a core
 *
 * Takes the calls of a core, those that are there and those to come.
 */
void
rf_call_list_follow (RfCallList         *self,
                     GDBusObjectManager *manager)
{
  GList *objects;

  drop_manager (self);
  self->manager = g_object_ref (manager);
  g_signal_connect_object (manager, "object-added", G_CALLBACK (on_object_added), self, 0);
  g_signal_connect_object (manager, "object-removed", G_CALLBACK (on_object_removed), self, 0);
  objects = g_dbus_object_manager_get_objects (manager);
  for (GList *l = objects; l != NULL; l = l->next)
    on_object_added (manager, l->data, self);
  g_list_free_full (objects, g_object_unref);
}

/**
 * rf_call_list_let_go:
 * @self: a list
 * @loss: (nullable): a sentence about why the core is gone, or %NULL where it was told to end
 *
 * The core is gone. Calls that lived are lost, or ended; and what was still open of the others, a
 * question or a transfer, is over.
 */
void
rf_call_list_let_go (RfCallList *self,
                     const char *loss)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->calls));
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func (g_object_unref);

  drop_manager (self);
  /* Whoever hears of an end may change the list, so a copy of it is gone through. */
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (calls, g_list_model_get_item (G_LIST_MODEL (self->calls), i));
  for (guint i = 0; i < n; i++) {
    RfCall *call = g_ptr_array_index (calls, i);

    if (loss != NULL)
      rf_call_take_loss (call, loss);
    else
      rf_call_take_end (call);
  }
}

/**
 * rf_call_list_find:
 * @self: a list
 * @path: of an object in the core
 *
 * Returns: (transfer none) (nullable): the newest call that has it
 */
RfCall *
rf_call_list_find (RfCallList *self,
                   const char *path)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->calls)); i > 0; i--) {
    g_autoptr (RfCall) call = g_list_model_get_item (G_LIST_MODEL (self->calls), i - 1);

    if (g_strcmp0 (rf_call_get_path (call), path) == 0)
      return call;
  }
  return NULL;
}

/**
 * rf_call_list_forget:
 * @self: a list
 * @call: a call
 *
 * Takes @call out of the list; one that lives stays, and one that the person is asked about.
 */
void
rf_call_list_forget (RfCallList *self,
                     RfCall     *call)
{
  gpointer id;
  guint position;

  if (rf_call_is_live (call) || rf_call_get_request_target (call) != NULL
      || !g_list_store_find (self->calls, call, &position))
    return;
  if (g_hash_table_steal_extended (self->timers, call, NULL, &id))
    g_source_remove (GPOINTER_TO_UINT (id));
  g_signal_handlers_disconnect_by_data (call, self);
  g_list_store_remove (self->calls, position);
}

/**
 * rf_call_list_get_linger:
 * @self: a list
 *
 * Returns: for how long an ended call stays, in ms
 */
guint
rf_call_list_get_linger (RfCallList *self)
{
  return self->linger;
}

/**
 * rf_call_list_set_linger:
 * @self: a list
 * @linger: in ms
 *
 * Sets for how long calls that end from now on stay.
 */
void
rf_call_list_set_linger (RfCallList *self,
                         guint       linger)
{
  self->linger = linger;
}
