/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-agent.h"
#include "rf-baresip.h"
#include "rf-dbus-core.h"

G_BEGIN_DECLS

/* code: 0 when the peer has confirmed, else the status that it refused with; reason is never
 * NULL. */
typedef void (RfHoldFunc) (RfLeg *leg, guint code, const char *reason, gpointer user_data);

typedef struct {
  RfHoldFunc *func;
  gpointer    user_data;
} RfHoldWaiter;

typedef enum {
  RF_HOLD_IDLE,
  RF_HOLD_SENT,
  RF_HOLD_PAUSING, /* after a 491, to be sent again */
  RF_HOLD_DECIDED,
  RF_HOLD_CLOSING, /* cancelled and told, but not out of the wire yet */
} RfHoldStage;

/* A re-INVITE for hold or resume. */
typedef struct {
  RfHoldStage  stage;
  gboolean     hold;
  RfHoldWaiter now;
  RfHoldWaiter then;     /* who wants the opposite when this is over; while closing, the same */
  guint        crossings;
  guint        challenges;
  guint16      code;
  char        *reason;
  struct tmr   timer;
  struct tmr   deadline;
} RfHold;

/**
 * RfLeg:
 * @call: (nullable): baresip's call; NULL once it is over, and where there never was one
 * @asking: there is no call, only a REFER outside of any; it has none of a dialog's names, which
 * are for calls
 * @local_tag: ours in the dialog, "" while unknown
 * @early_tags: of a call of ours, the tag of each phone that has rung; each has a dialog of its own
 * @end_code: final status that ended our INVITE, or what we answered theirs with
 * @refusal: (nullable): reason phrase of the final response to our INVITE, as it came
 * @hidden_code: the redirect or challenge that ended our INVITE as we did not follow it, else 0;
 * libre was told something else
 * @is_redirected: our INVITE goes to an address that the person has not dialled
 * @transferor: (nullable): our own REFER on this call
 * @transferee: (nullable): the peer's REFER on this call
 * @triggered_by: (nullable): the REFER that made us place this call
 * @waited_for: (nullable): the transfer that begins when this call is answered
 *
 * One call as the program on the other side of the bus sees it.
 */
struct _RfLeg {
  RfAgent              *agent;
  RfAccount            *account;
  struct call          *call;
  RfDBusObjectSkeleton *object;
  RfDBusCall           *iface;
  gboolean              incoming;
  gboolean              asking;
  gboolean              muted;
  char                 *call_id;
  char                 *local_tag;
  char                 *remote_tag;
  GPtrArray            *early_tags;
  /* where the peer's phone itself is reached; "" while unknown */
  char                 *remote_contact;
  gboolean              has_route;      /* a proxy stays between the two phones */
  struct sa             source;         /* of what made the dialog; not set while unknown */
  /* (nullable): the call that ends when this one is answered */
  RfLeg                *replaces;
  gboolean              unasked;        /* it does so without the person */
  gboolean              begins_held;    /* as the one before it was */
  gboolean              never_rang;     /* within the time that is waited for that */
  guint16               end_code;
  char                 *end_reason;
  char                 *refusal;
  guint16               hidden_code;
  gboolean              is_redirected;
  RfHold                hold;
  RfTransferor         *transferor;
  RfTransferee         *transferee;
  GSList               *refers;         /* of RfRefer, the newest first */
  guint32               bye_number;     /* CSeq of the peer's BYE, 0 before it */
  RfTransferee         *triggered_by;
  RfTransferor         *waited_for;
  GString              *digits;
  gboolean              digit_down;
  struct tmr            digit_timer;
  struct tmr            ring_timer;
  struct tmr            gone_timer;
  struct tmr            audio_timer;
};

/* What an incoming INVITE said about itself, before baresip made a call of it. */
typedef struct {
  char    *call_id;
  char    *local_tag;
  char    *remote_tag;
  char    *peer_uri;
  char    *peer_name;
  char    *referred_by;
  gboolean allows_refer;
  gboolean supports_replaces;
  char    *contact;
  gboolean has_route;
  struct sa source;
  RfLeg   *replaces; /* (nullable): the call that it wants to take the place of */
  gboolean trusted;  /* whether it may do so without asking */
} RfInvite;

void        rf_invite_clear        (RfInvite *invite);

RfLeg      *rf_leg_new_outgoing    (RfAgent     *agent,
                                    RfAccount   *account,
                                    const char  *uri,
                                    struct list *headers,
                                    const char  *referred_by,
                                    GError     **error);
RfLeg      *rf_leg_new_incoming    (RfAgent        *agent,
                                    RfAccount      *account,
                                    struct call    *call,
                                    const RfInvite *invite);
RfLeg      *rf_leg_new_asking      (RfAgent              *agent,
                                    RfAccount            *account,
                                    const struct sip_msg *refer);
void        rf_leg_free            (RfLeg *leg);
const char *rf_leg_get_path        (RfLeg *leg);
gboolean    rf_leg_is_established  (RfLeg *leg);
gboolean    rf_leg_matches         (RfLeg               *leg,
                                    const struct sip_msg *msg);
gboolean    rf_leg_is_early        (RfLeg               *leg,
                                    const struct sip_msg *request);
void        rf_leg_publish_names   (RfLeg *leg);
void        rf_leg_hang_up         (RfLeg      *leg,
                                    guint       code,
                                    const char *reason);
void        rf_leg_forget_if_done  (RfLeg *leg);
void        rf_leg_forget_other    (RfLeg *leg,
                                    RfLeg *other);

/* rf-leg-hearing.c */
void        rf_leg_hear_request    (RfLeg               *leg,
                                    const struct sip_msg *msg);
void        rf_leg_hear_response   (RfLeg               *leg,
                                    const struct sip_msg *msg);

/* rf-hold.c */
gboolean    rf_hold_request        (RfLeg      *leg,
                                    gboolean    hold,
                                    RfHoldFunc *func,
                                    gpointer    user_data);
void        rf_hold_hear_answer    (RfLeg               *leg,
                                    const struct sip_msg *msg);
void        rf_hold_abandon        (RfLeg *leg);
void        rf_hold_forget         (RfLeg    *leg,
                                    gpointer  user_data);
void        rf_hold_apply_mute     (RfLeg *leg);
gboolean    rf_hold_is_wanted      (RfLeg *leg);

/* rf-leg-audio.c */
void        rf_leg_start_audio_reports (RfLeg *leg);
void        rf_leg_stop_audio_reports  (RfLeg *leg);

/* rf-leg-methods.c */
void        rf_leg_connect_methods (RfLeg *leg);
void        rf_leg_stop_digits     (RfLeg *leg);

G_END_DECLS
