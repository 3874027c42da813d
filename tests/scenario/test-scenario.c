/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-scenario"

#include "rf-scenario.h"

#include <glib/gstdio.h>

#include <string.h>

/* A good file; the bad ones differ from it in a line. */
#define HEAD    "[scenario]\ntitle=T\noutcome=failed\nstatus=486\n"
#define PARTIES "[party kevin]\nlabel=Kevin\nrole=transferee\ntone=440\nconsent=always\n" \
                "[party mike]\nlabel=Mike\nrole=transferor\nring-timeout=2\n"
#define STEPS   "[step 1]\nparty=kevin\ndo=dial\nwith=mike\npause=300\nsay=Kevin calls.\n" \
                "[step 2]\nparty=mike\ndo=wait\nwith=ringing\nwithin=3\n"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("referee-scenario-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "play.ini", NULL);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static RfScenario *
load_text (Fixture *fixture, const char *text, GError **error)
{
  g_autoptr (GError) why = NULL;

  g_file_set_contents (fixture->path, text, -1, &why);
  g_assert_no_error (why);
  return rf_scenario_load (fixture->path, error);
}

static void
test_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = load_text (fixture, HEAD PARTIES STEPS, &error);
  const RfScenarioParty *party;
  const RfScenarioStep *step;

  g_assert_no_error (error);
  g_assert_cmpstr (rf_scenario_get_name (scenario), ==, "play");
  g_assert_cmpstr (rf_scenario_get_title (scenario), ==, "T");
  g_assert_cmpstr (rf_scenario_get_summary (scenario), ==, "T");
  g_assert_cmpstr (rf_scenario_get_expected_outcome (scenario), ==, "failed");
  g_assert_cmpuint (rf_scenario_get_expected_status (scenario), ==, 486);
  g_assert_null (rf_scenario_get_expected_kind (scenario));
  g_assert_null (rf_scenario_get_expected_releaser (scenario));
  g_assert_cmpuint (rf_scenario_get_n_parties (scenario), ==, 2);
  g_assert_cmpint (rf_scenario_find_party (scenario, "mike"), ==, 1);
  g_assert_cmpint (rf_scenario_find_party (scenario, "wayne"), ==, -1);

  party = rf_scenario_get_party (scenario, 0);
  g_assert_cmpstr (party->id, ==, "kevin");
  g_assert_cmpstr (party->consent, ==, "always");
  g_assert_cmpuint (party->tone_hz, ==, 440);
  g_assert_cmpint (party->ring_timeout, ==, -1);
  party = rf_scenario_get_party (scenario, 1);
  g_assert_cmpstr (party->consent, ==, "ask");
  g_assert_cmpint (party->ring_timeout, ==, 2);

  g_assert_cmpuint (rf_scenario_get_n_steps (scenario), ==, 2);
  step = rf_scenario_get_step (scenario, 0);
  g_assert_cmpint (step->action, ==, RF_STEP_DIAL);
  g_assert_cmpstr (step->argument, ==, "mike");
  g_assert_cmpuint (step->pause_ms, ==, 300);
  g_assert_cmpuint (step->within_ms, ==, 10000);
  g_assert_cmpstr (step->say, ==, "Kevin calls.");
  step = rf_scenario_get_step (scenario, 1);
  g_assert_cmpint (step->action, ==, RF_STEP_WAIT);
  g_assert_cmpuint (step->within_ms, ==, 3000);
  g_assert_null (step->say);
}

/* What only some scenarios say. */
static void
test_details (Fixture *fixture, gconstpointer data)
{
  const char *text =
    "[scenario]\ntitle=T\noutcome=succeeded\nkind=attended\nreleased-by=transferee\n"
    "[party kevin]\nlabel=Kevin\nrole=transferee\nrelease-after=0\n"
    "[party mike]\nlabel=Mike\nrole=transferor\nfaults=wrong-replaces; no-notify\n"
    "[step 1]\nparty=kevin\ndo=hang-up\ncall=mike\n"
    "[step 2]\nparty=mike\ndo=transfer-to\nwith=kevin\ncall=kevin\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = load_text (fixture, text, &error);
  const RfScenarioParty *party;
  const RfScenarioStep *step;

  g_assert_no_error (error);
  g_assert_cmpstr (rf_scenario_get_expected_kind (scenario), ==, "attended");
  g_assert_cmpstr (rf_scenario_get_expected_releaser (scenario), ==, "transferee");
  party = rf_scenario_get_party (scenario, 0);
  g_assert_cmpint (party->release_after, ==, 0);
  g_assert_null (party->faults[0]);
  party = rf_scenario_get_party (scenario, 1);
  g_assert_cmpint (party->release_after, ==, -1);
  g_assert_cmpstr (party->faults[0], ==, "no-notify");
  g_assert_cmpstr (party->faults[1], ==, "wrong-replaces");
  g_assert_null (party->faults[2]);
  step = rf_scenario_get_step (scenario, 0);
  g_assert_cmpstr (step->call, ==, "mike");
  step = rf_scenario_get_step (scenario, 1);
  g_assert_cmpint (step->action, ==, RF_STEP_TRANSFER_TO);
  g_assert_cmpstr (step->argument, ==, "kevin");
}

