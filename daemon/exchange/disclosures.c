#include "daemon/exchange/disclosures.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/emergency.h"
#include "eenplan/base/limits.h"
#include "eenplan/policy/about.h"

#define FIRST_ROOM 64

/* --- what is on file --- */

static enum status
read_links(struct disclosures *disclosures)
{
	struct exchange *exchange = disclosures->exchange;
	struct store_link *links;
	size_t count;
	enum status status =
		store_links(exchange->place->store, exchange->arena,
			    disclosures->resident->id, &links, &count);
	if (status != STATUS_OK)
		return status;
	const char **linked =
		ARENA_ARRAY(exchange->arena, count + 1, const char *);
	for (size_t i = 0; i < count; i++)
		linked[i] = links[i].partner;
	disclosures->view.linked = linked;
	disclosures->view.linked_count = count;
	return STATUS_OK;
}

enum status
disclosures_open(struct disclosures *disclosures)
{
	struct exchange *exchange = disclosures->exchange;
	struct store *store = exchange->place->store;
	const char *resident = disclosures->resident->id;
	disclosures->policies.store = store;
	enum status status = store_consents(store, exchange->arena, resident,
					    true, &disclosures->consents,
					    &disclosures->consent_count);
	if (status == STATUS_OK)
		status = store_emergencies_of(store, exchange->arena, resident,
					      &disclosures->emergencies,
					      &disclosures->emergency_count);
	if (status == STATUS_OK)
		status = store_resident_origin(
			store, exchange->arena, resident,
			&disclosures->statement.reference);
	return status == STATUS_OK ? read_links(disclosures) : status;
}

/* --- an entry, looked up --- */

static const struct policy *
find_policy(struct disclosures *disclosures, const char *digest)
{
	struct exchange *exchange = disclosures->exchange;
	if (digest == NULL ||
	    strcmp(digest, policy_digest(exchange->policy)) == 0)
		return digest == NULL ? NULL : exchange->policy;
	return past_policies_find(&disclosures->policies, digest);
}

