/*
 * The node's own records. One facade; the SQL is portable and the database
 * stays inside its driver (sqlite.c, later postgresql.c).
 *
 * A store is one connection and belongs to one thread. What it returns lives
 * in the caller's arena. BSNs are sealed under a key derived from the key
 * file; log keys likewise. Never logs a value.
 */
#ifndef EENPLAN_DAEMON_STORE_STORE_H
#define EENPLAN_DAEMON_STORE_STORE_H

#include "eenplan/base/random.h"
#include "eenplan/policy/policy.h"
#include "eenplan/seal/box.h"
#include "eenplan/seal/signer.h"
#include "eenplan/wire/circumstances.h"
#include "eenplan/wire/consent.h"
#include "eenplan/wire/fhir.h"
#include "eenplan/wire/record.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE };

struct store_settings {
	const char *path;	   /* SQLite: the database file */
	const struct box_key *key; /* of the key file; copied */
	/* Signs every consent record that is written, or NULL; borrowed. */
	struct signer *signer;
};

/*
 * STORE_WRITE makes the database and migrates the schema forward.
 * STATUS_STORAGE: can't be opened, or its schema is newer than this program.
 * STATUS_TAMPERED: the key file isn't the one it was made with.
 */
enum status store_open(const struct store_settings *settings,
		       enum store_mode mode,
		       struct store **store_out) MUST_CHECK;
void store_close(struct store *store);

/*
 * A transaction: for STORE_READ one unchanging snapshot. Commit is durable
 * when it returns. STATUS_BUSY: another writer kept it for too long.
 */
enum status store_begin(struct store *store) MUST_CHECK;
/*
 * The same, of a writer too, to read one unchanging snapshot: no other writer
 * waits for it, nor it for one. Nothing is written in it; store_rollback ends
 * it.
 */
enum status store_begin_reading(struct store *store) MUST_CHECK;
enum status store_commit(struct store *store) MUST_CHECK;
void store_rollback(struct store *store);
/* Commit when `status` is STATUS_OK, else roll back; what came of both. */
enum status store_end(struct store *store, enum status status) MUST_CHECK;
/*
 * What was deleted before is off the disk when this returns, also from the
 * journal. Outside a transaction. STATUS_BUSY: somebody reads what was before;
 * it goes with the next commits.
 */
enum status store_purge(struct store *store) MUST_CHECK;
/* Can something be written now? For /v1/health. */
bool store_is_writable(struct store *store);

/* --- residents --- */

struct store_resident {
	const char *id;	    /* UUID */
	const char *handle; /* "p1", from the import; unique at this node */
	const char *name;   /* or NULL */
	int32_t birth_day;
	bool deceased;
	char log_key_id[UUID_TEXT_BYTES]; /* for the access log */
	struct box_key log_key;
};

/*
 * By id, by handle, or by the beginning (4 or more characters) of an id.
 * STATUS_NOT_FOUND, STATUS_AMBIGUOUS.
 */
enum status store_resident_find(struct store *store, struct arena *arena,
				const char *name,
				struct store_resident *resident_out) MUST_CHECK;
/* Whom an import calls `origin`: a handle may have become another's. */
enum status store_resident_of_origin(
	struct store *store, struct arena *arena, const char *origin,
	struct store_resident *resident_out) MUST_CHECK;
/* The log key for entries about nobody in particular; made with the database.
 */
enum status store_node_log_key(struct store *store, struct arena *arena,
			       struct store_resident *subject_out) MUST_CHECK;
/* The BSN, for a caller with a basis for it. Wipe it. NULL: none recorded. */
enum status store_resident_bsn(struct store *store, struct arena *arena,
			       const char *resident, char **bsn_out) MUST_CHECK;

/* The name of the resource it came from: "Patient/p1". */
enum status store_resident_origin(struct store *store, struct arena *arena,
				  const char *resident,
				  const char **origin_out) MUST_CHECK;
/*
 * Whom papers that can get lost mean by the resident: the same every time,
 * and of no use without the key file.
 */
const char *store_resident_pseudonym(const struct store *store,
				     struct arena *arena, const char *resident);

/* --- circumstances: who may give consent for a resident --- */

/* The settings that hold, as they were made, by what they are about. */
enum status store_circumstance_list(struct store *store, struct arena *arena,
				    const char *resident,
				    struct circumstance **settings_out,
				    size_t *count_out) MUST_CHECK;
