/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-look"

#include "config.h"

#include "rf-look.h"

#include "rf-say.h"

/**
 * rf_look_new:
 * @map: the rows that are shown
 * @lifelines: (nullable): how their lifelines are wanted
 * @time_mode: what stands beside them
 *
 * Returns: (transfer full): a copy of what decides about the rows, which does not change when they
 *   do
 */
RfLook *
rf_look_new (RfRowMap    *map,
             RfLifelines *lifelines,
             RfTimeMode   time_mode)
{
  RfLook *self;
  RfRowFilter *filter;

  g_return_val_if_fail (map != NULL, NULL);

  self = g_new0 (RfLook, 1);
  filter = rf_row_map_get_filter (map);
  self->filter = filter ? rf_row_filter_copy (filter) : NULL;
  self->folds = rf_row_map_dup_folds (map);
  self->lifelines = rf_lifelines_copy (lifelines);
  self->time_mode = time_mode;
  return self;
}

/**
 * rf_look_new_whole:
 *
 * Returns: (transfer full): a look at all of a trace, with times since the start
 */
RfLook *
rf_look_new_whole (void)
{
  return g_new0 (RfLook, 1);
}

/**
 * rf_look_free:
 * @self: a look
 */
void
rf_look_free (RfLook *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->filter);
  g_clear_object (&self->lifelines);
  g_clear_pointer (&self->folds, g_array_unref);
  g_clear_pointer (&self->report, rf_capture_report_free);
  g_free (self->unread);
  g_free (self);
}

/* A sentence a line. */
static char *
dup_sentences (const RfCaptureReport *report)
{
  g_auto (GStrv) sentences = rf_capture_report_dup_sentences (report, RF_LOSS_NOT_SIP + 1);

  return g_strjoinv ("\n", sentences);
}

/**
 * rf_look_set_report:
 * @self: a look
 * @report: what reading the capture found
 * @words: (nullable): what is lost, in the language of whoever exports; %NULL for English
 *
 * Has every format say what could not be read, of which a part of the trace may be missing too.
 * Where all was read nothing is said.
 */
void
rf_look_set_report (RfLook                *self,
                    const RfCaptureReport *report,
                    const char            *words)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (report != NULL);

  g_clear_pointer (&self->report, rf_capture_report_free);
  g_clear_pointer (&self->unread, g_free);
  if (!rf_capture_report_has_loss (report))
    return;
  self->report = rf_capture_report_copy (report);
  self->unread = words ? g_strdup (words) : dup_sentences (report);
}

/**
 * rf_look_apply:
 * @self: a look
 * @map: the rows of the trace, or of a copy of it
 *
 * Has the same rows shown; they are not read yet.
 */
void
rf_look_apply (const RfLook *self,
               RfRowMap     *map)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (map != NULL);

  rf_row_map_set_filter (map, self->filter);
  if (self->folds)
    rf_row_map_set_folds (map, self->folds);
}

/**
 * rf_look_create_map:
 * @self: (nullable): a look
 * @trace: what is looked at; must outlive the map
 *
 * Returns: (transfer full): the rows that are shown, all of them read
 */
RfRowMap *
rf_look_create_map (const RfLook *self,
                    RfTrace      *trace)
{
  RfRowMap *map = rf_row_map_new (trace);

  if (self)
    rf_look_apply (self, map);
  rf_row_map_read (map, G_MAXUINT);
  return map;
}

/**
 * rf_look_create_lines:
 * @self: (nullable): a look
 * @trace: what is looked at; must outlive the map
 *
 * Returns: (transfer full): in which column each party stands
 */
RfLifelineMap *
rf_look_create_lines (const RfLook *self,
                      RfTrace      *trace)
{
  return rf_lifeline_map_new (trace, self ? self->lifelines : NULL);
}

/**
 * rf_look_create_spacing:
 * @self: (nullable): a look
 * @trace: what is looked at; must outlive the spacing
 * @map: its rows; must outlive the spacing
 *
 * Returns: (transfer full): how far apart the rows are, for whoever writes them to tell the pauses;
 *   nothing is read yet
 */
RfRowSpacing *
rf_look_create_spacing (const RfLook *self,
                        RfTrace      *trace,
                        RfRowMap     *map)
{
  RfRowSpacing *spacing = rf_row_spacing_new (trace, map);

  rf_row_spacing_set_true_time (spacing, self && self->true_time);
  return spacing;
}

/**
 * rf_look_get_time_mode:
 * @self: (nullable): a look
 *
 * Returns: what the column of times says
 */
RfTimeMode
rf_look_get_time_mode (const RfLook *self)
{
  return self ? self->time_mode : RF_TIME_SINCE_START;
}

/**
 * rf_look_get_unread:
 * @self: (nullable): a look
 *
 * Returns: (transfer none) (nullable): lines that tell what could not be read of the capture; %NULL
 *   where all was
 */
const char *
rf_look_get_unread (const RfLook *self)
{
  return self ? self->unread : NULL;
}

/* "1,000,000", in every locale. */
static char *
dup_number (guint number)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%u", number);
  for (gssize at = (gssize) text->len - 3; at > 0; at -= 3)
    g_string_insert_c (text, at, ',');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What messages had to be to be shown: "only transfers; text “wayne”; selected calls". */
static char *
dup_filter (const RfLook *self)
{
  g_autofree char *words = self->filter ? rf_row_filter_dup_words (self->filter) : NULL;

  if (self->n_whole == 0)
    return g_steal_pointer (&words);
  return words ? g_strconcat (words, "; ", rf_say ("selected calls"), NULL)
               : g_strdup (rf_say ("selected calls"));
}

/**
 * rf_look_dup_left_out:
 * @self: (nullable): a look
 * @trace: what is looked at
 * @map: its rows
 *
 * Nothing is to be left out without a word. Folded phases are not, as their rows count them.
 *
 * Returns: (transfer full) (nullable): "312 of 1,000 messages. Filter: only transfers.", safe to
 *   draw, or %NULL where everything is shown
 */
char *
rf_look_dup_left_out (const RfLook *self,
                      RfTrace      *trace,
                      RfRowMap     *map)
{
  g_autofree char *filter = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *all = NULL;
  guint n_shown, n_all;

  g_return_val_if_fail (RF_IS_TRACE (trace), NULL);
  g_return_val_if_fail (map != NULL, NULL);

  if (!self)
    return NULL;
  n_shown = rf_row_map_count_messages (map, G_MAXUINT);
  n_all = MAX (rf_trace_get_n_messages (trace), self->n_whole);
  filter = dup_filter (self);
  if (!filter || n_shown >= n_all)
    return NULL;
  shown = dup_number (n_shown);
  all = dup_number (n_all);
  return g_strdup_printf (rf_say ("%s of %s messages. Filter: %s."), shown, all, filter);
}

/**
 * rf_look_dup_caption:
 * @self: (nullable): a look
 * @trace: what is looked at
 * @map: its rows
 *
 * Returns: (transfer full) (nullable): what whoever sees the rows elsewhere has to be told: what is
 *   left out, and what the times count from where that is not the start; %NULL for nothing
 */
char *
rf_look_dup_caption (const RfLook *self,
                     RfTrace      *trace,
                     RfRowMap     *map)
{
  g_autofree char *left_out = rf_look_dup_left_out (self, trace, map);
  g_autofree char *times = rf_row_time_dup_legend (trace, rf_look_get_time_mode (self));

  if (!left_out || !times)
    return left_out ? g_steal_pointer (&left_out) : g_steal_pointer (&times);
  return g_strconcat (left_out, " ", times, NULL);
}
