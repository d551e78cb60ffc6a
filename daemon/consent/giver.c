#include "daemon/consent/giver.h"

#include <assert.h>
#include <string.h>

#include "daemon/consent/givers.h"
#include "eenplan/base/clock.h"

static const struct {
	unsigned fits, must, objects;
	const char *article;
	enum giver_who who;
} rows[] = {
#define GIVER(life, ages, capacities, custodies, kinds, matter, must, objects, \
	      article, who)                                                    \
	{(life) | (ages) | (capacities) | (custodies) | (kinds) | (matter),    \
	 (must), (objects), article, who},
#include "daemon/consent/givers.def"
};

static const char *const who_may[] = {
#define WHO_MAY(code, sentence) [WHO_##code] = (sentence),
#include "eenplan/wire/who_may.def"
#undef WHO_MAY
};

/* 0: not in the chain. */
static const unsigned char chain[REPRESENTATION_BEWINDVOERDER + 1] = {
#define LINK(as, number) [REPRESENTATION_##as] = (number),
#include "daemon/consent/givers.def"
};

static const struct {
	unsigned bit;
	int years;
} bands[] = {
#define BAND(band, years) {band, years},
#include "daemon/consent/givers.def"
};

static const struct {
	unsigned bit;
	const char *word;
} kinds[] = {
#define KIND(kind, word) {kind, word},
#include "daemon/consent/givers.def"
};

static const char *const money[] = {
#define MONEY(category) category,
#include "daemon/consent/givers.def"
};

static const char *const custodian_grounds[] = {
#define CUSTODIAN(ground) ground,
#include "daemon/consent/givers.def"
};

/* --- the row that fits --- */

static unsigned
age_bit(const struct circumstances *circumstances, int32_t day)
{
	unsigned bit = AGE_UNKNOWN;
	int years;

	if (circumstances->birth_day == CLOCK_DAY_NONE ||
	    day == CLOCK_DAY_NONE || circumstances->birth_day > day)
		return AGE_UNKNOWN;
	years = clock_age_years(circumstances->birth_day, day);
	for (size_t i = 0; i < COUNT_OF(bands); i++)
		if (years >= bands[i].years)
			bit = bands[i].bit;
	return bit;
}

/* At 29 February the years of clock_age_years decide, not the calendar. */
static int32_t
day_of_age(int32_t birth_day, int years)
{
	int32_t day = birth_day + years * 365;

	while (clock_age_years(birth_day, day) < years)
		day++;
	return day;
}

int32_t
giver_next_age(const struct circumstances *circumstances, int32_t day)
{
	int32_t birth_day = circumstances->birth_day;

	if (birth_day == CLOCK_DAY_NONE || birth_day > day)
		return INT32_MAX;
	for (size_t i = 0; i < COUNT_OF(bands); i++) {
		int32_t from = day_of_age(birth_day, bands[i].years);

		if (from > day)
			return from;
	}
	return INT32_MAX;
}

static unsigned
custody_bit(enum custody custody)
{
	switch (custody) {
	case CUSTODY_UNSET: return CUSTODY_IS_UNSET;
	case CUSTODY_KNOWN: return CUSTODY_IS_KNOWN;
	case CUSTODY_UNDETERMINABLE: return CUSTODY_IS_UNDETERMINABLE;
	case CUSTODY_NOBODY: return NOBODY_HAS_CUSTODY;
	}
	return CUSTODY_IS_UNDETERMINABLE;
}

static unsigned
kind_bit(const char *word)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return kinds[i].bit;
	return OTHER;
}

struct giver_rule
giver_rule_for(const struct circumstances *circumstances, const char *kind,
	       enum giver_matter matter, int32_t day)
{
	unsigned question = (circumstances->deceased ? DECEASED : ALIVE) |
			    age_bit(circumstances, day) |
			    (circumstances->capacity == CAPACITY_INCAPABLE
				     ? INCAPABLE
				     : CAPABLE_OR_UNSET) |
			    custody_bit(circumstances->custody) |
			    kind_bit(kind) |
			    (matter == GIVER_FINANCE ? FINANCE : PERSONAL);
	size_t i = 0;

	while (i < COUNT_OF(rows) && (question & ~rows[i].fits) != 0)
		i++;
	assert(i < COUNT_OF(rows));

	struct giver_rule rule = {.must = rows[i].must,
				  .gives = rows[i].must,
				  .article = rows[i].article,
				  .who = who_may[rows[i].who]};

	if ((rule.must & GIVER_EVERY_CUSTODIAN) != 0)
		rule.gives |= GIVER_A_CUSTODIAN;
	rule.objects = rows[i].objects | rule.gives;
	return rule;
}

static size_t
count_as(const struct circumstances *circumstances, enum representation as)
{
	size_t count = 0;

	for (size_t i = 0; i < circumstances->representative_count; i++)
		count += circumstances->representatives[i].as == as;
	return count;
}

bool
giver_has_bewindvoerder(const struct circumstances *circumstances)
{
	return count_as(circumstances, REPRESENTATION_BEWINDVOERDER) > 0;
}

enum giver_matter
giver_matter_of(const struct circumstances *circumstances, const char *category)
{
	if (!giver_has_bewindvoerder(circumstances))
		return GIVER_PERSONAL;
	for (size_t i = 0; i < COUNT_OF(money); i++)
		if (strcmp(money[i], category) == 0)
			return GIVER_FINANCE;
	return GIVER_PERSONAL;
}

/* --- who somebody is --- */

