/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-application"

#include "config.h"

#include "rf-application.h"

#include "rf-capture-chooser.h"
#include "rf-control.h"
#include "rf-demo-window.h"
#include "rf-history-recorder.h"
#include "rf-ladder-export.h"
#include "rf-ladder-view.h"
#include "rf-main-window.h"
#include "rf-menu-tooltip.h"
#include "rf-popover-accessible.h"
#include "rf-preferences.h"
#include "rf-text.h"
#include "rf-trace-window.h"

#include <glib/gi18n.h>
#include <handy.h>

#include <stdlib.h>

/**
 * RfApplication:
 *
 * The program: its command line, its windows, and the commands that belong to no call. There is one
 * main window a session; the demo is a process of its own and runs beside it.
 */

#define RESOURCES "/org/referee/Referee/ui/"

struct _RfApplication {
  GtkApplication  parent_instance;

  GSettings      *settings;
  RfMainWindow   *window;
  GtkWidget      *shortcuts;
  gboolean        is_demo;
  char           *scenario;

  /* Of the window's phone; after the window, as calls end with it. */
  RfControl         *control;
  RfHistory         *history;
  RfHistoryRecorder *recorder;
};

G_DEFINE_FINAL_TYPE (RfApplication, rf_application, GTK_TYPE_APPLICATION)


static GSettings *
get_settings (RfApplication *self)
{
  if (self->settings == NULL)
    self->settings = g_settings_new (RF_APP_ID);

  return self->settings;
}


static GtkWidget *
load (const char *resource, const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, resource, NULL);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);

  return GTK_WIDGET (g_object_ref (gtk_builder_get_object (builder, name)));
}


static void
present (GtkWidget *dialog, RfApplication *self)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (parent && parent != GTK_WINDOW (dialog))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_present (GTK_WINDOW (dialog));
}


static void
on_quit_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *window;

  while ((window = gtk_application_get_windows (GTK_APPLICATION (user_data))))
    gtk_widget_destroy (GTK_WIDGET (window->data));
}


static void
on_about_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *about = load ("rf-about.ui", "about");

  gtk_about_dialog_set_version (GTK_ABOUT_DIALOG (about), RF_VERSION);
  g_signal_connect (about, "response", G_CALLBACK (gtk_widget_destroy), NULL);
  present (about, RF_APPLICATION (user_data));
  g_object_unref (about);
}


/* The keys of what a person looks at come first. */
static const char *
find_shortcuts (RfApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *focus = window ? gtk_window_get_focus (window) : NULL;

  if (RF_IS_TRACE_WINDOW (window) || RF_IS_DEMO_WINDOW (window) ||
      (focus && gtk_widget_get_ancestor (focus, RF_TYPE_LADDER_VIEW)))
    return "ladder";

  return "phone";
}


/* Kept when it is closed: GTK leaks the widgets in a window of shortcuts, and complains of what is
 * left of them when the style changes after its end. */
static void
on_shortcuts_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfApplication *self = RF_APPLICATION (user_data);

  if (self->shortcuts == NULL) {
    self->shortcuts = load ("rf-shortcuts.ui", "shortcuts");
    g_signal_connect (self->shortcuts, "delete-event", G_CALLBACK (gtk_widget_hide_on_delete),
                      NULL);
  }
  g_object_set (self->shortcuts, "section-name", find_shortcuts (self), NULL);
  present (self->shortcuts, self);
}


static void
on_preferences_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfApplication *self = RF_APPLICATION (user_data);
  GtkWidget *preferences;

  if (self->window == NULL)
    return;

  preferences = rf_preferences_new (GTK_WINDOW (self->window), get_settings (self),
                                    rf_main_window_get_identity (self->window),
                                    rf_main_window_get_phone (self->window));
  gtk_window_present (GTK_WINDOW (preferences));
}


static void
on_open_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  rf_capture_chooser_show (GTK_APPLICATION (user_data));
}


static void
on_demo_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfApplication *self = RF_APPLICATION (user_data);

  gtk_window_present (GTK_WINDOW (rf_demo_window_new (GTK_APPLICATION (self), get_settings (self),
                                                      "blind")));
}


static void
on_show_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}


static void
on_answer_call_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfApplication *self = RF_APPLICATION (user_data);

  if (self->window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (self->window));
  rf_ringer_answer (rf_main_window_get_ringer (self->window), g_variant_get_uint32 (parameter));
}


