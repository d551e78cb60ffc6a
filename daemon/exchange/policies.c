#include "daemon/exchange/policies.h"

#include <string.h>

#include "daemon/exchange/policy_fit.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

/* One run at a start or on SIGHUP, with a connection of its own. */
struct taking {
	struct node *node;
	struct store *store;
	struct arena *arena;
	struct policy *older; /* in force so far; or NULL */
	bool is_logged;	      /* what is in force now has its entry */
};

enum status
policies_add(struct store *store, const struct policy *policy,
	     const struct store_policy *about, int64_t *number_out)
{
	struct policy_source files[LIMIT_POLICY_FILES];
	size_t count = policy_source_count(policy);
	for (size_t i = 0; i < count; i++) {
		files[i] = policy_source_at(policy, i);
		files[i].name = policy_file_name(files[i].name);
	}
	return store_policy_add(store, about, files, count, number_out);
}

/* --- at a start, and on SIGHUP --- */

static void
tell(const struct store_policy *policy)
{
	char since[CLOCK_TIME_BYTES];
	clock_format_time(policy->since_ms, since);
	log_info("policy in force",
		 "digest=%s version=%lld way=%s by=%s since=%s", policy->digest,
		 (long long)policy->number, store_policy_way_word(policy->way),
		 policy->user == NULL ? "configuration" : policy->user, since);
}

static enum status
record(struct node *node, const char *before, const char *after)
{
	char request[UUID_TEXT_BYTES];
	random_uuid(request);
	struct audit_event event = {
		.event = "policy",
		.request = request,
		.time_ms = clock_now_ms(),
		.subject = node->nobody,
		.organisation = node->settings.organisation,
		.outcome = status_code(STATUS_OK),
		.policy_digest = before,
		.next_policy_digest = after,
	};
	enum status status = audit_append(node->audit, &event, 1);
	box_key_wipe(&event.subject.key);
	return status;
}

void
policies_take_back(struct node *node, struct store *store)
{
	struct arena *arena = arena_new();
	struct store_policy in_force;
	enum status status = store_begin(store);
	if (status == STATUS_OK) {
		status = store_policy_in_force(store, arena, &in_force);
		if (status == STATUS_OK)
			status = record(node, in_force.digest, in_force.digest);
		store_rollback(store);
	}
	if (status != STATUS_OK)
		log_warning("the access log has a policy that isn't in force, "
			    "until the next start",
			    NULL);
	arena_free(arena);
}

/* The policy of the folder that was taken last is not taken again. */
static enum status
is_taken(struct taking *taking, const struct policy *folder, bool *is_taken_out)
{
	struct store_policy last;
	enum status status = store_policy_last(taking->store, taking->arena,
					       STORE_POLICY_FOLDER, &last);
	*is_taken_out = status == STATUS_OK &&
			strcmp(last.digest, policy_digest(folder)) == 0;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status
fit(struct taking *taking, const struct policy *folder)
{
	struct fault fault = {0};
	if (taking->older == NULL)
		return STATUS_OK;
	enum status status =
		policy_fit_words(taking->store, taking->older, folder, &fault);
	if (status == STATUS_CONFLICT)
		log_error("configured policy can't be put in force",
			  "why=\"%s\"", fault.text);
	return status;
}

/* What is in force; STATUS_BUSY: another one came since `older` was read. */
static enum status
find_replaced(struct taking *taking, struct store_policy *before_out)
{
	enum status status =
		store_policy_in_force(taking->store, taking->arena, before_out);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK && taking->older != NULL &&
	    strcmp(before_out->digest, policy_digest(taking->older)) != 0)
		return STATUS_BUSY;
	return status;
}

/* In a transaction: the row, then the entry, for the commit to follow. */
static enum status
add(struct taking *taking, const struct policy *folder,
    struct store_policy *about)
{
	struct store_policy before = {0};
	enum status status = find_replaced(taking, &before);
	about->before = before.digest;
	if (status == STATUS_OK)
		status = fit(taking, folder);
	if (status == STATUS_OK)
		status = policies_add(taking->store, folder, about,
				      &about->number);
	if (status == STATUS_OK)
		status = record(taking->node, about->before, about->digest);
	taking->is_logged = status == STATUS_OK;
	return status;
}

