/*
 * A case conference as records of the plan: what of it stands in the file of
 * which resident, so that each is decided on like any other record. Pure.
 *
 * It concerns the members whom a topic is about, who sit at it, or who are
 * linked with an organisation that was invited: by their link it can be asked
 * about. In each of their files are
 *
 *   the conference itself;
 *   the topics about them;
 *   those of our own who take part, who know of all of it;
 *   of partners, those that this member is linked with, since that they come
 *   tells that they help this member;
 *   themselves, without a name, if they sit at it.
 *
 * Somebody nearby stands there by role only: their name is theirs to share.
 */
#ifndef EENPLAN_DAEMON_PLAN_CONFERENCE_H
#define EENPLAN_DAEMON_PLAN_CONFERENCE_H

#include "daemon/store/conferences.h"
#include "eenplan/policy/vocabulary.h"

/* What a resident's seat has as its role. */
#define CONFERENCE_RESIDENT "resident"

/* One of the household, and with which partners they are linked. */
struct conference_member {
	struct store_resident resident;
	const char *const *partners; /* by id */
	size_t partner_count;
};

struct conference_sheet {
	struct store_conference conference;
	struct store_household household;
	struct store_seat *seats;
	size_t seat_count;
	/* By seat: whose it is; its id is NULL where it is no partner's, its
	 * domain where that isn't enrolled any more. */
	struct store_partner *partners;
	struct store_topic *topics;
	size_t topic_count;
	struct conference_member *members;
	size_t member_count;
};

/* Whose conference it is. */
struct conference_host {
	const char *name; /* of our organisation */
	const char *law;
	const struct vocabulary *vocabulary;
};

bool conference_is_linked(const struct conference_member *member,
			  const char *partner);
bool conference_concerns(const struct conference_sheet *sheet,
			 const struct conference_member *member);
/* NULL: the resident isn't one of the household. */
const struct conference_member *conference_member_find(
	const struct conference_sheet *sheet, const char *resident);
/* NULL: there is none of that number. */
const struct store_seat *conference_seat_find(
	const struct conference_sheet *sheet, int64_t number);
const struct store_topic *conference_topic_find(
	const struct conference_sheet *sheet, int64_t number);

/* Those of one member after another; `now_ms` is when they became so. */
void conference_records(struct arena *arena,
			const struct conference_sheet *sheet,
			const struct conference_host *host, int64_t now_ms,
			struct store_conference_record **records_out,
			size_t *count_out);

#endif
