#include "eenplan/policy/cedar.h"

#include <time.h>

#include "lib/policy/engine.h"

/* The values of the attribute "owner". */
#define CEDAR_RECIPIENT	    "recipient"
#define CEDAR_SOMEBODY_ELSE "other"

struct cedar {
	const struct policy *policy;
	const struct rule *rule;
	struct buf *out;
	const char *joint; /* between two terms */
};

/* Words of files hold no quotes and no escapes; titles might one day. */
static void
add_string(struct buf *out, const char *string)
{
	buf_add_char(out, '"');
	for (; *string != '\0'; string++) {
		if (*string == '"' || *string == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *string);
	}
	buf_add_char(out, '"');
}

/* Days of the Gregorian calendar as the number that one writes. */
static int
date_number(int32_t day)
{
	time_t seconds = (time_t)day * 86400;
	struct tm date;

	gmtime_r(&seconds, &date);
	return (date.tm_year + 1900) * 10000 + (date.tm_mon + 1) * 100 +
	       date.tm_mday;
}

/* --- the head --- */

static void
add_annotations(const struct cedar *cedar)
{
	const struct rule *rule = cedar->rule;
	const struct vocabulary *words = cedar->policy->vocabulary;
	const char *separator = "";

	buf_add_string(cedar->out, "@id(");
	add_string(cedar->out, rule->id);
	buf_add_string(cedar->out, ")\n@title(");
	add_string(cedar->out, rule->title);
	buf_add_string(cedar->out, ")\n@basis(\"");
	for (size_t i = 0; i < rule->basis_count; i++)
		buf_printf(cedar->out, "%s%s", i > 0 ? "; " : "",
			   rule->bases[i]);
	buf_add_string(cedar->out, "\")\n@duty(\"");
	for (uint64_t left = rule->duties; left != 0; left &= left - 1) {
		buf_printf(cedar->out, "%s%s", separator,
			   vocabulary_word(words, VOCABULARY_DUTY,
					   __builtin_ctzll(left)));
		separator = " ";
	}
	buf_add_string(cedar->out, "\")\n");
}

static void
add_actions(const struct cedar *cedar)
{
	const struct vocabulary *words = cedar->policy->vocabulary;
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);
	const char *separator = "";

	buf_add_string(cedar->out, "[");
	for (size_t i = 0; i < categories; i++) {
		uint64_t fields = cedar->rule->scope.fields[i];

		for (; fields != 0; fields &= fields - 1) {
			buf_printf(
				cedar->out, "%s\n    Action::\"%s.%s\"",
				separator,
				vocabulary_word(words, VOCABULARY_CATEGORY,
						(int)i),
				vocabulary_field_word(words, (int)i,
						      __builtin_ctzll(fields)));
			separator = ",";
		}
	}
	buf_add_string(cedar->out, "\n  ]");
}

/* --- the terms --- */

static void
begin_term(struct cedar *cedar)
{
	buf_add_string(cedar->out, cedar->joint);
	cedar->joint = " &&\n  ";
}

/*
 * "context has x &&" of a permit, "!(context has x) ||" of a forbid: there an
 * unknown fact applies.
 */
static void
add_known(const struct cedar *cedar, const char *attribute)
{
	buf_printf(cedar->out,
		   cedar->rule->is_permit ? "context has %s && "
					  : "!(context has %s) || ",
		   attribute);
}

static void
add_words(const struct cedar *cedar, enum vocabulary_list list,
	  const struct wordset *set)
{
	const struct vocabulary *words = cedar->policy->vocabulary;
	size_t count = vocabulary_count(words, list);
	const char *separator = "";

	buf_add_char(cedar->out, '[');
	for (size_t i = 0; i < count; i++) {
		if (!wordset_has(set, (int)i))
			continue;
		buf_add_string(cedar->out, separator);
		add_string(cedar->out, vocabulary_word(words, list, (int)i));
		separator = ", ";
	}
	buf_add_char(cedar->out, ']');
}

static void
add_list(struct cedar *cedar, const char *attribute, enum vocabulary_list list,
	 const struct wordset *set)
{
	begin_term(cedar);
	buf_add_char(cedar->out, '(');
	add_known(cedar, attribute);
	add_words(cedar, list, set);
	buf_printf(cedar->out, ".contains(context.%s))", attribute);
}

