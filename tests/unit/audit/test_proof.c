#include "daemon/audit/proof.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/audit/treefile.h"
#include "fixture.h"
#include "leak_free.h"

#define ENTRIES 37

static struct fixture fixture;

/* A log of so many entries, closed, so that its head covers them all. */
static void
begin(unsigned entries)
{
	struct audit *audit;

	fixture_init(&fixture);
	cr_assert_eq(audit_open(&fixture.settings, &audit), STATUS_OK);
	fixture_append(&fixture, audit, entries);
	audit_close(audit);
}

static struct audit_tree *
open_tree(void)
{
	struct audit_tree *tree;

	cr_assert_eq(audit_tree_open(&fixture.settings, &tree), STATUS_OK);
	return tree;
}

static enum status
reopen(void)
{
	struct audit *audit;
	enum status status = audit_open(&fixture.settings, &audit);

	if (status == STATUS_OK)
		audit_close(audit);
	return status;
}

static void
expect_proofs(unsigned entries)
{
	struct arena *arena = arena_new();
	struct audit_tree *tree = open_tree();
	struct merkle_hash proof[2 * MERKLE_PEAKS_MAX], root, older;
	struct text header;
	uint64_t size;
	size_t count;

	cr_assert_eq(audit_head(&fixture.settings, &size, &root), STATUS_OK);
	cr_assert_eq(size, entries);
	for (uint64_t seq = 0; seq < size; seq++) {
		cr_assert_eq(
			audit_header(&fixture.settings, arena, seq, &header),
			STATUS_OK, "%u", (unsigned)seq);
		cr_assert_eq(
			audit_tree_inclusion(tree, seq, size, proof, &count),
			STATUS_OK);
		cr_assert(merkle_verify_inclusion(merkle_leaf(header), seq,
						  size, proof, count, root));
		if (seq == 0)
			continue;
		cr_assert_eq(audit_tree_root(tree, seq, &older), STATUS_OK);
		cr_assert_eq(
			audit_tree_consistency(tree, seq, size, proof, &count),
			STATUS_OK);
		cr_assert(merkle_verify_consistency(seq, older, size, root,
						    proof, count));
	}
	cr_expect_eq(audit_header(&fixture.settings, arena, size, &header),
		     STATUS_NOT_FOUND);
	audit_tree_close(tree);
	arena_free(arena);
}

LEAK_FREE_TEST(proof, of_a_log_that_is_not_there_is_none)
{
	struct audit_tree *tree;
	struct merkle_hash root;
	uint64_t size;

	fixture_init(&fixture);
	cr_expect_eq(audit_tree_open(&fixture.settings, &tree), STATUS_STORAGE);
	cr_expect_eq(audit_head(&fixture.settings, &size, &root),
		     STATUS_STORAGE);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(proof, of_what_the_tree_does_not_have_is_none)
{
	struct merkle_hash proof[2 * MERKLE_PEAKS_MAX];
	struct audit_tree *tree;
	size_t count;

	begin(ENTRIES);
	tree = open_tree();
	cr_expect_eq(audit_tree_inclusion(tree, 3, ENTRIES + 1, proof, &count),
		     STATUS_STORAGE);
	cr_expect_eq(audit_tree_root(tree, ENTRIES + 1, proof), STATUS_STORAGE);
	cr_expect_eq(
		audit_tree_consistency(tree, 3, ENTRIES + 1, proof, &count),
		STATUS_STORAGE);
	audit_tree_close(tree);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(proof, holds_for_every_entry_and_every_earlier_log)
{
	begin(ENTRIES);
	expect_proofs(ENTRIES);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(proof, holds_again_when_the_tree_was_lost_or_damaged)
{
	size_t length;

	begin(ENTRIES);
	for (unsigned i = 0; i < 4; i++) {
		char *bytes = fixture_read(&fixture, TREEFILE_NAME, &length);

		switch (i) {
		case 0: length = 0; break;
		case 1: length -= 40; break;
		case 2: memset(bytes, 0, length); break;
		/* the last peak: what isn't in the root is seen by no start */
		case 3: bytes[length - 5] ^= 1; break;
		}
		fixture_write(&fixture, TREEFILE_NAME, bytes, length);
		free(bytes);
		cr_assert_eq(reopen(), STATUS_OK, "%u", i);
		expect_proofs(ENTRIES);
	}
	fixture_clear(&fixture);
}

/* Without the tree, a start reads all: what was changed comes to light. */
LEAK_FREE_TEST(proof, is_not_made_anew_from_a_log_that_was_changed)
{
	size_t length;
	char *bytes;

	begin(ENTRIES);
	bytes = fixture_read(&fixture, "access.log", &length);

	char *time = strstr(bytes, "\"time\":\"20");

	cr_assert_not_null(time);
	time[9] = '1';
	fixture_write(&fixture, "access.log", bytes, length);
	free(bytes);
	fixture_write(&fixture, TREEFILE_NAME, "", 0);
	cr_expect_eq(reopen(), STATUS_TAMPERED);
	fixture_clear(&fixture);
}
