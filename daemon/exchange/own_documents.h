/*
 * By which keys this node signed its consent documents: certificates that are
 * kept beside what they signed, if the partners' authority vouches for them.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_OWN_DOCUMENTS_H
#define EENPLAN_DAEMON_EXCHANGE_OWN_DOCUMENTS_H

#include "daemon/exchange/node.h"
#include "eenplan/wire/consent_chain.h"

struct vouch;

struct own_documents {
	const struct node *node; /* borrowed, as `store` */
	struct store *store;
	struct vouch *vouch;
	struct seal_key *key; /* of the certificate looked up last */
};

/* STATUS_STORAGE: the authority can't be read; that is in the log. */
enum status own_documents_open(const struct node *node, struct store *store,
			       struct own_documents *own_out) MUST_CHECK;
void own_documents_close(struct own_documents *own);

/* Is `resident`'s chain whole, as consent_chain_verify says? */
void own_documents_verify(struct own_documents *own, struct arena *arena,
			  const char *resident,
			  const struct store_document *documents, size_t count,
			  struct consent_chain_report *report_out);

#endif
