/*
 * The steps of the side that asks, in the order in which discover_ask.c runs
 * them, and what they have in common. Each begins with what is on file, and
 * does nothing when it was done before a crash.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DISCOVER_STEPS_H
#define EENPLAN_DAEMON_EXCHANGE_DISCOVER_STEPS_H

#include "daemon/exchange/discover_ask.h"

enum status discover_agree(struct discovery *discovery) MUST_CHECK;
enum status discover_mask(struct discovery *discovery) MUST_CHECK;
enum status discover_commit(struct discovery *discovery) MUST_CHECK;
enum status discover_points(struct discovery *discovery) MUST_CHECK;
enum status discover_raise(struct discovery *discovery) MUST_CHECK;
enum status discover_tags(struct discovery *discovery) MUST_CHECK;
enum status discover_answer(struct discovery *discovery) MUST_CHECK;
enum status discover_close(struct discovery *discovery) MUST_CHECK;

/* --- what they have in common --- */

struct store *discover_store(const struct discovery *discovery);
bool discover_is_at(const struct discovery *discovery, const char *stage);
void discover_tell_progress(const struct discovery *discovery, const char *step,
			    int64_t done, int64_t of);
/* Of a document of ours. */
struct discovery_head discover_head(const struct discovery *discovery);
/* Is it of this session, from the partner, to us? */
bool discover_is_theirs(const struct discovery *discovery,
			const struct discovery_head *head);

/* What changes, in a transaction of its own. */
typedef enum status discover_change(struct discovery *discovery, void *context);
enum status discover_keep(struct discovery *discovery, discover_change *change,
			  void *context) MUST_CHECK;
/* A change: keep what the partner signed, a struct discover_letter, with which
 * a stage is reached. */
discover_change discover_keep_letter;

/* What the partner sent is no list, or another one than it committed to: the
 * session ends. STATUS_REFUSED. */
enum status discover_refuse_list(struct discovery *discovery) MUST_CHECK;

/* Out of the gate, if it is in it. */
void discover_leave_gate(struct discovery *discovery);

#endif
