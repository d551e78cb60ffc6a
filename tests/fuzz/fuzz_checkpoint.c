/*
 * What a log, a witness or an auditor sends about a tree: what is accepted is
 * written again as it was, but for extensions of a checkpoint.
 */
#include <string.h>

#include "eenplan/seal/note.h"
#include "eenplan/wire/checkpoint.h"
#include "tests/fuzz/must.h"

static void
check_note(struct arena *arena, struct text note)
{
	struct text body, lines;
	struct checkpoint checkpoint;
	struct buf again;

	if (!note_split(note, &body, &lines))
		return;
	MUST(body.bytes == note.bytes && body.length < note.length);
	MUST(lines.bytes + lines.length == note.bytes + note.length);
	if (!checkpoint_decode(arena, body, &checkpoint))
		return;
	buf_init(&again, arena, 256);
	checkpoint_encode(&again, &checkpoint);
	MUST(again.length <= body.length &&
	     memcmp(again.bytes, body.bytes, again.length) == 0);
}

static void
check_offer(struct arena *arena, struct text source)
{
	struct checkpoint_offer offer;
	struct buf again;

	if (!checkpoint_offer_decode(source, &offer))
		return;
	buf_init(&again, arena, 4096);
	checkpoint_offer_encode(&again, &offer);
	MUST(text_equals(buf_text(&again), source));
	check_note(arena, offer.note);
}

static void
check_proof(struct arena *arena, struct text source)
{
	struct log_proof proof;
	struct buf again;

	if (!log_proof_decode(arena, source, &proof))
		return;
	buf_init(&again, arena, 4096);
	log_proof_encode(&again, &proof);
	/* an empty line of extra data is none */
	MUST(proof.extra.length == 0 || text_equals(buf_text(&again), source));
	check_note(arena, proof.note);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text source = {(const char *)data, size};
	struct arena *arena = arena_new();
	struct note_verifier verifier;
	uint64_t number;

	check_note(arena, source);
	check_offer(arena, source);
	check_proof(arena, source);
	(void)!checkpoint_size_decode(source, &number);
	if (note_verifier_read(source, &verifier))
		MUST(text_is(source, note_verifier_print(arena, &verifier)));
	arena_free(arena);
	return 0;
}
