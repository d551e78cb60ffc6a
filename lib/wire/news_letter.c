#include "eenplan/wire/news_letter.h"

#include "lib/wire/letter_head.h"

struct text
news_letter_encode(struct arena *arena, const struct letter_head *head)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", head->recipient);
	json_member_string(&writer, "iss", head->sender);
	json_member_string(&writer, "jti", head->id);
	json_member_string(&writer, "sub", head->link);
	json_close_object(&writer);
	return buf_text(&out);
}

enum status
news_letter_decode(struct arena *arena, struct text payload,
		   struct letter_head *head_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;

	return letter_read(arena, payload, shape, COUNT_OF(shape), &value,
			   head_out, fault);
}