static enum status
add_and_commit(struct taking *taking, const struct policy *folder,
	       struct store_policy *about)
{
	enum status status = store_begin(taking->store);
	if (status == STATUS_OK)
		status = add(taking, folder, about);
	if (status != STATUS_OK) {
		store_rollback(taking->store);
		return status;
	}
	status = store_commit(taking->store);
	if (status != STATUS_OK) {
		store_rollback(taking->store);
		policies_take_back(taking->node, taking->store);
	}
	return status;
}

static enum status
take(struct taking *taking, struct policy *folder)
{
	bool is_old = false;
	struct store_policy about = {.digest = policy_digest(folder),
				     .since_ms = clock_now_ms(),
				     .way = STORE_POLICY_FOLDER};
	enum status status = is_taken(taking, folder, &is_old);
	if (status == STATUS_OK && is_old)
		return STATUS_OK;
	/* Before the transaction, which keeps other writers out. */
	about.shares = policy_fit_compare(taking->older, folder);
	if (status == STATUS_OK)
		status = add_and_commit(taking, folder, &about);
	if (status != STATUS_OK) {
		log_error("configured policy not taken", "why=%s",
			  status_code(status));
		return status;
	}
	node_set_policy(taking->node, folder, about.number);
	node_wrote(taking->node);
	return STATUS_OK;
}

/* Kept by another release, perhaps. */
static void
tell_unreadable(const struct store_policy *policy,
		const struct diagnostics *found)
{
	const struct diagnostic *first = found->items;
	log_error("the policy that was in force doesn't load any more",
		  "digest=%s errors=%zu first=\"%s:%u: %s\" do=\"%s\"",
		  policy->digest, found->errors,
		  first->file == NULL ? "" : first->file, first->line,
		  first->text,
		  "change the configured files: other ones are taken");
}

/* What the store says is in force, as far as this program understands it. */
static enum status
restore(struct taking *taking)
{
	struct store_policy last;
	struct policy_source *files;
	size_t count;
	enum status status =
		store_policy_in_force(taking->store, taking->arena, &last);
	if (status == STATUS_OK)
		status = store_policy_files(taking->store, taking->arena,
					    last.digest, &files, &count);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	struct diagnostics found;
	diagnostics_init(&found, taking->arena, LIMIT_POLICY_ERRORS);
	taking->older = policy_load(files, count, &found);
	if (taking->older == NULL) {
		tell_unreadable(&last, &found);
		return STATUS_OK;
	}
	if (strcmp(policy_digest(taking->older), last.digest) != 0) {
		log_error("the policy on file isn't the one that was in force",
			  "digest=%s", last.digest);
		return STATUS_TAMPERED;
	}
	node_set_policy(taking->node, taking->older, last.number);
	return STATUS_OK;
}

static enum status
taking_begin(struct taking *taking, struct node *node)
{
	*taking = (struct taking){.node = node, .arena = arena_new()};
	return store_open(&node->settings.store, STORE_WRITE, &taking->store);
}

static void
taking_end(struct taking *taking)
{
	struct store_policy policy;
	if (taking->store != NULL &&
	    store_policy_in_force(taking->store, taking->arena, &policy) ==
		    STATUS_OK)
		tell(&policy);
	policy_free(taking->older);
	store_close(taking->store);
	arena_free(taking->arena);
}

static void
log_start(struct node *node)
{
	const char *digest = policy_digest(node->policy);
	if (record(node, digest, digest) != STATUS_OK)
		log_warning("the access log doesn't have this start", NULL);
}

enum status
policies_start(struct node *node, struct policy *folder)
{
	struct taking taking;
	enum status status = taking_begin(&taking, node);
	if (status == STATUS_OK)
		status = restore(&taking);
	/* Where it can't be taken, what was in force stays. */
	if (status == STATUS_OK && folder != NULL)
		(void)take(&taking, folder);
	if (status == STATUS_OK && node->policy == NULL) {
		log_error("there is no policy to put in force", NULL);
		status = STATUS_INVALID;
	}
	if (status == STATUS_OK && !taking.is_logged)
		log_start(node);
	taking_end(&taking);
	return status;
}

enum status
policies_take(struct node *node, struct policy *folder)
{
	struct taking taking;
	enum status status = taking_begin(&taking, node);
	taking.older = node_policy(node);
	if (status == STATUS_OK)
		status = take(&taking, folder);
	taking_end(&taking);
	return status;
}
