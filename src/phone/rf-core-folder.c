/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-core-folder"

#include "rf-core-folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "rf-paths.h"
#include "rf-phone-types.h"

#define MODULE_NAME "referee-core.so"

/* Codecs in order of preference; one that is not installed is left out. */
static const char *const codec_modules[] = { "opus.so", "g722.so", "g711.so" };

static gboolean
has_white_space (const char *path)
{
  return strpbrk (path, " \t\r\n") != NULL;
}

static gboolean
is_modules_folder (const char *folder)
{
  g_autofree char *probe = g_build_filename (folder, "g711.so", NULL);

  return g_file_test (probe, G_FILE_TEST_EXISTS);
}

/* Debian has /usr/lib/baresip/modules, others the folder of the architecture. */
static char *
dup_modules_folder (void)
{
  const char *chosen = g_getenv ("REFEREE_BARESIP_MODULES");
  g_autoptr (GDir) lib = NULL;
  const char *name;

  if (chosen != NULL && *chosen != '\0')
    return is_modules_folder (chosen) ? g_canonicalize_filename (chosen, NULL) : NULL;
  if (is_modules_folder ("/usr/lib/baresip/modules"))
    return g_strdup ("/usr/lib/baresip/modules");
  if (is_modules_folder ("/usr/lib64/baresip/modules"))
    return g_strdup ("/usr/lib64/baresip/modules");
  lib = g_dir_open ("/usr/lib", 0, NULL);
  while (lib != NULL && (name = g_dir_read_name (lib)) != NULL) {
    g_autofree char *folder = g_build_filename ("/usr/lib", name, "baresip", "modules", NULL);

    if (is_modules_folder (folder))
      return g_steal_pointer (&folder);
  }
  return NULL;
}

static char **
dup_codec_modules (void)
{
  g_autofree char *folder = dup_modules_folder ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (codec_modules); i++) {
    g_autofree char *path = g_build_filename (folder, codec_modules[i], NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS) && !has_white_space (path))
      g_strv_builder_add (builder, path);
  }
  return g_strv_builder_end (builder);
}

/**
 * rf_core_folder_build_config:
 * @listen: where SIP is heard
 * @interface: (nullable): the address to bind to
 * @modules: absolute paths of the codec modules
 * @core_module: absolute path of our own module, without white space
 *
 * The settings of one core. A value ends at white space, and a module is named by its path below
 * the module path, which is why that is the root.
 *
 * Returns: (transfer full): the text of the file
 */
char *
rf_core_folder_build_config (const RfListen     *listen,
                             const char         *interface,
                             const char *const  *modules,
                             const char         *core_module)
{
  g_autofree char *endpoint = rf_listen_dup_endpoint (listen);
  GString *text = g_string_new ("module_path /\n");

  for (; *modules != NULL; modules++)
    g_string_append_printf (text, "module %s\n", *modules + 1);
  g_string_append_printf (text, "module_app %s\n", core_module + 1);
  g_string_append_printf (text, "sip_listen %s\n", endpoint);
  if (interface != NULL)
    g_string_append_printf (text, "net_interface %s\n", interface);
  g_string_append (text,
                   /* Ringing ends when our module says so. */
                   "call_local_timeout 0\n"
                   /* Against a flood of calls; one is answered 486 when there are as many. */
                   "call_max_calls 64\n"
                   "audio_source referee,default\n"
                   "audio_player referee,default\n"
                   "audio_alert referee,default\n"
                   "audio_buffer 20-160\n"
                   /* Apart from the ports that we choose for SIP. */
                   "rtp_ports 10000-19999\n");
  return g_string_free (text, FALSE);
}

/* A path with white space gets a name without, in the core's own folder. */
static char *
dup_plain_module_path (const char  *folder,
                       GError     **error)
{
  g_autofree char *module = rf_paths_dup_core_module ();
  g_autofree char *link = NULL;

  if (module == NULL) {
    g_set_error_literal (error, RF_PHONE_ERROR, RF_PHONE_ERROR_NO_CORE,
                         "A part of Referee is missing: the module " MODULE_NAME " for the call "
                         "core. Calls are not possible without it. Install Referee again.");
    return NULL;
  }
  if (!has_white_space (module))
    return g_steal_pointer (&module);
  link = g_build_filename (folder, MODULE_NAME, NULL);
  if (symlink (module, link) != 0) {
    g_set_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
                 "The folder of the call core could not be prepared: %s.", g_strerror (errno));
    return NULL;
  }
  return g_steal_pointer (&link);
}

