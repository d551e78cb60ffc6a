#include "fixture.h"

#include "eenplan/base/clock.h"

const char fixture_vocabulary[] =
	"vocabulary small version 1\n"
	"domains\n  zvw\n  ggz\n  wmo\n  welzijn\n  own\n"
	"groups\n  care contains zvw, ggz\n  support contains wmo, welzijn\n"
	"roles\n  coordinator\n  consultant\n  volunteer\n"
	"purposes\n  coordination\n  assessment\n  handover sent\n  signal\n"
	"sensitivity levels\n  normal\n  high\n  very_high\n"
	"consent kinds\n  share\n  secrecy_waiver\n  consultable\n"
	"duties\n  log_reason\n  no_onward_sharing\n"
	"legal bases\n  \"BW 7:457\" en \"Secrecy\" nl \"Beroepsgeheim\"\n"
	"  \"AVG 9(2)(a)\"\n"
	"category goal en \"Goal\" nl \"Doel\"\n"
	"  text personal\n  status plain\n  due plain\n"
	"category agreement\n  text personal\n  owner personal\n  due plain\n"
	"category diagnosis\n  code special\n  text special\n"
	"category signal\n  text special\n  until plain\n";

struct fixture
fixture_load_sources(const struct policy_source *sources, size_t count)
{
	struct fixture fixture = {.arena = arena_new()};

	diagnostics_init(&fixture.found, fixture.arena, LIMIT_POLICY_ERRORS);
	fixture.policy = policy_load(sources, count, &fixture.found);
	return fixture;
}

struct fixture
fixture_load_text(struct text rules)
{
	struct policy_source sources[] = {
		{"small.vocabulary", text_of(fixture_vocabulary)},
		{"test.policy", rules},
	};

	return fixture_load_sources(sources, COUNT_OF(sources));
}

struct fixture
fixture_load(const char *rules)
{
	return fixture_load_text(text_of(rules));
}

struct fixture
fixture_rules(const char *rules)
{
	struct arena *arena = arena_new();
	struct fixture fixture =
		fixture_load(arena_printf(arena, "%s%s", FIXTURE_HEAD, rules));

	cr_assert(fixture.policy != NULL, "%s", fixture_mistakes(&fixture));
	arena_free(arena);
	return fixture;
}

struct fixture
fixture_pack(const char *overlay)
{
	struct fixture fixture = {.arena = arena_new()};
	const char *paths[] = {"policy", overlay};

	diagnostics_init(&fixture.found, fixture.arena, LIMIT_POLICY_ERRORS);
	fixture.policy = policy_load_paths(paths, overlay == NULL ? 1 : 2,
					   &fixture.found);
	cr_assert(fixture.policy != NULL, "%s", fixture_mistakes(&fixture));
	cr_assert_eq(fixture.found.count, 0, "%s", fixture_mistakes(&fixture));
	return fixture;
}

void
fixture_clear(struct fixture *fixture)
{
	policy_free(fixture->policy);
	arena_free(fixture->arena);
}

const char *
fixture_mistakes(struct fixture *fixture)
{
	struct buf out;

	buf_init(&out, fixture->arena, 256);
	diagnostics_print(&fixture->found, &out, false);
	return buf_string(&out);
}

static int
word_id(const struct policy *policy, enum vocabulary_list list,
	const char *word)
{
	int id;

	if (word == NULL)
		return VOCABULARY_UNKNOWN;
	id = vocabulary_find(policy_vocabulary(policy), list, word);
	cr_assert(id >= 0, "the test has a word that isn't there: %s", word);
	return id;
}

struct policy_asker
fixture_asker(const struct policy *policy, const struct question *question)
{
	const char *date =
		question->date == NULL ? "2026-05-01" : question->date;
	struct policy_asker asker = {
		.to = word_id(policy, VOCABULARY_DOMAIN, question->to),
		.role = word_id(policy, VOCABULARY_ROLE, question->role),
		.purpose =
			word_id(policy, VOCABULARY_PURPOSE, question->purpose),
		.is_sent = question->is_sent,
	};

	cr_assert(clock_parse_date(date, &asker.day));
	return asker;
}

static void
set_consent(const struct policy *policy, struct policy_item *item,
	    const char *kind, enum policy_consent_state state)
{
	if (state != POLICY_CONSENT_UNKNOWN)
		item->consent[word_id(policy, VOCABULARY_CONSENT, kind)] =
			state;
}

struct policy_item
fixture_item(const struct policy *policy, const struct question *question)
{
	struct policy_item item = {
		.category = word_id(policy, VOCABULARY_CATEGORY,
				    question->category),
		.from = word_id(policy, VOCABULARY_DOMAIN, question->from),
		.sensitivity = word_id(policy, VOCABULARY_SENSITIVITY,
				       question->sensitivity),
		.age_years =
			question->age == 0 ? POLICY_AGE_UNKNOWN : question->age,
		.owner = question->owner,
	};

	set_consent(policy, &item, "share", question->share);
	set_consent(policy, &item, "secrecy_waiver", question->waiver);
	set_consent(policy, &item, "consultable", question->consultable);
	set_consent(policy, &item, "written", question->written);
	return item;
}

struct policy_decision
fixture_decide(const struct fixture *fixture, const struct question *question)
{
	const struct policy *policy = fixture->policy;
	struct arena *arena = arena_new();
	struct policy_asker asker = fixture_asker(policy, question);
	struct policy_item item = fixture_item(policy, question);
	struct policy_decision decision =
		policy_decide(policy_prepare(arena, policy, &asker), &item);
	struct policy_decision naive =
		policy_decide_naively(policy, &asker, &item);

	arena_free(arena);
	cr_assert_eq(decision.verdict, naive.verdict);
	cr_assert_eq(decision.fields, naive.fields);
	cr_assert_eq(decision.duties, naive.duties);
	cr_assert_eq(decision.rule, naive.rule);
	return decision;
}

const char *
fixture_fields(const struct fixture *fixture, const char *category,
	       uint64_t fields)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(fixture->policy);
	int id = vocabulary_find(vocabulary, VOCABULARY_CATEGORY, category);
	struct buf out;

	buf_init(&out, fixture->arena, 64);
	for (int field = 0; field < 64; field++)
		if ((fields >> field & 1) != 0)
			buf_printf(
				&out, "%s%s", out.length > 0 ? ", " : "",
				vocabulary_field_word(vocabulary, id, field));
	return buf_string(&out);
}

const char *
fixture_duties(const struct fixture *fixture, uint64_t duties)
{
	struct buf out;

	buf_init(&out, fixture->arena, 64);
	for (int duty = 0; duty < 64; duty++)
		if ((duties >> duty & 1) != 0)
			buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
				   vocabulary_word(
					   policy_vocabulary(fixture->policy),
					   VOCABULARY_DUTY, duty));
	return buf_string(&out);
}
