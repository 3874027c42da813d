/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-arena.h"
#include "rf-endpoint.h"
#include "rf-party-label.h"
#include "rf-trace.h"
#include "rf-uri.h"

G_BEGIN_DECLS

/*
 * What the units of a trace share. All of it lives in the arena of the trace, and slices point into
 * the bytes of its messages, so everything here is valid as long as the trace.
 */

typedef struct _RfMessage     RfMessage;
typedef struct _RfTransaction RfTransaction;
typedef struct _RfCallNode    RfCallNode;
typedef struct _RfDialog      RfDialog;
typedef struct _RfAttempt     RfAttempt;
typedef struct _RfCallUse     RfCallUse;
typedef struct _RfUa          RfUa;
typedef struct _RfPlace       RfPlace;
typedef struct _RfRelay       RfRelay;
typedef struct _RfAlias       RfAlias;
typedef struct _RfHeard       RfHeard;
typedef struct _RfRetarget    RfRetarget;
typedef struct _RfReferrals   RfReferrals;

/* Where its two ends are stands in the public part: see rf_message_get_place(). */
struct _RfMessage {
  RfTraceMessage  pub; /* must be first */
  RfTransaction  *transaction;
  RfDialog       *dialog;
  guint32         next_at[2]; /* index of the next message at each end, plus 1 */
};

/* The transaction of one hop. An ACK belongs to that of its INVITE. */
struct _RfTransaction {
  guint          index;
  guint32        cseq;
  RfSipMethod    method;
  guint          is_initial : 1;     /* its request had no To tag */
  guint          is_refer_event : 1; /* NOTIFY or SUBSCRIBE for Event refer */
  guint          may_release : 1;    /* BYE of a call that an attempt is about */
  guint          n_firsts : 3;
  guint32        firsts[6]; /* its first messages that are no retransmissions */
  RfCallNode    *call;
  RfStr          method_name; /* only of a method that is not known */
  RfStr          branch;
  RfStr          sent_by;
  RfStr          from_tag;
  RfMessage     *request;     /* nullable: the capture may have begun later */
  /* the same request on its first hop; itself where this is the first */
  RfTransaction *origin;
  RfTransaction *older_in_call;
  RfDialog      *dialog;

  /* What it has to do with transfers. */
  RfAttempt     *attempt;        /* REFER, or NOTIFY and SUBSCRIBE of its subscription */
  /* re-INVITE or UPDATE that takes the call back after that attempt failed */
  RfAttempt     *recovers;
  RfCallUse     *after;          /* the last of its dialog before it began */
};

/* Everything with one Call-ID. */
struct _RfCallNode {
  RfStr          call_id; /* with a zero behind it */
  RfCallNode    *newest; /* of those with this Call-ID; kept by the first of them */
  guint32        hash;  /* of the Call-ID and how many calls there were when it was used again */
  guint          n_transactions;
  guint          n_up;        /* INVITE dialogs that are */
  guint32        invite_cseq; /* the highest of what began it */
  gint64         last_us;     /* time of the last message in it */
  RfTransaction *newest_transaction;
  RfAttempt     *triggered_by;
  gboolean       is_beside;      /* a server tries somebody else in it at the same time */
  RfUa          *called;         /* whom it was for, where it came of that attempt */
  guint          first_triggered; /* the first dialog that came of that attempt */
  RfCallNode    *leg_of;         /* the call that a B2BUA made this one of */
  /* Those of the message before, for the next is likely to belong there. */
  RfTransaction *last_transaction;
  RfDialog      *last_dialog;
  const RfAlias *last_names[2];  /* in From and To */
  RfPlace       *last_places[2]; /* source and destination */
  const RfAlias *nameless;       /* who hides behind an anonymous URI in it */
  RfRetarget    *retargets;      /* newest first; NULL where To names who answers */
  guint          n_retargets;
};

/* A user agent: somebody with a SIP identity. */
struct _RfUa {
  RfUa         *meant;    /* who it turned out to be under another name; NULL: itself */
  RfPartyLabel *party;    /* its lifeline; NULL until it needs one */
  const char   *identity;
  const char   *user;
  RfStr         given_name; /* empty where it was given none */
  RfEndpoint    literal;  /* the address in its identity, family 0 where that is a name */
  RfPlace      *place;    /* where it was seen first */
  RfPlace      *last_place;
  gboolean      has_more_places;
  RfAttempt    *newest_attempt; /* that asks it to call; those before hang on it */
  RfMessage    *cancel;         /* the last call that it gave up */
};

