#include "eenplan/base/status.h"

#include <string.h>

#include "eenplan/base/tongue.h"

static const struct {
	int http;
	const char *code;
	const char *sentence;
} statuses[] = {
#define STATUS(name, http, code, sentence) {http, code, sentence},
#include "eenplan/base/status.def"
#undef STATUS
};

int
status_http(enum status status)
{
	return statuses[status].http;
}

const char *
status_code(enum status status)
{
	return statuses[status].code;
}

const char *
status_sentence(enum status status)
{
	return statuses[status].sentence;
}

enum status
status_of_code(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (strcmp(statuses[i].code, code) == 0)
			return (enum status)i;
	return STATUS_INTERNAL;
}
