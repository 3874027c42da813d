/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rf-ruler.h"
#include "rf-typesetter.h"

#define WIDE 1000.0

typedef struct {
  RfRuler      *ruler;
  RfTypesetter *typesetter;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->ruler = rf_ruler_new ();
  self->typesetter = rf_typesetter_new (rf_ruler_get_context (self->ruler));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  rf_typesetter_free (self->typesetter);
  rf_ruler_free (self->ruler);
}

static double
get_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

static PangoLayout *
cut (Fixture    *self,
     const char *text,
     double      room)
{
  return rf_typesetter_set (self->typesetter, text, FALSE, room, RF_LABEL_CUT_END);
}

static PangoLayout *
lay_out (Fixture    *self,
         const char *text)
{
  return cut (self, text, WIDE);
}

/* What is measured to make room for words is what they take. */
static void
test_width (Fixture       *self,
            gconstpointer  data)
{
  static const char *const texts[] = { "", "REFER", "180 Ringing", "Zoë → قبل", "12.345" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    PangoLayout *layout = lay_out (self, texts[i]);

    g_assert_cmpstr (pango_layout_get_text (layout), ==, texts[i]);
    g_assert_cmpfloat_with_epsilon (get_width (layout), rf_ruler_measure (self->ruler, texts[i]),
                                    0.01);
    g_assert_false (pango_layout_is_ellipsized (layout));
  }
}

static void
test_cut (Fixture       *self,
          gconstpointer  data)
{
  static const char text[] = "sip:somebody-with-a-long-name@example.org";
  double wanted = rf_ruler_measure (self->ruler, text);
  double room = wanted / 2;
  g_autoptr (PangoLayout) end = g_object_ref (cut (self, text, room));
  g_autoptr (PangoLayout) middle =
    g_object_ref (rf_typesetter_set (self->typesetter, text, FALSE, room, RF_LABEL_CUT_MIDDLE));

  g_assert_cmpint (pango_layout_get_ellipsize (end), ==, PANGO_ELLIPSIZE_END);
  g_assert_cmpint (pango_layout_get_ellipsize (middle), ==, PANGO_ELLIPSIZE_MIDDLE);
  g_assert_true (pango_layout_is_ellipsized (end));
  g_assert_true (pango_layout_is_ellipsized (middle));
  g_assert_cmpfloat (get_width (end), <=, room);
  g_assert_cmpfloat (get_width (middle), <=, room);
  /* With another room it is cut elsewhere, and with enough not at all. */
  g_assert_cmpfloat (get_width (cut (self, text, room / 2)), <=, room / 2);
  g_assert_false (pango_layout_is_ellipsized (cut (self, text, wanted)));
  /* A room that is smaller than nothing is none. */
  g_assert_true (pango_layout_is_ellipsized (cut (self, text, -10)));
}

static void
test_bold (Fixture       *self,
           gconstpointer  data)
{
  double plain = get_width (lay_out (self, "kevin"));
  PangoLayout *layout =
    rf_typesetter_set (self->typesetter, "kevin", TRUE, WIDE, RF_LABEL_CUT_END);
  double bold = get_width (layout);

  g_assert_cmpfloat (bold, >, plain);
  g_assert_cmpfloat (get_width (lay_out (self, "kevin")), ==, plain);
}

/* What is asked for in each frame stays, whatever else comes and goes; what is not goes. */
static void
test_kept (Fixture       *self,
           gconstpointer  data)
{
  PangoLayout *often = lay_out (self, "200 OK");
  PangoLayout *once = lay_out (self, "once");

  g_object_add_weak_pointer (G_OBJECT (once), (gpointer *) &once);
  for (guint i = 0; i < 5000; i++) {
    g_autofree char *time = g_strdup_printf ("%u.000", i);

    g_assert_cmpstr (pango_layout_get_text (lay_out (self, time)), ==, time);
    g_assert_true (lay_out (self, "200 OK") == often);
    if (i < 100)
      g_assert_nonnull (once);
  }
  g_assert_null (once);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/typesetter/width", Fixture, NULL, set_up, test_width, tear_down);
  g_test_add ("/typesetter/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/typesetter/bold", Fixture, NULL, set_up, test_bold, tear_down);
  g_test_add ("/typesetter/kept", Fixture, NULL, set_up, test_kept, tear_down);

  return g_test_run ();
}
