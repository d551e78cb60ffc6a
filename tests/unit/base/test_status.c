#include "eenplan/base/status.h"

#include <ctype.h>
#include <string.h>

#include "leak_free.h"

static const enum status all[] = {
#define STATUS(name, http, code, sentence) STATUS_##name,
#include "eenplan/base/status.def"
#undef STATUS
};

#define COUNT (sizeof(all) / sizeof(all[0]))

LEAK_FREE_TEST(status, has_one_wire_code_each)
{
	for (size_t i = 0; i < COUNT; i++)
		for (size_t j = i + 1; j < COUNT; j++)
			cr_expect_str_neq(status_code(all[i]),
					  status_code(all[j]));
}

LEAK_FREE_TEST(status, reads_back_its_wire_code)
{
	for (size_t i = 0; i < COUNT; i++)
		cr_expect_eq(status_of_code(status_code(all[i])), all[i]);
	cr_expect_eq(status_of_code("no-such-code"), STATUS_INTERNAL);
	cr_expect_eq(status_of_code(""), STATUS_INTERNAL);
}

LEAK_FREE_TEST(status, speaks_http_and_whole_sentences)
{
	cr_expect_eq(status_http(STATUS_OK), 200);
	for (size_t i = 0; i < COUNT; i++) {
		const char *sentence = status_sentence(all[i]);

		cr_expect(status_http(all[i]) >= 200 &&
			  status_http(all[i]) < 600);
		cr_expect(isupper((unsigned char)sentence[0]));
		cr_expect_eq(sentence[strlen(sentence) - 1], '.');
	}
}
