/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-templates"

#include "config.h"

#include "rf-account-button.h"
#include "rf-application.h"
#include "rf-call-panel.h"
#include "rf-call-row.h"
#include "rf-demo-party.h"
#include "rf-dial-entry.h"
#include "rf-entry-panel.h"
#include "rf-history-panel.h"
#include "rf-history-row.h"
#include "rf-ladder-export.h"
#include "rf-ladder-view.h"
#include "rf-lifeline-name.h"
#include "rf-main-window.h"
#include "rf-message-pane.h"
#include "rf-notice.h"
#include "rf-preferences.h"
#include "rf-target.h"
#include "rf-test-calls.h"
#include "rf-trace-window.h"
#include "rf-transfer-dialog.h"
#include "rf-transfer-panel.h"
#include "rf-transfer-steps.h"
#include "rf-transport-bar.h"

#include <string.h>

/*
 * Every template is made and shown; what a screen reader is told of it is compared with a file, and
 * every control that can have the focus must have a name. RF_TEST_UPDATE=1 writes the files anew,
 * for a person to look at.
 */

typedef struct {
  RfTestCalls     calls;
  GSettings      *settings;
  RfPhone        *phone;
  RfDesk         *desk;
  RfCall         *other; /* one that nobody else holds */
} Fixture;

typedef struct {
  const char *name;
  GtkWidget *(*create) (Fixture *fixture);
  gboolean    is_toolkit; /* a window of GTK's own, whose controls we do not name */
} Template;


/* One for all cases, as it is one for a process. */
static GtkApplication *app;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  RfPhoneConfig config = { .name = "test", .listen = "127.0.0.1:0" };

  rf_test_calls_set_up (&fixture->calls, NULL);
  fixture->settings = g_settings_new (RF_APP_ID);
  fixture->phone = rf_phone_new (&config, NULL);
  fixture->desk = rf_desk_new (fixture->phone);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->other);
  g_clear_object (&fixture->desk);
  g_clear_object (&fixture->phone);
  g_clear_object (&fixture->settings);
  rf_test_calls_tear_down (&fixture->calls, NULL);
}


static RfCall *
add_kevin (Fixture *fixture, const char *state)
{
  return rf_test_calls_add (&fixture->calls, "incoming", state, "Kevin", "sip:kevin@example.org");
}


static RfCall *
add_transferred (Fixture *fixture, const char *const *stages, guint code)
{
  RfCall *call = add_kevin (fixture, "established");
  g_autoptr (RfTransfer) transfer = rf_transfer_new ("sip:wayne@example.org");

  for (guint i = 0; stages[i]; i++)
    rf_transfer_advance (transfer, stages[i], stages[i + 1] ? 0 : code, NULL, i + 1);
  rf_call_set_transfer (call, transfer);

  return call;
}


static GtkWidget *
create_row (Fixture *fixture, RfCall *call)
{
  g_autoptr (RfCall) owned = call;

  return rf_call_row_new (fixture->desk, owned);
}


static GtkWidget *
create_row_ringing (Fixture *fixture)
{
  return create_row (fixture, add_kevin (fixture, "ringing"));
}


static GtkWidget *
create_row_dialing (Fixture *fixture)
{
  return create_row (fixture,
                     rf_test_calls_add (&fixture->calls, "outgoing", "dialing", "",
                                        "sip:kevin@example.org"));
}


static GtkWidget *
create_row_established (Fixture *fixture)
{
  return create_row (fixture, add_kevin (fixture, "established"));
}


static GtkWidget *
create_row_transferring (Fixture *fixture)
{
  static const char *const stages[] = { "hold-sent", "hold-confirmed", "refer-sent", "accepted",
                                        NULL };

  return create_row (fixture, add_transferred (fixture, stages, 202));
}


static GtkWidget *
create_row_failed (Fixture *fixture)
{
  static const char *const stages[] = { "hold-confirmed", "refer-sent", "accepted", "trying",
                                        "failed", NULL };

  return create_row (fixture, add_transferred (fixture, stages, 486));
}


static RfCall *
add_wayne (Fixture *fixture, const char *state)
{
  return rf_test_calls_add (&fixture->calls, "outgoing", state, "Wayne", "sip:wayne@example.org");
}

/* Of a caller who is about to be held while somebody is asked. */
static GtkWidget *
create_row_asking (Fixture *fixture)
{
  RfCall *call = add_kevin (fixture, "established");

  rf_desk_ask_first (fixture->desk, call, "sip:wayne@example.org");

  return create_row (fixture, call);
}

