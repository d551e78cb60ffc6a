/*
 * The middle of every exchange, pure: who asks, about whom, what is on file,
 * and what the policy says of each record. No I/O, no clock.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_JUDGE_H
#define EENPLAN_DAEMON_EXCHANGE_JUDGE_H

#include "daemon/consent/file.h"
#include "daemon/store/store.h"
#include "eenplan/policy/policy.h"

/* The domain of who asks inside the organisation that keeps the record. */
#define ASKER_OWN "own"

/* Who asks, for what. The strings are words of the policy's vocabulary. */
struct asker {
	const char *organisation;
	const char *domain; /* the recipient's; ASKER_OWN for our own */
	const char *user;
	bool is_anybody; /* no user: could some user of theirs see it? */
	const char *role;
	const char *purpose;
	int32_t day;
	const char *const *wanted; /* categories; none: all of them */
	size_t wanted_count;
};

/* One resident as asked about, and everything on file about them. */
struct subject {
	const char *reference; /* how the asker calls them */
	bool known;	       /* else nothing below is set */
	struct store_resident resident;
	const struct record *records; /* by category */
	size_t record_count;
	const struct consent_file *consents;
	/* Whom records of theirs concern as well, without their records. */
	const struct subject *others;
	size_t other_count;
};

/*
 * One record and what was decided about it: by the resident's own facts, and
 * then by what everybody allows whom it is about.
 */
struct judgement {
	const struct record *record;
	struct policy_item item;
	struct policy_decision decision;
	uint64_t fields, duties; /* what may be cut; of all, and for all */
	/* Who or what else it is about, that stands in the way; else NULL */
	const struct judgement *other;
	bool refused;	  /* the resident's own objection is in the way */
	bool may_be_told; /* that it exists, when it is not shared */
	bool masked;	  /* the source's kind is told as its group only */
	size_t cell;	  /* the place of its facts in `cells` */
};

struct verdict {
	const struct subject *subject;
	bool own;		      /* our own user asks */
	struct judgement *judgements; /* of wanted records, in their order */
	size_t count;
	/* The first of each set of facts: all that the engine was asked. */
	const struct judgement **cells;
	size_t cell_count;
	const char **consents; /* ids of the records that decided */
	size_t consent_count, consent_room;
};

/* How old they are on `day`, or POLICY_AGE_UNKNOWN. */
int judge_age(const struct subject *subject, int32_t day);

/* Is every word of `asker` in the vocabulary? STATUS_INVALID names the one. */
enum status judge_asker(const struct vocabulary *vocabulary,
			const struct asker *asker,
			struct policy_asker *asker_out,
			struct fault *fault) MUST_CHECK;

/*
 * Judge every record of `subject` that `asker` wants; records of the same
 * facts are decided once. An unknown subject, or a deceased one, gets no
 * judgement at all. A record that concerns others needs every one of them; of
 * a carer who doesn't agree only role and availability are left.
 */
struct verdict judge(struct arena *arena, const struct policy *policy,
		     const struct policy_prepared *prepared,
		     const struct asker *asker, const struct subject *subject);

/*
 * At the most, with every consent there could be: may `asker` know that an
 * organisation of domain `source` is involved with somebody, and which kind of
 * organisation it is? Rules what is said of a partner that says nothing.
 */
struct involvement {
	bool known;
	bool masked;
};
struct involvement judge_involvement(struct arena *arena,
				     const struct policy *policy,
				     const struct policy_asker *asker,
				     int source);
/*
 * The same of who coordinates, which is both who is involved and whom to
 * contact (DOMAIN rows 5 and 13): either is enough to know it.
 */
struct involvement judge_contact_point(struct arena *arena,
				       const struct policy *policy,
				       const struct policy_asker *asker,
				       int source);

#endif
