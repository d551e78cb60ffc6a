#include "eenplan/wire/link.h"

#include <string.h>

#include "lib/wire/words.h"

#define DATA_SYMBOLS  26
#define SYMBOLS	      (DATA_SYMBOLS + 1)
#define GROUP_SYMBOLS 5
#define SYMBOL_BITS   5
#define NO_SYMBOL     0xff

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/*
 * The symbols as a polynomial over GF(32), x^5+x^2+1, at its root. The root's
 * powers differ over 31 places, so one wrong symbol or any two that changed
 * places always show.
 */
static uint8_t
check_symbol(const uint8_t symbols[DATA_SYMBOLS])
{
	unsigned check = 0;

	for (size_t at = 0; at < DATA_SYMBOLS; at++) {
		check = (check ^ symbols[at]) << 1;
		if (check & 0x20)
			check ^= 0x25;
	}
	return (uint8_t)check;
}

/* 128 bits from the left; the last symbol's two low bits stay zero. */
static void
symbols_of_token(const uint8_t token[LINK_TOKEN_BYTES],
		 uint8_t symbols[SYMBOLS])
{
	for (size_t at = 0; at < DATA_SYMBOLS; at++) {
		size_t bit = at * SYMBOL_BITS;
		unsigned pair = (unsigned)token[bit / 8] << 8;

		if (bit / 8 + 1 < LINK_TOKEN_BYTES)
			pair |= token[bit / 8 + 1];
		symbols[at] =
			(uint8_t)(pair >> (16 - SYMBOL_BITS - bit % 8) & 0x1f);
	}
	symbols[DATA_SYMBOLS] = check_symbol(symbols);
}

void
link_token_print(const uint8_t token[LINK_TOKEN_BYTES],
		 char out[LINK_TOKEN_TEXT_BYTES])
{
	uint8_t symbols[SYMBOLS];
	size_t length = 0;

	symbols_of_token(token, symbols);
	for (size_t at = 0; at < SYMBOLS; at++) {
		if (at % GROUP_SYMBOLS == 0 && at > 0 && at < DATA_SYMBOLS)
			out[length++] = '-';
		out[length++] = alphabet[symbols[at]];
	}
	out[length] = '\0';
}

static uint8_t
symbol_of_char(char c)
{
	const char *found;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'I' || c == 'L')
		c = '1';
	if (c == 'O')
		c = '0';
	found = c == '\0' ? NULL : strchr(alphabet, c);
	return found == NULL ? NO_SYMBOL : (uint8_t)(found - alphabet);
}

static bool
read_symbols(const char *string, uint8_t symbols[SYMBOLS])
{
	size_t count = 0;

	for (; *string != '\0'; string++) {
		if (*string == ' ' || *string == '-')
			continue;
		if (count == SYMBOLS)
			return false;
		symbols[count] = symbol_of_char(*string);
		if (symbols[count++] == NO_SYMBOL)
			return false;
	}
	return count == SYMBOLS &&
	       symbols[DATA_SYMBOLS] == check_symbol(symbols) &&
	       (symbols[DATA_SYMBOLS - 1] & 0x03) == 0;
}

bool
link_token_read(const char *string, uint8_t token_out[LINK_TOKEN_BYTES])
{
	uint8_t symbols[SYMBOLS];
	unsigned bits = 0;
	unsigned held = 0;
	size_t length = 0;

	if (!read_symbols(string, symbols))
		return false;
	for (size_t at = 0; at < DATA_SYMBOLS; at++) {
		bits = (bits << SYMBOL_BITS | symbols[at]) & 0xfff;
		held += SYMBOL_BITS;
		if (held < 8 || length == LINK_TOKEN_BYTES)
			continue;
		held -= 8;
		token_out[length++] = (uint8_t)(bits >> held);
	}
	return true;
}

void
link_request_encode(struct buf *out, const struct link_request *request)
{
	char token[LINK_TOKEN_TEXT_BYTES];
	struct json_writer writer;

	link_token_print(request->token, token);
	json_begin(&writer, out);
	json_open_object(&writer);
	json_member_string(&writer, "link", request->link);
	json_member_string(&writer, "token", token);
	json_close_object(&writer);
}

enum status
link_request_decode(const struct json *value, struct link_request *request_out,
		    struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"link", JSON_KIND_STRING, true, 0},
		{"token", JSON_KIND_STRING, true, 0},
	};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	if (status != STATUS_OK)
		return status;
	request_out->link = json_get_string(value, "link");
	if (!words_is_uuid(request_out->link)) {
		fault_set(fault, "/link", "must be a UUID in lower case");
		return STATUS_INVALID;
	}
	if (!link_token_read(json_get_string(value, "token"),
			     request_out->token)) {
		fault_set(fault, "/token",
			  "is no link token; check it for a typing mistake");
		return STATUS_INVALID;
	}
	return STATUS_OK;
}
