/*
 * Cases for a learning session, without whose they are. Pure.
 *
 * A case is one resident's part of a plan: traits, by which it could be
 * recognised, and events. What it says is made here, from what may be told of
 * each record: closed words, numbers, days since the case began, and lessons,
 * and nothing of a record is ever copied but those.
 */
#ifndef EENPLAN_DAEMON_PLAN_LEARNING_H
#define EENPLAN_DAEMON_PLAN_LEARNING_H

#include "daemon/plan/report.h"

enum learning_trait {
#define LEARNING_TRAIT(name, word, text) LEARNING_##name,
#include "eenplan/wire/learning.def"
	LEARNING_TRAITS
};

/* How finely a trait is told. */
enum learning_grain {
	LEARNING_FINE,
	LEARNING_WIDE,
	LEARNING_NONE,
	LEARNING_GRAINS
};

struct learning_grains {
	enum learning_grain of[LEARNING_TRAITS];
};

const char *learning_trait_word(enum learning_trait trait);
/* "age=wide,laws=none"; "" where all are fine. */
const char *learning_grains_text(struct arena *arena,
				 const struct learning_grains *grains);
/* "age=wide", over what is there. False: it is none of those words. */
bool learning_grains_set(struct learning_grains *grains, const char *text);

/* What no lesson may have: any name of a person, and an organisation's own. */
struct learning_names {
	const char **people;
	size_t person_count;
	const char **organisations;
	size_t organisation_count;
};

/* One record, with no more fields than may be told by the policy. */
struct learning_record {
	uint64_t tag; /* changes with what it says */
	const char *category;
	const char *law;
	const struct json *fields;
};

/* What is on file about one resident. */
struct learning_source {
	uint64_t resident; /* tag */
	int32_t birth_day, today;
	size_t household; /* how many live there; 0: unknown */
	const struct learning_record *records;
	size_t record_count;
	const struct learning_names *names;
};

struct learning_event {
	const char *category;
	int32_t day; /* since the first; CLOCK_DAY_NONE: it has none */
	/* members of an object, written: "score":"3.5" */
	struct text told;
};

struct learning_case {
	uint64_t resident;
	const char *traits[LEARNING_TRAITS][LEARNING_GRAINS];
	struct learning_event *events; /* by day; without one last */
	size_t event_count;
	struct report_share *shares; /* sorted; the first is its own */
	size_t share_count;
	size_t lessons_left_out; /* that have what may not be told */
};

/* Borrows nothing of `source` but words that last. */
void learning_case_of(struct arena *arena, const struct learning_source *source,
		      struct learning_case *case_out);
/* In an order that says nothing of when who came. */
void learning_sort(struct learning_case *cases, size_t count);

/* Cases in groups of fewer than `k` that have the same traits. */
size_t learning_exposed(const struct learning_case *cases, size_t count,
			const struct learning_grains *grains, size_t k);
/*
 * The finest grains, none finer than `grains`, with which nobody is exposed.
 * False: there are fewer than `k` cases.
 */
bool learning_coarsen(const struct learning_case *cases, size_t count, size_t k,
		      struct learning_grains *grains);

/* What was given before: whose shares, sorted, and how finely. */
struct learning_earlier {
	const struct report_share *shares;
	size_t count;
	struct learning_grains grains;
};

/*
 * Would the cases together with those that were given before tell of fewer
 * than `k`: of those that both have, that one has, or that changed since?
 */
bool learning_tells_with(struct arena *arena, const struct learning_case *cases,
			 size_t count, const struct learning_grains *grains,
			 const struct learning_earlier *earlier, size_t k);

/* All shares of `cases`, sorted, to be kept as given. */
struct report_share *learning_shares(struct arena *arena,
				     const struct learning_case *cases,
				     size_t count, size_t *share_count_out);

/*
 * May this text be told: no name, no number of more than two
 * digits, no date, no address? What a person means by it, only a person sees.
 */
bool learning_lesson_is_clean(const char *text,
			      const struct learning_names *names);

#endif
