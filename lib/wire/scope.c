#include "lib/wire/scope.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/words.h"

void
scope_encode_recipient(struct json_writer *writer,
		       const struct consent *consent)
{
	if (consent->recipient_kind == CONSENT_TO_ANYONE)
		return;
	json_key(writer, "recipient");
	json_open_object(writer);
	json_member_string(writer,
			   consent_recipient_word(consent->recipient_kind),
			   consent->recipient);
	json_close_object(writer);
}

static enum status
decode_recipient(const struct json *value, struct consent *consent,
		 struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"domain", JSON_KIND_STRING, false, 0},
		{"organisation", JSON_KIND_STRING, false, 0},
		{"role", JSON_KIND_STRING, false, 0},
	};
	const struct json *recipient = json_member(value, "recipient");
	enum status status;

	if (recipient == NULL)
		return STATUS_OK;
	status = json_check_shape(recipient, shape, COUNT_OF(shape),
				  "/recipient", fault);
	if (status != STATUS_OK)
		return status;
	if (json_count(recipient) != 1)
		return words_refuse(
			fault, "/recipient",
			"must name one of organisation, domain, role; "
			"leave recipient out to mean anyone");
	/* The shape has left no other key. */
	(void)consent_recipient_of_word(json_first(recipient)->key,
					&consent->recipient_kind);
	consent->recipient = json_first(recipient)->as.string;
	if (consent->recipient[0] == '\0')
		return words_refuse(fault, "/recipient", "must not be empty");
	return STATUS_OK;
}

static enum status
decode_lists(struct arena *arena, const struct json *value,
	     struct consent *consent, struct fault *fault)
{
	static const struct words_rule categories = {
		.where = "/categories",
		.max_count = LIMIT_CATEGORIES,
	};
	static const struct words_rule purposes = {
		.where = "/purposes",
		.max_count = LIMIT_CATEGORIES,
	};
	enum status status;

	status = words_decode(arena, json_member(value, "categories"),
			      &categories, &consent->categories,
			      &consent->category_count, fault);
	if (status != STATUS_OK)
		return status;
	return words_decode(arena, json_member(value, "purposes"), &purposes,
			    &consent->purposes, &consent->purpose_count, fault);
}

enum status
scope_decode(struct arena *arena, const struct json *value,
	     struct consent *scope_out, struct fault *fault)
{
	enum status status = decode_recipient(value, scope_out, fault);

	return status == STATUS_OK
		       ? decode_lists(arena, value, scope_out, fault)
		       : status;
}
