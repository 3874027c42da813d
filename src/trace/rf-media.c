/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-media"

#include "config.h"

#include "rf-media.h"

/* The clocks of two interfaces may be so far apart, and no more. */
#define SLACK_US  (2 * G_USEC_PER_SEC)
/* What is agreed of a call changes when it is put on hold; nobody does that more often. */
#define MAX_SPANS 256
/* A call that says its port again is looked for among so many that said it last. */
#define MAX_LAST  16

struct _RfMedia {
  const RfPool *messages;
  guint         n_read;
  GPtrArray    *calls;     /* RfMediaCall */
  GHashTable   *by_dialog; /* index of a dialog to a number in @calls, plus 1 */
  GHashTable   *ports;     /* RfEndpoint to a GArray of RfMediaPort, in order of time */
  GHashTable   *offers;    /* index of a transaction to the message with its offer */
};

static void
call_free (RfMediaCall *call)
{
  g_array_unref (call->spans);
  g_free (call);
}

static guint
hash_endpoint (gconstpointer key)
{
  return rf_endpoint_hash (key);
}

static gboolean
equal_endpoints (gconstpointer a,
                 gconstpointer b)
{
  return rf_endpoint_equal (a, b);
}

/**
 * rf_media_new:
 * @messages: the messages of a trace; must outlive what is returned
 *
 * Returns: (transfer full): nothing learnt yet
 */
RfMedia *
rf_media_new (const RfPool *messages)
{
  RfMedia *self = g_new0 (RfMedia, 1);

  self->messages = messages;
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) call_free);
  self->by_dialog = g_hash_table_new (NULL, NULL);
  self->ports = g_hash_table_new_full (hash_endpoint, equal_endpoints, g_free,
                                       (GDestroyNotify) g_array_unref);
  self->offers = g_hash_table_new (NULL, NULL);

  return self;
}

/**
 * rf_media_free:
 * @self: (nullable): what was learnt
 */
void
rf_media_free (RfMedia *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->offers);
  g_hash_table_unref (self->ports);
  g_hash_table_unref (self->by_dialog);
  g_ptr_array_unref (self->calls);
  g_free (self);
}

static RfMediaCall *
find_call (RfMedia        *self,
           const RfDialog *dialog,
           guint          *number)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_dialog,
                                                       GUINT_TO_POINTER (dialog->index)));

  if (found == 0)
    return NULL;
  if (number)
    *number = found - 1;

  return g_ptr_array_index (self->calls, found - 1);
}

static RfMediaCall *
get_call (RfMedia  *self,
          RfDialog *dialog,
          guint     message,
          guint    *number)
{
  RfMediaCall *call = find_call (self, dialog, number);

  if (call)
    return call;
  call = g_new0 (RfMediaCall, 1);
  call->dialog = dialog;
  call->first = message;
  call->directions[0] = call->directions[1] = RF_SDP_INACTIVE;
  call->spans = g_array_new (FALSE, FALSE, sizeof (RfMediaSpan));
  *number = self->calls->len;
  g_ptr_array_add (self->calls, call);
  g_hash_table_insert (self->by_dialog, GUINT_TO_POINTER (dialog->index),
                       GUINT_TO_POINTER (self->calls->len));

  return call;
}

/* The side that wrote the message: 0 for the caller. */
static guint
get_side (const RfDialog     *dialog,
          const RfSipMessage *sip)
{
  gboolean caller_asked = rf_str_equal (sip->from.tag, dialog->local_tag);

  return caller_asked == sip->is_request ? 0 : 1;
}

/**
 * rf_media_read_endpoint:
 * @endpoint: (out): where it is to be heard; untouched where there is no such place
 * @media: a stream of a description
 *
 * Returns: whether the writer of the description wants to receive it at an address and port
 */
gboolean
rf_media_read_endpoint (RfEndpoint       *endpoint,
                        const RfSdpMedia *media)
{
  g_autofree char *text = NULL;
  gboolean is_v6 = rf_str_find (media->address, ':') < media->address.len;

  if (media->port == 0 || rf_sdp_media_is_nulled (media))
    return FALSE;
  text = g_strdup_printf (is_v6 ? "[%.*s]" : "%.*s", RF_STR_ARGS (media->address));

  return rf_endpoint_from_host_port (endpoint, rf_str_from_c (text), (guint16) media->port);
}

