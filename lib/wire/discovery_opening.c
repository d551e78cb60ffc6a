#include "eenplan/wire/discovery_opening.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/hex.h"
#include "lib/wire/words.h"

/* --- writing --- */

static void
put_path(struct json_writer *writer, const char *key,
	 const struct psi_path *path)
{
	hex_put_all(writer, key, path->hashes[0].bytes, path->count);
}

static void
put_opening(struct json_writer *writer, const struct discovery_opening *opening)
{
	json_open_object(writer);
	json_member_strings(writer, "consents", opening->consents,
			    opening->consent_count);
	put_path(writer, "inputs", &opening->inputs);
	hex_put_member(writer, "masked", opening->masked.bytes);
	if (opening->entry.is_person)
		hex_put_member(writer, "person", opening->entry.person.bytes);
	json_member_integer(writer, "place", opening->place);
	put_path(writer, "points", &opening->points);
	json_member_string_if(writer, "resident", opening->resident);
	json_member_strings(writer, "rules", opening->rules,
			    opening->rule_count);
	hex_put_member(writer, "salt", opening->salt);
	json_close_object(writer);
}

struct text
discovery_openings_encode(struct arena *arena,
			  const struct discovery_openings *openings)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 64 * 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_key(&writer, "places");
	json_open_array(&writer);
	for (size_t i = 0; i < openings->count; i++)
		put_opening(&writer, &openings->items[i]);
	json_close_array(&writer);
	hex_put_all(&writer, "proof", (const uint8_t *)&openings->proof, 2);
	json_close_object(&writer);
	return buf_text(&out);
}

/* --- reading --- */

static bool
read_path(const struct json *list, uint64_t place, struct psi_path *path_out)
{
	*path_out = (struct psi_path){.place = place};
	if (json_count(list) > COUNT_OF(path_out->hashes))
		return false;
	for (const struct json *one = json_first(list); one != NULL;
	     one = one->next)
		if (!hex_read(one, path_out->hashes[path_out->count++].bytes))
			return false;
	return true;
}

static enum status
read_words(struct arena *arena, const struct json *value,
	   struct discovery_opening *opening, struct fault *fault)
{
	const struct words_rule rules = {.where = "/places/rules",
					 .max_count = LIMIT_BASES};
	const struct words_rule consents = {.where = "/places/consents",
					    .max_count =
						    LIMIT_DECIDING_CONSENTS,
					    .uuids = true};
	enum status status =
		words_decode(arena, json_member(value, "rules"), &rules,
			     &opening->rules, &opening->rule_count, fault);

	return status == STATUS_OK
		       ? words_decode(arena, json_member(value, "consents"),
				      &consents, &opening->consents,
				      &opening->consent_count, fault)
		       : status;
}

static enum status
read_opening(struct arena *arena, const struct json *value,
	     struct discovery_opening *opening, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"consents", JSON_KIND_ARRAY, true, LIMIT_DECIDING_CONSENTS},
		{"inputs", JSON_KIND_ARRAY, true, 24},
		{"masked", JSON_KIND_STRING, true, 0},
		{"person", JSON_KIND_STRING, false, 0},
		{"place", JSON_KIND_INTEGER, true, 0},
		{"points", JSON_KIND_ARRAY, true, 24},
		{"resident", JSON_KIND_STRING, false, 0},
		{"rules", JSON_KIND_ARRAY, true, LIMIT_BASES},
		{"salt", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      "/places", fault);

	if (status != STATUS_OK)
		return status;
	*opening = (struct discovery_opening){
		.place = json_get_integer(value, "place", -1),
		.resident = json_get_string(value, "resident"),
		.entry.is_person = json_member(value, "person") != NULL,
	};
	if (opening->place < 0 || opening->place >= LIMIT_DISCOVERY_PLACES ||
	    opening->entry.is_person != (opening->resident != NULL) ||
	    (opening->resident != NULL && !words_is_uuid(opening->resident)) ||
	    (opening->entry.is_person &&
	     !hex_read(json_member(value, "person"),
		       opening->entry.person.bytes)) ||
	    !hex_read(json_member(value, "salt"), opening->salt) ||
	    !hex_read(json_member(value, "masked"), opening->masked.bytes) ||
	    !read_path(json_member(value, "points"), (uint64_t)opening->place,
		       &opening->points) ||
	    !read_path(json_member(value, "inputs"), (uint64_t)opening->place,
		       &opening->inputs))
		return words_refuse(fault, "/places",
				    "has something that no place can have");
	return read_words(arena, value, opening, fault);
}

static enum status
read_all(struct arena *arena, const struct json *value,
	 struct discovery_openings *openings, struct fault *fault)
{
	const struct json *places = json_member(value, "places");
	const struct json *challenge = json_first(json_member(value, "proof"));
	enum status status = STATUS_OK;