/* Of one whose phone cannot take over a call, and is to ring again. */
static GtkWidget *
create_row_letting_go (Fixture *fixture)
{
  RfCall *kevin = add_kevin (fixture, "established");
  g_autoptr (RfCall) wayne = add_wayne (fixture, "established");

  rf_desk_connect (fixture->desk, kevin, wayne);

  return create_row (fixture, kevin);
}


static GtkWidget *
create_row_replacing (Fixture *fixture)
{
  RfCall *call = rf_test_calls_add (&fixture->calls, "incoming", "ringing", "Wayne",
                                    "sip:wayne@example.org");

  fixture->other = add_kevin (fixture, "established");
  rf_call_set_replaces (call, fixture->other);

  return create_row (fixture, call);
}


static GtkWidget *
create_row_replaced (Fixture *fixture)
{
  RfCall *old = add_kevin (fixture, "established");

  fixture->other = rf_test_calls_add (&fixture->calls, "incoming", "established", "Wayne",
                                      "sip:wayne@example.org");
  rf_call_set_replaces (fixture->other, old);
  rf_call_take_end (old);

  return create_row (fixture, old);
}


static GtkWidget *
create_row_asked (Fixture *fixture)
{
  RfCall *call = add_kevin (fixture, "established");

  fixture->calls.deadline = g_get_real_time () + 30 * G_USEC_PER_SEC;
  rf_test_calls_ask (&fixture->calls, call, "sip:wayne@example.org", "<sip:kevin@example.org>",
                     FALSE);

  return create_row (fixture, call);
}


static GtkWidget *
create_row_asked_attended (Fixture *fixture)
{
  RfCall *call = add_kevin (fixture, "established");

  rf_test_calls_ask (&fixture->calls, call, "sip:wayne@example.net", "", TRUE);

  return create_row (fixture, call);
}


/* By one who has hung up since. */
static GtkWidget *
create_row_asked_to_go_on (Fixture *fixture)
{
  RfCall *call = add_kevin (fixture, "established");

  rf_test_calls_ask (&fixture->calls, call, "sip:wayne@example.org", "", FALSE);
  rf_test_calls_end (&fixture->calls, call, "remote");

  return create_row (fixture, call);
}


static GtkWidget *
create_row_unanswered (Fixture *fixture)
{
  RfCall *call = add_kevin (fixture, "established");

  rf_test_calls_ask (&fixture->calls, call, "sip:wayne@example.org", "", FALSE);
  rf_call_take_transferee_stage (call, "unanswered", 603, "Declined", NULL);

  return create_row (fixture, call);
}


static GtkWidget *
create_row_refused (Fixture *fixture)
{
  RfCall *call = add_kevin (fixture, "established");

  rf_call_take_transferee_stage (call, "refused", 603, "Decline", NULL);

  return create_row (fixture, call);
}


static GtkWidget *
create_row_lost (Fixture *fixture)
{
  RfCall *call = add_kevin (fixture, "established");

  rf_call_take_loss (call, "gone");

  return create_row (fixture, call);
}


static GtkWidget *
create_row_hostile (Fixture *fixture)
{
  g_autofree char *endless = g_strnfill (5000, 'W');
  g_autofree char *name = g_strconcat ("<b>%s%n\r\n\xe2\x80\xae", endless, NULL);

  return create_row (fixture,
                     rf_test_calls_add (&fixture->calls, "incoming", "ringing", name,
                                        "sip:%s%s%s@x"));
}


static GtkWidget *
create_steps_not_held (Fixture *fixture)
{
  static const char *const stages[] = { "hold-sent", "failed", NULL };
  g_autoptr (RfCall) call = add_transferred (fixture, stages, 488);
  GtkWidget *steps = rf_transfer_steps_new ();

  rf_transfer_steps_set_call (RF_TRANSFER_STEPS (steps), call);

  return steps;
}


static GtkWidget *
create_steps (Fixture *fixture)
{
  static const char *const stages[] = { "hold-confirmed", "refer-sent", "accepted", "ringing",
                                        "failed", NULL };
  g_autoptr (RfCall) call = add_transferred (fixture, stages, 486);
  GtkWidget *steps = rf_transfer_steps_new ();

  rf_transfer_steps_set_call (RF_TRANSFER_STEPS (steps), call);

  return steps;
}


