#include "eenplan/base/clock.h"
#include "eenplan/wire/receipt.h"
#include "reading.h"
#include "shared.h"
#include "wire/signatory.h"

#define DIGEST                                                                 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define DUTCH_FILE   "tests/fixtures/receipt/receipt.nl.txt"
#define ENGLISH_FILE "tests/fixtures/receipt/receipt.en.txt"

static const char *const categories[] = {"goal", "agreement"};
static const char *const labels[][2] = {
	{"Goal", "Agreement"},
	{"Doel", "Afspraak"},
};
static const char *const purposes[] = {"coordination"};
static const char *const purpose_labels[][1] = {{"Coordination"},
						{"Regie en afstemming"}};

/* A resident gave one consent and refused another, in `language`. */
static struct receipt
receipt_in(struct arena *arena, enum receipt_language language,
	   const char *certificate)
{
	struct receipt_record *records =
		ARENA_ARRAY(arena, 2, struct receipt_record);
	struct receipt_notice *notices =
		ARENA_ARRAY(arena, 1, struct receipt_notice);

	records[0] = (struct receipt_record){
		.consent = {.id = UUID_ONE,
			    .given_by = "representative",
			    .ground = "mentor",
			    .kind = "share",
			    .recipient_kind = CONSENT_TO_ORGANISATION,
			    .recipient = "wijkteam",
			    .categories = categories,
			    .category_count = 2,
			    .purposes = purposes,
			    .purpose_count = 1,
			    .from_day = 20400,
			    .until_day = 20765,
			    .state = CONSENT_GIVEN,
			    .asked = "in person",
			    .text_version = "2026-1",
			    .recorded_ms = 1795255200000},
		.document = DIGEST,
		.kind = language == RECEIPT_DUTCH ? "Toestemming om te delen"
						  : "Consent to share",
		.basis = {"AVG 9(2)(a)", language == RECEIPT_DUTCH
						 ? "Uitdrukkelijke toestemming"
						 : "Explicit consent"},
		.recipient = "Wijkteam Vlinderwijk",
		.categories = labels[language],
		.purposes = purpose_labels[language],
	};
	records[1] = (struct receipt_record){
		.consent = {.id = UUID_TWO,
			    .given_by = "self",
			    .kind = "help",
			    .recipient_kind = CONSENT_TO_ANYONE,
			    .from_day = CLOCK_DAY_NONE,
			    .until_day = CLOCK_DAY_NONE,
			    .state = CONSENT_REFUSED,
			    .recorded_ms = 1795255200000},
		.kind = language == RECEIPT_DUTCH ? "Instemming met de hulp"
						  : "Agreement to the help",
	};
	notices[0] = (struct receipt_notice){
		.version = "2026-1",
		.text = "Een zin.\n\nEn nog een zin,\nover twee regels."};
	return (struct receipt){
		.id = UUID_TWO,
		.issued_ms = 1795255200000,
		.language = language,
		.principal = "q83vEjRWeJCrze8SNFZ4",
		.certificate = certificate,
		.organisation = "thuiszorg",
		.organisation_name = "Thuiszorg De Linde",
		.contact = "088-0000202",
		.records = records,
		.record_count = 2,
		.notices = notices,
		.notice_count = 1,
	};
}

static const char *
file_of(struct arena *arena, const struct signatory *by, const char *jws,
	struct text payload)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	receipt_file_encode(&writer, arena, by->der, jws, payload);
	json_close_object(&writer);
	return buf_string(&out);
}

/* The file that `by` would give a resident. */
static const char *
file_by(struct arena *arena, const struct signatory *by,
	const struct receipt *receipt)
{
	struct text payload = receipt_encode(arena, receipt);

	return file_of(arena, by,
		       signatory_sign(by, arena, RECEIPT_TYPE, payload),
		       payload);
}

/* By the certificate that the file has, where none is given. */
static enum receipt_verdict
check(struct arena *arena, const char *source, struct text certificate)
{
	struct receipt_file file;
	struct receipt receipt;
	struct identity signer;
	struct fault fault = {0};

	if (receipt_file_decode(arena, text_of(source), &file, &fault) !=
	    STATUS_OK)
		return RECEIPT_NO_RECEIPT;
	return receipt_verify(arena, &file,
			      certificate.length > 0 ? certificate
						     : file.certificate,
			      &receipt, &signer);
}

