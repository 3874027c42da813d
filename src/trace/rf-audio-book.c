/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-book"

#include "config.h"

#include "rf-audio-book.h"

#include "rf-audio-reports.h"
#include "rf-audio-way.h"
#include "rf-mos.h"
#include "rf-parties.h"

/* A trace in which not one stream goes on for a second was not taken where the sound went by, so
 * that its absence means nothing. */
#define MIN_SOUND 50

/* What a call is known by in every trace that shares its messages: the first description in it, and
 * who answered, as several may. */
typedef struct {
  const char *description;
  RfStr       remote_tag;
} Owner;

/* A stream and the number of its call. */
typedef struct {
  guint         call;
  Owner         owner;
  RfAudioStream stream;
} Bound;

struct _RfAudioBook {
  const RfPool   *messages;
  RfMedia        *media;
  RfRtpFlows     *flows;   /* may be NULL */
  RfAudioReports *reports;
  GArray         *given;   /* Bound, of a trace of which this one is a part; may be NULL */
  gboolean        is_given_sound; /* see has_sound */
  gint64          given_us;       /* see newest_us */
  guint64         n_given; /* how often it was */
  guint           n_read;  /* what the rest was made of */
  guint64         serial;
  guint64         n_made;  /* how often it was */
  gboolean        has_sound; /* anything in the trace goes on for as long as speech does */
  gint64          newest_us; /* when the trace ends */
  GArray         *bound;   /* Bound, by call and time; others may keep it, so it is not changed */
  GArray         *streams; /* the RfAudioStream in them */
  GArray         *audios;  /* RfTraceAudio */
};

static GArray *
new_bound (void)
{
  return g_array_new (FALSE, FALSE, sizeof (Bound));
}

/**
 * rf_audio_book_new:
 * @messages: the messages of a trace; must outlive the book
 *
 * Returns: (transfer full): a book without sound
 */
RfAudioBook *
rf_audio_book_new (const RfPool *messages)
{
  RfAudioBook *self = g_new0 (RfAudioBook, 1);

  self->messages = messages;
  self->reports = rf_audio_reports_new ();
  self->bound = new_bound ();
  self->streams = g_array_new (FALSE, FALSE, sizeof (RfAudioStream));
  self->audios = g_array_new (FALSE, FALSE, sizeof (RfTraceAudio));

  return self;
}

/**
 * rf_audio_book_free:
 * @self: a book
 */
void
rf_audio_book_free (RfAudioBook *self)
{
  g_assert (self != NULL);

  g_clear_pointer (&self->media, rf_media_free);
  g_clear_pointer (&self->flows, rf_rtp_flows_unref);
  rf_audio_reports_free (self->reports);
  g_clear_pointer (&self->given, g_array_unref);
  g_array_unref (self->bound);
  g_array_unref (self->streams);
  g_array_unref (self->audios);
  g_free (self);
}

/**
 * rf_audio_book_set_rtp:
 * @self: a book
 * @flows: what may be RTP; kept, and looked at again when it grows
 */
void
rf_audio_book_set_rtp (RfAudioBook *self,
                       RfRtpFlows  *flows)
{
  g_assert (self != NULL && flows != NULL);

  rf_rtp_flows_ref (flows);
  g_clear_pointer (&self->flows, rf_rtp_flows_unref);
  self->flows = flows;
  self->n_read = 0;
}

/**
 * rf_audio_book_report:
 * @self: a book
 * @report: what a phone tells
 */
void
rf_audio_book_report (RfAudioBook         *self,
                      const RfAudioReport *report)
{
  g_assert (self != NULL && report != NULL);

  rf_audio_reports_take (self->reports, report);
}

static void
copy_name (char  *to,
           gsize  size,
           RfStr  name)
{
  gsize length = MIN (name.len, size - 1);

  for (gsize i = 0; i < length; i++)
    to[i] = g_ascii_isgraph (name.p[i]) ? name.p[i] : '?';
  to[length] = '\0';
}

