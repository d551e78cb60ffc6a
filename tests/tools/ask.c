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
#include <stdio.h>
#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"
#include "eenplan/wire/query.h"
#include "eenplan/wire/statement.h"
#include "tests/tools/kit/signatory.h"
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
	struct signatory self =
		signatory_of_files(wish->certificate, wish->key);
	char id[2][UUID_TEXT_BYTES];
	random_uuid(id[0]);
	random_uuid(id[1]);
	if (wish->statement.id == NULL)
		wish->statement.id = id[0];
	wish->statement.plan = id[1];
	if (wish->statement.organisation == NULL)
		wish->statement.organisation = self.identity.organisation;
	wish->statement.certificate = self.identity.thumbprint;
	wish->statement.issued_ms = clock_now_ms();
	if (wish->lifetime_ms < 0) /* it was good, and has ended */
		wish->statement.issued_ms += 2 * wish->lifetime_ms;
	wish->statement.expires_ms =
		wish->statement.issued_ms +
		(wish->lifetime_ms < 0 ? -1 : 1) * wish->lifetime_ms;
	const char *jws =
		signatory_sign(&self, arena, STATEMENT_TYPE,
			       statement_encode(arena, &wish->statement));
	signatory_free(&self);
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
