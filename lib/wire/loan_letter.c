#include "eenplan/wire/loan_letter.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"
#include "lib/wire/letter_head.h"
#include "lib/wire/words.h"

static const char *const steps[] = {
	[LOAN_OFFERED] = "offered",
	[LOAN_ACCEPTED] = "accepted",
	[LOAN_ENDED] = "ended",
};

struct text
loan_letter_encode(struct arena *arena, const struct loan_letter *letter)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 384);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", letter->head.recipient);
	json_member_time(&writer, "from", letter->from_ms);
	json_member_string(&writer, "iss", letter->head.sender);
	json_member_string(&writer, "jti", letter->head.id);
	json_member_string(&writer, "name", letter->name);
	json_member_string(&writer, "person", letter->person);
	json_member_string(&writer, "step", steps[letter->step]);
	json_member_string(&writer, "sub", letter->head.link);
	json_member_time(&writer, "until", letter->until_ms);
	json_close_object(&writer);
	return buf_text(&out);
}

static bool
is_line(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == '\x7f')
			return false;
	return name[strspn(name, " ")] != '\0';
}

static enum status
read_person(const struct json *value, struct loan_letter *letter,
	    struct fault *fault)
{
	const char *step = json_get_string(value, "step");
	size_t number;

	letter->person = json_get_string(value, "person");
	letter->name = json_get_string(value, "name");
	if (!words_find(steps, COUNT_OF(steps), step, &number))
		return words_refuse(fault, "/step",
				    "must be offered, accepted or ended");
	letter->step = (enum loan_step)number;
	if (!identity_is_user_name(letter->person))
		return words_refuse(fault, "/person",
				    "is no user that a certificate can name");
	if (!is_line(letter->name))
		return words_refuse(fault, "/name", "must be a line of text");
	return STATUS_OK;
}

enum status
loan_letter_decode(struct arena *arena, struct text payload,
		   struct loan_letter *letter_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"from", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"name", JSON_KIND_STRING, true, LIMIT_STAFF_NAME_BYTES},
		{"person", JSON_KIND_STRING, true, 0},
		{"step", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
		{"until", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status = letter_read(arena, payload, shape, COUNT_OF(shape),
					 &value, &letter_out->head, fault);

	if (status == STATUS_OK)
		status = read_person(value, letter_out, fault);
	if (status == STATUS_OK)
		status = letter_read_time(value, "/from", &letter_out->from_ms,
					  fault);
	if (status == STATUS_OK)
		status = letter_read_time(value, "/until",
					  &letter_out->until_ms, fault);
	if (status == STATUS_OK && letter_out->until_ms <= letter_out->from_ms)
		return words_refuse(fault, "/until", "is not after its from");
	return status;
}
