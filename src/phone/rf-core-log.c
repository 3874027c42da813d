/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-core-log"

#include "rf-core-log.h"

#include <string.h>

#include "rf-text.h"

#define MAX_LINE  500 /* bytes */
#define MAX_READS 256

/* How the core marks what went wrong, also where nobody sees colours. */
#define RED "\033[31m"

/*
 * RfCoreLog:
 *
 * What a core prints: every line goes to the debug log, and the newest is kept, as is the newest
 * warning: they say best why it ended. What peers send can be among it, so lines are bounded and
 * made plain.
 */
struct _RfCoreLog {
  char                 *name;
  GPollableInputStream *stream;
  GSource              *source;
  GString              *line;
  char                 *newest;
  char                 *newest_warning;
};

/* The core colours its warnings. */
static void
remove_colours (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++) {
    if (from[0] == '\033' && from[1] == '[') {
      from += strcspn (from, "m");
      if (*from == '\0')
        break;
    } else {
      *to++ = *from;
    }
  }
  *to = '\0';
}

static void
end_line (RfCoreLog *self)
{
  gboolean is_warning = strstr (self->line->str, RED) != NULL;
  g_autofree char *shown = NULL;

  remove_colours (self->line->str);
  shown = rf_text_for_show (self->line->str);
  g_string_truncate (self->line, 0);
  g_strstrip (shown);
  if (*shown == '\0')
    return;
  g_debug ("%s: %s", self->name, shown);
  if (is_warning) {
    g_free (self->newest_warning);
    self->newest_warning = g_strdup (shown);
  }
  g_free (self->newest);
  self->newest = g_steal_pointer (&shown);
}

static gboolean
read_some (RfCoreLog *self)
{
  char buffer[2048];
  gssize n = g_pollable_input_stream_read_nonblocking (self->stream, buffer, sizeof buffer, NULL,
                                                       NULL);

  for (gssize i = 0; i < n; i++) {
    if (buffer[i] == '\n')
      end_line (self);
    else if (self->line->len < MAX_LINE && buffer[i] != '\0')
      g_string_append_c (self->line, buffer[i]);
  }
  return n > 0;
}

static gboolean
on_readable (GObject  *stream,
             gpointer  user_data)
{
  RfCoreLog *self = user_data;

  /* Nothing to read although it is readable is the end of it. */
  return read_some (self) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * rf_core_log_new:
 * @name: what lines are marked with
 * @stream: the reading end of a pipe
 *
 * Returns: (transfer full): a log that reads @stream in the thread-default main context
 */
RfCoreLog *
rf_core_log_new (const char   *name,
                 GInputStream *stream)
{
  RfCoreLog *self = g_new0 (RfCoreLog, 1);

  self->name = g_strdup (name);
  self->stream = g_object_ref (G_POLLABLE_INPUT_STREAM (stream));
  self->line = g_string_new (NULL);
  self->source = g_pollable_input_stream_create_source (self->stream, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * rf_core_log_free:
 * @self: (nullable): a log
 *
 * Frees it; nothing is read any more.
 */
void
rf_core_log_free (RfCoreLog *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->stream);
  g_string_free (self->line, TRUE);
  g_free (self->newest);
  g_free (self->newest_warning);
  g_free (self->name);
  g_free (self);
}

/**
 * rf_core_log_dup_tail:
 * @self: a log
 *
 * Reads what is there to read, without waiting, and gives the newest warning, or the newest line
 * where there was none. To be called when the core has ended: this is then why.
 *
 * Returns: (transfer full) (nullable): a line that can be shown
 */
char *
rf_core_log_dup_tail (RfCoreLog *self)
{
  for (guint i = 0; i < MAX_READS && read_some (self); i++)
    ;
  end_line (self);
  return g_strdup (self->newest_warning != NULL ? self->newest_warning : self->newest);
}
