/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-say"

#include "config.h"

#include "rf-say.h"

/*
 * The words that a ladder is drawn, told and exported with. They are English, and stay so in
 * programs for scripts; a window has them translated where it begins.
 */

static RfSayFunc translate_words;

/**
 * rf_say_in:
 * @translate: (nullable): finds texts in another language, from any thread; %NULL for English
 *
 * Sets the language for the whole program, before it has said anything.
 */
void
rf_say_in (RfSayFunc translate)
{
  translate_words = translate;
}

/**
 * rf_say:
 * @text: a text in English, which translators find by this call or by N_()
 *
 * Returns: (transfer none): the text in the language of the program
 */
const char *
rf_say (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return translate_words ? translate_words (text, NULL, 1) : text;
}

/**
 * rf_say_n:
 * @one: a text in English about one of something
 * @many: the same about several
 * @n: how many there are
 *
 * Returns: (transfer none): the text in the language of the program
 */
const char *
rf_say_n (const char *one,
          const char *many,
          gulong      n)
{
  g_return_val_if_fail (one != NULL && many != NULL, NULL);

  if (translate_words)
    return translate_words (one, many, n);

  return n == 1 ? one : many;
}
