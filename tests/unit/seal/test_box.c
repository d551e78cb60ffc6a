#include "eenplan/seal/box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/base/random.h"
#include "leak_free.h"

static struct text
seal(struct arena *arena, const struct box_key *key, const char *context,
     const char *plain)
{
	struct text box;

	cr_assert_eq(
		box_seal(arena, key, text_of(context), text_of(plain), &box),
		STATUS_OK);
	return box;
}

LEAK_FREE_TEST(box, does_not_open_after_any_bit_changed)
{
	struct arena *arena = arena_new();
	struct box_key key;
	struct text plain = {NULL, 7};

	box_key_random(&key);

	struct text box = seal(arena, &key, "bsn/1", "999900000");
	char *bytes = arena_text(arena, box);

	for (size_t i = 0; i < box.length * 8; i++) {
		bytes[i / 8] ^= (char)(1 << i % 8);
		cr_expect_eq(box_open(arena, &key, text_of("bsn/1"),
				      (struct text){bytes, box.length}, &plain),
			     STATUS_TAMPERED);
		bytes[i / 8] ^= (char)(1 << i % 8);
	}
	for (size_t length = 0; length < box.length; length++)
		cr_expect_eq(box_open(arena, &key, text_of("bsn/1"),
				      (struct text){bytes, length}, &plain),
			     STATUS_TAMPERED);
	cr_expect_eq(plain.length, 7, "nothing may be written");
	arena_free(arena);
}

LEAK_FREE_TEST(box, does_not_open_elsewhere_or_under_another_key)
{
	struct arena *arena = arena_new();
	struct box_key key;
	struct box_key other;
	struct text plain;

	box_key_random(&key);
	box_key_random(&other);

	struct text box = seal(arena, &key, "bsn/1", "999900000");

	cr_expect_eq(box_open(arena, &key, text_of("bsn/2"), box, &plain),
		     STATUS_TAMPERED);
	cr_expect_eq(box_open(arena, &key, text_of(""), box, &plain),
		     STATUS_TAMPERED);
	cr_expect_eq(box_open(arena, &other, text_of("bsn/1"), box, &plain),
		     STATUS_TAMPERED);
	arena_free(arena);
}

