#include "eenplan/seal/identity.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "eenplan/base/limits.h"
#include "lib/seal/base64url.h"
#include "lib/seal/certificate.h"

#define ORGANISATION_PREFIX "urn:eenplan:org:"
#define USER_PREFIX	    "urn:eenplan:user:"

_Static_assert(DIGEST_BASE64URL_BYTES == BASE64URL_LENGTH(DIGEST_BYTES) + 1,
	       "a thumbprint has room for its NUL");

static bool
is_letter_or_digit(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/*
 * A name begins with a letter or a digit, so that none is "..", or an option
 * of some program, wherever it may end up.
 */
static bool
is_name(struct text name, const char *also)
{
	if (name.length == 0 || name.length >= IDENTITY_NAME_BYTES ||
	    !is_letter_or_digit(name.bytes[0]))
		return false;
	for (size_t i = 1; i < name.length; i++) {
		char byte = name.bytes[i];

		if (!is_letter_or_digit(byte) &&
		    (byte == '\0' || strchr(also, byte) == NULL))
			return false;
	}
	return true;
}

static bool
is_organisation(struct text name)
{
	return is_name(name, "-.");
}

static bool
is_user(struct text name)
{
	return is_name(name, "-._@");
}

bool
identity_is_organisation_name(const char *name)
{
	return is_organisation(text_of(name));
}

bool
identity_is_user_name(const char *name)
{
	return is_user(text_of(name));
}

/* A user's name may have an '@' itself, an organisation's not. */
bool
identity_is_person_name(const char *name)
{
	const char *at = strrchr(name, '@');

	return at != NULL &&
	       is_user((struct text){name, (size_t)(at - name)}) &&
	       is_organisation(text_of(at + 1));
}

static bool
skip_prefix(struct text *text, const char *prefix)
{
	size_t length = strlen(prefix);

	if (text->length < length || memcmp(text->bytes, prefix, length) != 0)
		return false;
	text->bytes += length;
	text->length -= length;
	return true;
}

static bool
split_user(struct text rest, struct text *organisation, struct text *user)
{
	const char *colon = memchr(rest.bytes, ':', rest.length);

	if (colon == NULL)
		return false;
	organisation->bytes = rest.bytes;
	organisation->length = (size_t)(colon - rest.bytes);
	user->bytes = colon + 1;
	user->length = rest.length - organisation->length - 1;
	return is_user(*user);
}

enum status
identity_parse(struct text uri, struct identity *identity_out)
{
	struct identity identity = {.kind = IDENTITY_ORGANISATION};
	struct text organisation = uri;
	struct text user = {"", 0};

	if (!skip_prefix(&organisation, ORGANISATION_PREFIX)) {
		identity.kind = IDENTITY_USER;
		if (!skip_prefix(&organisation, USER_PREFIX) ||
		    !split_user(organisation, &organisation, &user))
			return STATUS_INVALID;
	}
	if (!is_organisation(organisation))
		return STATUS_INVALID;
	memcpy(identity.organisation, organisation.bytes, organisation.length);
	memcpy(identity.user, user.bytes, user.length);
	*identity_out = identity;
	return STATUS_OK;
}

/* False unless there is exactly one, whatever its scheme. */
static bool
find_uri(const GENERAL_NAMES *names, struct text *uri_out)
{
	int found = 0;

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type != GEN_URI)
			continue;

		const ASN1_IA5STRING *uri = name->d.uniformResourceIdentifier;

		uri_out->bytes = (const char *)ASN1_STRING_get0_data(uri);
		uri_out->length = (size_t)ASN1_STRING_length(uri);
		found++;
	}
	return found == 1;
}

/* Also NULL if the certificate has the extension twice or malformed. */
static GENERAL_NAMES *
subject_alternative_names(const X509 *certificate)
{
	return X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static bool
read_end(const X509 *certificate, int64_t *valid_until_ms_out)
{
	struct tm end;

	if (!ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end))
		return false;
	*valid_until_ms_out = (int64_t)timegm(&end) * 1000;
	return true;
}

static void
put_thumbprint(struct text der, char out[DIGEST_BASE64URL_BYTES])
{
	char digest[DIGEST_BYTES];

	digest_of(&der, 1, (uint8_t *)digest);
	base64url_put((struct text){digest, sizeof(digest)}, out);
}

static enum status
identity_of(const X509 *certificate, struct text der,
	    struct identity *identity_out)
{
	GENERAL_NAMES *names = subject_alternative_names(certificate);
	struct identity identity;
	struct text uri;
	enum status status = STATUS_INVALID;

	if (names != NULL && find_uri(names, &uri))
		status = identity_parse(uri, &identity);
	if (status == STATUS_OK &&
	    !read_end(certificate, &identity.valid_until_ms))
		status = STATUS_INVALID;
	if (status == STATUS_OK) {
		put_thumbprint(der, identity.thumbprint);
		*identity_out = identity;
	}
	GENERAL_NAMES_free(names);
	/* What stays in the queue would be read as the next TLS error. */
	ERR_clear_error();
	return status;
}

enum status
identity_of_certificate(struct text der, struct identity *identity_out)
{
	X509 *certificate = certificate_parse(der);
	enum status status = STATUS_INVALID;

	if (certificate != NULL)
		status = identity_of(certificate, der, identity_out);
	X509_free(certificate);
	return status;
}

enum status
identity_of_parsed(const X509 *certificate, struct identity *identity_out)
{
	unsigned char *bytes = NULL;
	int length = i2d_X509(certificate, &bytes);
	enum status status = STATUS_INVALID;

	if (length > 0 && length <= LIMIT_CERTIFICATE_BYTES)
		status = identity_of(
			certificate,
			(struct text){(const char *)bytes, (size_t)length},
			identity_out);
	OPENSSL_free(bytes);
	return status;
}
