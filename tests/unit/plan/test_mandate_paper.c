#include "daemon/plan/mandate_paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "leak_free.h"
#include "sheaf.h"
#include "wire/signatory.h"

/* Two organisations, and an authority that vouches for one of them. */
struct office {
	struct arena *arena;
	struct signatory known;
	struct signatory stranger;
	struct vouch *vouch;
	struct fault fault;
};

static void
write_pem(FILE *file, struct text der)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	const unsigned char *bytes = (const unsigned char *)der.bytes;

	fputs("-----BEGIN CERTIFICATE-----", file);
	for (size_t i = 0; i < der.length; i += 3) {
		size_t left = der.length - i;
		unsigned bits = (unsigned)bytes[i] << 16 |
				(left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
				(left > 2 ? bytes[i + 2] : 0U);
		if (i % 48 == 0)
			fputc('\n', file);
		fputc(digits[bits >> 18 & 63], file);
		fputc(digits[bits >> 12 & 63], file);
		fputc(left > 1 ? digits[bits >> 6 & 63] : '=', file);
		fputc(left > 2 ? digits[bits & 63] : '=', file);
	}
	fputs("\n-----END CERTIFICATE-----\n", file);
}

static void
office_open(struct office *office)
{
	char path[] = "/tmp/eenplan-authority-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	*office = (struct office){.arena = arena_new(),
				  .known = signatory_make("wijkteam"),
				  .stranger = signatory_make("wijkteam")};
	write_pem(file, office->known.der);
	fclose(file);
	cr_assert_eq(vouch_open(path, &office->vouch, &office->fault),
		     STATUS_OK, "%s", office->fault.text);
	unlink(path);
}

static void
office_close(struct office *office)
{
	vouch_close(office->vouch);
	signatory_free(&office->known);
	signatory_free(&office->stranger);
	arena_free(office->arena);
}

static struct text
genesis_by(struct arena *arena, const char *organisation)
{
	struct mandate genesis = {.kind = MANDATE_GENESIS,
				  .plan = SHEAF_PLAN,
				  .seq = 1,
				  .organisation = organisation,
				  .from_ms = 1795255200000,
				  .name = "Fatima"};

	return mandate_encode(arena, &genesis);
}

static void
expect(struct office *office, const struct mandate_paper *paper,
       enum status expected)
{
	struct mandate_entry entry;

	cr_expect_eq(mandate_paper_verify(office->arena, office->vouch, paper,
					  &entry, &office->fault),
		     expected, "%s", office->fault.text);
}

LEAK_FREE_TEST(mandate_paper, refuses_what_no_authority_vouches_for)
{
	struct office office;
	struct mandate_paper paper;

	office_open(&office);
	paper = (struct mandate_paper){
		.jws = signatory_sign(&office.stranger, office.arena,
				      MANDATE_TYPE,
				      genesis_by(office.arena, "wijkteam")),
		.certificate = office.stranger.der};
	expect(&office, &paper, STATUS_INVALID);
	office_close(&office);
}

LEAK_FREE_TEST(mandate_paper, refuses_another_key_type_or_signer_than_it_says)
{
	struct office office;
	struct arena *arena;
	struct mandate_paper paper;

	office_open(&office);
	arena = office.arena;
	paper.certificate = office.known.der;
	paper.jws = signatory_sign(&office.stranger, arena, MANDATE_TYPE,
				   genesis_by(arena, "wijkteam"));
	expect(&office, &paper, STATUS_INVALID);
	paper.jws = signatory_sign(&office.known, arena, "notice+jws",
				   genesis_by(arena, "wijkteam"));
	expect(&office, &paper, STATUS_INVALID);
	paper.jws = signatory_sign(&office.known, arena, MANDATE_TYPE,
				   genesis_by(arena, "thuiszorg"));
	expect(&office, &paper, STATUS_INVALID);
	paper.jws = signatory_sign(&office.known, arena, MANDATE_TYPE,
				   text_of("{}"));
	expect(&office, &paper, STATUS_INVALID);
	paper.jws = "a.b.c";
	expect(&office, &paper, STATUS_INVALID);
	office_close(&office);
}

LEAK_FREE_TEST(mandate_paper, believes_what_a_known_organisation_signed)
{
	struct office office;
	struct mandate_paper paper;
	struct mandate_entry verified, read;

	office_open(&office);
	paper = (struct mandate_paper){
		.jws = signatory_sign(&office.known, office.arena, MANDATE_TYPE,
				      genesis_by(office.arena, "wijkteam")),
		.certificate = office.known.der};
	expect(&office, &paper, STATUS_OK);
	cr_assert_eq(mandate_paper_verify(office.arena, office.vouch, &paper,
					  &verified, &office.fault),
		     STATUS_OK);
	cr_assert_eq(mandate_paper_read_unverified(office.arena, &paper, &read),
		     STATUS_OK);
	cr_expect_str_eq(verified.digest, read.digest);
	paper.jws = "a.b.c";
	cr_expect_eq(mandate_paper_read_unverified(office.arena, &paper, &read),
		     STATUS_TAMPERED);
	office_close(&office);
}
