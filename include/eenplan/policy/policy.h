/*
 * The policy engine: files in, decisions with reasons out.
 *
 * Knows facts only: no HTTP, SQL, TLS, JSON, and never the clock. Nothing
 * permits by default; a forbid wins; an unknown fact never opens anything
 * (in a permit it fails the condition, in a forbid it applies the forbid).
 * Order of rules and files has no meaning. A loaded policy is immutable and
 * any thread may decide with it.
 */
#ifndef EENPLAN_POLICY_POLICY_H
#define EENPLAN_POLICY_POLICY_H

#include "eenplan/base/arena.h"
#include "eenplan/base/attributes.h"
#include "eenplan/base/diagnostic.h"
#include "eenplan/base/limits.h"
#include "eenplan/policy/vocabulary.h"

struct policy;

/* A file as it was read; `name` is what mistakes are reported under. */
struct policy_source {
	const char *name;
	struct text text;
};

/*
 * Load vocabularies and rules of all `sources` as one policy; the order does
 * not matter. NULL if there is any error; all of them, and warnings, are in
 * `found`. The caller releases it with policy_free.
 */
struct policy *policy_load(const struct policy_source *sources, size_t count,
			   struct diagnostics *found);
/*
 * The same from paths; a folder means every *.vocabulary and *.policy in it.
 */
struct policy *policy_load_paths(const char *const *paths, size_t count,
				 struct diagnostics *found);
/*
 * The files that `paths` stand for, as policy_load_paths reads them; in
 * `arena`. False, with the reason in `found`: a folder can't be read or has
 * none, or there are more than LIMIT_POLICY_FILES.
 */
bool policy_list_files(struct arena *arena, const char *const *paths,
		       size_t count, struct diagnostics *found,
		       const char *const **files_out,
		       size_t *count_out) MUST_CHECK;
/* One more holder of the same policy. Thread-safe. */
struct policy *policy_retain(struct policy *policy);
/* Takes NULL. Thread-safe. */
void policy_free(struct policy *policy);

const struct vocabulary *policy_vocabulary(const struct policy *policy);
/*
 * SHA-256 in hex over the files' names (without folders) and bytes, in the
 * order of names: the same wherever the same files are loaded from.
 */
const char *policy_digest(const struct policy *policy);
/* Of what is shared, and of who may lead. */
size_t policy_rule_count(const struct policy *policy);
/*
 * The files that it was loaded from, in the order of their names without
 * folders, byte for byte. Borrowed from the policy.
 */
size_t policy_source_count(const struct policy *policy);
struct policy_source policy_source_at(const struct policy *policy,
				      size_t index);
/* `path` without its folders. Borrows it. */
const char *policy_file_name(const char *path);

/* --- one decision --- */

enum policy_consent_state {
	POLICY_CONSENT_UNKNOWN, /* nobody was asked, or we can't tell */
	POLICY_CONSENT_REFUSED,
	POLICY_CONSENT_WITHDRAWN,
	POLICY_CONSENT_GIVEN,
	POLICY_CONSENT_GIVEN_NAMING, /* given, and it names this category */
};

#define POLICY_AGE_UNKNOWN (-1)

/*
 * Is the one who asks the one whose it is? Only a record that names its owner
 * by user and organisation says; a name alone never does.
 */
enum policy_owner {
	POLICY_OWNER_UNKNOWN, /* the zero value is the closed one */
	POLICY_OWNER_RECIPIENT,
	POLICY_OWNER_OTHER,
};

#define POLICY_OWNERS 2 /* that are known */

/* Facts, as ids of the policy's own vocabulary; VOCABULARY_UNKNOWN where so. */

/* What is the same for a whole request. */
struct policy_asker {
	int to; /* domain of the recipient; `own` for the same organisation */
	int role;
	int purpose;
	int32_t day;  /* days since 1970-01-01 */
	bool is_sent; /* the source sends by itself; false: the recipient
			 asks, which some purposes don't allow */
};

/* What differs between records. */
struct policy_item {
	int category;
	int from; /* the law that the record is under */
	int sensitivity;
	int age_years; /* of the resident, or POLICY_AGE_UNKNOWN */
	enum policy_owner owner;
	enum policy_consent_state
		consent[LIMIT_CONSENT_KINDS]; /* by id of kind */
};

enum policy_verdict {
	POLICY_NOTHING_PERMITS, /* the zero value is the closed one */
	POLICY_FORBIDDEN,
	POLICY_PERMIT,
};

struct policy_decision {
	enum policy_verdict verdict;
	uint64_t fields; /* bit i: field i of the category; 0 unless PERMIT */
	uint64_t duties; /* bit i: duty i, over all contributing permits */
	int rule; /* number of the first deciding rule by id: a contributing
		     permit or a forbid; -1 when nothing permits
		     (policy_explain looks for the nearest) */
};

/* The rules that can still apply to this asker; reused for each item. */
struct policy_prepared;

struct policy_prepared *policy_prepare(struct arena *arena,
				       const struct policy *policy,
				       const struct policy_asker *asker);
struct policy_decision policy_decide(const struct policy_prepared *prepared,
				     const struct policy_item *item);

/* --- the reason for a decision, in words --- */

struct policy_reason {
	const char *rule; /* "WMO-017"; NULL: no rule is near */
	const char *title;
	const char *file;
	unsigned line;
	const char *const *basis; /* "BW 7:457(1)", … */
	size_t basis_count;
	/*
	 * What a permit lacks, or what would lift a forbid: "consent
	 * secrecy_waiver is given", … None: nothing can open this.
	 */
	const char *const *missing;
	size_t missing_count;
};

/*
 * Why `decision` came out as it did for `item`. In `arena`. For permits with
 * several contributing rules the first by id, with the bases of all of them.
 */
struct policy_reason policy_explain(struct arena *arena,
				    const struct policy_prepared *prepared,
				    const struct policy_item *item,
				    const struct policy_decision *decision);

/*
 * The ids of all rules that contributed to `decision`, a permit (or all forbids
 * that applied), sorted, for the access log. Borrowed from the policy.
 */
size_t policy_deciding_rules(const struct policy_prepared *prepared,
			     const struct policy_item *item,
			     const struct policy_decision *decision,
			     const char **ids, size_t room);

/*
 * Decide by walking every rule and condition as written: slow, and
 * independent of the compiled form. For tests and `make bench` only.
 */
struct policy_decision policy_decide_naively(const struct policy *policy,
					     const struct policy_asker *asker,
					     const struct policy_item *item);

#endif
