/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-scenario"

#include "rf-scenario.h"

#include <string.h>

#include "rf-paths.h"
#include "rf-scenario-reader.h"

/* The scenario that is shown when none is named. */
#define FIRST_NAME "blind"
#define SUFFIX     ".ini"

struct _RfScenario {
  GObject         parent_instance;

  char           *name;
  RfScenarioData *data;
};

G_DEFINE_FINAL_TYPE (RfScenario, rf_scenario, G_TYPE_OBJECT)
G_DEFINE_QUARK (rf-scenario-error-quark, rf_scenario_error)

static char *
dup_folder (void)
{
  g_autofree char *data_dir = rf_paths_dup_data_dir ();

  return g_build_filename (data_dir, "scenarios", NULL);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *one = *(const char *const *) a;
  const char *other = *(const char *const *) b;
  gboolean one_first = g_str_equal (one, FIRST_NAME);
  gboolean other_first = g_str_equal (other, FIRST_NAME);

  if (one_first != other_first)
    return one_first ? -1 : 1;
  return strcmp (one, other);
}

static RfScenario *
load_file (const char *path, const char *name, GError **error)
{
  g_autoptr (RfScenarioData) data = rf_scenario_data_read (path, error);
  RfScenario *self;

  if (!data)
    return NULL;
  self = g_object_new (RF_TYPE_SCENARIO, NULL);
  self->name = g_strdup (name);
  self->data = g_steal_pointer (&data);
  return self;
}

static RfScenario *
load_path (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, SUFFIX))
    name[strlen (name) - strlen (SUFFIX)] = '\0';
  return load_file (path, name, error);
}

static void
rf_scenario_finalize (GObject *object)
{
  RfScenario *self = RF_SCENARIO (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->data, rf_scenario_data_free);

  G_OBJECT_CLASS (rf_scenario_parent_class)->finalize (object);
}

static void
rf_scenario_class_init (RfScenarioClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rf_scenario_finalize;
}

static void
rf_scenario_init (RfScenario *self)
{
}

/**
 * rf_scenario_list:
 *
 * Names the scenarios that are installed, or, when the program runs from a build folder, those in
 * it.
 *
 * Returns: (transfer full) (array zero-terminated=1): names, sorted, "blind" first
 */
char **
rf_scenario_list (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *folder = dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir && (file = g_dir_read_name (dir)))
    if (g_str_has_suffix (file, SUFFIX))
      g_ptr_array_add (names, g_strndup (file, strlen (file) - strlen (SUFFIX)));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * rf_scenario_load:
 * @name: one of rf_scenario_list(), or a path: a name with a path separator in it or with .ini at
 *   its end
 * @error: return location for an error of #RF_SCENARIO_ERROR
 *
 * Reads a scenario.
 *
 * Returns: (transfer full): the scenario, or %NULL with @error set
 */
RfScenario *
rf_scenario_load (const char *name, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (strchr (name, G_DIR_SEPARATOR) || g_str_has_suffix (name, SUFFIX))
    return load_path (name, error);
  folder = dup_folder ();
  file = g_strconcat (name, SUFFIX, NULL);
  path = g_build_filename (folder, file, NULL);
  if (*name == '\0' || !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_auto (GStrv) names = rf_scenario_list ();
    g_autofree char *list = g_strjoinv (", ", names);

    g_set_error (error, RF_SCENARIO_ERROR, RF_SCENARIO_ERROR_NOT_FOUND,
                 "There is no scenario “%s” in %s. There are: %s.", name, folder,
                 *list ? list : "none");
    return NULL;
  }
  return load_file (path, name, error);
}

/**
 * rf_scenario_get_name:
 * @self: a scenario
 *
 * Returns: (transfer none): its name: that of the file without .ini
 */
const char *
rf_scenario_get_name (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);

  return self->name;
}

/**
 * rf_scenario_get_title:
 * @self: a scenario
 *
 * Returns: (transfer none): its title, untranslated
 */
const char *
rf_scenario_get_title (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);

  return self->data->title;
}

/**
 * rf_scenario_get_summary:
 * @self: a scenario
 *
 * Returns: (transfer none): what happens in it, in a sentence, untranslated; the title where the
 *   file has none
 */
const char *
rf_scenario_get_summary (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);

  return self->data->summary;
}

/**
 * rf_scenario_get_n_parties:
 * @self: a scenario
 *
 * Returns: how many take part
 */
guint
rf_scenario_get_n_parties (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), 0);

  return self->data->parties->len;
}

/**
 * rf_scenario_get_party:
 * @self: a scenario
 * @index: from 0, in the order of the file
 *
 * Returns: (transfer none): one who takes part
 */
const RfScenarioParty *
rf_scenario_get_party (RfScenario *self, guint index)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);
  g_return_val_if_fail (index < self->data->parties->len, NULL);

  return &g_array_index (self->data->parties, RfScenarioParty, index);
}

/**
 * rf_scenario_find_party:
 * @self: a scenario
 * @id: a party's id
 *
 * Returns: its index, or -1 where nobody has that id
 */
int
rf_scenario_find_party (RfScenario *self, const char *id)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), -1);
  g_return_val_if_fail (id != NULL, -1);

  for (guint i = 0; i < self->data->parties->len; i++)
    if (g_str_equal (rf_scenario_get_party (self, i)->id, id))
      return (int) i;
  return -1;
}

/**
 * rf_scenario_get_n_steps:
 * @self: a scenario
 *
 * Returns: how many steps there are
 */
guint
rf_scenario_get_n_steps (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), 0);

  return self->data->steps->len;
}

/**
 * rf_scenario_get_step:
 * @self: a scenario
 * @index: from 0
 *
 * Returns: (transfer none): a step
 */
const RfScenarioStep *
rf_scenario_get_step (RfScenario *self, guint index)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);
  g_return_val_if_fail (index < self->data->steps->len, NULL);

  return &g_array_index (self->data->steps, RfScenarioStep, index);
}

/**
 * rf_scenario_get_expected_outcome:
 * @self: a scenario
 *
 * Returns: (transfer none): the outcome that its transfer must have, as in the JSON
 */
const char *
rf_scenario_get_expected_outcome (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);

  return self->data->outcome;
}

/**
 * rf_scenario_get_expected_status:
 * @self: a scenario
 *
 * Returns: the status that its transfer must end with (that of the REFER where the outcome is
 *   "refused"), or 0 for any
 */
guint
rf_scenario_get_expected_status (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), 0);

  return self->data->status;
}

/**
 * rf_scenario_get_expected_kind:
 * @self: a scenario
 *
 * Returns: (transfer none) (nullable): the kind that its transfer must be of, as in the JSON, or
 *   %NULL for any
 */
const char *
rf_scenario_get_expected_kind (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);

  return self->data->kind;
}

/**
 * rf_scenario_get_expected_releaser:
 * @self: a scenario
 *
 * Returns: (transfer none) (nullable): the role of the one who must release the original call, as
 *   in the JSON, or %NULL for any
 */
const char *
rf_scenario_get_expected_releaser (RfScenario *self)
{
  g_return_val_if_fail (RF_IS_SCENARIO (self), NULL);

  return self->data->released_by;
}
