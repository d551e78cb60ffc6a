/*
 * The letter that something changed, or that there is a signal: about whom, by
 * the link, and not a word more. Who gets it asks, and is decided on, as
 * always. Its kind is the type of its JWS alone.
 */
#ifndef EENPLAN_WIRE_NEWS_LETTER_H
#define EENPLAN_WIRE_NEWS_LETTER_H

#include "eenplan/wire/letter.h"

/* Canonical JSON, ready to be signed. */
struct text news_letter_encode(struct arena *arena,
			       const struct letter_head *head);
/* STATUS_INVALID for anything but a head. */
enum status news_letter_decode(struct arena *arena, struct text payload,
			       struct letter_head *head_out,
			       struct fault *fault) MUST_CHECK;

#endif
