/*
 * What a key is inside this room.
 */
#ifndef EENPLAN_SEAL_SEAL_KEY_H
#define EENPLAN_SEAL_SEAL_KEY_H

#include <openssl/evp.h>
#include <stdatomic.h>

#include "eenplan/seal/key.h"

struct seal_key {
	atomic_uint holders;
	EVP_PKEY *pkey; /* P-256, with or without its private half */
};

#endif
