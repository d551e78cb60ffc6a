/*
 * What the targets of the policy language share: a small vocabulary, and what
 * holds of every refusal.
 */
#ifndef EENPLAN_TESTS_SMALL_POLICY_H
#define EENPLAN_TESTS_SMALL_POLICY_H

#include "eenplan/base/diagnostic.h"
#include "tests/fuzz/must.h"

static const char small_vocabulary[] =
	"vocabulary small version 1\n"
	"domains\n  zvw\n  ggz\n  wmo\n  own\n"
	"groups\n  care contains zvw, ggz\n"
	"roles\n  coordinator\n  volunteer\n"
	"purposes\n  coordination\n  handover sent\n"
	"sensitivity levels\n  normal\n  high\n"
	"consent kinds\n  share\n  secrecy_waiver\n"
	"duties\n  log_reason\n"
	"legal bases\n  \"BW 7:457\"\n"
	"category goal\n  text personal\n  due plain\n"
	"category signal\n  text special\n  until plain\n";

/* Mistakes that can be printed. */
static inline void
small_policy_check_mistakes(struct arena *arena,
			    const struct diagnostics *found)
{
	struct buf out;

	buf_init(&out, arena, 256);
	diagnostics_print(found, &out, true);
	MUST(diagnostics_has_errors(found));
	MUST(text_is_utf8(buf_text(&out)));
}

#endif
