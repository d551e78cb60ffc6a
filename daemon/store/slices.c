#include "daemon/store/slices.h"

#include <endian.h>
#include <string.h>

#define SLICE_WORDS 3
#define SLICE_BYTES (SLICE_WORDS * sizeof(uint32_t))

struct text
slices_pack(struct arena *arena, const struct record *record)
{
	size_t count = record->slice_count * SLICE_WORDS;
	uint32_t *packed = ARENA_ARRAY(arena, count, uint32_t);

	for (size_t i = 0; i < record->slice_count; i++) {
		const struct record_slice *slice = &record->slices[i];

		packed[SLICE_WORDS * i] = htole32(slice->offset);
		packed[SLICE_WORDS * i + 1] = htole32(slice->length);
		packed[SLICE_WORDS * i + 2] = htole32(slice->key_length);
	}
	return (struct text){(const char *)packed, count * sizeof(uint32_t)};
}

/* "k": is three bytes more than its key, and a value has at least one */
static bool
slice_fits(const struct record_slice *slice, size_t fields_bytes)
{
	return (uint64_t)slice->offset + slice->length <= fields_bytes &&
	       (uint64_t)slice->key_length + 4 <= slice->length;
}

bool
slices_unpack(struct arena *arena, struct text packed, struct record *record)
{
	size_t count = packed.length / SLICE_BYTES;
	struct record_slice *slices =
		ARENA_ARRAY(arena, count, struct record_slice);

	if (packed.length % SLICE_BYTES != 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t words[SLICE_WORDS];

		memcpy(words, packed.bytes + i * SLICE_BYTES, sizeof(words));
		slices[i].offset = le32toh(words[0]);
		slices[i].length = le32toh(words[1]);
		slices[i].key_length = le32toh(words[2]);
		if (!slice_fits(&slices[i], record->fields.length))
			return false;
	}
	record->slices = slices;
	record->slice_count = count;
	return true;
}
