/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-memory"

/*
 * Memory that many calls needed goes back to the system when they are over.
 *
 * libre reads each message into 8 KiB, cuts them down to its length, and keeps it for as long as
 * its transaction, 32 s for most. What was cut off is too short for the next message, so glibc's
 * heap becomes larger than what is in use, and by itself glibc returns only the end of the heap.
 * When the transactions have ended nearly all of it is free.
 */

#include "config.h"

#include "rf-memory.h"

#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

#include "rf-baresip.h"

/* 64*T1, the longest time that a transaction stays after its last message (RFC 3261 §17), and
 * what its own end may be late. */
#define REST_MS 33000

static struct tmr timer;

static void
on_rest (void *arg)
{
#ifdef HAVE_MALLOC_TRIM
  (void) malloc_trim (0);
#endif
}

/**
 * rf_memory_return_later:
 *
 * To be called when a call has gone. What no call needs any more goes back to the system once none
 * has gone for as long as transactions last.
 */
void
rf_memory_return_later (void)
{
  tmr_start (&timer, REST_MS, on_rest, NULL);
}

/**
 * rf_memory_close:
 *
 * Returns nothing any more.
 */
void
rf_memory_close (void)
{
  tmr_cancel (&timer);
}
