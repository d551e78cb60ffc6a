#include "daemon/exchange/policy_fit.h"

#include <string.h>

#include "eenplan/policy/diff.h"

static enum status
keep_word(struct store *store, enum vocabulary_list list, const char *word,
	  const struct policy *newer, struct fault *fault)
{
	const char *where;
	if (vocabulary_find(policy_vocabulary(newer), list, word) !=
	    VOCABULARY_UNKNOWN)
		return STATUS_OK;
	enum status status = store_word_is_used(store, list, word, &where);
	if (status != STATUS_OK || where == NULL)
		return status;
	fault_set(fault, "/files",
		  strcmp(where, "consents") == 0
			  ? N_("consents on file use the word \"%s\", which "
			       "the new vocabulary lacks")
			  : N_("records on file use the word \"%s\", which "
			       "the new vocabulary lacks"),
		  word);
	return STATUS_CONFLICT;
}

enum status
policy_fit_words(struct store *store, const struct policy *older,
		 const struct policy *newer, struct fault *fault)
{
	static const enum vocabulary_list lists[] = {
		VOCABULARY_CATEGORY, VOCABULARY_DOMAIN,	 VOCABULARY_SENSITIVITY,
		VOCABULARY_CONSENT,  VOCABULARY_PURPOSE, VOCABULARY_ROLE,
	};
	const struct vocabulary *words = policy_vocabulary(older);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		int count = (int)vocabulary_count(words, lists[i]);
		for (int id = 0; id < count && status == STATUS_OK; id++)
			status = keep_word(store, lists[i],
					   vocabulary_word(words, lists[i], id),
					   newer, fault);
	}
	return status;
}

/* What a policy must know, and who says so; NULL: this node. */
static enum status
know(const struct policy *policy, enum vocabulary_list list, const char *word,
     const char *of, struct fault *fault)
{
	if (vocabulary_find(policy_vocabulary(policy), list, word) !=
	    VOCABULARY_UNKNOWN)
		return STATUS_OK;
	if (of == NULL)
		fault_set(fault, "/files",
			  "the configuration uses the word \"%s\" (of this "
			  "node), which the new vocabulary lacks",
			  word);
	else
		fault_set(fault, "/files",
			  "the configuration uses the word \"%s\" (of %s), "
			  "which the new vocabulary lacks",
			  word, of);
	return STATUS_CONFLICT;
}

static enum status
know_partners(struct arena *arena, struct store *store,
	      const struct policy *policy, struct fault *fault)
{
	struct store_partner *partners;
	size_t count;
	enum status status =
		store_partner_list(store, arena, &partners, &count);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		const struct store_partner *partner = &partners[i];
		status = know(policy, VOCABULARY_DOMAIN, partner->domain,
			      partner->id, fault);
		for (size_t k = 0;
		     k < partner->consent_count && status == STATUS_OK; k++)
			status = know(policy, VOCABULARY_CONSENT,
				      partner->consents[k], partner->id, fault);
	}
	return status;
}

static enum status
know_users(struct arena *arena, struct store *store,
	   const struct policy *policy, struct fault *fault)
{
	struct store_user *users;
	size_t count;
	enum status status = store_user_list(store, arena, &users, &count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0;
		     k < users[i].role_count && status == STATUS_OK; k++)
			status = know(policy, VOCABULARY_ROLE,
				      users[i].roles[k], users[i].id, fault);
	return status;
}

enum status
policy_fit_enrolment(const struct node *node, struct store *store,
		     const struct policy *policy, struct fault *fault)
{
	struct arena *arena = arena_new();
	enum status status = know(policy, VOCABULARY_DOMAIN, node->settings.law,
				  NULL, fault);
	if (status == STATUS_OK)
		status = know_partners(arena, store, policy, fault);
	if (status == STATUS_OK)
		status = know_users(arena, store, policy, fault);
	arena_free(arena);
	return status;
}

const char *
policy_fit_compare(const struct policy *older, const struct policy *newer)
{
	static const char *const words[] = {
		[DIFF_SAME] = "same",
		[DIFF_MORE] = "more",
		[DIFF_LESS] = "less",
		[DIFF_BOTH] = "both",
	};
	if (older == NULL)
		return NULL;
	enum diff_verdict verdict;
	return diff_briefly(older, newer, &verdict) == STATUS_OK
		       ? words[verdict]
		       : NULL;
}
