/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-explain-way"

#include "config.h"

#include "rf-explain-private.h"

#include <glib/gi18n.h>

/* The headers that say which way a message went, and on whose behalf. */

/* The parameters of the topmost Via. */
static RfStr
get_via_params (RfStr value)
{
  RfStr via = rf_str_head (value, rf_str_find_outside_quotes (value, ','));

  return rf_str_skip (via, rf_str_find (via, ';'));
}

/* RFC 3261 §18.2.1 and RFC 3581: the receiver notes where the packet came from. */
static char *
dup_nat_words (RfStr value)
{
  RfStr params = get_via_params (value);
  g_autofree char *shown = NULL;
  RfStr received;

  if (!rf_str_get_param (params, "received", &received) || received.len == 0)
    return NULL;
  shown = rf_explain_dup_text (received);

  return g_strdup_printf (_("It came from %s and not from where it says: there is a NAT between, "
                            "or the phone has several addresses."), shown);
}

static char *
explain_via (RfExplain *self,
             RfStr      value)
{
  g_autofree char *nat = NULL;
  g_autofree char *hops = NULL;

  if (value.p + value.len <= self->sip.via_branch.p || value.p > self->sip.via_branch.p)
    return g_strdup (_("A hop before that; the answer passes it on its way back."));

  nat = dup_nat_words (value);
  hops = g_strdup_printf (ngettext ("The answer goes back here. %u hop so far.",
                                    "The answer goes back here first. %u hops so far.",
                                    self->sip.n_vias), self->sip.n_vias);

  return nat ? g_strdup_printf ("%s %s", hops, nat) : g_steal_pointer (&hops);
}

static char *
explain_max_forwards (RfExplain *self,
                      RfStr      value)
{
  guint64 hops;

  if (!rf_str_parse_uint (value, 255, &hops))
    return NULL;

  return g_strdup_printf (ngettext ("The request may pass %u more proxy.",
                                    "The request may pass %u more proxies.", (gulong) hops),
                          (guint) hops);
}

static char *
explain_route (RfExplain *self,
               RfStr      value)
{
  return g_strdup (_("The request has to pass this proxy on its way."));
}

static char *
explain_record_route (RfExplain *self,
                      RfStr      value)
{
  return g_strdup (_("A proxy stays in the way: what follows in this dialog passes it too."));
}

static char *
explain_identity (RfExplain *self,
                  RfStr      value)
{
  g_autofree char *who = rf_explain_dup_who (self, value);

  return g_strdup_printf (_("The network vouches for it that this is %s."), who);
}

static char *
explain_diversion (RfExplain *self,
                   RfStr      value)
{
  g_autofree char *who = rf_explain_dup_who (self, value);

  return g_strdup_printf (_("The call was meant for %s, and was diverted."), who);
}

static char *
explain_content_type (RfExplain *self,
                      RfStr      value)
{
  if (rf_str_starts_with_case (value, "application/sdp"))
    return g_strdup (_("The body says which media are wanted, and where to."));
  if (rf_str_starts_with_case (value, "message/sipfrag"))
    return g_strdup (_("The body is a piece of another message: how the new call was answered."));

  return g_strdup (_("Of what kind the body is."));
}

static const struct {
  const char *name;
  char      *(*explain) (RfExplain *self, RfStr value);
} headers[] = {
  { "Via", explain_via },
  { "Max-Forwards", explain_max_forwards },
  { "Route", explain_route },
  { "Record-Route", explain_record_route },
  { "P-Asserted-Identity", explain_identity },
  { "Diversion", explain_diversion },
  { "Content-Type", explain_content_type },
};

/**
 * rf_explain_way:
 * @self: a message
 * @key: name of one of its headers
 * @at: where the header stands
 * @value: its value
 *
 * Returns: whether it is a header of this unit
 */
gboolean
rf_explain_way (RfExplain  *self,
                const char *key,
                RfStr       at,
                RfStr       value)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    if (g_ascii_strcasecmp (headers[i].name, key) == 0) {
      self->rank = RF_EXPLAIN_WAY;
      rf_explain_add (self, headers[i].name, at, value, headers[i].explain (self, value));
      return TRUE;
    }
  }

  return FALSE;
}
