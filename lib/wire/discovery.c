#include "eenplan/wire/discovery.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/claims.h"
#include "lib/wire/discovery_paper.h"
#include "lib/wire/hex.h"
#include "lib/wire/words.h"

static const char *const modes[] = {
#define DISCOVERY_MODE(NAME, word, meaning) [DISCOVERY_##NAME] = (word),
#include "eenplan/wire/discovery.def"
#undef DISCOVERY_MODE
};

const char *
discovery_mode_word(enum discovery_mode mode)
{
	return modes[mode];
}

bool
discovery_mode_of_word(const char *word, enum discovery_mode *mode_out)
{
	size_t place;

	if (!words_find(modes, COUNT_OF(modes), word, &place))
		return false;
	*mode_out = (enum discovery_mode)place;
	return true;
}

/* A digest that stays hex. */
static enum status
check_hex(const struct json *value, const char *where, struct fault *fault)
{
	uint8_t bytes[DIGEST_BYTES];

	return hex_read_member(value, where, bytes, fault);
}

/* --- contracts --- */

struct text
discovery_contract_encode(struct arena *arena,
			  const struct discovery_contract *contract)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", contract->head.recipient);
	json_member_strings(&writer, "basis", contract->basis,
			    contract->basis_count);
	json_member_integer(&writer, "exp",
			    claims_seconds(contract->expires_ms));
	json_member_integer(&writer, "iat",
			    claims_seconds(contract->issued_ms));
	json_member_string(&writer, "identifier",
			   psi_identifier_word(contract->identifier));
	json_member_string(&writer, "iss", contract->head.sender);
	json_member_string(&writer, "jti", contract->head.session);
	json_member_string(&writer, "law", contract->law);
	json_member_string(&writer, "mode", modes[contract->mode]);
	json_member_integer(&writer, "most", contract->most);
	json_member_string(&writer, "purpose", contract->purpose);
	json_member_integer(&writer, "quota_days", contract->quota_days);
	json_member_string(&writer, "role", contract->role);
	json_member_string(&writer, "sub", contract->user);
	json_member_string(&writer, "v", DISCOVERY_PROTOCOL);
	json_close_object(&writer);
	return buf_text(&out);
}

/* What the shape can't say. Names the first wrong member, or NULL. */
static const char *
find_wrong(const struct json *value, struct discovery_contract *contract)
{
	if (strcmp(json_get_string(value, "v"), DISCOVERY_PROTOCOL) != 0)
		return "/v";
	if (!discovery_mode_of_word(json_get_string(value, "mode"),
				    &contract->mode))
		return "/mode";
	if (!psi_identifier_of_word(json_get_string(value, "identifier"),
				    &contract->identifier))
		return "/identifier";
	if (contract->law[0] == '\0')
		return "/law";
	if (contract->user[0] == '\0')
		return "/sub";
	if (contract->role[0] == '\0')
		return "/role";
	if (contract->purpose[0] == '\0')
		return "/purpose";
	if (contract->most < 1 || contract->most > LIMIT_DISCOVERY_PLACES)
		return "/most";
	if (contract->quota_days < 1 ||
	    contract->quota_days > LIMIT_DISCOVERY_PERIOD_DAYS)
		return "/quota_days";
	if (!claims_is_time(contract->issued_ms))
		return "/iat";
	if (!claims_is_time(contract->expires_ms) ||
	    contract->expires_ms <= contract->issued_ms ||
	    contract->expires_ms - contract->issued_ms >
		    LIMIT_DISCOVERY_SESSION_MS)
		return "/exp";
	return NULL;
}

static enum status
read_contract(struct arena *arena, const struct json *value,
	      struct discovery_contract *contract, struct fault *fault)
{
	const struct words_rule basis = {.where = "/basis",
					 .max_count = LIMIT_BASES};
	const struct discovery_head head = contract->head;
	const char *wrong;
	enum status status;

	*contract = (struct discovery_contract){
		.head = head,
		.law = json_get_string(value, "law"),
		.user = json_get_string(value, "sub"),
		.role = json_get_string(value, "role"),
		.purpose = json_get_string(value, "purpose"),
		.most = json_get_integer(value, "most", 0),
		.quota_days = json_get_integer(value, "quota_days", 0),
		.issued_ms = claims_ms(json_get_integer(value, "iat", -1)),
		.expires_ms = claims_ms(json_get_integer(value, "exp", -1)),
	};
	status = words_decode(arena, json_member(value, "basis"), &basis,
			      &contract->basis, &contract->basis_count, fault);
	if (status != STATUS_OK)
		return status;
	wrong = find_wrong(value, contract);
	return wrong == NULL
		       ? STATUS_OK
		       : words_refuse(fault, wrong,
				      "is no value that a contract can have");
}