/* Who receives says what the numbers mean (RFC 3264 §5.1), but one who sends may have said it. */
static gboolean
find_payload (RfAudioBook       *self,
              const RfMediaPort *ports[2],
              guint8             type,
              RfSdpCodec        *codec)
{
  for (guint i = 0; i < 2; i++) {
    if (ports[i] && rf_media_find_codec (self->media, ports[i]->message, type, codec))
      return TRUE;
  }

  return FALSE;
}

/* The codec that most packets have. What else has its clock rate is told as a bit for each payload
 * type; pressed keys are in no description as a codec. */
static guint
find_codec (RfAudioBook       *self,
            const RfRtpStream *counted,
            const RfMediaPort *ports[2],
            RfAudioStream     *stream)
{
  guint rates[RF_RTP_N_PAYLOADS] = { 0 };
  guint payloads = 0;
  guint64 most = 0;

  for (guint i = 0; i < counted->n_payloads; i++) {
    RfSdpCodec codec;

    if (!find_payload (self, ports, counted->payloads[i].type, &codec))
      continue;
    rates[i] = codec.rate;
    if (counted->payloads[i].packets <= most)
      continue;
    most = counted->payloads[i].packets;
    stream->rate = codec.rate;
    copy_name (stream->codec, sizeof stream->codec, codec.name);
  }
  for (guint i = 0; i < counted->n_payloads; i++) {
    if (rates[i] > 0 && rates[i] == stream->rate)
      payloads |= 1u << i;
  }

  return payloads;
}

static void
copy_counts (RfAudioStream     *stream,
             const RfRtpStream *counted,
             guint              payloads)
{
  stream->packets = counted->packets;
  stream->expected = rf_rtp_stream_get_expected (counted);
  stream->lost = rf_rtp_stream_get_lost (counted);
  stream->duplicates = counted->duplicates;
  stream->late = counted->late;
  stream->first_us = counted->first_us;
  stream->last_us = counted->last_us;
  stream->n_gaps = counted->n_gaps;
  memcpy (stream->gaps, counted->gaps, sizeof stream->gaps);
  stream->ends_quietly = rf_rtp_stream_ends_quietly (counted);
  if (!rf_rtp_stream_get_jitter (counted, stream->rate, payloads, &stream->jitter_ms,
                                 &stream->max_jitter_ms))
    stream->jitter_ms = stream->max_jitter_ms = -1;
  if (stream->expected > 0)
    stream->mos = rf_mos_estimate (stream->codec, (double) stream->lost / stream->expected,
                                   MAX (stream->jitter_ms, 0));
}

static Owner
get_owner (RfAudioBook *self,
           guint        number)
{
  const RfMediaCall *call = rf_media_get (self->media, number);
  const RfMessage *description = rf_pool_get (self->messages, call->first);

  return (Owner) { description->pub.data, call->dialog->remote_tag };
}

static void
bind (RfAudioBook         *self,
      guint                call,
      const RfAudioStream *stream)
{
  const Bound bound = { call, get_owner (self, call), *stream };

  g_array_append_val (self->bound, bound);
}

/* Binds a flow to the call that announced where it goes, or, behind a NAT, where it comes from. */
static void
bind_flow (RfAudioBook     *self,
           const RfRtpFlow *flow)
{
  gint64 time_us = flow->stream.first_us;
  const RfMediaPort *ports[2] = {
    rf_media_find_port (self->media, &flow->destination, &flow->source, time_us),
    rf_media_find_port (self->media, &flow->source, &flow->destination, time_us),
  };
  RfAudioStream stream = {
    .source = flow->source,
    .destination = flow->destination,
    .ssrc = flow->ssrc,
  };

  if (!ports[0] && !ports[1])
    return;
  stream.way = ports[0] ? 1 - ports[0]->side : ports[1]->side;
  copy_counts (&stream, &flow->stream, find_codec (self, &flow->stream, ports, &stream));
  bind (self, ports[0] ? ports[0]->call : ports[1]->call, &stream);
}

static int
compare_bound (gconstpointer a,
               gconstpointer b)
{
  const Bound *x = a, *y = b;

  if (x->call != y->call)
    return x->call < y->call ? -1 : 1;

  return (x->stream.first_us > y->stream.first_us) - (x->stream.first_us < y->stream.first_us);
}

