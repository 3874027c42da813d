/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-mos"

#include "config.h"

#include "rf-mos.h"

/*
 * The E-model of ITU-T G.107, as far as a capture knows its inputs: R = 93.2 - Id - Ie,eff.
 *
 * What it does not know is assumed. The way on the wire takes no time; a packet waits in the jitter
 * buffer for 60 ms, or for four times the jitter where that is more, and nothing is lost there.
 * Loss comes in no bursts. Phones conceal what is lost, so G.711 is rated with concealment
 * (G.113 appendix I). Echo and noise are as the model has them by default. Wide-band codecs stand
 * on the same scale as others, where they cannot be better than G.711.
 */
#define R_DEFAULT      93.2
#define BUFFER_MS      60.0
#define BUFFER_JITTERS 4
#define BEND_MS        177.3

/* Impairment of a codec, and how well it bears loss: G.113 appendix I where that has it. Of Opus
 * there are no figures; with its own concealment it is taken to bear loss about as G.729 does. */
static const struct {
  const char *name;
  double      ie;
  double      bpl;
} codecs[] = {
  { "PCMU", 0, 25.1 },  { "PCMA", 0, 25.1 },     { "G722", 0, 25.1 },   { "opus", 0, 19 },
  { "G729", 11, 19 },   { "GSM", 20, 43 },       { "GSM-EFR", 5, 10 },  { "iLBC", 11, 32 },
  { "G723", 15, 16.1 }, { "G726-32", 7, 23 },    { "AMR", 5, 10 },      { "AMR-WB", 0, 10 },
  { "speex", 11, 20 },
};

static double
get_delay_impairment (double delay_ms)
{
  return 0.024 * delay_ms + (delay_ms > BEND_MS ? 0.11 * (delay_ms - BEND_MS) : 0);
}

/* G.107 annex B. */
static double
get_score (double r)
{
  r = CLAMP (r, 0, 100);

  return MAX (1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

/* That of R = 60. */
#define BAD_SCORE 3.1

/**
 * rf_mos_is_bad:
 * @mos: a mean opinion score, 0 where it is not known
 *
 * Returns: whether nearly all users would be dissatisfied with it (ITU-T G.107 annex B, the class
 *   below R = 60)
 */
gboolean
rf_mos_is_bad (double mos)
{
  return mos > 0 && mos < BAD_SCORE;
}

/**
 * rf_mos_estimate:
 * @codec: encoding name, as SDP has it
 * @loss: part of the packets that did not come, 0 to 1
 * @jitter_ms: mean jitter in ms
 *
 * Estimates what people would say of the sound, by the simplified E-model (ITU-T G.107).
 *
 * Returns: mean opinion score, 1 (bad) to 4.5 (excellent); 0 where nothing is known of @codec
 */
double
rf_mos_estimate (const char *codec,
                 double      loss,
                 double      jitter_ms)
{
  double percent = CLAMP (loss, 0, 1) * 100;
  double delay = MAX (BUFFER_MS, BUFFER_JITTERS * jitter_ms);

  g_return_val_if_fail (codec != NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (codecs); i++) {
    if (g_ascii_strcasecmp (codecs[i].name, codec) == 0)
      return get_score (R_DEFAULT - get_delay_impairment (delay) - codecs[i].ie -
                        (95 - codecs[i].ie) * percent / (percent + codecs[i].bpl));
  }

  return 0;
}