/**
 * BadFile:
 * @where: group and key that the message must name
 * @what: a part of what it must say beside
 */
typedef struct {
  const char *name;
  const char *text;
  const char *where;
  const char *what;
} BadFile;

static const BadFile bad_files[] = {
  { "nothing", "", "[scenario]", "title" },
  { "no-title", "[scenario]\noutcome=failed\n" PARTIES STEPS, "[scenario] title", "missing" },
  { "empty-title", "[scenario]\ntitle=\noutcome=failed\n" PARTIES STEPS,
    "[scenario] title", "empty" },
  { "no-utf8", "[scenario]\ntitle=\xff\noutcome=failed\n" PARTIES STEPS,
    "[scenario] title", "read" },
  { "outcome", "[scenario]\ntitle=T\noutcome=good\n" PARTIES STEPS, "[scenario] outcome",
    "one of succeeded, failed" },
  { "status", "[scenario]\ntitle=T\noutcome=failed\nstatus=7\n" PARTIES STEPS, "[scenario] status",
    "from 100 to 699" },
  { "kind", HEAD "kind=deaf\n" PARTIES STEPS, "[scenario] kind", "one of blind, attended" },
  { "released-by", HEAD "released-by=kevin\n" PARTIES STEPS, "[scenario] released-by",
    "one of transferor" },
  { "key", HEAD "color=red\n" PARTIES STEPS, "[scenario] color", "one of title, summary" },
  { "group", HEAD PARTIES STEPS "[actor x]\n", "[actor x]", "party NAME" },
  { "one-party", HEAD "[party kevin]\nlabel=K\nrole=target\n" STEPS,
    "[party NAME]", "two parties" },
  { "party-name", HEAD "[party a/b]\nlabel=K\nrole=target\n" PARTIES STEPS,
    "[party a/b]", "letters" },
  { "party-key", HEAD PARTIES "[party x]\nlable=X\n" STEPS, "[party x] lable", "label, role" },
  { "label", HEAD PARTIES "[party x]\nrole=target\n" STEPS, "[party x] label", "missing" },
  { "role", HEAD PARTIES "[party x]\nlabel=X\nrole=friend\n" STEPS,
    "[party x] role", "transferee" },
  { "consent", HEAD PARTIES "[party x]\nlabel=X\nrole=target\nconsent=maybe\n" STEPS,
    "[party x] consent", "always, never, ask" },
  { "tone", HEAD PARTIES "[party x]\nlabel=X\nrole=target\ntone=9\n" STEPS, "[party x] tone",
    "from 50" },
  { "release-after", HEAD PARTIES "[party x]\nlabel=X\nrole=target\nrelease-after=-1\n" STEPS,
    "[party x] release-after", "from 0" },
  { "faults", HEAD PARTIES "[party x]\nlabel=X\nrole=target\nfaults=no-notify;moody\n" STEPS,
    "[party x] faults", "found “no-notify;moody”" },
  { "no-steps", HEAD PARTIES, "[step NUMBER]", "1 to" },
  { "gap", HEAD PARTIES STEPS "[step 4]\nparty=mike\ndo=answer\n", "[step 3]", "missing" },
  { "step-key", HEAD PARTIES "[step 1]\nparty=mike\ndoes=answer\n", "[step 1] does", "party, do" },
  { "step-party", HEAD PARTIES "[step 1]\nparty=wayne\ndo=answer\n", "[step 1] party", "“wayne”" },
  { "do", HEAD PARTIES "[step 1]\nparty=mike\ndo=dance\n", "[step 1] do", "“dance”" },
  { "no-target", HEAD PARTIES "[step 1]\nparty=mike\ndo=dial\n", "[step 1] with", "SIP URI" },
  { "target", HEAD PARTIES "[step 1]\nparty=mike\ndo=transfer\nwith=wayne\n", "[step 1] with",
    "“wayne”" },
  { "place", HEAD PARTIES "[step 1]\nparty=mike\ndo=dial\nwith=sip:a@{wayne}\n", "[step 1] with",
    "between { and }" },
  { "transfer-to", HEAD PARTIES "[step 1]\nparty=mike\ndo=transfer-to\nwith=sip:a@b\n",
    "[step 1] with", "“sip:a@b”" },
  { "transfer-to-nobody", HEAD PARTIES "[step 1]\nparty=mike\ndo=transfer-to\n",
    "[step 1] with", "name of a party" },
  { "call", HEAD PARTIES "[step 1]\nparty=mike\ndo=hang-up\ncall=wayne\n", "[step 1] call",
    "“wayne”" },
  { "open-place", HEAD PARTIES "[step 1]\nparty=mike\ndo=dial\nwith=sip:a@{mike\n",
    "[step 1] with", "between { and }" },
  { "no-code", HEAD PARTIES "[step 1]\nparty=mike\ndo=reject\n", "[step 1] with", "400 to 699" },
  { "code", HEAD PARTIES "[step 1]\nparty=mike\ndo=reject\nwith=200\n", "[step 1] with",
    "400 to 699" },
  { "condition", HEAD PARTIES "[step 1]\nparty=mike\ndo=wait\nwith=rain\n", "[step 1] with",
    "ringing, ringing-there" },
  { "argument", HEAD PARTIES "[step 1]\nparty=mike\ndo=answer\nwith=kevin\n", "[step 1] with",
    "takes none" },
  { "pause", HEAD PARTIES "[step 1]\nparty=mike\ndo=answer\npause=-1\n", "[step 1] pause", "“-1”" },
  { "within", HEAD PARTIES "[step 1]\nparty=mike\ndo=answer\nwithin=0\n", "[step 1] within",
    "from 1" },
};

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  const BadFile *bad = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = load_text (fixture, bad->text, &error);

  g_assert_error (error, RF_SCENARIO_ERROR, RF_SCENARIO_ERROR_SYNTAX);
  g_assert_null (scenario);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, bad->where));
  g_assert_nonnull (strstr (error->message, bad->what));
}

