/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referee-scenario-reader"

#include "rf-scenario-reader.h"

#include <string.h>

/* A play that a person can follow is far below these; they only bound what a file can ask for. */
#define MAX_PARTIES     8
#define MAX_STEPS       1000
#define MAX_PAUSE_MS    60000
#define MAX_WITHIN_S    600
#define DEFAULT_WITHIN_S 10

/* What one reading needs; lives on the stack. */
typedef struct {
  const char     *path;
  GKeyFile       *file;
  RfScenarioData *data;
} Reader;

static const char *const scenario_keys[] = {
  "title", "summary", "outcome", "status", "kind", "released-by", NULL
};
static const char *const party_keys[] = {
  "label", "role", "tone", "consent", "ring-timeout", "release-after", "faults", NULL
};
static const char *const step_keys[] = {
  "party", "do", "with", "call", "pause", "within", "say", NULL
};

static const char *const outcomes[] = {
  "succeeded", "failed", "refused", "pending", "unknown", "abandoned", NULL
};
static const char *const kinds[] = { "blind", "attended", "semi-attended", NULL };
static const char *const releasers[] = { "transferor", "transferee", "target", "none", NULL };
static const char *const roles[] = { "transferee", "transferor", "target", NULL };
static const char *const faults[RF_SCENARIO_N_FAULTS + 1] = {
  "no-notify", "no-release", "no-replaces", "wrong-replaces", NULL
};
static const char *const consents[] = { "always", "never", "ask", NULL };
static const char *const conditions[] = {
  "ringing", "ringing-there", "established", "asked", "transfer-over", "ended", "idle", NULL
};
/* In the order of RfStepAction. */
static const char *const actions[] = {
  "dial", "answer", "reject", "transfer", "transfer-to", "cancel-transfer", "accept", "decline",
  "hang-up", "hold", "resume", "talk", "wait", NULL
};

static gboolean
complain (Reader     *reader,
          const char *group,
          const char *key,
          GError    **error,
          const char *format,
          ...) G_GNUC_PRINTF (5, 6);

/* The one place where the sentence about a bad file is made: file, group, key, and what was
 * expected. */
static gboolean
complain (Reader     *reader,
          const char *group,
          const char *key,
          GError    **error,
          const char *format,
          ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, RF_SCENARIO_ERROR, RF_SCENARIO_ERROR_SYNTAX, "%s: [%s]%s%s: %s",
               reader->path, group, key ? " " : "", key ? key : "", what);
  return FALSE;
}

static const char *
keep (Reader *reader, const char *text)
{
  return g_string_chunk_insert_const (reader->data->strings, text);
}

/* @value stays NULL where an optional key is missing. */
static gboolean
read_text (Reader      *reader,
           const char  *group,
           const char  *key,
           const char  *expected,
           const char **value,
           GError     **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree char *text = g_key_file_get_string (reader->file, group, key, &why);

  if (text) {
    g_strstrip (text);
    if (*text == '\0')
      return complain (reader, group, key, error, "it is empty; expected %s",
                       expected ? expected : "a text");
    *value = keep (reader, text);
    return TRUE;
  }
  if (!g_error_matches (why, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND))
    return complain (reader, group, key, error, "it cannot be read: %s", why->message);
  if (expected)
    return complain (reader, group, key, error, "it is missing; expected %s", expected);
  return TRUE;
}

/* @value stays as it is where an optional key is missing. */
static gboolean
read_choice (Reader            *reader,
             const char        *group,
             const char        *key,
             const char *const *choices,
             gboolean           needed,
             const char       **value,
             GError           **error)
{
  g_autofree char *list = g_strjoinv (", ", (char **) choices);
  g_autofree char *expected = g_strdup_printf ("one of %s", list);
  const char *text = NULL;

  if (!read_text (reader, group, key, needed ? expected : NULL, &text, error))
    return FALSE;
  if (text && !g_strv_contains (choices, text))
    return complain (reader, group, key, error, "expected %s, found “%s”", expected, text);
  if (text)
    *value = text;
  return TRUE;
}