/* The id of the program that made a folder, from its name: "kevin-1234-Xy12ab". */
static GPid
get_maker (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "-", 0);
  guint n = g_strv_length (parts);
  guint64 pid;

  if (n < 3 || !g_ascii_string_to_unsigned (parts[n - 2], 10, 1, G_MAXINT, &pid, NULL))
    return 0;
  return pid;
}

/* A program that was killed leaves its folders behind. */
static void
remove_stale_folders (const char *parent)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (parent, name, NULL);
    GPid maker = get_maker (name);

    if (maker > 0 && kill (maker, 0) != 0 && errno == ESRCH)
      rf_core_folder_remove (folder);
  }
}

/* In the folder that the session has for this; elsewhere only where that is missing or cannot be
 * used. */
static char *
make_folder (const char  *name,
             GError     **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  const char *temporary;
  g_autofree char *template = g_strdup_printf ("%s-%d-XXXXXX", name, getpid ());
  g_autofree char *parent = NULL;
  g_autofree char *folder = NULL;

  if (runtime != NULL && g_path_is_absolute (runtime) && !has_white_space (runtime)) {
    parent = g_build_filename (runtime, "referee", NULL);
    folder = g_build_filename (parent, template, NULL);
    if (g_mkdir_with_parents (parent, 0700) == 0 && g_mkdtemp_full (folder, 0700) != NULL) {
      remove_stale_folders (parent);
      return g_steal_pointer (&folder);
    }
    g_debug ("%s cannot be used: %s", parent, g_strerror (errno));
    g_free (folder);
  }
  temporary = has_white_space (g_get_tmp_dir ()) ? "/tmp" : g_get_tmp_dir ();
  folder = g_strdup_printf ("%s/referee-%s", temporary, template);
  if (g_mkdtemp_full (folder, 0700) != NULL)
    return g_steal_pointer (&folder);
  g_set_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
               "No folder could be made for the call core: %s. Make room on the disk and try "
               "again.",
               g_strerror (errno));
  return NULL;
}

static gboolean
write_config (const char      *folder,
              const RfListen  *listen,
              GError         **error)
{
  g_autofree char *module = dup_plain_module_path (folder, error);
  g_autofree char *interface = rf_listen_dup_interface (listen);
  g_auto (GStrv) codecs = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;

  if (module == NULL)
    return FALSE;
  codecs = dup_codec_modules ();
  if (codecs[0] == NULL) {
    g_set_error_literal (error, RF_PHONE_ERROR, RF_PHONE_ERROR_NO_CORE,
                         "The codecs of the call core, baresip, were not found. Calls are not "
                         "possible without them. Install the package baresip-core and try again.");
    return FALSE;
  }
  text = rf_core_folder_build_config (listen, interface, (const char *const *) codecs, module);
  path = g_build_filename (folder, "config", NULL);
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &problem))
    return TRUE;
  g_set_error (error, RF_PHONE_ERROR, RF_PHONE_ERROR_FAILED,
               "The settings of the call core could not be written: %s.", problem->message);
  return FALSE;
}

/**
 * rf_core_folder_create:
 * @name: short name of the phone
 * @listen: where SIP is to be heard
 * @error: return location
 *
 * Makes the folder that one core runs in, for this user alone, with its settings.
 *
 * Returns: (transfer full) (nullable): its path
 */
char *
rf_core_folder_create (const char      *name,
                       const RfListen  *listen,
                       GError         **error)
{
  g_autofree char *safe = g_strcanon (g_strdup (name), G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS,
                                      '_');
  g_autofree char *folder = make_folder (safe, error);

  if (folder == NULL)
    return NULL;
  if (!write_config (folder, listen, error)) {
    rf_core_folder_remove (folder);
    return NULL;
  }
  return g_steal_pointer (&folder);
}

/**
 * rf_core_folder_remove:
 * @folder: (nullable): path of a folder that rf_core_folder_create() made
 *
 * Removes it with the files in it; it holds no folders.
 */
void
rf_core_folder_remove (const char *folder)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  if (folder != NULL)
    g_rmdir (folder);
}
