/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-lifeline-map"

#include "config.h"

#include "rf-lifeline-map.h"

#include "rf-label.h"
#include "rf-say.h"
#include "rf-str.h"

#define MAX_LABEL_CHARS 32

/* A column in the making, or as it stands. */
typedef struct {
  int   party;    /* whose name it has */
  guint count;    /* parties in it */
  int   second;   /* another of them, or -1 */
  int   place;    /* that was asked for; G_MAXINT where none was */
  guint group;    /* its number before it was put in order */
  gboolean is_led; /* @party is the one that the others joined */
} Column;

struct _RfLifelineMap {
  RfTrace     *trace;
  RfLifelines *lifelines; /* NULL where nobody can wish for anything */
  GArray      *columns;   /* of Column; empty while they are the parties of the trace */
  GArray      *of_party;  /* int a party */
  gboolean     is_plain;
};

/**
 * rf_lifeline_map_new:
 * @trace: the trace; must outlive the map
 * @lifelines: (nullable): how the lifelines are wanted
 *
 * Returns: (transfer full): where its parties stand
 */
RfLifelineMap *
rf_lifeline_map_new (RfTrace     *trace,
                     RfLifelines *lifelines)
{
  RfLifelineMap *self;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (lifelines == NULL || RF_IS_LIFELINES (lifelines), NULL);

  self = g_new0 (RfLifelineMap, 1);
  self->trace = trace;
  self->lifelines = lifelines ? g_object_ref (lifelines) : NULL;
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  self->of_party = g_array_new (FALSE, FALSE, sizeof (int));
  self->is_plain = TRUE;
  rf_lifeline_map_update (self);
  return self;
}

/**
 * rf_lifeline_map_free:
 * @self: a map
 */
void
rf_lifeline_map_free (RfLifelineMap *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->lifelines);
  g_array_unref (self->columns);
  g_array_unref (self->of_party);
  g_free (self);
}

/**
 * rf_lifeline_map_set_lifelines:
 * @self: a map
 * @lifelines: (nullable): how the lifelines are wanted; holds from the next update on
 */
void
rf_lifeline_map_set_lifelines (RfLifelineMap *self,
                               RfLifelines   *lifelines)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->lifelines, lifelines);
}

static const char *
get_id (RfLifelineMap *self,
        guint          party)
{
  return rf_trace_get_party (self->trace, party)->id;
}

static void
join (Column  *column,
      guint    party,
      gboolean leads)
{
  column->count++;
  if (leads && !column->is_led) {
    column->second = column->party;
    column->party = (int) party;
    column->is_led = TRUE;
  } else if (column->second < 0) {
    column->second = (int) party;
  }
}

static Column
create_column (RfLifelineMap *self,
               guint          party,
               const char    *leader,
               guint          group)
{
  int place = rf_lifelines_get_place (self->lifelines, leader);

  return (Column) {
    .party = (int) party,
    .count = 1,
    .second = -1,
    .place = place < 0 ? G_MAXINT : place,
    .group = group,
    .is_led = g_str_equal (get_id (self, party), leader),
  };
}

/* In @of_party then stands the group of each, in @columns the groups as they came. */
static void
group_parties (RfLifelineMap *self,
               GArray        *of_party,
               guint          n_parties)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (rf_str_hash_text, g_str_equal);

  g_array_set_size (self->columns, 0);
  for (guint i = 0; i < n_parties; i++) {
    const char *leader = rf_lifelines_get_leader (self->lifelines, get_id (self, i));
    guint known = GPOINTER_TO_UINT (g_hash_table_lookup (groups, leader));
    int group = known > 0 ? (int) known - 1 : (int) self->columns->len;

    if (known > 0) {
      join (&g_array_index (self->columns, Column, group), i,
            g_str_equal (get_id (self, i), leader));
    } else {
      Column column = create_column (self, i, leader, (guint) group);

      g_hash_table_insert (groups, (gpointer) leader, GUINT_TO_POINTER (group + 1));
      g_array_append_val (self->columns, column);
    }
    g_array_index (of_party, int, i) = group;
  }
}

static int
compare_columns (gconstpointer a,
                 gconstpointer b)
{
  const Column *one = a, *other = b;

  if (one->place != other->place)
    return one->place < other->place ? -1 : 1;
  return one->party < other->party ? -1 : one->party > other->party;
}

static void
number_columns (RfLifelineMap *self,
                GArray        *of_party)
{
  g_autofree int *of_group = g_new (int, self->columns->len + 1);

  g_array_sort (self->columns, compare_columns);
  for (guint i = 0; i < self->columns->len; i++)
    of_group[g_array_index (self->columns, Column, i).group] = (int) i;
  for (guint i = 0; i < of_party->len; i++)
    g_array_index (of_party, int, i) = of_group[g_array_index (of_party, int, i)];
}

static gboolean
begins_with (GArray *longer,
             GArray *shorter)
{
  if (longer->len < shorter->len)
    return FALSE;
  for (guint i = 0; i < shorter->len; i++)
    if (g_array_index (longer, int, i) != g_array_index (shorter, int, i))
      return FALSE;
  return TRUE;
}

/* Each in its own column, as it comes. */
static gboolean
become_plain (RfLifelineMap *self)
{
  gboolean moved = !self->is_plain;

  self->is_plain = TRUE;
  g_array_set_size (self->columns, 0);
  g_array_set_size (self->of_party, 0);
  return moved;
}

/**
 * rf_lifeline_map_update:
 * @self: a map
 *
 * Takes note of parties that are new, and of what is wanted otherwise.
 *
 * Returns: whether a party may stand in another column than before
 */
