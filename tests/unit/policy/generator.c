#include "generator.h"

#include "eenplan/base/clock.h"

/* xorshift64*, which is even enough for tests. */
static uint64_t
next(struct generator *generator)
{
	uint64_t x = generator->state;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	generator->state = x;
	return x * UINT64_C(0x2545F4914F6CDD1D);
}

struct generator
generator_of(uint64_t seed)
{
	return (struct generator){.state = seed * UINT64_C(0x9E3779B97F4A7C15) +
					   1};
}

unsigned
generator_below(struct generator *generator, unsigned bound)
{
	return (unsigned)((next(generator) >> 33) % bound);
}

static const char *const categories[] = {"goal", "agreement", "diagnosis",
					 "signal"};
static const char *const fields[][3] = {{"text", "status", "due"},
					{"text", "owner", "due"},
					{"code", "text", "text"},
					{"text", "until", "text"}};
static const char *const domains[] = {"zvw", "ggz",  "wmo",    "welzijn",
				      "own", "care", "support"};
static const char *const roles[] = {"coordinator", "consultant", "volunteer"};
static const char *const purposes[] = {"coordination", "assessment", "handover",
				       "signal"};
static const char *const levels[] = {"normal", "high", "very_high"};
static const char *const kinds[] = {"share", "secrecy_waiver", "consultable"};

/* The words of a language that a generated rule consists of. */
struct words {
	const char *permit, *forbid, *fields, *from, *to, *as, *purpose, *when,
		*and, *unless, *duty, *basis, *valid_from, *until, *any,
		*except, *rule, *consent, *sensitivity, *age, *owner, *is;
	const char *states[4];
	const char *names;
	const char *comparisons[3];
	const char *owners[2];
};

static const struct words english = {
	"permit",
	"forbid",
	"fields",
	"from",
	"to",
	"as",
	"for",
	"when",
	"and",
	"unless",
	"duty",
	"basis",
	"valid from",
	"until",
	"any",
	"except",
	"rule",
	"consent",
	"sensitivity",
	"age",
	"owner",
	"is",
	{"given", "refused", "withdrawn", "unknown"},
	"names the category",
	{"at least", "at most", "below"},
	{"the recipient", "somebody else"}};
static const struct words dutch = {
	"sta toe",
	"verbied",
	"velden",
	"van",
	"naar",
	"als",
	"voor",
	"wanneer",
	"en",
	"tenzij",
	"plicht",
	"grondslag",
	"geldig vanaf",
	"tot",
	"alle",
	"behalve",
	"regel",
	"toestemming",
	"gevoeligheid",
	"leeftijd",
	"eigenaar",
	"is",
	{"gegeven", "geweigerd", "ingetrokken", "onbekend"},
	"noemt de categorie",
	{"minstens", "hoogstens", "onder"},
	{"de ontvanger", "iemand anders"}};

struct writer {
	struct generator *generator;
	const struct words *words;
	struct buf out;
	bool is_permit;
};

#define PICK(writer, list)                                                     \
	(list)[generator_below((writer)->generator, COUNT_OF(list))]

static bool
chance(struct writer *writer, unsigned percent)
{
	return generator_below(writer->generator, 100) < percent;
}

static void
put_some(struct writer *writer, const char *keyword, const char *const *words,
	 size_t count)
{
	struct buf *out = &writer->out;

	buf_printf(out, " %s ", keyword);
	if (chance(writer, 20)) {
		buf_add_string(out, writer->words->any);
		if (chance(writer, 50))
			buf_printf(out, " %s %s", writer->words->except,
				   words[generator_below(writer->generator,
							 (unsigned)count)]);
	} else {
		buf_add_string(out, words[generator_below(writer->generator,
							  (unsigned)count)]);
		while (chance(writer, 40))
			buf_printf(out, ", %s",
				   words[generator_below(writer->generator,
							 (unsigned)count)]);
	}
	buf_add_char(out, '\n');
}

static void
put_consent(struct writer *writer, bool is_unless)
{
	const struct words *words = writer->words;
	unsigned state = generator_below(writer->generator, 5);
	bool may_ask_unknown = is_unless == writer->is_permit;

	buf_printf(&writer->out, "%s %s ", words->consent, PICK(writer, kinds));
	if (state == 4 || (state == 3 && !may_ask_unknown))
		buf_add_string(&writer->out, words->names);
	else
		buf_printf(&writer->out, "%s %s", words->is,
			   words->states[state]);
}

static void
put_condition(struct writer *writer, bool is_unless)
{
	const struct words *words = writer->words;
	unsigned fact = generator_below(writer->generator, 5);

	if (fact < 2)
		put_consent(writer, is_unless);
	else if (fact == 4)
		buf_printf(&writer->out, "%s %s %s", words->owner, words->is,
			   PICK(writer, words->owners));
	else if (fact == 2)
		buf_printf(&writer->out, "%s %s %s %u", words->age, words->is,
			   PICK(writer, words->comparisons),
			   1 + generator_below(writer->generator, 20));
	else
		buf_printf(&writer->out, "%s %s %s %s", words->sensitivity,
			   words->is,
			   chance(writer, 30)
				   ? ""
				   : PICK(writer, words->comparisons),
			   PICK(writer, levels));
}

