/*
 * The outbox: one thread that brings letters to partners until each is
 * confirmed.
 *
 * A letter is in the store before the change that it tells of is acknowledged,
 * so it survives every end of this process. It is sent again and again, with
 * the same id and content, until the partner has confirmed it with its
 * signature: after each failure it waits twice as long, and after
 * LIMIT_OUTBOX_TRIES or LIMIT_OUTBOX_DAYS it is dead, until a person has it
 * sent again. The partner handles it once, however often it comes.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_OUTBOX_H
#define EENPLAN_DAEMON_FEDERATE_OUTBOX_H

#include "daemon/federate/delivery.h"

struct outbox;

/* Borrowed for the outbox's life. */
struct outbox_settings {
	const char *organisation;    /* ours */
	struct store_settings store; /* with its signer */
	struct caller_settings caller;
	struct audit *audit;
	struct delivery_review review;
	unsigned call_ms; /* the deadline of one try */
};

/* Open a store and a caller of its own, and begin with what is due. */
enum status outbox_start(const struct outbox_settings *settings,
			 struct outbox **outbox_out) MUST_CHECK;
/* Letters were committed, or made due: look now. From any thread. */
void outbox_wake(struct outbox *outbox);
/* Certificates were read again. From any thread. */
void outbox_renew(struct outbox *outbox);
/* Let the tries that are under way end, then stop. Takes NULL. */
void outbox_stop(struct outbox *outbox);

#endif
