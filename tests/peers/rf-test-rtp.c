/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-rtp.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RATE        8000
#define SAMPLES     160
#define HEADER_SIZE 12
#define AMPLITUDE   8192.0 /* a quarter of full scale, as the tones of the core */

struct _RfTestRtp {
  GThread           *thread;
  int                enough; /* atomic */
  int                fd;
  struct sockaddr_in to;
  double             step;
  guint32            source;
};

/* ITU-T G.711, from 16 bits. */
static guint8
encode (int sample)
{
  int sign = sample < 0 ? 0x80 : 0;
  int magnitude = MIN (ABS (sample), 32635) + 132;
  int exponent = (int) g_bit_nth_msf ((gulong) magnitude, -1) - 7;

  return (guint8) ~(sign | exponent << 4 | (magnitude >> (exponent + 3) & 0x0f));
}

static void
write_header (RfTestRtp *self, guint8 *packet, guint16 number)
{
  guint16 sequence = htons (number);
  guint32 timestamp = htonl ((guint32) number * SAMPLES);
  guint32 source = htonl (self->source);

  packet[0] = 0x80;
  packet[1] = 0;
  memcpy (packet + 2, &sequence, sizeof sequence);
  memcpy (packet + 4, &timestamp, sizeof timestamp);
  memcpy (packet + 8, &source, sizeof source);
}

static void
send_packet (RfTestRtp *self, guint16 number)
{
  guint8 packet[HEADER_SIZE + SAMPLES];

  write_header (self, packet, number);
  for (guint i = 0; i < SAMPLES; i++) {
    double phase = self->step * (double) (number * SAMPLES + i);

    packet[HEADER_SIZE + i] = encode ((int) lrint (AMPLITUDE * sin (phase)));
  }
  /* Nobody listens any more once the call is over. */
  (void) sendto (self->fd, packet, sizeof packet, 0, (struct sockaddr *) &self->to,
                 sizeof self->to);
}

static gpointer
hum (gpointer user_data)
{
  RfTestRtp *self = user_data;
  gint64 next = g_get_monotonic_time ();

  for (guint16 number = 0; !g_atomic_int_get (&self->enough); number++) {
    gint64 pause = next - g_get_monotonic_time ();

    if (pause > 0)
      g_usleep ((gulong) pause);
    send_packet (self, number);
    next += 20 * G_TIME_SPAN_MILLISECOND;
  }
  return NULL;
}

RfTestRtp *
rf_test_rtp_new (guint16 port, double hertz)
{
  RfTestRtp *self = g_new0 (RfTestRtp, 1);

  self->fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  self->to.sin_family = AF_INET;
  self->to.sin_port = htons (port);
  self->to.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->step = 2 * G_PI * hertz / RATE;
  self->source = g_random_int ();
  self->thread = g_thread_new ("rtp", hum, self);
  return self;
}

void
rf_test_rtp_free (RfTestRtp *self)
{
  g_atomic_int_set (&self->enough, TRUE);
  g_thread_join (self->thread);
  close (self->fd);
  g_free (self);
}
