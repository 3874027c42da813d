/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-pulse-devices"

#include "config.h"

#include "rf-pulse-devices.h"

#include <pulse/introspect.h>
#include <pulse/subscribe.h>

/* What PulseAudio makes up where there is no sound card, so that programs have something to play
 * to. */
#define DUMMY_SINK "auto_null"

typedef struct {
  RfPulseDirection  direction;
  char             *name;
  char             *description;
  bool              is_monitor; /* a source that records what a sink plays */
} Device;

/* The devices of one server, kept up to date while there is a connection. */
struct _RfPulseDevices {
  pa_context         *context; /* unowned */
  GPtrArray          *list;
  char               *defaults[2]; /* by direction */
  GPtrArray          *incoming;    /* the list that is being read; NULL when none is */
  bool                stale;       /* changed while it was being read */
  RfPulseDevicesFunc *changed;
  void               *user_data;
};

static void
device_free (void *data)
{
  Device *device = data;

  g_free (device->name);
  g_free (device->description);
  g_free (device);
}

static Device *
device_new (RfPulseDirection direction, const char *name, const char *description, bool is_monitor)
{
  Device *device = g_new0 (Device, 1);

  device->direction = direction;
  device->name = g_strdup (name);
  device->description = g_strdup (description ? description : name);
  device->is_monitor = is_monitor;
  return device;
}

static void
drop_operation (pa_operation *operation)
{
  if (operation)
    pa_operation_unref (operation);
}

static Device *
find (RfPulseDevices *self, RfPulseDirection direction, const char *name)
{
  for (guint i = 0; name && i < self->list->len; i++) {
    Device *device = self->list->pdata[i];

    if (device->direction == direction && g_str_equal (device->name, name))
      return device;
  }
  return NULL;
}

static void load (RfPulseDevices *self);

static void
on_server_info (pa_context *context, const pa_server_info *info, void *user_data)
{
  RfPulseDevices *self = user_data;

  if (!info)
    return;
  rf_pulse_devices_set_default (self, RF_PULSE_SINK, info->default_sink_name);
  rf_pulse_devices_set_default (self, RF_PULSE_SOURCE, info->default_source_name);
}

static void
on_sink_info (pa_context *context, const pa_sink_info *info, int end, void *user_data)
{
  RfPulseDevices *self = user_data;

  if (info)
    g_ptr_array_add (self->incoming,
                     device_new (RF_PULSE_SINK, info->name, info->description, false));
}

static void
on_source_info (pa_context *context, const pa_source_info *info, int end, void *user_data)
{
  RfPulseDevices *self = user_data;

  if (info) {
    g_ptr_array_add (self->incoming, device_new (RF_PULSE_SOURCE, info->name, info->description,
                                                 info->monitor_of_sink != PA_INVALID_INDEX));
    return;
  }

  /* Answers come in the order of the questions, and this was the last one. */
  g_ptr_array_unref (self->list);
  self->list = g_steal_pointer (&self->incoming);
  if (self->stale)
    load (self);
  self->changed (self->user_data);
}

static void
load (RfPulseDevices *self)
{
  self->stale = false;
  self->incoming = g_ptr_array_new_with_free_func (device_free);
  drop_operation (pa_context_get_server_info (self->context, on_server_info, self));
  drop_operation (pa_context_get_sink_info_list (self->context, on_sink_info, self));
  drop_operation (pa_context_get_source_info_list (self->context, on_source_info, self));
}

static void
on_subscribed_event (pa_context                   *context,
                     pa_subscription_event_type_t  type,
                     uint32_t                      index,
                     void                         *user_data)
{
  RfPulseDevices *self = user_data;
  bool is_server = (type & PA_SUBSCRIPTION_EVENT_FACILITY_MASK) == PA_SUBSCRIPTION_EVENT_SERVER;
  bool is_change = (type & PA_SUBSCRIPTION_EVENT_TYPE_MASK) == PA_SUBSCRIPTION_EVENT_CHANGE;

  /* A device changes with every turn of its volume; none of that matters here. */
  if (is_change && !is_server)
    return;
  if (self->incoming)
    self->stale = true;
  else
    load (self);
}

/**
 * rf_pulse_devices_new:
 * @changed: called when the list was read
 * @user_data: data for @changed
 *
 * Makes an empty list.
 *
 * Returns: (transfer full): the list
 */
