#include "client/exit.h"

#include "client/i18n.h"

enum exit_code
exit_of_status(enum status status)
{
	switch (status) {
	case STATUS_OK: return EXIT_CODE_OK;
	case STATUS_MALFORMED:
	case STATUS_INVALID:
	case STATUS_TOO_LARGE:
	case STATUS_WRONG_TYPE:
	case STATUS_WRONG_METHOD:
	case STATUS_NO_ROUTE:
	case STATUS_NOT_FOUND:
	case STATUS_AMBIGUOUS:
	case STATUS_CONFLICT:
	case STATUS_GONE: return EXIT_CODE_BAD_INPUT;
	case STATUS_NOT_ENROLLED:
	case STATUS_FORBIDDEN:
	case STATUS_TOO_OFTEN:
	case STATUS_STATEMENT_REFUSED: return EXIT_CODE_NOT_ALLOWED;
	case STATUS_UNREACHABLE:
	case STATUS_REFUSED:
	case STATUS_TIMEOUT: return EXIT_CODE_UNREACHABLE;
	case STATUS_BUSY:
	case STATUS_STORAGE:
	case STATUS_LOG_UNAVAILABLE:
	case STATUS_CRYPTO:
	case STATUS_TAMPERED:
	case STATUS_INTERNAL: return EXIT_CODE_NODE_FAILED;
	}
	return EXIT_CODE_NODE_FAILED;
}

const char *
exit_sentence(int number)
{
	switch (number) {
#define EXIT(name, code, sentence)                                             \
	case code:                                                             \
		return gettext(sentence);
#include "client/exit.def"
#undef EXIT
	}
	return NULL;
}