gboolean
rf_lifeline_map_update (RfLifelineMap *self)
{
  g_autoptr (GArray) of_party = NULL;
  guint n_parties;
  gboolean moved;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->lifelines || rf_lifelines_is_plain (self->lifelines))
    return become_plain (self);
  n_parties = rf_trace_get_n_parties (self->trace);
  of_party = g_array_sized_new (FALSE, FALSE, sizeof (int), n_parties);
  g_array_set_size (of_party, n_parties);
  group_parties (self, of_party, n_parties);
  number_columns (self, of_party);
  moved = self->is_plain || !begins_with (of_party, self->of_party);
  self->is_plain = FALSE;
  g_array_unref (self->of_party);
  self->of_party = g_steal_pointer (&of_party);
  return moved;
}

/**
 * rf_lifeline_map_get_n:
 * @self: a map
 *
 * Returns: how many columns there are
 */
guint
rf_lifeline_map_get_n (RfLifelineMap *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->is_plain ? rf_trace_get_n_parties (self->trace) : self->columns->len;
}

/**
 * rf_lifeline_map_find:
 * @self: a map
 * @party: index of a party
 *
 * Returns: its column, or -1
 */
int
rf_lifeline_map_find (RfLifelineMap *self,
                      int            party)
{
  if (self->is_plain)
    return party;
  return party >= 0 && (guint) party < self->of_party->len
         ? g_array_index (self->of_party, int, party) : -1;
}

/**
 * rf_lifeline_map_get_party:
 * @self: a map
 * @column: a column
 *
 * Returns: index of the party that it is named by, of the first where there are several, or -1
 */
int
rf_lifeline_map_get_party (RfLifelineMap *self,
                           guint          column)
{
  g_return_val_if_fail (self != NULL, -1);

  if (column >= rf_lifeline_map_get_n (self))
    return -1;
  return self->is_plain ? (int) column : g_array_index (self->columns, Column, column).party;
}

/**
 * rf_lifeline_map_count:
 * @self: a map
 * @column: a column
 *
 * Returns: how many parties stand in it
 */
guint
rf_lifeline_map_count (RfLifelineMap *self,
                       guint          column)
{
  g_return_val_if_fail (self != NULL, 0);

  if (column >= rf_lifeline_map_get_n (self))
    return 0;
  return self->is_plain ? 1 : g_array_index (self->columns, Column, column).count;
}

/**
 * rf_lifeline_map_get_name:
 * @self: a map
 * @party: index of a party
 *
 * Returns: (transfer none) (nullable): what a person has called it
 */
const char *
rf_lifeline_map_get_name (RfLifelineMap *self,
                          int            party)
{
  if (!self->lifelines || party < 0 || (guint) party >= rf_trace_get_n_parties (self->trace))
    return NULL;
  return rf_lifelines_get_name (self->lifelines, get_id (self, (guint) party));
}

/**
 * rf_lifeline_map_dup_party:
 * @self: a map
 * @party: index of a party
 *
 * Returns: (transfer full): its own name, safe to draw, whoever else stands in its column
 */
char *
rf_lifeline_map_dup_party (RfLifelineMap *self,
                           int            party)
{
  const char *label = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (party >= 0 && (guint) party < rf_trace_get_n_parties (self->trace)) {
    label = rf_lifeline_map_get_name (self, party);
    label = label ? label : rf_trace_get_party (self->trace, (guint) party)->label;
  }
  label = label && *label ? label : "?";
  return rf_label_dup_clean (label, -1, MAX_LABEL_CHARS, rf_label_get_cut (label));
}

/**
 * rf_lifeline_map_get_kind:
 * @self: a map
 * @column: a column
 *
 * Returns: (transfer none) (nullable): what it is besides somebody's phone, and how that is known:
 *   "proxy", or "B2BUA, inferred"
 */
const char *
rf_lifeline_map_get_kind (RfLifelineMap *self,
                          guint          column)
{
  int party = rf_lifeline_map_get_party (self, column);

  if (party < 0 || rf_lifeline_map_count (self, column) > 1)
    return NULL;
  switch (rf_trace_get_party (self->trace, (guint) party)->kind) {
  case RF_PARTY_PROXY:
    return rf_say ("proxy");
  case RF_PARTY_B2BUA:
    return rf_say ("B2BUA, inferred");
  case RF_PARTY_PHONE:
  default:
    return NULL;
  }
}

/**
 * rf_lifeline_map_dup_label:
 * @self: a map
 * @column: a column
 *
 * Returns: (transfer full): what heads it, safe to draw: a name, "Kevin + Mike", or "Kevin + 2
 *   more"
 */
char *
rf_lifeline_map_dup_label (RfLifelineMap *self,
                           int            column)
{
  const Column *it;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *both = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (column < 0 || (guint) column >= rf_lifeline_map_get_n (self))
    return g_strdup ("?");
  if (self->is_plain)
    return rf_lifeline_map_dup_party (self, column);

  it = &g_array_index (self->columns, Column, column);
  first = rf_lifeline_map_dup_party (self, it->party);
  if (it->count == 1 || rf_lifeline_map_get_name (self, it->party))
    return g_steal_pointer (&first);
  if (it->count > 2)
    return g_strdup_printf (rf_say ("%s + %u more"), first, it->count - 1);
  second = rf_lifeline_map_dup_party (self, it->second);
  both = g_strdup_printf ("%s + %s", first, second);
  return rf_label_dup_clean (both, -1, MAX_LABEL_CHARS, RF_LABEL_CUT_MIDDLE);
}