static gboolean
read_number (Reader     *reader,
             const char *group,
             const char *key,
             guint       min,
             guint       max,
             guint      *value,
             GError    **error)
{
  const char *text = NULL;
  guint64 number;

  if (!read_text (reader, group, key, NULL, &text, error))
    return FALSE;
  if (!text)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, min, max, &number, NULL))
    return complain (reader, group, key, error, "expected a number from %u to %u, found “%s”",
                     min, max, text);
  *value = (guint) number;
  return TRUE;
}

/* A misspelt key would otherwise be a silent default. */
static gboolean
check_keys (Reader            *reader,
            const char        *group,
            const char *const *known,
            GError           **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, group, NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++)
    if (!g_strv_contains (known, keys[i])) {
      g_autofree char *list = g_strjoinv (", ", (char **) known);

      return complain (reader, group, keys[i], error, "there is no such key; expected one of %s",
                       list);
    }
  return TRUE;
}

static gboolean
read_head (Reader *reader, GError **error)
{
  RfScenarioData *data = reader->data;

  if (!g_key_file_has_group (reader->file, "scenario"))
    return complain (reader, "scenario", NULL, error,
                     "the group is missing; expected title and outcome");
  if (!check_keys (reader, "scenario", scenario_keys, error)
      || !read_text (reader, "scenario", "title", "a short title", &data->title, error)
      || !read_text (reader, "scenario", "summary", NULL, &data->summary, error)
      || !read_choice (reader, "scenario", "outcome", outcomes, TRUE, &data->outcome, error)
      || !read_number (reader, "scenario", "status", 100, 699, &data->status, error)
      || !read_choice (reader, "scenario", "kind", kinds, FALSE, &data->kind, error)
      || !read_choice (reader, "scenario", "released-by", releasers, FALSE, &data->released_by,
                       error))
    return FALSE;
  if (!data->summary)
    data->summary = data->title;
  return TRUE;
}

/* The id becomes the user part of a SIP URI and the name of a folder. */
static gboolean
is_id (const char *id)
{
  gsize length = strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return length > 0 && length <= 32 && id[length] == '\0';
}

static gboolean
has_party (Reader *reader, const char *id)
{
  GArray *parties = reader->data->parties;

  for (guint i = 0; i < parties->len; i++)
    if (g_str_equal (g_array_index (parties, RfScenarioParty, i).id, id))
      return TRUE;
  return FALSE;
}

/* Several are parted by semicolons. */
static gboolean
read_faults (Reader *reader, const char *group, RfScenarioParty *party, GError **error)
{
  g_autofree char *list = g_strjoinv (", ", (char **) faults);
  g_auto (GStrv) names = NULL;
  const char *text = NULL;
  guint n = 0;

  if (!read_text (reader, group, "faults", NULL, &text, error))
    return FALSE;
  names = g_strsplit (text ? text : "", ";", -1);
  for (guint i = 0; names[i]; i++)
    if (!g_strv_contains (faults, g_strstrip (names[i])))
      return complain (reader, group, "faults", error,
                       "expected some of %s, parted by semicolons, found “%s”", list, text);
  for (guint i = 0; faults[i]; i++)
    if (g_strv_contains ((const char *const *) names, faults[i]))
      party->faults[n++] = faults[i];
  return TRUE;
}

