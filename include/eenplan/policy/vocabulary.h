/*
 * The closed lists that policy files, records and messages draw their words
 * from, read from vocabulary files (policy/nl.vocabulary). The one place that
 * says what a category is. Immutable after loading; any thread may read it.
 *
 * Within a list a word has an id: 0, 1, 2, … in the order of the file.
 */
#ifndef EENPLAN_POLICY_VOCABULARY_H
#define EENPLAN_POLICY_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eenplan/base/text.h"

#define VOCABULARY_UNKNOWN (-1)

enum vocabulary_list {
	VOCABULARY_DOMAIN, /* zvw, wlz, ggz, wmo, …, own */
	VOCABULARY_GROUP,  /* care, support: sets of domains; any */
	VOCABULARY_ROLE,
	VOCABULARY_PURPOSE,
	VOCABULARY_CATEGORY,
	VOCABULARY_SENSITIVITY, /* in rising order */
	VOCABULARY_CONSENT,	/* share, secrecy_waiver, consultable, help */
	VOCABULARY_DUTY,
	VOCABULARY_BASIS, /* articles of law */
	VOCABULARY_LISTS  /* how many lists there are */
};

enum vocabulary_class {
	VOCABULARY_PLAIN,
	VOCABULARY_PERSONAL,
	VOCABULARY_SPECIAL
};
enum vocabulary_language { VOCABULARY_ENGLISH, VOCABULARY_DUTCH };

struct vocabulary;

size_t vocabulary_count(const struct vocabulary *vocabulary,
			enum vocabulary_list list);
/* The id of `word`, or VOCABULARY_UNKNOWN. Constant time. */
int vocabulary_find(const struct vocabulary *vocabulary,
		    enum vocabulary_list list, const char *word);
const char *vocabulary_word(const struct vocabulary *vocabulary,
			    enum vocabulary_list list, int id);
/* For people; the word itself where the file gives no label. */
const char *vocabulary_label(const struct vocabulary *vocabulary,
			     enum vocabulary_list list, int id,
			     enum vocabulary_language language);

/* The first named group (not `any`) that `domain` is in, or UNKNOWN. */
int vocabulary_group_of(const struct vocabulary *vocabulary, int domain);
bool vocabulary_group_has(const struct vocabulary *vocabulary, int group,
			  int domain);

size_t vocabulary_field_count(const struct vocabulary *vocabulary,
			      int category);
int vocabulary_field_find(const struct vocabulary *vocabulary, int category,
			  struct text field);
const char *vocabulary_field_word(const struct vocabulary *vocabulary,
				  int category, int field);
const char *vocabulary_field_label(const struct vocabulary *vocabulary,
				   int category, int field,
				   enum vocabulary_language language);
enum vocabulary_class vocabulary_field_class(
	const struct vocabulary *vocabulary, int category, int field);
/* The highest class among the category's fields. */
enum vocabulary_class vocabulary_category_class(
	const struct vocabulary *vocabulary, int category);

#endif
