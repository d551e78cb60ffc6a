#include "daemon/audit/body.h"

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"

static const struct json_shape shape[] = {
#define BODY_STRING(member, key, meaning)                                      \
	{key, JSON_KIND_STRING, false, LIMIT_AUDIT_BODY_BYTES},
#define BODY_LIST(member, count_member, key, meaning)                          \
	{key, JSON_KIND_ARRAY, false, 0},
#include "daemon/audit/body.def"
#undef BODY_STRING
#undef BODY_LIST
};

static void
put_list(struct json_writer *writer, const char *key,
	 const char *const *strings, size_t count)
{
	if (count > 0)
		json_member_strings(writer, key, strings, count);
}

void
body_encode(struct buf *out, const struct audit_event *event)
{
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
#define BODY_STRING(member, key, meaning)                                      \
	json_member_string_if(&writer, key, event->member);
#define BODY_LIST(member, count_member, key, meaning)                          \
	put_list(&writer, key, event->member, event->count_member);
#include "daemon/audit/body.def"
#undef BODY_STRING
#undef BODY_LIST
	json_close_object(&writer);
}

static enum status
get_list(struct arena *arena, const struct json *list,
	 const char *const **strings_out, size_t *count_out)
{
	size_t count = json_count(list);
	const char **strings = ARENA_ARRAY(arena, count + 1, const char *);
	size_t at = 0;

	for (const struct json *item = json_first(list); item != NULL;
	     item = item->next) {
		if (item->kind != JSON_KIND_STRING)
			return STATUS_TAMPERED;
		strings[at++] = item->as.string;
	}
	*strings_out = strings;
	*count_out = count;
	return STATUS_OK;
}

enum status
body_decode(struct arena *arena, struct text json,
	    struct audit_event *event_out)
{
	const struct json *body;
	enum status status;

	if (json_read(arena, json, LIMIT_AUDIT_BODY_BYTES, &body, NULL) !=
		    STATUS_OK ||
	    json_check_shape(body, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK)
		return STATUS_TAMPERED;

#define BODY_STRING(member, key, meaning)                                      \
	event_out->member = json_get_string(body, key);
#define BODY_LIST(member, count_member, key, meaning)                          \
	status = get_list(arena, json_member(body, key), &event_out->member,   \
			  &event_out->count_member);                           \
	if (status != STATUS_OK)                                               \
		return status;
#include "daemon/audit/body.def"
#undef BODY_STRING
#undef BODY_LIST
	return STATUS_OK;
}
