/*
 * What a partner signs when joint clients are looked for, and what an auditor
 * is shown: whatever is accepted is within the limits, and written again it is
 * the same. Points and tags, too: bytes that are taken for points are points.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/discovery_opening.h"
#include "tests/fuzz/must.h"

static void
check_contract(struct arena *arena, struct text source)
{
	struct discovery_contract contract, again;
	struct fault fault = {0};
	enum status status =
		discovery_contract_decode(arena, source, &contract, &fault);
	struct text written;

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status != STATUS_OK)
		return;
	MUST(contract.most >= 1 && contract.most <= LIMIT_DISCOVERY_PLACES);
	MUST(contract.expires_ms > contract.issued_ms);
	MUST(contract.basis_count <= LIMIT_BASES);
	written = discovery_contract_encode(arena, &contract);
	MUST(discovery_contract_decode(arena, written, &again, &fault) ==
	     STATUS_OK);
	MUST(text_equals(written, discovery_contract_encode(arena, &again)));
}

static void
check_agreement(struct arena *arena, struct text source)
{
	struct discovery_agreement agreement, again;
	struct fault fault = {0};
	struct text written;

	if (discovery_agreement_decode(arena, source, &agreement, &fault) !=
	    STATUS_OK)
		return;
	MUST(strlen(agreement.contract) == 64);
	written = discovery_agreement_encode(arena, &agreement);
	MUST(discovery_agreement_decode(arena, written, &again, &fault) ==
	     STATUS_OK);
	MUST(text_equals(written, discovery_agreement_encode(arena, &again)));
}

static void
check_commitment(struct arena *arena, struct text source)
{
	struct discovery_commitment commitment, again;
	struct fault fault = {0};
	struct text written;

	if (discovery_commitment_decode(arena, source, &commitment, &fault) !=
	    STATUS_OK)
		return;
	MUST(commitment.count >= 1 &&
	     commitment.count <= LIMIT_DISCOVERY_PLACES);
	written = discovery_commitment_encode(arena, &commitment);
	MUST(discovery_commitment_decode(arena, written, &again, &fault) ==
	     STATUS_OK);
	MUST(text_equals(written, discovery_commitment_encode(arena, &again)));
}

static void
check_closing(struct arena *arena, struct text source)
{
	struct discovery_closing closing, again;
	struct fault fault = {0};
	struct text written;

	if (discovery_closing_decode(arena, source, &closing, &fault) !=
	    STATUS_OK)
		return;
	written = discovery_closing_encode(arena, &closing);
	MUST(discovery_closing_decode(arena, written, &again, &fault) ==
	     STATUS_OK);
	MUST(text_equals(written, discovery_closing_encode(arena, &again)));
}

/* Read, judged and written again; what it claims is believed by nobody. */
static void
check_openings(struct arena *arena, struct text source)
{
	static const uint8_t nonce[DIGEST_BYTES];
	const struct discovery_nonces nonces = {nonce, nonce};
	struct discovery_commitment commitment = {.count = 256};
	struct discovery_openings openings, again;
	struct fault fault = {0};
	struct text written;
	size_t at;

	if (discovery_openings_decode(arena, source, &openings, &fault) !=
	    STATUS_OK)
		return;
	MUST(discovery_openings_flaw(arena, &openings, &commitment, &nonces,
				     &at) != NULL);
	written = discovery_openings_encode(arena, &openings);
	MUST(discovery_openings_decode(arena, written, &again, &fault) ==
	     STATUS_OK);
	MUST(text_equals(written, discovery_openings_encode(arena, &again)));
}

static void
check_points(const uint8_t *data, size_t size)
{
	static const struct psi_secret secret = {.scalar = {{7}}};
	struct psi_point points[8], raised[8], again;
	size_t count = size / PSI_POINT_BYTES, bad = 0;

	if (count > COUNT_OF(points))
		count = COUNT_OF(points);
	if (count > 0)
		memcpy(points, data, count * PSI_POINT_BYTES);
	if (!psi_raise(&secret, points, count, raised, &bad)) {
		MUST(bad < count);
		count = bad;
	}
	for (size_t i = 0; i < count; i++)
		MUST(psi_point_multiply(&secret.scalar, &raised[i], &again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};

	check_contract(arena, source);
	check_agreement(arena, source);
	check_commitment(arena, source);
	check_closing(arena, source);
	check_openings(arena, source);
	check_points(data, size);
	arena_free(arena);
	return 0;
}
