/*
 * A notice or confirmation that is accepted is what it says it is: written
 * again it is canonical, and reads as the same.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/notice.h"
#include "tests/fuzz/must.h"

static void
check_notice(struct arena *arena, struct text source)
{
	struct notice notice, again;
	struct fault fault = {0};
	enum status status = notice_decode(arena, source, &notice, &fault);
	struct text written;

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status != STATUS_OK)
		return;
	MUST(notice.scope.state == CONSENT_REFUSED ||
	     notice.scope.state == CONSENT_WITHDRAWN);
	MUST(notice.scope.category_count <= LIMIT_CATEGORIES);
	MUST(notice.since_ms > 0);
	written = notice_encode(arena, &notice);
	MUST(notice_decode(arena, written, &again, &fault) == STATUS_OK);
	MUST(strcmp(notice.head.id, again.head.id) == 0);
	MUST(strcmp(notice.head.link, again.head.link) == 0);
	MUST(text_equals(written, notice_encode(arena, &again)));
}

static void
check_confirmation(struct arena *arena, struct text source)
{
	struct confirmation confirmation, again;
	struct fault fault = {0};
	enum status status =
		confirmation_decode(arena, source, &confirmation, &fault);
	struct text written;

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status != STATUS_OK)
		return;
	MUST(strlen(confirmation.digest) == 64);
	written = confirmation_encode(arena, &confirmation);
	MUST(confirmation_decode(arena, written, &again, &fault) == STATUS_OK);
	MUST(strcmp(confirmation.digest, again.digest) == 0);
	MUST(confirmation.handled_ms == again.handled_ms);
	MUST(text_equals(written, confirmation_encode(arena, &again)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};

	check_notice(arena, source);
	check_confirmation(arena, source);
	arena_free(arena);
	return 0;
}
