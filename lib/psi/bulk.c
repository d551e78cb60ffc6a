#include "eenplan/psi/bulk.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void
psi_secret_random(struct psi_secret *out)
{
	psi_scalar_random(&out->scalar);
	randombytes_buf(out->salts, sizeof(out->salts));
}

void
psi_secret_wipe(struct psi_secret *secret)
{
	sodium_memzero(secret, sizeof(*secret));
}

size_t
psi_padded(size_t people)
{
	size_t blocks = (people + PSI_PADDED_TO - 1) / PSI_PADDED_TO;

	return (blocks == 0 ? 1 : blocks) * PSI_PADDED_TO;
}

/* Fisher and Yates, of which only the first `people` are needed. */
void
psi_shuffle(size_t people, size_t length, uint32_t *places_out)
{
	uint32_t *all = calloc(length, sizeof(*all));

	if (all == NULL)
		abort();
	for (size_t i = 0; i < length; i++)
		all[i] = (uint32_t)i;
	for (size_t i = 0; i < people; i++) {
		size_t k = i + randombytes_uniform((uint32_t)(length - i));
		uint32_t chosen = all[k];

		all[k] = all[i];
		places_out[i] = chosen;
	}
	free(all);
}

void
psi_salt(const struct psi_secret *secret, size_t place,
	 uint8_t salt_out[PSI_SALT_BYTES])
{
	uint8_t number[8];

	for (size_t i = 0; i < sizeof(number); i++)
		number[i] = (uint8_t)(place >> (8 * (7 - i)));

	_Static_assert(PSI_SALT_BYTES == DIGEST_BYTES, "a salt is one tag");
	digest_tag(secret->salts,
		   (struct text){(const char *)number, sizeof(number)},
		   salt_out);
}

/* Nobody is a random point that can be shown to be nobody's. */
void
psi_entry_point(const struct psi_entry *entry,
		const uint8_t salt[PSI_SALT_BYTES], struct psi_point *out)
{
	const struct text person = {(const char *)entry->person.bytes,
				    PSI_PERSON_BYTES};
	const struct text nobody[] = {text_of("psi-pad"),
				      {(const char *)salt, PSI_SALT_BYTES}};

	if (entry->is_person)
		psi_hash_to_point(PSI_OPRF, &person, 1, out);
	else
		psi_hash_to_point(PSI_OPRF, nobody, COUNT_OF(nobody), out);
}

struct merkle_hash
psi_input_leaf(const struct psi_entry *entry,
	       const uint8_t salt[PSI_SALT_BYTES])
{
	const struct text parts[] = {
		text_of("psi-input"),
		{(const char *)salt, PSI_SALT_BYTES},
		{(const char *)entry->person.bytes, PSI_PERSON_BYTES},
	};
	struct merkle_hash leaf = {{0}};

	digest_of(parts, entry->is_person ? 3 : 2, leaf.bytes);
	return leaf;
}

void
psi_mask(const struct psi_secret *secret, size_t first,
	 const struct psi_entry *entries, size_t count,
	 struct psi_point *points_out, struct merkle_hash *inputs_out)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t salt[PSI_SALT_BYTES];
		struct psi_point point;

		psi_salt(secret, first + i, salt);
		inputs_out[i] = psi_input_leaf(&entries[i], salt);
		psi_entry_point(&entries[i], salt, &point);
		/* A hash that is the identity is one in 2^252. */
		if (!psi_point_multiply(&secret->scalar, &point,
					&points_out[i]))
			abort();
		sodium_memzero(&point, sizeof(point));
	}
}

bool
psi_raise(const struct psi_secret *secret, const struct psi_point *points,
	  size_t count, struct psi_point *raised_out, size_t *bad_out)
{
	for (size_t i = 0; i < count; i++) {
		if (psi_point_multiply(&secret->scalar, &points[i],
				       &raised_out[i]))
			continue;
		*bad_out = i;
		return false;
	}
	return true;
}

struct psi_tag
psi_tag_of(const struct psi_point *raised)
{
	const struct text parts[] = {
		text_of("psi-tag"),
		{(const char *)raised->bytes, sizeof(raised->bytes)},
	};
	uint8_t digest[DIGEST_BYTES];
	struct psi_tag tag;

	digest_of(parts, COUNT_OF(parts), digest);
	memcpy(tag.bytes, digest, sizeof(tag.bytes));
	return tag;
}

static int
compare_tags(const void *one, const void *other)
{
	return memcmp(one, other, PSI_TAG_BYTES);
}

void
psi_tags_sort(struct psi_tag *tags, size_t count)
{
	qsort(tags, count, sizeof(*tags), compare_tags);
}

void
psi_pair(const struct psi_point *raised, const char *session,
	 uint8_t out[PSI_PERSON_BYTES])
{
	char info[128] = "pair";
	size_t room = sizeof(info) - sizeof("pair");
	struct psi_person pair;

	strncat(info, session, room);
	psi_person_derive((struct text){(const char *)raised->bytes,
					sizeof(raised->bytes)},
			  text_of(info), &pair);
	memcpy(out, pair.bytes, sizeof(pair.bytes));
}

/* --- what both have --- */

static int
compare_places(const void *one, const void *other, void *context)
{
	const struct psi_tag *tags = context;
	const uint32_t *a = one, *b = other;

	return compare_tags(&tags[*a], &tags[*b]);
}

/* Places of `tags` by tag. NULL: a tag is there twice. */
static uint32_t *
sort_places(struct arena *arena, const struct psi_tag *tags, size_t count)
{
	uint32_t *places = ARENA_ARRAY(arena, count, uint32_t);

	for (size_t i = 0; i < count; i++)
		places[i] = (uint32_t)i;
	qsort_r(places, count, sizeof(*places), compare_places,
		(void *)(uintptr_t)tags);
	for (size_t i = 1; i < count; i++)
		if (compare_tags(&tags[places[i - 1]], &tags[places[i]]) == 0)
			return NULL;
	return places;
}

static int
compare_matches(const void *one, const void *other)
{
	const struct psi_match *a = one, *b = other;

	return a->left < b->left ? -1 : a->left > b->left;
}

bool
psi_join(struct arena *arena, const struct psi_tag *left, size_t left_count,
	 const struct psi_tag *right, size_t right_count,
	 struct psi_match *matches_out, size_t *count_out)
{
	uint32_t *lefts = sort_places(arena, left, left_count);
	uint32_t *rights = sort_places(arena, right, right_count);
	size_t l = 0, r = 0;

	*count_out = 0;
	if (lefts == NULL || rights == NULL)
		return false;
	while (l < left_count && r < right_count) {
		int order = compare_tags(&left[lefts[l]], &right[rights[r]]);

		if (order == 0)
			matches_out[(*count_out)++] =
				(struct psi_match){lefts[l], rights[r]};
		l += order <= 0;
		r += order >= 0;
	}
	qsort(matches_out, *count_out, sizeof(*matches_out), compare_matches);
	return true;
}
