/*
 * Case conferences of our own: when and where, who has a seat, what it is
 * about. A part of the facade store.h.
 *
 * Who may see what of one is decided on the records that are made of it
 * (plan/conference.h): store_conference_publish keeps them, and no partner's
 * query comes near these tables.
 */
#ifndef EENPLAN_DAEMON_STORE_CONFERENCES_H
#define EENPLAN_DAEMON_STORE_CONFERENCES_H

#include "daemon/store/store.h"
#include "eenplan/wire/conference.h"

/* Origins of their records: no FHIR resource is called so, and an import never
 * changes them. */
#define CONFERENCE_ORIGIN "Conference/"

struct store_conference {
	const char *id;	       /* UUID */
	const char *household; /* by id */
	const char *place;
	int32_t day;
	const char *time; /* "10:30" */
	enum conference_state state;
	const char *user; /* who planned it, by id */
	int64_t planned_ms;
	int64_t held_ms;    /* 0: it wasn't */
	int64_t ended_ms;   /* closed or cancelled; 0: it isn't */
	const char *reason; /* why it was cancelled; or NULL */
};

enum store_came { STORE_CAME_UNKNOWN, STORE_CAME_NOT, STORE_CAME };

struct store_seat {
	int64_t number; /* 1, 2, 3, … */
	enum conference_who who;
	const char *party; /* by id; NULL for somebody nearby */
	const char *role; /* a word of the vocabulary, or "resident", "carer" */
	const char *name; /* of who comes; or NULL */
	enum store_came came;
};

struct store_topic {
	int64_t number; /* 1, 2, 3, … */
	const char *resident;
	const char *topic;
	const char *const *categories; /* of data that it takes; at least one */
	size_t category_count;
	const char *law;
	const char *sensitivity;
};

enum status store_conference_add(struct store *store,
				 const struct store_conference *conference)
	MUST_CHECK;
/* By id or its beginning. STATUS_NOT_FOUND, STATUS_AMBIGUOUS. */
enum status store_conference_find(
	struct store *store, struct arena *arena, const char *name,
	struct store_conference *conference_out) MUST_CHECK;
/* Everything but its id, its household, and who planned it when. */
enum status store_conference_change(struct store *store,
				    const struct store_conference *conference)
	MUST_CHECK;
/* Of `household`, or of all (NULL): the earliest day first. At most
 * LIMIT_CONFERENCES_LISTED; those that are over only with `over_too`. */
enum status store_conferences(struct store *store, struct arena *arena,
			      const char *household, bool over_too,
			      struct store_conference **conferences_out,
			      size_t *count_out) MUST_CHECK;

/* Gives it its number. */
enum status store_seat_add(struct store *store, const char *conference,
			   struct store_seat *seat) MUST_CHECK;
enum status store_seat_came(struct store *store, const char *conference,
			    int64_t number, bool came) MUST_CHECK;
enum status store_seat_remove(struct store *store, const char *conference,
			      int64_t number) MUST_CHECK;
enum status store_seats(struct store *store, struct arena *arena,
			const char *conference, struct store_seat **seats_out,
			size_t *count_out) MUST_CHECK;

/* Gives it its number. */
enum status store_topic_add(struct store *store, const char *conference,
			    struct store_topic *topic) MUST_CHECK;
enum status store_topic_remove(struct store *store, const char *conference,
			       int64_t number) MUST_CHECK;
enum status store_topics(struct store *store, struct arena *arena,
			 const char *conference,
			 struct store_topic **topics_out,
			 size_t *count_out) MUST_CHECK;

/* Ids of consents that were given, refused or withdrawn at it, the first
 * first. */
enum status store_conference_consents(struct store *store, struct arena *arena,
				      const char *conference,
				      const char *const **ids_out,
				      size_t *count_out) MUST_CHECK;

/* A record of one, and in whose file. */
struct store_conference_record {
	const char *resident;
	struct record record; /* its origin tells it from the others of it */
	/* Set by publish: it says something else than before. Who else was
	 * invited isn't that: it would tell of somebody who is hidden. */
	bool changed;
};
/*
 * In the caller's transaction: these and no others are the records of
 * `conference`. Those that there are already keep their ids, which are filled
 * in. STATUS_TOO_LARGE: a resident has the largest number of records already.
 */
enum status store_conference_publish(struct store *store, struct arena *arena,
				     const char *conference,
				     struct store_conference_record *records,
				     size_t count) MUST_CHECK;

#endif
