/*
 * Does a partner know this resident? The desk look-up of one or a few, by
 * oblivious evaluation (RFC 9497, mode 1): the partner's node evaluates what is
 * blinded, with its key of the month and a proof that it was that key; what
 * comes of it only the asker can tell, and claims. Who isn't known there isn't
 * learnt by anybody.
 *
 *   question {"aud","blinded":[…],"iat","identifier","iss","jti","law","month",
 *              "purpose","role","sub"}
 *   answer    {"aud","evaluated":[…],"iss","jti","key","month","proof":[c,s]}
 *
 * Both are canonical JSON in a JWS of their own type; points in lower hex. The
 * claim is {"lookup","tags":[…]}, its answer {"contact"?,"found":[bool…]}.
 */
#ifndef EENPLAN_WIRE_LOOKUP_H
#define EENPLAN_WIRE_LOOKUP_H

#include "eenplan/psi/voprf.h"
#include "eenplan/wire/discovery.h"

#define LOOKUP_QUESTION_TYPE "lookup+jws"
#define LOOKUP_ANSWER_TYPE   "lookup-answer+jws"
#define LOOKUP_MONTH_BYTES   sizeof("2026-11")

struct lookup_question {
	struct discovery_head head;
	const char *user; /* sub */
	const char *role;
	const char *purpose;
	const char *law; /* of the asker */
	enum psi_identifier identifier;
	const char *month;
	int64_t issued_ms; /* iat: seconds on the wire */
	const struct psi_point *blinded;
	size_t count; /* 1 to LIMIT_LOOKUP_RESIDENTS */
};
struct text lookup_question_encode(struct arena *arena,
				   const struct lookup_question *question);
/* STATUS_INVALID for any missing, unknown or ill-formed member; so below. */
enum status lookup_question_decode(struct arena *arena, struct text payload,
				   struct lookup_question *question_out,
				   struct fault *fault) MUST_CHECK;

struct lookup_answer {
	struct discovery_head head;
	const char *month;
	struct psi_point key;
	struct psi_proof proof;
	const struct psi_point *evaluated;
	size_t count;
};
struct text lookup_answer_encode(struct arena *arena,
				 const struct lookup_answer *answer);
enum status lookup_answer_decode(struct arena *arena, struct text payload,
				 struct lookup_answer *answer_out,
				 struct fault *fault) MUST_CHECK;

struct lookup_tag {
	uint8_t bytes[DIGEST_BYTES];
};
/* What is claimed by: SHA-256("lookup-tag" ‖ output). */
struct lookup_tag lookup_tag_of(const uint8_t output[PSI_HASH_BYTES]);
struct text lookup_claim_encode(struct arena *arena, const char *lookup,
				const struct lookup_tag *tags, size_t count);
enum status lookup_claim_decode(struct arena *arena, const struct json *value,
				const char **lookup_out,
				struct lookup_tag **tags_out, size_t *count_out,
				struct fault *fault) MUST_CHECK;

#endif
