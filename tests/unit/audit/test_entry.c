#include <stdlib.h>
#include <string.h>

#include "daemon/audit/entry.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/jcs.h"
#include "leak_free.h"

static struct arena *arena;
static struct audit_subject subject = {
	.key_id = "11111111-2222-4333-8444-555555555555",
	.key = {{1, 2, 3}},
};
static const char *const categories[] = {"goal", "agreement"};
static const char *const rules[] = {"WMO-017", "ALG-900"};

static struct audit_event
event(void)
{
	return (struct audit_event){
		.event = "answer",
		.request = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
		.time_ms = 1795255200123,
		.subject = subject,
		.resident = "resident-secret-17",
		.organisation = "thuiszorg-zuid",
		.user = "f.deboer",
		.role = "coordinator",
		.purpose = "coordination",
		.outcome = "permitted",
		.categories = categories,
		.category_count = 2,
		.rules = rules,
		.rule_count = 2,
		.consent_head = "22dd",
		.policy_digest = "00ff",
		.next_policy_digest = "11ee",
		.decided = "wmo 71 share;goal zvw normal g +WMO-017 text",
	};
}

static enum status
seal(const struct audit_event *given, struct entry_draft *draft_out)
{
	return entry_seal(arena, "wijkteam-noord", given, draft_out);
}

/* The line of event() as number `seq`, without its LF. */
static struct text
line(uint64_t seq, struct merkle_hash *leaf_out)
{
	const struct audit_event given = event();
	struct entry_draft draft;
	struct buf out;

	cr_assert_eq(seal(&given, &draft), STATUS_OK);
	buf_init(&out, arena, 0);
	*leaf_out = entry_write(&out, &draft, seq);
	cr_assert_leq(out.length, entry_room(&draft));
	cr_assert_eq(out.bytes[out.length - 1], '\n');
	return (struct text){out.bytes, out.length - 1};
}

static void
replace(struct text text, const char *old, const char *new)
{
	char *at = memmem(text.bytes, text.length, old, strlen(old));

	cr_assert_not_null(at);
	cr_assert_eq(strlen(old), strlen(new));
	memcpy(at, new, strlen(new));
}

