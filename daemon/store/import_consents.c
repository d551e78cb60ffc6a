#include <string.h>

#include "daemon/store/consents.h"
#include "daemon/store/import.h"
#include "eenplan/base/strings.h"

/* What an exported consent is called. */
#define OWN_ORIGIN "Consent/"

/* The newest version that came from an origin. */
struct known_consent {
	struct consent consent; /* no id: not known */
	int64_t version;
	bool is_in_force;
	bool is_own; /* recorded here, and exported */
};

static enum status
check_words(struct import_run *run, const char *where,
	    enum vocabulary_list list, const char *const *words, size_t count)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = import_check_word(run, where, list, words[i]);
	return status;
}

static enum status
check_recipient(struct import_run *run, const char *where,
		const struct consent *consent)
{
	switch (consent->recipient_kind) {
	case CONSENT_TO_ANYONE: return STATUS_OK;
	case CONSENT_TO_DOMAIN:
		return import_check_word(run, where, VOCABULARY_DOMAIN,
					 consent->recipient);
	case CONSENT_TO_ROLE:
		return import_check_word(run, where, VOCABULARY_ROLE,
					 consent->recipient);
	case CONSENT_TO_ORGANISATION:
		if (consent->recipient != NULL)
			return STATUS_OK;
	}
	fault_set(run->fault, where, "doesn't say for which organisation");
	return STATUS_INVALID;
}

static enum status
check_consent(struct import_run *run, const struct import_consent *item)
{
	const struct consent *consent = &item->consent;
	const char *where = item->origin;
	enum status status = import_check_origin(run, where);

	if (status == STATUS_OK)
		status = import_check_word(run, where, VOCABULARY_CONSENT,
					   consent->kind);
	if (status == STATUS_OK)
		status = check_recipient(run, where, consent);
	if (status == STATUS_OK)
		status = check_words(run, where, VOCABULARY_CATEGORY,
				     consent->categories,
				     consent->category_count);
	if (status == STATUS_OK)
		status = check_words(run, where, VOCABULARY_PURPOSE,
				     consent->purposes, consent->purpose_count);
	if (status != STATUS_OK || consent->given_by != NULL)
		return status;
	fault_set(run->fault, where, "doesn't say who gave it");
	return STATUS_INVALID;
}

static enum status
read_known(struct import_run *run, enum query_name name, const char *key,
	   struct known_consent *known_out)
{
	struct query query;

	*known_out = (struct known_consent){0};
	query_start(&query, run->store, name);
	query_put_text(&query, key);
	if (query_next(&query)) {
		consents_read(&query, run->arena, &known_out->consent);
		known_out->version = query_integer(&query);
		known_out->is_in_force =
			query_text_or_null(&query, run->arena) == NULL;
	}
	return query_finish(&query);
}

/* By its origin; else it may be one that this node exported, by its own id. */
static enum status
find_known(struct import_run *run, const char *origin,
	   struct known_consent *known_out)
{
	enum status status =
		read_known(run, QUERY_CONSENT_OF_ORIGIN, origin, known_out);
	size_t prefix = strlen(OWN_ORIGIN);

	if (status != STATUS_OK || known_out->consent.id != NULL ||
	    strncmp(origin, OWN_ORIGIN, prefix) != 0)
		return status;
	status = read_known(run, QUERY_CONSENT_BY_ID, origin + prefix,
			    known_out);
	known_out->is_own = known_out->consent.id != NULL;
	return status;
}

static bool
says_the_same(const struct consent *one, const struct consent *other)
{
	return one->state == other->state &&
	       one->recipient_kind == other->recipient_kind &&
	       one->from_day == other->from_day &&
	       one->until_day == other->until_day &&
	       import_same_text(one->kind, other->kind) &&
	       import_same_text(one->recipient, other->recipient) &&
	       import_same_text(one->given_by, other->given_by) &&
	       import_same_text(one->giver, other->giver) &&
	       import_same_text(one->ground, other->ground) &&
	       import_same_text(one->asked, other->asked) &&
	       import_same_text(one->text_version, other->text_version) &&
	       import_same_text(one->evidence, other->evidence) &&
	       strings_equal(one->categories, one->category_count,
			     other->categories, other->category_count) &&
	       strings_equal(one->purposes, one->purpose_count, other->purposes,
			     other->purpose_count);
}

/*
 * A new version supersedes the one before, unless that was superseded here:
 * what was recorded at this node (a withdrawal) is never undone by an import.
 */
static enum status
add_version(struct import_run *run, const struct import_consent *item,
	    const char *resident, const struct known_consent *known)
{
	struct consent consent = item->consent;
	char id[UUID_TEXT_BYTES];
	enum status status;

	random_uuid(id);
	consent.id = id;
	consent.resident = resident;
	consent.recorded_ms = run->now_ms;
	consent.supersedes = known->is_in_force ? known->consent.id : NULL;
	status = consents_insert(
		run->store, &consent,
		&(struct consents_source){.origin = item->origin,
					  .version = known->version + 1});
	if (status == STATUS_TOO_LARGE) {
		fault_set(run->fault, item->origin,
			  "its resident has too many consents in force");
		return STATUS_INVALID;
	}
	if (known->consent.id == NULL)
		run->counts->consents++;
	else
		run->counts->updated++;
	return status;
}

static enum status
import_consent(struct import_run *run, const struct import_consent *item)
{
	struct known_consent known;
	const char *resident;
	enum status status = check_consent(run, item);

	if (status == STATUS_OK)
		status = import_resolve(run, item->origin, item->resident,
					&resident);
	if (status == STATUS_OK)
		status = find_known(run, item->origin, &known);
	if (status != STATUS_OK)
		return status;
	if (known.consent.id == NULL)
		return add_version(run, item, resident, &known);
	if (strcmp(known.consent.resident, resident) != 0) {
		fault_set(run->fault, item->origin,
			  "was about another resident before; give it a new "
			  "id");
		return STATUS_INVALID;
	}
	if (says_the_same(&known.consent, &item->consent)) {
		run->counts->unchanged++;
		return STATUS_OK;
	}
	if (known.is_own) {
		fault_set(run->fault, item->origin,
			  "is a record of this node, which says something "
			  "else; give it a new id");
		return STATUS_INVALID;
	}
	return add_version(run, item, resident, &known);
}

enum status
import_consents(struct import_run *run)
{
	enum status status = STATUS_OK;

	for (size_t i = 0;
	     i < run->import->consent_count && status == STATUS_OK; i++)
		status = import_consent(run, &run->import->consents[i]);
	return status;
}
