/*
 * Links by token: both halves of getting one.
 *
 * The organisation where the consent was given issues a token; the other one's
 * worker enters it for their own client; the nodes agree over mutual TLS on a
 * reference that means something to these two only. No number is shared.
 */
#ifndef EENPLAN_DAEMON_DISCOVERY_LINK_H
#define EENPLAN_DAEMON_DISCOVERY_LINK_H

#include "daemon/net/call.h"
#include "daemon/store/store.h"
#include "eenplan/wire/link.h"

/* Inside the caller's write transaction. The token is shown once, never kept.
 */
enum status link_issue(struct store *store, const char *resident,
		       const char *partner, int64_t now_ms,
		       char token_out[LINK_TOKEN_TEXT_BYTES],
		       int64_t *expires_ms_out) MUST_CHECK;

/*
 * The issuing node's half when `partner` redeems it. STATUS_GONE for a token
 * that is unknown, used, expired or meant for another: all the same.
 */
enum status link_redeem(struct store *store, struct arena *arena,
			const char *partner, const struct link_request *request,
			int64_t now_ms, const char **resident_out) MUST_CHECK;

/* The other half: what to redeem where. */
struct link_acceptance {
	struct caller *caller;
	const struct store_partner *partner;
	const char *request_id;
	unsigned deadline_ms;
	struct link_request request; /* `link`: see link_reference */
};
/*
 * What the accepting node calls the resident to the issuing one: a UUID
 * (version 8, RFC 9562) that follows from the token and doesn't show it. So
 * who lost the answer and asks again asks for the same link.
 */
void link_reference(const uint8_t token[LINK_TOKEN_BYTES],
		    char out[UUID_TEXT_BYTES]);
/*
 * Ask the issuing node; the caller then adds the link to its own store.
 * STATUS_GONE, STATUS_BUSY (too many tries), STATUS_UNREACHABLE,
 * STATUS_REFUSED, …: no link was made, or one that only the other side has,
 * which the same request completes.
 */
enum status link_accept(const struct link_acceptance *acceptance,
			struct arena *arena) MUST_CHECK;

#endif
