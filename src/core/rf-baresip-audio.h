/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What baresip 1.x offers to an audio driver. Its package has no headers, so the few structures and
 * functions that cross the border are declared here; their layout is the same in 1.0.0 and 1.1.0.
 */

#include <stddef.h>
#include <stdint.h>

struct list;
struct media_ctx;
struct ausrc;
struct auplay;
struct ausrc_st;
struct auplay_st;

/* enum aufmt: of its sample formats only the one that Referee asks baresip for. */
#define RF_AUFMT_S16LE 0

struct ausrc_prm {
  uint32_t srate;
  uint8_t  ch;
  uint32_t ptime; /* milliseconds */
  int      fmt;
};

struct auplay_prm {
  uint32_t srate;
  uint8_t  ch;
  uint32_t ptime; /* milliseconds */
  int      fmt;
};

struct auframe {
  int      fmt;
  void    *sampv;
  size_t   sampc;     /* samples of all channels */
  uint64_t timestamp; /* microseconds */
};

typedef void (ausrc_read_h)  (struct auframe *af, void *arg);
typedef void (ausrc_error_h) (int err, const char *str, void *arg);

/* The handler that fills a player's buffer: the same argument, called in two ways. */
typedef void (auplay_write_h)       (void *sampv, size_t sampc, void *arg); /* 1.0.0 */
typedef void (auplay_write_frame_h) (struct auframe *af, void *arg);        /* 1.1.0 and later */

typedef int (ausrc_alloc_h)  (struct ausrc_st    **stp,
                              const struct ausrc  *as,
                              struct media_ctx   **ctx,
                              struct ausrc_prm    *prm,
                              const char          *device,
                              ausrc_read_h        *rh,
                              ausrc_error_h       *errh,
                              void                *arg);
typedef int (auplay_alloc_h) (struct auplay_st    **stp,
                              const struct auplay  *ap,
                              struct auplay_prm    *prm,
                              const char           *device,
                              auplay_write_h       *wh,
                              void                 *arg);

struct list *baresip_ausrcl  (void);
struct list *baresip_auplayl (void);

/* Both keep the pointer to the name. The driver is taken out of the list again with mem_deref. */
int ausrc_register  (struct ausrc  **asp,
                     struct list    *ausrcl,
                     const char     *name,
                     ausrc_alloc_h  *alloch);
int auplay_register (struct auplay **app,
                     struct list    *auplayl,
                     const char     *name,
                     auplay_alloc_h *alloch);