static void
add_port (RfMedia           *self,
          const RfEndpoint  *endpoint,
          const RfMediaPort *port)
{
  GArray *ports = g_hash_table_lookup (self->ports, endpoint);

  if (!ports) {
    ports = g_array_new (FALSE, FALSE, sizeof (RfMediaPort));
    g_hash_table_insert (self->ports, g_memdup2 (endpoint, sizeof *endpoint), ports);
  }
  for (guint i = ports->len; i > 0 && ports->len - i < MAX_LAST; i--) {
    RfMediaPort *known = &g_array_index (ports, RfMediaPort, i - 1);

    if (known->call == port->call && known->side == port->side) {
      known->message = port->message; /* the codecs may be others now */
      return;
    }
  }
  g_array_append_val (ports, *port);
}

/**
 * rf_media_read_audio:
 * @sip: a message
 * @media: (out) (array length=RF_SDP_MAX_MEDIA): the streams in it that carry sound and are not
 *   refused
 *
 * Returns: how many there are
 */
guint
rf_media_read_audio (const RfSipMessage *sip,
                     RfSdpMedia         *media)
{
  guint n = MIN (rf_sdp_read_media (sip->body, media, RF_SDP_MAX_MEDIA), RF_SDP_MAX_MEDIA);
  guint n_kept = 0;

  for (guint i = 0; i < n; i++) {
    if (rf_str_case_equal_c (media[i].kind, "audio") && media[i].port > 0)
      media[n_kept++] = media[i];
  }

  return n_kept;
}

static gboolean
sends (const RfMediaCall *call,
       guint              side)
{
  return call->directions[side] == RF_SDP_SENDRECV || call->directions[side] == RF_SDP_SENDONLY;
}

static gboolean
receives (const RfMediaCall *call,
          guint              side)
{
  return !call->is_deaf[side] && (call->directions[side] == RF_SDP_SENDRECV ||
                                  call->directions[side] == RF_SDP_RECVONLY);
}

static void
note_agreement (RfMediaCall *call,
                gint64       time_us)
{
  RfMediaSpan span = { .from_us = time_us };

  span.ways = (sends (call, 0) && receives (call, 1) ? RF_MEDIA_FORTH : 0) |
              (sends (call, 1) && receives (call, 0) ? RF_MEDIA_BACK : 0);
  if (call->spans->len > 0 &&
      g_array_index (call->spans, RfMediaSpan, call->spans->len - 1).ways == span.ways)
    return;
  if (call->spans->len < MAX_SPANS)
    g_array_append_val (call->spans, span);
}

/* What a side says from now on. */
static void
set_side (RfMediaCall      *call,
          guint             side,
          const RfSdpMedia *media,
          guint             n_media)
{
  call->directions[side] = n_media > 0 ? media[0].direction : RF_SDP_INACTIVE;
  call->is_deaf[side] = n_media > 0 && rf_sdp_media_is_nulled (&media[0]);
}

/* Announces where the writer of a message wants to hear in the call of @dialog. */
static RfMediaCall *
announce (RfMedia          *self,
          RfDialog         *dialog,
          const RfMessage  *message,
          guint             side,
          const RfSdpMedia *media,
          guint             n_media)
{
  RfMediaPort port = {
    .side = side,
    .message = message->pub.index,
    .time_us = message->pub.time_us,
  };
  RfMediaCall *call = get_call (self, dialog, message->pub.index, &port.call);
  RfEndpoint endpoint;

  for (guint i = 0; i < n_media; i++) {
    if (rf_media_read_endpoint (&endpoint, &media[i]))
      add_port (self, &endpoint, &port);
  }

  return call;
}

static gboolean
scan (const RfMessage *message,
      RfSipMessage    *sip)
{
  return rf_sip_message_scan (sip, message->pub.data, message->pub.length, NULL);
}

/* An answer of 2xx makes what was offered count, in the dialog that it belongs to (a fork of the
 * one that the offer began). */
static void
take_up_offer (RfMedia         *self,
               const RfMessage *answer)
{
  gpointer key = GUINT_TO_POINTER (answer->transaction->index);
  gpointer index;
  RfSdpMedia media[RF_SDP_MAX_MEDIA];
  RfMessage *offer;
  RfSipMessage sip;
  guint side, n_media;

  if (!g_hash_table_steal_extended (self->offers, key, NULL, &index))
    return;
  offer = rf_pool_get (self->messages, GPOINTER_TO_UINT (index));
  if (!scan (offer, &sip))
    return;
  n_media = rf_media_read_audio (&sip, media);
  side = get_side (answer->dialog, &sip);
  set_side (announce (self, answer->dialog, offer, side, media, n_media), side, media, n_media);
}

static void
note_answered (RfMediaCall     *call,
               const RfMessage *message)
{
  if (call->answered_us > 0)
    return;
  call->answered_us = message->pub.time_us;
  call->answer = message->pub.index;
  call->answer_cseq = message->transaction->cseq;
}

