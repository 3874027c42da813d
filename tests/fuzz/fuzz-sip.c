/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-fuzz.h"

#include "rf-explain.h"
#include "rf-message-diff.h"
#include "rf-message-text.h"
#include "rf-redact.h"
#include "rf-registration.h"
#include "rf-sdp-media.h"
#include "rf-sipfrag.h"
#include "rf-trace.h"
#include "rf-uri.h"

/*
 * The input is a message, or a part of one. Every reader of src/sip gets it as a whole, and its
 * parts where they are found; what the window says about it is worked out too.
 */

/* What was read must lie in what was given. */
static void
check_slice (RfStr part,
             RfStr whole)
{
  if (part.len == 0)
    return;
  g_assert_true (part.p >= whole.p && part.p < whole.p + whole.len);
  g_assert_cmpuint (part.len, <=, whole.len - (gsize) (part.p - whole.p));
}

static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
read_params (RfStr params)
{
  RfStr rest = params, name, value;

  while (rf_str_next_param (&rest, &name, &value)) {
    check_slice (name, params);
    check_slice (value, params);
    rf_str_find_param (params, name, NULL);
  }
}

/* Of what is no address of a phone the scheme stays. */
static gboolean
keeps_scheme (const char *identity,
              RfStr       scheme)
{
  return !rf_str_case_equal_c (scheme, "sip") && !rf_str_case_equal_c (scheme, "sips") &&
         !rf_str_case_equal_c (scheme, "tel") &&
         strncmp (identity, scheme.p, scheme.len) == 0 && identity[scheme.len] == ':';
}

static void
read_uri (RfStr text)
{
  g_autofree char *identity = NULL;
  g_autofree char *user = NULL;
  g_autofree char *header = NULL;
  RfUri uri, again;

  if (!rf_uri_parse (&uri, text))
    return;
  check_slice (uri.user, text);
  check_slice (uri.password, text);
  check_slice (uri.host, text);
  check_slice (uri.headers, text);
  read_params (uri.params);
  user = rf_uri_dup_user (&uri);
  header = rf_uri_dup_header (&uri, "Replaces");
  g_assert_true (rf_uri_same_target (&uri, &uri));
  g_assert_cmpint (rf_uri_same_user (&uri, &uri), ==, uri.user.len > 0);

  identity = rf_uri_dup_identity (&uri);
  g_assert_true (g_str_has_prefix (identity, "sip:") || g_str_has_prefix (identity, "tel:") ||
                 keeps_scheme (identity, uri.scheme));
  /* Who is named without escapes is named the same by the name. */
  if (rf_str_case_equal_c (uri.scheme, "sip") && rf_str_find (text, '%') == text.len) {
    g_autofree char *twice = NULL;

    g_assert_true (rf_uri_parse (&again, rf_str_from_c (identity)));
    twice = rf_uri_dup_identity (&again);
    g_assert_cmpstr (twice, ==, identity);
  }
}

static void
read_address (RfStr value)
{
  RfSipAddress address;

  if (!rf_sip_address_parse (&address, value))
    return;
  check_slice (address.display_name, value);
  check_slice (address.params, value);
  check_slice (address.tag, value);
  check_slice (address.uri, value);
  read_uri (address.uri);
}

static void
read_refer_to (RfStr value)
{
  g_auto (RfReferTo) refer_to = { 0 };
  RfReplaces replaces;

  if (rf_refer_to_parse (&refer_to, value)) {
    check_slice (refer_to.text, value);
    if (refer_to.has_replaces)
      g_assert_nonnull (refer_to.replaces_text);
  }
  if (rf_replaces_parse (&replaces, value)) {
    check_slice (replaces.call_id, value);
    check_slice (replaces.to_tag, value);
    check_slice (replaces.from_tag, value);
  }
}

static void
read_body (RfStr body)
{
  RfSdpMedia media[RF_SDP_MAX_MEDIA];
  guint n_media = MIN (rf_sdp_read_media (body, media, RF_SDP_MAX_MEDIA), RF_SDP_MAX_MEDIA);
  RfSdp sdp;
  RfStr reason;
  guint status;

  for (guint i = 0; i < n_media; i++) {
    check_slice (media[i].at, body);
    check_slice (media[i].address, body);
    g_assert_cmpuint (media[i].n_codecs, <=, RF_SDP_MAX_CODECS);
    rf_sdp_media_is_nulled (&media[i]);
  }
  rf_sdp_parse (&sdp, body);
  if (rf_sipfrag_parse (body, &status, &reason))
    check_slice (reason, body);
}

