#include "eenplan/wire/checkpoint.h"

#include <inttypes.h>
#include <string.h>

#include "eenplan/seal/digest.h"

#define PROOF_HEADER "c2sp.org/tlog-proof@v1"

/* Moves `text` behind its first line, which is `line_out` without its LF. */
static bool
take_line(struct text *text, struct text *line_out)
{
	const char *end = memchr(text->bytes, '\n', text->length);

	if (text->length == 0 || end == NULL)
		return false;
	*line_out = (struct text){text->bytes, (size_t)(end - text->bytes)};
	text->bytes += line_out->length + 1;
	text->length -= line_out->length + 1;
	return true;
}

/* Decimal, without leading zeros, and no more than our JSON can say. */
static bool
read_number(struct text text, uint64_t *number_out)
{
	uint64_t number = 0;

	if (text.length == 0 || text.length > 18 ||
	    (text.length > 1 && text.bytes[0] == '0'))
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] < '0' || text.bytes[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(text.bytes[i] - '0');
	}
	*number_out = number;
	return true;
}

/* "LABEL NUMBER" */
static bool
read_labelled(struct text line, const char *label, uint64_t *number_out)
{
	size_t length = strlen(label);

	return line.length > length && memcmp(line.bytes, label, length) == 0 &&
	       read_number(
		       (struct text){line.bytes + length, line.length - length},
		       number_out);
}

static bool
read_hash(struct text line, struct merkle_hash *hash_out)
{
	struct arena *arena = arena_new();
	struct text bytes;
	bool is_hash = base64_decode(arena, line, &bytes) &&
		       bytes.length == DIGEST_BYTES;

	if (is_hash)
		memcpy(hash_out->bytes, bytes.bytes, DIGEST_BYTES);
	arena_free(arena);
	return is_hash;
}

/* Hashes up to an empty line, at most `room`. */
static bool
take_hashes(struct text *text, struct merkle_hash *hashes, size_t room,
	    size_t *count_out)
{
	struct text line;

	*count_out = 0;
	while (take_line(text, &line)) {
		if (line.length == 0)
			return true;
		if (*count_out == room ||
		    !read_hash(line, &hashes[(*count_out)++]))
			return false;
	}
	return false;
}

static void
add_hash(struct buf *out, const struct merkle_hash *hash)
{
	struct arena *arena = arena_new();

	buf_add_string(
		out,
		base64_encode(arena, (struct text){(const char *)hash->bytes,
						   DIGEST_BYTES}));
	buf_add_char(out, '\n');
	arena_free(arena);
}

void
checkpoint_encode(struct buf *out, const struct checkpoint *checkpoint)
{
	buf_printf(out, "%s\n%" PRIu64 "\n", checkpoint->origin,
		   checkpoint->size);
	add_hash(out, &checkpoint->root);
}

/* Lines behind the root are extensions, of which we know none. */
bool
checkpoint_decode(struct arena *arena, struct text body,
		  struct checkpoint *checkpoint_out)
{
	struct text origin, size, root;

	if (!take_line(&body, &origin) || origin.length == 0 ||
	    memchr(origin.bytes, '\0', origin.length) != NULL ||
	    !take_line(&body, &size) ||
	    !read_number(size, &checkpoint_out->size) ||
	    !take_line(&body, &root) || !read_hash(root, &checkpoint_out->root))
		return false;
	checkpoint_out->origin = arena_text(arena, origin);
	return true;
}

void
checkpoint_offer_encode(struct buf *out, const struct checkpoint_offer *offer)
{
	buf_printf(out, "old %" PRIu64 "\n", offer->old_size);
	for (size_t i = 0; i < offer->proof_count; i++)
		add_hash(out, &offer->proof[i]);
	buf_add_char(out, '\n');
	buf_add_text(out, offer->note);
}

bool
checkpoint_offer_decode(struct text text, struct checkpoint_offer *offer_out)
{
	struct text line;

	if (!take_line(&text, &line) ||
	    !read_labelled(line, "old ", &offer_out->old_size) ||
	    !take_hashes(&text, offer_out->proof, CHECKPOINT_PROOF_MAX,
			 &offer_out->proof_count))
		return false;
	offer_out->note = text;
	return text.length > 0;
}

bool
checkpoint_size_decode(struct text text, uint64_t *size_out)
{
	struct text line;

	return take_line(&text, &line) && text.length == 0 &&
	       read_number(line, size_out);
}

void
log_proof_encode(struct buf *out, const struct log_proof *proof)
{
	struct arena *arena = arena_new();

	buf_add_string(out, PROOF_HEADER "\n");
	if (proof->extra.length > 0)
		buf_printf(out, "extra %s\n",
			   base64_encode(arena, proof->extra));
	buf_printf(out, "index %" PRIu64 "\n", proof->index);
	for (size_t i = 0; i < proof->hash_count; i++)
		add_hash(out, &proof->hashes[i]);
	buf_add_char(out, '\n');
	buf_add_text(out, proof->note);
	arena_free(arena);
}

static bool
take_extra(struct arena *arena, struct text *text, struct text *extra_out)
{
	static const char label[] = "extra ";
	size_t length = sizeof(label) - 1;
	struct text line;

	*extra_out = (struct text){"", 0};
	if (text->length < length || memcmp(text->bytes, label, length) != 0)
		return true;
	return take_line(text, &line) &&
	       base64_decode(
		       arena,
		       (struct text){line.bytes + length, line.length - length},
		       extra_out);
}

bool
log_proof_decode(struct arena *arena, struct text text,
		 struct log_proof *proof_out)
{
	struct text line;

	if (!take_line(&text, &line) || !text_is(line, PROOF_HEADER) ||
	    !take_extra(arena, &text, &proof_out->extra) ||
	    !take_line(&text, &line) ||
	    !read_labelled(line, "index ", &proof_out->index) ||
	    !take_hashes(&text, proof_out->hashes, MERKLE_PEAKS_MAX,
			 &proof_out->hash_count))
		return false;
	proof_out->note = text;
	return text.length > 0;
}
