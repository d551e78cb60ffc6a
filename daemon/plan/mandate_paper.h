/*
 * A document of a mandate on paper: the signed bytes and the certificate of
 * who signed. Believed when an authority vouches for that certificate.
 */
#ifndef EENPLAN_DAEMON_PLAN_MANDATE_PAPER_H
#define EENPLAN_DAEMON_PLAN_MANDATE_PAPER_H

#include "daemon/plan/mandate.h"
#include "eenplan/seal/vouch.h"

struct mandate_paper {
	const char *jws;
	struct text certificate; /* DER */
};

/*
 * Is it what the organisation that it names signed, with a certificate that
 * `vouch` knew when it says it was signed? STATUS_INVALID: no; why is in
 * `fault`. Borrows the paper.
 */
enum status mandate_paper_verify(struct arena *arena, struct vouch *vouch,
				 const struct mandate_paper *paper,
				 struct mandate_entry *entry_out,
				 struct fault *fault) MUST_CHECK;
/*
 * What it says, without believing it: for papers that were verified before
 * they were kept. STATUS_TAMPERED: it can't be read.
 */
enum status mandate_paper_read_unverified(
	struct arena *arena, const struct mandate_paper *paper,
	struct mandate_entry *entry_out) MUST_CHECK;

#endif