LEAK_FREE_TEST(entry, refuses_an_event_that_the_list_does_not_name)
{
	struct audit_event given = event();
	struct entry_draft draft;

	arena = arena_new();
	given.event = "answered";
	cr_assert_eq(seal(&given, &draft), STATUS_INTERNAL);
	given.event = NULL;
	cr_assert_eq(seal(&given, &draft), STATUS_INTERNAL);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, refuses_a_request_id_that_would_break_the_header)
{
	static const char *const bad[] = {"",	  "a\"b",     "a b", "a\nb",
					  "a\\b", "\xc3\xa9", "a/b"};
	struct audit_event given = event();
	struct entry_draft draft;

	arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		given.request = bad[i];
		cr_assert_eq(seal(&given, &draft), STATUS_INTERNAL, "%s",
			     bad[i]);
	}
	given.request = NULL;
	cr_assert_eq(seal(&given, &draft), STATUS_INTERNAL);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, refuses_more_than_a_body_may_have)
{
	struct audit_event given = event();
	struct entry_draft draft;

	arena = arena_new();

	char *long_text = arena_alloc(arena, LIMIT_AUDIT_BODY_BYTES + 1);

	memset(long_text, 'x', LIMIT_AUDIT_BODY_BYTES);
	given.user = long_text;
	cr_assert_eq(seal(&given, &draft), STATUS_TOO_LARGE);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, finds_every_changed_byte)
{
	struct merkle_hash leaf;
	struct entry entry;

	arena = arena_new();

	struct text text = line(7, &leaf);
	char *bytes = arena_text(arena, text);
	const struct text copy = {bytes, text.length};

	cr_assert_eq(entry_parse(copy, &entry), STATUS_OK);
	for (size_t i = 0; i < text.length; i++) {
		bytes[i] = (char)(bytes[i] ^ 1);
		if (entry_parse(copy, &entry) == STATUS_OK) {
			struct merkle_hash other = merkle_leaf(entry.header);

			cr_assert(memcmp(&leaf, &other, sizeof(leaf)) != 0,
				  "byte %zu", i);
		}
		bytes[i] = (char)(bytes[i] ^ 1);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(entry, refuses_lines_that_it_does_not_write)
{
	struct merkle_hash leaf;
	struct entry entry;

	arena = arena_new();

	struct text good = line(7, &leaf);
	const char *text = arena_text(arena, good);
	const char *bad[] = {
		"",
		" ",
		"{}",
		"{} ",
		arena_printf(arena, " %s", text),
		arena_printf(arena, "%s ", text),
		arena_printf(arena, "%s=", text),
		arena_printf(arena, "%.*s", (int)good.length / 2, text),
		arena_printf(arena, "%.*s", (int)good.length - 1, text),
	};

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		cr_assert_eq(entry_parse(text_of(bad[i]), &entry),
			     STATUS_TAMPERED, "%s", bad[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, refuses_a_number_with_a_zero_in_front_or_too_large)
{
	static const char *const bad[] = {"07", "",    "-7",
					  "+7", "7.0", "18446744073709551616"};
	struct merkle_hash leaf;
	struct entry entry;

	arena = arena_new();

	const char *text = arena_text(arena, line(7, &leaf));
	const char *at = strstr(text, "\"seq\":7,");

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		cr_assert_eq(entry_parse(text_of(arena_printf(
						 arena, "%.*s\"seq\":%s,%s",
						 (int)(at - text), text, bad[i],
						 at + strlen("\"seq\":7,"))),
					 &entry),
			     STATUS_TAMPERED, "%s", bad[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, does_not_open_with_another_subjects_key)
{
	struct audit_subject other = subject;
	struct audit_event opened;
	struct merkle_hash leaf;
	struct entry entry;

	arena = arena_new();
	other.key.bytes[0] ^= 1;
	cr_assert_eq(entry_parse(line(7, &leaf), &entry), STATUS_OK);
	cr_assert_eq(entry_open(arena, &entry, &other, &opened),
		     STATUS_TAMPERED);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, does_not_open_under_another_header)
{
	static const char *const changes[][2] = {
		{"\"event\":\"answer\"", "\"event\":\"import\""},
		{"\"request\":\"aaaa", "\"request\":\"aaab"},
		{"\"node\":\"wijkteam-noord", "\"node\":\"wijkteam-zuid."},
		{"\"time\":\"2026-", "\"time\":\"2025-"},
		{"\"seq\":7,", "\"seq\":8,"},
	};
	struct audit_event opened;
	struct merkle_hash leaf;
	struct entry entry;

	arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct text text = line(7, &leaf);

		replace(text, changes[i][0], changes[i][1]);
		cr_assert_eq(entry_parse(text, &entry), STATUS_OK, "%zu", i);
		cr_assert_eq(entry_open(arena, &entry, &subject, &opened),
			     STATUS_TAMPERED, "%s", changes[i][1]);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(entry, shows_nothing_of_its_body)
{
	static const char *const secrets[] = {"resident-secret", "deboer",
					      "coordinat", "goal", "WMO-017"};
	struct merkle_hash leaf;

	arena = arena_new();

	struct text text = line(7, &leaf);

	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		cr_assert_null(memmem(text.bytes, text.length, secrets[i],
				      strlen(secrets[i])),
			       "%s", secrets[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, has_a_canonical_header_that_is_its_leaf)
{
	const struct json *json;
	struct merkle_hash leaf;
	struct entry entry;
	struct fault fault = {0};
	struct buf canonical;

	arena = arena_new();
	cr_assert_eq(entry_parse(line(7, &leaf), &entry), STATUS_OK);
	cr_assert_eq(json_read(arena, entry.header, 4096, &json, &fault),
		     STATUS_OK, "%s", fault.text);
	buf_init(&canonical, arena, 0);
	jcs_write(&canonical, json);
	cr_assert(text_equals(buf_text(&canonical), entry.header));

	struct merkle_hash again = merkle_leaf(entry.header);

	cr_assert_eq(memcmp(&leaf, &again, sizeof(leaf)), 0);
	cr_assert_eq(json_get_integer(json, "seq", -1), 7);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, has_other_tags_for_other_numbers)
{
	struct merkle_hash leaf;
	struct entry one;
	struct entry other;

	arena = arena_new();
	cr_assert_eq(entry_parse(line(7, &leaf), &one), STATUS_OK);
	cr_assert_eq(entry_parse(line(8, &leaf), &other), STATUS_OK);
	cr_assert_not(text_equals(one.subject, other.subject));
	arena_free(arena);
}

LEAK_FREE_TEST(entry, opens_to_what_was_sealed)
{
	const struct audit_event given = event();
	struct audit_event opened;
	struct merkle_hash leaf;
	struct entry entry;

	arena = arena_new();
	cr_assert_eq(entry_parse(line(UINT64_MAX, &leaf), &entry), STATUS_OK);
	cr_assert_eq(entry.seq, UINT64_MAX);
	cr_assert_eq(entry_open(arena, &entry, &subject, &opened), STATUS_OK);
	cr_assert_str_eq(opened.event, given.event);
	cr_assert_str_eq(opened.request, given.request);
	cr_assert_eq(opened.time_ms, given.time_ms);
	cr_assert_str_eq(opened.subject.key_id, subject.key_id);
	cr_assert_str_eq(opened.resident, given.resident);
	cr_assert_str_eq(opened.organisation, given.organisation);
	cr_assert_str_eq(opened.user, given.user);
	cr_assert_str_eq(opened.role, given.role);
	cr_assert_str_eq(opened.purpose, given.purpose);
	cr_assert_str_eq(opened.outcome, given.outcome);
	cr_assert_str_eq(opened.policy_digest, given.policy_digest);
	cr_assert_str_eq(opened.next_policy_digest, given.next_policy_digest);
	cr_assert_str_eq(opened.consent_head, given.consent_head);
	cr_assert_str_eq(opened.decided, given.decided);
	cr_assert_null(opened.statement_digest);
	cr_assert_eq(opened.category_count, 2);
	cr_assert_str_eq(opened.categories[1], "agreement");
	cr_assert_eq(opened.rule_count, 2);
	cr_assert_str_eq(opened.rules[0], "WMO-017");
	cr_assert_eq(opened.withheld_count, 0);
	cr_assert_eq(opened.consent_count, 0);
	arena_free(arena);
}
