/*
 * The only maker of fragments: from rows *and* decisions, the least that may
 * leave, as the bytes of a result (eenplan/wire/result.h).
 *
 * A parcel can be made nowhere else and holds nothing else, so raw rows cannot
 * reach the wire. Pure.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_MINIMISE_H
#define EENPLAN_DAEMON_EXCHANGE_MINIMISE_H

#include "daemon/exchange/judge.h"

struct parcel;

/* What the access log must know about one subject of a parcel. */
struct parcel_account {
	const char **shared; /* categories, each once */
	size_t shared_count;
	const char **withheld;
	size_t withheld_count;
	const char **rules; /* ids that decided */
	size_t rule_count;
	/* By cell of the verdict, the first that decided it or the nearest to
	 * it; NULL where no rule is near. */
	const char **cell_rules;
	/* Local ids of others whose data left in it, and in which categories */
	const char **others;
	size_t other_count;
	const char **joint;
	size_t joint_count;
};

/*
 * Only these categories are wanted; none: all. Copies permitted slices of the
 * records; a record without any permitted field gives nothing. What is held
 * back is named only where that may be told; a subject of whom nothing may be
 * said leaves no trace in the bytes.
 */
struct parcel *minimise(struct arena *arena, const struct policy *policy,
			const struct policy_prepared *prepared,
			const struct verdict *verdicts, size_t count,
			const char *const *wanted, size_t wanted_count);

struct text parcel_text(const struct parcel *parcel);
/* Of subject `index`, in the order of the verdicts. */
const struct parcel_account *parcel_account(const struct parcel *parcel,
					    size_t index);

#endif