static GtkWidget *
create_transfer_dialog (Fixture *fixture)
{
  g_autoptr (RfCall) call = add_kevin (fixture, "established");
  g_autoptr (RfTarget) wayne = rf_target_new ("Wayne", "sip:wayne@example.org", "Recent");
  g_autoptr (GListStore) targets = g_list_store_new (RF_TYPE_TARGET);

  g_list_store_append (targets, wayne);

  rf_desk_set_targets (fixture->desk, G_LIST_MODEL (targets));

  return rf_transfer_dialog_new (NULL, fixture->desk, call, NULL);
}


static GtkWidget *
create_connect_dialog (Fixture *fixture)
{
  g_autoptr (RfCall) kevin = add_kevin (fixture, "established");
  g_autoptr (RfCall) wayne = add_wayne (fixture, "ringing");

  return rf_transfer_dialog_new (NULL, fixture->desk, kevin, wayne);
}


static GtkWidget *
create_transfer_panel (Fixture *fixture)
{
  static const char *const stages[] = { "waiting", NULL };
  g_autoptr (RfCall) call = add_transferred (fixture, stages, 0);
  GtkWidget *panel = rf_transfer_panel_new ();

  rf_transfer_panel_set_call (RF_TRANSFER_PANEL (panel), fixture->desk, call);

  return panel;
}


static GtkWidget *
create_preferences (Fixture *fixture)
{
  g_autoptr (RfIdentity) identity = rf_identity_new (fixture->settings);

  return rf_preferences_new (NULL, fixture->settings, identity, fixture->phone);
}


static GtkWidget *
create_notice (Fixture *fixture)
{
  GtkWidget *notice = rf_notice_new ();

  rf_notice_show (RF_NOTICE (notice), GTK_MESSAGE_WARNING, "The call core stopped.");

  return notice;
}


static GtkWidget *
create_dial_entry (Fixture *fixture)
{
  return rf_dial_entry_new (fixture->phone);
}


static GtkWidget *
create_call_panel (Fixture *fixture)
{
  return rf_call_panel_new (fixture->phone);
}


static GtkWidget *
create_history_panel (Fixture *fixture)
{
  return rf_history_panel_new ();
}


static GtkWidget *
create_history_row (Fixture *fixture)
{
  RfHistoryRecord record = {
    .peer_uri = (char *) "sip:kevin@example.org",
    .peer_label = (char *) "Kevin",
    .incoming = TRUE,
    .started_at = G_GINT64_CONSTANT (1000036800) * G_USEC_PER_SEC, /* a noon */
    .outcome = RF_HISTORY_MISSED,
    .sent_by = (char *) "Mike <sip:mike@example.org>",
  };
  g_autoptr (RfHistoryEntry) entry = rf_history_entry_new (&record);

  return rf_history_row_new (entry);
}


static GtkWidget *
create_account_button (Fixture *fixture)
{
  GtkWidget *button = rf_account_button_new ();

  rf_account_button_set_phone (RF_ACCOUNT_BUTTON (button), fixture->phone);

  return button;
}


static GtkWidget *
create_shortcuts (Fixture *fixture)
{
  const char *path = "/org/referee/Referee/ui/rf-shortcuts.ui";
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);

  return GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));
}


static GtkWidget *
create_ladder_export (Fixture *fixture)
{
  return rf_ladder_export_new ();
}


static GtkWidget *
create_lifeline_name (Fixture *fixture)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *popover = rf_lifeline_name_new (box, "Kevin");
  g_autoptr (GtkWidget) content = g_object_ref (gtk_bin_get_child (GTK_BIN (popover)));

  /* A popover is in no tree before it is open. */
  gtk_container_remove (GTK_CONTAINER (popover), content);
  gtk_container_add (GTK_CONTAINER (box), content);

  return box;
}


static GtkWidget *
create_ladder_view (Fixture *fixture)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();

  return rf_ladder_view_new (trace);
}


static GtkWidget *
create_message_pane (Fixture *fixture)
{
  return rf_message_pane_new ();
}


/* A REFER in front of the pages for it. */
static GtkWidget *
create_message_pane_refer (Fixture *fixture)
{
  static const char message[] =
    "REFER sip:kevin@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1\r\n"
    "From: <sip:mike@192.0.2.2>;tag=1\r\nTo: <sip:kevin@192.0.2.1>;tag=2\r\n"
    "Call-ID: 1@192.0.2.1\r\nCSeq: 7 REFER\r\nRefer-To: <sip:wayne@192.0.2.3>\r\n\r\n";
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfTraceInput input = { .data = message, .length = strlen (message) };
  GtkWidget *pane = rf_message_pane_new ();

  g_assert_true (rf_endpoint_parse (&input.source, "192.0.2.2:5060"));
  g_assert_true (rf_endpoint_parse (&input.destination, "192.0.2.1:5060"));
  g_assert_true (rf_trace_append (trace, &input, NULL));
  rf_message_pane_set_message (RF_MESSAGE_PANE (pane), trace, 0);

  return pane;
}


