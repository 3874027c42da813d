/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-arena.h"
#include "rf-trace.h"

G_BEGIN_DECLS

/* Where a display name comes from: what somebody calls himself counts more than what others call
 * him. */
typedef enum {
  RF_NAME_NONE,
  RF_NAME_HEARSAY,
  RF_NAME_OWN,
  RF_NAME_GIVEN, /* by whoever looks at the trace */
} RfNameSource;

/**
 * RfPartyLabel:
 *
 * A lifeline with its name.
 */
typedef struct _RfPartyLabel RfPartyLabel;
struct _RfPartyLabel {
  RfTraceParty  pub;
  guint         index;
  const char   *user;          /* printable; empty where there is none */
  RfStr         offered;       /* the display name as it came */
  /* the same, printable; NULL while there is none that can be relied on */
  const char   *name;
  RfNameSource  name_source;
  gboolean      is_ambiguous;  /* another lifeline would read the same */
};

typedef struct _RfPartyLabels RfPartyLabels;

RfPartyLabels *rf_party_labels_new        (RfArena *arena);
void           rf_party_labels_free       (RfPartyLabels *self);
RfPartyLabel  *rf_party_labels_add        (RfPartyLabels *self,
                                           const char    *id,
                                           const char    *user);
void           rf_party_labels_rename     (RfPartyLabels *self,
                                           RfPartyLabel  *label,
                                           const char    *id);
void           rf_party_labels_call       (RfPartyLabels *self,
                                           RfPartyLabel  *label,
                                           RfStr          name);
void           rf_party_labels_offer_name (RfPartyLabels *self,
                                           RfPartyLabel  *label,
                                           RfStr          display_name,
                                           RfNameSource   source);
guint          rf_party_labels_get_n      (RfPartyLabels *self);
RfPartyLabel  *rf_party_labels_get        (RfPartyLabels *self,
                                           guint          index);

G_END_DECLS
