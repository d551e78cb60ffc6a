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

struct statement {
	const char *id;		  /* jti: UUID */
	const char *organisation; /* iss */
	const char *user;	  /* sub */
	const char *role;
	const char *purpose;
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

#endif
