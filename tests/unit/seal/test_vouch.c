#include "eenplan/seal/vouch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certificate_maker.h"
#include "eenplan/seal/digest.h"
#include "leak_free.h"

#define NOW_MS	     1795255200000LL
#define AFTER_END_MS 2540000000000LL /* 2050-06 */

/* A file with `der` as PEM and words before it; NULL: only the words. */
static const char *
file_of(struct arena *arena, const struct text *der)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char *path = arena_string(arena, "/tmp/eenplan-vouch-XXXXXX");
	int fd = mkstemp(path);
	FILE *file = fdopen(fd, "w");

	fprintf(file, "about this certificate\n");
	if (der != NULL) {
		fprintf(file, "-----BEGIN CERTIFICATE-----\n");
		for (size_t at = 0; at < der->length; at += 3) {
			unsigned char b[3] = {0};
			size_t left = der->length - at;

			memcpy(b, der->bytes + at, left < 3 ? left : 3);
			fprintf(file, "%c%c%c%c", letters[b[0] >> 2],
				letters[(b[0] & 3) << 4 | b[1] >> 4],
				left > 1 ? letters[(b[1] & 15) << 2 | b[2] >> 6]
					 : '=',
				left > 2 ? letters[b[2] & 63] : '=');
			if (at % 48 == 45)
				fputc('\n', file);
		}
		fprintf(file, "\n-----END CERTIFICATE-----\n");
	}
	fclose(file);
	return path;
}

static struct made_certificate
make(struct arena *arena, const char *name)
{
	const struct certificate_wish wish = {
		.uris = {text_of(
			arena_printf(arena, "urn:eenplan:org:%s", name))},
		.common_name = name};

	return certificate_make(arena, &wish);
}

LEAK_FREE_TEST(vouch, refuses_files_without_a_certificate)
{
	struct arena *arena = arena_new();
	const char *paths[] = {"/tmp/eenplan-there-is-no-such-file",
			       file_of(arena, NULL)};

	for (size_t at = 0; at < COUNT_OF(paths); at++) {
		struct fault fault = {0};
		struct vouch *vouch;
		struct text der;

		cr_expect_eq(vouch_open(paths[at], &vouch, &fault),
			     STATUS_INVALID);
		cr_expect_str_eq(fault.where, paths[at]);
		cr_expect_eq(
			vouch_read_certificate(arena, paths[at], &der, NULL),
			STATUS_INVALID);
	}
	unlink(paths[1]);
	vouch_close(NULL);
	arena_free(arena);
}

LEAK_FREE_TEST(vouch, is_for_no_other_no_broken_and_no_ended_certificate)
{
	struct arena *arena = arena_new();
	struct made_certificate ours = make(arena, "ours");
	struct made_certificate other = make(arena, "other");
	const char *path = file_of(arena, &ours.der);
	struct vouch *vouch;

	cr_assert_eq(vouch_open(path, &vouch, NULL), STATUS_OK);
	cr_expect(vouch_for(vouch, ours.der, NOW_MS));
	cr_expect_not(vouch_for(vouch, ours.der, AFTER_END_MS));
	cr_expect_not(vouch_for(vouch, ours.der, 0));
	cr_expect_not(vouch_for(vouch, other.der, NOW_MS));
	cr_expect_not(vouch_for(vouch, text_of("no certificate"), NOW_MS));
	cr_expect_not(vouch_for(vouch, (struct text){0}, NOW_MS));
	vouch_close(vouch);
	unlink(path);
	arena_free(arena);
}

LEAK_FREE_TEST(vouch, reads_the_certificate_of_a_file)
{
	struct arena *arena = arena_new();
	struct made_certificate ours = make(arena, "ours");
	const char *path = file_of(arena, &ours.der);
	struct text der;

	cr_assert_eq(vouch_read_certificate(arena, path, &der, NULL),
		     STATUS_OK);
	cr_expect(text_equals(der, ours.der));
	unlink(path);
	arena_free(arena);
}
