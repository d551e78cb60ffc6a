/*
 * A consent's document that is accepted is written again byte for byte, and
 * has what a record must have.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/consent_chain.h"
#include "tests/fuzz/must.h"

static const struct seal_key *
no_key(void *context, const char *certificate, int64_t issued_ms)
{
	(void)context;
	MUST(certificate != NULL);
	MUST(issued_ms >= 0);
	return NULL;
}

/* Without a key nothing is sound. */
static void
check_chain(struct arena *arena, struct text jws)
{
	const struct consent_chain chain = {
		.documents = &jws,
		.count = 1,
		.organisation = "wijkteam",
		.resident = "p1",
		.find_key = no_key,
	};
	struct consent_chain_report report;

	consent_chain_verify(arena, &chain, &report);
	MUST(report.fault == CONSENT_CHAIN_ALTERED ||
	     report.fault == CONSENT_CHAIN_BY_ANOTHER);
	MUST(report.at == 0 && report.head[0] == '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct consent_document document;
	struct fault fault = {0};

	if (consent_document_decode(arena, source, &document, &fault) ==
	    STATUS_OK) {
		MUST(text_equals(consent_document_encode(arena, &document),
				 source));
		MUST(document.consent.id != NULL);
		MUST(document.consent.resident[0] != '\0');
		MUST((document.seq == 1) == (document.previous == NULL));
	} else {
		MUST(fault_is_set(&fault));
	}
	check_chain(arena, source);
	arena_free(arena);
	return 0;
}