static void
put_conditions(struct writer *writer, bool is_unless)
{
	buf_printf(&writer->out, " %s ",
		   is_unless ? writer->words->unless : writer->words->when);
	put_condition(writer, is_unless);
	while (chance(writer, 40)) {
		buf_printf(&writer->out, " %s ", writer->words->and);
		put_condition(writer, is_unless);
	}
	buf_add_char(&writer->out, '\n');
}

static void
put_scope(struct writer *writer, const char *category, const char *const *its)
{
	const struct words *words = writer->words;
	bool is_permit = writer->is_permit;
	struct buf *out = &writer->out;

	buf_printf(out, " %s %s\n", is_permit ? words->permit : words->forbid,
		   category);
	if (is_permit || chance(writer, 40)) {
		buf_printf(out, " %s %s", words->fields,
			   its[generator_below(writer->generator, 3)]);
		if (chance(writer, 60))
			buf_printf(out, ", %s",
				   its[generator_below(writer->generator, 3)]);
		buf_add_char(out, '\n');
	}
	if (is_permit || chance(writer, 60))
		put_some(writer, words->from, domains, COUNT_OF(domains));
	if (is_permit || chance(writer, 60))
		put_some(writer, words->to, domains, COUNT_OF(domains));
	if (chance(writer, 60))
		put_some(writer, words->as, roles, COUNT_OF(roles));
	if (chance(writer, 60))
		put_some(writer, words->purpose, purposes, COUNT_OF(purposes));
}

static const char *
one_rule(struct writer *writer, struct arena *arena, size_t number)
{
	const struct words *words = writer->words;
	struct buf *out = &writer->out;
	size_t category = generator_below(writer->generator, 4);

	buf_init(out, arena, 512);
	writer->is_permit = chance(writer, 65);
	buf_printf(out, "%s R-%02zu \"a rule\"\n", words->rule, number);
	put_scope(writer, categories[category], fields[category]);
	if (writer->is_permit || chance(writer, 60))
		put_conditions(writer, false);
	while (chance(writer, 25))
		put_conditions(writer, true);
	if (writer->is_permit && chance(writer, 50))
		buf_printf(out, " %s log_reason%s\n", words->duty,
			   chance(writer, 50) ? ", no_onward_sharing" : "");
	buf_printf(out, " %s \"BW 7:457\"\n %s 2026-0%u-01", words->basis,
		   words->valid_from,
		   1 + generator_below(writer->generator, 9));
	if (chance(writer, 30))
		buf_printf(out, " %s 2027-0%u-01", words->until,
			   1 + generator_below(writer->generator, 9));
	buf_add_char(out, '\n');
	return buf_string(out);
}

static bool
is_accepted(const char *rule, bool is_dutch)
{
	struct arena *arena = arena_new();
	struct fixture fixture = fixture_load(
		arena_printf(arena, "policy p version 1\n%s%s",
			     is_dutch ? "language nl\n" : "", rule));
	bool is_fine = fixture.policy != NULL;

	fixture_clear(&fixture);
	arena_free(arena);
	return is_fine;
}

struct generated
generator_rules(struct generator *generator, struct arena *arena, bool is_dutch)
{
	struct writer writer = {.generator = generator,
				.words = is_dutch ? &dutch : &english};
	struct generated rules = {.count = GENERATOR_RULES};

	for (size_t i = 0; i < rules.count; i++)
		do
			rules.texts[i] = one_rule(&writer, arena, i);
		while (!is_accepted(rules.texts[i], is_dutch));
	return rules;
}

/* A word of a list, and now and then none. */
static int
some_word(struct generator *generator, const struct policy *policy,
	  enum vocabulary_list list)
{
	size_t count = vocabulary_count(policy_vocabulary(policy), list);

	return (int)generator_below(generator, (unsigned)count * 12) >=
			       (int)count * 11
		       ? VOCABULARY_UNKNOWN
		       : (int)generator_below(generator, (unsigned)count);
}

struct policy_asker
generator_asker(struct generator *generator, const struct policy *policy)
{
	struct policy_asker asker = {
		.to = some_word(generator, policy, VOCABULARY_DOMAIN),
		.role = some_word(generator, policy, VOCABULARY_ROLE),
		.purpose = some_word(generator, policy, VOCABULARY_PURPOSE),
		.is_sent = generator_below(generator, 2) == 1,
	};

	(void)clock_parse_date("2026-01-01", &asker.day);
	asker.day += (int)generator_below(generator, 640) - 10;
	if (generator_below(generator, 20) == 0)
		asker.day = CLOCK_DAY_NONE;
	return asker;
}

struct policy_item
generator_item(struct generator *generator, const struct policy *policy)
{
	struct policy_item item = {
		.category = some_word(generator, policy, VOCABULARY_CATEGORY),
		.from = some_word(generator, policy, VOCABULARY_DOMAIN),
		.sensitivity =
			some_word(generator, policy, VOCABULARY_SENSITIVITY),
		.age_years = (int)generator_below(generator, 25) - 2,
		.owner = (enum policy_owner)generator_below(generator,
							    POLICY_OWNERS + 1),
	};

	for (size_t kind = 0; kind < COUNT_OF(kinds); kind++)
		item.consent[kind] = (enum policy_consent_state)generator_below(
			generator, POLICY_CONSENT_GIVEN_NAMING + 1);
	return item;
}