static void
test_no_key_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = load_text (fixture, "no key file at all\n", &error);

  g_assert_error (error, RF_SCENARIO_ERROR, RF_SCENARIO_ERROR_SYNTAX);
  g_assert_null (scenario);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

static void
test_no_such_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = rf_scenario_load (fixture->path, &error);

  g_assert_error (error, RF_SCENARIO_ERROR, RF_SCENARIO_ERROR_NOT_FOUND);
  g_assert_null (scenario);
}

static void
test_no_such_name (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = rf_scenario_load ("no-such", &error);

  g_assert_error (error, RF_SCENARIO_ERROR, RF_SCENARIO_ERROR_NOT_FOUND);
  g_assert_null (scenario);
  g_assert_nonnull (strstr (error->message, "no-such"));
  g_assert_nonnull (strstr (error->message, "blind, attended"));
}

/* What is installed is the product's face: each has to load, and say what it is. */
static void
test_installed (void)
{
  g_auto (GStrv) names = rf_scenario_list ();
  const char *const promised[] = {
    "attended", "attended-mismatch", "attended-no-replaces", "blind", "blind-busy",
    "blind-declined", "blind-no-answer", "blind-not-found", "notify-lost", "refused-by-person",
    "refused-by-policy", "semi-attended", "target-unreachable", "transferee-gives-up",
    "transferee-releases",
  };

  g_assert_cmpstr (names[0], ==, "blind");
  for (guint i = 0; i < G_N_ELEMENTS (promised); i++)
    g_assert_true (g_strv_contains ((const char *const *) names, promised[i]));
  for (guint i = 0; names[i]; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RfScenario) scenario = rf_scenario_load (names[i], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (rf_scenario_get_name (scenario), ==, names[i]);
    g_assert_true (i < 2 || strcmp (names[i - 1], names[i]) < 0);
  }
}

static void
add_bad_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++) {
    g_autofree char *path = g_strdup_printf ("/scenario/bad/%s", bad_files[i].name);

    g_test_add (path, Fixture, &bad_files[i], setup, test_bad, teardown);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/scenario/good", Fixture, NULL, setup, test_good, teardown);
  g_test_add ("/scenario/no-key-file", Fixture, NULL, setup, test_no_key_file, teardown);
  g_test_add ("/scenario/no-such-file", Fixture, NULL, setup, test_no_such_file, teardown);
  g_test_add_func ("/scenario/no-such-name", test_no_such_name);
  g_test_add_func ("/scenario/installed", test_installed);
  g_test_add ("/scenario/details", Fixture, NULL, setup, test_details, teardown);
  add_bad_files ();

  return g_test_run ();
}
