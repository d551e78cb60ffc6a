/*
 * What a loop's thread read lately for ANSWER: partners' enrolments, and the
 * files of those whom they ask about. Kept while nothing was written.
 *
 * A withdrawal is in force before it is acknowledged, cached or not. Whoever
 * writes commits, then moves node->generation, then waits at the gate; whoever
 * answers enters the gate, then reads the generation: either it sees the new
 * one and forgets what it kept, or the withdrawal waits until it has left.
 *
 * Only this process writes to its store. Belongs to one thread. Holds log keys:
 * what is forgotten is wiped. Who isn't known is kept like who is, so that the
 * time of an answer doesn't tell one from the other.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_FILE_CACHE_H
#define EENPLAN_DAEMON_EXCHANGE_FILE_CACHE_H

#include "daemon/exchange/judge.h"

struct file_cache;

/* Everything in `arena`. */
struct file {
	struct arena *arena;
	const char *partner;
	const char *reference;	 /* the partner's name for somebody, or
				    FILE_OF_PARTNER */
	const char *domain;	 /* of the partner's enrolment */
	struct subject subject;	 /* whom the reference means */
	struct file *next_loose; /* the cache's own */
};

/* No reference that a partner can send is empty. */
#define FILE_OF_PARTNER ""

struct file_cache *file_cache_new(void);
/* Takes NULL. */
void file_cache_free(struct file_cache *cache);

/*
 * A new answer begins, inside the gate, with `generation` read there, under
 * `policy` (or NULL), whose vocabulary the files are read with, and retains it.
 * What the last one borrowed may go from here on; if either is another, all
 * goes.
 */
void file_cache_begin(struct file_cache *cache, uint64_t generation,
		      struct policy *policy);
/* Lasts until the next file_cache_begin. NULL: it must be read. */
const struct file *file_cache_find(const struct file_cache *cache,
				   const char *partner, const char *reference);

/* A file to be filled, for file_cache_keep or file_free. Copies the names. */
struct file *file_new(const char *partner, const char *reference);
/* Takes NULL. */
void file_free(struct file *file);
/*
 * Takes `file`, which was read after file_cache_begin, and lasts until the next
 * one; longer if it isn't too large.
 */
void file_cache_keep(struct file_cache *cache, struct file *file);

#endif