static gboolean
read_party (Reader *reader, const char *group, GError **error)
{
  const char *id = group + strlen ("party ");
  RfScenarioParty party = { .consent = "ask", .tone_hz = 440 };
  guint ring_timeout = G_MAXUINT;
  guint release_after = G_MAXUINT;

  if (!is_id (id))
    return complain (reader, group, NULL, error,
                     "expected a name of at most 32 small letters, digits and hyphens");
  if (reader->data->parties->len == MAX_PARTIES)
    return complain (reader, group, NULL, error, "expected at most %d parties", MAX_PARTIES);
  if (!check_keys (reader, group, party_keys, error)
      || !read_text (reader, group, "label", "a name for people", &party.label, error)
      || !read_choice (reader, group, "role", roles, TRUE, &party.role, error)
      || !read_choice (reader, group, "consent", consents, FALSE, &party.consent, error)
      || !read_number (reader, group, "tone", 50, 3400, &party.tone_hz, error)
      || !read_number (reader, group, "ring-timeout", 0, 3600, &ring_timeout, error)
      || !read_number (reader, group, "release-after", 0, 3600, &release_after, error)
      || !read_faults (reader, group, &party, error))
    return FALSE;
  party.id = keep (reader, id);
  party.ring_timeout = ring_timeout == G_MAXUINT ? -1 : (int) ring_timeout;
  party.release_after = release_after == G_MAXUINT ? -1 : (int) release_after;
  g_array_append_val (reader->data->parties, party);
  return TRUE;
}

/* Every "{id}" in a URI must be a party. */
static gboolean
check_places (Reader *reader, const char *group, const char *uri, GError **error)
{
  const char *open = strchr (uri, '{');

  for (; open; open = strchr (open + 1, '{')) {
    const char *close = strchr (open, '}');
    g_autofree char *id = close ? g_strndup (open + 1, close - open - 1) : NULL;

    if (!id || !has_party (reader, id))
      return complain (reader, group, "with", error,
                       "expected the name of a party between { and }, found “%s”", uri);
  }
  return TRUE;
}

static gboolean
check_target (Reader *reader, const char *group, const char *target, GError **error)
{
  if (!target)
    return complain (reader, group, "with", error,
                     "it is missing; expected the name of a party or a SIP URI");
  if (has_party (reader, target))
    return TRUE;
  if (!g_str_has_prefix (target, "sip:") && !g_str_has_prefix (target, "sips:"))
    return complain (reader, group, "with", error,
                     "expected the name of a party or a SIP URI, found “%s”", target);
  return check_places (reader, group, target, error);
}

static gboolean
check_party (Reader *reader, const char *group, const char *key, const char *id, GError **error)
{
  if (!id)
    return complain (reader, group, key, error, "it is missing; expected the name of a party");
  if (!has_party (reader, id))
    return complain (reader, group, key, error, "expected the name of a party, found “%s”", id);
  return TRUE;
}

static gboolean
check_argument (Reader         *reader,
                const char     *group,
                RfScenarioStep *step,
                GError        **error)
{
  guint code = 0;

  switch (step->action) {
  case RF_STEP_DIAL:
  case RF_STEP_TRANSFER:
    return check_target (reader, group, step->argument, error);
  case RF_STEP_TRANSFER_TO:
    return check_party (reader, group, "with", step->argument, error);
  case RF_STEP_REJECT:
    if (!step->argument)
      return complain (reader, group, "with", error,
                       "it is missing; expected a status code from 400 to 699");
    return read_number (reader, group, "with", 400, 699, &code, error);
  case RF_STEP_WAIT:
    return read_choice (reader, group, "with", conditions, TRUE, &step->argument, error);
  case RF_STEP_ANSWER:
  case RF_STEP_CANCEL_TRANSFER:
  case RF_STEP_ACCEPT:
  case RF_STEP_DECLINE:
  case RF_STEP_HANG_UP:
  case RF_STEP_HOLD:
  case RF_STEP_RESUME:
  case RF_STEP_TALK:
    if (step->argument)
      return complain (reader, group, "with", error, "“%s” takes none, found “%s”",
                       actions[step->action], step->argument);
    break;
  }
  return TRUE;
}

