/*
 * Who a certificate names: whatever is accepted, as a URI or inside DER, is in
 * the grammar, and a URI says exactly what was read from it.
 */
#include <regex.h>
#include <string.h>

#include "eenplan/seal/identity.h"
#include "tests/fuzz/must.h"

#define NAME_PATTERN "[a-z0-9][a-z0-9.-]{0,63}"
#define USER_PATTERN "[a-z0-9][a-z0-9._@-]{0,63}"

/* The grammar of identity.h a second time, for another machine to judge. */
static const char pattern[] = "^urn:eenplan:(org:" NAME_PATTERN
			      "|user:" NAME_PATTERN ":" USER_PATTERN ")$";

static bool
is_in_grammar(const char *uri)
{
	static regex_t grammar;
	static bool is_ready;

	if (!is_ready)
		MUST(regcomp(&grammar, pattern, REG_EXTENDED | REG_NOSUB) == 0);
	is_ready = true;
	return regexec(&grammar, uri, 0, NULL, 0) == 0;
}

static const char *
uri_of(struct arena *arena, const struct identity *identity)
{
	if (identity->kind == IDENTITY_ORGANISATION)
		return arena_printf(arena, "urn:eenplan:org:%s",
				    identity->organisation);
	return arena_printf(arena, "urn:eenplan:user:%s:%s",
			    identity->organisation, identity->user);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text input = {(const char *)data, size};
	const char *string = arena_text(arena, input);
	bool is_named = strlen(string) == size && is_in_grammar(string);
	struct identity identity;

	MUST((identity_parse(input, &identity) == STATUS_OK) == is_named);
	if (is_named)
		MUST(strcmp(uri_of(arena, &identity), string) == 0);
	if (identity_of_certificate(input, &identity) == STATUS_OK) {
		MUST(is_in_grammar(uri_of(arena, &identity)));
		MUST(strlen(identity.thumbprint) == DIGEST_BASE64URL_BYTES - 1);
	}
	arena_free(arena);
	return 0;
}
