/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-tap"

/*
 * Every SIP message, told on the bus. Telling costs more than sending, as the bus is served by a
 * thread of its own, so what passes is only noted and told when the loop is free: no message of
 * ours waits for it.
 */

#include "config.h"

#include "rf-tap.h"

#include "rf-baresip.h"
#include "rf-hush.h"
#include "rf-redact.h"
#include "rf-sip-message.h"

/* libre refuses larger messages over TCP; UDP ends before. */
#define MAX_MESSAGE (1 << 20)

typedef struct {
  gint64          time_us;
  gboolean        sent;
  enum sip_transp transport;
  struct sa       source;
  struct sa       destination;
  char           *data;
  gsize           length;
} Note;

static RfDBusPhone *listener;
static GQueue       notes = G_QUEUE_INIT;
static GSource     *idle;

static const char *
transport_name (enum sip_transp transport)
{
  switch (transport) {
  case SIP_TRANSP_UDP:
    return "udp";
  case SIP_TRANSP_TCP:
    return "tcp";
  case SIP_TRANSP_TLS:
    return "tls";
  default:
    return "";
  }
}

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->data);
  g_free (note);
}

/* Takes the bytes of @note over. */
static void
tell (Note *note)
{
  char *data = g_steal_pointer (&note->data);
  char from[80], to[80];

  rf_redact (data, note->length);
  if (re_snprintf (from, sizeof from, "%J", &note->source) < 0)
    from[0] = '\0';
  if (re_snprintf (to, sizeof to, "%J", &note->destination) < 0)
    to[0] = '\0';

  rf_dbus_phone_emit_message (listener, note->time_us, note->sent ? "sent" : "received",
                              transport_name (note->transport), from, to,
                              g_variant_new_from_data (G_VARIANT_TYPE_BYTESTRING, data,
                                                       note->length, TRUE, g_free, data));
}

static gboolean
on_idle (gpointer user_data)
{
  rf_tap_flush ();
  return G_SOURCE_REMOVE;
}

/* Called for each message that was sent, just before, and for each that was heard and could be
 * read. libre hands over all that it has read up to the end of the message, with what kept the
 * connection alive before it. */
static void
on_message (bool             sent,
            enum sip_transp  transport,
            const struct sa *source,
            const struct sa *destination,
            const uint8_t   *packet,
            size_t           length,
            void            *arg)
{
  RfStr message = rf_sip_skip_empty_lines (rf_str_new ((const char *) packet, length));
  Note *note;

  if (message.len == 0 || message.len > MAX_MESSAGE || (sent && rf_hush_hides (packet, length)))
    return;

  note = g_new0 (Note, 1);
  note->time_us = g_get_real_time ();
  note->sent = sent;
  note->transport = transport;
  sa_cpy (&note->source, source);
  sa_cpy (&note->destination, destination);
  note->data = g_memdup2 (message.p, message.len);
  note->length = message.len;
  g_queue_push_tail (&notes, note);

  if (idle == NULL) {
    idle = g_idle_source_new ();
    g_source_set_callback (idle, on_idle, NULL, NULL);
    g_source_attach (idle, g_main_context_get_thread_default ());
  }
}

/**
 * rf_tap_start:
 * @phone: (transfer none): whose "Message" signal tells of every SIP message; outlives the tap
 */
void
rf_tap_start (RfDBusPhone *phone)
{
  listener = phone;
  sip_set_trace_handler (uag_sip (), on_message);
}

/**
 * rf_tap_stop:
 *
 * Tells what was noted, and ends.
 */
void
rf_tap_stop (void)
{
  if (uag_sip () != NULL)
    sip_set_trace_handler (uag_sip (), NULL);
  rf_tap_flush ();
  listener = NULL;
}

/**
 * rf_tap_flush:
 *
 * Tells what was noted now. To be called before anything is told that follows from these messages,
 * so that whoever listens hears the cause first.
 */
void
rf_tap_flush (void)
{
  Note *note;

  if (idle != NULL) {
    g_source_destroy (idle);
    g_clear_pointer (&idle, g_source_unref);
  }
  while ((note = g_queue_pop_head (&notes)) != NULL) {
    if (listener != NULL)
      tell (note);
    note_free (note);
  }
}
