/*
 * The ask statement: this user, in this role, of this organisation, asks about
 * this plan for this purpose until this time, over this certificate.
 */
#ifndef EENPLAN_WIRE_STATEMENT_H
#define EENPLAN_WIRE_STATEMENT_H

#include "eenplan/base/json.h"

#define STATEMENT_TYPE "ask+jws"

/* With a query it travels as `Authorization: Ask JWS` (RFC 9110 §11.6.2). */
#define STATEMENT_SCHEME "Ask"

/*
 * The purpose of an emergency. Its statement, and no other, has a reason, and
 * lasts LIMIT_EMERGENCY_MINUTES at the most; it is believed at an address of
 * its own. Its id is that of the emergency: all its queries are one use of it.
 */
#define STATEMENT_EMERGENCY "emergency"

struct statement {
	const char *id;		  /* jti: UUID */
	const char *organisation; /* iss */
	const char *user;	  /* sub */
	const char *role;
	const char *purpose;
	const char *reason;	 /* of an emergency; else NULL */
	const char *plan;	 /* random plan id, the same at every partner */
	int64_t issued_ms;	 /* iat: seconds on the wire */
	int64_t expires_ms;	 /* exp */
	const char *certificate; /* cnf.x5t#S256 */
};

/* Canonical JSON, ready to be signed. */
struct text statement_encode(struct arena *arena,
			     const struct statement *statement);
/* STATUS_INVALID for any missing, unknown or ill-formed member. */
enum status statement_decode(struct arena *arena, struct text payload,
			     struct statement *statement_out,
			     struct fault *fault) MUST_CHECK;

/*
 * Can this be why an emergency was opened? One line of UTF-8, of
 * LIMIT_REASON_LEAST_CHARACTERS, spaces not counted, to
 * LIMIT_REASON_CHARACTERS; without a number as long as a BSN.
 */
bool statement_is_reason(const char *reason);
/* The same with other bounds, in characters: any line that people write. */
bool statement_is_line(const char *line, size_t least, size_t most);

#endif
