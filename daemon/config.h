/*
 * The configuration file of a node: YAML, every key in config.def.
 *
 * All mistakes of a file are found in one go and shown with line, column and
 * a hint; a file with one mistake configures nothing. What comes out never
 * changes: a reload makes a new one.
 */
#ifndef EENPLAN_DAEMON_CONFIG_H
#define EENPLAN_DAEMON_CONFIG_H

#include "eenplan/base/diagnostic.h"
#include "eenplan/base/log.h"
#include "eenplan/base/status.h"

struct config_words {
	const char *const *items;
	size_t count;
};

/* Paths here and below are absolute, or relative to the working folder. */
struct config_node {
	const char *id;
	const char *name;
	const char *contact; /* or NULL */
	const char *law;
	const char *data;
	const char *key_file;
};

struct config_listener {
	const char *address;
	unsigned port;
	const char *certificate;
	const char *key;
	const char *authority;
	const char *revoked;
};

struct config_policy {
	struct config_words files; /* files or folders */
	const char *texts;	   /* folder, or NULL */
};

struct config_asking_again {
	unsigned consent_days;
	unsigned involvement_days;
};

struct config_log {
	const char *folder; /* of the access log */
	unsigned level;	    /* enum log_level */
	unsigned keep_years;
	unsigned part_mb;
	unsigned reconcile_hour; /* UTC; LIMIT_RECONCILE_NEVER */
	const char *earlier_key; /* or NULL */
};

struct config_limits {
	unsigned connections;
	unsigned workers;
	unsigned loops; /* at least 1 */
	unsigned hello_ms;
	unsigned header_ms;
	unsigned body_ms;
	unsigned write_ms;
	unsigned idle_ms;
	unsigned call_ms;
	unsigned drain_ms;
};

struct config_reports {
	unsigned floor; /* residents */
};

struct config_discovery {
	unsigned period_days;
	unsigned threads; /* at least 1 */
};

struct config_emergency {
	unsigned minutes;
};

struct config_consultation {
	unsigned answer_days; /* working days */
};

struct config_hours {
	unsigned per_half_year;
	unsigned warn_at;
};

struct config_partner {
	const char *id;
	const char *name;
	const char *law;
	const char *url; /* "https://host:port", no slash behind */
	struct config_words roles;
	struct config_words consents; /* kinds */
	struct config_words identifiers;
	const char *directory; /* "shared", "nothing"; or NULL */
};

struct config_user {
	const char *id;
	const char *name;
	struct config_words roles;
	const char *contact; /* or NULL */
};

struct config_partners {
	struct config_partner *items;
	size_t count;
};

struct config_users {
	struct config_user *items;
	size_t count;
};

struct config {
	struct arena *arena;
	struct config_node node;
	struct config_listener partners_listener;
	struct config_listener users_listener;
	struct config_policy policy;
	struct config_asking_again asking_again;
	struct config_log log;
	struct config_limits limits;
	struct config_emergency emergency;
	struct config_reports reports;
	struct config_discovery discovery;
	struct config_consultation consultation;
	struct config_hours hours;
	struct config_partners partners;
	struct config_users users;
};

/*
 * Read and check the file at `path`. STATUS_INVALID: `problems` has every
 * mistake; STATUS_STORAGE: it can't be read, and `problems` says why.
 */
enum status config_load(const char *path, struct diagnostics *problems,
			struct config **config_out) MUST_CHECK;
/* Takes NULL. */
void config_free(struct config *config);

/* A commented sample that config_load accepts, but for the files it names. */
void config_print_sample(struct buf *out);
/* The keys as a part of a manual page in scdoc. */
void config_print_manual(struct buf *out);

#endif