static GtkWidget *
create_transport_bar (Fixture *fixture)
{
  return rf_transport_bar_new ();
}


static GtkWidget *
create_main_window (Fixture *fixture)
{
  return rf_main_window_new (app, fixture->settings);
}

/* Before anything was read. */
static GtkWidget *
create_trace_window (Fixture *fixture)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/capture.pcap");

  return rf_trace_window_new (app, fixture->settings, file);
}

static void
add_message (RfTrace *trace, const char *text)
{
  g_autoptr (GError) error = NULL;
  const RfTraceInput input = { .data = text, .length = strlen (text) };

  rf_trace_append (trace, &input, &error);
  g_assert_no_error (error);
}

static GtkWidget *
create_entry_panel (Fixture *fixture)
{
  GtkWidget *panel = rf_entry_panel_new ();
  g_autoptr (RfTrace) trace = rf_trace_new ();

  add_message (trace, "INVITE sip:wayne@192.0.2.3 SIP/2.0\r\n"
               "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
               "From: <sip:kevin@192.0.2.1>;tag=1\r\nTo: <sip:wayne@192.0.2.3>\r\n"
               "Call-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");
  rf_entry_panel_set_trace (RF_ENTRY_PANEL (panel), trace);

  return panel;
}

static GtkWidget *
create_demo_party (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RfScenario) scenario = rf_scenario_load ("blind", &error);
  g_autoptr (RfRunner) runner = NULL;

  g_assert_no_error (error);
  runner = rf_runner_new (scenario);

  return rf_demo_party_new (runner, 1);
}


static const Template templates[] = {
  { "account-button", create_account_button },
  { "call-panel", create_call_panel },
  { "call-row-asked", create_row_asked },
  { "call-row-asked-attended", create_row_asked_attended },
  { "call-row-asked-to-go-on", create_row_asked_to_go_on },
  { "call-row-asking", create_row_asking },
  { "call-row-dialing", create_row_dialing },
  { "call-row-established", create_row_established },
  { "call-row-failed", create_row_failed },
  { "call-row-hostile", create_row_hostile },
  { "call-row-letting-go", create_row_letting_go },
  { "call-row-lost", create_row_lost },
  { "call-row-replaced", create_row_replaced },
  { "call-row-replacing", create_row_replacing },
  { "call-row-ringing", create_row_ringing },
  { "call-row-transferring", create_row_transferring },
  { "call-row-unanswered", create_row_unanswered },
  { "call-row-refused", create_row_refused },
  { "connect-dialog", create_connect_dialog },
  { "demo-party", create_demo_party },
  { "dial-entry", create_dial_entry },
  { "entry-panel", create_entry_panel },
  { "history-panel", create_history_panel },
  { "history-row", create_history_row },
  { "ladder-export", create_ladder_export },
  { "ladder-view", create_ladder_view },
  { "lifeline-name", create_lifeline_name },
  { "main-window", create_main_window },
  { "message-pane", create_message_pane },
  { "message-pane-refer", create_message_pane_refer },
  { "notice", create_notice },
  { "preferences", create_preferences },
  { "shortcuts", create_shortcuts, TRUE },
  { "trace-window", create_trace_window },
  { "transfer-dialog", create_transfer_dialog },
  { "transfer-panel", create_transfer_panel },
  { "transfer-steps", create_steps },
  { "transfer-steps-not-held", create_steps_not_held },
  { "transport-bar", create_transport_bar },
};


static gboolean
has_state (AtkObject *object, AtkStateType state)
{
  g_autoptr (AtkStateSet) states = atk_object_ref_state_set (object);

  return atk_state_set_contains_state (states, state);
}


static gboolean
is_control (AtkRole role)
{
  switch (role) {
    case ATK_ROLE_CHECK_BOX:
    case ATK_ROLE_COMBO_BOX:
    case ATK_ROLE_LIST_ITEM:
    case ATK_ROLE_PASSWORD_TEXT:
    case ATK_ROLE_PUSH_BUTTON:
    case ATK_ROLE_SLIDER:
    case ATK_ROLE_SPIN_BUTTON:
    case ATK_ROLE_TEXT:
    case ATK_ROLE_TOGGLE_BUTTON:
      return TRUE;
    default:
      return FALSE;
  }
}


