/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-test-ear.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEADER_SIZE 12

struct _RfTestEar {
  int      fd;
  guint16  port;
  gboolean has_heard;
};

RfTestEar *
rf_test_ear_new (void)
{
  RfTestEar *self = g_new0 (RfTestEar, 1);
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof at;

  self->fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) &at, size), ==, 0);
  g_assert_cmpint (getsockname (self->fd, (struct sockaddr *) &at, &size), ==, 0);
  self->port = ntohs (at.sin_port);
  return self;
}

void
rf_test_ear_free (RfTestEar *self)
{
  close (self->fd);
  g_free (self);
}

guint16
rf_test_ear_get_port (RfTestEar *self)
{
  return self->port;
}

/* Silence is the same sample again and again. */
static gboolean
is_sound (const guint8 *packet, gssize size)
{
  for (gssize i = HEADER_SIZE + 1; i < size; i++)
    if (packet[i] != packet[HEADER_SIZE])
      return TRUE;
  return FALSE;
}

gboolean
rf_test_ear_has_heard (RfTestEar *self)
{
  guint8 packet[2048];
  gssize size;

  while ((size = recv (self->fd, packet, sizeof packet, MSG_DONTWAIT)) >= 0)
    self->has_heard = self->has_heard || is_sound (packet, size);
  return self->has_heard;
}

void
rf_test_ear_forget (RfTestEar *self)
{
  (void) rf_test_ear_has_heard (self);
  self->has_heard = FALSE;
}