static void
bind_flows (RfAudioBook *self)
{
  guint n_flows = self->flows ? rf_rtp_flows_get_n (self->flows) : 0;

  for (guint i = 0; i < n_flows; i++) {
    const RfRtpFlow *flow = rf_rtp_flows_get (self->flows, i);

    self->has_sound |= flow->stream.packets >= MIN_SOUND;
    bind_flow (self, flow);
  }
}

static void
bind_told (RfAudioBook *self,
           RfAudioTold *told)
{
  if (told->call < 0 || rf_media_get (self->media, (guint) told->call)->answered_us == 0)
    told->call = rf_media_find_call (self->media, rf_str_from_c (told->call_id));
  if (told->call < 0)
    return;
  bind (self, (guint) told->call, &told->received);
  /* Who hears it knows better than who says it. */
  if (!rf_audio_reports_has_other (self->reports, told))
    bind (self, (guint) told->call, &told->sent);
}

static guint
hash_owner (gconstpointer key)
{
  const Owner *owner = key;

  return rf_str_hash (owner->remote_tag, g_direct_hash (owner->description));
}

static gboolean
equal_owners (gconstpointer a,
              gconstpointer b)
{
  const Owner *x = a, *y = b;

  return x->description == y->description && rf_str_equal (x->remote_tag, y->remote_tag);
}

/* The calls by what others know them by. */
static GHashTable *
index_calls (RfAudioBook *self)
{
  GHashTable *calls = g_hash_table_new_full (hash_owner, equal_owners, g_free, NULL);

  for (guint i = 0; i < rf_media_get_n (self->media); i++) {
    const Owner owner = get_owner (self, i);

    g_hash_table_insert (calls, g_memdup2 (&owner, sizeof owner), GUINT_TO_POINTER (i));
  }

  return calls;
}

static void
bind_given (RfAudioBook *self)
{
  g_autoptr (GHashTable) calls = index_calls (self);

  for (guint i = 0; i < self->given->len; i++) {
    const Bound *given = &g_array_index (self->given, Bound, i);
    gpointer call;

    if (g_hash_table_lookup_extended (calls, &given->owner, NULL, &call))
      bind (self, GPOINTER_TO_UINT (call), &given->stream);
  }
}

static void
bind_all (RfAudioBook *self)
{
  self->has_sound = self->is_given_sound;
  if (self->given)
    bind_given (self);
  bind_flows (self);
  for (guint i = 0; i < rf_audio_reports_get_n (self->reports); i++)
    bind_told (self, rf_audio_reports_get (self->reports, i));
  g_array_sort (self->bound, compare_bound);
  for (guint i = 0; i < self->bound->len; i++)
    g_array_append_val (self->streams, g_array_index (self->bound, Bound, i).stream);
}

/* When a call ended. Where no BYE was captured it is taken to be over when the last was heard of
 * it, rather than said to be silent to the end of the capture. A phone that tells of its sound says
 * with it that the call is up; one without any sound may be up as well. */
static gint64
find_end_us (const RfMediaCall   *call,
             const RfAudioStream *streams,
             guint                n_streams,
             gint64               newest_us)
{
  gint64 last_us = 0;

  if (call->ended_us > 0)
    return call->ended_us;
  for (guint i = 0; i < n_streams; i++) {
    if (streams[i].source.family != 0)
      last_us = MAX (last_us, streams[i].last_us);
  }

  return last_us > 0 ? MAX (last_us, call->last_us) : newest_us;
}

/* When the trace ends. */
static gint64
find_newest_us (RfAudioBook *self)
{
  const RfMessage *last;
  gint64 newest_us;

  if (self->messages->n_records == 0)
    return 0;
  last = rf_pool_get (self->messages, self->messages->n_records - 1);
  newest_us = MAX (last->pub.time_us, self->given_us);
  for (guint i = 0; i < self->streams->len; i++)
    newest_us = MAX (newest_us, g_array_index (self->streams, RfAudioStream, i).last_us);
  for (guint i = 0; i < rf_audio_reports_get_n (self->reports); i++)
    newest_us = MAX (newest_us, rf_audio_reports_get (self->reports, i)->last_us);

  return newest_us;
}

