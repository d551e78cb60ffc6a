/*
 * The letter of a consent that was asked at its sender about the records of
 * its recipient: it asks the recipient to take it over.
 *
 * It says what was said, by what kind of giver, and about whom by the link
 * reference: no name, no number, no local id, and nothing that was typed
 * freely. Whether that giver may is for the recipient to judge, by what it has
 * recorded itself. Letters about the same thing are a thread, numbered, so that
 * one that comes late undoes nothing.
 */
#ifndef EENPLAN_WIRE_CONSENT_LETTER_H
#define EENPLAN_WIRE_CONSENT_LETTER_H

#include "eenplan/wire/consent.h"
#include "eenplan/wire/letter.h"

struct consent_letter {
	struct letter_head head;
	const char *thread; /* UUID, unique at its sender */
	int64_t seq;	    /* in the thread: 1, 2, 3, … */
	/*
	 * Its given_by, ground (a word of circumstances.def), kind, recipient,
	 * categories, purposes, period, state (not unknown), text_version,
	 * language and recorded_ms; nothing else of it.
	 */
	struct consent consent;
};

/* Canonical JSON, ready to be signed. */
struct text consent_letter_encode(struct arena *arena,
				  const struct consent_letter *letter);
/*
 * Reads that again, byte for byte: STATUS_INVALID for any missing, unknown or
 * ill-formed member, and for one that would be written in another way.
 */
enum status consent_letter_decode(struct arena *arena, struct text payload,
				  struct consent_letter *letter_out,
				  struct fault *fault) MUST_CHECK;

#endif
