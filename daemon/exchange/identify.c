/*
 * identify: the certificate was verified by TLS; is its holder enrolled here,
 * and of the kind that this listener serves?
 */
#include <string.h>

#include "daemon/exchange/routes.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

static enum status
identify_partner(struct exchange *exchange, const struct identity *peer)
{
	if (peer->kind != IDENTITY_ORGANISATION)
		return STATUS_NOT_ENROLLED;
	struct store_partner partner;
	enum status status = exchange->route->story == STORY_ANSWER
				     ? exchange_open_snapshot(exchange)
				     : STATUS_OK;
	if (status != STATUS_OK)
		return status;
	status = store_partner_find(exchange->place->store, exchange->arena,
				    peer->organisation, &partner);
	if (status == STATUS_OK)
		exchange->asker.domain = partner.domain;
	return status;
}

static enum status
identify_user(struct exchange *exchange, const struct identity *peer)
{
	if (peer->kind != IDENTITY_USER ||
	    strcmp(peer->organisation, exchange->node->settings.organisation) !=
		    0)
		return STATUS_NOT_ENROLLED;
	exchange->asker.domain = "own";
	exchange->asker.user = peer->user;
	return store_user_find(exchange->place->store, exchange->arena,
			       peer->user, &exchange->user);
}

enum status
step_identify(struct exchange *exchange)
{
	const struct identity *peer = exchange->request->peer;
	exchange->policy = node_policy(exchange->node);
	exchange->asker.organisation = peer->organisation;
	exchange->asker.day = clock_day_of_ms(exchange->now_ms);
	enum status status = exchange->request->listener == NODE_PARTNERS
				     ? identify_partner(exchange, peer)
				     : identify_user(exchange, peer);
	if (status == STATUS_NOT_ENROLLED)
		log_warning("holder of a valid certificate isn't enrolled",
			    "organisation=%s user=%s", peer->organisation,
			    peer->user);
	return status;
}
