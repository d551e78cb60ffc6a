/*
 * Case conferences (MDO): the words of one, and the names of the fields of its
 * records in the category `case_conference`. For the node that keeps it, the
 * judge that says who may see it, and the client that shows it.
 *
 * Three sorts of record, told apart by their fields, each in the file of a
 * resident whom it is about:
 *
 *   the conference   place, date, time, state, present
 *   a topic          topic, categories
 *   who takes part   participant, organisation, role, kind, came
 *
 * All of them say which `conference` it is.
 */
#ifndef EENPLAN_WIRE_CONFERENCE_H
#define EENPLAN_WIRE_CONFERENCE_H

#include <stdbool.h>

#define CONFERENCE_CATEGORY "case_conference"
#define CONFERENCE_PURPOSE  "case_conference"

#define CONFERENCE_ID		"conference"
#define CONFERENCE_PLACE	"place"
#define CONFERENCE_DATE		"date"
#define CONFERENCE_TIME		"time"
#define CONFERENCE_STATE	"state"
#define CONFERENCE_PRESENT	"present"
#define CONFERENCE_TOPIC	"topic"
#define CONFERENCE_CATEGORIES	"categories"
#define CONFERENCE_PARTICIPANT	"participant"
#define CONFERENCE_ORGANISATION "organisation"
#define CONFERENCE_ROLE		"role"
#define CONFERENCE_KIND		"kind"
#define CONFERENCE_CAME		"came"
/* Never shared: what the node must know to say who may see the rest. */
#define CONFERENCE_DOMAIN  "domain"  /* the law of who takes part, or "own" */
#define CONFERENCE_PARTNER "partner" /* their organisation's id */
#define CONFERENCE_INVITED "invited" /* ids of organisations, with commas */

enum conference_state {
	CONFERENCE_PLANNED,
	CONFERENCE_HELD,
	CONFERENCE_CLOSED,
	CONFERENCE_CANCELLED,
};

/* Who is invited. */
enum conference_who {
	CONFERENCE_USER,   /* of our own organisation */
	CONFERENCE_OTHERS, /* somebody of a partner */
	CONFERENCE_MEMBER, /* a resident, of this household */
	CONFERENCE_NEARBY, /* a carer or volunteer, of no organisation */
};

/* "planned", "held", "closed", "cancelled" */
const char *conference_state_word(enum conference_state state);
bool conference_state_of_word(const char *word,
			      enum conference_state *state_out);
/* "user", "partner", "resident", "carer" */
const char *conference_who_word(enum conference_who who);
bool conference_who_of_word(const char *word, enum conference_who *who_out);

#endif