/* A description in a request is an offer, that in an ACK an answer, and that in a 2xx either. */
static void
read_description (RfMedia            *self,
                  const RfMessage    *message,
                  const RfSipMessage *sip)
{
  RfSdpMedia media[RF_SDP_MAX_MEDIA];
  guint n_media = rf_media_read_audio (sip, media);
  guint side = get_side (message->dialog, sip);
  RfMediaCall *call;

  if (n_media == 0 && !find_call (self, message->dialog, NULL))
    return;
  call = announce (self, message->dialog, message, side, media, n_media);
  if (sip->is_request && sip->method != RF_SIP_ACK)
    g_hash_table_insert (self->offers, GUINT_TO_POINTER (message->transaction->index),
                         GUINT_TO_POINTER (message->pub.index));
  else
    set_side (call, side, media, n_media);
}

/**
 * rf_media_may_describe:
 * @method: of a message, or of what it answers
 * @status: 0 in a request
 *
 * Returns: whether a description in such a message is an offer or an answer (RFC 3264, RFC 6337)
 */
gboolean
rf_media_may_describe (RfSipMethod method,
                       guint       status)
{
  switch (method) {
  case RF_SIP_INVITE:
  case RF_SIP_ACK:
  case RF_SIP_PRACK:
  case RF_SIP_UPDATE:
    return status == 0 || (status > 100 && status < 300);
  default:
    return FALSE;
  }
}

static void
end_call (RfMedia         *self,
          const RfMessage *message)
{
  RfMediaCall *call = find_call (self, message->dialog, NULL);

  if (call && call->ended_us == 0)
    call->ended_us = message->pub.time_us;
}

static void
move_on (RfMedia         *self,
         const RfMessage *message)
{
  gboolean is_agreed = !message->pub.is_request && message->pub.status >= 200;
  RfMediaCall *call;

  if (is_agreed)
    take_up_offer (self, message);
  call = find_call (self, message->dialog, NULL);
  if (!call)
    return;
  if (is_agreed && message->pub.method == RF_SIP_INVITE)
    note_answered (call, message);
  /* The last hop of the ACK. */
  if (message->pub.is_request && message->pub.method == RF_SIP_ACK && call->answered_us > 0 &&
      message->transaction->cseq == call->answer_cseq)
    call->answer = message->pub.index;
  if (call->answered_us > 0 && (is_agreed || message->pub.method == RF_SIP_ACK))
    note_agreement (call, message->pub.time_us);
}

/* Whoever translates the addresses of a message may translate those in its description too. */
static gboolean
says_nothing_new (const RfMessage *message)
{
  return message->pub.retransmission_of >= 0 && !message->pub.is_translated;
}

static void
read_message (RfMedia         *self,
              const RfMessage *message)
{
  RfSipMessage sip;
  RfMediaCall *call;

  if (!message->dialog || says_nothing_new (message))
    return;
  if (message->pub.is_request && message->pub.method == RF_SIP_BYE)
    end_call (self, message);
  if (rf_media_may_describe (message->pub.method, message->pub.status) && scan (message, &sip)) {
    if (sip.body.len > 0)
      read_description (self, message, &sip);
    move_on (self, message);
  }
  call = find_call (self, message->dialog, NULL);
  if (call)
    call->last_us = message->pub.time_us;
}

/**
 * rf_media_read:
 * @self: what was learnt
 *
 * Learns from the messages that are new.
 */
void
rf_media_read (RfMedia *self)
{
  g_assert (self != NULL);

  while (self->n_read < self->messages->n_records)
    read_message (self, rf_pool_get (self->messages, self->n_read++));
}

/**
 * rf_media_get_n:
 * @self: what was learnt
 *
 * Returns: in how many calls sound was described
 */
guint
rf_media_get_n (RfMedia *self)
{
  return self->calls->len;
}

/**
 * rf_media_get:
 * @self: what was learnt
 * @call: number of a call
 *
 * Returns: (transfer none): what was agreed in it
 */
const RfMediaCall *
rf_media_get (RfMedia *self,
              guint    call)
{
  g_assert (call < self->calls->len);

  return g_ptr_array_index (self->calls, call);
}

/**
 * rf_media_find_call:
 * @self: what was learnt
 * @call_id: a Call-ID
 *
 * Returns: number of the newest call with it that was answered, or the newest at all, or -1
 */
int
rf_media_find_call (RfMedia *self,
                    RfStr    call_id)
{
  int found = -1;

  for (guint i = self->calls->len; i > 0; i--) {
    const RfMediaCall *call = rf_media_get (self, i - 1);

    if (!rf_str_equal (call->dialog->call->call_id, call_id))
      continue;
    if (call->answered_us > 0)
      return (int) i - 1;
    if (found < 0)
      found = (int) i - 1;
  }

  return found;
}

