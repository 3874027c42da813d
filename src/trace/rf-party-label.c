/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-party-label"

#include "config.h"

#include "rf-party-label.h"

#include "rf-letters.h"

/* Longer names are cut: they head a column, and they come from strangers. */
#define MAX_NAME 64

struct _RfPartyLabels {
  RfArena    *arena;
  GPtrArray  *labels;
  GHashTable *by_text; /* what a label would read as, to the first that does */
};

/**
 * rf_party_labels_new:
 * @arena: where labels are to live
 *
 * Returns: (transfer full): no labels
 */
RfPartyLabels *
rf_party_labels_new (RfArena *arena)
{
  RfPartyLabels *self = g_new0 (RfPartyLabels, 1);

  self->arena = arena;
  self->labels = g_ptr_array_new ();
  self->by_text = g_hash_table_new (rf_str_hash_text, g_str_equal);

  return self;
}

/**
 * rf_party_labels_free:
 * @self: the labels
 *
 * Frees the index; the labels are the arena's.
 */
void
rf_party_labels_free (RfPartyLabels *self)
{
  g_ptr_array_unref (self->labels);
  g_hash_table_unref (self->by_text);
  g_free (self);
}

static const char *
dup_printable (RfPartyLabels *self,
               RfStr          text)
{
  g_autofree char *printable = rf_str_dup_printable (rf_str_head (text, MAX_NAME * 4));
  g_autofree char *cut = NULL;
  const char *end;

  if (g_utf8_strlen (printable, -1) <= MAX_NAME)
    return rf_arena_dup_c (self->arena, printable);

  end = g_utf8_offset_to_pointer (printable, MAX_NAME - 1);
  while (!rf_letters_end_at (printable, end))
    end = g_utf8_prev_char (end);
  cut = g_strdup_printf ("%.*s…", (int) (end - printable), printable);

  return rf_arena_dup_c (self->arena, cut);
}

/* A display name as it is meant, which is no longer than as it is written. */
static const char *
dup_display_name (RfPartyLabels *self,
                  RfStr          display_name)
{
  gsize length;
  g_autofree char *name = rf_str_dup_unescaped (rf_str_head (display_name, MAX_NAME * 8), &length);

  return dup_printable (self, rf_str_new (name, length));
}

static const char *
skip_scheme (const char *id)
{
  return g_str_has_prefix (id, "sip:") || g_str_has_prefix (id, "tel:") ? id + 4 : id;
}

/* What the label reads where no other is in its way. */
static const char *
get_plain_text (const RfPartyLabel *label)
{
  if (label->name)
    return label->name;

  return label->user[0] != '\0' ? label->user : skip_scheme (label->pub.id);
}

static void
update_text (RfPartyLabels *self,
             RfPartyLabel  *label)
{
  const char *address = skip_scheme (label->pub.id);
  g_autofree char *both = NULL;

  if (!label->is_ambiguous)
    label->pub.label = get_plain_text (label);
  else if (!label->name)
    label->pub.label = address;
  else {
    both = g_strdup_printf ("%s (%s)", label->name, address);
    label->pub.label = rf_arena_dup_c (self->arena, both);
  }
}

/* To be called when the plain text of @label is new. */
static void
settle (RfPartyLabels *self,
        RfPartyLabel  *label)
{
  const char *text = get_plain_text (label);
  RfPartyLabel *other = g_hash_table_lookup (self->by_text, text);

  if (other && other != label && g_str_equal (get_plain_text (other), text)) {
    label->is_ambiguous = other->is_ambiguous = TRUE;
    update_text (self, other);
  } else {
    g_hash_table_replace (self->by_text, (char *) text, label);
  }
  update_text (self, label);
}

/**
 * rf_party_labels_add:
 * @self: the labels
 * @id: the identity, or the address of a proxy
 * @user: user part of the identity; empty where there is none
 *
 * Returns: (transfer none): the label of a new lifeline
 */
RfPartyLabel *
rf_party_labels_add (RfPartyLabels *self,
                     const char    *id,
                     const char    *user)
{
  RfPartyLabel *label = rf_arena_new0 (self->arena, RfPartyLabel);

  g_assert (self != NULL);

  label->index = self->labels->len;
  label->pub.id = dup_printable (self, rf_str_from_c (id));
  label->user = dup_printable (self, rf_str_from_c (user));
  g_ptr_array_add (self->labels, label);
  settle (self, label);

  return label;
}

/**
 * rf_party_labels_rename:
 * @self: the labels
 * @label: one of them
 * @id: address of the proxy that the lifeline turned out to be
 *
 * Gives @label a new identity.
 */
void
rf_party_labels_rename (RfPartyLabels *self,
                        RfPartyLabel  *label,
                        const char    *id)
{
  g_assert (self != NULL);

  label->pub.id = label->user = dup_printable (self, rf_str_from_c (id));
  label->name = NULL;
  label->name_source = RF_NAME_GIVEN; /* an address takes no other name */
  label->offered = RF_STR_INIT;
  label->is_ambiguous = FALSE;
  settle (self, label);
}

/**
 * rf_party_labels_call:
 * @self: the labels
 * @label: one that was renamed to an address
 * @name: what its owner calls itself; empty for nothing
 *
 * Puts a name where the address stood.
 */
void
rf_party_labels_call (RfPartyLabels *self,
                      RfPartyLabel  *label,
                      RfStr          name)
{
  g_assert (self != NULL);

  if (name.len == 0)
    return;
  label->name = dup_printable (self, name);
  settle (self, label);
}

/**
 * rf_party_labels_offer_name:
 * @self: the labels
 * @label: one of them
 * @display_name: a display name that came with its identity, without quotes and with its escapes
 * @source: who says so
 *
 * Takes the name if it is the first of its kind. Where the same source gives another one later, the
 * label goes back to the user part.
 */
void
rf_party_labels_offer_name (RfPartyLabels *self,
                            RfPartyLabel  *label,
                            RfStr          display_name,
                            RfNameSource   source)
{
  g_assert (self != NULL);

  /* Nothing but blanks is no name. */
  if (rf_str_trim (display_name).len == 0 || source < label->name_source ||
      (source == label->name_source &&
       (!label->name || rf_str_equal (label->offered, display_name))))
    return;

  label->name = source > label->name_source ? dup_display_name (self, display_name)
                                              : NULL;
  label->name_source = source;
  label->offered = rf_arena_dup_str (self->arena, display_name);
  settle (self, label);
}

/**
 * rf_party_labels_get_n:
 * @self: the labels
 *
 * Returns: how many there are
 */
guint
rf_party_labels_get_n (RfPartyLabels *self)
{
  return self->labels->len;
}

/**
 * rf_party_labels_get:
 * @self: the labels
 * @index: index of one
 *
 * Returns: (transfer none): the label
 */
RfPartyLabel *
rf_party_labels_get (RfPartyLabels *self,
                     guint          index)
{
  g_assert (index < self->labels->len);

  return g_ptr_array_index (self->labels, index);
}