static void
on_decline_call_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfApplication *self = RF_APPLICATION (user_data);

  if (self->window)
    rf_ringer_decline (rf_main_window_get_ringer (self->window), g_variant_get_uint32 (parameter));
}


static void
on_accept_request_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfApplication *self = RF_APPLICATION (user_data);

  if (self->window)
    rf_request_notifier_answer (rf_main_window_get_requests (self->window),
                                g_variant_get_uint32 (parameter), TRUE);
}


static void
on_refuse_request_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RfApplication *self = RF_APPLICATION (user_data);

  if (self->window)
    rf_request_notifier_answer (rf_main_window_get_requests (self->window),
                                g_variant_get_uint32 (parameter), FALSE);
}


static const GActionEntry entries[] = {
  { "quit", on_quit_activated },
  { "about", on_about_activated },
  { "shortcuts", on_shortcuts_activated },
  { "preferences", on_preferences_activated },
  { "open", on_open_activated },
  { "demo", on_demo_activated },
  { "show", on_show_activated },
  { "answer-call", on_answer_call_activated, "u" },
  { "decline-call", on_decline_call_activated, "u" },
  { "accept-request", on_accept_request_activated, "u" },
  { "refuse-request", on_refuse_request_activated, "u" },
};

static const struct {
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.open", { "<Control>o" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question", "F1" } },
  { "win.dial", { "<Control>l" } },
  { "win.answer", { "<Control>Return" } },
  { "win.decline", { "<Control>BackSpace" } },
  { "win.hold", { "<Control>h" } },
  { "win.mute", { "<Control>m" } },
  { "win.transfer", { "<Control>t" } },
  { "win.complete", { "<Control><Shift>t" } },
  { "win.swap", { "<Control><Shift>s" } },
  { "win.back", { "<Control>b" } },
  { "win.cancel-transfer", { "<Control>period" } },
  { "win.hang-up", { "<Control>e" } },
  { "win.show-calls", { "<Alt>1" } },
  { "win.show-ladder", { "<Alt>2" } },
  { "win.find", { "<Control>f" } },
};


static void
on_dark_style_changed (RfApplication *self)
{
  gboolean dark = g_settings_get_boolean (get_settings (self), "dark-style");
  HdyColorScheme scheme = dark ? HDY_COLOR_SCHEME_FORCE_DARK : HDY_COLOR_SCHEME_PREFER_LIGHT;

  hdy_style_manager_set_color_scheme (hdy_style_manager_get_default (), scheme);
}


static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, RESOURCES "style.css");
  gtk_style_context_add_provider_for_screen (gdk_screen_get_default (),
                                             GTK_STYLE_PROVIDER (provider),
                                             GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}


static void
rf_application_startup (GApplication *app)
{
  RfApplication *self = RF_APPLICATION (app);
  g_autoptr (GAction) dark_style = NULL;

  /* How a desktop finds out which program a window belongs to; help and errors say "referee". */
  g_set_prgname (RF_APP_ID);
  G_APPLICATION_CLASS (rf_application_parent_class)->startup (app);
  hdy_init ();
  rf_popover_accessible_install ();
  rf_menu_tooltip_install ();
  load_style ();

  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  dark_style = g_settings_create_action (get_settings (self), "dark-style");
  g_action_map_add_action (G_ACTION_MAP (app), dark_style);
  g_signal_connect_object (self->settings, "changed::dark-style",
                           G_CALLBACK (on_dark_style_changed), self, G_CONNECT_SWAPPED);
  on_dark_style_changed (self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, accels[i].keys);
  rf_ladder_export_add_keys (GTK_APPLICATION (app));
}


static void
on_asked_first (RfControl *control, RfCall *caller, RfCall *asked, RfApplication *self)
{
  RfDesk *desk = rf_main_window_get_desk (self->window);

  if (desk)
    rf_desk_take_up (desk, caller, asked);
}


static void
let_scripts_in (RfApplication *self)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->control);
  if (connection == NULL)
    return;
  self->control = rf_control_new (rf_main_window_get_phone (self->window), connection, &error);
  if (self->control == NULL)
    g_warning ("Scripts cannot lead this phone: %s", error->message);
  else
    g_signal_connect_object (self->control, "asked-first", G_CALLBACK (on_asked_first), self, 0);
}


