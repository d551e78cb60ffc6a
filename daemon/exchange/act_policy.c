/*
 * The policy of this node, for its privacy officer: to see, to load, and to put
 * an earlier one in force again.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/policies.h"
#include "daemon/exchange/policy_fit.h"
#include "daemon/exchange/sent_policy.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

static void
put_about(struct json_writer *writer, const struct store_policy *policy)
{
	json_member_string_if(writer, "before", policy->before);
	json_member_string(writer, "digest", policy->digest);
	json_member_string_if(writer, "shares", policy->shares);
	json_member_time(writer, "since", policy->since_ms);
	json_member_string_if(writer, "user", policy->user);
	json_member_integer(writer, "version", policy->number);
	json_member_string(writer, "way", store_policy_way_word(policy->way));
}

static void
put_files(struct json_writer *writer, const struct policy_source *files,
	  size_t count)
{
	json_key(writer, "files");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		json_member_string(writer, "name", files[i].name);
		json_key(writer, "text");
		json_put_text(writer, files[i].text);
		json_close_object(writer);
	}
	json_close_array(writer);
}

/* "3"; false: it is no number that a policy can have. */
static bool
read_version(const char *digits, int64_t *version_out)
{
	size_t length = strspn(digits, "0123456789");
	if (length == 0 || length > 9 || digits[length] != '\0')
		return false;
	*version_out = 0;
	for (const char *at = digits; *at != '\0'; at++)
		*version_out = 10 * *version_out + (*at - '0');
	return true;
}

static enum status
find_version(struct exchange *exchange, int64_t version, const char *where,
	     struct store_policy *policy_out)
{
	enum status status = store_policy_find(
		exchange->place->store, exchange->arena, version, policy_out);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, where,
			  "no policy of that number was in force: see 'eenplan "
			  "policy history'");
	return status;
}

/* The one in force, or that of ?version=. */
static enum status
find_asked(struct exchange *exchange, struct store_policy *policy_out)
{
	const char *query = exchange->request->query;
	int64_t version;
	if (query == NULL || query[0] == '\0')
		return store_policy_in_force(exchange->place->store,
					     exchange->arena, policy_out);
	if (strncmp(query, "version=", 8) != 0 ||
	    !read_version(query + 8, &version)) {
		fault_set(&exchange->fault, "?version=",
			  "needs the number of a policy, such as 3");
		return STATUS_INVALID;
	}
	return find_version(exchange, version, "?version=", policy_out);
}

