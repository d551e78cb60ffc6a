#include "eenplan/wire/mandate.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"
#include "lib/wire/words.h"

/* So that these digests can't be those of anything else. */
#define VOUCHER_LABEL "eenplan mandate voucher\n"
#define SEAT_LABEL    "eenplan mandate seat\n"

enum member {
	CIRCLE = 1 << 0,
	CONSENT = 1 << 1,
	CONTACT = 1 << 2,
	NAME = 1 << 3,
	SUCCESSOR = 1 << 4,
	VOTES = 1 << 5,
	VOUCHER = 1 << 6,
};

static const struct kind {
	const char *word;
	unsigned must;
	unsigned may;
} kinds[] = {
#define MANDATE_KIND(name, word, must, may)                                    \
	[MANDATE_##name] = {word, must, may},
#include "eenplan/wire/mandate.def"
#undef MANDATE_KIND
};

const char *
mandate_kind_word(enum mandate_kind kind)
{
	return kinds[kind].word;
}

struct text
mandate_encode(struct arena *arena, const struct mandate *mandate)
{
	unsigned has = kinds[mandate->kind].must | kinds[mandate->kind].may;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (has & CIRCLE)
		json_member_strings(&writer, "circle", mandate->circle,
				    mandate->circle_count);
	json_member_string_if(&writer, "consent", mandate->consent);
	json_member_string_if(&writer, "contact", mandate->contact);
	json_member_time(&writer, "from", mandate->from_ms);
	json_member_string(&writer, "iss", mandate->organisation);
	json_member_string(&writer, "kind", kinds[mandate->kind].word);
	json_member_string_if(&writer, "name", mandate->name);
	json_member_string(&writer, "plan", mandate->plan);
	json_member_strings(&writer, "previous", mandate->previous,
			    mandate->previous_count);
	json_member_integer(&writer, "seq", mandate->seq);
	json_member_string_if(&writer, "successor", mandate->successor);
	if (has & VOTES)
		json_member_strings(&writer, "votes", mandate->votes,
				    mandate->vote_count);
	json_member_string_if(&writer, "voucher", mandate->voucher);
	json_close_object(&writer);
	return buf_text(&out);
}

/* --- reading --- */

static enum status
check_shape(const struct json *value, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"circle", JSON_KIND_ARRAY, false, LIMIT_PARTNERS},
		{"consent", JSON_KIND_STRING, false, 0},
		{"contact", JSON_KIND_STRING, false, 0},
		{"from", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"kind", JSON_KIND_STRING, true, 0},
		{"name", JSON_KIND_STRING, false, 0},
		{"plan", JSON_KIND_STRING, true, 0},
		{"previous", JSON_KIND_ARRAY, true, LIMIT_MANDATE_TIPS},
		{"seq", JSON_KIND_INTEGER, true, 0},
		{"successor", JSON_KIND_STRING, false, 0},
		{"votes", JSON_KIND_ARRAY, false, LIMIT_PARTNERS},
		{"voucher", JSON_KIND_STRING, false, 0},
	};

	return json_check_shape(value, shape, COUNT_OF(shape), "", fault);
}

static bool
is_digest(const char *hex)
{
	uint8_t digest[DIGEST_BYTES];

	return digest_from_hex(hex, digest);
}

/* Digests in strictly rising order, so that a set has one way to be written. */
static enum status
decode_digests(struct arena *arena, const struct json *list, const char *where,
	       const char *const **digests_out, size_t *count_out,
	       struct fault *fault)
{
	const struct words_rule rule = {.where = where,
					.max_count = LIMIT_PARTNERS};
	enum status status =
		words_decode(arena, list, &rule, digests_out, count_out, fault);

	for (size_t i = 0; status == STATUS_OK && i < *count_out; i++) {
		const char *digest = (*digests_out)[i];
		if (!is_digest(digest) ||
		    (i > 0 && strcmp((*digests_out)[i - 1], digest) > 0))
			return words_refuse(fault, where,
					    "must be SHA-256 digests in lower "
					    "hex, in order");
	}
	return status;
}

static enum status
decode_lists(struct arena *arena, const struct json *value,
	     struct mandate *mandate, struct fault *fault)
{
	enum status status =
		decode_digests(arena, json_member(value, "circle"), "/circle",
			       &mandate->circle, &mandate->circle_count, fault);

	if (status == STATUS_OK)
		status = decode_digests(arena, json_member(value, "previous"),
					"/previous", &mandate->previous,
					&mandate->previous_count, fault);
	return status == STATUS_OK
		       ? decode_digests(arena, json_member(value, "votes"),
					"/votes", &mandate->votes,
					&mandate->vote_count, fault)
		       : status;
}

bool
mandate_kind_of_word(const char *word, enum mandate_kind *kind_out)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (strcmp(kinds[i].word, word) == 0) {
			*kind_out = (enum mandate_kind)i;
			return true;
		}
	}
	return false;
}

