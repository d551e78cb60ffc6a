/*
 * Who a tool signs as: a node, by its certificate and key.
 */
#ifndef TESTS_TOOLS_KIT_SIGNATORY_H
#define TESTS_TOOLS_KIT_SIGNATORY_H

#include "eenplan/base/arena.h"
#include "eenplan/seal/identity.h"
#include "eenplan/seal/key.h"

struct signatory {
	struct identity identity;
	struct seal_key *key;
};
/* Of two PEM files; ends the program if they are none of a node. */
struct signatory signatory_of_files(const char *certificate, const char *key);
void signatory_free(struct signatory *signatory);
/* A JWS of that type. */
const char *signatory_sign(const struct signatory *signatory,
			   struct arena *arena, const char *type,
			   struct text payload);

#endif
