/*
 * Decisions written down so that they can be made again: under the rules that
 * made them, which must give the same, or under other rules, which tells who
 * would gain by those and who would lose.
 *
 * Minutes are what was asked about one resident at once and what was answered,
 * in words, since ids are of one vocabulary only:
 *
 *   minutes = TO " " AGE " " KINDS [" sent"] { ";" cell } [";+" COUNT]
 *   cell    = CATEGORY [":" OWNER] " " FROM " " SENSITIVITY " " STATES
 *             " " answer
 *   answer  = ("+" | "!" | "-") [RULE] [" " FIELDS]
 *
 *   wmo 71 share,secrecy_waiver;finding zvw normal g- -NL-07a;
 *   goal   gg +NL-03 text,status;signal   -- !NL-28      (in one line)
 *
 * KINDS are the kinds of consent and STATES a letter for each: "-" unknown,
 * "r" refused, "w" withdrawn, "g" given, "n" given and naming the category.
 * OWNER is "r", the recipient, or "o", somebody else; unknown if left out.
 * "+": permitted, by RULE first of all; "!": forbidden by RULE; "-": nothing
 * permits, and RULE is the nearest. FROM, SENSITIVITY and STATES are left out,
 * but for their spaces, where they are those of the cell before. "?" stands for
 * what isn't known. COUNT cells found no room in LIMIT_POLICY_MINUTES_BYTES.
 * Role, purpose and day are kept beside the minutes by whoever keeps them;
 * duties aren't kept.
 */
#ifndef EENPLAN_POLICY_REPLAY_H
#define EENPLAN_POLICY_REPLAY_H

#include "eenplan/base/buf.h"
#include "eenplan/base/status.h"
#include "eenplan/policy/policy.h"

/* --- writing minutes --- */

struct replay_writer {
	struct buf *out;
	const struct policy_prepared *prepared;
	struct policy_item last; /* that was written */
	size_t start;
	size_t written;
	size_t unwritten;
};

/* About somebody of `age_years` (or POLICY_AGE_UNKNOWN). Borrows all. */
void replay_begin(struct replay_writer *writer, struct buf *out,
		  const struct policy_prepared *prepared, int age_years);
/*
 * Add what was decided of a record's facts; once for records of the same.
 * `rule`: the id of the rule that decided or came nearest, or NULL.
 */
void replay_add(struct replay_writer *writer, const struct policy_item *item,
		const struct policy_decision *decision, const char *rule);
void replay_end(struct replay_writer *writer);

/* --- judging again --- */

/*
 * What the consents said about `category`, a vocabulary id, by kind: from where
 * they are kept, instead of from the minutes.
 */
typedef void replay_hear(void *context, int category,
			 enum policy_consent_state states_out[]);

struct replay_entry {
	const char *minutes;
	const char *role;
	const char *purpose;
	int32_t day;
	replay_hear *hear; /* NULL: what the minutes have */
	void *hear_context;
};

/*
 * To what kind of organisation it was, and about somebody of which age (or
 * POLICY_AGE_UNKNOWN): the head of `minutes`. `to_out` lives in `arena`. False:
 * these aren't minutes.
 */
bool replay_head(struct arena *arena, const char *minutes, const char **to_out,
		 int *age_years_out);

/* A cell of which something else would be shared. Field names with commas. */
struct replay_change {
	const char *to;
	const char *category;
	const char *gained; /* "text, status", or "" */
	const char *lost;
};

typedef void replay_visit(void *context, const struct replay_change *change);

struct replay_tally {
	size_t same;	/* share the same fields */
	size_t changed; /* were visited */
	size_t strange; /* have a word that the policy doesn't know */
	size_t unwritten;
	size_t unlike; /* have other consents than were heard; also counted
			  above, as what those give */
};

/*
 * Judge every cell of `entry` under `policy`, visit what changes, and add to
 * `tally`. A kind of consent that the minutes don't have is unknown; a kind
 * that the policy doesn't know is strange unless it was unknown then. What is
 * visited lives in `arena`.
 * STATUS_MALFORMED: these aren't minutes; some cells may have been counted.
 */
enum status replay_judge(struct arena *arena, const struct policy *policy,
			 const struct replay_entry *entry, replay_visit *visit,
			 void *context, struct replay_tally *tally) MUST_CHECK;

#endif
