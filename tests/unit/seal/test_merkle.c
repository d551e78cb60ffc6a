#include "eenplan/seal/merkle.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"
#include "shared.h"

/* Standard base64, as the vectors spell bytes: base64url with other signs. */
static struct text
bytes_of_base64(struct arena *arena, const char *base64)
{
	char *url = arena_string(arena, base64 == NULL ? "" : base64);
	struct text bytes;

	for (char *at = url; *at != '\0'; at++) {
		if (*at == '+')
			*at = '-';
		else if (*at == '/')
			*at = '_';
		else if (*at == '=')
			*at-- = '\0';
	}
	cr_assert(base64url_decode(arena, text_of(url), &bytes));
	return bytes;
}

/*
 * Nothing, or more than a hash, can't even be said to us; the vectors' "don't
 * care" is shorter, and filled up with zeros.
 */
static bool
read_hash(struct arena *arena, const char *base64, struct merkle_hash *out)
{
	struct text bytes = bytes_of_base64(arena, base64);

	if (bytes.length == 0 || bytes.length > DIGEST_BYTES)
		return false;
	*out = (struct merkle_hash){{0}};
	memcpy(out->bytes, bytes.bytes, bytes.length);
	return true;
}

struct vector {
	const struct json *json;
	struct merkle_hash proof[200];
	size_t proof_count;
};

static bool
read_proof(struct arena *arena, struct vector *vector)
{
	const struct json *hash =
		json_first(json_member(vector->json, "proof"));

	for (; hash != NULL; hash = hash->next) {
		cr_assert_lt(vector->proof_count, COUNT_OF(vector->proof));
		if (!read_hash(arena, hash->as.string,
			       &vector->proof[vector->proof_count++]))
			return false;
	}
	return true;
}

static uint64_t
number(const struct vector *vector, const char *key)
{
	const struct json *member = json_member(vector->json, key);

	cr_assert_not_null(member, "%s", key);
	return member->kind == JSON_KIND_STRING
		       ? strtoull(member->as.string, NULL, 10)
		       : (uint64_t)member->as.integer;
}

static bool
holds_inclusion(struct arena *arena, const struct vector *vector)
{
	struct merkle_hash root;
	struct merkle_hash leaf;

	return read_hash(arena, json_get_string(vector->json, "root"), &root) &&
	       read_hash(arena, json_get_string(vector->json, "leafHash"),
			 &leaf) &&
	       merkle_verify_inclusion(leaf, number(vector, "leafIdx"),
				       number(vector, "treeSize"),
				       vector->proof, vector->proof_count,
				       root);
}

static bool
holds_consistency(struct arena *arena, const struct vector *vector)
{
	struct merkle_hash older;
	struct merkle_hash newer;
	uint64_t old_size = number(vector, "size1");

	if (!read_hash(arena, json_get_string(vector->json, "root1"), &older))
		return false;
	return read_hash(arena, json_get_string(vector->json, "root2"),
			 &newer) &&
	       merkle_verify_consistency(old_size, older,
					 number(vector, "size2"), newer,
					 vector->proof, vector->proof_count);
}

typedef bool holds(struct arena *arena, const struct vector *vector);

/* Some vectors have 2^64-1, which our JSON takes as a string only. */
static struct text
quote_largest(struct arena *arena, struct text source)
{
	static const char largest[] = "18446744073709551615";
	const char *found = memmem(source.bytes, source.length, largest,
				   sizeof(largest) - 1);
	struct buf quoted;

	if (found == NULL)
		return source;

	struct text before = {source.bytes, (size_t)(found - source.bytes)};
	const char *behind = found + sizeof(largest) - 1;

	buf_init(&quoted, arena, source.length + 2);
	buf_add_text(&quoted, before);
	buf_printf(&quoted, "\"%s\"", largest);
	buf_add(&quoted, behind,
		(size_t)(source.bytes + source.length - behind));
	return buf_text(&quoted);
}

