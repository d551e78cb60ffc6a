/*
 * A household's mandate as this node has it: read, shown to its own users,
 * signed on, and brought to the partners.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_MANDATES_H
#define EENPLAN_DAEMON_EXCHANGE_MANDATES_H

#include "daemon/exchange/exchange.h"
#include "daemon/plan/mandate_paper.h"
#include "daemon/store/mandates.h"

/* Nobody says why they look at who coordinates; this is what it is for. */
#define MANDATES_ARE_FOR "coordination"

struct mandate_file {
	/* The plan that is about this household; its own while nobody has said
	 * anything. Of several that are claimed: ours, if one is. */
	const char *plan;
	struct mandate_chain chain;
	struct store_mandate *papers;
	size_t paper_count;
	size_t rivals; /* other plans of it that are claimed */
	/* Documents that we may not see. */
	struct store_masked *masked;
	size_t masked_count;
};

enum status mandates_open(struct exchange *exchange,
			  const struct store_household *household,
			  struct mandate_file *file_out) MUST_CHECK;
/* One plan by its id, whatever others there are. */
enum status mandates_open_plan(struct exchange *exchange, const char *plan,
			       struct mandate_file *file_out) MUST_CHECK;

/* Is the document itself here? */
bool mandates_has(const struct mandate_file *file, const char *digest);

/* Who coordinates, as far as the exchange's user may know it. */
enum status mandates_describe(
	struct exchange *exchange, const struct store_household *household,
	struct view_coordinator *coordinator_out) MUST_CHECK;

/* What the exchange's user may read an organisation as: its name, its group or
 * "any". */
const char *mandates_name(struct exchange *exchange, const char *organisation);

/* Has one of the exchange's members a link with that partner? */
enum status mandates_is_linked(struct exchange *exchange, const char *partner,
			       bool *is_linked_out) MUST_CHECK;

/*
 * May an organisation of `domain` lead a plan, by the exchange's policy and on
 * its day? Notes for the log which rules say so. STATUS_FORBIDDEN: the fault,
 * about `where`, names the first.
 */
enum status mandates_check_lead(struct exchange *exchange, const char *domain,
				const char *where) MUST_CHECK;

/*
 * Sign `mandate` as what comes next, keep it and write the letters that bring
 * it; in the caller's transaction, about the exchange's members. Fills in what
 * is the same for all: plan, seq, previous, organisation, time, circle. The
 * file is read anew. STATUS_CONFLICT: the rules don't allow it; `fault` says
 * why.
 */
enum status mandates_sign(struct exchange *exchange,
			  const struct store_household *household,
			  struct mandate_file *file,
			  struct mandate *mandate) MUST_CHECK;

/* What a partner has of a plan; all NULL and 0: not known. */
struct mandates_known {
	const char *partner;
	const char *const *digests;
	size_t count;
};

/*
 * Letters to every partner that is linked with one of the exchange's members:
 * each document once, but not to who brought it; and again to who is known not
 * to have it. What a partner may not know is told as a mask.
 */
enum status mandates_spread(struct exchange *exchange,
			    const struct mandate_file *file,
			    const struct mandates_known *known) MUST_CHECK;

/*
 * The mandates of the households of `resident`, of whom a link was just made:
 * to the partner that is new.
 */
enum status mandates_follow_link(struct exchange *exchange,
				 const char *resident) MUST_CHECK;

#endif
