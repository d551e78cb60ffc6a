/*
 * Putting a resident's statement together: what our log has of them, looked up
 * in words that mean something outside the log. Who asks partners is
 * act_audit_statement.c.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DISCLOSURES_H
#define EENPLAN_DAEMON_EXCHANGE_DISCLOSURES_H

#include "daemon/exchange/disclosure_lines.h"
#include "daemon/exchange/exchange.h"
#include "daemon/exchange/past_policies.h"

struct disclosures {
	struct exchange *exchange;
	const struct store_resident *resident;
	struct disclosure_view view;
	int64_t from_ms;  /* lines of then and later … */
	int64_t until_ms; /* … and before then */
	struct disclosure statement;
	/* what the lines are looked up in */
	struct past_policies policies; /* clear them */
	struct consent *consents;
	size_t consent_count;
	struct store_emergency *emergencies;
	size_t emergency_count;
	size_t room; /* of the lines */
	bool is_full;
};

/* Consents, emergencies and links of the resident: before the log is read. */
enum status disclosures_open(struct disclosures *disclosures) MUST_CHECK;
/*
 * Every entry of our log in that time, by time. STATUS_TOO_LARGE: more than
 * LIMIT_DISCLOSURE_LINES; the fault says what to do.
 */
enum status disclosures_read(struct disclosures *disclosures) MUST_CHECK;
/* Add a line. STATUS_TOO_LARGE, as above: there is no room. */
enum status disclosures_add(struct disclosures *disclosures,
			    const struct disclosure_line *line) MUST_CHECK;
/* Also the names of others that came in by matching; then by time. */
void disclosures_close(struct disclosures *disclosures);

#endif
