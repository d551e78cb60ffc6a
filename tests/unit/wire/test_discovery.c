#include "eenplan/wire/discovery.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

#define SESSION "11111111-1111-4111-8111-111111111111"
#define DIGEST                                                                 \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char *const basis[] = {"AVG 9(2)(a)", "BW 7:457(1)"};

static struct discovery_contract
sample(void)
{
	return (struct discovery_contract){
		.head = {SESSION, "wijkteam", "thuiszorg"},
		.law = "wmo",
		.user = "fatima",
		.role = "coordinator",
		.purpose = "coordination",
		.mode = DISCOVERY_ONEWAY,
		.identifier = PSI_IDENTIFIER_BSN,
		.basis = basis,
		.basis_count = COUNT_OF(basis),
		.most = 1024,
		.quota_days = 30,
		.issued_ms = 1795000000000,
		.expires_ms = 1795000060000,
	};
}

static enum status
decode(struct arena *arena, const char *json, const char **where_out)
{
	struct discovery_contract contract;
	struct fault *fault = ARENA_NEW(arena, struct fault);
	enum status status = discovery_contract_decode(arena, text_of(json),
						       &contract, fault);

	*where_out = fault->where;
	return status;
}

LEAK_FREE_TEST(discovery, reads_a_contract_as_it_was_written)
{
	struct arena *arena = arena_new();
	struct discovery_contract contract = sample(), again;
	struct fault fault = {0};
	struct text text = discovery_contract_encode(arena, &contract);

	cr_assert_eq(discovery_contract_decode(arena, text, &again, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_str_eq(again.head.session, SESSION);
	cr_expect_str_eq(again.head.recipient, "thuiszorg");
	cr_expect_str_eq(again.user, "fatima");
	cr_expect_eq(again.mode, DISCOVERY_ONEWAY);
	cr_expect_eq(again.identifier, PSI_IDENTIFIER_BSN);
	cr_expect_eq(again.basis_count, 2);
	cr_expect_eq(again.most, 1024);
	cr_expect_eq(again.expires_ms, contract.expires_ms);
	cr_expect(text_equals(text, discovery_contract_encode(arena, &again)));
	arena_free(arena);
}

/* A contract with one member as something else. */
LEAK_FREE_TEST(discovery, refuses_each_member_of_a_contract_that_is_wrong)
{
	static const struct {
		const char *from, *to, *where;
	} wrongs[] = {
		{"dh-psi-r255/1", "dh-psi-r255/2", "/v"},
		{"\"oneway\"", "\"both\"", "/mode"},
		{"\"bsn\"", "\"name\"", "/identifier"},
		{"\"most\":1024", "\"most\":0", "/most"},
		{"\"most\":1024", "\"most\":131073", "/most"},
		{"\"quota_days\":30", "\"quota_days\":0", "/quota_days"},
		{"\"exp\":1795000060", "\"exp\":1795000000", "/exp"},
		{"\"exp\":1795000060", "\"exp\":1795090000", "/exp"},
		{"\"iat\":1795000000", "\"iat\":-1", "/iat"},
		{SESSION, "11111111-1111-4111-8111-11111111111A", "/jti"},
		{"\"iss\":\"wijkteam\"", "\"iss\":\"\"", "/iss"},
		{"\"aud\":\"thuiszorg\"", "\"aud\":\"\"", "/aud"},
		{"\"law\":\"wmo\"", "\"law\":\"\"", "/law"},
		{"\"sub\":\"fatima\"", "\"sub\":\"\"", "/sub"},
		{"\"role\":\"coordinator\"", "\"role\":\"\"", "/role"},
		{"\"purpose\":\"coordination\"", "\"purpose\":\"\"",
		 "/purpose"},
		{"\"BW 7:457(1)\"", "\"AVG 9(2)(a)\"", "/basis"},
		{"\"aud\"", "\"more\":1,\"aud\"", "/more"},
	};
	struct arena *arena = arena_new();
	struct discovery_contract contract = sample();
	const char *whole =
		arena_text(arena, discovery_contract_encode(arena, &contract));

	for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
		const char *at = strstr(whole, wrongs[i].from);
		const char *where;

		cr_assert_not_null(at, "%s", wrongs[i].from);

		const char *changed = arena_printf(
			arena, "%.*s%s%s", (int)(at - whole), whole,
			wrongs[i].to, at + strlen(wrongs[i].from));

		cr_expect_eq(decode(arena, changed, &where), STATUS_INVALID,
			     "%s", changed);
		cr_expect_str_eq(where, wrongs[i].where);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(discovery, reads_an_agreement_with_and_without_a_contact)
{
	struct arena *arena = arena_new();
	struct fault fault = {0};
	struct discovery_agreement again;
	struct discovery_agreement agreement = {
		.head = {SESSION, "thuiszorg", "wijkteam"},
		.contract = DIGEST,
		.law = "zvw",
		.contact = "088-0000100",
	};

	cr_assert_eq(discovery_agreement_decode(
			     arena,
			     discovery_agreement_encode(arena, &agreement),
			     &again, &fault),
		     STATUS_OK);
	cr_expect_str_eq(again.contact, "088-0000100");
	cr_expect_str_eq(again.law, "zvw");
	cr_expect_str_eq(again.contract, DIGEST);
	agreement.contact = NULL;
	cr_assert_eq(discovery_agreement_decode(
			     arena,
			     discovery_agreement_encode(arena, &agreement),
			     &again, &fault),
		     STATUS_OK);
	cr_expect_null(again.contact);
	agreement.contract = "ABCDEF";
	cr_expect_eq(discovery_agreement_decode(
			     arena,
			     discovery_agreement_encode(arena, &agreement),
			     &again, &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/contract");
	arena_free(arena);
}

static struct discovery_commitment
commitment(int64_t count)
{
	struct discovery_commitment made = {
		.head = {SESSION, "thuiszorg", "wijkteam"},
		.contract = DIGEST,
		.count = count,
	};

	memset(made.root, 1, sizeof(made.root));
	memset(made.inputs, 2, sizeof(made.inputs));
	memset(made.key, 3, sizeof(made.key));
	memset(made.nonce, 4, sizeof(made.nonce));
	return made;
}

LEAK_FREE_TEST(discovery,
	       reads_a_commitment_and_refuses_lengths_that_no_list_has)
{
	static const int64_t bad[] = {0, -1, LIMIT_DISCOVERY_PLACES + 1};
	struct arena *arena = arena_new();
	struct fault fault = {0};
	struct discovery_commitment made = commitment(256), again;

	cr_assert_eq(discovery_commitment_decode(
			     arena, discovery_commitment_encode(arena, &made),
			     &again, &fault),
		     STATUS_OK);
	cr_expect_eq(again.count, 256);
	cr_expect_arr_eq(again.root, made.root, sizeof(made.root));
	cr_expect_arr_eq(again.inputs, made.inputs, sizeof(made.inputs));
	cr_expect_arr_eq(again.key, made.key, sizeof(made.key));
	cr_expect_arr_eq(again.nonce, made.nonce, sizeof(made.nonce));
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		made = commitment(bad[i]);
		cr_expect_eq(discovery_commitment_decode(
				     arena,
				     discovery_commitment_encode(arena, &made),
				     &again, &fault),
			     STATUS_INVALID);
		cr_expect_str_eq(fault.where, "/count");
	}
	arena_free(arena);
}

LEAK_FREE_TEST(discovery, reads_a_closing)
{
	struct arena *arena = arena_new();
	struct fault fault = {0};
	struct discovery_closing made = {.head = {SESSION, "thuiszorg",
						  "wijkteam"}},
				 again;

	memset(made.nonce, 7, sizeof(made.nonce));
	memset(made.transcript, 8, sizeof(made.transcript));
	cr_assert_eq(discovery_closing_decode(
			     arena, discovery_closing_encode(arena, &made),
			     &again, &fault),
		     STATUS_OK);
	cr_expect_arr_eq(again.nonce, made.nonce, sizeof(made.nonce));
	cr_expect_arr_eq(again.transcript, made.transcript,
			 sizeof(made.transcript));
	arena_free(arena);
}
