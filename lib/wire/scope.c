#include "lib/wire/scope.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/words.h"

static const char *const recipient_keys[] = {
	[CONSENT_TO_ANYONE] = NULL,
	[CONSENT_TO_DOMAIN] = "domain",
	[CONSENT_TO_ROLE] = "role",
	[CONSENT_TO_ORGANISATION] = "organisation",
};

void
scope_encode_recipient(struct json_writer *writer,
		       const struct consent *consent)
{
	const char *key = recipient_keys[consent->recipient_kind];

	if (key == NULL)
		return;
	json_key(writer, "recipient");
	json_open_object(writer);
	json_member_string(writer, key, consent->recipient);
	json_close_object(writer);
}

static enum status
refuse(struct fault *fault, const char *where, const char *text)
{
	fault_set(fault, where, "%s", text);
	return STATUS_INVALID;
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
		return refuse(fault, "/recipient",
			      "must name one of organisation, domain, role; "
			      "leave recipient out to mean anyone");
	for (size_t at = CONSENT_TO_DOMAIN; at < COUNT_OF(recipient_keys);
	     at++) {
		if (strcmp(json_first(recipient)->key, recipient_keys[at]) == 0)
			consent->recipient_kind = (enum consent_recipient)at;
	}
	consent->recipient = json_first(recipient)->as.string;
	if (consent->recipient[0] == '\0')
		return refuse(fault, "/recipient", "must not be empty");
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
