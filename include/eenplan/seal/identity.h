/*
 * Who a certificate says its holder is: the URI in its subjectAltName.
 *
 *   urn:eenplan:org:<organisation>            a node
 *   urn:eenplan:user:<organisation>:<user>    a user of that organisation
 *
 * <organisation> is an OIN (20 digits) or a name of a–z, 0–9, '-' and '.',
 * at most 64 bytes, that begins with a letter or a digit; <user> the same with
 * '_' and '@'. Exactly one such URI and no other URI beside it; the common
 * name means nothing. Being named is not being enrolled.
 */
#ifndef EENPLAN_SEAL_IDENTITY_H
#define EENPLAN_SEAL_IDENTITY_H

#include "eenplan/seal/key.h"

#define IDENTITY_NAME_BYTES 65

enum identity_kind { IDENTITY_ORGANISATION, IDENTITY_USER };

struct identity {
	enum identity_kind kind;
	char organisation[IDENTITY_NAME_BYTES];
	char user[IDENTITY_NAME_BYTES];		 /* "" for an organisation */
	char thumbprint[DIGEST_BASE64URL_BYTES]; /* x5t#S256 */
	int64_t valid_until_ms;
};

/*
 * STATUS_INVALID: no such URI, more than one, or one that is malformed or has
 * a NUL in it. Believes the certificate: verify its chain first.
 */
enum status identity_of_certificate(struct text der,
				    struct identity *identity_out) MUST_CHECK;
struct x509_st;
/* The same of one that OpenSSL has parsed, as a connection's: parsing it again
 * is nearly all of the work. Borrows it. */
enum status identity_of_parsed(const struct x509_st *certificate,
			       struct identity *identity_out) MUST_CHECK;
/* The same from the URI alone; leaves the other fields empty. */
enum status identity_parse(struct text uri,
			   struct identity *identity_out) MUST_CHECK;
bool identity_is_organisation_name(const char *name);
bool identity_is_user_name(const char *name);
/* "sem@welzijn": a user of an organisation. */
bool identity_is_person_name(const char *name);

#endif