/* The same put together, with the age and death that the resident's row has. */
enum status store_circumstances(struct store *store, struct arena *arena,
				const struct store_resident *resident,
				struct circumstances *circumstances_out)
	MUST_CHECK;
/* All that were ever made, also replaced ones; each about the same thing after
 * the one it replaced. */
enum status store_circumstance_past(struct store *store, struct arena *arena,
				    const char *resident,
				    struct circumstance **settings_out,
				    size_t *count_out) MUST_CHECK;
/*
 * Set one, which says by whom and when; what it replaces is kept. Inside the
 * caller's transaction, or one of its own. STATUS_TOO_LARGE: more
 * representatives than a resident can have. STATUS_CONFLICT: set twice in one
 * millisecond.
 */
enum status store_circumstance_set(struct store *store, const char *resident,
				   const struct circumstance *setting)
	MUST_CHECK;

/* --- households --- */

struct store_household {
	const char *id;
	const char *handle;
	const char *name;
	const char *plan;	      /* random plan id */
	const char *coordinator_name; /* or NULL */
	const char *coordinator_organisation;
	const char *coordinator_contact;
	size_t member_count;
};

struct store_member {
	struct store_resident resident;
	const char *relation; /* or NULL */
};

enum status store_household_find(
	struct store *store, struct arena *arena, const char *name,
	struct store_household *household_out) MUST_CHECK;
enum status store_household_list(struct store *store, struct arena *arena,
				 struct store_household **households_out,
				 size_t *count_out) MUST_CHECK;
/* In the order in which they were recorded. */
enum status store_members(struct store *store, struct arena *arena,
			  const char *household,
			  struct store_member **members_out,
			  size_t *count_out) MUST_CHECK;

/* Of which the resident is a member, by handle. */
enum status store_households_of(struct store *store, struct arena *arena,
				const char *resident,
				struct store_household **households_out,
				size_t *count_out) MUST_CHECK;

/* --- records --- */

/* All records of a resident, by category and id. */
enum status store_records(struct store *store, struct arena *arena,
			  const char *resident, struct record **records_out,
			  size_t *count_out) MUST_CHECK;

/* Of a record, what says that we know somebody, and how. */
struct store_mark {
	const char *category, *law, *sensitivity;
};
/* Of all records of a resident, in no order. */
enum status store_record_marks(struct store *store, struct arena *arena,
			       const char *resident,
			       struct store_mark **marks_out,
			       size_t *count_out) MUST_CHECK;

struct store_import_counts {
	size_t residents, households, records, consents; /* new */
	size_t updated; /* known by their origin, and changed */
	size_t unchanged;
	/* Origins of known residents who are dead now and weren't, or the
	 * other way round, as far as their source says. */
	const char **deaths;
	size_t death_count;
	const char **written; /* ids of the records that are new or changed */
	size_t written_count;
};

/*
 * Put everything of `import` in, inside the caller's transaction. What has an
 * origin that is known here is updated, so importing twice changes nothing.
 * Records are checked against the vocabulary. STATUS_INVALID: a reference to a
 * resident that is neither in it nor here, an unknown category, field or law;
 * `fault` names the resource. The caller rolls back.
 */
enum status store_import(struct store *store, struct arena *arena,
			 const struct vocabulary *vocabulary,
			 const struct import *import,
			 struct store_import_counts *counts_out,
			 struct fault *fault) MUST_CHECK;

/* --- consents --- */

/* Records that are in force, i.e. not superseded; or all of them. */
enum status store_consents(struct store *store, struct arena *arena,
			   const char *resident, bool superseded_too,
			   struct consent **consents_out,
			   size_t *count_out) MUST_CHECK;
/* `consent->id` must be set. STATUS_CONFLICT: what it supersedes already is
 * superseded. */
enum status store_consent_add(struct store *store,
			      const struct consent *consent) MUST_CHECK;

/*
 * What was asked at one node for another's records is a thread: each record
 * about it is the next one, here and there.
 */
struct store_consent_thread {
	const char *consent;  /* the record's id, here */
	const char *asked_by; /* the organisation that asked; also ours */
	const char *thread;   /* its name for it: UUID */
	int64_t seq;	      /* 1, 2, 3, … */
};

/* Inside the transaction that adds the record. STATUS_CONFLICT: that number is
 * taken. */
enum status store_consent_thread_add(struct store *store,
				     const struct store_consent_thread *thread)
	MUST_CHECK;
