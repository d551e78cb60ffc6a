/*
 * The policy in the form that reviewers read: an authorisation matrix
 * (autorisatiematrix) of roles, categories and purposes, and one of fields and
 * rules. Exact, over every cell.
 *
 * It is about what leaves the organisation that keeps the record: use inside it
 * (to `own`) would hide under which consent others see the same.
 */
#ifndef EENPLAN_POLICY_MATRIX_H
#define EENPLAN_POLICY_MATRIX_H

#include "eenplan/policy/cells.h"

/* What a role can see of a category for a purpose. */
struct matrix_entry {
	int category;
	int role;
	int purpose;
	uint64_t fields; /* in some way */
	uint64_t freely; /* of them, in some way that needs no consent */
	uint8_t kinds;	 /* of consent, a bit each: needed in some way */
	struct cells_set from;
	struct cells_set to;
	const char *const *rules; /* the permits, by id */
	size_t rule_count;
};

/* What a rule says of the fields of each category. */
struct matrix_rule {
	const char *id;
	const char *title;
	const char *file;
	unsigned line;
	bool is_permit;
	const uint64_t *fields; /* by category */
	const char *const *basis;
	size_t basis_count;
};

struct matrix {
	const struct matrix_entry *entries; /* by category, role, purpose */
	size_t entry_count;
	const struct matrix_rule *rules; /* by id */
	size_t rule_count;
	struct cells_tally tally;
};

/* On `day`. In `arena`; borrows the policy. */
struct matrix matrix_of(struct arena *arena, const struct policy *policy,
			int32_t day);

#endif
