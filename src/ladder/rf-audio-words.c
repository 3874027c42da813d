/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-words"

#include "config.h"

#include "rf-audio-words.h"

#include "rf-say.h"

#define APART "  "

/* Both directions as one: what was lost and delayed in the worse of the two. */
typedef struct {
  char    *codec; /* "PCMU", "PCMU/opus"; NULL where it is not known */
  guint64  packets;
  double   loss;      /* -1 where it is not known */
  double   jitter_ms; /* -1 where it is not known */
  double   mos;       /* 0 where it is not known */
} Figures;

static void
figures_clear (Figures *self)
{
  g_free (self->codec);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Figures, figures_clear)

static char *
dup_codec (const RfTraceAudio *audio)
{
  const char *forth = audio->ways[0].codec;
  const char *back = audio->ways[1].codec;

  if (forth[0] == '\0' || back[0] == '\0' || g_str_equal (forth, back))
    return forth[0] == '\0' && back[0] == '\0' ? NULL : g_strdup (forth[0] ? forth : back);

  return g_strdup_printf ("%s/%s", forth, back);
}

static void
figures_init (Figures            *self,
              const RfTraceAudio *audio)
{
  *self = (Figures) { .codec = dup_codec (audio), .loss = -1, .jitter_ms = -1 };
  for (guint i = 0; i < G_N_ELEMENTS (audio->ways); i++) {
    const RfAudioWay *way = &audio->ways[i];

    self->packets += way->packets;
    self->jitter_ms = MAX (self->jitter_ms, way->jitter_ms);
    if (way->expected > 0)
      self->loss = MAX (self->loss, (double) way->lost / way->expected);
    if (way->mos > 0)
      self->mos = self->mos > 0 ? MIN (self->mos, way->mos) : way->mos;
  }
}

/* "1,234 packets" */
static void
append_packets (GString *out,
                guint64  packets)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, packets);
  g_autoptr (GString) grouped = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++) {
    g_string_append_c (grouped, digits[i]);
    if (i + 1 < length && (length - i - 1) % 3 == 0)
      g_string_append_c (grouped, ',');
  }
  g_string_append (out, APART);
  g_string_append_printf (out, rf_say_n ("%s packet", "%s packets", packets), grouped->str);
}

static void
append_loss (GString *out,
             double   loss)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "<0.1";

  if (loss < 0)
    return;
  if (loss == 0 || loss >= 0.001)
    g_ascii_formatd (text, sizeof text, loss > 0 ? "%.1f" : "%.0f", loss * 100);
  g_string_append (out, APART);
  g_string_append_printf (out, rf_say ("%s %% lost"), text);
}

static void
append_jitter (GString *out,
               double   jitter_ms)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (jitter_ms < 0)
    return;
  g_string_append (out, APART);
  g_string_append_printf (out, rf_say ("jitter %s ms"),
                          g_ascii_formatd (text, sizeof text, "%.0f", jitter_ms));
}

static char *
dup_seconds (gint64 time_us)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.0f", time_us / (double) G_USEC_PER_SEC));
}

static void
append_mos (GString *out,
            double   mos)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (mos > 0)
    g_string_append_printf (out, APART "MOS %s",
                            g_ascii_formatd (text, sizeof text, "%.1f", mos));
}

/* "kevin hears nothing for 5 s, mike for 2 s" */
static void
append_gaps (GString            *out,
             RfLifelineMap      *lines,
             const RfTraceAudio *audio)
{
  guint deaf = audio->ways[0].silent_us > 0 ? 1 : 0;
  gint64 other_us = audio->ways[deaf].silent_us;
  gint64 silent_us = audio->ways[1 - deaf].silent_us;
  g_autofree char *seconds = dup_seconds (silent_us);
  g_autofree char *other_seconds = dup_seconds (other_us);
  g_autofree char *name = NULL;
  g_autofree char *other = NULL;

  if (audio->parties[0] < 0 || audio->parties[1] < 0) {
    g_string_append_printf (out, rf_say ("silent for %s s"),
                            silent_us > other_us ? seconds : other_seconds);
    return;
  }
  name = rf_lifeline_map_dup_party (lines, audio->parties[deaf]);
  other = rf_lifeline_map_dup_party (lines, audio->parties[1 - deaf]);
  if (other_us > 0)
    g_string_append_printf (out, rf_say ("%s hears nothing for %s s, %s for %s s"),
                            name, seconds, other, other_seconds);
  else
    g_string_append_printf (out, rf_say ("%s hears nothing for %s s"), name, seconds);
}

