/* How many cases look alike, and what two files tell together. */
#include <string.h>

#include "daemon/plan/learning.h"

static const char *const trait_words[] = {
#define LEARNING_TRAIT(name, word, text) word,
#include "eenplan/wire/learning.def"
};
static const char *const grain_words[LEARNING_GRAINS] = {
	[LEARNING_FINE] = "fine",
	[LEARNING_WIDE] = "wide",
	[LEARNING_NONE] = "none",
};

const char *
learning_trait_word(enum learning_trait trait)
{
	return trait_words[trait];
}

const char *
learning_grains_text(struct arena *arena, const struct learning_grains *grains)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (int i = 0; i < LEARNING_TRAITS; i++)
		if (grains->of[i] != LEARNING_FINE)
			buf_printf(&out, "%s%s=%s",
				   buf_text(&out).length > 0 ? "," : "",
				   trait_words[i], grain_words[grains->of[i]]);
	return buf_string(&out);
}

bool
learning_grains_set(struct learning_grains *grains, const char *text)
{
	for (int i = 0; i < LEARNING_TRAITS; i++) {
		size_t length = strlen(trait_words[i]);

		if (strncmp(text, trait_words[i], length) != 0 ||
		    text[length] != '=')
			continue;
		for (int k = 0; k < LEARNING_GRAINS; k++)
			if (strcmp(text + length + 1, grain_words[k]) == 0) {
				grains->of[i] = (enum learning_grain)k;
				return true;
			}
	}
	return false;
}

static bool
look_alike(const struct learning_case *one, const struct learning_case *other,
	   const struct learning_grains *grains)
{
	for (int i = 0; i < LEARNING_TRAITS; i++)
		if (strcmp(one->traits[i][grains->of[i]],
			   other->traits[i][grains->of[i]]) != 0)
			return false;
	return true;
}

size_t
learning_exposed(const struct learning_case *cases, size_t count,
		 const struct learning_grains *grains, size_t k)
{
	size_t exposed = 0;

	for (size_t i = 0; i < count; i++) {
		size_t alike = 0;

		for (size_t at = 0; at < count; at++)
			alike += look_alike(&cases[i], &cases[at], grains);
		exposed += alike < k;
	}
	return exposed;
}

/* How much is given up, in steps. */
static int
loss_of(const struct learning_grains *grains)
{
	int loss = 0;

	for (int i = 0; i < LEARNING_TRAITS; i++)
		loss += (int)grains->of[i];
	return loss;
}

/* The next of all that are no finer than `least`; false after the last. */
static bool
step(struct learning_grains *grains, const struct learning_grains *least)
{
	for (int i = 0; i < LEARNING_TRAITS; i++) {
		if (grains->of[i] < LEARNING_NONE) {
			grains->of[i] = grains->of[i] + 1;
			return true;
		}
		grains->of[i] = least->of[i];
	}
	return false;
}

bool
learning_coarsen(const struct learning_case *cases, size_t count, size_t k,
		 struct learning_grains *grains)
{
	const struct learning_grains least = *grains;
	struct learning_grains tried = least, best = least;
	bool is_found = false;

	do {
		if ((is_found && loss_of(&tried) >= loss_of(&best)) ||
		    learning_exposed(cases, count, &tried, k) > 0)
			continue;
		best = tried;
		is_found = true;
	} while (step(&tried, &least));
	*grains = best;
	return is_found && count >= k;
}

/* --- with what was given before --- */

static size_t
find_share(const struct report_share *shares, size_t count, uint64_t resident)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (shares[middle].resident < resident)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t
end_of(const struct report_share *shares, size_t count, size_t at)
{
	uint64_t resident = shares[at].resident;

	while (at < count && shares[at].resident == resident)
		at++;
	return at;
}

static size_t
residents_of(const struct report_share *shares, size_t count)
{
	size_t residents = 0;

	for (size_t at = 0; at < count; at = end_of(shares, count, at))
		residents++;
	return residents;
}

static bool
is_few(size_t count, size_t k)
{
	return count > 0 && count < k;
}

/* Is the case as it was given before? `*known_out`: was it given at all? */
static bool
is_as_before(const struct learning_case *one,
	     const struct learning_earlier *earlier, bool *known_out)
{
	size_t at = find_share(earlier->shares, earlier->count, one->resident);

	*known_out = at < earlier->count &&
		     earlier->shares[at].resident == one->resident;
	return *known_out &&
	       report_difference(
		       one->shares, one->share_count, earlier->shares + at,
		       end_of(earlier->shares, earlier->count, at) - at) == 0;
}

bool
learning_tells_with(struct arena *arena, const struct learning_case *cases,
		    size_t count, const struct learning_grains *grains,
		    const struct learning_earlier *earlier, size_t k)
{
	struct learning_case *both =
		ARENA_ARRAY(arena, count, struct learning_case);
	struct learning_case *fresh =
		ARENA_ARRAY(arena, count, struct learning_case);
	struct learning_grains finest = *grains;
	size_t both_count = 0, fresh_count = 0, changed = 0;

	for (int i = 0; i < LEARNING_TRAITS; i++)
		if (earlier->grains.of[i] < finest.of[i])
			finest.of[i] = earlier->grains.of[i];
	for (size_t i = 0; i < count; i++) {
		bool known;

		changed += !is_as_before(&cases[i], earlier, &known) && known;
		if (known)
			both[both_count++] = cases[i];
		else
			fresh[fresh_count++] = cases[i];
	}
	if (both_count == 0)
		return false;
	return is_few(changed, k) ||
	       is_few(residents_of(earlier->shares, earlier->count) -
			      both_count,
		      k) ||
	       learning_exposed(both, both_count, &finest, k) > 0 ||
	       learning_exposed(fresh, fresh_count, grains, k) > 0;
}