RfPulseDevices *
rf_pulse_devices_new (RfPulseDevicesFunc *changed, void *user_data)
{
  RfPulseDevices *self = g_new0 (RfPulseDevices, 1);

  self->list = g_ptr_array_new_with_free_func (device_free);
  self->changed = changed;
  self->user_data = user_data;
  return self;
}

/**
 * rf_pulse_devices_free:
 * @self: (transfer full): the list
 *
 * Frees the list. The connection that it follows must have been given up before.
 */
void
rf_pulse_devices_free (RfPulseDevices *self)
{
  g_return_if_fail (self);

  rf_pulse_devices_follow (self, NULL);
  g_ptr_array_unref (self->list);
  g_free (self);
}

/**
 * rf_pulse_devices_follow:
 * @self: the list
 * @context: (nullable): a connection that is ready, or %NULL when there is none any more
 *
 * Empties the list, reads it from the server and keeps it up to date from then on.
 */
void
rf_pulse_devices_follow (RfPulseDevices *self, pa_context *context)
{
  g_return_if_fail (self);

  g_ptr_array_set_size (self->list, 0);
  g_clear_pointer (&self->incoming, g_ptr_array_unref);
  rf_pulse_devices_set_default (self, RF_PULSE_SINK, NULL);
  rf_pulse_devices_set_default (self, RF_PULSE_SOURCE, NULL);
  self->context = context;
  if (!context)
    return;

  pa_context_set_subscribe_callback (context, on_subscribed_event, self);
  drop_operation (pa_context_subscribe (context,
                                        PA_SUBSCRIPTION_MASK_SINK | PA_SUBSCRIPTION_MASK_SOURCE
                                        | PA_SUBSCRIPTION_MASK_SERVER,
                                        NULL, NULL));
  load (self);
}

/**
 * rf_pulse_devices_add:
 * @self: the list
 * @direction: source or sink
 * @name: its name
 * @description: (nullable): its name for people
 * @is_monitor: whether it is a source that records what a sink plays
 *
 * Adds one device.
 */
void
rf_pulse_devices_add (RfPulseDevices   *self,
                      RfPulseDirection  direction,
                      const char       *name,
                      const char       *description,
                      bool              is_monitor)
{
  g_return_if_fail (self);
  g_return_if_fail (name);

  g_ptr_array_add (self->list, device_new (direction, name, description, is_monitor));
}

/**
 * rf_pulse_devices_set_default:
 * @self: the list
 * @direction: source or sink
 * @name: (nullable): name of the device that is used where none is named
 *
 * Says which device is the default one.
 */
void
rf_pulse_devices_set_default (RfPulseDevices *self, RfPulseDirection direction, const char *name)
{
  g_return_if_fail (self);

  g_free (self->defaults[direction]);
  self->defaults[direction] = g_strdup (name);
}

/**
 * rf_pulse_devices_contain:
 * @self: the list
 * @direction: source or sink
 * @name: a device's name
 *
 * Returns: whether there is such a device
 */
bool
rf_pulse_devices_contain (RfPulseDevices *self, RfPulseDirection direction, const char *name)
{
  g_return_val_if_fail (self, false);
  g_return_val_if_fail (name, false);

  return find (self, direction, name) != NULL;
}

/**
 * rf_pulse_devices_have_real:
 * @self: the list
 * @direction: source or sink
 *
 * Tells whether the default device is one that a person can speak into or hear. Without a
 * microphone PulseAudio's default source is what the loudspeaker plays: a call that recorded from
 * it would send the others' own words back to them.
 *
 * Returns: whether there is a default device and it is not a stand-in
 */
bool
rf_pulse_devices_have_real (RfPulseDevices *self, RfPulseDirection direction)
{
  Device *device;

  g_return_val_if_fail (self, false);

  device = find (self, direction, self->defaults[direction]);
  return device && !device->is_monitor && !g_str_equal (device->name, DUMMY_SINK);
}

/**
 * rf_pulse_devices_foreach:
 * @self: the list
 * @func: called for each device
 * @user_data: data for @func
 *
 * Goes through the devices that a person may choose: monitors and stand-ins are left out.
 */
void
rf_pulse_devices_foreach (RfPulseDevices *self, RfPulseDeviceFunc *func, void *user_data)
{
  g_return_if_fail (self);
  g_return_if_fail (func);

  for (guint i = 0; i < self->list->len; i++) {
    Device *device = self->list->pdata[i];

    if (!device->is_monitor && !g_str_equal (device->name, DUMMY_SINK))
      func (device->direction, device->name, device->description, user_data);
  }
}