/* "bad sound for mike" */
static void
append_bad (GString            *out,
            RfLifelineMap      *lines,
            const RfTraceAudio *audio)
{
  guint listener = audio->ways[0].is_bad ? 1 : 0;
  g_autofree char *name = NULL;

  if (audio->ways[0].is_bad == audio->ways[1].is_bad || audio->parties[listener] < 0) {
    g_string_append (out, rf_say ("bad sound"));
    return;
  }
  name = rf_lifeline_map_dup_party (lines, audio->parties[listener]);
  g_string_append_printf (out, rf_say ("bad sound for %s"), name);
}

/* What is wrong stands first, so that it is the last to be cut off. */
static void
append_mark (GString            *out,
             RfLifelineMap      *lines,
             const RfTraceAudio *audio)
{
  guint deaf = audio->ways[0].is_missing ? 1 : 0;

  if (audio->mark == RF_AUDIO_SILENT) {
    g_string_append_printf (out, "✗ %s", rf_say ("no sound"));
  } else if (audio->mark == RF_AUDIO_ONE_WAY && audio->parties[deaf] >= 0) {
    g_autofree char *name = rf_lifeline_map_dup_party (lines, audio->parties[deaf]);

    g_string_append (out, "✗ ");
    g_string_append_printf (out, rf_say ("one way: %s hears nothing"), name);
    g_string_append (out, APART);
  } else if (audio->mark == RF_AUDIO_ONE_WAY) {
    g_string_append_printf (out, "✗ %s" APART, rf_say ("one way"));
  } else if (audio->mark == RF_AUDIO_GAPS) {
    g_string_append (out, "! ");
    append_gaps (out, lines, audio);
    g_string_append (out, APART);
  } else if (audio->mark == RF_AUDIO_BAD) {
    g_string_append (out, "! ");
    append_bad (out, lines, audio);
    g_string_append (out, APART);
  }
}

static void
append_figures (GString       *out,
                const Figures *figures,
                RfAudioWords   words)
{
  g_string_append (out, figures->codec ? figures->codec : rf_say ("audio"));
  if (words < RF_AUDIO_WORDS_SHORT)
    append_packets (out, figures->packets);
  if (words < RF_AUDIO_WORDS_LEAST)
    append_loss (out, figures->loss);
  if (words < RF_AUDIO_WORDS_SHORTER)
    append_jitter (out, figures->jitter_ms);
  append_mos (out, figures->mos);
}

/**
 * rf_audio_dup_words:
 * @lines: which lifeline each party has
 * @audio: the sound of one of its calls
 * @words: how much to say
 *
 * Returns: (transfer full): "PCMU  1,234 packets  0.5 % lost  jitter 2 ms  MOS 4.3", the packets of
 *   both directions and the rest of the worse one; before it what is wrong: "✗ no sound",
 *   "✗ one way: kevin hears nothing", "! kevin hears nothing for 5 s", "! bad sound for kevin"
 */
char *
rf_audio_dup_words (RfLifelineMap      *lines,
                    const RfTraceAudio *audio,
                    RfAudioWords        words)
{
  g_autoptr (GString) out = NULL;
  g_auto (Figures) figures = { 0 };

  g_return_val_if_fail (lines != NULL, NULL);
  g_return_val_if_fail (audio != NULL, NULL);

  out = g_string_new (NULL);
  figures_init (&figures, audio);
  append_mark (out, lines, audio);
  if (figures.packets == 0)
    return g_string_free (g_steal_pointer (&out), FALSE);
  append_figures (out, &figures, words);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * rf_audio_dup_mark:
 * @lines: which lifeline each party has
 * @audio: the sound of one of its calls
 *
 * Returns: (transfer full): what stands before the figures on the bar, "" where nothing is wrong or
 *   there are no figures behind it
 */
char *
rf_audio_dup_mark (RfLifelineMap      *lines,
                   const RfTraceAudio *audio)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (lines != NULL, NULL);
  g_return_val_if_fail (audio != NULL, NULL);

  out = g_string_new (NULL);
  if (audio->ways[0].packets > 0 || audio->ways[1].packets > 0)
    append_mark (out, lines, audio);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What is set apart by room for the eye is set apart by commas for the ear. */
static char *
dup_with_commas (const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, APART, -1);

  return g_strjoinv (", ", parts);
}