/* An address and port on the wire. The ends of messages point into these. */
struct _RfPlace {
  RfEndpoint     endpoint; /* must be first */
  RfPartyLabel  *proxy;    /* NULL as long as nothing was seen to be forwarded from here */
  RfUa          *first_ua;
  RfMessage     *first;    /* messages that left or arrived here */
  RfMessage     *last;
  RfRelay       *relays;   /* newest first */
  RfHeard       *heard;    /* calls that arrived here last; NULL where none did */
  RfAttempt     *asked;    /* by the last REFER that arrived here */
  RfRelay       *referred; /* attempts whose REFER arrived here, newest first */
  gboolean       is_b2bua; /* what is sent from here is its own, whatever From says */
};

/* An attempt whose REFER arrived at a place, or whose INVITE, from where a B2BUA may send it on as
 * another call. */
struct _RfRelay {
  RfAttempt *attempt;
  RfRelay   *next;
};

/* Who is at the two ends of a request, as From and To have it. */
typedef struct {
  RfUa *from;
  RfUa *to;
} RfEnds;

struct _RfDialog {
  RfTraceDialog  pub; /* must be first */
  guint          index;
  RfCallNode    *call;
  RfStr          local_tag;
  RfStr          remote_tag;
  RfUa          *local_ua;
  RfUa          *remote_ua;
  RfDialog      *next_in_pair;     /* an older call between the same two */
  RfDialog      *forked_from;      /* the first that its request made; NULL: itself */
  gint64         began_us;         /* its first message */
  gint64         answered_us;      /* of a call; 0 while it is not, or was before the capture */
  gint64         acked_us;         /* its answer was first acknowledged, 0 as above */
  gint64         held_us;          /* first put on hold, 0 while it never was */
  RfAttempt     *last_attempt;     /* to transfer this call */
  RfCallUse     *first_use;        /* attempts that are about this call, in their order */
  RfCallUse     *last_use;
  RfCallUse     *branch_use;       /* the first use of it or of what was forked from it */
  RfCallUse     *standing;         /* whose its end is; one that was refused only where all were */
  RfMessage     *bye;              /* that ended it first */
  RfUa          *ended_by;         /* who sent that */
  RfReferrals   *referrals[2];     /* by the side called local, and the other; NULL: none */
};

/* That an attempt is about a call: transfers it, or its target was asked there first. */
struct _RfCallUse {
  RfAttempt *attempt;
  RfCallUse *newer;
  RfCallUse *older; /* the one that stood before */
};

/* One REFER with all that belongs to it. */
struct _RfAttempt {
  RfTraceTransfer pub; /* must be first */
  RfTransaction  *refer;             /* the newest copy, after a challenge */
  RfStr           refer_to;
  RfStr           referred_by;
  RfStr           events_at;         /* where to subscribe to its reports (RFC 7614) */
  gboolean        has_require;       /* the REFER made conditions */
  RfUri           target_uri;
  gboolean        has_replaces;
  RfReplaces      replaces;
  RfUa           *transferor;
  RfUa           *transferee;
  RfUa           *target;
  RfDialog       *refer_dialog;
  RfDialog       *original;
  RfDialog       *consultation;
  RfCallUse       uses[2];           /* of these two */
  RfCallNode     *triggered;
  guint           trigger_score;
  guint           invite_status;     /* final status of the triggered INVITE */
  guint           answer_message;    /* that carried it */
  gboolean        was_cancelled;
  gboolean        waives_reports;    /* the two agreed that there will be no NOTIFY */
  gboolean        wants_no_reports;  /* its transferor has ended the subscription */
  gboolean        wanted_none;       /* the same, before its last SUBSCRIBE */
  gboolean        refuses_reports;   /* its transferor says that there is no subscription */
  int             empty_report;      /* last NOTIFY without a body, -1 while there was none */
  int             unread_report;     /* last NOTIFY that cannot be read, or the answer to it */
  gboolean        subscription_ended;
  gboolean        is_named;          /* reports say by an id that they are about it */
  gboolean        is_unnamed;        /* reports without an id were taken to be about it */
  guint           n_notifies;
  guint           notified_status;   /* final status that a NOTIFY carried */
  guint           notify_message;    /* that NOTIFY */
  gint64          last_sign_us;      /* last thing heard of it */
  gint64          gone_us;           /* the original call ended, 0 while it lives */
  GArray         *progress;
  RfAttempt      *passed_on;         /* the attempt that a B2BUA made this one of */
  RfAttempt      *next_referral;     /* the next of the same side of that dialog */
  RfAttempt      *previous_open;     /* one before it that might still be reported on */
  RfAttempt      *next_of_transferee;
};

static inline RfPlace *
rf_message_get_place (const RfMessage *self,
                      guint            end)
{
  return (RfPlace *) (end == 0 ? self->pub.source : self->pub.destination);
}

/* The attempt that @self came of. A transferee may give the new call the Call-ID of the one that
 * is transferred, and other tags; what was there before the REFER did not come of it. */
static inline RfAttempt *
rf_dialog_get_trigger (const RfDialog *self)
{
  return self->index >= self->call->first_triggered ? self->call->triggered_by : NULL;
}

G_END_DECLS
