/*
 * One household's plan, merged: what a coordinator reads.
 *
 * {"coordinator":{"contact","name","organisation"} or null,"due",
 *  "emergency":{"id","until"}, only in one,
 *  "fragments":[{"category","duties":[…],"fields":{…},"law","record","rule",
 *                "source","source_name","subject"}],
 *  "household":{"id","name"},
 *  "members":[{"age","id","name","relation"}],
 *  "missing":[{"basis":[…],"category","law","reason","source","source_name",
 *              "subject"}],
 *  "news":{"count","since"}, only where there are some,
 *  "purpose","request","role","time"}
 *
 * `due` is how much the members are to be asked again at this node, for those
 * who may list that; absent for others.
 *
 * `news` is how often partners told of changes that nobody here has looked at,
 * for those who may list that, and since when.
 *
 * Stable keys: programs rely on them. `subject` is a member's id. `source` is
 * an organisation's id, or the group ("care") when its kind is masked, or
 * "any" when even that may not be known; then `source_name` and `basis`
 * are absent and `rule` is empty, since they would tell.
 * `record` is the id of an entry that was written at this very node.
 * `reason`: withheld, refused, unreachable; category, law, subject and basis
 * only where they may be told.
 */
#ifndef EENPLAN_WIRE_VIEW_H
#define EENPLAN_WIRE_VIEW_H

#include "eenplan/wire/result.h"

struct view_member {
	const char *id;
	const char *name;
	const char *relation; /* or NULL */
	int age_years;	      /* negative: unknown, left out */
};

struct view_fragment {
	const char *source;
	const char *source_name;
	struct fragment fragment; /* its subject is a member's id */
};

struct view_missing {
	const char *source;
	const char *source_name;
	struct withheld withheld; /* subject and category may be NULL */
};

struct view {
	const char *household;
	const char *household_name;
	const char *coordinator_name; /* NULL: nobody */
	const char *coordinator_organisation;
	const char *coordinator_contact;
	const char *emergency; /* id; NULL: in none */
	int64_t emergency_until_ms;
	const char *purpose;
	const char *role;
	const char *request;
	int64_t time_ms;
	int64_t due;  /* how much is to be asked again; negative: not told */
	int64_t news; /* how often partners told of changes; 0 or less: none */
	int64_t news_since_ms;
	const struct view_member *members;
	size_t member_count;
	const struct view_fragment *fragments;
	size_t fragment_count;
	const struct view_missing *missing;
	size_t missing_count;
};

/* The member "news"; of a household's other answers too. */
void view_news_encode(struct json_writer *writer, int64_t count,
		      int64_t since_ms);
void view_encode(struct buf *out, const struct view *view);

#endif
