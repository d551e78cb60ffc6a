#include "eenplan/wire/death_letter.h"

#include "lib/wire/letter_head.h"

struct text
death_letter_encode(struct arena *arena, const struct death_letter *letter)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", letter->head.recipient);
	json_member_bool(&writer, "deceased", letter->deceased);
	json_member_string(&writer, "iss", letter->head.sender);
	json_member_string(&writer, "jti", letter->head.id);
	json_member_time(&writer, "since", letter->since_ms);
	json_member_string(&writer, "sub", letter->head.link);
	json_close_object(&writer);
	return buf_text(&out);
}

enum status
death_letter_decode(struct arena *arena, struct text payload,
		    struct death_letter *letter_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"deceased", JSON_KIND_BOOL, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"since", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status = letter_read(arena, payload, shape, COUNT_OF(shape),
					 &value, &letter_out->head, fault);

	if (status != STATUS_OK)
		return status;
	letter_out->deceased = json_get_bool(value, "deceased", false);
	return letter_read_time(value, "/since", &letter_out->since_ms, fault);
}
