/*
 * What two nodes sign when they look for the clients they share
 * (`dh-psi-r255/1`): first a contract and its countersignature, then each a
 * commitment to its list, at the end each a closing. All are canonical JSON in
 * a JWS of their own type (jws.h), and name the session.
 *
 *   contract      {"aud","basis":[…],"exp","iat","identifier","iss","jti",
 *                  "law","mode","most","purpose","quota_days","role","sub","v"}
 *   agreement     {"aud","contact"?,"contract","iss","jti","law"}
 *   commitment    {"aud","contract","count","inputs","iss","jti","key","nonce",
 *                  "root"}
 *   closing       {"aud","iss","jti","nonce","transcript"}
 *
 * No name, number or reference of a resident is in any of them.
 */
#ifndef EENPLAN_WIRE_DISCOVERY_H
#define EENPLAN_WIRE_DISCOVERY_H

#include "eenplan/base/json.h"
#include "eenplan/psi/person.h"
#include "eenplan/seal/digest.h"

#define DISCOVERY_PROTOCOL	  "dh-psi-r255/1"
#define DISCOVERY_CONTRACT_TYPE	  "discovery-contract+jws"
#define DISCOVERY_AGREEMENT_TYPE  "discovery-agreement+jws"
#define DISCOVERY_COMMITMENT_TYPE "discovery-commitment+jws"
#define DISCOVERY_CLOSING_TYPE	  "discovery-closing+jws"

enum discovery_mode {
#define DISCOVERY_MODE(NAME, word, meaning) DISCOVERY_##NAME,
#include "eenplan/wire/discovery.def"
#undef DISCOVERY_MODE
};
/* "mutual". Static. */
const char *discovery_mode_word(enum discovery_mode mode);
bool discovery_mode_of_word(const char *word, enum discovery_mode *mode_out);

/* How each of them begins. */
struct discovery_head {
	const char *session;   /* jti: UUID that who asks has made */
	const char *sender;    /* iss */
	const char *recipient; /* aud */
};

struct discovery_contract {
	struct discovery_head head;
	const char *law;     /* that the asker works under */
	const char *user;    /* sub: of the organisation that asks */
	const char *role;    /* in which they ask */
	const char *purpose; /* what finding is for */
	enum discovery_mode mode;
	enum psi_identifier identifier;
	const char *const *basis; /* articles by which the asker may */
	size_t basis_count;
	int64_t most;	    /* places that a list may have */
	int64_t quota_days; /* one run in so many */
	int64_t issued_ms;  /* iat: seconds on the wire */
	int64_t expires_ms; /* exp */
};
struct text discovery_contract_encode(
	struct arena *arena, const struct discovery_contract *contract);
/* STATUS_INVALID for any missing, unknown or ill-formed member; so are all
 * below. */
enum status discovery_contract_decode(struct arena *arena, struct text payload,
				      struct discovery_contract *contract_out,
				      struct fault *fault) MUST_CHECK;

struct discovery_agreement {
	struct discovery_head head;
	const char *contract; /* SHA-256 of its content, in lower hex */
	const char *law;      /* that who countersigns works under */
	const char *contact;  /* whom to call about who is found; or NULL */
};
struct text discovery_agreement_encode(
	struct arena *arena, const struct discovery_agreement *agreement);
enum status discovery_agreement_decode(
	struct arena *arena, struct text payload,
	struct discovery_agreement *agreement_out,
	struct fault *fault) MUST_CHECK;

struct discovery_commitment {
	struct discovery_head head;
	const char *contract;
	int64_t count;		      /* places, people and padding */
	uint8_t root[DIGEST_BYTES];   /* of the masked list */
	uint8_t inputs[DIGEST_BYTES]; /* of who stands where, salted */
	uint8_t key[PSI_POINT_BYTES]; /* scalar·G */
	uint8_t nonce[DIGEST_BYTES];  /* SHA-256 of what closing shows */
};
struct text discovery_commitment_encode(
	struct arena *arena, const struct discovery_commitment *commitment);
enum status discovery_commitment_decode(
	struct arena *arena, struct text payload,
	struct discovery_commitment *commitment_out,
	struct fault *fault) MUST_CHECK;

struct discovery_closing {
	struct discovery_head head;
	uint8_t nonce[DIGEST_BYTES];
	uint8_t transcript[DIGEST_BYTES];
};
struct text discovery_closing_encode(struct arena *arena,
				     const struct discovery_closing *closing);
enum status discovery_closing_decode(struct arena *arena, struct text payload,
				     struct discovery_closing *closing_out,
				     struct fault *fault) MUST_CHECK;

#endif
