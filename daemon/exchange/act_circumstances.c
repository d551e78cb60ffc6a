/*
 * Who may give consent for a resident: what is recorded of it, and who that
 * makes it.
 */
#include <string.h>

#include "daemon/consent/giver.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/death.h"
#include "eenplan/base/clock.h"

static void
refuse_giver(struct exchange *exchange, const struct giver_rule *why)
{
	static const char format[] =
		N_("has no right to this by %s; who may: %s");
	enum tongue tongue = exchange->fault.tongue;
	fault_quote(
		&exchange->fault, "/given_by",
		arena_printf(exchange->arena, format, why->article, why->who),
		arena_printf(exchange->arena, tongue_say(tongue, format),
			     why->article, tongue_say(tongue, why->who)));
}

enum status
act_may_give(struct exchange *exchange, const struct store_resident *resident,
	     struct consent *consent)
{
	struct circumstances circumstances;
	struct giver_rule why;
	enum status status =
		store_circumstances(exchange->place->store, exchange->arena,
				    resident, &circumstances);
	if (status != STATUS_OK)
		return status;
	bool is_self = strcmp(consent->given_by, "self") == 0;
	const struct representative *giver =
		consent->giver == NULL
			? NULL
			: giver_representative(&circumstances, consent->giver);
	if (giver != NULL)
		consent->ground = representation_word(giver->as);
	if (consent_may_give(&circumstances, consent, exchange->asker.day,
			     &why))
		return STATUS_OK;
	if (!is_self && consent->giver == NULL)
		fault_set(&exchange->fault, "/giver",
			  "must name the representative, by the reference "
			  "that the resident's circumstances have");
	else if (!is_self && giver == NULL)
		fault_set(&exchange->fault, "/giver",
			  "is no recorded representative of this resident; "
			  "record them first");
	else
		refuse_giver(exchange, &why);
	return STATUS_INVALID;
}

static void
put_resident(struct json_writer *writer, const struct exchange *exchange,
	     const struct store_resident *resident, bool deceased)
{
	json_key(writer, "resident");
	json_open_object(writer);
	if (resident->birth_day != CLOCK_DAY_NONE)
		json_member_integer(writer, "age",
				    clock_age_years(resident->birth_day,
						    exchange->asker.day));
	json_member_bool(writer, "deceased", deceased);
	act_put_resident(writer, resident);
	json_close_object(writer);
}

static void
put_rule(struct json_writer *writer, const struct giver_rule *rule,
	 const char *kind, enum giver_matter matter)
{
	json_open_object(writer);
	json_member_string(writer, "article", rule->article);
	json_member_string(writer, "kind", kind);
	json_member_string(writer, "matter",
			   matter == GIVER_FINANCE ? "finance" : "personal");
	json_member_string(writer, "who", rule->who);
	json_close_object(writer);
}

/* Who may give each kind of consent about `matter`. */
static void
put_givers(struct json_writer *writer, struct exchange *exchange,
	   const struct circumstances *circumstances, enum giver_matter matter)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	size_t kinds = vocabulary_count(vocabulary, VOCABULARY_CONSENT);
	for (size_t i = 0; i < kinds; i++) {
		const char *kind =
			vocabulary_word(vocabulary, VOCABULARY_CONSENT, (int)i);
		struct giver_rule rule = giver_rule_for(
			circumstances, kind, matter, exchange->asker.day);
		put_rule(writer, &rule, kind, matter);
	}
}

static enum status
answer_with(struct exchange *exchange, const struct store_resident *resident)
{
	struct circumstance *settings;
	size_t count;
	struct circumstances circumstances;
	struct store *store = exchange->place->store;
	enum status status = store_circumstance_list(
		store, exchange->arena, resident->id, &settings, &count);
	if (status == STATUS_OK)
		status = store_circumstances(store, exchange->arena, resident,
					     &circumstances);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "circumstances");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count; i++)
		circumstance_encode(&answer.writer, &settings[i]);
	json_close_array(&answer.writer);
	status = death_put(exchange, &answer.writer, resident->id);
	json_key(&answer.writer, "givers");
	json_open_array(&answer.writer);
	put_givers(&answer.writer, exchange, &circumstances, GIVER_PERSONAL);
	if (giver_has_bewindvoerder(&circumstances))
		put_givers(&answer.writer, exchange, &circumstances,
			   GIVER_FINANCE);
	json_close_array(&answer.writer);
	put_resident(&answer.writer, exchange, resident,
		     circumstances.deceased);
	act_answer_end(exchange, &answer);
	return status;
}

enum status
act_resident_show(struct exchange *exchange)
{
	const struct store_resident *resident;
	enum status status = act_only_resident(exchange, &resident);
	return status == STATUS_OK ? answer_with(exchange, resident) : status;
}

/* `setting` replaces what was recorded before; partners hear of a death. */
static enum status
record(struct exchange *exchange, const struct store_resident *resident,
       const struct circumstance *setting)
{
	struct store *store = exchange->place->store;
	struct circumstances before, after;
	enum status status =
		store_circumstances(store, exchange->arena, resident, &before);
	if (status == STATUS_OK)
		status = store_circumstance_set(store, resident->id, setting);
	if (status != STATUS_OK || setting->about != CIRCUMSTANCE_DECEASED)
		return status;
	status = store_circumstances(store, exchange->arena, resident, &after);
	return status == STATUS_OK
		       ? death_recorded(exchange, resident, before.deceased,
					after.deceased)
		       : status;
}

enum status
act_resident_set(struct exchange *exchange)
{
	struct circumstance setting;
	const struct store_resident *resident;
	enum status status =
		circumstance_decode(exchange->body, &setting, &exchange->fault);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", &resident);
	if (status != STATUS_OK)
		return status;
	setting.set_by = exchange->asker.user;
	setting.set_ms = exchange->now_ms;
	status = record(exchange, resident, &setting);
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "/representative",
			  "is one more than a resident can have; end another "
			  "first");
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "change";
	/* It can close something at once: that somebody died, for one. */
	exchange->settle_at_gate = true;
	return answer_with(exchange, resident);
}
