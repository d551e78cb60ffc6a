#include "tests/bench/kit/rules.h"

static uint64_t state = 88172645463325252ULL;

unsigned
rules_below(unsigned bound)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)((state >> 33) % bound);
}

static const char *
some(const struct vocabulary *words, enum vocabulary_list list)
{
	return vocabulary_word(
		words, list,
		(int)rules_below((unsigned)vocabulary_count(words, list)));
}

static void
add_two(struct buf *out, const struct vocabulary *words, const char *keyword,
	enum vocabulary_list list)
{
	buf_printf(out, " %s %s, %s", keyword, some(words, list),
		   some(words, list));
}

static void
add_conditions(struct buf *out)
{
	static const char *const conditions[] = {
		" and consent secrecy_waiver is given",
		" and sensitivity is at most normal", " and age is at least 16",
		" and consent consultable is given"};

	buf_add_string(out, " when consent share is given");
	for (size_t i = 0; i < COUNT_OF(conditions); i++)
		if (rules_below(100) < 35)
			buf_add_string(out, conditions[i]);
}

static void
add_rule(struct buf *out, const struct vocabulary *words, size_t number)
{
	const char *category = some(words, VOCABULARY_CATEGORY);
	int id = vocabulary_find(words, VOCABULARY_CATEGORY, category);
	bool is_permit = rules_below(100) < 85;

	buf_printf(out, "rule R-%05zu \"a rule\"\n %s %s", number,
		   is_permit ? "permit" : "forbid", category);
	if (is_permit)
		buf_printf(out, " fields %s, %s",
			   vocabulary_field_word(words, id, 0),
			   vocabulary_field_word(words, id, 1));
	add_two(out, words, "from", VOCABULARY_DOMAIN);
	add_two(out, words, "to", VOCABULARY_DOMAIN);
	add_two(out, words, "as", VOCABULARY_ROLE);
	add_two(out, words, "for", VOCABULARY_PURPOSE);
	add_conditions(out);
	buf_printf(out, " basis \"%s\" valid from 2026-01-01\n",
		   some(words, VOCABULARY_BASIS));
}

struct text
rules_write(struct arena *arena, const struct vocabulary *words, size_t count)
{
	struct buf out;

	buf_init(&out, arena, 1 << 16);
	buf_add_string(&out, "policy bench version 1\n");
	for (size_t i = 0; i < count; i++)
		add_rule(&out, words, i);
	return buf_text(&out);
}
