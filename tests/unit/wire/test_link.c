#include "eenplan/wire/link.h"

#include "eenplan/base/random.h"
#include "reading.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
print_random(uint8_t token[LINK_TOKEN_BYTES], char text[LINK_TOKEN_TEXT_BYTES])
{
	random_bytes(token, LINK_TOKEN_BYTES);
	link_token_print(token, text);
}

LEAK_FREE_TEST(link, refuses_wrong_lengths_and_symbols)
{
	static const char *const refused[] = {
		"",
		"-",
		"00000",
		"00000-00000-00000-00000-00000-0",
		"00000-00000-00000-00000-00000-000",
		"U0000-00000-00000-00000-00000-00",
		"00000-00000-00000-00000-00000-0*",
		"00000_00000_00000_00000_00000_00",
	};
	uint8_t token[LINK_TOKEN_BYTES];

	for (size_t at = 0; at < COUNT_OF(refused); at++)
		cr_expect_not(link_token_read(refused[at], token), "%s",
			      refused[at]);
}

LEAK_FREE_TEST(link, shows_every_single_wrong_symbol)
{
	uint8_t token[LINK_TOKEN_BYTES], got[LINK_TOKEN_BYTES];
	char text[LINK_TOKEN_TEXT_BYTES];

	print_random(token, text);
	for (size_t at = 0; text[at] != '\0'; at++) {
		char right = text[at];

		if (right == '-')
			continue;
		for (const char *other = alphabet; *other != '\0'; other++) {
			text[at] = *other;
			cr_expect_eq(link_token_read(text, got),
				     *other == right);
		}
		text[at] = right;
	}
}

LEAK_FREE_TEST(link, shows_every_two_symbols_that_changed_places)
{
	uint8_t token[LINK_TOKEN_BYTES], got[LINK_TOKEN_BYTES];
	char text[LINK_TOKEN_TEXT_BYTES];

	print_random(token, text);
	for (size_t one = 0; text[one] != '\0'; one++) {
		for (size_t two = one + 1; text[two] != '\0'; two++) {
			char kept = text[one];

			if (text[one] == '-' || text[two] == '-' ||
			    text[one] == text[two])
				continue;
			text[one] = text[two];
			text[two] = kept;
			cr_expect_not(link_token_read(text, got), "%s", text);
			text[two] = text[one];
			text[one] = kept;
		}
	}
}

LEAK_FREE_TEST(link, reads_every_token_it_prints)
{
	uint8_t token[LINK_TOKEN_BYTES], got[LINK_TOKEN_BYTES];
	char text[LINK_TOKEN_TEXT_BYTES];

	for (int round = 0; round < 1000; round++) {
		print_random(token, text);
		cr_assert_eq(strlen(text), LINK_TOKEN_TEXT_BYTES - 1);
		cr_assert(link_token_read(text, got), "%s", text);
		cr_assert_eq(memcmp(token, got, sizeof(got)), 0);
	}
}

LEAK_FREE_TEST(link, forgives_case_spaces_and_look_alikes)
{
	uint8_t token[LINK_TOKEN_BYTES] = {0x08, 0x40, 0x00, 0x21};
	uint8_t got[LINK_TOKEN_BYTES];
	char text[LINK_TOKEN_TEXT_BYTES];

	link_token_print(token, text);
	cr_assert_not_null(strchr(text, '1'));
	for (char *c = text; *c != '\0'; c++) {
		if (*c == '1')
			*c = 'l';
		else if (*c == '0')
			*c = 'o';
		else if (*c == '-')
			*c = ' ';
		else if (*c >= 'A')
			*c = (char)(*c - 'A' + 'a');
	}
	cr_assert(link_token_read(text, got), "%s", text);
	cr_assert_eq(memcmp(token, got, sizeof(got)), 0);
}

LEAK_FREE_TEST(link, refuses_a_request_without_a_good_link_or_token)
{
	static const char *const sources[] = {
		"{}",
		"{\"link\":\"" UUID_ONE "\"}",
		"{\"link\":\"" UUID_ONE "\",\"token\":\"nonsense\"}",
		"{\"link\":\"1\",\"token\":\"00000-00000-00000-00000-00000-"
		"00\"}",
		"{\"link\":\"" UUID_ONE
		"\",\"token\":\"00000-00000-00000-00000-00000-00\",\"a\":1}",
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct link_request request;
		struct fault fault;

		fault_clear(&fault);
		cr_expect_eq(
			link_request_decode(reading_json(arena, sources[at]),
					    &request, &fault),
			STATUS_INVALID, "%s", sources[at]);
		cr_expect(fault_is_set(&fault), "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(link, request_comes_back_as_it_went)
{
	struct arena *arena = arena_new();
	struct link_request sent = {.link = UUID_ONE}, got;
	struct fault fault;
	struct buf out;

	random_bytes(sent.token, sizeof(sent.token));
	buf_init(&out, arena, 0);
	link_request_encode(&out, &sent);
	fault_clear(&fault);
	cr_assert_eq(link_request_decode(reading_json(arena, buf_string(&out)),
					 &got, &fault),
		     STATUS_OK);
	cr_assert_str_eq(got.link, UUID_ONE);
	cr_assert_eq(memcmp(got.token, sent.token, sizeof(got.token)), 0);
	arena_free(arena);
}
