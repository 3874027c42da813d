/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-entry-icon"

#include "config.h"

#include "rf-entry-icon.h"

/**
 * RfEntryIcon:
 *
 * An icon in a list that says in words, too, what it stands for: GTK's own has nothing to tell a
 * screen reader.
 *
 * Properties: "words".
 */
struct _RfEntryIcon {
  GtkCellRendererPixbuf  parent_instance;

  char                  *words;
};

struct _RfEntryIconAccessible {
  GtkImageCellAccessible parent_instance;
};

enum {
  PROP_0,
  PROP_WORDS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (RfEntryIcon, rf_entry_icon, GTK_TYPE_CELL_RENDERER_PIXBUF)
G_DEFINE_FINAL_TYPE (RfEntryIconAccessible, rf_entry_icon_accessible,
                     GTK_TYPE_IMAGE_CELL_ACCESSIBLE)

/* There is one renderer for all rows; when this is called it is that of the row of @cell. */
static void
rf_entry_icon_accessible_update_cache (GtkCellAccessible *cell,
                                       gboolean           emit_signal)
{
  g_autoptr (RfEntryIcon) icon = NULL;

  g_object_get (cell, "renderer", &icon, NULL);
  if (icon && g_strcmp0 (atk_object_get_name (ATK_OBJECT (cell)), icon->words) != 0)
    atk_object_set_name (ATK_OBJECT (cell), icon->words ? icon->words : "");
}

static void
rf_entry_icon_accessible_class_init (RfEntryIconAccessibleClass *klass)
{
  GTK_CELL_ACCESSIBLE_CLASS (klass)->update_cache = rf_entry_icon_accessible_update_cache;
}

static void
rf_entry_icon_accessible_init (RfEntryIconAccessible *self)
{
}

static void
rf_entry_icon_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (property_id == PROP_WORDS)
    g_value_set_string (value, RF_ENTRY_ICON (object)->words);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
rf_entry_icon_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  RfEntryIcon *self = RF_ENTRY_ICON (object);

  if (property_id != PROP_WORDS) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    return;
  }
  g_free (self->words);
  self->words = g_value_dup_string (value);
}

static void
rf_entry_icon_finalize (GObject *object)
{
  g_free (RF_ENTRY_ICON (object)->words);

  G_OBJECT_CLASS (rf_entry_icon_parent_class)->finalize (object);
}

static void
rf_entry_icon_class_init (RfEntryIconClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rf_entry_icon_get_property;
  object_class->set_property = rf_entry_icon_set_property;
  object_class->finalize = rf_entry_icon_finalize;

  props[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_cell_renderer_class_set_accessible_type (GTK_CELL_RENDERER_CLASS (klass),
                                               RF_TYPE_ENTRY_ICON_ACCESSIBLE);
}

static void
rf_entry_icon_init (RfEntryIcon *self)
{
}
