/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>
#include <pulse/context.h>

typedef enum {
  RF_PULSE_SOURCE,
  RF_PULSE_SINK,
} RfPulseDirection;

typedef struct _RfPulseDevices RfPulseDevices;

/* Called when the list is complete, and again whenever it was read anew. */
typedef void (RfPulseDevicesFunc) (void *user_data);
typedef void (RfPulseDeviceFunc) (RfPulseDirection  direction,
                                  const char       *name,
                                  const char       *description,
                                  void             *user_data);

RfPulseDevices *rf_pulse_devices_new         (RfPulseDevicesFunc *changed, void *user_data);
void            rf_pulse_devices_free        (RfPulseDevices *self);

void            rf_pulse_devices_follow      (RfPulseDevices *self, pa_context *context);
void            rf_pulse_devices_add         (RfPulseDevices   *self,
                                              RfPulseDirection  direction,
                                              const char       *name,
                                              const char       *description,
                                              bool              is_monitor);
void            rf_pulse_devices_set_default (RfPulseDevices   *self,
                                              RfPulseDirection  direction,
                                              const char       *name);

bool            rf_pulse_devices_contain     (RfPulseDevices   *self,
                                              RfPulseDirection  direction,
                                              const char       *name);
bool            rf_pulse_devices_have_real   (RfPulseDevices *self, RfPulseDirection direction);
void            rf_pulse_devices_foreach     (RfPulseDevices    *self,
                                              RfPulseDeviceFunc *func,
                                              void              *user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfPulseDevices, rf_pulse_devices_free)
