#include "lib/wire/discovery_paper.h"

#include "eenplan/base/limits.h"
#include "lib/wire/words.h"

static enum status
read_head(const struct json *value, struct discovery_head *head_out,
	  struct fault *fault)
{
	*head_out = (struct discovery_head){
		.session = json_get_string(value, "jti"),
		.sender = json_get_string(value, "iss"),
		.recipient = json_get_string(value, "aud"),
	};
	if (!words_is_uuid(head_out->session))
		return words_refuse(fault, "/jti",
				    "must be a UUID in lower case");
	if (head_out->sender[0] == '\0')
		return words_refuse(fault, "/iss", "must not be empty");
	if (head_out->recipient[0] == '\0')
		return words_refuse(fault, "/aud", "must not be empty");
	return STATUS_OK;
}

enum status
discovery_paper_read(struct arena *arena, struct text payload,
		     const struct json_shape *shape, size_t count,
		     const struct json **value_out,
		     struct discovery_head *head_out, struct fault *fault)
{
	const struct words_document document = {LIMIT_DISCOVERY_PAPER_BYTES,
						shape, count};
	enum status status =
		words_read(arena, payload, &document, value_out, fault);

	return status == STATUS_OK ? read_head(*value_out, head_out, fault)
				   : status;
}