static gboolean
read_step (Reader *reader, const char *group, GError **error)
{
  RfScenarioStep step = { 0 };
  const char *action = NULL;
  guint within = DEFAULT_WITHIN_S;

  if (!g_key_file_has_group (reader->file, group))
    return complain (reader, group, NULL, error, "it is missing; steps count from 1 without a gap");
  if (!check_keys (reader, group, step_keys, error)
      || !read_text (reader, group, "party", "the name of a party", &step.party, error)
      || !read_choice (reader, group, "do", actions, TRUE, &action, error)
      || !read_text (reader, group, "with", NULL, &step.argument, error)
      || !read_text (reader, group, "call", NULL, &step.call, error)
      || !read_number (reader, group, "pause", 0, MAX_PAUSE_MS, &step.pause_ms, error)
      || !read_number (reader, group, "within", 1, MAX_WITHIN_S, &within, error)
      || !read_text (reader, group, "say", NULL, &step.say, error))
    return FALSE;
  if (!check_party (reader, group, "party", step.party, error)
      || (step.call && !check_party (reader, group, "call", step.call, error)))
    return FALSE;
  while (!g_str_equal (actions[step.action], action))
    step.action++;
  step.within_ms = within * 1000;
  if (!check_argument (reader, group, &step, error))
    return FALSE;
  g_array_append_val (reader->data->steps, step);
  return TRUE;
}

/* Parties as they come; counts the steps, whose numbers say their order. */
static gboolean
read_groups (Reader *reader, guint *n_steps, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->file, NULL);

  for (guint i = 0; groups[i]; i++) {
    if (g_str_has_prefix (groups[i], "party ")) {
      if (!read_party (reader, groups[i], error))
        return FALSE;
    } else if (g_str_has_prefix (groups[i], "step ")) {
      (*n_steps)++;
    } else if (!g_str_equal (groups[i], "scenario")) {
      return complain (reader, groups[i], NULL, error,
                       "there is no such group; expected scenario, party NAME or step NUMBER");
    }
  }
  if (reader->data->parties->len < 2)
    return complain (reader, "party NAME", NULL, error, "expected at least two parties");
  if (*n_steps < 1 || *n_steps > MAX_STEPS)
    return complain (reader, "step NUMBER", NULL, error, "expected 1 to %d steps", MAX_STEPS);
  return TRUE;
}

static gboolean
read_everything (Reader *reader, GError **error)
{
  guint n_steps = 0;

  if (!read_head (reader, error) || !read_groups (reader, &n_steps, error))
    return FALSE;
  for (guint i = 1; i <= n_steps; i++) {
    g_autofree char *group = g_strdup_printf ("step %u", i);

    if (!read_step (reader, group, error))
      return FALSE;
  }
  return TRUE;
}

static void
set_load_error (GError **error, const char *path, const GError *why)
{
  int code = g_error_matches (why, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? RF_SCENARIO_ERROR_NOT_FOUND
                                                                     : RF_SCENARIO_ERROR_SYNTAX;

  g_set_error (error, RF_SCENARIO_ERROR, code, "%s cannot be read as a scenario: %s", path,
               why->message);
}

/**
 * rf_scenario_data_read:
 * @path: an .ini file
 * @error: return location for an error of #RF_SCENARIO_ERROR
 *
 * Reads and checks a scenario file. Every problem is an error that names the file, the group, the
 * key, and what was expected there.
 *
 * Returns: (transfer full): what it says, or %NULL with @error set
 */
RfScenarioData *
rf_scenario_data_read (const char *path, GError **error)
{
  g_autoptr (RfScenarioData) data = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) why = NULL;
  Reader reader = { 0 };

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &why)) {
    set_load_error (error, path, why);
    return NULL;
  }
  data = g_new0 (RfScenarioData, 1);
  data->strings = g_string_chunk_new (1024);
  data->parties = g_array_new (FALSE, FALSE, sizeof (RfScenarioParty));
  data->steps = g_array_new (FALSE, FALSE, sizeof (RfScenarioStep));

  reader = (Reader) { .path = path, .file = file, .data = data };
  if (!read_everything (&reader, error))
    return NULL;
  return g_steal_pointer (&data);
}

/**
 * rf_scenario_data_free:
 * @self: (transfer full): what was read
 *
 * Frees @self with all that it points to.
 */
void
rf_scenario_data_free (RfScenarioData *self)
{
  g_return_if_fail (self != NULL);

  g_string_chunk_free (self->strings);
  g_array_unref (self->parties);
  g_array_unref (self->steps);
  g_free (self);
}