/* Whoever asks for a purpose that is only ever sent has no known purpose. */
static void
add_purposes(struct cedar *cedar)
{
	const struct wordset *sent = &cedar->policy->vocabulary->sent;
	bool is_permit = cedar->rule->is_permit;

	add_list(cedar, "purpose", VOCABULARY_PURPOSE,
		 &cedar->rule->scope.purposes);
	if (wordset_is_empty(sent))
		return;
	if (!is_permit) {
		/* Widen the term that was just closed. */
		cedar->out->length--;
		buf_add_string(cedar->out, " || (!context.sent && ");
		add_words(cedar, VOCABULARY_PURPOSE, sent);
		buf_add_string(cedar->out, ".contains(context.purpose)))");
		return;
	}
	begin_term(cedar);
	buf_add_string(cedar->out, "(context.sent || !");
	add_words(cedar, VOCABULARY_PURPOSE, sent);
	buf_add_string(cedar->out, ".contains(context.purpose))");
}

static void
add_days(struct cedar *cedar)
{
	const struct rule *rule = cedar->rule;

	begin_term(cedar);
	buf_add_char(cedar->out, '(');
	add_known(cedar, "day");
	buf_printf(cedar->out, "(context.day >= %d",
		   date_number(rule->from_day));
	if (rule->until_day != INT32_MAX)
		buf_printf(cedar->out, " && context.day <= %d",
			   date_number(rule->until_day));
	buf_add_string(cedar->out, "))");
}

/* --- conditions --- */

static const char *
attribute_of(const struct cedar *cedar, const struct condition *condition,
	     struct arena *arena)
{
	if (condition->fact == KEYWORD_AGE)
		return "age";
	if (condition->fact == KEYWORD_SENSITIVITY)
		return "sensitivity";
	if (condition->fact == KEYWORD_OWNER)
		return "owner";
	return arena_printf(arena, "consent_%s",
			    vocabulary_word(cedar->policy->vocabulary,
					    VOCABULARY_CONSENT,
					    condition->kind));
}

static const char *
consent_states(enum keyword test)
{
	if (test == KEYWORD_REFUSED)
		return "[\"refused\"]";
	if (test == KEYWORD_WITHDRAWN)
		return "[\"withdrawn\"]";
	if (test == KEYWORD_NAMES_CATEGORY)
		return "[\"naming\"]";
	return "[\"given\", \"naming\"]";
}

static struct wordset
levels_of(const struct cedar *cedar, const struct condition *condition)
{
	size_t levels = vocabulary_count(cedar->policy->vocabulary,
					 VOCABULARY_SENSITIVITY);
	struct wordset set = {{0}};

	for (int i = 0; i < (int)levels; i++)
		if (condition->test == KEYWORD_AT_LEAST	 ? i >= condition->value
		    : condition->test == KEYWORD_AT_MOST ? i <= condition->value
		    : condition->test == KEYWORD_BELOW	 ? i < condition->value
						       : i == condition->value)
			wordset_add(&set, i);
	return set;
}

static const char *
comparison(enum keyword test)
{
	return test == KEYWORD_AT_LEAST	 ? ">="
	       : test == KEYWORD_AT_MOST ? "<="
	       : test == KEYWORD_BELOW	 ? "<"
					 : "==";
}

/* Whether a condition that is known holds. */
static void
add_test(const struct cedar *cedar, const struct condition *condition,
	 const char *attribute)
{
	struct wordset levels;

	if (condition->fact == KEYWORD_AGE) {
		buf_printf(cedar->out, "context.age %s %d",
			   comparison(condition->test), condition->value);
		return;
	}
	if (condition->fact == KEYWORD_OWNER) {
		buf_printf(cedar->out, "context.owner == \"%s\"",
			   condition->test == KEYWORD_THE_RECIPIENT
				   ? CEDAR_RECIPIENT
				   : CEDAR_SOMEBODY_ELSE);
		return;
	}
	if (condition->fact == KEYWORD_SENSITIVITY) {
		levels = levels_of(cedar, condition);
		add_words(cedar, VOCABULARY_SENSITIVITY, &levels);
	} else {
		buf_add_string(cedar->out, consent_states(condition->test));
	}
	buf_printf(cedar->out, ".contains(context.%s)", attribute);
}

static void
add_condition(struct cedar *cedar, const struct condition *condition,
	      bool is_unless)
{
	struct arena *arena = arena_new();
	const char *attribute = attribute_of(cedar, condition, arena);

	if (condition->test == KEYWORD_UNKNOWN) {
		buf_printf(cedar->out,
			   is_unless ? "(context has %s)" : "!(context has %s)",
			   attribute);
	} else {
		buf_add_char(cedar->out, '(');
		add_known(cedar, attribute);
		buf_add_string(cedar->out, is_unless ? "!(" : "(");
		add_test(cedar, condition, attribute);
		buf_add_string(cedar->out, "))");
	}
	arena_free(arena);
}

