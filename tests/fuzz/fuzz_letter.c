/*
 * A letter that is accepted is what it says it is: a consent's is written again
 * byte for byte, news' is nothing but its head, a death's and a loan's read as
 * the same, and all have the head that any letter has.
 */
#include <string.h>

#include "eenplan/wire/consent_letter.h"
#include "eenplan/wire/death_letter.h"
#include "eenplan/wire/loan_letter.h"
#include "eenplan/wire/news_letter.h"
#include "tests/fuzz/must.h"

static void
check_head(struct arena *arena, struct text source,
	   const struct letter_head *expected)
{
	struct letter_head head;
	struct fault fault = {0};

	MUST(letter_head_decode(arena, source, &head, &fault) == STATUS_OK);
	MUST(strcmp(head.id, expected->id) == 0);
	MUST(strcmp(head.link, expected->link) == 0);
	MUST(strcmp(head.sender, expected->sender) == 0);
	MUST(strcmp(head.recipient, expected->recipient) == 0);
}

static void
check_consent(struct arena *arena, struct text source)
{
	struct consent_letter letter;
	struct fault fault = {0};
	enum status status =
		consent_letter_decode(arena, source, &letter, &fault);

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status != STATUS_OK)
		return;
	check_head(arena, source, &letter.head);
	MUST(letter.seq > 0 && letter.consent.recorded_ms > 0);
	MUST(letter.consent.state != CONSENT_UNKNOWN);
	MUST(letter.consent.giver == NULL && letter.consent.resident == NULL);
	MUST(text_equals(consent_letter_encode(arena, &letter), source));
}

static void
check_loan(struct arena *arena, struct text source)
{
	struct loan_letter letter;
	struct fault fault = {0};
	enum status status = loan_letter_decode(arena, source, &letter, &fault);

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status != STATUS_OK)
		return;
	check_head(arena, source, &letter.head);
	MUST(letter.from_ms > 0 && letter.from_ms < letter.until_ms);
	MUST(letter.person[0] != '\0' && letter.name[0] != '\0');
	MUST(loan_letter_decode(arena, loan_letter_encode(arena, &letter),
				&letter, &fault) == STATUS_OK);
}

static void
check_death(struct arena *arena, struct text source)
{
	struct death_letter letter, again;
	struct fault fault = {0};
	enum status status =
		death_letter_decode(arena, source, &letter, &fault);

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status != STATUS_OK)
		return;
	check_head(arena, source, &letter.head);
	MUST(death_letter_decode(arena, death_letter_encode(arena, &letter),
				 &again, &fault) == STATUS_OK);
	MUST(letter.deceased == again.deceased);
	MUST(letter.since_ms == again.since_ms);
}

static void
check_news(struct arena *arena, struct text source)
{
	struct letter_head head, again;
	struct fault fault = {0};
	enum status status = news_letter_decode(arena, source, &head, &fault);

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status != STATUS_OK)
		return;
	check_head(arena, source, &head);
	MUST(news_letter_decode(arena, news_letter_encode(arena, &head), &again,
				&fault) == STATUS_OK);
	MUST(strcmp(head.link, again.link) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};

	check_consent(arena, source);
	check_death(arena, source);
	check_loan(arena, source);
	check_news(arena, source);
	arena_free(arena);
	return 0;
}
