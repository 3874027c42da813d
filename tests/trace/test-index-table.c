/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-index-table.h"
#include "rf-pool.h"

static void
assert_entries (const RfIndexTable *table,
                guint32             hash,
                const guint32      *expected,
                guint               n_expected)
{
  guint32 at = hash;
  guint32 index = 0;

  for (guint i = 0; i < n_expected; i++) {
    g_assert_true (rf_index_table_next (table, hash, &at, &index));
    g_assert_cmpuint (index, ==, expected[i]);
  }
  g_assert_false (rf_index_table_next (table, hash, &at, &index));
}

static void
test_empty (void)
{
  RfIndexTable table;

  rf_index_table_init (&table);
  assert_entries (&table, 0, NULL, 0);
  assert_entries (&table, G_MAXUINT32, NULL, 0);
  rf_index_table_clear (&table);
}

/* Each entry is found again by its own hash, and only by that, at every size of the table. */
static void
test_many (void)
{
  RfIndexTable table;

  rf_index_table_init (&table);
  for (guint32 i = 0; i < 5000; i++) {
    rf_index_table_add (&table, i * 2654435761u, i);
    for (guint32 j = i & 15; j <= i; j += 97)
      assert_entries (&table, j * 2654435761u, &j, 1);
  }
  assert_entries (&table, 1, NULL, 0);
  rf_index_table_clear (&table);
}

/* What has the same hash comes in the order in which it was added, also where it goes past the end
 * of the table and where the table grows. */
static void
test_same_hash (void)
{
  const guint32 hashes[] = { 0, 7, 15, G_MAXUINT32 };
  guint32 expected[100];
  RfIndexTable table;

  for (guint h = 0; h < G_N_ELEMENTS (hashes); h++) {
    rf_index_table_init (&table);
    for (guint32 i = 0; i < G_N_ELEMENTS (expected); i++) {
      expected[i] = i * 3;
      rf_index_table_add (&table, hashes[h] - 1, 9);
      rf_index_table_add (&table, hashes[h], expected[i]);
      assert_entries (&table, hashes[h], expected, i + 1);
    }
    rf_index_table_clear (&table);
  }
}

/* What takes the place of an entry is found where that was. */
static void
test_replace (void)
{
  const guint32 others[] = { 1, 77, 3 };
  const guint32 hash = G_MAXUINT32;
  RfIndexTable table;

  rf_index_table_init (&table);
  for (guint32 i = 1; i <= 3; i++)
    rf_index_table_add (&table, hash, i);
  rf_index_table_add (&table, 0, 2);
  rf_index_table_replace (&table, hash, 2, 77);
  assert_entries (&table, hash, others, 3);
  assert_entries (&table, 0, (const guint32[]) { 2 }, 1);
  rf_index_table_clear (&table);
}

/* Records are zeros, do not move, and do not overlap. */
static void
test_pool (void)
{
  g_autoptr (RfArena) arena = rf_arena_new ();
  guint64 *records[RF_POOL_CHUNK * 3 + 1];
  RfPool pool;

  rf_pool_init (&pool, arena, 3 * sizeof (guint64));
  for (guint i = 0; i < G_N_ELEMENTS (records); i++) {
    g_assert_cmpuint (pool.n_records, ==, i);
    records[i] = rf_pool_add (&pool);
    for (guint j = 0; j < 3; j++) {
      g_assert_cmpuint (records[i][j], ==, 0);
      records[i][j] = i * 3 + j + 1;
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (records); i++) {
    g_assert_true (rf_pool_get (&pool, i) == records[i]);
    for (guint j = 0; j < 3; j++)
      g_assert_cmpuint (records[i][j], ==, i * 3 + j + 1);
  }
  rf_pool_clear (&pool);
}

/* Texts lie end to end, records between them where they have to. */
static void
test_arena (void)
{
  g_autoptr (RfArena) arena = rf_arena_new ();
  g_autofree char *long_text = g_strnfill (100000, 'x');

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *text = g_strnfill (i % 50, 'a' + i % 26);
    char *copy = rf_arena_dup_c (arena, text);
    gsize *record = rf_arena_new0 (arena, gsize);

    g_assert_cmpuint (GPOINTER_TO_SIZE (record) % 16, ==, 0);
    g_assert_cmpuint (*record, ==, 0);
    *record = G_MAXSIZE;
    g_assert_cmpstr (copy, ==, text);
  }
  g_assert_cmpstr (rf_arena_dup_c (arena, long_text), ==, long_text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index-table/empty", test_empty);
  g_test_add_func ("/index-table/many", test_many);
  g_test_add_func ("/index-table/same-hash", test_same_hash);
  g_test_add_func ("/index-table/replace", test_replace);
  g_test_add_func ("/index-table/pool", test_pool);
  g_test_add_func ("/index-table/arena", test_arena);

  return g_test_run ();
}
