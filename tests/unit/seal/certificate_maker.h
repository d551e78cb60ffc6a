/*
 * Certificates for the tests, right and wrong ones, made when they are needed:
 * no key is ever kept in the project.
 */
#ifndef EENPLAN_TESTS_CERTIFICATE_MAKER_H
#define EENPLAN_TESTS_CERTIFICATE_MAKER_H

#include "eenplan/base/arena.h"

#define CERTIFICATE_NAMES_MAX 4

struct certificate_wish {
	const char *curve; /* NULL: P-256; "rsa": an RSA key */
	bool explicit_curve;
	struct text uris[CERTIFICATE_NAMES_MAX]; /* up to the first empty */
	const char *dns;			 /* or NULL */
	bool names_twice; /* the extension itself a second time */
	const char *common_name;
};

struct made_certificate {
	struct text der;
	const char *private_pem;
	const char *encrypted_pem; /* the same under a password */
};

/* Valid until 2049-12-31T23:59:59Z. Signed by itself. */
struct made_certificate certificate_make(struct arena *arena,
					 const struct certificate_wish *wish);

#endif
