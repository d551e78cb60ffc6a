#include "eenplan/wire/loan_letter.h"

#include <string.h>

#include "leak_free.h"

#define LETTER "0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081"
#define LOAN   "7d3c1f5e-2b5a-4c8e-9d11-0a6b7c8d9e0f"

static const struct loan_letter anne = {
	.head = {.id = LETTER,
		 .sender = "thuiszorg",
		 .recipient = "welzijn",
		 .link = LOAN},
	.step = LOAN_OFFERED,
	.person = "anne",
	.name = "Anne de Wit",
	.from_ms = 1796083200000,
	.until_ms = 1798761600000,
};

/* What is wrong with it, once `from` is `to`; NULL: nothing. */
static const char *
try(struct arena *arena, const char *from, const char *to)
{
	const char *text = arena_text(arena, loan_letter_encode(arena, &anne));
	const char *at = strstr(text, from);
	struct loan_letter letter;
	struct fault fault = {0};

	cr_assert(at != NULL, "%s", from);
	const char *changed = arena_printf(arena, "%.*s%s%s", (int)(at - text),
					   text, to, at + strlen(from));

	return loan_letter_decode(arena, text_of(changed), &letter, &fault) ==
			       STATUS_OK
		       ? NULL
		       : arena_string(arena, fault.where);
}

LEAK_FREE_TEST(loan_letter, refuses_what_no_loan_can_be)
{
	static const struct {
		const char *from, *to, *where;
	} rows[] = {
		{"\"anne\"", "\"Anne de Wit\"", "/person"},
		{"\"anne\"", "\"\"", "/person"},
		{"Anne de Wit", "", "/name"},
		{"Anne de Wit", "Anne\\nde Wit", "/name"},
		{"offered", "given", "/step"},
		{"2027", "2026", "/until"},
		{LOAN, "anne", "/sub"},
		{"\"until\":\"2027", "\"until\":\"soon", "/until"},
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *where = try(arena, rows[i].from, rows[i].to);

		cr_expect(where != NULL && strcmp(where, rows[i].where) == 0,
			  "%s: %s", rows[i].to, where);
	}
	cr_expect_null(try(arena, "offered", "ended"));
	arena_free(arena);
}

LEAK_FREE_TEST(loan_letter, reads_back_what_was_written)
{
	struct arena *arena = arena_new();
	struct loan_letter letter;
	struct fault fault = {0};
	struct text text = loan_letter_encode(arena, &anne);

	cr_assert_eq(loan_letter_decode(arena, text, &letter, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_str_eq(letter.person, "anne");
	cr_expect_str_eq(letter.name, "Anne de Wit");
	cr_expect_str_eq(letter.head.link, LOAN);
	cr_expect_eq(letter.step, LOAN_OFFERED);
	cr_expect_eq(letter.from_ms, anne.from_ms);
	cr_expect_eq(letter.until_ms, anne.until_ms);
	arena_free(arena);
}