/* Exactly what its kind has: the first member that is wrong, or NULL. */
static const char *
find_misplaced(const struct json *value, enum mandate_kind kind)
{
	static const struct {
		const char *where;
		unsigned member;
	} members[] = {
		{"/circle", CIRCLE},	   {"/consent", CONSENT},
		{"/contact", CONTACT},	   {"/name", NAME},
		{"/successor", SUCCESSOR}, {"/votes", VOTES},
		{"/voucher", VOUCHER},
	};

	for (size_t i = 0; i < COUNT_OF(members); i++) {
		bool has = json_member(value, members[i].where + 1) != NULL;
		unsigned member = members[i].member;
		if (has ? !((kinds[kind].must | kinds[kind].may) & member)
			: (kinds[kind].must & member) != 0)
			return members[i].where;
	}
	return NULL;
}

static bool
is_time(const char *string, int64_t *time_ms_out)
{
	return clock_parse_time(string, time_ms_out) && *time_ms_out > 0;
}

static bool
is_empty(const char *string)
{
	return string != NULL && string[0] == '\0';
}

/* What the shape can't say: the first wrong member, or NULL. */
static const char *
find_wrong(const struct mandate *mandate)
{
	if (!words_is_uuid(mandate->plan))
		return "/plan";
	if (!identity_is_organisation_name(mandate->organisation))
		return "/iss";
	if (mandate->seq < 1)
		return "/seq";
	if ((mandate->kind == MANDATE_GENESIS) !=
		    (mandate->previous_count == 0) ||
	    (mandate->kind == MANDATE_GENESIS) != (mandate->seq == 1))
		return "/previous";
	if (is_empty(mandate->name))
		return "/name";
	if (is_empty(mandate->contact))
		return "/contact";
	if (mandate->successor != NULL &&
	    !identity_is_organisation_name(mandate->successor))
		return "/successor";
	if (mandate->consent != NULL && !is_digest(mandate->consent))
		return "/consent";
	if (mandate->voucher != NULL && !is_digest(mandate->voucher))
		return "/voucher";
	return NULL;
}

static enum status
decode_members(struct arena *arena, const struct json *value,
	       struct mandate *mandate, struct fault *fault)
{
	const char *wrong = NULL;

	*mandate = (struct mandate){
		.plan = json_get_string(value, "plan"),
		.seq = json_get_integer(value, "seq", 0),
		.organisation = json_get_string(value, "iss"),
		.name = json_get_string(value, "name"),
		.contact = json_get_string(value, "contact"),
		.successor = json_get_string(value, "successor"),
		.consent = json_get_string(value, "consent"),
		.voucher = json_get_string(value, "voucher"),
	};
	if (!mandate_kind_of_word(json_get_string(value, "kind"),
				  &mandate->kind))
		wrong = "/kind";
	else
		wrong = find_misplaced(value, mandate->kind);
	if (wrong == NULL &&
	    !is_time(json_get_string(value, "from"), &mandate->from_ms))
		wrong = "/from";
	if (wrong != NULL)
		return words_refuse(fault, wrong,
				    "is no value that such a document of a "
				    "mandate can have");
	return decode_lists(arena, value, mandate, fault);
}

enum status
mandate_decode(struct arena *arena, struct text payload,
	       struct mandate *mandate_out, struct fault *fault)
{
	const struct json *value;
	const char *wrong;
	enum status status =
		json_read(arena, payload, LIMIT_JWS_BYTES, &value, fault);

	if (status == STATUS_OK)
		status = check_shape(value, fault);
	if (status == STATUS_OK)
		status = decode_members(arena, value, mandate_out, fault);
	if (status != STATUS_OK)
		return status;
	wrong = find_wrong(mandate_out);
	if (wrong == NULL &&
	    text_equals(mandate_encode(arena, mandate_out), payload))
		return STATUS_OK;
	return words_refuse(
		fault, wrong == NULL ? "" : wrong,
		"is no value that a document of a mandate can have");
}

/* --- digests --- */

void
mandate_digest(struct text payload, char out[DIGEST_HEX_BYTES])
{
	uint8_t digest[DIGEST_BYTES];

	digest_of(&payload, 1, digest);
	digest_hex(digest, out);
}

static const char *
digest_of_both(struct arena *arena, const char *label, const char *one,
	       const char *other)
{
	const struct text parts[] = {text_of(label), text_of(one),
				     text_of("\n"), text_of(other)};
	uint8_t digest[DIGEST_BYTES];
	char *hex = arena_alloc(arena, DIGEST_HEX_BYTES);

	digest_of(parts, COUNT_OF(parts), digest);
	digest_hex(digest, hex);
	return hex;
}

const char *
mandate_voucher(struct arena *arena, const char *plan, const char *link)
{
	return digest_of_both(arena, VOUCHER_LABEL, plan, link);
}

const char *
mandate_seat(struct arena *arena, const char *voucher, const char *organisation)
{
	return digest_of_both(arena, SEAT_LABEL, voucher, organisation);
}
