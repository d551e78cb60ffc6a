#include "lib/policy/wordlist.h"

#include <string.h>

#define FNV_OFFSET UINT64_C(0xCBF29CE484222325)
#define FNV_PRIME  UINT64_C(0x100000001B3)

void
wordlist_init(struct wordlist *list, struct arena *arena, size_t room)
{
	size_t slots = 2;

	while (slots < 2 * room)
		slots *= 2;
	*list = (struct wordlist){
		.items = ARENA_ARRAY(arena, room, struct wordlist_item),
		.room = room,
		.slots = ARENA_ARRAY(arena, slots, uint16_t),
		.slot_mask = slots - 1,
	};
}

/* The slot that holds `word`, or the free one where it belongs. */
static size_t
slot_of(const struct wordlist *list, struct text word)
{
	uint64_t hash = FNV_OFFSET;

	for (size_t i = 0; i < word.length; i++)
		hash = (hash ^ (unsigned char)word.bytes[i]) * FNV_PRIME;

	size_t slot = (size_t)(hash ^ hash >> 32) & list->slot_mask;

	while (list->slots[slot] != 0 &&
	       !text_is(word, list->items[list->slots[slot] - 1].word))
		slot = (slot + 1) & list->slot_mask;
	return slot;
}

int
wordlist_add(struct wordlist *list, const struct wordlist_item *item)
{
	list->items[list->count++] = *item;
	list->slots[slot_of(list, text_of(item->word))] = (uint16_t)list->count;
	return (int)list->count - 1;
}

int
wordlist_find(const struct wordlist *list, struct text word)
{
	return (int)list->slots[slot_of(list, word)] - 1;
}