LEAK_FREE_TEST(receipt, with_one_byte_altered_is_not_sound)
{
	struct arena *arena = arena_new();
	struct signatory node = signatory_make("thuiszorg");
	struct receipt receipt =
		receipt_in(arena, RECEIPT_DUTCH, node.self.thumbprint);
	const char *whole = file_by(arena, &node, &receipt);

	cr_assert_eq(check(arena, whole, (struct text){0}), RECEIPT_SOUND);
	for (size_t at = 0; at < strlen(whole); at += 3) {
		struct arena *scratch = arena_new();
		char *altered = arena_string(scratch, whole);

		altered[at] = altered[at] == 'e' ? 'a' : 'e';
		cr_expect_neq(check(scratch, altered, (struct text){0}),
			      RECEIPT_SOUND, "byte %zu: %.20s", at,
			      altered + at);
		arena_free(scratch);
	}
	signatory_free(&node);
	arena_free(arena);
}

LEAK_FREE_TEST(receipt, is_not_another_nodes)
{
	struct arena *arena = arena_new();
	struct signatory node = signatory_make("thuiszorg");
	struct signatory other = signatory_make("ggz");
	struct receipt receipt =
		receipt_in(arena, RECEIPT_DUTCH, node.self.thumbprint);

	cr_expect_eq(check(arena, file_by(arena, &node, &receipt), other.der),
		     RECEIPT_BY_ANOTHER);
	/* Another signs what names the first. */
	cr_expect_eq(check(arena, file_by(arena, &other, &receipt),
			   (struct text){0}),
		     RECEIPT_NAMES_OTHER);
	/* One's own certificate under another organisation's name. */
	receipt.certificate = other.self.thumbprint;
	cr_expect_eq(check(arena, file_by(arena, &other, &receipt),
			   (struct text){0}),
		     RECEIPT_NAMES_OTHER);
	signatory_free(&node);
	signatory_free(&other);
	arena_free(arena);
}

LEAK_FREE_TEST(receipt, is_no_other_document_that_the_node_signed)
{
	struct arena *arena = arena_new();
	struct signatory node = signatory_make("thuiszorg");
	struct text payload = text_of("{\"ask\":\"coordination\"}");
	const char *const types[] = {"ask+jws", RECEIPT_TYPE};

	for (size_t at = 0; at < COUNT_OF(types); at++) {
		const char *jws =
			signatory_sign(&node, arena, types[at], payload);
		const char *const files[] = {
			file_of(arena, &node, jws, payload),
			arena_printf(arena,
				     "{\"certificate\":\"%s\",\"jws\":\"%s\","
				     "\"receipt\":{\"ask\":\"coordination\"}}",
				     base64url_encode(arena, node.der), jws),
		};

		for (size_t i = 0; i < COUNT_OF(files); i++)
			cr_expect_eq(check(arena, files[i], (struct text){0}),
				     RECEIPT_NO_RECEIPT, "%s", files[i]);
	}
	cr_expect_eq(check(arena, "{\"jws\":\"\"}", (struct text){0}),
		     RECEIPT_NO_RECEIPT);
	signatory_free(&node);
	arena_free(arena);
}

/* `count` records of which every third is for another recipient. */
static struct receipt
receipt_of_many(struct arena *arena, size_t count, const char *certificate)
{
	struct receipt receipt =
		receipt_in(arena, RECEIPT_ENGLISH, certificate);
	struct receipt_record *records =
		ARENA_ARRAY(arena, count, struct receipt_record);

	for (size_t at = 0; at < count; at++) {
		records[at] = receipt.records[at % 3 == 2];
		records[at].consent.id = arena_printf(
			arena, "11111111-1111-4111-8111-%012zu", at);
	}
	receipt.records = records;
	receipt.record_count = count;
	return receipt;
}

static size_t
occurrences(const char *text, const char *of)
{
	size_t count = 0;

	for (; (text = strstr(text, of)) != NULL; text++)
		count++;
	return count;
}

LEAK_FREE_TEST(receipt, holds_every_record_that_a_resident_can_have)
{
	static const size_t counts[] = {1000, LIMIT_CONSENTS_PER_RESIDENT};
	struct signatory node = signatory_make("thuiszorg");

	for (size_t at = 0; at < COUNT_OF(counts); at++) {
		struct arena *arena = arena_new();
		struct receipt receipt = receipt_of_many(arena, counts[at],
							 node.self.thumbprint);
		const char *file = file_by(arena, &node, &receipt);

		cr_expect_lt(strlen(file), LIMIT_RECEIPT_BYTES / 2);
		cr_expect_eq(check(arena, file, (struct text){0}),
			     RECEIPT_SOUND);
		*strstr(strstr(file, "000000000999"), "999") = '8';
		cr_expect_eq(check(arena, file, (struct text){0}),
			     RECEIPT_ALTERED);
		arena_free(arena);
	}
	signatory_free(&node);
}

