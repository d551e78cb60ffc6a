/*
 * A receipt that is accepted is one spelling of what it says, has at least
 * room to be printed, and never steers a terminal.
 */
#include "eenplan/wire/receipt.h"
#include "tests/fuzz/must.h"

static void
check_printed(const char *printed)
{
	for (const char *at = printed; *at != '\0'; at++)
		MUST((unsigned char)*at >= ' ' || *at == '\n');
}

static void
check_file(struct arena *arena, struct text source)
{
	struct receipt_file file;
	struct receipt receipt;
	struct identity signer;
	struct fault fault = {0};

	if (receipt_file_decode(arena, source, &file, &fault) != STATUS_OK) {
		MUST(fault_is_set(&fault));
		return;
	}
	/* nobody has the key of a certificate that stands in a corpus */
	MUST(receipt_verify(arena, &file, file.certificate, &receipt,
			    &signer) != RECEIPT_SOUND);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct fault fault = {0};
	struct receipt receipt;

	if (receipt_decode(arena, source, &receipt, &fault) == STATUS_OK) {
		MUST(text_equals(receipt_encode(arena, &receipt), source));
		check_printed(receipt_print(arena, &receipt));
	} else {
		MUST(fault_is_set(&fault));
	}
	check_file(arena, source);
	arena_free(arena);
	return 0;
}