/* How many of those who announced a port had done so by then. */
static guint
count_until (const GArray *ports,
             gint64        time_us)
{
  guint low = 0;
  guint high = ports->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (ports, RfMediaPort, middle).time_us <= time_us)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

/* How likely it is that sound which begins at @time_us is of a call. */
typedef enum {
  CALL_OVER,
  CALL_TO_COME,    /* by the clock of another interface */
  CALL_UNANSWERED, /* for ever */
  CALL_BEGINS,     /* or lives, but nobody knows how long */
  CALL_LIVES,
  CALL_FITS,       /* at both ends; as the two before, and better */
} Likelihood;

static Likelihood
judge_call (RfMedia           *self,
            const RfMediaPort *port,
            gint64             time_us,
            gboolean           is_newest)
{
  const RfMediaCall *call = rf_media_get (self, port->call);
  gboolean is_answered = call->answered_us > 0;

  if (call->ended_us > 0 && call->ended_us < time_us)
    return CALL_OVER;
  if (port->time_us > time_us && is_answered)
    return CALL_TO_COME;
  if (!is_answered)
    return CALL_UNANSWERED;
  /* One that is answered later has early media; one without a BYE may be over for long. */
  if (call->answered_us > time_us || (call->ended_us == 0 && !is_newest))
    return CALL_BEGINS;

  return CALL_LIVES;
}

/* Whether the other end of the sound is announced in a call, too. */
static gboolean
has_peer (RfMedia           *self,
          const RfMediaPort *port,
          const RfEndpoint  *peer,
          gint64             time_us)
{
  GArray *ports = g_hash_table_lookup (self->ports, peer);
  guint n = ports ? count_until (ports, time_us + SLACK_US) : 0;

  for (guint i = n; i > 0 && n - i < MAX_LAST; i--) {
    const RfMediaPort *other = &g_array_index (ports, RfMediaPort, i - 1);

    if (other->call == port->call && other->side != port->side)
      return TRUE;
  }

  return FALSE;
}

/**
 * rf_media_find_port:
 * @self: what was learnt
 * @endpoint: an address and port
 * @peer: that of the other end
 * @time_us: when packets began to go from the one to the other
 *
 * Ports are used again by later calls, and by several at once, and are announced in all branches of
 * a forked one.
 *
 * Returns: (nullable) (transfer none): who had announced it, of the call that most likely has the
 *   sound: one that lives then, and the newest of such
 */
const RfMediaPort *
rf_media_find_port (RfMedia          *self,
                    const RfEndpoint *endpoint,
                    const RfEndpoint *peer,
                    gint64            time_us)
{
  GArray *ports = g_hash_table_lookup (self->ports, endpoint);
  guint n = ports ? count_until (ports, time_us + SLACK_US) : 0;
  const RfMediaPort *found = NULL;
  Likelihood best = CALL_OVER;
  gboolean has_fitting = FALSE;

  for (guint i = n; i > 0 && n - i < MAX_LAST && best < CALL_FITS; i--) {
    const RfMediaPort *port = &g_array_index (ports, RfMediaPort, i - 1);
    gboolean fits = has_peer (self, port, peer, time_us);
    gboolean is_newest = fits ? !has_fitting : found == NULL;
    Likelihood likelihood = judge_call (self, port, time_us, is_newest);

    has_fitting |= fits;
    if (fits && likelihood == CALL_LIVES)
      likelihood = CALL_FITS;
    if (found && likelihood <= best)
      continue;
    found = port;
    best = likelihood;
  }

  return found;
}

/**
 * rf_media_find_codec:
 * @self: what was learnt
 * @message: index of a message with a description
 * @payload: a payload type
 * @codec: (out): what it means there
 *
 * Returns: whether the message says so
 */
gboolean
rf_media_find_codec (RfMedia    *self,
                     guint       message,
                     guint8      payload,
                     RfSdpCodec *codec)
{
  RfSdpMedia media[RF_SDP_MAX_MEDIA];
  RfSipMessage sip;
  guint n_media;

  if (!scan (rf_pool_get (self->messages, message), &sip))
    return FALSE;
  n_media = rf_media_read_audio (&sip, media);
  for (guint i = 0; i < n_media; i++) {
    for (guint k = 0; k < media[i].n_codecs; k++) {
      if (media[i].codecs[k].payload != payload)
        continue;
      *codec = media[i].codecs[k];
      return TRUE;
    }
  }

  return FALSE;
}
