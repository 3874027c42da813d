/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-strange-redirect"

#include "rf-test-phone.h"
#include "rf-test-stranger.h"
#include "rf-test-wait.h"

/*
 * Somebody whom our phone calls names another address. A person who dials is taken there, but not
 * past what could have been dialled; somebody else's REFER takes nobody anywhere but where it said.
 */

#define ELSEWHERE "sip:elsewhere@127.0.0.1:9"
#define OURSELVES "ourselves"

/* Who calls to be transferred, and hears that the target was not reached. */
#define ASKS "call | refer Refer-To: <[target]> | expect 202 | report 100 active | report 302" \
             " terminated | hang-up"

static const struct {
  const char *name;
  const char *contact;
  const char *shown; /* that it led to */
} unwanted[] = {
  { "replaces", "<" ELSEWHERE "?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2>", NULL },
  { "maddr", "<" ELSEWHERE ";maddr=127.0.0.1>", NULL },
  { "number", "<tel:+43155501>", "tel:+43155501" },
  { "web", "<http://127.0.0.1:9/>", "http://127.0.0.1:9/" },
  { "nothing", "\"", "" },
  { "ourselves", OURSELVES, NULL },
};

static RfPhone *phone;

static void
on_call_added (RfPhone *from, RfCall *call)
{
  if (rf_call_is_incoming (call))
    rf_call_answer_async (call, NULL, NULL, NULL);
}

static RfTestStranger *
stranger_new (const char *contact)
{
  g_autofree char *script = g_strconcat ("send-on 302 Elsewhere ", contact, NULL);

  return rf_test_stranger_new (script, 0, NULL);
}

/* The newest, once it is over. */
static RfCall *
wait_for_end (guint n)
{
  GListModel *calls = G_LIST_MODEL (phone);
  g_autoptr (RfCall) call = NULL;

  rf_test_wait (g_list_model_get_n_items (calls) == n, 10);
  call = g_list_model_get_item (calls, n - 1);
  rf_test_wait (!rf_call_is_live (call), 10);
  return call;
}

static void
forget_calls (void)
{
  GListModel *calls = G_LIST_MODEL (phone);

  while (g_list_model_get_n_items (calls) > 0) {
    g_autoptr (RfCall) call = g_list_model_get_item (calls, 0);

    rf_test_wait (!rf_call_is_live (call), 10);
    rf_phone_forget_call (phone, call);
  }
}

static void
test_triggered (void)
{
  RfTestStranger *target = stranger_new ("<" ELSEWHERE ">");
  g_autofree char *uri = rf_test_stranger_dup_uri (target);
  RfTestStranger *stranger = rf_test_stranger_new (ASKS, rf_test_phone_get_port (phone), uri);
  RfCall *call = wait_for_end (2);

  rf_test_stranger_finish (target);
  rf_test_stranger_finish (stranger);
  g_assert_cmpuint (rf_call_get_end_code (call), ==, 302);
  g_assert_cmpstr (rf_call_get_end_reason (call), ==, "Elsewhere");
  g_assert_cmpstr (rf_call_get_redirected_to (call), ==, ELSEWHERE);
  forget_calls ();
}

/* What a person dials is taken where it has gone to. */
static void
test_dialled (void)
{
  RfTestStranger *elsewhere = rf_test_stranger_new ("answer | hang-up", 0, NULL);
  g_autofree char *uri = rf_test_stranger_dup_uri (elsewhere);
  g_autofree char *contact = g_strdup_printf ("<%s>", uri);
  RfTestStranger *stranger = stranger_new (contact);
  g_autofree char *dialled = rf_test_stranger_dup_uri (stranger);
  RfCall *call;

  rf_phone_dial_async (phone, dialled, NULL, NULL, NULL);
  call = wait_for_end (1);
  rf_test_stranger_finish (stranger);
  rf_test_stranger_finish (elsewhere);
  g_assert_cmpint (rf_call_get_established_at (call), >, 0);
  g_assert_cmpstr (rf_call_get_redirected_to (call), ==, "");
  forget_calls ();
}

static void
test_unwanted (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *own = g_strdup_printf ("sip:kevin@127.0.0.1:%u", rf_test_phone_get_port (phone));
  g_autofree char *ours = g_strdup_printf ("<%s>", own);
  gboolean is_ours = g_str_equal (unwanted[i].contact, OURSELVES);
  const char *contact = is_ours ? ours : unwanted[i].contact;
  RfTestStranger *stranger = stranger_new (contact);
  g_autofree char *dialled = rf_test_stranger_dup_uri (stranger);
  g_autofree char *inside = g_strndup (contact + 1, MAX (strlen (contact), 2) - 2);
  RfCall *call;

  rf_phone_dial_async (phone, dialled, NULL, NULL, NULL);
  call = wait_for_end (1);
  rf_test_stranger_finish (stranger);
  g_assert_cmpuint (rf_call_get_end_code (call), ==, 302);
  g_assert_cmpstr (rf_call_get_redirected_to (call), ==,
                   unwanted[i].shown ? unwanted[i].shown : inside);
  forget_calls ();
}

int
main (int argc, char **argv)
{
  const RfAccountConfig account = {
    .user = "kevin", .consent = "always", .ring_timeout = -1, .release_after = -1,
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  phone = rf_test_phone_new_as (&account, NULL);
  g_object_set (phone, "linger", 60000, NULL);
  g_signal_connect (phone, "call-added", G_CALLBACK (on_call_added), NULL);
  g_test_add_func ("/strange-redirect/triggered", test_triggered);
  g_test_add_func ("/strange-redirect/dialled", test_dialled);
  for (guint i = 0; i < G_N_ELEMENTS (unwanted); i++) {
    g_autofree char *path = g_strdup_printf ("/strange-redirect/%s", unwanted[i].name);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_unwanted);
  }
  status = g_test_run ();
  rf_test_phone_stop (phone);
  return status;
}
