/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-hush"

/*
 * Keeps "180 Ringing" off the wire for a call that takes the place of another: nothing rings, and
 * the first that the caller hears is 200. baresip 1.x makes a call of every INVITE by sending 180,
 * and only then asks what is to be done. libre lets helpers stand before each of its sockets (TLS
 * is one), so for as long as the INVITE is looked at one of ours does. It takes the first packet
 * when that is a provisional response, and lets everything else pass.
 */

#include "config.h"

#include "rf-hush.h"

/* Before TLS, which has layer 0: what comes here is still plain. */
#define LAYER 1000

#define PROVISIONAL "SIP/2.0 1"

static void      *transport; /* (nullable): a struct udp_sock or tcp_conn; holds the helper */
static void      *helper;
static gboolean   waiting;   /* for the first packet */
static struct tmr over;

static gboolean
take (const struct mbuf *packet)
{
  gboolean taken = rf_hush_hides (mbuf_buf (packet), mbuf_get_left (packet));

  waiting = FALSE;
  return taken;
}

static bool
on_datagram (int         *err,
             struct sa   *destination,
             struct mbuf *packet,
             void        *arg)
{
  return take (packet);
}

static bool
on_stream_data (int         *err,
                struct mbuf *packet,
                void        *arg)
{
  return take (packet);
}

static void
on_over (void *arg)
{
  rf_hush_end ();
}

/**
 * rf_hush_begin:
 * @invite: an INVITE that baresip is about to see
 *
 * If the first answer to @invite is a provisional one, and given before the main loop goes on, it
 * is not sent. The server transaction knows it all the same, so the call has to be answered or
 * refused before the INVITE can come again: in the event that tells of it.
 */
void
rf_hush_begin (const struct sip_msg *invite)
{
  int err;

  rf_hush_end ();
  if (invite->tp == SIP_TRANSP_UDP) {
    transport = invite->sock;
    err = udp_register_helper ((struct udp_helper **) &helper, transport, LAYER, on_datagram, NULL,
                               NULL);
  }
  else {
    transport = sip_msg_tcpconn (invite);
    err = tcp_register_helper ((struct tcp_helper **) &helper, transport, LAYER, NULL,
                               on_stream_data, NULL, NULL);
  }
  if (err != 0) {
    transport = NULL;
    return;
  }

  /* A socket frees its helpers when it goes: not before ours is done. */
  (void) mem_ref (transport);
  waiting = TRUE;
  tmr_start (&over, 0, on_over, NULL);
}

/**
 * rf_hush_end:
 *
 * Lets everything pass again. Does nothing when nothing is kept back.
 */
void
rf_hush_end (void)
{
  tmr_cancel (&over);
  waiting = FALSE;
  helper = mem_deref (helper);
  transport = mem_deref (transport);
}

/**
 * rf_hush_hides:
 * @packet: what libre is about to send
 * @length: its length
 *
 * Returns: whether it will be kept back
 */
gboolean
rf_hush_hides (const uint8_t *packet,
               size_t         length)
{
  return waiting && length >= strlen (PROVISIONAL) &&
         memcmp (packet, PROVISIONAL, strlen (PROVISIONAL)) == 0;
}
