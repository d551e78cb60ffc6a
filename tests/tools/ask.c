/*
 * Print a partner's query as a message: the header that bears an ask statement,
 * signed by the partner's node key, an empty line, and the body.
 *
 *   ask --certificate F --key F --user U --role R --purpose P [--category C]…
 *       [--organisation O] [--lifetime SECONDS] [--reason TEXT] [--id UUID]
 *       REFERENCE…
 *
 * The organisation is the certificate's unless it lies; a negative lifetime
 * makes a statement that has ended.
 */
#include <getopt.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"
#include "eenplan/seal/identity.h"
#include "eenplan/seal/jws.h"
#include "eenplan/wire/query.h"
#include "eenplan/wire/statement.h"
#include "tests/tools/kit/tool.h"

#define LIFETIME_MS (3600 * 1000LL)

struct wish {
	const char *certificate;
	const char *key;
	struct statement statement;
	const char *categories[LIMIT_CATEGORIES];
	size_t category_count;
	int64_t lifetime_ms;
};

static struct identity
identity_of_file(const char *path)
{
	struct identity identity;
	unsigned char *der = NULL;
	FILE *file = fopen(path, "re");
	X509 *certificate =
		file == NULL ? NULL : PEM_read_X509(file, NULL, NULL, NULL);
	int length = certificate == NULL ? -1 : i2d_X509(certificate, &der);
	if (length < 0 ||
	    identity_of_certificate(
		    (struct text){(const char *)der, (size_t)length},
		    &identity) != STATUS_OK)
		tool_fail("%s is no certificate of ours", path);
	OPENSSL_free(der);
	X509_free(certificate);
	fclose(file);
	return identity;
}

static struct wish
read_options(int argc, char **argv)
{
	static const struct option options[] = {
		{"certificate", required_argument, NULL, 'c'},
		{"key", required_argument, NULL, 'k'},
		{"user", required_argument, NULL, 'u'},
		{"role", required_argument, NULL, 'r'},
		{"purpose", required_argument, NULL, 'p'},
		{"category", required_argument, NULL, 'C'},
		{"organisation", required_argument, NULL, 'o'},
		{"lifetime", required_argument, NULL, 'l'},
		{"reason", required_argument, NULL, 'R'},
		{"id", required_argument, NULL, 'i'},
		{NULL, 0, NULL, 0},
	};
	struct wish wish = {.lifetime_ms = LIFETIME_MS,
			    .statement = {.user = "tester",
					  .role = "coordinator",
					  .purpose = "coordination"}};
	int option;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'c': wish.certificate = optarg; break;
		case 'k': wish.key = optarg; break;
		case 'u': wish.statement.user = optarg; break;
		case 'r': wish.statement.role = optarg; break;
		case 'p': wish.statement.purpose = optarg; break;
		case 'R': wish.statement.reason = optarg; break;
		case 'i': wish.statement.id = optarg; break;
		case 'o': wish.statement.organisation = optarg; break;
		case 'l': wish.lifetime_ms = 1000 * atoll(optarg); break;
		case 'C':
			if (wish.category_count == LIMIT_CATEGORIES)
				tool_misuse("too many categories");
			wish.categories[wish.category_count++] = optarg;
			break;
		default: exit(2);
		}
	}
	if (wish.certificate == NULL || wish.key == NULL || optind == argc)
		tool_misuse("--certificate, --key and references are needed");
	return wish;
}

/* The statement of `wish`, completed and signed as a node would. */
static const char *
sign(struct arena *arena, struct wish *wish)
{
	const struct identity self = identity_of_file(wish->certificate);
	char id[2][UUID_TEXT_BYTES];
	struct seal_key *key;
	struct fault fault;
	const char *jws;
	random_uuid(id[0]);
	random_uuid(id[1]);
	fault_clear(&fault);
	if (seal_key_read_private(wish->key, &key, &fault) != STATUS_OK)
		tool_fail("%s: %s", fault.where, fault.text);
	if (wish->statement.id == NULL)
		wish->statement.id = id[0];
	wish->statement.plan = id[1];
	if (wish->statement.organisation == NULL)
		wish->statement.organisation = self.organisation;
	wish->statement.certificate = self.thumbprint;
	wish->statement.issued_ms = clock_now_ms();
	if (wish->lifetime_ms < 0) /* it was good, and has ended */
		wish->statement.issued_ms += 2 * wish->lifetime_ms;
	wish->statement.expires_ms =
		wish->statement.issued_ms +
		(wish->lifetime_ms < 0 ? -1 : 1) * wish->lifetime_ms;
	const struct jws_header header = {.type = STATEMENT_TYPE,
					  .key_id = self.thumbprint};
	if (jws_sign(arena, key, &header,
		     statement_encode(arena, &wish->statement),
		     &jws) != STATUS_OK)
		tool_fail("can't sign with %s", wish->key);
	seal_key_free(key);
	return jws;
}

int
main(int argc, char **argv)
{
	struct wish wish = read_options(argc, argv);
	struct arena *arena = arena_new();
	struct buf out;
	buf_init(&out, arena, 4096);
	buf_printf(&out, "Authorization: " STATEMENT_SCHEME " %s\r\n\r\n",
		   sign(arena, &wish));
	query_encode(&out,
		     &(struct query){
			     .subjects = (const char *const *)&argv[optind],
			     .subject_count = (size_t)(argc - optind),
			     .categories = wish.categories,
			     .category_count = wish.category_count,
		     });
	int failed = fputs(buf_string(&out), stdout) < 0;
	arena_free(arena);
	return failed;
}
