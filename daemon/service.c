#include "daemon/service.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include "daemon/enrol.h"
#include "daemon/exchange/exchange.h"
#include "daemon/exchange/policies.h"
#include "daemon/sandbox.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

/* How often ends of certificates are looked at, and how long before they warn.
 */
#define WATCH_MS      (60 * 60 * 1000)
#define WARN_EARLY_MS (14 * 24 * 3600 * 1000LL)

struct service {
	struct config *config; /* the first one: the node borrows from it */
	const char *path;
	struct box_key key;
	struct seal_key *node_key;
	struct seal_key *earlier_key; /* or NULL: signed heads before */
	struct signer *signer;	      /* of what partners are to believe */
	struct tls *tls[NODE_LISTENERS];
	struct node *node;
	struct http_server *server;
};

static void
print_problems(const struct diagnostics *problems)
{
	struct buf out;
	buf_init(&out, problems->arena, 1024);
	diagnostics_print(problems, &out, false);
	fputs(buf_string(&out), stderr);
}

/* NULL if it has any mistake, or the configuration uses words it lacks. */
static struct policy *
load_policy(const struct config *config)
{
	struct arena *arena = arena_new();
	struct diagnostics found;
	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	struct policy *policy = policy_load_paths(
		config->policy.files.items, config->policy.files.count, &found);
	if (found.count > 0)
		print_problems(&found);
	if (policy == NULL) {
		log_error("policy not loaded", "errors=%zu", found.errors);
	} else if (!enrol_words_exist(config, policy_vocabulary(policy))) {
		policy_free(policy);
		policy = NULL;
	}
	arena_free(arena);
	return policy;
}

enum status
service_check(const struct config *config)
{
	struct policy *policy = load_policy(config);
	bool loads = policy != NULL;
	policy_free(policy);
	return loads ? STATUS_OK : STATUS_INVALID;
}

static enum status
open_keys(struct service *service)
{
	const struct config *config = service->config;
	const struct config_listener *listeners[NODE_LISTENERS] = {
		[NODE_PARTNERS] = &config->partners_listener,
		[NODE_USERS] = &config->users_listener,
	};
	struct fault fault = {0};
	enum status status =
		box_key_read(config->node.key_file, &service->key, &fault);
	if (status == STATUS_OK)
		status = seal_key_read_private(config->partners_listener.key,
					       &service->node_key, &fault);
	if (status == STATUS_OK && config->log.earlier_key != NULL)
		status = seal_key_read_private(config->log.earlier_key,
					       &service->earlier_key, &fault);
	for (size_t i = 0; i < NODE_LISTENERS && status == STATUS_OK; i++) {
		const struct tls_settings settings = {
			.certificate = listeners[i]->certificate,
			.key = listeners[i]->key,
			.authority = listeners[i]->authority,
			.revoked = listeners[i]->revoked,
		};
		status = tls_open(&settings, &service->tls[i], &fault);
	}
	if (status != STATUS_OK)
		log_error("keys or certificates can't be used",
			  "where=\"%s\" why=\"%s\"", fault.where, fault.text);
	return status;
}

/* The certificate must name the organisation that the configuration names. */
static enum status
check_own_identity(const struct service *service)
{
	const struct identity *self = tls_identity(service->tls[NODE_PARTNERS]);
	if (self->kind == IDENTITY_ORGANISATION &&
	    strcmp(self->organisation, service->config->node.id) == 0)
		return STATUS_OK;
	log_error("certificate is another organisation's",
		  "configured=%s certificate=%s", service->config->node.id,
		  self->organisation);
	return STATUS_INVALID;
}

/* With `key`, over the certificate now in force. */
static enum status
sign_with(struct service *service, struct seal_key *key)
{
	struct arena *arena = arena_new();
	struct text der = tls_certificate(service->tls[NODE_PARTNERS], arena);
	enum status status = service->signer == NULL
				     ? signer_new(key, der, &service->signer)
				     : signer_renew(service->signer, key, der);
	if (status != STATUS_OK)
		log_error("can't sign with this key and certificate", "why=%s",
			  status_code(status));
	arena_free(arena);
	return status;
}

static struct store_settings
store_settings_of(struct service *service)
{
	return (struct store_settings){
		.path = arena_printf(service->config->arena, "%s/eenplan.db",
				     service->config->node.data),
		.key = &service->key,
		.signer = service->signer,
	};
}