LEAK_FREE_TEST(receipt, prints_what_is_for_one_recipient_and_purpose_together)
{
	struct arena *arena = arena_new();
	struct receipt receipt = receipt_of_many(arena, 9, "x");
	const char *text = receipt_print(arena, &receipt);

	cr_expect_eq(occurrences(text, "For whom:"), 2);
	cr_expect_eq(occurrences(text, "You say YES to: Consent to share"), 6);
	cr_expect_eq(occurrences(text, "You say NO to: Agreement"), 3);
	/* numbered as they stand there: the last one is of the other kind */
	cr_expect_not_null(strstr(text, "6. You say YES"));
	cr_expect_not_null(strstr(text, "9. You say NO"));
	cr_expect(strstr(text, "6. You say YES") < strstr(text, "7. You say"));
	arena_free(arena);
}

LEAK_FREE_TEST(receipt, comes_back_as_it_was_written)
{
	static const enum receipt_language languages[] = {RECEIPT_ENGLISH,
							  RECEIPT_DUTCH};
	struct arena *arena = arena_new();

	for (size_t at = 0; at < COUNT_OF(languages); at++) {
		struct receipt receipt =
			receipt_in(arena, languages[at],
				   "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF"
				   "U");
		struct text payload = receipt_encode(arena, &receipt);
		struct receipt got;
		struct fault fault = {0};

		cr_assert_eq(receipt_decode(arena, payload, &got, &fault),
			     STATUS_OK, "%s", fault.text);
		cr_expect_eq(got.language, languages[at]);
		cr_expect_eq(got.record_count, 2);
		cr_expect_str_eq(got.records[0].categories[1],
				 labels[languages[at]][1]);
		cr_expect_eq(got.records[0].consent.until_day, 20765);
		cr_expect_null(got.records[1].document);
		cr_expect_str_eq(got.notices[0].version, "2026-1");
		cr_expect_str_eq(receipt_print(arena, &got),
				 receipt_print(arena, &receipt));
	}
	arena_free(arena);
}

static void
expect_printed(enum receipt_language language, const char *path)
{
	struct arena *arena = arena_new();
	struct receipt receipt = receipt_in(arena, language, "x");
	const char *printed = receipt_print(arena, &receipt);
	struct text wanted = shared_read(arena, path);

	cr_expect(text_is(wanted, printed), "%s isn't:\n%s", path, printed);
	arena_free(arena);
}

LEAK_FREE_TEST(receipt, is_printed_in_plain_dutch)
{
	expect_printed(RECEIPT_DUTCH, DUTCH_FILE);
}

LEAK_FREE_TEST(receipt, is_printed_in_plain_english)
{
	expect_printed(RECEIPT_ENGLISH, ENGLISH_FILE);
}

LEAK_FREE_TEST(receipt, on_paper_is_no_wider_than_72_columns)
{
	struct arena *arena = arena_new();
	struct receipt receipt = receipt_in(arena, RECEIPT_DUTCH, "x");
	const char *line = receipt_print(arena, &receipt);

	for (const char *end; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		size_t columns = 0;

		for (const char *at = line; at < end; at++)
			columns += ((unsigned char)*at & 0xC0) != 0x80;
		cr_expect_leq(columns, 72, "%.*s", (int)(end - line), line);
	}
	cr_expect_str_eq(line, "");
	arena_free(arena);
}

LEAK_FREE_TEST(receipt, cannot_steer_a_terminal)
{
	struct arena *arena = arena_new();
	struct receipt receipt = receipt_in(arena, RECEIPT_DUTCH, "x");
	const char *printed;

	receipt.organisation_name = "A\033[2Jb\xC2\x85"
				    "c\xE2\x80\xAE"
				    "d\x7F\n\re%s%n";
	printed = receipt_print(arena, &receipt);
	for (const char *at = printed; *at != '\0'; at++)
		cr_expect((unsigned char)*at >= ' ' || *at == '\n');
	cr_expect_null(strstr(printed, "\xE2\x80\xAE"));
	cr_expect_null(strstr(printed, "\xC2\x85"));
	cr_expect_not_null(strstr(printed, "e%s%n"));
	arena_free(arena);
}
