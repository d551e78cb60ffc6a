/*
 * One household's plan, merged: what a coordinator reads.
 *
 * {"coordinator":{"claims"?,"contact"?,"group"?,"name"?,"organisation"?,
 *                 "standing"} or null,"due",
 *  "emergency":{"id","until"}, only in one,
 *  "fragments":[{"category","duties":[…],"fields":{…},"law","record","rule",
 *                "source","source_name","subject"}],
 *  "household":{"id","name"},
 *  "members":[{"age","id","name","relation"}],
 *  "missing":[{"basis":[…],"category","law","reason","source","source_name",
 *              "subject"}],
 *  "news":{"count","since"}, only where there are some,
 *  "overlaps":[{"kind","parties":[{"contact","source","source_name","who"}],
 *               "subject","what"}],
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
 * `overlaps` is what doesn't fit together in it (view_overlap.def): whose it
 * is, unless it is the household's, and who should talk to whom. `record` is
 * the id of an entry that was written at this very node. `standing` of the
 * coordinator: held, offered (to another, and held until that one answers),
 * vacant, conflict (then `claims` has the organisations that claim it, and
 * nobody coordinates), masked (who it is may not be known; `group` has the kind
 * of organisation) or unconfirmed (an import says so, nobody signed). `reason`:
 * withheld, refused, held (not asked, until somebody here has judged what that
 * partner told of a death), unreachable; category, law, subject and basis only
 * where they may be told.
 */
#ifndef EENPLAN_WIRE_VIEW_H
#define EENPLAN_WIRE_VIEW_H

#include "eenplan/wire/result.h"

/* Who coordinates. What isn't set is NULL. */
struct view_coordinator {
	const char *standing; /* NULL: nobody was ever named */
	const char *name;
	const char *organisation; /* for people */
	const char *contact;
	const char *group;
	const char *const *claims;
	size_t claim_count;
};

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

enum view_overlap_kind {
#define VIEW_OVERLAP(name, word, sentence) VIEW_OVERLAP_##name,
#include "eenplan/wire/view_overlap.def"
#undef VIEW_OVERLAP
};

/* Somebody to talk to, as far as the view shows them. */
struct view_party {
	const char *source;
	const char *source_name; /* NULL: masked */
	const char *who;	 /* or NULL */
	const char *contact;	 /* or NULL */
};

struct view_overlap {
	enum view_overlap_kind kind;
	const char *subject; /* a member's id; NULL: the household */
	const char *what;    /* the help, the day, the agreement; or NULL */
	struct view_party *parties;
	size_t party_count;
};

struct view {
	const char *household;
	const char *household_name;
	struct view_coordinator coordinator;
	const char *emergency; /* id; NULL: in none */
	int64_t emergency_until_ms;
	const char *const *categories; /* asked for; none: whatever there is */
	size_t category_count;
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
	const struct view_overlap *overlaps;
	size_t overlap_count;
};

/* "double-visit" */
const char *view_overlap_word(enum view_overlap_kind kind);
/* An object, or null. */
void view_coordinator_encode(struct json_writer *writer,
			     const struct view_coordinator *coordinator);
/* The member "news"; of a household's other answers too. */
void view_news_encode(struct json_writer *writer, int64_t count,
		      int64_t since_ms);
void view_encode(struct buf *out, const struct view *view);

#endif
