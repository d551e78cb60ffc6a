#include "client/exit.h"
#include "support.h"

LEAK_FREE_TEST(exit, is_zero_only_for_success)
{
#define STATUS(name, http, code, sentence)                                     \
	cr_assert((exit_of_status(STATUS_##name) == EXIT_CODE_OK) ==           \
			  (STATUS_##name == STATUS_OK),                        \
		  code);
#define N_(sentence) sentence
#include "eenplan/base/status.def"
#undef N_
#undef STATUS
}

LEAK_FREE_TEST(exit, tells_refusal_from_failure_and_silence)
{
	static const struct {
		enum status status;
		enum exit_code code;
	} rows[] = {
		{STATUS_INVALID, EXIT_CODE_BAD_INPUT},
		{STATUS_NOT_FOUND, EXIT_CODE_BAD_INPUT},
		{STATUS_GONE, EXIT_CODE_BAD_INPUT},
		{STATUS_NOT_ENROLLED, EXIT_CODE_NOT_ALLOWED},
		{STATUS_FORBIDDEN, EXIT_CODE_NOT_ALLOWED},
		{STATUS_UNREACHABLE, EXIT_CODE_UNREACHABLE},
		{STATUS_TIMEOUT, EXIT_CODE_UNREACHABLE},
		{STATUS_STORAGE, EXIT_CODE_NODE_FAILED},
		{STATUS_LOG_UNAVAILABLE, EXIT_CODE_NODE_FAILED},
		{STATUS_INTERNAL, EXIT_CODE_NODE_FAILED},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_assert_eq(exit_of_status(rows[i].status), rows[i].code, "%s",
			     status_code(rows[i].status));
}

LEAK_FREE_TEST(exit, has_no_sentence_for_a_number_that_is_none)
{
	cr_assert_null(exit_sentence(99));
	cr_assert_null(exit_sentence(-1));
	cr_assert_not_null(exit_sentence(EXIT_CODE_INCOMPLETE));
}