/* "unless A and B": A doesn't hold, or B doesn't. */
static void
add_group(struct cedar *cedar, const struct group *group)
{
	if (!group->is_unless) {
		for (size_t i = 0; i < group->count; i++) {
			begin_term(cedar);
			add_condition(cedar, &group->conditions[i], false);
		}
		return;
	}
	begin_term(cedar);
	buf_add_char(cedar->out, '(');
	for (size_t i = 0; i < group->count; i++) {
		if (i > 0)
			buf_add_string(cedar->out, " || ");
		add_condition(cedar, &group->conditions[i], true);
	}
	buf_add_char(cedar->out, ')');
}

static void
add_rule(struct cedar *cedar)
{
	const struct scope *scope = &cedar->rule->scope;

	add_annotations(cedar);
	buf_printf(cedar->out, "%s (\n  principal,\n  action in ",
		   cedar->rule->is_permit ? "permit" : "forbid");
	add_actions(cedar);
	buf_add_string(cedar->out, ",\n  resource\n)\nwhen {\n  ");
	cedar->joint = "";
	add_list(cedar, "to", VOCABULARY_DOMAIN, &scope->to);
	add_list(cedar, "role", VOCABULARY_ROLE, &scope->roles);
	add_purposes(cedar);
	add_list(cedar, "from", VOCABULARY_DOMAIN, &scope->from);
	for (size_t i = 0; i < scope->group_count; i++)
		add_group(cedar, &scope->groups[i]);
	add_days(cedar);
	buf_add_string(cedar->out, "\n};\n");
}

void
cedar_export(const struct policy *policy, struct buf *out)
{
	struct cedar cedar = {.policy = policy, .out = out};

	for (size_t i = 0; i < policy->ruleset.count; i++) {
		if (i > 0)
			buf_add_char(out, '\n');
		cedar.rule = &policy->ruleset.rules[i];
		add_rule(&cedar);
	}
}

/* --- a question --- */

static void
put_word(struct buf *out, const struct policy *policy, const char *attribute,
	 enum vocabulary_list list, int id)
{
	if (id < 0 || (size_t)id >= vocabulary_count(policy->vocabulary, list))
		return;
	buf_printf(out, ",\"%s\":", attribute);
	add_string(out, vocabulary_word(policy->vocabulary, list, id));
}

void
cedar_context(const struct policy *policy, const struct policy_asker *asker,
	      const struct policy_item *item, struct buf *out)
{
	static const char *const states[] = {
		[POLICY_CONSENT_REFUSED] = "refused",
		[POLICY_CONSENT_WITHDRAWN] = "withdrawn",
		[POLICY_CONSENT_GIVEN] = "given",
		[POLICY_CONSENT_GIVEN_NAMING] = "naming",
	};
	size_t kinds = vocabulary_count(policy->vocabulary, VOCABULARY_CONSENT);

	buf_printf(out, "{\"sent\":%s", asker->is_sent ? "true" : "false");
	put_word(out, policy, "to", VOCABULARY_DOMAIN, asker->to);
	put_word(out, policy, "role", VOCABULARY_ROLE, asker->role);
	put_word(out, policy, "purpose", VOCABULARY_PURPOSE, asker->purpose);
	put_word(out, policy, "from", VOCABULARY_DOMAIN, item->from);
	put_word(out, policy, "sensitivity", VOCABULARY_SENSITIVITY,
		 item->sensitivity);
	if (item->owner != POLICY_OWNER_UNKNOWN)
		buf_printf(out, ",\"owner\":\"%s\"",
			   item->owner == POLICY_OWNER_RECIPIENT
				   ? CEDAR_RECIPIENT
				   : CEDAR_SOMEBODY_ELSE);
	if (item->age_years >= 0)
		buf_printf(out, ",\"age\":%d", item->age_years);
	if (asker->day != INT32_MIN)
		buf_printf(out, ",\"day\":%d", date_number(asker->day));
	for (size_t kind = 0; kind < kinds; kind++)
		if (item->consent[kind] != POLICY_CONSENT_UNKNOWN)
			buf_printf(out, ",\"consent_%s\":\"%s\"",
				   vocabulary_word(policy->vocabulary,
						   VOCABULARY_CONSENT,
						   (int)kind),
				   states[item->consent[kind]]);
	buf_add_char(out, '}');
}
