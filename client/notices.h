/*
 * What a reader should notice: withdrawals that partners told this node of and
 * were told, changes at theirs, and what is to be asked again.
 */
#ifndef EENPLAN_CLIENT_NOTICES_H
#define EENPLAN_CLIENT_NOTICES_H

#include "client/page.h"

/* What partners told of; nothing at all when they told nothing. */
void notices_print(struct page *page, const struct json *reply);
/*
 * How much a household is to be asked again, and the command that shows it, by
 * the `due` of a reply; nothing at all for none.
 */
void notices_print_due(struct page *page, const struct json *reply,
		       const char *household);
/* How often partners told of changes, by the `news` of a reply. */
void notices_print_news(struct page *page, const struct json *reply);
/* The state of a letter, and since when or why. */
const char *notices_letter_state(struct arena *arena,
				 const struct json *letter);
/* Who gets it or sent it: a name, an id, or the kind of organisation. */
const char *notices_partner(const struct json *letter);
/* Under a list of letters: how many, by the member `key`, it doesn't have. */
void notices_say_left_out(struct page *page, const struct json *reply,
			  const char *key);

#endif
