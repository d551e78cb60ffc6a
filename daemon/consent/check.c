#include "daemon/consent/check.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

/* --- what replaces what --- */

static bool
same_text(const char *one, const char *other)
{
	if (one == NULL || other == NULL)
		return one == other;
	return strcmp(one, other) == 0;
}

static bool
has_all(const char *const *words, size_t count, const char *const *of,
	size_t of_count)
{
	for (size_t i = 0; i < of_count; i++) {
		size_t j = 0;

		while (j < count && strcmp(words[j], of[i]) != 0)
			j++;
		if (j == count)
			return false;
	}
	return true;
}

/* As sets: neither order nor repetition changes what was said. */
static bool
same_words(const char *const *one, size_t one_count, const char *const *other,
	   size_t other_count)
{
	/* no words at all is not the empty set: it means all */
	return (one_count == 0) == (other_count == 0) &&
	       has_all(one, one_count, other, other_count) &&
	       has_all(other, other_count, one, one_count);
}

bool
consent_same_scope(const struct consent *one, const struct consent *other)
{
	/*
	 * The giver belongs to it: a representative's consent must not
	 * replace what a minor refused, or what another representative did.
	 */
	return one->recipient_kind == other->recipient_kind &&
	       same_text(one->recipient, other->recipient) &&
	       same_text(one->resident, other->resident) &&
	       same_text(one->source, other->source) &&
	       same_text(one->given_by, other->given_by) &&
	       same_text(one->giver, other->giver) &&
	       same_text(one->kind, other->kind) &&
	       same_words(one->categories, one->category_count,
			  other->categories, other->category_count) &&
	       same_words(one->purposes, one->purpose_count, other->purposes,
			  other->purpose_count);
}

bool
consent_supersedes(const struct consent *later, const struct consent *earlier,
		   int32_t day)
{
	return consent_same_scope(later, earlier) &&
	       (later->from_day == CLOCK_DAY_NONE || later->from_day <= day);
}

/* --- what may be recorded --- */

static enum status
check_word(const struct vocabulary *vocabulary, enum vocabulary_list list,
	   const char *word, const char *where, struct fault *fault)
{
	if (word != NULL &&
	    vocabulary_find(vocabulary, list, word) != VOCABULARY_UNKNOWN)
		return STATUS_OK;
	fault_set(fault, where,
		  word == NULL ? N_("is missing")
			       : N_("is not a word of the vocabulary"));
	return STATUS_INVALID;
}

static enum status
check_words(const struct vocabulary *vocabulary, enum vocabulary_list list,
	    const char *const *words, size_t count, struct fault *fault)
{
	const char *key =
		list == VOCABULARY_CATEGORY ? "/categories" : "/purposes";

	if (count > LIMIT_CATEGORIES) {
		fault_set(fault, key, "has more than %d words",
			  LIMIT_CATEGORIES);
		return STATUS_INVALID;
	}
	for (size_t i = 0; i < count; i++) {
		char where[64];
		enum status status;

		snprintf(where, sizeof(where), "%s/%zu", key, i);
		status = check_word(vocabulary, list, words[i], where, fault);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status
check_organisation(const char *organisation, struct fault *fault)
{
	if (organisation != NULL && organisation[0] != '\0' &&
	    strlen(organisation) <= LIMIT_NAME_BYTES)
		return STATUS_OK;
	fault_set(fault, "/recipient/organisation",
		  "must be an organisation's id of at most %d bytes",
		  LIMIT_NAME_BYTES);
	return STATUS_INVALID;
}

static enum status
check_recipient(const struct vocabulary *vocabulary,
		const struct consent *consent, struct fault *fault)
{
	switch (consent->recipient_kind) {
	case CONSENT_TO_ANYONE:
		if (consent->recipient == NULL)
			return STATUS_OK;
		break;
	case CONSENT_TO_DOMAIN:
		return check_word(vocabulary, VOCABULARY_DOMAIN,
				  consent->recipient, "/recipient/domain",
				  fault);
	case CONSENT_TO_ROLE:
		return check_word(vocabulary, VOCABULARY_ROLE,
				  consent->recipient, "/recipient/role", fault);
	case CONSENT_TO_ORGANISATION:
		return check_organisation(consent->recipient, fault);
	}
	fault_set(fault, "/recipient",
		  "must name an organisation, a role or a domain, or be left "
		  "out for anyone");
	return STATUS_INVALID;
}

static enum status
check_source(const struct consent *consent, struct fault *fault)
{
	if (consent->source == NULL ||
	    (consent->source[0] != '\0' &&
	     strlen(consent->source) <= LIMIT_NAME_BYTES))
		return STATUS_OK;
	fault_set(fault, "/source",
		  "must be an organisation's id of at most %d bytes",
		  LIMIT_NAME_BYTES);
	return STATUS_INVALID;
}

static enum status
check_giver(const struct consent *consent, struct fault *fault)
{
	bool has_ground = consent->ground != NULL && consent->ground[0] != '\0';
	bool has_giver = consent->giver != NULL && consent->giver[0] != '\0';
	bool is_self = same_text(consent->given_by, "self");

	if (!is_self && !same_text(consent->given_by, "representative"))
		fault_set(fault, "/given_by",
			  "must be \"self\" or \"representative\"");
	else if (is_self && (has_ground || has_giver))
		fault_set(fault, has_giver ? "/giver" : "/ground",
			  "is for a representative; leave it out for self");
	else if (!is_self && !has_ground && !has_giver)
		fault_set(fault, "/ground",
			  "must say by what a representative acts, such as "
			  "\"custody\" or \"mentor\"");
	else
		return STATUS_OK;
	return STATUS_INVALID;
}

static enum status
check_days(const struct consent *consent, struct fault *fault)
{
	if (consent->from_day == CLOCK_DAY_NONE ||
	    consent->until_day == CLOCK_DAY_NONE ||
	    consent->from_day <= consent->until_day)
		return STATUS_OK;
	fault_set(fault, "/until", "is before \"from\"");
	return STATUS_INVALID;
}

enum status
consent_check(const struct vocabulary *vocabulary,
	      const struct consent *consent, struct fault *fault)
{
	enum status status = check_word(vocabulary, VOCABULARY_CONSENT,
					consent->kind, "/kind", fault);

	if (status == STATUS_OK)
		status = check_source(consent, fault);
	if (status == STATUS_OK)
		status = check_giver(consent, fault);
	if (status == STATUS_OK)
		status = check_recipient(vocabulary, consent, fault);
	if (status == STATUS_OK)
		status = check_words(vocabulary, VOCABULARY_CATEGORY,
				     consent->categories,
				     consent->category_count, fault);
	if (status == STATUS_OK)
		status = check_words(vocabulary, VOCABULARY_PURPOSE,
				     consent->purposes, consent->purpose_count,
				     fault);
	return status == STATUS_OK ? check_days(consent, fault) : status;
}
