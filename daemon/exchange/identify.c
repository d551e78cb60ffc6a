/*
 * identify: the certificate was verified by TLS; is its holder enrolled here,
 * and of the kind that this listener serves?
 */
#include <string.h>

#include "daemon/exchange/routes.h"
#include "daemon/exchange/staff.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

static enum status
read_enrolment(struct exchange *exchange, const char *organisation)
{
	struct store_partner partner;
	struct file *file = file_new(organisation, FILE_OF_PARTNER);
	enum status status = exchange_open_snapshot(exchange);
	if (status == STATUS_OK)
		status = store_partner_find(exchange->place->store, file->arena,
					    organisation, &partner);
	if (status != STATUS_OK) {
		file_free(file);
		return status;
	}
	file->domain = partner.domain;
	exchange->asker.domain = partner.domain;
	file_cache_keep(exchange->place->files, file);
	return STATUS_OK;
}

static enum status
identify_cached(struct exchange *exchange, const struct identity *peer)
{
	struct file_cache *files = exchange->place->files;
	file_cache_begin(files, atomic_load(&exchange->node->generation),
			 exchange->policy);
	const struct file *file =
		file_cache_find(files, peer->organisation, FILE_OF_PARTNER);
	if (file == NULL)
		return read_enrolment(exchange, peer->organisation);
	exchange->asker.domain = file->domain;
	return STATUS_OK;
}

static enum status
identify_partner(struct exchange *exchange, const struct identity *peer)
{
	if (peer->kind != IDENTITY_ORGANISATION)
		return STATUS_NOT_ENROLLED;
	if (exchange->route->story == STORY_ANSWER)
		return identify_cached(exchange, peer);
	struct store_partner partner;
	enum status status =
		store_partner_find(exchange->place->store, exchange->arena,
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
	exchange->asker.domain = ASKER_OWN;
	exchange->asker.user = peer->user;
	enum status status =
		store_user_find(exchange->place->store, exchange->arena,
				peer->user, &exchange->user);
	return status == STATUS_NOT_ENROLLED
		       ? staff_identify(exchange, peer->user)
		       : status;
}

enum status
step_identify(struct exchange *exchange)
{
	const struct identity *peer = exchange->request->peer;
	/* Whoever answers is in the gate before it looks at the generation and
	 * at the policy: a change of either waits for it. */
	if (route_answers(exchange->route) || route_asks(exchange->route))
		exchange_enter_gate(exchange);
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
