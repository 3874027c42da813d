/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-ctl-remote.h"

G_BEGIN_DECLS

/**
 * RfCtlWatch:
 *
 * A command that waits for events of the running Referee, for its end, for Ctrl+C, or for a time.
 */
typedef struct _RfCtlWatch RfCtlWatch;

/**
 * RfCtlWatchFuncs:
 * @event: something has happened; what happened since rf_ctl_watch_new() comes when it runs
 * @interrupted: (nullable): somebody wants it to end with this status; it ends after that
 * @timed_out: (nullable): the time is over; it ends with 1 after that
 * @vanished: (nullable): Referee has ended, which has been said; gives the status
 */
typedef struct {
  void (*event)       (RfCtlWatch *watch,
                       GVariant   *event,
                       gpointer    data);
  void (*interrupted) (RfCtlWatch *watch,
                       int         status,
                       gpointer    data);
  void (*timed_out)   (RfCtlWatch *watch,
                       gpointer    data);
  int  (*vanished)    (gpointer data);
} RfCtlWatchFuncs;

RfCtlWatch    *rf_ctl_watch_new         (const char            *command,
                                         const RfCtlWatchFuncs *funcs,
                                         gpointer               data);
RfDBusControl *rf_ctl_watch_get_control (RfCtlWatch *self);
int            rf_ctl_watch_run         (RfCtlWatch *self,
                                         double      seconds);
void           rf_ctl_watch_quit        (RfCtlWatch *self,
                                         int         status);
void           rf_ctl_watch_free        (RfCtlWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RfCtlWatch, rf_ctl_watch_free)

G_END_DECLS
