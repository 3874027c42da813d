/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-typesetter"

#include "config.h"

#include "rf-typesetter.h"

#include "rf-ruler.h"
#include "rf-str.h"

/* A tall screen shows some 300. Each takes about one KiB. */
#define MAX_KEPT 512

#define NOT_CUT -1

typedef struct {
  char        *text;
  gboolean     bold;
  int          width; /* that it is cut to, in Pango units, or NOT_CUT */
  RfLabelCut   cut;
  PangoLayout *layout;
  GList        link; /* in the queue */
} Phrase;

struct _RfTypesetter {
  PangoContext         *context;
  PangoFontDescription *font;
  PangoFontDescription *bold_font;
  GHashTable           *phrases; /* set of Phrase */
  GQueue                queue;   /* the same, the one that was asked for last first */
};

static guint
hash_phrase (gconstpointer key)
{
  const Phrase *phrase = key;

  return rf_str_hash_text (phrase->text) ^ (guint) phrase->width ^ (phrase->bold ? G_MAXUINT : 0);
}

static gboolean
is_same_phrase (gconstpointer one,
                gconstpointer other)
{
  const Phrase *a = one;
  const Phrase *b = other;

  return a->bold == b->bold && a->width == b->width && a->cut == b->cut &&
         g_str_equal (a->text, b->text);
}

static void
free_phrase (gpointer data)
{
  Phrase *self = data;

  g_free (self->text);
  g_object_unref (self->layout);
  g_free (self);
}

static PangoFontDescription *
create_font (PangoWeight weight)
{
  PangoFontDescription *font = pango_font_description_from_string ("sans");

  pango_font_description_set_absolute_size (font, RF_RULER_FONT_SIZE * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  return font;
}

/**
 * rf_typesetter_new:
 * @context: the letters
 *
 * Returns: (transfer full): a typesetter that has laid out nothing yet
 */
RfTypesetter *
rf_typesetter_new (PangoContext *context)
{
  RfTypesetter *self;

  g_return_val_if_fail (PANGO_IS_CONTEXT (context), NULL);

  self = g_new0 (RfTypesetter, 1);
  self->context = g_object_ref (context);
  self->font = create_font (PANGO_WEIGHT_NORMAL);
  self->bold_font = create_font (PANGO_WEIGHT_BOLD);
  self->phrases = g_hash_table_new_full (hash_phrase, is_same_phrase, free_phrase, NULL);
  return self;
}

/**
 * rf_typesetter_free:
 * @self: a typesetter
 */
void
rf_typesetter_free (RfTypesetter *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->phrases);
  pango_font_description_free (self->font);
  pango_font_description_free (self->bold_font);
  g_object_unref (self->context);
  g_free (self);
}

static PangoLayout *
create_layout (RfTypesetter *self,
               const Phrase *phrase)
{
  PangoLayout *layout = pango_layout_new (self->context);

  pango_layout_set_font_description (layout, phrase->bold ? self->bold_font : self->font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_auto_dir (layout, FALSE);
  if (phrase->width != NOT_CUT) {
    pango_layout_set_ellipsize (layout, phrase->cut == RF_LABEL_CUT_MIDDLE ? PANGO_ELLIPSIZE_MIDDLE
                                                                           : PANGO_ELLIPSIZE_END);
    pango_layout_set_width (layout, phrase->width);
  }
  pango_layout_set_text (layout, phrase->text, -1);
  return layout;
}

/* Forgets one as another comes: all at once would be a frame that is late. */
static void
forget_oldest (RfTypesetter *self)
{
  GList *oldest = g_queue_pop_tail_link (&self->queue);

  g_hash_table_remove (self->phrases, oldest->data);
}

static Phrase *
add_phrase (RfTypesetter *self,
            const Phrase *wanted)
{
  Phrase *phrase = g_memdup2 (wanted, sizeof *wanted);

  if (self->queue.length >= MAX_KEPT)
    forget_oldest (self);
  phrase->text = g_strdup (wanted->text);
  phrase->layout = create_layout (self, wanted);
  phrase->link.data = phrase;
  g_hash_table_add (self->phrases, phrase);
  return phrase;
}

static PangoLayout *
get_layout (RfTypesetter *self,
            const Phrase *wanted)
{
  Phrase *phrase = g_hash_table_lookup (self->phrases, wanted);

  if (phrase)
    g_queue_unlink (&self->queue, &phrase->link);
  else
    phrase = add_phrase (self, wanted);
  g_queue_push_head_link (&self->queue, &phrase->link);
  return phrase->layout;
}

/**
 * rf_typesetter_set:
 * @self: a typesetter
 * @text: what is to be written, made harmless before
 * @bold: whether in bold letters
 * @max_width: room for it, at scale 1
 * @cut: what to leave out where it needs more
 *
 * Returns: (transfer none): the text, laid out; unless referenced it may be gone with the next
 */
PangoLayout *
rf_typesetter_set (RfTypesetter *self,
                   const char   *text,
                   gboolean      bold,
                   double        max_width,
                   RfLabelCut    cut)
{
  Phrase phrase = { .text = (char *) text, .bold = bold, .width = NOT_CUT, .cut = cut };
  PangoLayout *layout;
  int width;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  layout = get_layout (self, &phrase);
  pango_layout_get_size (layout, &width, NULL);
  /* Half a pixel of grace: a sum of measured parts is not exactly the measure of the whole. */
  if (width <= (max_width + 0.5) * PANGO_SCALE)
    return layout;
  phrase.width = (int) (MAX (max_width, 0) * PANGO_SCALE);
  return get_layout (self, &phrase);
}