static void
expect_vector(struct arena *arena, const char *path, holds *proof_holds)
{
	struct vector vector = {.proof_count = 0};
	struct fault fault = {0};

	struct text source = quote_largest(arena, shared_read(arena, path));

	cr_assert_eq(json_read(arena, source, LIMIT_IMPORT_BYTES, &vector.json,
			       &fault),
		     STATUS_OK, "%s: %s %s", path, fault.where, fault.text);

	bool is_wrong = json_get_bool(vector.json, "wantErr", true);
	bool does_hold =
		read_proof(arena, &vector) && proof_holds(arena, &vector);

	cr_expect_neq(does_hold, is_wrong, "%s: %s", path,
		      json_get_string(vector.json, "desc"));
}

static int
expect_folder(struct arena *arena, const char *path, holds *proof_holds)
{
	DIR *folder = opendir(path);
	int count = 0;

	cr_assert_not_null(folder, "%s", path);
	for (struct dirent *file; (file = readdir(folder)) != NULL;) {
		const char *inside =
			arena_printf(arena, "%s/%s", path, file->d_name);

		if (file->d_name[0] == '.')
			continue;
		if (file->d_type == DT_DIR) {
			count += expect_folder(arena, inside, proof_holds);
			continue;
		}
		expect_vector(arena, inside, proof_holds);
		count++;
	}
	closedir(folder);
	return count;
}

LEAK_FREE_TEST(merkle, agrees_with_every_inclusion_vector)
{
	struct arena *arena = arena_new();
	const char *path = shared_or_skip(arena, "vectors/merkle/inclusion");

	cr_expect_geq(expect_folder(arena, path, holds_inclusion), 90);
	arena_free(arena);
}

LEAK_FREE_TEST(merkle, agrees_with_every_consistency_vector)
{
	struct arena *arena = arena_new();
	const char *path = shared_or_skip(arena, "vectors/merkle/consistency");

	cr_expect_geq(expect_folder(arena, path, holds_consistency), 90);
	arena_free(arena);
}

#define TREE_SIZE 70

struct leaves {
	struct merkle_hash leaf[TREE_SIZE];
	struct merkle_hash root[TREE_SIZE + 1]; /* of the first n leaves */
};

static void
grow(struct leaves *leaves)
{
	struct merkle_tree tree;

	merkle_init(&tree);
	leaves->root[0] = merkle_root(&tree);
	for (uint8_t i = 0; i < TREE_SIZE; i++) {
		leaves->leaf[i] =
			merkle_leaf((struct text){(const char *)&i, 1});
		merkle_append(&tree, leaves->leaf[i]);
		leaves->root[i + 1] = merkle_root(&tree);
		cr_assert_eq(tree.peak_count, __builtin_popcountll(tree.size));
	}
}

static struct merkle_hash
fetch(void *context, unsigned level, uint64_t index)
{
	const struct leaves *leaves = context;
	uint64_t span = UINT64_C(1) << level;
	struct merkle_tree tree;

	merkle_init(&tree);
	for (uint64_t i = 0; i < span; i++)
		merkle_append(&tree, leaves->leaf[index * span + i]);
	return merkle_root(&tree);
}

static void
expect_root(const struct merkle_hash *root, const char *hex)
{
	char printed[DIGEST_HEX_BYTES];

	digest_hex(root->bytes, printed);
	cr_expect_str_eq(printed, hex);
}

