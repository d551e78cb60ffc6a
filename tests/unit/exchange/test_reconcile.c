#include "daemon/exchange/reconcile.h"

#include <criterion/criterion.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"
#include "leak_free.h"

#define TIMES                                                                  \
	"\"from\":\"2026-11-21T00:00:00Z\",\"until\":\"2026-11-22T00:00:00Z\""

static enum status
decode(struct arena *arena, const char *source, struct reconcile_side *side)
{
	const struct json *json;
	struct fault fault = {0};

	cr_assert_eq(json_read(arena, text_of(source), LIMIT_REQUEST_BYTES,
			       &json, &fault),
		     STATUS_OK, "%s", source);
	return reconcile_decode(arena, json, side, &fault);
}

LEAK_FREE_TEST(reconcile, takes_nothing_but_ids_and_times)
{
	static const char *const wrong[] = {
		"{}",
		"{\"answered\":[],\"asked\":[]}",
		"{\"answered\":[],\"asked\":[1]," TIMES "}",
		"{\"answered\":{},\"asked\":[]," TIMES "}",
		"{\"answered\":[],\"asked\":[],\"from\":\"soon\","
		"\"until\":\"2026-11-22T00:00:00Z\"}",
		"{\"answered\":[],\"asked\":[],\"who\":\"a\"," TIMES "}",
	};
	struct arena *arena = arena_new();
	struct reconcile_side side;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_eq(decode(arena, wrong[i], &side), STATUS_INVALID,
			     "%s", wrong[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(reconcile, takes_no_more_ids_than_it_may)
{
	struct arena *arena = arena_new();
	struct reconcile_side side;
	struct buf out;

	buf_init(&out, arena, LIMIT_REQUEST_BYTES);
	buf_add_string(&out, "{\"answered\":[\"a\"");
	for (unsigned i = 0; i < LIMIT_RECONCILE_IDS; i++)
		buf_add_string(&out, ",\"a\"");
	buf_add_string(&out, "],\"asked\":[]," TIMES "}");
	cr_expect_eq(decode(arena, buf_string(&out), &side), STATUS_INVALID);
	arena_free(arena);
}

LEAK_FREE_TEST(reconcile, reads_each_id_once_and_finds_it)
{
	struct arena *arena = arena_new();
	struct reconcile_side side, again;
	struct json_writer writer;
	struct buf out;

	cr_assert_eq(decode(arena,
			    "{\"answered\":[\"c\",\"a\",\"c\",\"b\"],"
			    "\"asked\":[]," TIMES "}",
			    &side),
		     STATUS_OK);
	cr_expect_eq(side.answered.count, 3);
	cr_expect_eq(side.asked.count, 0);
	cr_expect(reconcile_has(&side.answered, "a"));
	cr_expect(reconcile_has(&side.answered, "c"));
	cr_expect_not(reconcile_has(&side.answered, "d"));
	cr_expect_not(reconcile_has(&side.asked, "a"));
	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	reconcile_encode(&writer, &side);
	cr_assert_eq(decode(arena, buf_string(&out), &again), STATUS_OK);
	cr_expect_eq(again.answered.count, 3);
	cr_expect_eq(again.from_ms, side.from_ms);
	cr_expect_eq(again.until_ms, side.until_ms);
	arena_free(arena);
}

#define FROM_MS 1795262400000LL

/* `count` of either kind, one a millisecond. */
static struct reconcile_side
busy_side(struct arena *arena, size_t count)
{
	struct reconcile_side side = {
		.partner = "thuiszorg",
		.from_ms = FROM_MS,
		.until_ms = FROM_MS + 24 * 3600 * 1000LL,
		.seen = ARENA_ARRAY(arena, 2 * count, struct reconcile_seen),
	};

	for (; side.seen_count < 2 * count; side.seen_count++) {
		char *id = arena_alloc(arena, UUID_TEXT_BYTES);

		random_uuid(id);
		side.seen[side.seen_count] = (struct reconcile_seen){
			.time_ms = FROM_MS + (int64_t)side.seen_count / 2,
			.request = id,
			.is_asked = side.seen_count % 2 == 0,
		};
	}
	return side;
}

LEAK_FREE_TEST(reconcile, tells_a_busy_day_in_parts_without_a_gap)
{
	struct arena *arena = arena_new();
	size_t count = 2 * LIMIT_RECONCILE_IDS + 1;
	struct reconcile_side side = busy_side(arena, count);
	struct reconcile_side part;
	size_t at = 0, told = 0, parts = 0;
	int64_t until_ms = 0;

	while (at < side.seen_count) {
		at = reconcile_part(arena, &side, at, &part);
		cr_expect_leq(part.asked.count, LIMIT_RECONCILE_IDS);
		cr_expect_leq(part.answered.count, LIMIT_RECONCILE_IDS);
		/* the other side leaves a margin out at either end */
		if (parts > 0)
			cr_expect_eq(part.from_ms + LIMIT_RECONCILE_MARGIN_MS,
				     until_ms - LIMIT_RECONCILE_MARGIN_MS);
		else
			cr_expect_eq(part.from_ms, side.from_ms);
		until_ms = part.until_ms;
		told += part.asked.count + part.answered.count;
		parts++;
	}
	cr_expect_eq(until_ms, side.until_ms);
	cr_expect_eq(told, 2 * count);
	cr_expect_eq(parts, 3);
	arena_free(arena);
}

LEAK_FREE_TEST(reconcile, asks_also_where_nothing_was)
{
	struct arena *arena = arena_new();
	struct reconcile_side side = busy_side(arena, 0);
	struct reconcile_side part;

	cr_expect_eq(reconcile_part(arena, &side, 0, &part), 0);
	cr_expect_eq(part.from_ms, side.from_ms);
	cr_expect_eq(part.until_ms, side.until_ms);
	arena_free(arena);
}

LEAK_FREE_TEST(reconcile, tells_of_a_span_amid_others_with_margins)
{
	struct arena *arena = arena_new();
	struct reconcile_side side = busy_side(arena, 3);
	struct reconcile_side part;

	side.early_ms = side.late_ms = LIMIT_RECONCILE_MARGIN_MS;
	cr_expect_eq(reconcile_part(arena, &side, 0, &part), 6);
	cr_expect_eq(part.from_ms, side.from_ms - LIMIT_RECONCILE_MARGIN_MS);
	cr_expect_eq(part.until_ms, side.until_ms + LIMIT_RECONCILE_MARGIN_MS);
	arena_free(arena);
}