/* Of a record. STATUS_NOT_FOUND: it is in none. */
enum status store_consent_thread_of(
	struct store *store, struct arena *arena, const char *consent,
	struct store_consent_thread *thread_out) MUST_CHECK;
/* The last of that thread. STATUS_NOT_FOUND: there is no such thread here. */
enum status store_consent_thread_last(
	struct store *store, struct arena *arena, const char *asked_by,
	const char *thread, struct store_consent_thread *thread_out) MUST_CHECK;

/* --- what is to be asked again --- */

/* Those of whom anything can be due; whether it is, the caller sees. */
struct store_due_search {
	int32_t ended_from, ends_by; /* last days of consents */
	int32_t asked_by;  /* when a client was asked who else comes */
	int32_t review_by; /* see store_review_set */
	const char *after; /* ids behind this one; "" for all */
	size_t most;
};
struct store_due_resident {
	struct store_resident resident;
	int32_t review_day;
};
/* By id. Costs what it finds: everything is looked up in an index. */
enum status store_due_residents(struct store *store, struct arena *arena,
				const struct store_due_search *search,
				struct store_due_resident **residents_out,
				size_t *count_out) MUST_CHECK;
/* Who else comes, as the client told: told how often until `by`, and the first
 * of those days; CLOCK_DAY_NONE for never, or a day that isn't known. */
struct store_asked {
	size_t count;
	int32_t first_day;
};
enum status store_asked(struct store *store, const char *resident, int32_t by,
			struct store_asked *asked_out) MUST_CHECK;
/*
 * Nothing can become due before `day` by what the resident's circumstances and
 * consents are now. Whatever changes one of those takes it back. In the
 * transaction in which they were read.
 */
enum status store_review_set(struct store *store, const char *resident,
			     int32_t day) MUST_CHECK;

/* --- consents' signed documents (consent_document.h) --- */

/* Oldest first; the table says of which record and with which digest. */
struct store_document {
	const char *consent;
	const char *digest; /* hex */
	const char *jws;
};

/*
 * Once, before anything else is written: sign what was recorded before records
 * were signed. A record without a document is wrong from then on.
 */
enum status store_documents_begin(struct store *store) MUST_CHECK;
enum status store_documents(struct store *store, struct arena *arena,
			    const char *resident,
			    struct store_document **documents_out,
			    size_t *count_out) MUST_CHECK;
/* The digest of the resident's last one; NULL: there is none. */
enum status store_document_head(struct store *store, struct arena *arena,
				const char *resident,
				const char **digest_out) MUST_CHECK;
/* A certificate that documents here were signed with. STATUS_NOT_FOUND. */
enum status store_node_certificate(struct store *store, struct arena *arena,
				   const char *thumbprint,
				   struct text *der_out) MUST_CHECK;

/* --- links --- */

struct store_link {
	const char *partner;
	const char *reference;
	const char *resident; /* local id */
	int64_t made_ms;
	int64_t held_ms; /* since when; 0: it isn't held */
};

/* Keeps only a digest of the token. */
enum status store_token_add(struct store *store,
			    const uint8_t token_digest[DIGEST_BYTES],
			    const char *resident, const char *partner,
			    int64_t expires_ms) MUST_CHECK;
/*
 * Redeem a token for `partner` and make the link `reference`; the same
 * partner, token and reference again is the same success (a lost answer).
 * STATUS_GONE for every other case: unknown, expired, used, another partner's.
 */
enum status store_token_redeem(struct store *store, struct arena *arena,
			       const uint8_t token_digest[DIGEST_BYTES],
			       const char *partner, const char *reference,
			       int64_t now_ms,
			       const char **resident_out) MUST_CHECK;
/* The accepting side's half. STATUS_CONFLICT: that reference is in use. */
enum status store_link_add(struct store *store, const char *partner,
			   const char *reference, const char *resident,
			   int64_t made_ms) MUST_CHECK;
/* Whom `partner` may ask about by that reference: a link that is held means
 * nobody. STATUS_NOT_FOUND takes as long as finding. */
enum status store_linked_resident(
	struct store *store, struct arena *arena, const char *partner,
	const char *reference, struct store_resident *resident_out) MUST_CHECK;
/* The same for letters, which a held link still means somebody to. */
enum status store_meant_resident(
	struct store *store, struct arena *arena, const char *partner,
	const char *reference, struct store_resident *resident_out) MUST_CHECK;
