/*
 * The access log (NEN 7513) as an append-only file whose entries are the
 * leaves of a Merkle tree (RFC 6962).
 *
 * No log, no answer: `audit_submit` reports success only when the entry is on
 * disk. One writer thread commits groups: one fdatasync for all that came in
 * meanwhile. Never holds the content of a record, a BSN, or a name.
 *
 * The file `access.log` has one entry a line:
 *
 *   HEADER SPACE BODY LF
 *
 * HEADER is canonical JSON {cipher, event, key, node, request, seq, subject,
 * time}: the leaf is SHA-256(0x00 ‖ HEADER). BODY is base64url of the NEN 7513
 * fields, sealed under the subject's own key, so that erasing that key erases
 * the person and leaves the tree whole. `cipher` is SHA-256 of BODY's bytes,
 * `subject` an HMAC of seq under the subject's key, `key` that key's id.
 *
 * Beside it `access.head`: a signed checkpoint of the tree (size, root, peaks,
 * offset), written at the first start, within LIMIT_AUDIT_HEAD_MS after a
 * group, and at the end, so that a start replays only what came after it.
 */
#ifndef EENPLAN_DAEMON_AUDIT_AUDIT_H
#define EENPLAN_DAEMON_AUDIT_AUDIT_H

#include "eenplan/base/arena.h"
#include "eenplan/base/random.h"
#include "eenplan/seal/box.h"
#include "eenplan/seal/key.h"
#include "eenplan/seal/merkle.h"

struct audit;

/* All borrowed, for as long as what was opened with it lives. */
struct audit_settings {
	const char *folder;	    /* made if it is not there, mode 0700 */
	const char *node;	    /* our organisation's id */
	const struct seal_key *key; /* signs heads */
	const char *key_id;	    /* its certificate's thumbprint */
	/*
	 * The key that signed heads before a renewal, or NULL. A head by a
	 * renewed certificate with the same key needs none.
	 */
	const struct seal_key *earlier_key;
	/*
	 * Around the calls of `done` for one group, on the writer's thread, so
	 * that what they set off can be set off together; or NULL.
	 */
	void (*group_begins)(void);
	void (*group_ends)(void);
	/* From so many bytes on, the log goes on in a new file; 0: never. */
	uint64_t part_bytes;
};

/* Whose data an entry is about: the id and bytes of that person's log key. */
struct audit_subject {
	char key_id[UUID_TEXT_BYTES];
	struct box_key key;
};

/* NEN 7513:2018 §5: what, when, who, on whose behalf, whose data, why. */
struct audit_event {
	const char *event;   /* "answer", "ask", "consent", … (events.def) */
	const char *request; /* the same at both nodes */
	int64_t time_ms;
	struct audit_subject subject;
	const char *resident; /* local id of the resident, sealed; or NULL */
	const char *organisation; /* who asked */
	const char *user;
	const char
		*lent_by; /* the organisation that lends us the user; or NULL */
	const char *role;
	const char *purpose;
	const char *reason;    /* why, in the user's own words; or NULL */
	const char *emergency; /* local id, of an emergency; or NULL */
	const char *outcome;   /* "permitted", "withheld", "refused", … or a
				status code */
	const char *const *categories; /* given out (or asked, at the asker) */
	size_t category_count;
	const char *const *withheld; /* categories held back */
	size_t withheld_count;
	const char *const *partners; /* that answered, of an ask; else with whom
					it was done */
	size_t partner_count;
	const char *const *rules; /* deciding rules' ids */
	size_t rule_count;
	const char *const *consents; /* ids of the consent records used */
	size_t consent_count;
	/*
	 * The digest of the resident's last consent document, after what this
	 * event did; NULL: it did nothing to consents.
	 */
	const char *consent_head;
	const char *policy_digest;
	const char *next_policy_digest; /* in force from now on; or NULL */
	const char *statement_digest;	/* of the ask statement, hex; or NULL */
	/*
	 * What the engine was asked about the resident and what it answered,
	 * by which it can be decided again: the minutes of policy/replay.h,
	 * whose role, purpose and day are the event's. NULL: nothing was
	 * decided, or by a node that didn't keep this yet.
	 */
	const char *decided;
};

/*
 * Open or make the log, repair a torn last line (an entry that was never
 * acknowledged), rebuild the tree from the last head, start the writer.
 * STATUS_TAMPERED: what is on disk contradicts the signed head; nothing was
 * changed and the node must not start. STATUS_STORAGE: can't be read or
 * made. STATUS_BUSY: another process writes it.
 */
enum status audit_open(const struct audit_settings *settings,
		       struct audit **audit_out) MUST_CHECK;
/* Commit what waits, write a head, stop the writer. Takes NULL. */
void audit_close(struct audit *audit);

/* Called once, on the writer's thread; must not block. */
typedef void audit_done(void *context, enum status result);

