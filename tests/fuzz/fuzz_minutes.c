/*
 * Minutes of decisions: any bytes as those of a log entry. They are refused,
 * or every cell is counted once, and what changes has names.
 */
#include <string.h>

#include "eenplan/policy/replay.h"
#include "tests/fuzz/must.h"

static const char vocabulary[] =
	"vocabulary small version 1\n"
	"domains\n  zvw\n  wmo\n  own\n"
	"roles\n  coordinator\n"
	"purposes\n  coordination\n"
	"sensitivity levels\n  normal\n  high\n"
	"consent kinds\n  share\n  secrecy_waiver\n"
	"legal bases\n  \"BW 7:457\"\n"
	"category goal\n  text personal\n  due plain\n";

static const char rules[] =
	"policy rules version 1\n"
	"rule P \"p\"\n permit goal\n fields text, due\n from zvw\n"
	" to wmo as coordinator\n for coordination\n"
	" when consent share is given and age is at least 12\n"
	" basis \"BW 7:457\"\n valid from 2026-01-01\n";

static void
visit(void *context, const struct replay_change *change)
{
	size_t *visited = context;

	MUST(*change->gained != '\0' || *change->lost != '\0');
	MUST(*change->category != '\0' && change->to != NULL);
	++*visited;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct policy_source sources[] = {
		{"small.vocabulary", text_of(vocabulary)},
		{"rules.policy", text_of(rules)},
	};
	const struct replay_entry entry = {
		.minutes = arena_text(arena,
				      (struct text){(const char *)data, size}),
		.role = "coordinator",
		.purpose = "coordination",
		.day = 20700,
	};
	struct replay_tally tally = {0};
	struct diagnostics found;
	struct policy *policy;
	size_t visited = 0;

	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	policy = policy_load(sources, COUNT_OF(sources), &found);
	MUST(policy != NULL);
	if (replay_judge(arena, policy, &entry, visit, &visited, &tally) ==
	    STATUS_OK)
		MUST(tally.same + tally.changed + tally.strange <= size);
	MUST(visited == tally.changed);
	policy_free(policy);
	arena_free(arena);
	return 0;
}
