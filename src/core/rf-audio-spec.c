/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-audio-spec"

#include "config.h"

#include "rf-audio-spec.h"

/* PulseAudio allows 128 bytes in a device's name. */
#define DEVICE_NAME_MAX 128

static bool
parse_device (const char *name, RfAudioSpec *ret_spec)
{
  gsize length = strlen (name);

  if (length == 0 || length > DEVICE_NAME_MAX || !g_utf8_validate (name, (gssize) length, NULL))
    return false;

  *ret_spec = (RfAudioSpec) { .kind = RF_AUDIO_PULSE, .device = g_strdup (name) };
  return true;
}

static bool
parse_tone (const char *digits, RfAudioSpec *ret_spec)
{
  guint64 hertz;

  if (!g_ascii_string_to_unsigned (digits, 10, RF_AUDIO_HERTZ_MIN, RF_AUDIO_HERTZ_MAX, &hertz,
                                   NULL))
    return false;

  *ret_spec = (RfAudioSpec) { .kind = RF_AUDIO_TONE, .hertz = (unsigned) hertz };
  return true;
}

/**
 * rf_audio_spec_parse:
 * @text: "pulse", "pulse:DEVICE", "tone:HERTZ" or "silence"
 * @ret_spec: (out): the parts; left alone when @text is not understood
 *
 * Returns: whether @text was understood
 */
bool
rf_audio_spec_parse (const char *text, RfAudioSpec *ret_spec)
{
  g_return_val_if_fail (text, false);
  g_return_val_if_fail (ret_spec, false);

  if (g_str_equal (text, "silence")) {
    *ret_spec = (RfAudioSpec) { .kind = RF_AUDIO_SILENCE };
    return true;
  }
  if (g_str_equal (text, "pulse")) {
    *ret_spec = (RfAudioSpec) { .kind = RF_AUDIO_PULSE };
    return true;
  }
  if (g_str_has_prefix (text, "pulse:"))
    return parse_device (text + strlen ("pulse:"), ret_spec);
  if (g_str_has_prefix (text, "tone:"))
    return parse_tone (text + strlen ("tone:"), ret_spec);
  return false;
}

/**
 * rf_audio_spec_set:
 * @self: a spec, or one filled with zeros
 * @other: the spec to copy
 *
 * Makes @self a copy of @other.
 */
void
rf_audio_spec_set (RfAudioSpec *self, const RfAudioSpec *other)
{
  g_return_if_fail (self);
  g_return_if_fail (other);

  if (self == other)
    return;
  rf_audio_spec_clear (self);
  *self = *other;
  self->device = g_strdup (other->device);
}

/**
 * rf_audio_spec_clear:
 * @self: a spec
 *
 * Frees what is in @self and makes it silence.
 */
void
rf_audio_spec_clear (RfAudioSpec *self)
{
  g_return_if_fail (self);

  g_free (self->device);
  *self = (RfAudioSpec) { .kind = RF_AUDIO_SILENCE };
}
