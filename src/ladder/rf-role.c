/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-role"

#include "config.h"

#include "rf-role.h"

#include "rf-say.h"

#include <glib/gi18n.h>

/* A trace of many transfers has no one role for a party, and no need of all of them to know. */
#define MAX_TRANSFERS_FOR_ROLE 16

/**
 * rf_role_has_lifeline:
 * @trace: a trace
 * @party: index of a party, or -1
 * @id: SIP identity of somebody who has a part in a transfer
 *
 * Returns: whether @party is the one whom @id names, and no proxy in front of him
 */
gboolean
rf_role_has_lifeline (RfTrace    *trace,
                      int         party,
                      const char *id)
{
  return party >= 0 && g_str_equal (rf_trace_get_party (trace, (guint) party)->id, id);
}

static const char *
role_in_transfer (RfTrace               *trace,
                  RfLifelineMap         *lines,
                  const RfTraceTransfer *transfer,
                  guint                  column)
{
  const struct {
    const char *name;
    int         party;
    const char *id; /* NULL where it is that of the party */
  } roles[] = {
    { N_("transferor"), transfer->transferor, transfer->transferor_id },
    { N_("transferee"), transfer->transferee, transfer->transferee_id },
    { N_("target"), transfer->target, NULL },
  };
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    if (rf_lifeline_map_find (lines, roles[i].party) == (int) column &&
        (!roles[i].id || rf_role_has_lifeline (trace, roles[i].party, roles[i].id)))
      found = rf_say (found ? N_("several roles") : roles[i].name);
  }
  return found;
}

/* What a lifeline is in every transfer that it has a part in; NULL where that differs. */
static const char *
find_role (RfTrace       *trace,
           RfLifelineMap *lines,
           guint          column)
{
  guint n_transfers = rf_trace_get_n_transfers (trace);
  const char *role = NULL;

  if (n_transfers > MAX_TRANSFERS_FOR_ROLE)
    return NULL;
  for (guint i = 0; i < n_transfers; i++) {
    const char *here = role_in_transfer (trace, lines, rf_trace_get_transfer (trace, i), column);

    if (here && role && !g_str_equal (here, role))
      return NULL;
    role = here ? here : role;
  }
  return role;
}

/**
 * rf_role_dup_subtitle:
 * @trace: a trace
 * @lines: its lifelines
 * @column: one of them
 *
 * Returns: (transfer full) (nullable): what stands below its name in every way of showing it: its
 *   role in the transfers, or what it is besides a phone, and that it is that of several; %NULL
 *   for nothing
 */
char *
rf_role_dup_subtitle (RfTrace       *trace,
                      RfLifelineMap *lines,
                      guint          column)
{
  const char *role;
  guint count;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (lines != NULL, NULL);

  role = find_role (trace, lines, column);
  count = rf_lifeline_map_count (lines, column);

  if (!role)
    role = rf_lifeline_map_get_kind (lines, column);
  if (count > 1) {
    g_autofree char *merged = g_strdup_printf (rf_say ("%u merged"), count);

    return g_strconcat (role ? role : "", role ? ", " : "", merged, NULL);
  }
  return g_strdup (role);
}
