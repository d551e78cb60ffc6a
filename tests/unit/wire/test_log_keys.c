#include "eenplan/wire/log_keys.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"
#include "wire/signatory.h"

static struct note_verifier
verifier_of(const char *name, enum note_kind kind)
{
	struct box_key seed = {{9}};
	struct note_signer *signer;
	struct note_verifier verifier;

	cr_assert_eq(note_signer_new(name, kind, &seed, &signer), STATUS_OK);
	verifier = *note_signer_verifier(signer);
	note_signer_free(signer);
	return verifier;
}

static struct log_keys
keys_of(struct arena *arena, const char *node)
{
	return (struct log_keys){
		.node = node,
		.log = verifier_of(log_keys_origin(arena, node),
				   NOTE_SIGNATURE),
		.cosigner = verifier_of(log_keys_cosigner(arena, node),
					NOTE_COSIGNATURE),
		.time_ms = 1790000000000,
	};
}

/* The file that `signatory` makes of `keys`, as it comes over the wire. */
static struct log_keys_file
sign(struct arena *arena, const struct signatory *signatory,
     const struct log_keys *keys)
{
	struct json_writer writer;
	struct buf out;
	const struct json *json;
	struct log_keys_file file;

	buf_init(&out, arena, 2048);
	json_begin(&writer, &out);
	cr_assert_eq(log_keys_sign(arena, signatory->signer, keys, &writer),
		     STATUS_OK);
	cr_assert_eq(json_read(arena, buf_text(&out), LIMIT_REQUEST_BYTES,
			       &json, NULL),
		     STATUS_OK);
	cr_assert_eq(log_keys_file_read(arena, json, &file), STATUS_OK);
	return file;
}

LEAK_FREE_TEST(log_keys, of_another_organisation_are_not_believed)
{
	struct arena *arena = arena_new();
	struct signatory thuiszorg = signatory_make("thuiszorg");
	struct log_keys keys = keys_of(arena, "welzijn");
	struct log_keys_file file = sign(arena, &thuiszorg, &keys);
	struct log_keys read;
	struct identity identity;

	cr_expect_eq(log_keys_accept(arena, &file, &read, &identity),
		     STATUS_STATEMENT_REFUSED, "it names another");
	keys = keys_of(arena, "thuiszorg");
	keys.log = keys.cosigner;
	file = sign(arena, &thuiszorg, &keys);
	cr_expect_eq(log_keys_accept(arena, &file, &read, &identity),
		     STATUS_STATEMENT_REFUSED, "a key for each use");
	keys = keys_of(arena, "thuiszorg");
	keys.cosigner = verifier_of(log_keys_cosigner(arena, "welzijn"),
				    NOTE_COSIGNATURE);
	file = sign(arena, &thuiszorg, &keys);
	cr_expect_eq(log_keys_accept(arena, &file, &read, &identity),
		     STATUS_STATEMENT_REFUSED, "under a name of one's own");
	signatory_free(&thuiszorg);
	arena_free(arena);
}

LEAK_FREE_TEST(log_keys, that_were_altered_are_not_believed)
{
	struct arena *arena = arena_new();
	struct signatory thuiszorg = signatory_make("thuiszorg");
	struct signatory welzijn = signatory_make("welzijn");
	struct log_keys keys = keys_of(arena, "thuiszorg");
	struct log_keys_file file = sign(arena, &thuiszorg, &keys);
	struct log_keys_file other = file;
	struct log_keys read;
	struct identity identity;
	char *jws = arena_string(arena, file.jws);

	jws[strlen(jws) / 2] ^= 1;
	other.jws = jws;
	cr_expect_eq(log_keys_accept(arena, &other, &read, &identity),
		     STATUS_STATEMENT_REFUSED);
	other = file;
	other.certificate = welzijn.der;
	cr_expect_eq(log_keys_accept(arena, &other, &read, &identity),
		     STATUS_STATEMENT_REFUSED);
	signatory_free(&thuiszorg);
	signatory_free(&welzijn);
	arena_free(arena);
}

LEAK_FREE_TEST(log_keys, are_read_as_they_were_signed)
{
	struct arena *arena = arena_new();
	struct signatory thuiszorg = signatory_make("thuiszorg");
	struct log_keys keys = keys_of(arena, "thuiszorg");
	struct log_keys_file file = sign(arena, &thuiszorg, &keys);
	struct log_keys read;
	struct identity identity;

	cr_assert_eq(log_keys_accept(arena, &file, &read, &identity),
		     STATUS_OK);
	cr_expect_str_eq(read.node, "thuiszorg");
	cr_expect_str_eq(identity.thumbprint, thuiszorg.self.thumbprint);
	cr_expect_str_eq(note_verifier_print(arena, &read.log),
			 note_verifier_print(arena, &keys.log));
	cr_expect_str_eq(note_verifier_print(arena, &read.cosigner),
			 note_verifier_print(arena, &keys.cosigner));
	cr_expect_eq(read.time_ms, keys.time_ms);
	signatory_free(&thuiszorg);
	arena_free(arena);
}

LEAK_FREE_TEST(log_keys, knows_the_node_by_the_name_that_it_cosigns_under)
{
	static const char *const strangers[] = {
		"", "urn:eenplan:org:/witness", "urn:eenplan:org:ggz",
		"witness.example/w1", "urn:eenplan:org:ggz/witness/x"};
	struct arena *arena = arena_new();

	cr_expect_str_eq(
		log_keys_cosigner_node(arena, log_keys_cosigner(arena, "ggz")),
		"ggz");
	for (size_t i = 0; i < COUNT_OF(strangers); i++)
		cr_expect_null(log_keys_cosigner_node(arena, strangers[i]),
			       "%s", strangers[i]);
	arena_free(arena);
}
