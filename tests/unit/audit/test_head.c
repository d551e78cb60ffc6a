#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/audit/head.h"
#include "eenplan/seal/jws.h"
#include "fixture.h"
#include "leak_free.h"

static struct fixture fixture;
static int folder;

static void
begin(void)
{
	fixture_init(&fixture);
	cr_assert_eq(mkdir(fixture.log, 0700), 0);
	folder = open(fixture.log, O_RDONLY | O_DIRECTORY);
}

static void
end(void)
{
	close(folder);
	fixture_clear(&fixture);
}

static struct head
head_of(uint64_t size)
{
	struct head head = {.offset = size * 100};

	merkle_init(&head.tree);
	for (uint64_t i = 0; i < size; i++)
		merkle_append(&head.tree, merkle_leaf((struct text){
						  (char *)&i, sizeof(i)}));
	return head;
}

static void
put(uint64_t size)
{
	const struct head head = head_of(size);

	cr_assert_eq(head_write(&fixture.settings, folder, &head), STATUS_OK);
}

static enum status
get(void)
{
	struct head head;

	return head_read(&fixture.settings, folder, &head);
}

LEAK_FREE_TEST(head, is_missed_when_there_is_none)
{
	begin();
	cr_assert_eq(get(), STATUS_NOT_FOUND);
	end();
}

LEAK_FREE_TEST(head, is_refused_when_any_byte_was_changed)
{
	size_t length;

	begin();
	put(5);

	char *bytes = fixture_read(&fixture, HEAD_NAME, &length);

	for (size_t i = 0; i < length; i++) {
		bytes[i] = bytes[i] == 'A' ? 'B' : 'A';
		fixture_write(&fixture, HEAD_NAME, bytes, length);

		enum status status = get();

		cr_assert_eq(status, STATUS_TAMPERED, "byte %zu", i);
		free(bytes);
		put(5);
		bytes = fixture_read(&fixture, HEAD_NAME, &length);
		i += 6;
	}
	free(bytes);
	end();
}

LEAK_FREE_TEST(head, is_refused_when_another_key_signed_it)
{
	begin();
	put(5);

	struct seal_key *other = fixture_new_key(&fixture, "other.key");

	fixture.settings.key = other;
	cr_assert_eq(get(), STATUS_TAMPERED);
	seal_key_free(other);
	end();
}

LEAK_FREE_TEST(head, is_refused_when_it_is_of_another_node)
{
	begin();
	put(5);
	fixture.settings.node = "thuiszorg-zuid";
	cr_assert_eq(get(), STATUS_TAMPERED);
	end();
}

LEAK_FREE_TEST(head, is_refused_when_its_root_is_not_that_of_its_peaks)
{
	static const char *const bad[] = {
		"{\"node\":\"wijkteam-noord\",\"offset\":0,\"peaks\":[],"
		"\"root\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4"
		"95991b7852b854\",\"size\":0,\"time\":\"x\"}",
		"{\"node\":\"wijkteam-noord\",\"offset\":0,\"peaks\":[],"
		"\"root\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4"
		"95991b7852b855\",\"size\":1,\"time\":\"x\"}",
		"{\"node\":\"wijkteam-noord\",\"offset\":-1,\"peaks\":[],"
		"\"root\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4"
		"95991b7852b855\",\"size\":0,\"time\":\"x\"}",
		"{}",
		"[]",
		"",
	};
	const struct jws_header header = {"head+jws", "k"};
	struct arena *arena = arena_new();

	begin();
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		const char *jws;

		cr_assert_eq(jws_sign(arena, fixture.key, &header,
				      text_of(bad[i]), &jws),
			     STATUS_OK);
		fixture_write(&fixture, HEAD_NAME, jws, strlen(jws));
		cr_assert_eq(get(), STATUS_TAMPERED, "%s", bad[i]);
	}
	arena_free(arena);
	end();
}

LEAK_FREE_TEST(head, is_refused_when_it_is_another_kind_of_document)
{
	static const char payload[] =
		"{\"node\":\"wijkteam-noord\",\"offset\":0,\"peaks\":[],"
		"\"root\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4"
		"95991b7852b855\",\"size\":0,\"time\":\"x\"}";
	struct jws_header header = {"consent+jws", "k"};
	struct arena *arena = arena_new();
	const char *jws;

	begin();
	cr_assert_eq(
		jws_sign(arena, fixture.key, &header, text_of(payload), &jws),
		STATUS_OK);
	fixture_write(&fixture, HEAD_NAME, jws, strlen(jws));
	cr_assert_eq(get(), STATUS_TAMPERED);

	header.type = "head+jws";
	cr_assert_eq(
		jws_sign(arena, fixture.key, &header, text_of(payload), &jws),
		STATUS_OK);
	fixture_write(&fixture, HEAD_NAME, jws, strlen(jws));
	cr_assert_eq(get(), STATUS_OK, "the same as a head is one");
	arena_free(arena);
	end();
}

LEAK_FREE_TEST(head, is_still_believed_after_the_certificate_was_renewed)
{
	begin();
	put(5);
	fixture.settings.key_id = "NogEenThumbprint";
	cr_assert_eq(get(), STATUS_OK, "the same key, another certificate");

	struct seal_key *newer = fixture_new_key(&fixture, "newer.key");

	fixture.settings.key = newer;
	fixture.settings.earlier_key = fixture.key;
	cr_assert_eq(get(), STATUS_OK, "the earlier key");
	seal_key_free(newer);
	end();
}

LEAK_FREE_TEST(head, reads_back_as_it_was_written)
{
	begin();
	for (uint64_t size = 0; size < 20; size++) {
		const struct head head = head_of(size);
		struct head again;

		put(size);
		cr_assert_eq(head_read(&fixture.settings, folder, &again),
			     STATUS_OK);
		cr_assert_eq(again.offset, head.offset);
		cr_assert_eq(again.tree.size, size);
		cr_assert_eq(memcmp(again.tree.peaks, head.tree.peaks,
				    head.tree.peak_count *
					    sizeof(struct merkle_hash)),
			     0);
	}
	end();
}