/* Only for the person's own phone: what the parties of a demo do is not theirs. */
static void
keep_history (RfApplication *self)
{
  g_autofree char *path = rf_history_dup_user_path ();

  g_clear_object (&self->recorder);
  g_clear_object (&self->history);
  self->history = rf_history_new (path);
  self->recorder = rf_history_recorder_new (self->history,
                                            rf_main_window_get_phone (self->window));
  rf_main_window_set_history (self->window, self->history);
}


static void
rf_application_activate (GApplication *app)
{
  RfApplication *self = RF_APPLICATION (app);

  if (self->is_demo) {
    gtk_window_present (GTK_WINDOW (rf_demo_window_new (GTK_APPLICATION (app), get_settings (self),
                                                        self->scenario)));
    return;
  }
  if (self->window == NULL) {
    self->window = RF_MAIN_WINDOW (rf_main_window_new (GTK_APPLICATION (app), get_settings (self)));
    g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
    let_scripts_in (self);
    keep_history (self);
  }
  gtk_window_present (GTK_WINDOW (self->window));
}


static gboolean
is_address (const char *text)
{
  g_autofree char *scheme = g_uri_parse_scheme (text);

  return g_strcmp0 (scheme, "sip") == 0 || g_strcmp0 (scheme, "sips") == 0 ||
         g_strcmp0 (scheme, "tel") == 0;
}


/* Nothing is dialled unasked. */
static void
fill_in (RfApplication *self, const char *uri)
{
  g_application_activate (G_APPLICATION (self));
  if (self->window)
    rf_main_window_fill_in (self->window,
                            g_str_has_prefix (uri, "tel:") ? uri + strlen ("tel:") : uri);
}


/* Also where a link leads to it. */
static gboolean
is_same_file (GFile *a, GFile *b)
{
  g_autofree char *path = g_file_get_path (a);
  g_autofree char *other = g_file_get_path (b);
  g_autofree char *real = path ? realpath (path, NULL) : NULL;
  g_autofree char *other_real = other ? realpath (other, NULL) : NULL;

  return g_file_equal (a, b) || (real && other_real && g_str_equal (real, other_real));
}

static gboolean
shows_file (gpointer window, GFile *file)
{
  return RF_IS_TRACE_WINDOW (window) && !rf_trace_window_is_outdated (window) &&
         is_same_file (rf_trace_window_get_file (window), file);
}

/* A capture has one window; it needs no phone, and none is started for it. */
static void
open_capture (RfApplication *self, GFile *file)
{
  GtkApplication *app = GTK_APPLICATION (self);

  for (GList *l = gtk_application_get_windows (app); l; l = l->next)
    if (shows_file (l->data, file)) {
      gtk_window_present (GTK_WINDOW (l->data));
      return;
    }
  gtk_window_present (GTK_WINDOW (rf_trace_window_new (app, get_settings (self), file)));
}

/* What comes here are the addresses and files of the command line, a link that was clicked, or
 * files that were dropped or chosen. */
static void
rf_application_open (GApplication *app, GFile **files, int n_files, const char *hint)
{
  RfApplication *self = RF_APPLICATION (app);
  gboolean is_filled_in = FALSE;

  for (int i = 0; i < n_files; i++) {
    g_autofree char *uri = g_file_get_uri (files[i]);

    if (!is_address (uri))
      open_capture (self, files[i]);
    else if (!is_filled_in)
      fill_in (self, uri);
    is_filled_in = is_filled_in || is_address (uri);
  }
}

/* Takes "demo [SCENARIO]" off the command line, before GApplication decides whether this process
 * is the only one. */
