/*
 * One line of the access log; pure, bytes in and bytes out.
 *
 *   {"cipher":…,"event":…,"key":…,"node":…,"request":…,"seq":…,"subject":…,
 *    "time":…} SPACE BODY LF
 *
 * Sealing is the dear part and needs no number, so it comes first and on the
 * caller's own thread; the number, the tag over it and the leaf come after.
 * The header's values are plain words by construction: no escapes, so that it
 * can be read strictly without a JSON library. The box is bound to the event,
 * key, node, request and time of its header; the leaf binds all.
 */
#ifndef EENPLAN_DAEMON_AUDIT_ENTRY_H
#define EENPLAN_DAEMON_AUDIT_ENTRY_H

#include "daemon/audit/audit.h"
#include "eenplan/base/buf.h"

/* An entry that has no number yet. */
struct entry_draft {
	char cipher[DIGEST_HEX_BYTES];
	struct text words; /* "event":… up to the number */
	struct text time;  /* ,"time":…} */
	struct text body;
	struct box_key subject_key; /* wipe it when the line is written */
};

/* Is it one of events.def? */
bool entry_event_is_known(const char *event);

/*
 * Encode and seal `event`. Everything in `draft_out` is in `arena`.
 * STATUS_INTERNAL: an unknown event, or a node, request or key id that is no
 * plain word; STATUS_TOO_LARGE: over LIMIT_AUDIT_BODY_BYTES; STATUS_CRYPTO.
 */
enum status entry_seal(struct arena *arena, const char *node,
		       const struct audit_event *event,
		       struct entry_draft *draft_out) MUST_CHECK;
/* The most bytes that its line can have. */
size_t entry_room(const struct entry_draft *draft);
/* Append the line of `draft` as number `seq`; returns its leaf. */
struct merkle_hash entry_write(struct buf *out, const struct entry_draft *draft,
			       uint64_t seq);

/* A line taken apart; borrows the line's bytes. */
struct entry {
	uint64_t seq;
	struct text header; /* the leaf's bytes */
	struct text body;
	struct text cipher;
	struct text event;
	struct text key;
	struct text node;
	struct text request;
	struct text subject;
	struct text time;
};

/*
 * Take a line (without its LF) apart. STATUS_TAMPERED: it isn't a line that
 * entry_write writes, or its body isn't the one its header was made for.
 */
enum status entry_parse(struct text line, struct entry *entry_out) MUST_CHECK;

/*
 * Open the body with the subject's key. `event_out` has everything but the
 * subject's key bytes; its strings are in `arena`.
 * STATUS_TAMPERED: the tag or the box isn't of this subject.
 */
enum status entry_open(struct arena *arena, const struct entry *entry,
		       const struct audit_subject *subject,
		       struct audit_event *event_out) MUST_CHECK;

#endif