static struct node_settings
node_settings_of(struct service *service)
{
	const struct config *config = service->config;
	const struct config_listener *partners = &config->partners_listener;
	return (struct node_settings){
		.organisation = config->node.id,
		.name = config->node.name,
		.contact = config->node.contact,
		.law = config->node.law,
		.texts = config->policy.texts,
		.policy_paths = config->policy.files.items,
		.policy_path_count = config->policy.files.count,
		.store = store_settings_of(service),
		.audit = {.folder = config->log.folder,
			  .node = config->node.id,
			  .key = service->node_key,
			  .earlier_key = service->earlier_key,
			  .group_begins = http_replies_hold,
			  .group_ends = http_replies_release,
			  .part_bytes = (uint64_t)config->log.part_mb << 20,
			  .key_id = tls_identity(service->tls[NODE_PARTNERS])
					    ->thumbprint},
		.caller = {.certificate = partners->certificate,
			   .key = partners->key,
			   .authority = partners->authority,
			   .revoked = partners->revoked},
		.tls = {service->tls[NODE_PARTNERS], service->tls[NODE_USERS]},
		.loops = config->limits.loops,
		.workers = config->limits.workers,
		.call_ms = config->limits.call_ms,
		.drain_ms = config->limits.drain_ms,
		.emergency_minutes = config->emergency.minutes,
		.log_years = config->log.keep_years,
		.reconcile_hour = config->log.reconcile_hour,
		.report_floor = config->reports.floor,
		.discovery_days = config->discovery.period_days,
		.discovery_threads = config->discovery.threads,
		.answer_days = config->consultation.answer_days,
		.specialist_minutes = config->hours.per_half_year * 60,
		.specialist_warn_minutes = config->hours.warn_at * 60,
		.consent_days = (int32_t)config->asking_again.consent_days,
		.involvement_days =
			(int32_t)config->asking_again.involvement_days,
	};
}

static enum status
make_data_folder(const struct service *service)
{
	const char *folder = service->config->node.data;
	if (mkdir(folder, 0700) == 0 || errno == EEXIST)
		return STATUS_OK;
	log_error("data folder can't be made", "folder=%s reason=\"%s\"",
		  folder, strerror(errno));
	return STATUS_STORAGE;
}

/* Partners and users, in words that the policy in force has. */
static enum status
enrol_all(struct service *service, const struct config *config)
{
	const struct store_settings store = store_settings_of(service);
	struct policy *policy = node_policy(service->node);
	enum status status = STATUS_INVALID;
	if (enrol_words_exist(config, policy_vocabulary(policy)))
		status = enrol(config, &store);
	policy_free(policy);
	return status;
}

/*
 * The configured policy may have mistakes, if another is in force from before.
 */
static enum status
open_node(struct service *service)
{
	const struct node_settings settings = node_settings_of(service);
	struct policy *folder = load_policy(service->config);
	enum status status = make_data_folder(service);
	if (status == STATUS_OK)
		status =
			node_open(&settings, service->node_key, &service->node);
	if (status == STATUS_OK)
		status = policies_start(service->node, folder);
	if (status == STATUS_OK)
		status = enrol_all(service, service->config);
	if (status == STATUS_OK)
		status = node_deliver(service->node);
	policy_free(folder);
	return status;
}

static enum status
open_listeners(struct service *service)
{
	const struct config *config = service->config;
	const struct http_listener_settings listeners[NODE_LISTENERS] = {
		[NODE_PARTNERS] =
			{.name = "partners",
			 .address = config->partners_listener.address,
			 .port = (uint16_t)config->partners_listener.port,
			 .tls = service->tls[NODE_PARTNERS],
			 .max_body_bytes = LIMIT_REQUEST_BYTES},
		[NODE_USERS] = {.name = "users",
				.address = config->users_listener.address,
				.port = (uint16_t)config->users_listener.port,
				.tls = service->tls[NODE_USERS],
				.max_body_bytes = LIMIT_IMPORT_BYTES},
	};
	const struct http_server_settings settings = {
		.listeners = listeners,
		.listener_count = NODE_LISTENERS,
		.loops = config->limits.loops,
		.max_connections = config->limits.connections,
		.hello_ms = config->limits.hello_ms,
		.header_ms = config->limits.header_ms,
		.body_ms = config->limits.body_ms,
		.write_ms = config->limits.write_ms,
		.idle_ms = config->limits.idle_ms,
		.handler = exchange_begin,
		.on_pause = exchange_pause,
		.context = service->node,
	};
	struct fault fault = {0};
	enum status status =
		http_server_start(&settings, &service->server, &fault);
	if (status != STATUS_OK)
		log_error("listener can't start", "where=\"%s\" why=\"%s\"",
			  fault.where, fault.text);
	return status;
}

static void
warn_before_ends(const struct service *service)
{
	static const char *const names[NODE_LISTENERS] = {"partners", "users"};
	for (size_t i = 0; i < NODE_LISTENERS; i++) {
		int64_t until_ms = tls_valid_until_ms(service->tls[i]);
		if (until_ms - clock_now_ms() > WARN_EARLY_MS)
			continue;
		char time[CLOCK_TIME_BYTES];
		clock_format_time(until_ms, time);
		log_warning("certificate or revocation list ends soon",
			    "listener=%s until=%s", names[i], time);
	}
}

