/*
 * Close: both sign what was done, it is kept, and the secrets are wiped.
 */
#include "daemon/discovery/finish.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/discover_steps.h"
#include "eenplan/base/log.h"

static enum status
check_closing(struct discovery *discovery, const struct discover_letter *letter,
	      const uint8_t transcript[DIGEST_BYTES],
	      struct discovery_closing *theirs_out)
{
	struct exchange *exchange = discovery->exchange;
	enum status status = discovery_closing_decode(
		exchange->arena, letter->payload, theirs_out, &exchange->fault);
	if (status == STATUS_OK &&
	    !discover_is_theirs(discovery, &theirs_out->head))
		return STATUS_INVALID;
	return status == STATUS_OK
		       ? discover_check_closing(exchange, &discovery->session,
						STORE_PAPER_PARTNER_COMMITMENT,
						theirs_out, transcript)
		       : status;
}

static enum status
call_closing(struct discovery *discovery, struct discover_letter *letter,
	     struct paper *ours, struct discovery_closing *theirs_out)
{
	struct exchange *exchange = discovery->exchange;
	const struct discovery_head head = discover_head(discovery);
	uint8_t transcript[DIGEST_BYTES];
	enum status status = STATUS_OK;
	if (discovery->ours.length == 0 &&
	    discovery->session.mode != DISCOVERY_ONEWAY)
		status = session_tags(&discovery->session,
				      discover_store(discovery),
				      exchange->arena, &discovery->ours);
	if (status == STATUS_OK)
		status = session_transcript(&discovery->session,
					    discover_store(discovery),
					    exchange->arena, discovery->ours,
					    discovery->theirs, transcript);
	if (status == STATUS_OK)
		status = paper_sign(exchange->node->settings.store.signer,
				    exchange->arena, DISCOVERY_CLOSING_TYPE,
				    discover_closing(exchange,
						     &discovery->session, &head,
						     transcript),
				    ours);
	if (status != STATUS_OK)
		return status;
	letter->jws = ours->jws;
	status = discover_call_paper(discovery, letter);
	return status == STATUS_OK ? check_closing(discovery, letter,
						   transcript, theirs_out)
				   : status;
}

static enum status
keep_closing(struct discovery *discovery, const struct discover_letter *letter,
	     const struct paper *ours, const struct discovery_closing *theirs)
{
	const char *id = discovery->session.row.id;
	enum status status = store_paper_add(discover_store(discovery), id,
					     STORE_PAPER_ASKER_CLOSING,
					     ours->jws, ours->certificate);
	if (status == STATUS_OK)
		status = store_paper_add(discover_store(discovery), id,
					 STORE_PAPER_PARTNER_CLOSING,
					 letter->reply, letter->certificate);
	if (status == STATUS_OK)
		status = session_finish(&discovery->session,
					discover_store(discovery),
					discovery->exchange->arena, theirs);
	discovery->session.row.stage = DISCOVER_CLOSED;
	if (status == STATUS_OK)
		status = store_discovery_change(discover_store(discovery),
						&discovery->session.row);
	return status;
}

/*
 * What was found is kept whether the partner signs or not; one that doesn't is
 * asked again by the next run, and shown as not closed until then.
 */
enum status
discover_close(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	struct discover_letter letter = {
		.path = "close",
		.member = "closing",
		.wanted = "closing",
		.type = DISCOVERY_CLOSING_TYPE,
	};
	struct paper ours;
	struct discovery_closing theirs;
	enum status closed = call_closing(discovery, &letter, &ours, &theirs);
	if (closed != STATUS_OK)
		log_warning("partner hasn't signed what was done",
			    "peer=%s session=%s status=%s",
			    discovery->partner.id, discovery->session.row.id,
			    status_code(closed));
	fault_forget(&exchange->fault);
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = discover_keep_matches(
			exchange, &discovery->session, discovery->matches,
			discovery->session.mode == DISCOVERY_SIZE
				? 0
				: discovery->match_count);
	if (status == STATUS_OK && closed == STATUS_OK)
		status = keep_closing(discovery, &letter, &ours, &theirs);
	return status;
}