/* The last message at that time or before it, but not before @first. */
static guint
find_message_at (RfAudioBook *self,
                 guint        first,
                 gint64       time_us)
{
  guint low = first;
  guint high = self->messages->n_records;

  while (low + 1 < high) {
    guint middle = low + (high - low) / 2;
    const RfMessage *message = rf_pool_get (self->messages, middle);

    if (message->pub.time_us <= time_us)
      low = middle;
    else
      high = middle;
  }

  return low;
}

/* Sound that begins with the answer stands behind its ACK; other sound where it began. */
static guint
find_place (RfAudioBook        *self,
            const RfMediaCall  *call,
            const RfTraceAudio *audio)
{
  gint64 waited_us = audio->begin_us - call->answered_us;

  if (call->answered_us > 0 && ABS (waited_us) <= RF_RTP_SILENCE_US)
    return call->answer;
  if (call->answered_us > 0 && waited_us > 0)
    return find_message_at (self, call->answer, audio->begin_us);

  return find_message_at (self, call->first, audio->begin_us);
}

static int
get_party (const RfUa *ua,
           int         party)
{
  int index = rf_ua_get_index (ua);

  return index >= 0 ? index : party;
}

static void
set_ends (RfAudioBook       *self,
          RfTraceAudio      *audio,
          const RfMediaCall *call)
{
  const RfMessage *first = rf_pool_get (self->messages, call->first);

  audio->parties[0] = get_party (call->dialog->local_ua, first->pub.from_party);
  audio->parties[1] = get_party (call->dialog->remote_ua, first->pub.to_party);
}

static RfAudioMark
get_mark (const RfTraceAudio *audio)
{
  const RfAudioWay *ways = audio->ways;
  gboolean both = ways[0].agreed_us > 0 && ways[1].agreed_us > 0;

  if (both && ways[0].is_missing && ways[1].is_missing)
    return RF_AUDIO_SILENT;
  if (both && (ways[0].is_missing || ways[1].is_missing))
    return RF_AUDIO_ONE_WAY;
  if (ways[0].silent_us > 0 || ways[1].silent_us > 0)
    return RF_AUDIO_GAPS;

  return ways[0].is_bad || ways[1].is_bad ? RF_AUDIO_BAD : RF_AUDIO_AS_AGREED;
}

/* When something came; those of a call without a packet are set already. */
static void
set_times (RfTraceAudio *audio)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < audio->n_streams; i++) {
    const RfAudioStream *stream = &audio->streams[i];

    if (stream->packets == 0)
      continue;
    audio->begin_us = is_first ? stream->first_us : MIN (audio->begin_us, stream->first_us);
    audio->end_us = is_first ? stream->last_us : MAX (audio->end_us, stream->last_us);
    is_first = FALSE;
  }
}

static void
add_audio (RfAudioBook *self,
           guint        number,
           guint        first,
           guint        n_streams)
{
  const RfMediaCall *call = rf_media_get (self->media, number);
  const RfAudioStream *streams = n_streams == 0
                                   ? NULL : &g_array_index (self->streams, RfAudioStream, first);
  gint64 end_us = find_end_us (call, streams, n_streams, self->newest_us);
  guint64 n_packets = 0;
  RfTraceAudio audio = {
    .dialog = (int) call->dialog->index,
    .streams = streams,
    .n_streams = n_streams,
    .begin_us = call->answered_us,
    .end_us = end_us,
  };

  for (guint way = 0; way < 2; way++) {
    rf_audio_way_sum_up (&audio.ways[way], streams, n_streams, way);
    n_packets += audio.ways[way].packets;
    rf_audio_way_listen (&audio.ways[way], streams, n_streams, way, call, end_us);
  }
  set_times (&audio);
  audio.mark = get_mark (&audio);
  /* A call without a packet is worth a word only where there should have been some. */
  if (n_packets == 0 && audio.mark != RF_AUDIO_SILENT)
    return;
  set_ends (self, &audio, call);
  audio.after = find_place (self, call, &audio);
  g_array_append_val (self->audios, audio);
}

