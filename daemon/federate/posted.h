/*
 * A letter that was posted, and whether its partner has answered for it:
 * nothing counts that the partner hasn't signed.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_POSTED_H
#define EENPLAN_DAEMON_FEDERATE_POSTED_H

#include "daemon/net/call.h"
#include "daemon/store/letters.h"
#include "eenplan/wire/letter.h"

struct posted {
	const struct store_letter *letter;
	enum letter_why why; /* unless it is confirmed */
	bool is_confirmed;
	struct store_letter_answer answer;
};

/*
 * What became of `posted`, by the call that brought it for `organisation`,
 * which is ours. The answer is in `arena`.
 */
void posted_take_answer(const char *organisation, struct arena *arena,
			const struct call *call, struct posted *posted);

#endif