enum status
discovery_contract_decode(struct arena *arena, struct text payload,
			  struct discovery_contract *contract_out,
			  struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"basis", JSON_KIND_ARRAY, true, LIMIT_BASES},
		{"exp", JSON_KIND_INTEGER, true, 0},
		{"iat", JSON_KIND_INTEGER, true, 0},
		{"identifier", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"law", JSON_KIND_STRING, true, 0},
		{"mode", JSON_KIND_STRING, true, 0},
		{"most", JSON_KIND_INTEGER, true, 0},
		{"purpose", JSON_KIND_STRING, true, 0},
		{"quota_days", JSON_KIND_INTEGER, true, 0},
		{"role", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
		{"v", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status =
		discovery_paper_read(arena, payload, shape, COUNT_OF(shape),
				     &value, &contract_out->head, fault);

	return status == STATUS_OK
		       ? read_contract(arena, value, contract_out, fault)
		       : status;
}

/* --- agreements --- */

struct text
discovery_agreement_encode(struct arena *arena,
			   const struct discovery_agreement *agreement)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", agreement->head.recipient);
	json_member_string_if(&writer, "contact", agreement->contact);
	json_member_string(&writer, "contract", agreement->contract);
	json_member_string(&writer, "iss", agreement->head.sender);
	json_member_string(&writer, "jti", agreement->head.session);
	json_member_string(&writer, "law", agreement->law);
	json_close_object(&writer);
	return buf_text(&out);
}

enum status
discovery_agreement_decode(struct arena *arena, struct text payload,
			   struct discovery_agreement *agreement_out,
			   struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"contact", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"contract", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"law", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status =
		discovery_paper_read(arena, payload, shape, COUNT_OF(shape),
				     &value, &agreement_out->head, fault);

	if (status == STATUS_OK)
		status = check_hex(value, "/contract", fault);
	if (status != STATUS_OK)
		return status;
	agreement_out->contract = json_get_string(value, "contract");
	agreement_out->law = json_get_string(value, "law");
	agreement_out->contact = json_get_string(value, "contact");
	return STATUS_OK;
}

/* --- commitments --- */

struct text
discovery_commitment_encode(struct arena *arena,
			    const struct discovery_commitment *commitment)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 768);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", commitment->head.recipient);
	json_member_string(&writer, "contract", commitment->contract);
	json_member_integer(&writer, "count", commitment->count);
	hex_put_member(&writer, "inputs", commitment->inputs);
	json_member_string(&writer, "iss", commitment->head.sender);
	json_member_string(&writer, "jti", commitment->head.session);
	hex_put_member(&writer, "key", commitment->key);
	hex_put_member(&writer, "nonce", commitment->nonce);
	hex_put_member(&writer, "root", commitment->root);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
read_commitment(const struct json *value,
		struct discovery_commitment *commitment, struct fault *fault)
{
	const struct {
		const char *where;
		uint8_t *out;
	} members[] = {
		{"/inputs", commitment->inputs},
		{"/key", commitment->key},
		{"/nonce", commitment->nonce},
		{"/root", commitment->root},
	};
	enum status status = check_hex(value, "/contract", fault);

	for (size_t i = 0; i < COUNT_OF(members) && status == STATUS_OK; i++)
		status = hex_read_member(value, members[i].where,
					 members[i].out, fault);
	if (status != STATUS_OK)
		return status;
	commitment->contract = json_get_string(value, "contract");
	commitment->count = json_get_integer(value, "count", 0);
	if (commitment->count >= 1 &&
	    commitment->count <= LIMIT_DISCOVERY_PLACES)
		return STATUS_OK;
	return words_refuse(fault, "/count", "is no length of a list");
}

enum status
discovery_commitment_decode(struct arena *arena, struct text payload,
			    struct discovery_commitment *commitment_out,
			    struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"contract", JSON_KIND_STRING, true, 0},
		{"count", JSON_KIND_INTEGER, true, 0},
		{"inputs", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"key", JSON_KIND_STRING, true, 0},
		{"nonce", JSON_KIND_STRING, true, 0},
		{"root", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status =
		discovery_paper_read(arena, payload, shape, COUNT_OF(shape),
				     &value, &commitment_out->head, fault);

	return status == STATUS_OK
		       ? read_commitment(value, commitment_out, fault)
		       : status;
}

/* --- closings --- */

struct text
discovery_closing_encode(struct arena *arena,
			 const struct discovery_closing *closing)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 384);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", closing->head.recipient);
	json_member_string(&writer, "iss", closing->head.sender);
	json_member_string(&writer, "jti", closing->head.session);
	hex_put_member(&writer, "nonce", closing->nonce);
	hex_put_member(&writer, "transcript", closing->transcript);
	json_close_object(&writer);
	return buf_text(&out);
}

enum status
discovery_closing_decode(struct arena *arena, struct text payload,
			 struct discovery_closing *closing_out,
			 struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"nonce", JSON_KIND_STRING, true, 0},
		{"transcript", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status =
		discovery_paper_read(arena, payload, shape, COUNT_OF(shape),
				     &value, &closing_out->head, fault);

	if (status == STATUS_OK)
		status = hex_read_member(value, "/nonce", closing_out->nonce,
					 fault);
	return status == STATUS_OK
		       ? hex_read_member(value, "/transcript",
					 closing_out->transcript, fault)
		       : status;
}
