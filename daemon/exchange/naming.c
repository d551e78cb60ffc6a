#include "daemon/exchange/naming.h"

#include <string.h>

static const char *
group_of(const struct vocabulary *vocabulary, int domain)
{
	int group = domain == VOCABULARY_UNKNOWN
			    ? VOCABULARY_UNKNOWN
			    : vocabulary_group_of(vocabulary, domain);
	return group == VOCABULARY_UNKNOWN
		       ? "any"
		       : vocabulary_word(vocabulary, VOCABULARY_GROUP, group);
}

/* What an asker may know at the most: see judge.h. */
typedef struct involvement judgement_of(struct arena *arena,
					const struct policy *policy,
					const struct policy_asker *asker,
					int source);

static struct naming
naming_by(struct exchange *exchange, judgement_of *judge_it,
	  const struct asker *asker, const char *domain)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	int source = vocabulary_find(vocabulary, VOCABULARY_DOMAIN, domain);
	struct naming naming = {.naming = MERGE_HIDDEN,
				.group = group_of(vocabulary, source)};
	struct policy_asker ids;
	if (judge_asker(vocabulary, asker, &ids, NULL) != STATUS_OK)
		return naming;
	struct involvement involvement =
		judge_it(exchange->arena, exchange->policy, &ids, source);
	if (involvement.known)
		naming.naming = involvement.masked ? MERGE_MASKED : MERGE_NAMED;
	return naming;
}

/* As a partner sees us: not our own, but an organisation of our law. */
static struct asker
our_user(const struct exchange *exchange, const char *purpose)
{
	return (struct asker){
		.domain = exchange->node->settings.law,
		.role = exchange->asker.role,
		.purpose = purpose,
		.day = exchange->asker.day,
	};
}

struct naming
naming_of(struct exchange *exchange, const char *domain, const char *purpose)
{
	struct asker asker = our_user(exchange, purpose);
	return naming_by(exchange, judge_involvement, &asker, domain);
}

struct naming
naming_of_coordinator(struct exchange *exchange, const char *domain,
		      const char *purpose)
{
	struct asker asker = our_user(exchange, purpose);
	return naming_by(exchange, judge_contact_point, &asker, domain);
}

struct naming
naming_of_coordinator_to(struct exchange *exchange, const struct asker *asker,
			 const char *domain)
{
	return naming_by(exchange, judge_contact_point, asker, domain);
}

/* As for links: what they are made for. */
#define LETTERS_ARE_FOR "coordination"

/*
 * Who writes with whom says who helps, so a partner is named as far as this
 * user may know of it. A privacy officer answers for it, and reads it in the
 * access log anyway.
 */
static enum status
find_name(struct exchange *exchange, const char *partner,
	  struct naming *naming_out, const char **name_out)
{
	struct store_partner found;
	enum status status = store_partner_find(
		exchange->place->store, exchange->arena, partner, &found);
	bool is_officer = strcmp(exchange->asker.role, "privacy_officer") == 0;
	*naming_out = (struct naming){.naming = is_officer ? MERGE_NAMED
							   : MERGE_HIDDEN};
	*name_out = status == STATUS_OK ? found.name : NULL;
	if (status == STATUS_OK && !is_officer)
		*naming_out =
			naming_of(exchange, found.domain, LETTERS_ARE_FOR);
	return status == STATUS_NOT_ENROLLED ? STATUS_OK : status;
}

enum status
naming_put_partner(struct exchange *exchange, struct json_writer *writer,
		   const char *partner, bool *is_known_out)
{
	struct naming naming;
	const char *name;
	enum status status = find_name(exchange, partner, &naming, &name);
	*is_known_out = status == STATUS_OK && naming.naming != MERGE_HIDDEN;
	if (!*is_known_out)
		return status;
	bool named = naming.naming == MERGE_NAMED;
	json_open_object(writer);
	json_member_string(writer, "partner", named ? partner : naming.group);
	json_member_string_if(writer, "partner_name", named ? name : NULL);
	return STATUS_OK;
}

enum status
naming_put_somebody(struct exchange *exchange, struct json_writer *writer,
		    const char *partner)
{
	bool is_known;
	enum status status =
		naming_put_partner(exchange, writer, partner, &is_known);
	if (status != STATUS_OK || is_known)
		return status;
	json_open_object(writer);
	json_member_string(writer, "partner", "any");
	return STATUS_OK;
}