/*
 * Append all `events`, or none, and call `done` when they are durable.
 * Borrows everything until `done`. STATUS_LOG_UNAVAILABLE (disk full,
 * read-only, i/o error): nothing was appended and the caller must not answer;
 * the next call tries again by itself. STATUS_BUSY: too many wait
 * (LIMIT_AUDIT_WAITING entries, or LIMIT_AUDIT_WAITING_BYTES). STATUS_INTERNAL,
 * STATUS_TOO_LARGE: an event that can't be an entry (see entry.h); then too
 * nothing was appended.
 * `done` is called for every outcome, possibly before this returns.
 */
void audit_submit(struct audit *audit, const struct audit_event *events,
		  size_t count, audit_done *done, void *context);
/* The same, waiting for it. Not from an event loop's thread. */
enum status audit_append(struct audit *audit, const struct audit_event *events,
			 size_t count) MUST_CHECK;

/*
 * Between these two calls somebody has more to submit, so that a sync for
 * what was submitted would come too early: the group waits for it, until
 * there are `enough` entries (at most LIMIT_AUDIT_GATHER). Who holds must
 * release soon, and not wait for `done` before that. `done` may hold.
 */
void audit_hold(struct audit *audit, size_t enough);
void audit_release(struct audit *audit);

/*
 * Can the log be written now? For /v1/health. After a failure the writer tries
 * every second whether there is room again.
 */
bool audit_is_writable(struct audit *audit);

/* What somebody else saw of the log, and remembers. */
struct audit_mark {
	const char *who;
	uint64_t size;
	struct merkle_hash root;
};

/* What a long reading tells on its way, and asks. */
struct audit_watch {
	const struct audit_mark *marks; /* by size */
	size_t mark_count;
	void *context;
	/* Bytes read, of how many; now and then. */
	void (*progress)(void *context, uint64_t done, uint64_t of);
	/*
	 * What became of a key: STATUS_OK: it is there; STATUS_GONE: it was
	 * destroyed; STATUS_NOT_FOUND: nobody knows it. Anything else ends the
	 * reading and is its result.
	 */
	enum status (*find_key)(void *context, const char *key_id);
};

struct audit_report {
	uint64_t entries;
	uint64_t erased; /* of them, whose key was destroyed */
	/*
	 * … whose key nobody knows: what a crash undid behind its entry, or the
	 * database is an older one than the log.
	 */
	uint64_t unknown;
	uint64_t first_unknown;
	char root[DIGEST_HEX_BYTES];
	uint64_t head_entries; /* what the last signed head covers */
	bool head_is_signed;
	bool intact;
	uint64_t first_bad; /* number of the first bad entry */
	const char *fault;  /* a sentence, or NULL */
};

/*
 * Read the whole log again and recompute every leaf, cipher hash and the tree;
 * compare with the signed head. Reads only; safe beside a running writer
 * (considers entries that were durable when it began). `watch` may be NULL:
 * then nothing is counted that needs it.
 */
enum status audit_verify(const struct audit_settings *settings,
			 struct arena *arena, const struct audit_watch *watch,
			 struct audit_report *report_out) MUST_CHECK;

/* One entry as a reader gets it; all that it has ends with the call. */
struct audit_entry {
	uint64_t seq;
	struct audit_event event;
};
/* Return false to stop. */
typedef bool audit_visitor(void *context, const struct audit_entry *entry);

/*
 * Every entry under one of a subject's keys, oldest first, in memory that
 * doesn't grow with their number.
 * STATUS_TAMPERED: an entry of such a key doesn't open or its HMAC is wrong.
 */
enum status audit_read_subject(const struct audit_settings *settings,
			       const struct audit_subject *keys,
			       size_t key_count, audit_visitor *visit,
			       void *context) MUST_CHECK;

/* Which entries of everybody to read, with whose keys. */
struct audit_selection {
	int64_t since_ms;	   /* these and later ones … */
	int64_t until_ms;	   /* … before then; 0: to the end */
	const char *const *events; /* of these kinds; none: of all */
	size_t event_count;
	void *context;
	/* The bytes of a key. STATUS_GONE: it was destroyed;
	 * STATUS_NOT_FOUND: nobody knows it. */
	enum status (*find_key)(void *context, const char *key_id,
				struct box_key *key_out);
	/*
	 * Called for each of them, oldest first; `event` is NULL where there
	 * is no key. All that it gets, `arena` too, ends with the call.
	 * Return false to stop.
	 */
	bool (*visit)(void *context, struct arena *arena,
		      const struct audit_event *event);
	/* The readable part of an entry without a key, before that; or NULL. */
	void (*erased)(void *context, const char *event, const char *request,
		       int64_t time_ms);
};

/*
 * Read entries of all subjects, in memory that doesn't grow with their number.
 * STATUS_TAMPERED: as audit_read_subject.
 */
enum status audit_read_everybody(const struct audit_settings *settings,
				 struct audit_selection *selection) MUST_CHECK;

#endif
