/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-aliases"

#include "config.h"

#include "rf-aliases.h"

/**
 * rf_aliases_init:
 * @self: what to begin
 * @arena: where the aliases are to live
 *
 * Makes @self know nobody.
 */
void
rf_aliases_init (RfAliases *self,
                 RfArena   *arena)
{
  g_assert (self != NULL);

  rf_pool_init (&self->aliases, arena, sizeof (RfAlias));
  rf_index_table_init (&self->by_text);
}

/**
 * rf_aliases_clear:
 * @self: the aliases
 *
 * Frees the index; the aliases are the arena's.
 */
void
rf_aliases_clear (RfAliases *self)
{
  rf_pool_clear (&self->aliases);
  rf_index_table_clear (&self->by_text);
}

static guint32
get_hash (RfStr             text,
          const RfEndpoint *endpoint)
{
  return rf_str_hash (text, endpoint ? rf_endpoint_hash (endpoint) : 0);
}

static const RfAlias *
find_hashed (const RfAliases  *self,
             guint32           hash,
             RfStr             text,
             const RfEndpoint *endpoint)
{
  for (guint32 at = hash, i; rf_index_table_next (&self->by_text, hash, &at, &i);) {
    const RfAlias *alias = rf_pool_get (&self->aliases, i);

    if (rf_str_equal (alias->text, text) &&
        (!endpoint || rf_endpoint_equal (&alias->endpoint, endpoint)))
      return alias;
  }

  return NULL;
}

/**
 * rf_aliases_add:
 * @self: the aliases
 * @text: how somebody is written; copied, for the messages may lie in a file, most of which nobody
 *   looks at twice
 * @endpoint: (nullable): where that means @ua, %NULL for everywhere
 * @ua: whom it means
 *
 * Does nothing where @text already means somebody.
 */
void
rf_aliases_add (RfAliases        *self,
                RfStr             text,
                const RfEndpoint *endpoint,
                RfUa             *ua)
{
  guint32 hash = get_hash (text, endpoint);
  guint32 index = self->aliases.n_records;
  RfAlias *alias;

  g_assert (ua != NULL);

  if (find_hashed (self, hash, text, endpoint))
    return;
  alias = rf_pool_add (&self->aliases);
  alias->text = rf_arena_dup_str (self->aliases.arena, text);
  alias->ua = ua;
  if (endpoint)
    alias->endpoint = *endpoint;
  rf_index_table_add (&self->by_text, hash, index);
}

/**
 * rf_aliases_lookup:
 * @self: the aliases
 * @text: how somebody is written
 * @endpoint: (nullable): where
 *
 * Returns: (transfer none) (nullable): the alias, which stays where it is
 */
const RfAlias *
rf_aliases_lookup (const RfAliases  *self,
                   RfStr             text,
                   const RfEndpoint *endpoint)
{
  g_assert (self != NULL);

  return find_hashed (self, get_hash (text, endpoint), text, endpoint);
}

/**
 * rf_aliases_find:
 * @self: the aliases
 * @text: how somebody is written
 * @endpoint: (nullable): where
 *
 * Returns: (nullable): who is meant
 */
RfUa *
rf_aliases_find (const RfAliases  *self,
                 RfStr             text,
                 const RfEndpoint *endpoint)
{
  const RfAlias *alias = rf_aliases_lookup (self, text, endpoint);

  return alias ? rf_alias_get_ua (alias) : NULL;
}

/**
 * rf_alias_get_ua:
 * @alias: a way to write somebody
 *
 * Returns: (transfer none): who is meant
 */
RfUa *
rf_alias_get_ua (const RfAlias *alias)
{
  g_assert (alias != NULL);

  return alias->ua->meant ? alias->ua->meant : alias->ua;
}
