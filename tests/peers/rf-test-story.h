/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rf-phone.h"

/**
 * RfTestStory:
 *
 * A call to a stranger that our phone transfers, and what the phone tells of it: the names of the
 * stages and of the end, each with its code where it has one: "accepted/202 trying/100".
 */
typedef struct _RfTestStory RfTestStory;

/* Calls @uri and, once the call is up, transfers it to @target. */
RfTestStory *rf_test_story_new      (RfPhone *phone, const char *uri, const char *target);
/* The same to another call of the phone's. */
RfTestStory *rf_test_story_new_with (RfPhone *phone, const char *uri, RfCall *other);
RfCall      *rf_test_story_dial     (RfPhone *phone, const char *uri);
/* Transfers the same call once more. */
void         rf_test_story_go_on    (RfTestStory *self, const char *target);
void         rf_test_story_free     (RfTestStory *self);
RfCall      *rf_test_story_get_call (RfTestStory *self);
const char  *rf_test_story_get_text (RfTestStory *self);
/* The whole of it is @text, when the phone has told as much; the stranger may know before we do. */
void         rf_test_story_expect   (RfTestStory *self, const char *text);
gboolean     rf_test_story_is_over  (RfTestStory *self);
/* Calls the transfer off, as soon as the story has come to @text. */
void         rf_test_story_cancel   (RfTestStory *self, const char *text);
/* Ends the call where the transfer has not. */
void         rf_test_story_hang_up  (RfTestStory *self);
