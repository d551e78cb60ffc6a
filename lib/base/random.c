#include "eenplan/base/random.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <uuid/uuid.h>

void
random_bytes(void *out, size_t length)
{
	unsigned char *bytes = out;

	while (length > 0) {
		ssize_t got = getrandom(bytes, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			perror("eenplan: the kernel gives no random bytes");
			abort();
		}
		bytes += got;
		length -= (size_t)got;
	}
}

/* A call of the kernel gives this many at once without being interrupted. */
#define STOCK_BYTES 256

static _Thread_local struct {
	unsigned char bytes[STOCK_BYTES];
	size_t left; /* of these, the last ones */
} stock;

void
random_nonce(void *out, size_t length)
{
	assert(length <= RANDOM_NONCE_BYTES_MAX);
	if (stock.left < length) {
		random_bytes(stock.bytes, sizeof(stock.bytes));
		stock.left = sizeof(stock.bytes);
	}

	unsigned char *from = stock.bytes + sizeof(stock.bytes) - stock.left;

	memcpy(out, from, length);
	stock.left -= length; /* never twice */
}

void
random_uuid(char out[UUID_TEXT_BYTES])
{
	/* uuid_generate_random stirs rand(3) in and is several times slower. */
	uuid_t uuid = {0};

	random_bytes(uuid, sizeof(uuid));
	uuid[6] = (unsigned char)((uuid[6] & 0x0F) | 0x40);
	uuid[8] = (unsigned char)((uuid[8] & 0x3F) | 0x80);
	uuid_unparse_lower(uuid, out);
}

void
uuid_of_bytes(const unsigned char bytes[16], char out[UUID_TEXT_BYTES])
{
	uuid_t uuid = {0};

	memcpy(uuid, bytes, sizeof(uuid));
	uuid[6] = (unsigned char)((uuid[6] & 0x0F) | 0x80);
	uuid[8] = (unsigned char)((uuid[8] & 0x3F) | 0x80);
	uuid_unparse_lower(uuid, out);
}

void
wipe(void *bytes, size_t length)
{
	if (length > 0)
		explicit_bzero(bytes, length);
}
