/*
 * The vocabulary language: any bytes as a vocabulary. They are refused with a
 * mistake that can be printed, or every word is found under its own id.
 */
#include "eenplan/policy/policy.h"
#include "tests/fuzz/must.h"

static void
check_mistakes(struct arena *arena, const struct diagnostics *found)
{
	struct buf out;

	buf_init(&out, arena, 256);
	diagnostics_print(found, &out, false);
	MUST(diagnostics_has_errors(found));
	MUST(text_is_utf8(buf_text(&out)));
}

static void
check_list(const struct vocabulary *words, enum vocabulary_list list)
{
	size_t count = vocabulary_count(words, list);

	for (int id = 0; id < (int)count; id++) {
		const char *word = vocabulary_word(words, list, id);

		MUST(vocabulary_find(words, list, word) == id);
		MUST(vocabulary_label(words, list, id, VOCABULARY_DUTCH) !=
		     NULL);
	}
	MUST(vocabulary_word(words, list, (int)count) == NULL);
}

static void
check_fields(const struct vocabulary *words)
{
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);

	for (int category = 0; category < (int)categories; category++) {
		size_t fields = vocabulary_field_count(words, category);

		MUST(fields > 0 && fields <= LIMIT_CATEGORY_FIELDS);
		for (int field = 0; field < (int)fields; field++) {
			const char *word =
				vocabulary_field_word(words, category, field);

			MUST(vocabulary_field_find(words, category,
						   text_of(word)) == field);
			MUST(vocabulary_field_class(words, category, field) <=
			     vocabulary_category_class(words, category));
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct policy_source source = {"fuzz.vocabulary",
				       {(const char *)data, size}};
	struct diagnostics found;
	struct policy *policy;

	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	policy = policy_load(&source, 1, &found);
	MUST((policy != NULL) == !diagnostics_has_errors(&found));
	if (policy == NULL) {
		check_mistakes(arena, &found);
	} else {
		const struct vocabulary *words = policy_vocabulary(policy);

		for (size_t list = 0; list < VOCABULARY_LISTS; list++)
			check_list(words, (enum vocabulary_list)list);
		check_fields(words);
	}
	policy_free(policy);
	arena_free(arena);
	return 0;
}