static void
take_demo (RfApplication *self, char **arguments)
{
  guint n_taken = 0;

  if (g_strcmp0 (arguments[1], "demo") != 0)
    return;

  self->is_demo = TRUE;
  g_application_set_flags (G_APPLICATION (self),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  n_taken = arguments[2] && arguments[2][0] != '-' ? 2 : 1;
  self->scenario = g_strdup (n_taken == 2 ? arguments[2] : "blind");
  for (guint i = 1; i <= n_taken; i++)
    g_free (arguments[i]);
  memmove (arguments + 1, arguments + 1 + n_taken,
           (g_strv_length (arguments + 1 + n_taken) + 1) * sizeof (char *));
}


/* Takes "open" off the command line; what follows are files then, whether or not they are there. */
static gboolean
take_open (char **arguments)
{
  if (g_strcmp0 (arguments[1], "open") != 0 || arguments[2] == NULL)
    return FALSE;
  g_free (arguments[1]);
  memmove (arguments + 1, arguments + 2, g_strv_length (arguments + 1) * sizeof (char *));

  return TRUE;
}


static gboolean
is_known (const char *argument)
{
  return is_address (argument) || g_str_has_prefix (argument, "file:") ||
         g_file_test (argument, G_FILE_TEST_EXISTS);
}


static void
print_unknown (const char *argument)
{
  g_autofree char *shown = rf_text_for_show (argument);

  if (g_str_equal (argument, "open"))
    g_printerr ("%s\n", _("“open” needs the name of a file, as in “referee open call.pcapng”."));
  else
    g_printerr (_("“%s” is not understood. “referee --help” tells what is.\n"), shown);
}


/* GLib quotes what it does not know as it stands, and a name that was pasted may lead the terminal
 * astray. What comes after this one error goes the usual way. */
static void
print_option_error (const char *text)
{
  g_autofree char *line = g_strchomp (g_strdup (text));
  g_autofree char *shown = rf_text_for_show (line);

  g_set_printerr_handler (NULL);
  if (strstr (text, " -"))
    /* Translators: "Unknown option --foo. “referee --help” tells what is understood." */
    g_printerr (_("%s. “referee --help” tells what is understood.\n"), shown);
  else
    g_printerr ("%s\n", shown);
}


static gboolean
rf_application_local_command_line (GApplication *app, char ***arguments, int *exit_status)
{
  RfApplication *self = RF_APPLICATION (app);
  gboolean opens_files, is_done;

  take_demo (self, *arguments);
  opens_files = take_open (*arguments);
  for (guint i = 1; (*arguments)[i]; i++)
    if ((*arguments)[i][0] != '-' && !opens_files &&
        (self->is_demo || !is_known ((*arguments)[i]))) {
      print_unknown ((*arguments)[i]);
      *exit_status = 2;
      return TRUE;
    }

  g_set_printerr_handler (print_option_error);
  is_done = G_APPLICATION_CLASS (rf_application_parent_class)->local_command_line (app, arguments,
                                                                                   exit_status);
  g_set_printerr_handler (NULL);

  return is_done;
}


static int
rf_application_handle_local_options (GApplication *app, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("referee %s\n", RF_VERSION);
    return 0;
  }

  return -1;
}


static void
rf_application_shutdown (GApplication *app)
{
  RfApplication *self = RF_APPLICATION (app);

  g_clear_object (&self->control);
  g_clear_object (&self->recorder);
  g_clear_object (&self->history);

  G_APPLICATION_CLASS (rf_application_parent_class)->shutdown (app);
}


static void
rf_application_finalize (GObject *object)
{
  RfApplication *self = RF_APPLICATION (object);

  g_clear_object (&self->shortcuts);
  g_clear_object (&self->settings);
  g_free (self->scenario);

  G_OBJECT_CLASS (rf_application_parent_class)->finalize (object);
}


static void
rf_application_class_init (RfApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rf_application_finalize;
  app_class->startup = rf_application_startup;
  app_class->shutdown = rf_application_shutdown;
  app_class->activate = rf_application_activate;
  app_class->open = rf_application_open;
  app_class->local_command_line = rf_application_local_command_line;
  app_class->handle_local_options = rf_application_handle_local_options;
}


static void
rf_application_init (RfApplication *self)
{
  GApplication *app = G_APPLICATION (self);

  g_application_set_option_context_parameter_string (app,
                                                     _("[ADDRESS | [open] FILE… | "
                                                       "demo [SCENARIO]]"));
  g_application_set_option_context_summary (app, _(
    "A phone that shows every call transfer as a ladder of SIP messages.\n"
    "\n"
    "  referee                  open the phone\n"
    "  referee sip:…            open it with an address filled in (also sips: and tel:)\n"
    "  referee open FILE…       show the calls and transfers in a capture\n"
    "  referee demo [SCENARIO]  three phones on this machine act a transfer"));
  g_application_add_main_option (app, "version", 'v', 0, G_OPTION_ARG_NONE,
                                 _("Print the version and end"), NULL);
}

/**
 * rf_application_new:
 *
 * Returns: (transfer full): the program, to be run
 */
RfApplication *
rf_application_new (void)
{
  return g_object_new (RF_TYPE_APPLICATION,
                       "application-id", RF_APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/referee/Referee",
                       NULL);
}