static void
read_text (RfStr text)
{
  g_autofree char *printable = rf_str_dup_printable (text);
  g_autofree char *unescaped = rf_uri_unescape (text);
  g_autofree char *clean = rf_message_text_clean (text.p, text.len);

  check_text (printable);
  check_text (clean);
  g_assert_cmpuint (strlen (unescaped), <=, text.len);
}

static void
read_headers (RfStr text)
{
  RfSipHeaderIter iter;
  RfStr name, value;

  rf_sip_header_iter_init (&iter, text.p, text.len);
  while (rf_sip_header_iter_next (&iter, &name, &value)) {
    check_slice (name, text);
    check_slice (value, text);
    read_address (value);
    read_refer_to (value);
    read_params (value);
    rf_registration_takes_back (value, value);
  }
  if (text.len > 0)
    rf_registration_read (text.p, text.len);
}

/* Blanking secrets must not change what the message is. */
static void
redact (const RfSipMessage *sip,
        RfStr               text)
{
  g_autofree char *copy = g_memdup2 (text.p, text.len);
  RfSipMessage redacted;

  rf_redact (copy, text.len);
  g_assert_true (rf_sip_message_scan (&redacted, copy, text.len, NULL));
  g_assert_true (rf_str_equal (redacted.call_id, sip->call_id));
  g_assert_cmpuint (redacted.body.len, ==, sip->body.len);
}

static void
read_message (RfStr text)
{
  g_autoptr (GError) error = NULL;
  RfSipMessage sip;

  rf_sip_message_looks_like (text.p, text.len);
  if (!rf_sip_message_scan (&sip, text.p, text.len, &error)) {
    g_assert_nonnull (error);
    check_text (error->message);
    return;
  }
  g_assert_cmpuint (sip.call_id.len, >, 0);
  g_assert_cmpuint (sip.n_vias, >, 0);
  check_slice (sip.call_id, text);
  check_slice (sip.from.value, text);
  check_slice (sip.to.value, text);
  check_slice (sip.body, text);
  read_uri (sip.request_uri);
  read_body (sip.body);
  redact (&sip, text);
}

/* What the window says about a message, and how it sets it beside the one before it. */
static void
explain (RfTrace *trace,
         guint    message)
{
  g_autoptr (GPtrArray) rows = rf_explain_message (trace, message, NULL);

  for (guint i = 0; i < rows->len; i++) {
    const RfExplanation *row = rows->pdata[i];

    check_text (row->key);
    check_text (row->value ? row->value : "");
    check_text (row->sentence);
    g_assert_cmpint (row->link, <, (int) rf_trace_get_n_messages (trace));
  }
}

static void
show_message (RfStr text)
{
  g_autoptr (RfTrace) trace = rf_trace_new ();
  RfTraceInput input = { .transport = RF_TRANSPORT_UDP, .data = text.p, .length = text.len };

  rf_endpoint_parse (&input.source, "192.0.2.1:5060");
  rf_endpoint_parse (&input.destination, "192.0.2.2:5060");
  if (rf_trace_append (trace, &input, NULL))
    explain (trace, 0);
}

static void
compare (RfStr text)
{
  g_autofree char *left = rf_message_text_clean (text.p, text.len / 2);
  g_autofree char *right = rf_message_text_clean (text.p + text.len / 2, text.len - text.len / 2);
  g_autoptr (GPtrArray) rows = rf_message_diff_new (left, right);

  for (guint i = 0; i < rows->len; i++) {
    const RfDiffRow *row = rows->pdata[i];

    g_assert_true (row->left || row->right);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const RfStr text = { (const char *) data, size };

  read_message (text);
  read_headers (text);
  read_address (text);
  read_refer_to (text);
  read_uri (text);
  read_body (text);
  read_text (text);
  show_message (text);
  compare (text);

  return 0;
}
