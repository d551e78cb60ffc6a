#include "daemon/exchange/checkpoints.h"
#include "daemon/exchange/keeper.h"
#include "daemon/exchange/news.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/discovery/finish.h"
#include "daemon/store/discovery.h"
#include "daemon/store/log_keys.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

static void
close_places(struct node_place *places, unsigned count)
{
	for (unsigned i = 0; places != NULL && i < count; i++) {
		store_close(places[i].store);
		caller_free(places[i].caller);
		statement_cache_free(places[i].statements);
		file_cache_free(places[i].files);
	}
	free(places);
}

/* The writers first: they make the database that the readers open. */
static enum status
open_workers(struct node *node)
{
	const struct node_settings *settings = &node->settings;
	node->workers = calloc(settings->workers, sizeof(*node->workers));
	if (node->workers == NULL)
		abort();
	for (unsigned i = 0; i < settings->workers; i++) {
		struct node_place *place = &node->workers[i];
		enum status status = store_open(&settings->store, STORE_WRITE,
						&place->store);
		if (status == STATUS_OK)
			status = caller_new(&settings->caller, &place->caller);
		place->statements = statement_cache_new();
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status
open_loops(struct node *node)
{
	const struct node_settings *settings = &node->settings;
	node->loops = calloc(settings->loops, sizeof(*node->loops));
	if (node->loops == NULL)
		abort();
	for (unsigned i = 0; i < settings->loops; i++) {
		struct node_place *place = &node->loops[i];
		place->statements = statement_cache_new();
		place->files = file_cache_new();
		enum status status =
			store_open(&settings->store, STORE_READ, &place->store);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

struct audit_subject
node_log_subject(const struct store_resident *resident)
{
	struct audit_subject subject = {.key = resident->log_key};
	memcpy(subject.key_id, resident->log_key_id, sizeof(subject.key_id));
	return subject;
}

enum status
node_log_key(const struct node *node, struct store *store, const char *key_id,
	     struct box_key *key_out)
{
	if (strcmp(key_id, node->nobody.key_id) != 0)
		return store_log_key(store, key_id, key_out);
	*key_out = node->nobody.key;
	return STATUS_OK;
}

/* Each year another one. It stays the same while the node runs. */
static enum status
learn_nobody(struct node *node)
{
	struct store *store = node->workers[0].store;
	struct arena *arena = arena_new();
	struct store_resident nobody;
	int64_t now_ms = clock_now_ms();
	enum status status = store_node_log_key_renew(
		store, clock_year_began_ms(now_ms), now_ms);
	if (status == STATUS_OK)
		status = store_node_log_key(store, arena, &nobody);
	if (status == STATUS_OK) {
		node->nobody = node_log_subject(&nobody);
		box_key_wipe(&nobody.log_key);
	}
	arena_free(arena);
	return status;
}

static struct node *
node_new(const struct node_settings *settings)
{
	struct node *node = calloc(1, sizeof(*node));
	if (node == NULL)
		abort();
	node->settings = *settings;
	pthread_mutex_init(&node->policy_lock, NULL);
	node->gate = gate_new();
	for (unsigned pass = 0; pass < COUNT_OF(node->passes); pass++)
		node->passes[pass] = (struct node_gate_pass){node->gate, pass};
	node->progress = progress_new();
	node->link_tries = tries_new(LIMIT_LINK_TOKEN_TRIES_PER_HOUR);
	node->notice_tries = tries_new(LIMIT_NOTICES_PER_HOUR);
	node->emergency_tries = tries_new(LIMIT_EMERGENCY_QUERIES_PER_HOUR);
	node->consult_tries = tries_new(LIMIT_CONSULTS_PER_HOUR);
	node->log_tries = tries_new(LIMIT_RESIDENT_LOGS_PER_HOUR);
	return node;
}

enum status
node_open(const struct node_settings *settings, struct seal_key *node_key,
	  struct node **node_out)
{
	struct node *node = node_new(settings);
	node->issuer = statement_issuer_new(
		node_key, tls_identity(settings->tls[NODE_PARTNERS]));
	enum status status = open_workers(node);
	if (status == STATUS_OK)
		status = open_loops(node);
	if (status == STATUS_OK)
		status = store_documents_begin(node->workers[0].store);
	/* A secret outlives its session by no more than a start. */
	if (status == STATUS_OK)
		sessions_finish(node->workers[0].store, settings->organisation);
	if (status == STATUS_OK)
		status = store_discoveries_expire(node->workers[0].store,
						  clock_now_ms());
	if (status == STATUS_OK)
		status = learn_nobody(node);
	if (status == STATUS_OK)
		status = checkpoints_open(node);
	if (status == STATUS_OK)
		status = audit_open(&settings->audit, &node->audit);
	if (status == STATUS_OK)
		status = workers_start(settings->workers, &node->pool);
	if (status != STATUS_OK) {
		log_error("node can't open", "why=%s", status_code(status));
		node_close(node);
		return status;
	}
	*node_out = node;
	return STATUS_OK;
}

enum status
node_deliver(struct node *node)
{
	const struct node_settings *settings = &node->settings;
	enum status status = outbox_start(
		&(struct outbox_settings){.organisation =
						  settings->organisation,
					  .store = settings->store,
					  .caller = settings->caller,
					  .audit = node->audit,
					  .review = {.begin = news_review_begin,
						     .end = news_review_end,
						     .context = node},
					  .call_ms = settings->call_ms},
		&node->outbox);
	return status == STATUS_OK ? keeper_start(node, &node->keeper) : status;
}

void
node_close(struct node *node)
{
	if (node == NULL)
		return;
	workers_stop(node->pool);
	keeper_stop(node->keeper);
	outbox_stop(node->outbox);
	audit_close(node->audit);
	close_places(node->loops, node->settings.loops);
	close_places(node->workers, node->settings.workers);
	statement_issuer_free(node->issuer);
	tries_free(node->link_tries);
	tries_free(node->notice_tries);
	tries_free(node->emergency_tries);
	tries_free(node->consult_tries);
	tries_free(node->log_tries);
	progress_free(node->progress);
	gate_free(node->gate);
	policy_free(node->policy);
	pthread_mutex_destroy(&node->policy_lock);
	checkpoints_close(node);
	box_key_wipe(&node->nobody.key);
	free(node);
}

struct policy *
node_policy(struct node *node)
{
	pthread_mutex_lock(&node->policy_lock);
	struct policy *policy =
		node->policy == NULL ? NULL : policy_retain(node->policy);
	pthread_mutex_unlock(&node->policy_lock);
	return policy;
}

void
node_set_policy(struct node *node, struct policy *policy, int64_t number)
{
	struct policy *old = NULL;
	pthread_mutex_lock(&node->policy_lock);
	if (number > node->policy_number) {
		old = node->policy;
		node->policy = policy_retain(policy);
		node->policy_number = number;
	}
	pthread_mutex_unlock(&node->policy_lock);
	policy_free(old);
}

void
node_wrote(struct node *node)
{
	atomic_fetch_add(&node->generation, 1);
}

void
node_renew(struct node *node, struct seal_key *node_key)
{
	statement_issuer_renew(node->issuer, node_key,
			       tls_identity(node->settings.tls[NODE_PARTNERS]));
	for (unsigned i = 0; i < node->settings.workers; i++)
		caller_reload(node->workers[i].caller);
	outbox_renew(node->outbox);
	keeper_renew(node->keeper);
}