/*
 * Partners believe a statement only over the certificate that brings it. The
 * log's heads stay signed by the key of the start.
 */
static void
renew(struct service *service)
{
	struct seal_key *key;
	struct fault fault = {0};
	if (check_own_identity(service) != STATUS_OK)
		return;
	if (seal_key_read_private(service->config->partners_listener.key, &key,
				  &fault) != STATUS_OK) {
		log_error("key not reloaded", "where=\"%s\" why=\"%s\"",
			  fault.where, fault.text);
		return;
	}
	if (sign_with(service, key) == STATUS_OK)
		node_renew(service->node, key);
	seal_key_free(key);
}

/* Each part on its own: one that is bad leaves what was in force, loudly. */
static void
reload(struct service *service)
{
	struct arena *arena = arena_new();
	struct diagnostics problems;
	struct config *config = NULL;
	diagnostics_init(&problems, arena, LIMIT_CONFIG_ERRORS);
	if (config_load(service->path, &problems, &config) != STATUS_OK) {
		print_problems(&problems);
		log_error("configuration not reloaded", "errors=%zu",
			  problems.errors);
	} else {
		struct policy *folder = load_policy(config);
		if (folder == NULL ||
		    policies_take(service->node, folder) != STATUS_OK)
			log_error("policy not reloaded", NULL);
		if (enrol_all(service, config) != STATUS_OK)
			log_error("partners and users not reloaded", NULL);
		node_wrote(service->node);
		policy_free(folder);
	}
	for (size_t i = 0; i < NODE_LISTENERS; i++) {
		struct fault fault = {0};
		if (tls_reload(service->tls[i], &fault) != STATUS_OK)
			log_error("certificates not reloaded",
				  "where=\"%s\" why=\"%s\"", fault.where,
				  fault.text);
	}
	http_server_drop_revoked(service->server);
	renew(service);
	config_free(config);
	arena_free(arena);
	log_info("reloaded", NULL);
}

/* Until a signal says to stop. */
static void
watch(struct service *service, const sigset_t *signals)
{
	const struct timespec period = {.tv_sec = WATCH_MS / 1000};
	for (;;) {
		warn_before_ends(service);
		int got = sigtimedwait(signals, NULL, &period);
		if (got == SIGTERM || got == SIGINT)
			return;
		if (got != SIGHUP)
			continue;
		sd_notify(0, "RELOADING=1");
		reload(service);
		sd_notify(0, "READY=1");
	}
}

static void
stop(struct service *service)
{
	unsigned drain_ms = service->config->limits.drain_ms;
	http_server_stop(service->server, drain_ms);
	node_close(service->node);
	for (size_t i = 0; i < NODE_LISTENERS; i++)
		tls_close(service->tls[i]);
	signer_free(service->signer);
	seal_key_free(service->node_key);
	seal_key_free(service->earlier_key);
	box_key_wipe(&service->key);
	config_free(service->config);
}

static enum status
start(struct service *service)
{
	enum status status = open_keys(service);
	if (status == STATUS_OK)
		status = check_own_identity(service);
	if (status == STATUS_OK)
		status = sign_with(service, service->node_key);
	if (status != STATUS_OK)
		return status;
	status = open_node(service);
	return status == STATUS_OK ? open_listeners(service) : status;
}

/* Refusals to users are told in their language, and logged in English. */
static void
learn_dutch(void)
{
	char folder[PATH_MAX];
	if (tongue_start() != STATUS_OK)
		log_warning("no Dutch catalogue: users are refused in English",
			    "folder=%s", tongue_folder(folder));
}

enum status
service_run(struct config *config, const char *path)
{
	struct service service = {.config = config, .path = path};
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	/* Before any thread is made: they inherit it, and only we take them. */
	pthread_sigmask(SIG_BLOCK, &signals, NULL);

	log_set_level((enum log_level)config->log.level);
	/* The sandbox hides where the program is. */
	learn_dutch();
	enum status status = sandbox_enter();
	if (status == STATUS_OK)
		status = start(&service);
	if (status == STATUS_OK) {
		log_info("node ready",
			 "organisation=%s partners_port=%u users_port=%u",
			 config->node.id,
			 http_server_port(service.server, NODE_PARTNERS),
			 http_server_port(service.server, NODE_USERS));
		sd_notify(0, "READY=1");
		watch(&service, &signals);
		sd_notify(0, "STOPPING=1");
		log_info("node stops", NULL);
	}
	stop(&service);
	return status;
}
