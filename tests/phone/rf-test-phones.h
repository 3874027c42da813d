/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

G_BEGIN_DECLS

#define RF_TEST_SECONDS 15 /* for anything that has to happen */

/**
 * RfTestPhones:
 *
 * Real phones on loopback with free ports and a folder of their own, without sound.
 */
typedef struct {
  char    *runtime_dir;
  RfTrace *trace;
  RfFeed  *feed;
  RfPhone *kevin;
  RfPhone *mike;
  RfPhone *wayne;
  RfPhone *zoe;
} RfTestPhones;

typedef gboolean (*RfTestCondition) (gpointer data);

#define rf_test_wait(condition, data) rf_test_wait_long (RF_TEST_SECONDS, condition, data)
#define rf_test_wait_long(seconds, condition, data) \
  rf_test_wait_at (G_STRLOC, #condition, (seconds), (condition), (data))

void     rf_test_phones_set_up    (RfTestPhones  *self,
                                   gconstpointer  data);
void     rf_test_phones_tear_down (RfTestPhones  *self,
                                   gconstpointer  data);
RfPhone *rf_test_phones_start     (RfTestPhones *self,
                                   const char   *name);
RfPhone *rf_test_phones_start_as  (RfTestPhones          *self,
                                   const RfAccountConfig *account);
RfPhone *rf_test_phones_new       (RfTestPhones *self,
                                   const char   *name,
                                   const char   *listen);
RfAccountConfig rf_test_account   (const char *user);
gboolean rf_test_start            (RfPhone  *phone,
                                   GError  **error);
void     rf_test_stop             (RfPhone *phone);
RfCall  *rf_test_dial             (RfPhone     *phone,
                                   const char  *text,
                                   GError     **error);
RfCall  *rf_test_call_up          (RfPhone *from,
                                   RfPhone *to,
                                   RfCall **other_end);
gboolean rf_test_command_finish   (GAsyncResult **result,
                                   GError       **error);
void     rf_test_on_result        (GObject      *source,
                                   GAsyncResult *result,
                                   gpointer      user_data);
void     rf_test_wait_at          (const char      *where,
                                   const char      *what,
                                   guint            seconds,
                                   RfTestCondition  condition,
                                   gpointer         data);

gboolean rf_test_is_ready         (gpointer phone);
gboolean rf_test_is_lost          (gpointer phone);
gboolean rf_test_is_empty         (gpointer model);
gboolean rf_test_has_call         (gpointer model);
gboolean rf_test_is_established   (gpointer call);
gboolean rf_test_is_over          (gpointer call);
gboolean rf_test_process_is_gone  (gpointer pid);

G_END_DECLS