size_t
giver_custodians(const struct circumstances *circumstances)
{
	return count_as(circumstances, REPRESENTATION_CUSTODY);
}

/* Of the chain, the lowest number that anybody has; 0: there is nobody. */
static unsigned
first_link(const struct circumstances *circumstances)
{
	unsigned first = 0;

	for (size_t i = 0; i < circumstances->representative_count; i++) {
		unsigned number = chain[circumstances->representatives[i].as];

		if (number != 0 && (first == 0 || number < first))
			first = number;
	}
	return first;
}

unsigned
giver_roles_as(const struct circumstances *circumstances,
	       enum representation as)
{
	if (as == REPRESENTATION_CUSTODY)
		return GIVER_A_CUSTODIAN;
	if (as == REPRESENTATION_BEWINDVOERDER)
		return GIVER_A_BEWINDVOERDER;
	return chain[as] != 0 && chain[as] == first_link(circumstances)
		       ? GIVER_FIRST_LINK
		       : GIVER_NOBODY;
}

const struct representative *
giver_representative(const struct circumstances *circumstances,
		     const char *reference)
{
	for (size_t i = 0; i < circumstances->representative_count; i++)
		if (strcmp(circumstances->representatives[i].reference,
			   reference) == 0)
			return &circumstances->representatives[i];
	return NULL;
}

unsigned
giver_claimed_roles(const struct circumstances *circumstances,
		    const char *ground)
{
	unsigned roles =
		giver_roles_as(circumstances, representation_of_word(ground));

	for (size_t i = 0; i < COUNT_OF(custodian_grounds); i++)
		if (strcmp(custodian_grounds[i], ground) == 0)
			roles |= GIVER_A_CUSTODIAN;
	return roles;
}

/* --- may it be recorded? --- */

static unsigned
roles_of(const struct circumstances *circumstances,
	 const struct consent *record)
{
	const struct representative *representative = NULL;

	if (strcmp(record->given_by, "self") == 0)
		return GIVER_SELF;
	if (record->giver != NULL)
		representative =
			giver_representative(circumstances, record->giver);
	return representative == NULL
		       ? GIVER_NOBODY
		       : giver_roles_as(circumstances, representative->as);
}

static bool
has_right(const struct giver_rule *rule, enum consent_state state,
	  unsigned roles)
{
	switch (state) {
	case CONSENT_GIVEN: return (roles & rule->gives) != 0;
	case CONSENT_UNKNOWN:
	case CONSENT_REFUSED:
	case CONSENT_WITHDRAWN: return (roles & rule->objects) != 0;
	}
	return false;
}

/* The row about one of the categories that `record` names, or about all. */
static struct giver_rule
rule_of(const struct circumstances *circumstances, const struct consent *record,
	size_t place, int32_t day)
{
	enum giver_matter matter =
		record->category_count == 0
			? GIVER_PERSONAL
			: giver_matter_of(circumstances,
					  record->categories[place]);

	return giver_rule_for(circumstances, record->kind, matter, day);
}

bool
giver_gives_alone(const struct circumstances *circumstances,
		  const struct consent *record, int32_t day)
{
	unsigned roles = roles_of(circumstances, record);
	bool is_general = record->category_count == 0;

	for (size_t i = 0; i < record->category_count + is_general; i++) {
		unsigned must = rule_of(circumstances, record, i, day).must;

		if (must == GIVER_NOBODY || (must & ~roles) != 0)
			return false;
	}
	return true;
}

bool
consent_may_give(const struct circumstances *circumstances,
		 const struct consent *record, int32_t day,
		 struct giver_rule *why_out)
{
	unsigned roles = roles_of(circumstances, record);
	bool is_general = record->category_count == 0;

	for (size_t i = 0; i < record->category_count + is_general; i++) {
		*why_out = rule_of(circumstances, record, i, day);
		if (!has_right(why_out, record->state, roles))
			return false;
	}
	return true;
}

/* --- given elsewhere --- */

/* Nobody, unless somebody of that ground is recorded. */
static unsigned
recorded_roles(const struct circumstances *circumstances,
	       const struct consent *record)
{
	unsigned roles;

	if (strcmp(record->given_by, "self") == 0)
		return GIVER_SELF;
	if (record->ground == NULL)
		return GIVER_NOBODY;
	roles = giver_claimed_roles(circumstances, record->ground);
	if (giver_custodians(circumstances) == 0)
		roles &= ~(unsigned)GIVER_A_CUSTODIAN;
	if (!giver_has_bewindvoerder(circumstances))
		roles &= ~(unsigned)GIVER_A_BEWINDVOERDER;
	return roles;
}

static bool
may_come(const struct circumstances *circumstances,
	 const struct giver_rule *rule, unsigned roles)
{
	bool is_one_of_several = (rule->must & GIVER_EVERY_CUSTODIAN) != 0 &&
				 giver_custodians(circumstances) > 1;

	return (roles & rule->gives) != 0 && !is_one_of_several;
}

bool
consent_may_come(const struct circumstances *circumstances,
		 const struct consent *record, int32_t day)
{
	unsigned roles = recorded_roles(circumstances, record);
	bool is_general = record->category_count == 0;

	for (size_t i = 0; i < record->category_count + is_general; i++) {
		enum giver_matter matter =
			is_general ? GIVER_PERSONAL
				   : giver_matter_of(circumstances,
						     record->categories[i]);
		struct giver_rule rule = giver_rule_for(
			circumstances, record->kind, matter, day);

		if (!may_come(circumstances, &rule, roles))
			return false;
	}
	return true;
}
