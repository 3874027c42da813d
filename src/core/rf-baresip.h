/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the core uses of baresip. The distribution ships the program without headers, so the
 * prototypes stand here; they are the same in baresip 1.0 and 1.1 unless a comment says
 * otherwise. Numbers of events differ between the two: rf-compat.h names them.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <netinet/in.h>
#include <re.h>

struct account;
struct audio;
struct call;
struct stream;
struct ua;

typedef void (call_event_h) (struct call *call, int event, const char *text, void *arg);
typedef void (call_dtmf_h) (struct call *call, char key, void *arg);
typedef void (ua_event_h) (struct ua *ua, int event, struct call *call, const char *text,
                           void *arg);

/* Without the chatter about every call; warnings stay. */
void                 log_enable_info      (bool enable);

/* The user agents of the program. */
int                  uag_event_register   (ua_event_h *handler, void *arg);
void                 uag_event_unregister (ua_event_h *handler);
const char          *uag_event_str        (int event);
struct sip          *uag_sip              (void);
struct sipsess_sock *uag_sipsess_sock     (void);
struct sipevent_sock *uag_sipevent_sock   (void);

int                  ua_alloc             (struct ua **uap, const char *aor);
unsigned             ua_destroy           (struct ua *ua);
int                  ua_register          (struct ua *ua);
struct account      *ua_account           (const struct ua *ua);
const char          *ua_cuser             (const struct ua *ua);
int                  ua_call_alloc        (struct call **callp, struct ua *ua, int vidmode,
                                           const struct sip_msg *msg, struct call *xcall,
                                           const char *local_uri, bool use_rtp);
/* Takes every user agent down: calls are released, accounts unregistered; then the program's
 * main loop ends. */
void                 ua_stop_all          (bool forced);

int                  account_auth         (const struct account *acc, char **username,
                                           char **password, const char *realm);
int                  account_set_auth_user (struct account *acc, const char *user);
int                  account_set_auth_pass (struct account *acc, const char *pass);
int                  account_set_audio_codecs (struct account *acc, const char *codecs);

/* Calls. call_id() is NULL until the INVITE has gone. */
int                  call_connect         (struct call *call, const struct pl *address);
int                  call_answer          (struct call *call, uint16_t scode, int vidmode);
void                 call_hangup          (struct call *call, uint16_t scode, const char *reason);
/* Sends a re-INVITE with the directions that the media have now. */
int                  call_modify          (struct call *call);
int                  call_send_digit      (struct call *call, char key);
void                 call_set_handlers    (struct call *call, call_event_h *event,
                                           call_dtmf_h *dtmf, void *arg);
void                 call_set_custom_hdrs (struct call *call, const struct list *headers);
int                  custom_hdrs_add      (struct list *headers, const char *name,
                                           const char *fmt, ...);
const char          *call_id              (const struct call *call);
const char          *call_peeruri         (const struct call *call);
const char          *call_peername        (const struct call *call);
const char          *call_localuri        (const struct call *call);
struct audio        *call_audio           (const struct call *call);
struct stream       *audio_strm           (const struct audio *audio);
/* Only says what the next offer or answer will: sendonly or sendrecv. */
void                 stream_hold          (struct stream *stream, bool hold);

/* Counted since the call began, and what RTCP has told of it last; zeros before. */
uint32_t             stream_metric_get_rx_n_packets (const struct stream *stream);
uint32_t             stream_metric_get_tx_n_packets (const struct stream *stream);
const struct rtcp_stats *stream_rtcp_stats (const struct stream *stream);

/* The part of baresip's codec description that both versions share. */
struct aucodec {
  struct le   le;
  const char *pt;
  const char *name;
  uint32_t    srate;
  uint32_t    crate;
  uint8_t     ch;
};

struct list          *baresip_aucodecl    (void);
const struct aucodec *audio_codec         (const struct audio *audio, bool tx);
void                  audio_mute          (struct audio *audio, bool muted);

enum {
  RF_VIDMODE_OFF = 0,
};