/* When the first gap began: a bar stands where the call does, which may be long before. */
static gint64
get_silent_from_us (const RfTraceAudio *audio)
{
  const RfAudioWay *ways = audio->ways;

  if (ways[0].silent_us == 0 || ways[1].silent_us == 0)
    return ways[ways[0].silent_us > 0 ? 0 : 1].silent_from_us;

  return MIN (ways[0].silent_from_us, ways[1].silent_from_us);
}

/* Words by which it is found on the ladder, NULL where there is no gap. */
static char *
dup_when (RfTrace            *trace,
          const RfTraceAudio *audio)
{
  g_autofree char *seconds = NULL;

  if (audio->mark != RF_AUDIO_GAPS)
    return NULL;
  seconds = dup_seconds (get_silent_from_us (audio) - rf_trace_get_message (trace, 0)->time_us);

  return g_strdup_printf (rf_say ("silence begins %s s after the first message"), seconds);
}

/**
 * rf_audio_dup_spoken:
 * @trace: a trace
 * @lines: which lifeline each party has
 * @audio: the sound of one of its calls
 *
 * Returns: (transfer full): one line for a screen reader: "sound between kevin and mike: PCMU,
 *   1,234 packets, 0.5 % lost, jitter 2 ms, MOS 4.3"; behind it, where there are gaps, when the
 *   first one begins
 */
char *
rf_audio_dup_spoken (RfTrace            *trace,
                     RfLifelineMap      *lines,
                     const RfTraceAudio *audio)
{
  g_autofree char *when = NULL;
  g_autofree char *words = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *caller = NULL;
  g_autofree char *callee = NULL;
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (lines != NULL, NULL);
  g_return_val_if_fail (audio != NULL, NULL);

  when = dup_when (trace, audio);
  words = rf_audio_dup_words (lines, audio, RF_AUDIO_WORDS_ALL);
  spoken = dup_with_commas (words);
  caller = rf_lifeline_map_dup_party (lines, audio->parties[0]);
  callee = rf_lifeline_map_dup_party (lines, audio->parties[1]);

  sentence = g_strdup_printf (rf_say ("sound between %s and %s: %s"), caller, callee, spoken);

  return when ? g_strdup_printf ("%s, %s", sentence, when) : g_steal_pointer (&sentence);
}

/**
 * rf_audio_find_ends:
 * @lines: which lifeline each party has
 * @audio: the sound of a call
 * @left: (out): the column at the left end of its bar, or -1
 * @right: (out): that at the right end, which may be the same
 *
 * Finds between which columns the bar of @audio stands.
 */
void
rf_audio_find_ends (RfLifelineMap      *lines,
                    const RfTraceAudio *audio,
                    int                *left,
                    int                *right)
{
  int caller, callee;

  g_return_if_fail (lines != NULL && audio != NULL && left != NULL && right != NULL);

  caller = rf_lifeline_map_find (lines, audio->parties[0]);
  callee = rf_lifeline_map_find (lines, audio->parties[1]);
  *left = MIN (caller, callee);
  *right = MAX (caller, callee);
}

/**
 * rf_audio_is_problem:
 * @audio: the sound of a call
 *
 * Returns: whether somebody did not hear what he should have heard, or heard it badly
 */
gboolean
rf_audio_is_problem (const RfTraceAudio *audio)
{
  g_return_val_if_fail (audio != NULL, FALSE);

  return audio->mark != RF_AUDIO_AS_AGREED;
}
