/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-runner.h"

G_BEGIN_DECLS

#define RF_TYPE_DEMO_PLAYER (rf_demo_player_get_type ())
G_DECLARE_FINAL_TYPE (RfDemoPlayer, rf_demo_player, RF, DEMO_PLAYER, GObject)

RfDemoPlayer *rf_demo_player_new           (void);
void          rf_demo_player_open          (RfDemoPlayer *self,
                                            const char   *scenario);
void          rf_demo_player_restart       (RfDemoPlayer *self);
void          rf_demo_player_play          (RfDemoPlayer *self);
void          rf_demo_player_pause         (RfDemoPlayer *self);
void          rf_demo_player_step          (RfDemoPlayer *self);
RfRunner     *rf_demo_player_get_runner    (RfDemoPlayer *self);
guint         rf_demo_player_get_n_held    (RfDemoPlayer *self);
gboolean      rf_demo_player_get_playing   (RfDemoPlayer *self);
gboolean      rf_demo_player_get_can_step  (RfDemoPlayer *self);
gboolean      rf_demo_player_get_can_play  (RfDemoPlayer *self);
int           rf_demo_player_get_limit     (RfDemoPlayer *self);
gboolean      rf_demo_player_has_failed    (RfDemoPlayer *self);
gboolean      rf_demo_player_is_over       (RfDemoPlayer *self);
gboolean      rf_demo_player_is_starting   (RfDemoPlayer *self);
char         *rf_demo_player_dup_narration (RfDemoPlayer *self);
char         *rf_demo_player_dup_problem   (RfDemoPlayer *self);
void          rf_demo_player_close_async   (RfDemoPlayer        *self,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean      rf_demo_player_close_finish  (RfDemoPlayer  *self,
                                            GAsyncResult  *result,
                                            GError       **error);

G_END_DECLS