	*openings = (struct discovery_openings){
		.items = ARENA_ARRAY(arena, json_count(places),
				     struct discovery_opening),
	};
	if (!hex_read(challenge, openings->proof.challenge.bytes) ||
	    !hex_read(challenge->next, openings->proof.response.bytes) ||
	    challenge->next->next != NULL)
		return words_refuse(fault, "/proof", "must be two scalars");
	for (const struct json *one = json_first(places);
	     one != NULL && status == STATUS_OK; one = one->next)
		status = read_opening(
			arena, one, &openings->items[openings->count++], fault);
	return status;
}

enum status
discovery_openings_decode(struct arena *arena, struct text text,
			  struct discovery_openings *openings_out,
			  struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"places", JSON_KIND_ARRAY, true, LIMIT_DISCOVERY_PLACES},
		{"proof", JSON_KIND_ARRAY, true, 2},
	};
	const struct words_document document = {LIMIT_RECEIPT_BYTES, shape,
						COUNT_OF(shape)};
	const struct json *value;
	enum status status = words_read(arena, text, &document, &value, fault);

	return status == STATUS_OK ? read_all(arena, value, openings_out, fault)
				   : status;
}

/* --- judging --- */

static struct merkle_hash
hash_of(const uint8_t bytes[DIGEST_BYTES])
{
	struct merkle_hash hash;

	memcpy(hash.bytes, bytes, DIGEST_BYTES);
	return hash;
}

static const char *
flaw_of_place(const struct discovery_opening *opening,
	      const struct discovery_commitment *commitment)
{
	const struct text point = {(const char *)opening->masked.bytes,
				   PSI_POINT_BYTES};
	uint64_t place = (uint64_t)opening->place;
	uint64_t size = (uint64_t)commitment->count;

	if (!merkle_verify_inclusion(
		    merkle_leaf(point), place, size, opening->points.hashes,
		    opening->points.count, hash_of(commitment->root)))
		return "the point isn't the one that was committed to";
	if (!merkle_verify_inclusion(
		    psi_input_leaf(&opening->entry, opening->salt), place, size,
		    opening->inputs.hashes, opening->inputs.count,
		    hash_of(commitment->inputs)))
		return "somebody else was committed to there";
	return NULL;
}

/* The places that are drawn, in order, up to the last that must be. */
static const char *
flaw_of_draw(struct arena *arena, const struct discovery_openings *openings,
	     const struct discovery_commitment *commitment,
	     const struct discovery_nonces *nonces, size_t *at_out)
{
	struct psi_sample sample;
	uint32_t place;
	size_t people = 0;

	psi_sample_begin(&sample, arena, (size_t)commitment->count,
			 commitment->root, nonces->asker, nonces->partner);
	for (*at_out = 0; people < LIMIT_DISCOVERY_SAMPLE &&
			  psi_sample_next(&sample, &place);
	     (*at_out)++) {
		if (*at_out >= openings->count)
			return "fewer places are opened than had to be";
		if (openings->items[*at_out].place != (int64_t)place)
			return "another place is opened than was drawn";
		people += openings->items[*at_out].entry.is_person;
	}
	return *at_out == openings->count
		       ? NULL
		       : "more places are opened than had to be";
}

static bool
is_masked_by_one(struct arena *arena, const struct discovery_openings *openings,
		 const struct discovery_commitment *commitment)
{
	struct psi_point *from =
		ARENA_ARRAY(arena, openings->count, struct psi_point);
	struct psi_point *to =
		ARENA_ARRAY(arena, openings->count, struct psi_point);
	struct psi_point key;

	memcpy(key.bytes, commitment->key, sizeof(key.bytes));
	for (size_t i = 0; i < openings->count; i++) {
		psi_entry_point(&openings->items[i].entry,
				openings->items[i].salt, &from[i]);
		to[i] = openings->items[i].masked;
	}

	const struct psi_claim claim = {&key, from, to, openings->count};

	return psi_proof_verify(PSI_OPRF, &claim, &openings->proof);
}

const char *
discovery_openings_flaw(struct arena *arena,
			const struct discovery_openings *openings,
			const struct discovery_commitment *commitment,
			const struct discovery_nonces *nonces, size_t *at_out)
{
	const char *flaw =
		flaw_of_draw(arena, openings, commitment, nonces, at_out);

	for (size_t i = 0; i < openings->count && flaw == NULL; i++) {
		*at_out = i;
		flaw = flaw_of_place(&openings->items[i], commitment);
	}
	if (flaw != NULL)
		return flaw;
	*at_out = 0;
	return is_masked_by_one(arena, openings, commitment)
		       ? NULL
		       : "not all were masked by the secret that was "
			 "committed to";
}