static bool
has_word(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/* The articles of the rules that permitted it, or of those that didn't. */
static struct disclosure_words
look_up_basis(struct arena *arena, const struct policy *policy,
	      const struct disclosure_words *rules, bool of_permits)
{
	const char **basis = ARENA_ARRAY(arena, LIMIT_BASES, const char *);
	size_t count = 0;
	for (size_t i = 0; policy != NULL && i < rules->count; i++) {
		bool is_permit;
		size_t named;
		const char *const *articles = about_rule_basis(
			policy, rules->items[i], &is_permit, &named);
		if (is_permit != of_permits)
			continue;
		/* The policy may leave the shelf before the reply. */
		for (size_t k = 0; k < named && count < LIMIT_BASES; k++)
			if (!has_word(basis, count, articles[k]))
				basis[count++] =
					arena_string(arena, articles[k]);
	}
	return (struct disclosure_words){basis, count};
}

static void
look_up_rules(struct disclosures *disclosures, const char *digest,
	      struct disclosure_line *line)
{
	struct arena *arena = disclosures->exchange->arena;
	const struct policy *policy = find_policy(disclosures, digest);
	/* Of what wasn't given no rule is the ground. */
	if (line->categories.count > 0 || line->withheld.count == 0)
		line->basis = look_up_basis(arena, policy, &line->rules, true);
	line->barred = look_up_basis(arena, policy, &line->rules, false);
}

static const struct consent *
find_consent(const struct disclosures *disclosures, const char *id)
{
	for (size_t i = 0; i < disclosures->consent_count; i++)
		if (strcmp(disclosures->consents[i].id, id) == 0)
			return &disclosures->consents[i];
	return NULL;
}

/* Those of somebody else, that were needed as well, are theirs to be told. */
static void
look_up_consents(struct disclosures *disclosures,
		 const struct audit_event *event, struct disclosure_line *line)
{
	struct disclosure_consent *used = ARENA_ARRAY(
		disclosures->exchange->arena, event->consent_count + 1,
		struct disclosure_consent);
	for (size_t i = 0; i < event->consent_count; i++) {
		const struct consent *consent =
			find_consent(disclosures, event->consents[i]);
		if (consent == NULL)
			continue;
		used[line->consent_count++] = (struct disclosure_consent){
			.id = consent->id,
			.kind = consent->kind,
			.state = consent_state_word(consent->state),
			.given_by = consent->given_by,
			.recorded_ms = consent->recorded_ms,
		};
	}
	line->consents = used;
}

static void
look_up_judgement(const struct disclosures *disclosures,
		  struct disclosure_line *line)
{
	for (size_t i = 0;
	     line->emergency != NULL && i < disclosures->emergency_count; i++)
		if (strcmp(disclosures->emergencies[i].id, line->emergency) ==
		    0)
			line->judgement =
				emergency_state(&disclosures->emergencies[i]);
}

static void
look_up_names(struct disclosures *disclosures, struct disclosure_line *line)
{
	struct exchange *exchange = disclosures->exchange;
	struct store_user user;
	if (line->organisation != NULL)
		line->organisation_name =
			act_organisation_name(exchange, line->organisation);
	if (line->lent_by != NULL)
		line->lent_by_name =
			act_organisation_name(exchange, line->lent_by);
	if (line->user != NULL && line->organisation != NULL &&
	    strcmp(line->organisation, disclosures->view.self) == 0 &&
	    store_user_find(exchange->place->store, exchange->arena, line->user,
			    &user) == STATUS_OK)
		line->user_name = user.name;
	for (size_t i = 0; i < line->other_count; i++)
		line->others[i].name = act_organisation_name(
			exchange, line->others[i].organisation);
}

/* --- lines --- */

static enum status
refuse_length(struct disclosures *disclosures)
{
	fault_set(&disclosures->exchange->fault, "/from",
		  "leaves more log entries than one statement can hold: ask "
		  "for a shorter time, with --from and --until");
	return STATUS_TOO_LARGE;
}

enum status
disclosures_add(struct disclosures *disclosures,
		const struct disclosure_line *line)
{
	struct disclosure *statement = &disclosures->statement;
	struct arena *arena = disclosures->exchange->arena;
	/* A partner decides how often it asks: that must not end the node. */
	disclosures->is_full =
		disclosures->is_full ||
		statement->line_count == LIMIT_DISCLOSURE_LINES ||
		arena_used(arena) > LIMIT_AUDIT_READ_BYTES;
	if (disclosures->is_full)
		return refuse_length(disclosures);
	if (statement->line_count == disclosures->room) {
		size_t room = 2 * disclosures->room + FIRST_ROOM;
		struct disclosure_line *lines =
			ARENA_ARRAY(arena, room, struct disclosure_line);
		if (statement->line_count > 0)
			memcpy(lines, statement->lines,
			       statement->line_count * sizeof(*lines));
		statement->lines = lines;
		disclosures->room = room;
	}
	statement->lines[statement->line_count++] = *line;
	return STATUS_OK;
}

static bool
see_entry(void *context, const struct audit_entry *entry)
{
	struct disclosures *disclosures = context;
	const struct audit_event *event = &entry->event;
	struct disclosure_line line;
	if (event->time_ms < disclosures->from_ms ||
	    event->time_ms >= disclosures->until_ms)
		return true;
	disclosure_line_of(disclosures->exchange->arena, &disclosures->view,
			   entry->seq, event, &line);
	look_up_rules(disclosures, event->policy_digest, &line);
	look_up_consents(disclosures, event, &line);
	look_up_judgement(disclosures, &line);
	return disclosures_add(disclosures, &line) == STATUS_OK;
}

enum status
disclosures_read(struct disclosures *disclosures)
{
	struct exchange *exchange = disclosures->exchange;
	enum status status = act_read_log(exchange, disclosures->resident,
					  see_entry, disclosures);
	return status == STATUS_OK && disclosures->is_full ? STATUS_TOO_LARGE
							   : status;
}

static int
by_time(const void *one, const void *other)
{
	const struct disclosure_line *first = one;
	const struct disclosure_line *second = other;
	if (first->time_ms != second->time_ms)
		return first->time_ms < second->time_ms ? -1 : 1;
	return (first->seq > second->seq) - (first->seq < second->seq);
}

void
disclosures_close(struct disclosures *disclosures)
{
	struct disclosure *statement = &disclosures->statement;
	for (size_t i = 0; i < statement->line_count; i++)
		look_up_names(disclosures, &statement->lines[i]);
	if (statement->line_count > 0)
		qsort(statement->lines, statement->line_count,
		      sizeof(*statement->lines), by_time);
}
