/*
 * Letters between nodes, as the exchanges that write and take them need it:
 * writing is the same for every kind, and so is taking, but for what the kind
 * says and what its partner does.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_POST_H
#define EENPLAN_DAEMON_EXCHANGE_POST_H

#include "daemon/exchange/exchange.h"
#include "daemon/federate/letters.h"
#include "daemon/store/letters.h"

/* --- writing --- */

/* A new letter's head: to the partner of `link`, about whom it means. */
struct letter_head post_head(struct exchange *exchange,
			     const struct store_link *link);

struct post {
	enum letter_kind kind;
	const struct letter_head *head;
	const char *resident; /* local id, or NULL */
	const char *about;    /* of the kind's own, or NULL */
	struct text content;  /* canonical JSON */
};

/* In the outbox from the commit of the exchange's transaction on. */
enum status post_letter(struct exchange *exchange,
			const struct post *post) MUST_CHECK;

/* --- taking --- */

/* A letter that is taken for the first time, inside the transaction. */
struct mail {
	struct letter letter;
	/* Whom its link means, also when the link is held; NULL: nobody. Is
	 * the exchange's subject. */
	const struct store_resident *resident;
};

/* What we decided; all NULL of kinds that aren't decided about. */
struct mail_decision {
	const char *outcome; /* letter.def */
	const char *detail;
	const char *receipt; /* JWS */
};

/*
 * What the log may know of it: words of a partner go in where they are words of
 * our vocabulary.
 */
void mail_note_categories(struct exchange *exchange,
			  const struct consent *scope);

/*
 * What each kind does with its letter (letter.def): mail_take_withdrawal and
 * so on. STATUS_INVALID with the exchange's fault: its content isn't one of
 * its kind. They leave `decision` alone where there is nothing to decide.
 */
#define LETTER_KIND(NAME, name, type)                                          \
	enum status mail_take_##name(                                          \
		struct exchange *exchange, const struct mail *mail,            \
		struct mail_decision *decision) MUST_CHECK;
#include "eenplan/wire/letter.def"

#endif
