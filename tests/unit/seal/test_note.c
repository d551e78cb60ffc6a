#include "eenplan/seal/note.h"

#include <string.h>

#include "eenplan/base/buf.h"
#include "leak_free.h"

/* The example of c2sp.org/signed-note, with its key. */
#define PETER_KEY                                                              \
	"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_BODY                                                             \
	"If you think cryptography is the answer to your problem,\n"           \
	"then you don't know what your problem is.\n"
#define PETER_LINE                                                             \
	"\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcE"   \
	"lZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static struct note_verifier
read_key(const char *vkey)
{
	struct note_verifier verifier;

	cr_assert(note_verifier_read(text_of(vkey), &verifier), "%s", vkey);
	return verifier;
}

LEAK_FREE_TEST(note, takes_no_key_that_is_not_one)
{
	static const char *const wrong[] = {
		"",
		"PeterNeumann",
		"PeterNeumann+c74f20a3",
		"PeterNeumann+c74f20a3+",
		"+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
		"PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
		"PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10T=",
	};
	struct note_verifier verifier;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(note_verifier_read(text_of(wrong[i]), &verifier),
			      "%s", wrong[i]);
}

LEAK_FREE_TEST(note, verifies_the_specifications_example_and_nothing_near_it)
{
	struct note_verifier verifier = read_key(PETER_KEY);
	struct arena *arena = arena_new();
	struct text body, lines, line;

	cr_expect_str_eq(note_verifier_print(arena, &verifier), PETER_KEY);
	cr_assert(
		note_split(text_of(PETER_BODY "\n" PETER_LINE), &body, &lines));
	cr_expect(text_is(body, PETER_BODY));
	cr_expect(text_is(lines, PETER_LINE));
	cr_assert(note_verify(body, lines, &verifier, &line, NULL));
	cr_expect(text_is(line, PETER_LINE));
	cr_expect(note_verify(body,
			      text_of("\xe2\x80\x94 Other AAAA\n" PETER_LINE),
			      &verifier, NULL, NULL));
	cr_expect_not(note_verify(text_of("If you think\n"), lines, &verifier,
				  NULL, NULL));
	body.length--;
	cr_expect_not(note_verify(body, lines, &verifier, NULL, NULL));
	body.length++;
	verifier.key[3] ^= 1;
	cr_expect_not(note_verify(body, lines, &verifier, NULL, NULL));
	arena_free(arena);
}

LEAK_FREE_TEST(note, is_none_without_an_empty_line_and_an_end)
{
	static const char *const wrong[] = {
		"",
		PETER_BODY,
		PETER_BODY PETER_LINE,
		PETER_BODY "\n",
		PETER_BODY "\nPeterNeumann x08go\n",
		PETER_BODY "\n\xe2\x80\x94 PeterNeumann x08go",
	};
	struct text body, lines;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(note_split(text_of(wrong[i]), &body, &lines),
			      "%zu", i);
}

static struct note_signer *
signer_of(enum note_kind kind, uint8_t seed)
{
	struct box_key key;
	struct note_signer *signer;

	memset(key.bytes, seed, sizeof(key.bytes));
	cr_assert_eq(note_signer_new("urn:eenplan:org:wijkteam", kind, &key,
				     &signer),
		     STATUS_OK);
	return signer;
}

LEAK_FREE_TEST(note, has_no_signer_whose_name_no_line_can_have)
{
	static const char *const wrong[] = {"", "a b", "a+b", "a\nb"};
	struct box_key key = {{1}};
	struct note_signer *signer;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_eq(note_signer_new(wrong[i], NOTE_SIGNATURE, &key,
					     &signer),
			     STATUS_CRYPTO);
}

LEAK_FREE_TEST(note, signed_by_one_is_not_believed_of_another)
{
	struct arena *arena = arena_new();
	struct note_signer *one = signer_of(NOTE_SIGNATURE, 1);
	struct note_signer *other = signer_of(NOTE_SIGNATURE, 2);
	struct note_signer *witness = signer_of(NOTE_COSIGNATURE, 1);
	const char *line;
	struct text body = text_of(PETER_BODY);

	cr_assert_eq(note_sign(arena, one, body, 0, &line), STATUS_OK);
	cr_expect(note_verify(body, text_of(line), note_signer_verifier(one),
			      NULL, NULL));
	cr_expect_not(note_verify(body, text_of(line),
				  note_signer_verifier(other), NULL, NULL));
	cr_expect_not(note_verify(body, text_of(line),
				  note_signer_verifier(witness), NULL, NULL),
		      "a signature is no cosignature");
	note_signer_free(one);
	note_signer_free(other);
	note_signer_free(witness);
	arena_free(arena);
}

LEAK_FREE_TEST(note, cosigned_says_when_and_that_can_not_be_changed)
{
	struct arena *arena = arena_new();
	struct note_signer *witness = signer_of(NOTE_COSIGNATURE, 7);
	struct text body = text_of(PETER_BODY);
	const char *line;
	struct text bytes;
	int64_t time_ms = 0;

	cr_assert_eq(note_sign(arena, witness, body, 1679315147999, &line),
		     STATUS_OK);
	cr_assert(note_verify(body, text_of(line),
			      note_signer_verifier(witness), NULL, &time_ms));
	cr_expect_eq(time_ms, 1679315147000);

	const char *base64 = strrchr(line, ' ') + 1;

	cr_assert(base64_decode(
		arena, (struct text){base64, strlen(base64) - 1}, &bytes));
	cr_expect_eq(bytes.length,
		     NOTE_ID_BYTES + NOTE_TIME_BYTES + NOTE_SIGNATURE_BYTES);
	for (size_t i = 0; i < bytes.length; i += 5) {
		char *changed = arena_text(arena, bytes);

		changed[i] = (char)(changed[i] ^ 4);
		cr_expect_not(
			note_verify(
				body,
				text_of(arena_printf(
					arena,
					"\xe2\x80\x94 urn:eenplan:org:wijkteam "
					"%s\n",
					base64_encode(
						arena,
						(struct text){changed,
							      bytes.length}))),
				note_signer_verifier(witness), NULL, NULL),
			"byte %zu", i);
	}
	note_signer_free(witness);
	arena_free(arena);
}
