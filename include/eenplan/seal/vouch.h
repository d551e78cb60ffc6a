/*
 * Does an authority vouch for a certificate? Without a connection: for what
 * was signed at some time, and is read at another.
 */
#ifndef EENPLAN_SEAL_VOUCH_H
#define EENPLAN_SEAL_VOUCH_H

#include <stdint.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"

struct vouch;

/*
 * The certificates in the PEM file at `path`, each trusted by itself.
 * STATUS_INVALID: there are none, or it can't be read; `fault` says.
 */
enum status vouch_open(const char *path, struct vouch **vouch_out,
		       struct fault *fault) MUST_CHECK;
/* Takes NULL. */
void vouch_close(struct vouch *vouch);
/*
 * Is `der` one of them or signed by one of them, and were all valid at that
 * time? Knows of no revocation.
 */
bool vouch_for(struct vouch *vouch, struct text der, int64_t at_ms) MUST_CHECK;

/* The first certificate in the PEM file at `path`, as DER. As vouch_open. */
enum status vouch_read_certificate(struct arena *arena, const char *path,
				   struct text *der_out,
				   struct fault *fault) MUST_CHECK;

#endif
