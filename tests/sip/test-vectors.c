/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-sip-message.h"
#include "rf-uri.h"

/*
 * The torture messages of RFC 4475 and RFC 5118, where they lie beside the project. What is asked
 * of them is that reading stays within the bytes and says either what the message is or why not;
 * each is read whole and cut off everywhere.
 */

static void
try_prefix (const char *bytes,
            gsize       length)
{
  g_autofree char *copy = g_memdup2 (bytes, length);
  g_autoptr (GError) error = NULL;
  RfSipMessage sip;
  RfUri uri;

  if (!rf_sip_message_scan (&sip, copy, length, &error)) {
    g_assert_nonnull (error);
    return;
  }
  g_assert_cmpuint (sip.call_id.len, >, 0);
  g_assert_cmpuint (sip.n_vias, >, 0);
  rf_uri_parse (&uri, sip.from.uri);
  rf_uri_parse (&uri, sip.request_uri);
}

static guint
try_folder (const char *name)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "..", "..", "shared",
                                                   "vectors", name, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;
  guint n = 0;

  while (dir && (file = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, file, NULL);
    g_autofree char *bytes = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
    for (gsize cut = 0; cut <= length; cut++)
      try_prefix (bytes, cut);
    n++;
  }

  return n;
}

static void
test_torture (void)
{
  guint n = try_folder ("rfc4475") + try_folder ("rfc5118-crlf") + try_folder ("rfc5118-lf");

  if (n == 0)
    g_test_skip ("the vectors are not here");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sip/vectors/torture", test_torture);

  return g_test_run ();
}