LEAK_FREE_TEST(box, opens_to_what_was_sealed)
{
	static const struct {
		const char *context;
		const char *plain;
	} rows[] = {{"bsn/1", "999900000"}, {"", "x"}, {"c", ""}, {"", ""}};
	struct arena *arena = arena_new();
	struct box_key key;

	box_key_random(&key);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text box =
			seal(arena, &key, rows[i].context, rows[i].plain);
		struct text plain;

		cr_expect_eq(box.length,
			     strlen(rows[i].plain) + BOX_OVERHEAD_BYTES);
		cr_expect_eq(box_open(arena, &key, text_of(rows[i].context),
				      box, &plain),
			     STATUS_OK);
		cr_expect(text_is(plain, rows[i].plain), "row %zu", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(box, never_makes_the_same_box_twice)
{
	struct arena *arena = arena_new();
	struct box_key key;

	box_key_random(&key);
	cr_expect_not(text_equals(seal(arena, &key, "c", "x"),
				  seal(arena, &key, "c", "x")));
	arena_free(arena);
}

/* RFC 5869 §2, written out with HMAC: no salt, one block. */
LEAK_FREE_TEST(box, derives_keys_as_hkdf_does)
{
	struct box_key key;
	struct box_key derived;
	struct box_key other;
	uint8_t no_salt[DIGEST_BYTES] = {0};
	uint8_t extracted[DIGEST_BYTES];
	uint8_t expanded[DIGEST_BYTES];

	box_key_random(&key);
	box_key_derive(&key, "bsn", &derived);
	box_key_derive(&key, "audit", &other);
	digest_tag(no_salt,
		   (struct text){(const char *)key.bytes, sizeof(key.bytes)},
		   extracted);
	digest_tag(extracted, text_of("bsn\x01"), expanded);
	cr_expect_eq(memcmp(derived.bytes, expanded, DIGEST_BYTES), 0);
	cr_expect_neq(memcmp(other.bytes, expanded, DIGEST_BYTES), 0);
}

static char folder[] = "/tmp/eenplan-box-XXXXXX";

static const char *
key_path(struct arena *arena)
{
	if (strchr(folder, 'X') != NULL)
		cr_assert_not_null(mkdtemp(folder));
	return arena_printf(arena, "%s/key", folder);
}

static void
clean_up(const char *path)
{
	unlink(path);
	rmdir(folder);
}

static void
write_file(const char *path, const char *content, mode_t mode)
{
	FILE *file = fopen(path, "w");

	cr_assert_not_null(file);
	fputs(content, file);
	fclose(file);
	chmod(path, mode);
}

LEAK_FREE_TEST(box, refuses_key_files_that_are_not_one)
{
	char digits[70] = "";
	struct arena *arena = arena_new();
	const char *path = key_path(arena);
	struct box_key key;

	memset(digits, 'a', 64);

	const char *const contents[] = {
		"",
		"\n",
		"not a key",
		arena_printf(arena, "%s0", digits),
		arena_printf(arena, "%s\n\n", digits),
		arena_printf(arena, " %s", digits),
		arena_printf(arena, "%sg", digits + 1),
		arena_printf(arena, "%20000s", digits),
	};

	for (size_t i = 0; i < COUNT_OF(contents); i++) {
		struct fault fault = {0};

		write_file(path, contents[i], 0600);
		cr_expect_eq(box_key_read(path, &key, &fault), STATUS_INVALID,
			     "row %zu", i);
		cr_expect_str_eq(fault.where, path);
		cr_expect(fault_is_set(&fault));
		cr_expect_null(strstr(fault.text, "aaaa"), "a key is quoted");
		unlink(path);
	}
	clean_up(path);
	arena_free(arena);
}

LEAK_FREE_TEST(box, refuses_a_key_file_that_others_may_read)
{
	static const mode_t modes[] = {0640, 0604, 0660, 0644, 0610};
	struct arena *arena = arena_new();
	const char *path = key_path(arena);
	struct box_key key;
	char digits[65] = "";

	memset(digits, 'a', 64);
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		struct fault fault = {0};

		write_file(path, digits, modes[i]);
		cr_expect_eq(box_key_read(path, &key, &fault), STATUS_INVALID);
		cr_expect_not_null(strstr(fault.text, "chmod 600"));
		unlink(path);
	}
	clean_up(path);
	arena_free(arena);
}

LEAK_FREE_TEST(box, refuses_a_key_file_that_is_absent_or_no_file)
{
	struct arena *arena = arena_new();
	const char *path = key_path(arena);
	struct box_key key;
	struct fault absent = {0};
	struct fault no_file = {0};

	cr_expect_eq(box_key_read(path, &key, &absent), STATUS_INVALID);
	cr_expect_not_null(strstr(absent.text, "No such file"));
	mkfifo(path, 0600);
	cr_expect_eq(box_key_read(path, &key, &no_file), STATUS_INVALID);
	cr_expect_str_eq(no_file.text, "is not an ordinary file");
	clean_up(path);
	arena_free(arena);
}

LEAK_FREE_TEST(box, never_replaces_a_key)
{
	struct arena *arena = arena_new();
	const char *path = key_path(arena);
	struct fault fault = {0};
	struct box_key key;
	struct box_key again;
	struct stat facts;

	cr_assert_eq(box_key_create(path, &fault), STATUS_OK);
	cr_assert_eq(box_key_read(path, &key, &fault), STATUS_OK, "%s",
		     fault.text);
	cr_expect_eq(box_key_create(path, &fault), STATUS_CONFLICT);
	cr_expect(fault_is_set(&fault));
	cr_assert_eq(box_key_read(path, &again, NULL), STATUS_OK);
	cr_expect_eq(memcmp(&key, &again, sizeof(key)), 0);
	cr_expect_eq(stat(path, &facts), 0);
	cr_expect_eq(facts.st_mode & 07777, 0600);
	clean_up(path);
	cr_expect_eq(box_key_create(path, NULL), STATUS_STORAGE,
		     "the folder is gone");
	arena_free(arena);
}