static void
dump_line (AtkObject *object, guint depth, GString *dump)
{
  const char *name = atk_object_get_name (object);
  const char *description = atk_object_get_description (object);

  g_string_append_printf (dump, "%*s%s", (int) depth * 2, "",
                          atk_role_get_name (atk_object_get_role (object)));
  if (name && *name)
    g_string_append_printf (dump, " “%s”", name);
  if (description && *description)
    g_string_append_printf (dump, " (%s)", description);
  if (has_state (object, ATK_STATE_FOCUSABLE))
    g_string_append (dump, " focusable");
  if (has_state (object, ATK_STATE_CHECKED))
    g_string_append (dump, " checked");
  if (!has_state (object, ATK_STATE_SENSITIVE))
    g_string_append (dump, " insensitive");
  g_string_append_c (dump, '\n');
}

/* Only what is shown: what is hidden is no part of the tree for a screen reader. */
static void
dump_object (AtkObject *object, guint depth, gboolean needs_names, GString *dump)
{
  const char *name = atk_object_get_name (object);
  gboolean is_named = name && *name;

  if (!has_state (object, ATK_STATE_VISIBLE))
    return;

  dump_line (object, depth, dump);
  if (needs_names && !is_named && is_control (atk_object_get_role (object)) &&
      has_state (object, ATK_STATE_FOCUSABLE))
    g_test_fail_printf ("A %s without a name, in:\n%s",
                        atk_role_get_name (atk_object_get_role (object)), dump->str);
  for (int i = 0; i < atk_object_get_n_accessible_children (object); i++) {
    g_autoptr (AtkObject) child = atk_object_ref_accessible_child (object, i);

    if (child)
      dump_object (child, depth + 1, needs_names, dump);
  }
}


static void
compare (const char *name, const char *dump)
{
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "a11y", file, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (g_getenv ("RF_TEST_UPDATE"), "1") == 0) {
    g_file_set_contents (path, dump, -1, &error);
    g_assert_no_error (error);
  }
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dump, ==, expected);
}


static void
test_template (Fixture *fixture, gconstpointer data)
{
  const Template *template = data;
  g_autoptr (GString) dump = g_string_new (NULL);
  GtkWidget *widget = template->create (fixture);
  GtkWidget *window = widget;

  if (!GTK_IS_WINDOW (widget)) {
    window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    gtk_container_add (GTK_CONTAINER (window), widget);
  }
  gtk_widget_realize (window);
  gtk_widget_show (widget);
  dump_object (gtk_widget_get_accessible (widget), 0, !template->is_toolkit, dump);
  compare (template->name, dump->str);

  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &widget);
  gtk_widget_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (widget);
}


static void
on_style_updated (GtkWidget *button, gboolean *updated)
{
  *updated = TRUE;
}


static gboolean
on_too_late (gpointer data)
{
  g_error ("The style did not settle");

  return G_SOURCE_REMOVE;
}

/* libhandy holds animations still for a moment after it has set a theme, and then restyles the
 * screen. GTK complains of that once there has been a GtkShortcutsWindow: it leaks the widgets in
 * it, without owners. So the restyling has to be over before a case begins. */
static void
wait_for_style (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *button = gtk_button_new ();
  guint watchdog = g_timeout_add_seconds (10, on_too_late, NULL);
  gboolean updated = FALSE;

  gtk_container_add (GTK_CONTAINER (window), button);
  gtk_widget_show_all (window);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_signal_connect (button, "style-updated", G_CALLBACK (on_style_updated), &updated);
  while (!updated)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
  gtk_widget_destroy (window);
}


/* What is not seen is not there for a screen reader either. */
static void
test_notice_hidden (void)
{
  RfNotice *notice = RF_NOTICE (g_object_ref_sink (rf_notice_new ()));

  rf_notice_show (notice, GTK_MESSAGE_WARNING, "Not registered.");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (notice)));
  rf_notice_hide (notice);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (notice)));
  rf_notice_show (notice, GTK_MESSAGE_WARNING, "Not registered.");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (notice)));
  g_object_unref (notice);
}


int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  app = GTK_APPLICATION (rf_application_new ());
  g_application_set_flags (G_APPLICATION (app), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  wait_for_style ();

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++) {
    g_autofree char *path = g_strconcat ("/templates/", templates[i].name, NULL);

    g_test_add (path, Fixture, &templates[i], set_up, test_template, tear_down);
  }
  g_test_add_func ("/templates/notice-hidden", test_notice_hidden);

  result = g_test_run ();
  g_object_unref (app);

  return result;
}