/* The eight leaves of the certificate-transparency reference tests. */
LEAK_FREE_TEST(merkle, has_the_roots_of_the_reference)
{
	static const struct text entries[] = {
		{"", 0},
		{"\x00", 1},
		{"\x10", 1},
		{"\x20\x21", 2},
		{"\x30\x31", 2},
		{"\x40\x41\x42\x43", 4},
		{"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
		{"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e"
		 "\x6f",
		 16},
	};
	struct merkle_tree tree;
	struct merkle_hash root;

	merkle_init(&tree);
	root = merkle_root(&tree);
	expect_root(&root, "e3b0c44298fc1c149afbf4c8996fb924"
			   "27ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < COUNT_OF(entries); i++) {
		merkle_append(&tree, merkle_leaf(entries[i]));
		root = merkle_root(&tree);
		if (i == 0)
			expect_root(&root, "6e340b9cffb37a989ca544e6bb780a2c"
					   "78901d3fb33738768511a30617afa01d");
	}
	expect_root(&root, "5dc9da79a70659a9ad559cb701ded9a2"
			   "ab9d823aad2f4960cfe370eff4604328");
}

LEAK_FREE_TEST(merkle, proves_every_leaf_of_every_tree_and_no_other)
{
	static struct leaves leaves;

	grow(&leaves);
	for (uint64_t size = 1; size <= TREE_SIZE; size++) {
		for (uint64_t index = 0; index < size; index++) {
			struct merkle_hash proof[MERKLE_PEAKS_MAX];
			size_t count = merkle_prove_inclusion(
				fetch, &leaves, index, size, proof);

			cr_assert(merkle_verify_inclusion(
				leaves.leaf[index], index, size, proof, count,
				leaves.root[size]));
			cr_assert_not(merkle_verify_inclusion(
				leaves.leaf[(index + 1) % TREE_SIZE], index,
				size, proof, count, leaves.root[size]));
			cr_assert_not(merkle_verify_inclusion(
				leaves.leaf[index], index, size, proof, count,
				leaves.root[size - 1]));
			cr_assert_not(merkle_verify_inclusion(
				leaves.leaf[index], size, size, proof, count,
				leaves.root[size]));
			if (count == 0)
				continue;
			proof[count / 2].bytes[7] ^= 1;
			cr_assert_not(merkle_verify_inclusion(
				leaves.leaf[index], index, size, proof, count,
				leaves.root[size]));
		}
	}
}

LEAK_FREE_TEST(merkle, knows_the_root_of_every_size)
{
	static struct leaves leaves;

	grow(&leaves);
	for (uint64_t size = 0; size <= TREE_SIZE; size++) {
		struct merkle_hash root = merkle_root_at(fetch, &leaves, size);

		cr_expect(memcmp(root.bytes, leaves.root[size].bytes,
				 DIGEST_BYTES) == 0,
			  "%u", (unsigned)size);
	}
}

LEAK_FREE_TEST(merkle, proves_every_older_tree_and_no_other)
{
	static struct leaves leaves;

	grow(&leaves);
	for (uint64_t newer = 1; newer <= TREE_SIZE; newer++) {
		for (uint64_t older = 1; older <= newer; older++) {
			struct merkle_hash proof[2 * MERKLE_PEAKS_MAX];
			size_t count = merkle_prove_consistency(
				fetch, &leaves, older, newer, proof);

			cr_assert(merkle_verify_consistency(
				older, leaves.root[older], newer,
				leaves.root[newer], proof, count));
			if (older == newer)
				continue;
			cr_assert_not(merkle_verify_consistency(
				older, leaves.root[older - 1], newer,
				leaves.root[newer], proof, count));
			cr_assert_not(merkle_verify_consistency(
				older, leaves.root[older], newer,
				leaves.root[older], proof, count));
			proof[count / 2].bytes[0] ^= 1;
			cr_assert_not(merkle_verify_consistency(
				older, leaves.root[older], newer,
				leaves.root[newer], proof, count));
		}
	}
	cr_expect_not(merkle_verify_consistency(2, leaves.root[2], 1,
						leaves.root[1], NULL, 0));
	cr_expect_not(merkle_verify_consistency(0, leaves.root[0], 1,
						leaves.root[1], NULL, 0));
	cr_expect_not(merkle_verify_consistency(0, leaves.root[0], 0,
						leaves.root[0], NULL, 0));
}
