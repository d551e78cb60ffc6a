#include "daemon/exchange/keeper.h"
#include "daemon/store/log_keys.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

/* One key for a year's entries, so that a year can be destroyed by itself. */
static enum status
renew(struct keeper_means *means, int64_t now_ms)
{
	size_t count = LIMIT_LOG_KEYS_AT_ONCE;
	enum status status = STATUS_OK;
	while (status == STATUS_OK && count == LIMIT_LOG_KEYS_AT_ONCE) {
		status = store_begin(means->store);
		if (status != STATUS_OK)
			return status;
		status = store_log_keys_renew(means->store,
					      clock_year_began_ms(now_ms),
					      now_ms, &count);
		status = store_end(means->store, status);
		node_wrote(means->node);
	}
	return status;
}

static enum status
record(const struct keeper_means *means, int64_t now_ms, uint64_t count)
{
	const struct node *node = means->node;
	char request[UUID_TEXT_BYTES];
	struct arena *arena = arena_new();
	random_uuid(request);
	const struct audit_event event = {
		.event = "erase",
		.request = request,
		.time_ms = now_ms,
		.subject = node->nobody,
		.organisation = node->settings.organisation,
		.reason = arena_printf(arena,
				       "retention: %llu keys of more than %u "
				       "years ago",
				       (unsigned long long)count,
				       node->settings.log_years),
		.outcome = status_code(STATUS_OK),
	};
	enum status status = audit_append(node->audit, &event, 1);
	arena_free(arena);
	return status;
}

/* Their last use is longer ago than the years that the log is kept. */
static enum status
expire(struct keeper_means *means, int64_t now_ms, uint64_t *count_out)
{
	int64_t before_ms =
		clock_years_before_ms(now_ms, means->node->settings.log_years);
	enum status status = store_begin(means->store);
	if (status != STATUS_OK)
		return status;
	status = store_log_keys_expire(means->store, before_ms, now_ms,
				       count_out);
	if (status == STATUS_OK && *count_out > 0)
		status = record(means, now_ms, *count_out);
	return store_end(means->store, status);
}

enum status
keep_log_keys(struct keeper_means *means, int64_t now_ms)
{
	uint64_t count = 0;
	enum status status = renew(means, now_ms);
	if (status == STATUS_OK)
		status = expire(means, now_ms, &count);
	if (status != STATUS_OK || count == 0)
		return status;
	log_info("access log keys destroyed", "keys=%llu why=%s",
		 (unsigned long long)count, STORE_LOG_KEY_EXPIRED);
	return store_purge(means->store);
}