/* Nothing is answered or asked over this link any more; letters still are. */
enum status store_link_hold(struct store *store, const char *partner,
			    const char *reference, int64_t held_ms) MUST_CHECK;
/* A person has judged: over the resident's links all goes as before. */
enum status store_links_release(struct store *store,
				const char *resident) MUST_CHECK;
enum status store_links(struct store *store, struct arena *arena,
			const char *resident, struct store_link **links_out,
			size_t *count_out) MUST_CHECK;

/* --- policies: each that was in force --- */

enum store_policy_way {
	STORE_POLICY_FOLDER, /* from the configuration's files */
	STORE_POLICY_LOAD,   /* a user sent it */
	STORE_POLICY_ROLLBACK,
};

struct store_policy {
	int64_t number; /* from 1, in the order in which they came in force */
	const char *digest;
	int64_t since_ms;
	const char *user; /* NULL: the configuration */
	enum store_policy_way way;
	const char *before; /* digest of the one before; NULL: the first */
	const char *shares; /* against that one: "same", "more", "less" or
			       "both"; NULL: not known */
};

/*
 * `files`, of `policy->digest`, are in force from the commit on, under the next
 * number, which `policy` doesn't say. Kept byte for byte, once a digest.
 */
enum status store_policy_add(struct store *store,
			     const struct store_policy *policy,
			     const struct policy_source *files, size_t count,
			     int64_t *number_out) MUST_CHECK;
/* The last one. STATUS_NOT_FOUND: there was none yet. */
enum status store_policy_in_force(struct store *store, struct arena *arena,
				  struct store_policy *policy_out) MUST_CHECK;
enum status store_policy_find(struct store *store, struct arena *arena,
			      int64_t number,
			      struct store_policy *policy_out) MUST_CHECK;
/* The last one that came in force that way. STATUS_NOT_FOUND: none did. */
enum status store_policy_last(struct store *store, struct arena *arena,
			      enum store_policy_way way,
			      struct store_policy *policy_out) MUST_CHECK;
/* The latest first, at most `most`. */
enum status store_policy_list(struct store *store, struct arena *arena,
			      size_t most, struct store_policy **policies_out,
			      size_t *count_out) MUST_CHECK;
/* In the order in which they were given to store_policy_add. */
enum status store_policy_files(struct store *store, struct arena *arena,
			       const char *digest,
			       struct policy_source **files_out,
			       size_t *count_out) MUST_CHECK;
/* "folder", "load", "rollback" */
const char *store_policy_way_word(enum store_policy_way way);

/*
 * Where a word of `list` is used by what is on file: "records", "consents", or
 * NULL for nowhere. Reads all of it, so ask only of words that are to vanish.
 */
enum status store_word_is_used(struct store *store, enum vocabulary_list list,
			       const char *word,
			       const char **where_out) MUST_CHECK;

/* --- partners and users: enrolment --- */

struct store_partner {
	const char *id;
	const char *name;
	const char *domain; /* the law it asks under */
	const char *url;
	/* The kinds of consent that it may ask for our records. */
	const char *const *consents;
	size_t consent_count;
	/* What joint clients may be looked for by with it (identifier.def). */
	const char *const *identifiers;
	size_t identifier_count;
	bool is_shown_nobody; /* of our directory, whatever people share */
};

struct store_user {
	const char *id;
	const char *name;
	const char *const *roles;
	size_t role_count;
	const char *contact; /* how to reach them; or NULL */
};

/* Make the enrolled partners exactly these. Those gone keep their links,
 * unused. */
enum status store_partners_set(struct store *store,
			       const struct store_partner *partners,
			       size_t count) MUST_CHECK;
/* STATUS_NOT_ENROLLED if it isn't. */
enum status store_partner_find(struct store *store, struct arena *arena,
			       const char *id,
			       struct store_partner *partner_out) MUST_CHECK;
enum status store_partner_list(struct store *store, struct arena *arena,
			       struct store_partner **partners_out,
			       size_t *count_out) MUST_CHECK;
enum status store_users_set(struct store *store, const struct store_user *users,
			    size_t count) MUST_CHECK;
/* Is `role` one of theirs? */
bool store_user_has(const struct store_user *user, const char *role);
enum status store_user_find(struct store *store, struct arena *arena,
			    const char *id,
			    struct store_user *user_out) MUST_CHECK;
enum status store_user_list(struct store *store, struct arena *arena,
			    struct store_user **users_out,
			    size_t *count_out) MUST_CHECK;

#endif
