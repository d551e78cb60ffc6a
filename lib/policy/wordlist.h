/*
 * One closed list of words with labels, found in constant time.
 */
#ifndef EENPLAN_POLICY_WORDLIST_H
#define EENPLAN_POLICY_WORDLIST_H

#include "eenplan/base/arena.h"
#include "eenplan/policy/vocabulary.h"

struct wordlist_item {
	const char *word;
	const char *label[2]; /* by enum vocabulary_language; never NULL */
};

struct wordlist {
	struct wordlist_item *items;
	size_t count;
	size_t room;
	uint16_t *slots; /* id + 1; 0: free. More slots than words. */
	size_t slot_mask;
};

/* An empty list for at most `room` words. */
void wordlist_init(struct wordlist *list, struct arena *arena, size_t room);
/* The id of the new word; the caller knows that there is room. */
int wordlist_add(struct wordlist *list, const struct wordlist_item *item);
/* VOCABULARY_UNKNOWN if it isn't there. */
int wordlist_find(const struct wordlist *list, struct text word);

#endif
