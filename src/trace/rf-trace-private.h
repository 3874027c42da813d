/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-arena.h"
#include "rf-endpoint.h"
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
typedef struct _RfUa          RfUa;
typedef struct _RfPlace       RfPlace;

struct _RfMessage {
  RfTraceMessage  pub; /* must be first */
  RfTransaction  *transaction;
  RfDialog       *dialog;
  RfPlace        *places[2];    /* where it left and where it arrived */
  RfMessage      *next_at[2];   /* next message at each of the two */
};

/* The transaction of one hop. An ACK belongs to that of its INVITE. */
struct _RfTransaction {
  guint          index;
  RfSipMethod    method;
  RfStr          method_name; /* only of a method that is not known */
  RfStr          branch;
  RfStr          sent_by;
  RfStr          call_id;
  RfStr          from_tag;
  guint32        cseq;
  gboolean       is_initial;  /* its request had no To tag */
  RfMessage     *request;     /* nullable: the capture may have begun later */
  /* the same request on its first hop; itself where this is the first */
  RfTransaction *origin;
  RfDialog      *dialog;
  guint          final_status;

  /* What it has to do with transfers. */
  gboolean       is_refer_event; /* NOTIFY or SUBSCRIBE for Event refer */
  RfAttempt     *attempt;        /* REFER, or NOTIFY and SUBSCRIBE of its subscription */
  RfAttempt     *releases;       /* BYE that ends a call which that attempt replaces */
  /* re-INVITE or UPDATE that takes the call back after that attempt failed */
  RfAttempt     *recovers;
  RfAttempt     *after;          /* last attempt in its dialog before it began */
};

/* Everything with one Call-ID. */
struct _RfCallNode {
  RfStr      call_id;
  RfAttempt *triggered_by;
};

struct _RfDialog {
  RfTraceDialog  pub; /* must be first */
  guint          index;
  RfCallNode    *call;
  RfStr          local_tag;
  RfStr          remote_tag;
  RfUa          *local_ua;
  RfUa          *remote_ua;
  RfDialog      *next_in_pair;     /* an older call between the same two */
  gint64         answered_us;      /* of a call; 0 while it is not, or was before the capture */
  gint64         held_us;          /* first put on hold, 0 while it never was */
  RfAttempt     *first_attempt;    /* attempts to transfer this call */
  RfAttempt     *last_attempt;
  RfAttempt     *consulted_for;    /* attempt whose Replaces names this call */
  /* attempts whose REFER went through this dialog, from the first that still reports */
  RfAttempt     *first_open_refer;
  RfAttempt     *last_refer;
};

/* One REFER with all that belongs to it. */
struct _RfAttempt {
  RfTraceTransfer pub; /* must be first */
  RfTransaction  *refer;             /* the newest copy, after a challenge */
  RfStr           refer_to;
  RfStr           referred_by;
  RfUri           target_uri;
  gboolean        has_replaces;
  RfReplaces      replaces;
  RfUa           *transferor;
  RfUa           *transferee;
  RfUa           *target;
  RfDialog       *refer_dialog;
  RfDialog       *original;
  RfDialog       *consultation;
  RfCallNode     *triggered;
  guint           trigger_score;
  guint           invite_status;     /* final status of the triggered INVITE */
  gboolean        was_cancelled;
  gboolean        waives_reports;    /* the two agreed that there will be no NOTIFY */
  gboolean        subscription_ended;
  gboolean        was_recovered;     /* the original call was taken back from hold */
  guint           n_notifies;
  guint           notified_status;   /* final status that a NOTIFY carried */
  gint64          last_sign_us;      /* last thing heard of it */
  gint64          gone_us;           /* the original call ended, 0 while it lives */
  GArray         *progress;
  RfAttempt      *next_in_original;
  RfAttempt      *next_in_refer_dialog;
  RfAttempt      *next_of_transferee;
};

G_END_DECLS
