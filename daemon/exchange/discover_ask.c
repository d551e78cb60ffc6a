#include "daemon/exchange/discover_ask.h"

#include <string.h>

#include "daemon/exchange/discover_steps.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

static const struct discover_step {
	const char *name;
	enum status (*run)(struct discovery *discovery);
} steps[] = {
	{"agree", discover_agree},   /* the contract, and theirs under it */
	{"mask", discover_mask},     /* our list here, theirs there */
	{"commit", discover_commit}, /* to both, before a point leaves */
	{"points", discover_points}, /* swapped */
	{"raise", discover_raise},   /* theirs here, ours there */
	{"tags", discover_tags},     /* ours leave: they can know */
	{"answer", discover_answer}, /* theirs come: we know */
	{"close", discover_close},   /* signed, logged, secrets wiped */
};

static enum status
run_step(struct discovery *discovery, const struct discover_step *step)
{
	enum status status = step->run(discovery);
	if (status != STATUS_OK)
		log_info("looking for joint clients stopped",
			 "peer=%s session=%s step=%s status=%s",
			 discovery->partner.id, discovery->session.row.id,
			 step->name, status_code(status));
	return status;
}

enum status
discover_run(struct discovery *discovery)
{
	enum status status = run_step(discovery, &steps[0]);
	/* From here on both have their list of people. */
	int64_t begun_ms = clock_monotonic_ms();
	for (size_t i = 1; i < COUNT_OF(steps) && status == STATUS_OK; i++)
		status = run_step(discovery, &steps[i]);
	if (status == STATUS_OK)
		log_info("joint clients found",
			 "peer=%s session=%s places=%lld elapsed_ms=%lld",
			 discovery->partner.id, discovery->session.row.id,
			 (long long)discovery->session.row.length,
			 (long long)(clock_monotonic_ms() - begun_ms));
	return status;
}

void
discover_leave(struct discovery *discovery)
{
	discover_leave_gate(discovery);
	session_close(&discovery->session);
}

/* --- what they have in common --- */

struct store *
discover_store(const struct discovery *discovery)
{
	return discovery->exchange->place->store;
}

bool
discover_is_at(const struct discovery *discovery, const char *stage)
{
	return strcmp(discovery->session.row.stage, stage) == 0;
}

void
discover_tell_progress(const struct discovery *discovery, const char *step,
		       int64_t done, int64_t of)
{
	const struct progress_state state = {
		.step = step, .done = (size_t)done, .of = (size_t)of};
	progress_set(discovery->exchange->node->progress,
		     discovery->exchange->request->id, &state);
}

struct discovery_head
discover_head(const struct discovery *discovery)
{
	return (struct discovery_head){
		.session = discovery->session.row.id,
		.sender = discovery->exchange->node->settings.organisation,
		.recipient = discovery->partner.id,
	};
}

bool
discover_is_theirs(const struct discovery *discovery,
		   const struct discovery_head *head)
{
	const struct discovery_head ours = discover_head(discovery);
	return strcmp(head->session, ours.session) == 0 &&
	       strcmp(head->sender, ours.recipient) == 0 &&
	       strcmp(head->recipient, ours.sender) == 0;
}

enum status
discover_keep(struct discovery *discovery, discover_change *change,
	      void *context)
{
	struct store *store = discover_store(discovery);
	enum status status = store_begin(store);
	return status == STATUS_OK
		       ? store_end(store, change(discovery, context))
		       : status;
}

enum status
discover_keep_letter(struct discovery *discovery, void *letter_context)
{
	const struct discover_letter *letter = letter_context;
	struct store_discovery *row = &discovery->session.row;
	enum status status = store_paper_add(discover_store(discovery), row->id,
					     letter->kept_as, letter->reply,
					     letter->certificate);
	row->stage = letter->stage;
	return status == STATUS_OK
		       ? store_discovery_change(discover_store(discovery), row)
		       : status;
}

enum status
discover_refuse_list(struct discovery *discovery)
{
	discover_end(discovery->exchange, &discovery->session.row,
		     DISCOVER_REFUSED);
	return STATUS_REFUSED;
}
