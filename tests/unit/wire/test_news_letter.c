#include "eenplan/wire/news_letter.h"

#include "leak_free.h"

#define LETTER "5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716"
#define LINK   "0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081"
#define HEAD                                                                   \
	"{\"aud\":\"wijkteam\",\"iss\":\"thuiszorg\",\"jti\":\"" LETTER "\","

LEAK_FREE_TEST(news_letter, refuses_what_says_more_or_less_than_whom)
{
	static const char *const sources[] = {
		"",
		"[]",
		"{}",
		HEAD "\"sub\":5}",
		HEAD "\"sub\":\"wt-1\"}",
		HEAD "\"text\":\"x\",\"sub\":\"" LINK "\"}",
		HEAD "\"category\":\"signal\",\"sub\":\"" LINK "\"}",
		"{\"aud\":\"wijkteam\",\"iss\":\"thuiszorg\",\"sub\":\"" LINK
		"\"}",
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct letter_head got;
		struct fault fault = {0};

		cr_expect_neq(news_letter_decode(arena, text_of(sources[at]),
						 &got, &fault),
			      STATUS_OK, "%s", sources[at]);
		cr_expect(fault_is_set(&fault), "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(news_letter, comes_back_as_it_went_in)
{
	struct arena *arena = arena_new();
	const struct letter_head head = {.id = LETTER,
					 .sender = "thuiszorg",
					 .recipient = "wijkteam",
					 .link = LINK};
	struct letter_head got;
	struct fault fault = {0};
	struct text written = news_letter_encode(arena, &head);

	cr_assert_eq(news_letter_decode(arena, written, &got, &fault),
		     STATUS_OK);
	cr_expect_str_eq(got.link, LINK);
	cr_expect_str_eq(got.id, LETTER);
	cr_expect(text_equals(news_letter_encode(arena, &got), written));
	arena_free(arena);
}