static int
compare_audios (gconstpointer a,
                gconstpointer b)
{
  const RfTraceAudio *x = a, *y = b;

  if (x->after != y->after)
    return x->after < y->after ? -1 : 1;

  return x->dialog - y->dialog;
}

static void
make_anew (RfAudioBook *self)
{
  guint at = 0;

  g_array_unref (self->bound);
  self->bound = new_bound ();
  g_array_set_size (self->streams, 0);
  g_array_set_size (self->audios, 0);
  rf_media_read (self->media);
  bind_all (self);
  self->newest_us = find_newest_us (self);
  for (guint call = 0; call < rf_media_get_n (self->media); call++) {
    guint first = at;

    while (at < self->bound->len && g_array_index (self->bound, Bound, at).call == call)
      at++;
    if (at > first || self->has_sound)
      add_audio (self, call, first, at - first);
  }
  g_array_sort (self->audios, compare_audios);
  self->n_made++;
}

static guint64
get_source_serial (RfAudioBook *self)
{
  return (self->flows ? rf_rtp_flows_get_serial (self->flows) : 0) +
         rf_audio_reports_get_serial (self->reports) + self->n_given;
}

static void
update (RfAudioBook *self)
{
  guint64 serial = get_source_serial (self);

  if (serial == 0 || (self->n_read == self->messages->n_records && self->serial == serial))
    return;
  if (!self->media)
    self->media = rf_media_new (self->messages);
  self->n_read = self->messages->n_records;
  self->serial = serial;
  make_anew (self);
}

/**
 * rf_audio_book_share:
 * @self: a book of a trace that shares messages with another, and lives no longer than that
 * @from: the book of the other
 *
 * Makes the sound of the calls in both known to @self as @from knows it now: whose it is was found
 * among all calls of @from, and a part of them would claim what is of the others.
 */
void
rf_audio_book_share (RfAudioBook *self,
                     RfAudioBook *from)
{
  g_assert (self != NULL && from != NULL && self != from);

  update (from);
  if (from->n_made == 0 || self->given == from->bound)
    return;
  g_clear_pointer (&self->given, g_array_unref);
  self->given = g_array_ref (from->bound);
  self->is_given_sound = from->has_sound;
  self->given_us = from->newest_us;
  self->n_given++;
}

/**
 * rf_audio_book_get_serial:
 * @self: a book
 *
 * Returns: a number that changes with what is in it, 0 as long as there was nothing
 */
guint64
rf_audio_book_get_serial (RfAudioBook *self)
{
  g_assert (self != NULL);

  update (self);

  return self->n_made;
}

/**
 * rf_audio_book_get_n:
 * @self: a book
 *
 * Returns: how many calls have sound, or lack it
 */
guint
rf_audio_book_get_n (RfAudioBook *self)
{
  g_assert (self != NULL);

  update (self);

  return self->audios->len;
}

/**
 * rf_audio_book_get:
 * @self: a book
 * @index: which, in the order in which they begin
 *
 * Returns: (transfer none): the sound of a call
 */
const RfTraceAudio *
rf_audio_book_get (RfAudioBook *self,
                   guint        index)
{
  g_assert (index < self->audios->len);

  return &g_array_index (self->audios, RfTraceAudio, index);
}

/**
 * rf_audio_mark_to_string:
 * @mark: a mark
 *
 * Returns: its name, for scripts
 */
const char *
rf_audio_mark_to_string (RfAudioMark mark)
{
  switch (mark) {
  case RF_AUDIO_BAD:
    return "bad";
  case RF_AUDIO_GAPS:
    return "gaps";
  case RF_AUDIO_ONE_WAY:
    return "one-way";
  case RF_AUDIO_SILENT:
    return "silent";
  case RF_AUDIO_AS_AGREED:
  default:
    return "ok";
  }
}
