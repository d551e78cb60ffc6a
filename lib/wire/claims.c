#include "lib/wire/claims.h"

#define CONFIRMATION  "cnf"
#define THUMBPRINT    "x5t#S256"
#define MS_PER_SECOND 1000
#define LAST_SECOND   253402300799LL

void
claims_encode_certificate(struct json_writer *writer, const char *thumbprint)
{
	json_key(writer, CONFIRMATION);
	json_open_object(writer);
	json_member_string(writer, THUMBPRINT, thumbprint);
	json_close_object(writer);
}

enum status
claims_check_certificate(const struct json *value, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{THUMBPRINT, JSON_KIND_STRING, true, 0},
	};

	return json_check_shape(json_member(value, CONFIRMATION), shape,
				COUNT_OF(shape), "/" CONFIRMATION, fault);
}

const char *
claims_certificate(const struct json *value)
{
	return json_get_string(json_member(value, CONFIRMATION), THUMBPRINT);
}

int64_t
claims_ms(int64_t seconds)
{
	if (seconds < 0)
		return -1;
	if (seconds > LAST_SECOND)
		return INT64_MAX;
	return seconds * MS_PER_SECOND;
}

int64_t
claims_seconds(int64_t time_ms)
{
	return time_ms / MS_PER_SECOND;
}

bool
claims_is_time(int64_t time_ms)
{
	return time_ms >= 0 && time_ms <= LAST_SECOND * MS_PER_SECOND;
}
