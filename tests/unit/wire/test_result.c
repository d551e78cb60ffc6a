#include "eenplan/wire/result.h"

#include "reading.h"

#define FRAGMENT                                                               \
	"{\"category\":\"goal\",\"duties\":[\"log_reason\"],"                  \
	"\"fields\":{\"text\":\"Zelf koken\"},\"law\":\"care\","               \
	"\"rule\":\"R-1\",\"subject\":\"" UUID_ONE "\"}"
#define WITHHELD                                                               \
	"{\"basis\":[\"BW 7:457\"],\"category\":\"diagnosis\","                \
	"\"law\":\"zvw\",\"reason\":\"refused\",\"subject\":\"" UUID_ONE "\"}"

static const char *const refused[] = {
	"[]",
	"{}",
	"{\"fragments\":[]}",
	"{\"fragments\":{},\"withheld\":[]}",
	"{\"fragments\":[],\"withheld\":[],\"more\":true}",
	"{\"fragments\":[7],\"withheld\":[]}",
	"{\"fragments\":[{}],\"withheld\":[]}",
	/* a field that is no string */
	"{\"fragments\":[{\"category\":\"goal\",\"duties\":[],\"fields\":"
	"{\"text\":{}},\"law\":\"zvw\",\"rule\":\"R\",\"subject\":\"" UUID_ONE
	"\"}],\"withheld\":[]}",
	/* a subject that is no link reference */
	"{\"fragments\":[{\"category\":\"goal\",\"duties\":[],\"fields\":{},"
	"\"law\":\"zvw\",\"rule\":\"R\",\"subject\":\"p1\"}],\"withheld\":[]}",
	/* an unknown member */
	"{\"fragments\":[{\"category\":\"goal\",\"duties\":[],\"fields\":{},"
	"\"law\":\"zvw\",\"rule\":\"R\",\"subject\":\"" UUID_ONE
	"\",\"bsn\":\"\"}],\"withheld\":[]}",
	/* an unknown reason */
	"{\"fragments\":[],\"withheld\":[{\"basis\":[],\"category\":\"goal\","
	"\"law\":\"zvw\",\"reason\":\"unknown\",\"subject\":\"" UUID_ONE
	"\"}]}",
	"{\"fragments\":[],\"withheld\":[" WITHHELD ",{}]}",
};

LEAK_FREE_TEST(result, refuses_what_is_no_result)
{
	for (size_t at = 0; at < COUNT_OF(refused); at++) {
		struct arena *arena = arena_new();
		struct result result;
		struct fault fault;

		fault_clear(&fault);
		cr_expect_eq(result_decode(arena,
					   reading_json(arena, refused[at]),
					   &result, &fault),
			     STATUS_INVALID, "%s", refused[at]);
		cr_expect(fault_is_set(&fault), "%s", refused[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(result, names_the_element_that_is_wrong)
{
	struct arena *arena = arena_new();
	struct result result;
	struct fault fault;

	fault_clear(&fault);
	cr_assert_eq(
		result_decode(arena,
			      reading_json(arena, "{\"fragments\":[" FRAGMENT
						  ",{}],\"withheld\":[]}"),
			      &result, &fault),
		STATUS_INVALID);
	cr_assert_eq(strncmp(fault.where, "/fragments/1", 12), 0, "%s",
		     fault.where);
	arena_free(arena);
}

LEAK_FREE_TEST(result, reads_fragments_and_what_is_withheld)
{
	struct arena *arena = arena_new();
	struct result result;
	struct fault fault;

	fault_clear(&fault);
	cr_assert_eq(
		result_decode(arena,
			      reading_json(arena,
					   "{\"fragments\":[" FRAGMENT
					   "],\"withheld\":[" WITHHELD "]}"),
			      &result, &fault),
		STATUS_OK, "%s %s", fault.where, fault.text);
	cr_assert_eq(result.fragment_count, 1);
	cr_expect_str_eq(result.fragments[0].category, "goal");
	cr_expect_str_eq(result.fragments[0].law, "care");
	cr_expect_str_eq(result.fragments[0].rule, "R-1");
	cr_expect_str_eq(result.fragments[0].duties[0], "log_reason");
	cr_expect_str_eq(json_get_string(result.fragments[0].fields, "text"),
			 "Zelf koken");
	cr_assert_eq(result.withheld_count, 1);
	cr_expect_str_eq(result.withheld[0].reason, "refused");
	cr_expect_str_eq(result.withheld[0].basis[0], "BW 7:457");
	arena_free(arena);
}
