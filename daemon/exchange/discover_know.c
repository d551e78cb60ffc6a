/*
 * Tags and answer: ours leave, from when on the partner can know; theirs come,
 * and we know.
 */
#include "daemon/exchange/discover_steps.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

/* --- tags: from here on the partner can know --- */

/* A withdrawal waits until they have left; and a policy, too. */
static void
enter_gate(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	discovery->gate_pass = gate_enter(exchange->node->gate);
	discovery->in_gate = true;
	policy_free(exchange->policy);
	exchange->policy = node_policy(exchange->node);
}

void
discover_leave_gate(struct discovery *discovery)
{
	if (discovery->in_gate)
		gate_leave(discovery->exchange->node->gate,
			   discovery->gate_pass);
	discovery->in_gate = false;
}

/* Given once, and perhaps again after a crash. */
static bool
is_giving(const struct discovery *discovery)
{
	return discover_is_at(discovery, DISCOVER_COMMITTED) ||
	       discover_is_at(discovery, DISCOVER_GIVEN);
}

static enum status
note_known(struct discovery *discovery)
{
	struct store_discovery *row = &discovery->session.row;
	row->stage = DISCOVER_GIVEN;
	if (row->known_ms == 0)
		row->known_ms = clock_now_ms();
	return store_discovery_change(discover_store(discovery), row);
}

static enum status
give_tags(struct discovery *discovery)
{
	const size_t piece = (size_t)LIMIT_DISCOVERY_PIECE * PSI_TAG_BYTES;
	enum status status = STATUS_OK;
	for (size_t at = 0; at < discovery->ours.length && status == STATUS_OK;
	     at += piece) {
		size_t left = discovery->ours.length - at;
		const struct text bytes = {discovery->ours.bytes + at,
					   left < piece ? left : piece};
		struct text reply;
		status = discover_call_octets(
			discovery, discovery->exchange->arena, "tags",
			(int64_t)(at / PSI_TAG_BYTES), bytes, &reply);
	}
	return status;
}

enum status
discover_tags(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	if (!is_giving(discovery))
		return STATUS_OK;
	enter_gate(discovery);
	enum status status = discover_check_again(exchange, &discovery->scope,
						  &discovery->session.row);
	if (status == STATUS_CONFLICT)
		discover_end(exchange, &discovery->session.row, DISCOVER_STALE);
	if (status == STATUS_OK && discovery->session.mode != DISCOVERY_ONEWAY)
		status = session_tags(&discovery->session,
				      discover_store(discovery),
				      exchange->arena, &discovery->ours);
	if (status == STATUS_OK)
		status = discover_log(exchange, NULL, 0, "given");
	if (status == STATUS_OK)
		status = note_known(discovery);
	if (status == STATUS_OK)
		status = give_tags(discovery);
	discover_leave_gate(discovery);
	return status;
}

/* --- answer: whom we share --- */

static enum status
keep_answer(struct discovery *discovery, void *unused)
{
	struct store *store = discover_store(discovery);
	struct store_discovery *row = &discovery->session.row;
	(void)unused;
	row->stage = DISCOVER_KNOWN;
	row->matches = (int64_t)discovery->match_count;
	enum status status = store_piece_add(store, row->id, STORE_LIST_TAGS, 0,
					     discovery->theirs);
	return status == STATUS_OK ? store_discovery_change(store, row)
				   : status;
}

static enum status
join(struct discovery *discovery)
{
	return session_join(&discovery->session, discover_store(discovery),
			    discovery->exchange->arena, discovery->theirs,
			    &discovery->matches, &discovery->match_count,
			    &discovery->exchange->fault);
}

enum status
discover_answer(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	const char *id = discovery->session.row.id;
	enum status status;
	if (!is_giving(discovery)) {
		status = store_list_read(discover_store(discovery),
					 exchange->arena, id, STORE_LIST_TAGS,
					 &discovery->theirs);
		return status == STATUS_OK ? join(discovery) : status;
	}
	status = discover_call_octets(discovery, exchange->arena, "answer", -1,
				      (struct text){"", 0}, &discovery->theirs);
	if (status == STATUS_OK)
		status = join(discovery);
	if (status == STATUS_INVALID)
		return discover_refuse_list(discovery);
	return status == STATUS_OK ? discover_keep(discovery, keep_answer, NULL)
				   : status;
}
