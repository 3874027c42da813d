/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#define RF_AUDIO_HANDOVER_HERTZ 1000
#define RF_AUDIO_HANDOVER_MS    200 /* whole periods, so that it ends as softly as it begins */

/*
 * The sound of the core's calls: a source and a player, both called "referee", that baresip uses as
 * its audio devices. Where they take the sound from and bring it to can change at any time, also
 * during a call. All functions are called on baresip's main thread.
 */

/**
 * RfAudioStateFunc:
 * @problem: (nullable): what keeps the person from hearing or being heard, in a sentence; %NULL
 * while there is sound
 * @user_data: what was given to rf_audio_init()
 *
 * Called on the main thread when sound comes or goes, and once when it is first known whether there
 * is any.
 */
typedef void (RfAudioStateFunc) (const char *problem, void *user_data);

/**
 * RfAudioDeviceFunc:
 * @kind: "source" or "player"
 * @name: the device's name, as it goes into "pulse:DEVICE"
 * @description: its name for people
 * @user_data: what was given to rf_audio_foreach_device()
 *
 * Called for one device. It must be quick: the sound of all calls waits for it.
 */
typedef void (RfAudioDeviceFunc) (const char *kind,
                                  const char *name,
                                  const char *description,
                                  void       *user_data);

int         rf_audio_init           (RfAudioStateFunc *changed, void *user_data);
void        rf_audio_close          (void);

bool        rf_audio_set_source     (const char *spec);
const char *rf_audio_get_source     (void);
bool        rf_audio_set_player     (const char *spec);
const char *rf_audio_get_player     (void);
void        rf_audio_set_audible    (bool audible);
bool        rf_audio_get_audible    (void);
void        rf_audio_play_handover  (void);

void        rf_audio_foreach_device (RfAudioDeviceFunc *func, void *user_data);