enum status
tell_policy_show(struct exchange *exchange)
{
	struct store_policy policy;
	struct policy_source *files;
	size_t count;
	enum status status = find_asked(exchange, &policy);
	if (status == STATUS_OK)
		status = store_policy_files(exchange->place->store,
					    exchange->arena, policy.digest,
					    &files, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	put_files(&answer.writer, files, count);
	put_about(&answer.writer, &policy);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

enum status
tell_policy_history(struct exchange *exchange)
{
	struct store_policy *policies;
	size_t count;
	enum status status =
		store_policy_list(exchange->place->store, exchange->arena,
				  LIMIT_POLICY_HISTORY, &policies, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_key(writer, "policies");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		put_about(writer, &policies[i]);
		json_close_object(writer);
	}
	json_close_array(writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* --- putting one in force --- */

struct change {
	struct exchange *exchange;
	struct policy *policy; /* held by whoever made the change */
	enum store_policy_way way;
	size_t tests;
	const char *shares;
};

static void
answer_with(const struct change *change, const struct store_policy *about)
{
	struct act_answer answer;
	act_answer_begin(change->exchange, &answer);
	json_member_integer(&answer.writer, "tests", (int64_t)change->tests);
	put_about(&answer.writer, about);
	act_answer_end(change->exchange, &answer);
}

/* Somebody else may have loaded since the officer compared. */
static enum status
check_compared(struct exchange *exchange, const struct store_policy *running)
{
	const char *compared = json_get_string(exchange->body, "running");
	char since[CLOCK_TIME_BYTES];
	if (strcmp(compared, running->digest) == 0)
		/* Else it came in force since this request began. */
		return strcmp(compared, policy_digest(exchange->policy)) == 0
			       ? STATUS_OK
			       : STATUS_BUSY;
	clock_format_time(running->since_ms, since);
	if (running->user == NULL)
		fault_set(&exchange->fault, "/running",
			  "another policy was put in force at %s by the "
			  "configuration, after you compared: look at the "
			  "differences again",
			  since);
	else
		fault_set(&exchange->fault, "/running",
			  "another policy was put in force at %s by %s, after "
			  "you compared: look at the differences again",
			  since, running->user);
	return STATUS_CONFLICT;
}

static enum status
check_words(const struct change *change)
{
	struct exchange *exchange = change->exchange;
	struct store *store = exchange->place->store;
	enum status status = policy_fit_enrolment(
		exchange->node, store, change->policy, &exchange->fault);
	if (status == STATUS_OK)
		status = policy_fit_words(store, exchange->policy,
					  change->policy, &exchange->fault);
	return status;
}

/* In the transaction that settle commits, once the log has it. */
static enum status
add(struct change *change, const struct store_policy *running)
{
	struct exchange *exchange = change->exchange;
	struct store_policy about = {
		.digest = policy_digest(change->policy),
		.since_ms = exchange->now_ms,
		.user = exchange->asker.user,
		.way = change->way,
		.before = running->digest,
		.shares = change->shares,
	};
	enum status status = check_compared(exchange, running);
	if (status == STATUS_OK)
		status = check_words(change);
	if (status == STATUS_OK)
		status = policies_add(exchange->place->store, change->policy,
				      &about, &about.number);
	if (status != STATUS_OK)
		return status;
	exchange->act_policy = policy_retain(change->policy);
	exchange->act_policy_number = about.number;
	exchange->act_policy_before = running->digest;
	/* What the older one shares may not leave after the answer. */
	exchange->settle_at_gate = true;
	answer_with(change, &about);
	return STATUS_OK;
}

/* The slow parts come before the transaction, which keeps other writers out. */
static enum status
put_in_force(struct change *change)
{
	struct exchange *exchange = change->exchange;
	struct store_policy running;
	enum status status =
		sent_policy_test(exchange, change->policy, &change->tests);
	if (status != STATUS_OK)
		return status;
	change->shares = policy_fit_compare(exchange->policy, change->policy);
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_policy_in_force(exchange->place->store,
					       exchange->arena, &running);
	if (status != STATUS_OK)
		return status;
	/* Also when an answer was lost, and the officer tries again. */
	if (strcmp(running.digest, policy_digest(change->policy)) == 0) {
		answer_with(change, &running);
		return STATUS_OK;
	}
	return add(change, &running);
}

static enum status
load(struct exchange *exchange, struct policy **policy_out)
{
	static const struct json_shape shape[] = {
		{"digest", JSON_KIND_STRING, true, 0},
		SENT_POLICY_FILES,
		{"running", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = sent_policy_load(exchange, policy_out);
	if (status != STATUS_OK)
		return status;
	if (strcmp(json_get_string(exchange->body, "digest"),
		   policy_digest(*policy_out)) == 0)
		return STATUS_OK;
	fault_set(&exchange->fault, "/digest",
		  "isn't the digest of the files that came with it");
	return STATUS_INVALID;
}

enum status
act_policy_load(struct exchange *exchange)
{
	struct change change = {.exchange = exchange, .way = STORE_POLICY_LOAD};
	exchange->act_event = "policy";
	enum status status = load(exchange, &change.policy);
	if (status == STATUS_OK)
		status = put_in_force(&change);
	policy_free(change.policy);
	return status;
}

static enum status
load_kept(struct exchange *exchange, struct policy **policy_out)
{
	static const struct json_shape shape[] = {
		{"running", JSON_KIND_STRING, true, 0},
		{"version", JSON_KIND_INTEGER, true, 0},
	};
	struct store_policy kept;
	struct policy_source *files;
	size_t count;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = find_version(
			exchange,
			json_get_integer(exchange->body, "version", 0),
			"/version", &kept);
	if (status == STATUS_OK)
		status = store_policy_files(exchange->place->store,
					    exchange->arena, kept.digest,
					    &files, &count);
	if (status == STATUS_OK)
		status = sent_policy_load_files(exchange, files, count,
						policy_out);
	if (status != STATUS_OK)
		return status;
	if (strcmp(policy_digest(*policy_out), kept.digest) == 0)
		return STATUS_OK;
	log_error("a policy on file isn't the one that was in force",
		  "version=%lld", (long long)kept.number);
	return STATUS_TAMPERED;
}

enum status
act_policy_rollback(struct exchange *exchange)
{
	struct change change = {.exchange = exchange,
				.way = STORE_POLICY_ROLLBACK};
	exchange->act_event = "policy";
	enum status status = load_kept(exchange, &change.policy);
	if (status == STATUS_OK)
		status = put_in_force(&change);
	policy_free(change.policy);
	return status;
}
