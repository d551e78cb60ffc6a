#include "eenplan/seal/note.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/buf.h"

#define EM_DASH "\xe2\x80\x94"

/* The kind of key, as it goes into its id and its verifier key. */
static const uint8_t kind_bytes[] = {
	[NOTE_SIGNATURE] = 0x01,
	[NOTE_COSIGNATURE] = 0x04,
};

struct note_signer {
	EVP_PKEY *pkey;
	struct note_verifier verifier;
};

/* --- verifier keys --- */

static bool
is_name(struct text name)
{
	if (name.length == 0 || name.length >= NOTE_NAME_BYTES)
		return false;
	for (size_t i = 0; i < name.length; i++) {
		unsigned char byte = (unsigned char)name.bytes[i];

		if (byte <= ' ' || byte > '~' || byte == '+')
			return false;
	}
	return true;
}

static void
find_id(struct note_verifier *verifier)
{
	const struct text parts[] = {
		text_of(verifier->name),
		{"\n", 1},
		{(const char *)&kind_bytes[verifier->kind], 1},
		{(const char *)verifier->key, NOTE_KEY_BYTES},
	};
	uint8_t digest[DIGEST_BYTES];

	digest_of(parts, COUNT_OF(parts), digest);
	memcpy(verifier->id, digest, NOTE_ID_BYTES);
}

const char *
note_verifier_print(struct arena *arena, const struct note_verifier *verifier)
{
	char key[1 + NOTE_KEY_BYTES];
	const uint8_t *id = verifier->id;

	key[0] = (char)kind_bytes[verifier->kind];
	memcpy(key + 1, verifier->key, NOTE_KEY_BYTES);
	return arena_printf(
		arena, "%s+%02x%02x%02x%02x+%s", verifier->name, id[0], id[1],
		id[2], id[3],
		base64_encode(arena, (struct text){key, sizeof(key)}));
}

static bool
kind_of_byte(uint8_t byte, enum note_kind *kind_out)
{
	for (unsigned i = 0; i < COUNT_OF(kind_bytes); i++)
		if (kind_bytes[i] == byte) {
			*kind_out = (enum note_kind)i;
			return true;
		}
	return false;
}

/* What is behind the name: an id, which must be the key's, and the key. */
static bool
read_key(struct arena *arena, struct text rest, struct note_verifier *verifier)
{
	char id[2 * NOTE_ID_BYTES + 1];
	struct text key;

	if (rest.length < sizeof(id) || rest.bytes[sizeof(id) - 1] != '+' ||
	    !base64_decode(arena,
			   (struct text){rest.bytes + sizeof(id),
					 rest.length - sizeof(id)},
			   &key) ||
	    key.length != 1 + NOTE_KEY_BYTES ||
	    !kind_of_byte((uint8_t)key.bytes[0], &verifier->kind))
		return false;
	memcpy(verifier->key, key.bytes + 1, NOTE_KEY_BYTES);
	find_id(verifier);
	for (size_t i = 0; i < NOTE_ID_BYTES; i++) {
		static const char digits[] = "0123456789abcdef";

		id[2 * i] = digits[verifier->id[i] >> 4];
		id[2 * i + 1] = digits[verifier->id[i] & 15];
	}
	return memcmp(id, rest.bytes, sizeof(id) - 1) == 0;
}

bool
note_verifier_read(struct text vkey, struct note_verifier *verifier_out)
{
	const char *plus = memchr(vkey.bytes, '+', vkey.length);
	struct note_verifier verifier = {.name = ""};

	if (plus == NULL)
		return false;

	struct text name = {vkey.bytes, (size_t)(plus - vkey.bytes)};

	if (!is_name(name))
		return false;
	memcpy(verifier.name, name.bytes, name.length);

	struct arena *arena = arena_new();
	bool is_read = read_key(
		arena, (struct text){plus + 1, vkey.length - name.length - 1},
		&verifier);

	arena_free(arena);
	if (is_read)
		*verifier_out = verifier;
	return is_read;
}

/* --- signing --- */

enum status
note_signer_new(const char *name, enum note_kind kind,
		const struct box_key *seed, struct note_signer **signer_out)
{
	struct note_signer *signer = calloc(1, sizeof(*signer));
	size_t length = NOTE_KEY_BYTES;

	if (signer == NULL)
		abort();
	signer->verifier.kind = kind;
	signer->pkey = EVP_PKEY_new_raw_private_key_ex(
		NULL, "ED25519", NULL, seed->bytes, sizeof(seed->bytes));
	if (!is_name(text_of(name)) || signer->pkey == NULL ||
	    EVP_PKEY_get_raw_public_key(signer->pkey, signer->verifier.key,
					&length) <= 0) {
		note_signer_free(signer);
		ERR_clear_error();
		return STATUS_CRYPTO;
	}
	memcpy(signer->verifier.name, name, strlen(name));
	find_id(&signer->verifier);
	*signer_out = signer;
	return STATUS_OK;
}

void
note_signer_free(struct note_signer *signer)
{
	if (signer == NULL)
		return;
	EVP_PKEY_free(signer->pkey);
	free(signer);
}

const struct note_verifier *
note_signer_verifier(const struct note_signer *signer)
{
	return &signer->verifier;
}

static enum status
sign(const struct note_signer *signer, struct text message,
     uint8_t out[NOTE_SIGNATURE_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = NOTE_SIGNATURE_BYTES;
	bool succeeded = context != NULL &&
			 EVP_DigestSignInit_ex(context, NULL, NULL, NULL, NULL,
					       signer->pkey, NULL) > 0 &&
			 EVP_DigestSign(context, out, &length,
					(const uint8_t *)message.bytes,
					message.length) > 0;

	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return succeeded ? STATUS_OK : STATUS_CRYPTO;
}

static bool
verify(const struct note_verifier *verifier, struct text message,
       const uint8_t signature[NOTE_SIGNATURE_BYTES])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key_ex(
		NULL, "ED25519", NULL, verifier->key, NOTE_KEY_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool holds = pkey != NULL && context != NULL &&
		     EVP_DigestVerifyInit_ex(context, NULL, NULL, NULL, NULL,
					     pkey, NULL) > 0 &&
		     EVP_DigestVerify(context, signature, NOTE_SIGNATURE_BYTES,
				      (const uint8_t *)message.bytes,
				      message.length) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return holds;
}

/* What a cosignature is over: when, and then the whole text. */
static struct text
cosigned(struct arena *arena, struct text body, uint64_t time_s)
{
	struct buf out;

	buf_init(&out, arena, body.length + 64);
	buf_printf(&out, "cosignature/v1\ntime %llu\n",
		   (unsigned long long)time_s);
	buf_add_text(&out, body);
	return buf_text(&out);
}

static void
put_time(uint64_t time_s, uint8_t out[NOTE_TIME_BYTES])
{
	for (unsigned i = 0; i < NOTE_TIME_BYTES; i++)
		out[i] = (uint8_t)(time_s >> (8 * (NOTE_TIME_BYTES - 1 - i)));
}

static uint64_t
get_time(const uint8_t bytes[NOTE_TIME_BYTES])
{
	uint64_t time_s = 0;

	for (unsigned i = 0; i < NOTE_TIME_BYTES; i++)
		time_s = time_s << 8 | bytes[i];
	return time_s;
}

enum status
note_sign(struct arena *arena, const struct note_signer *signer,
	  struct text body, int64_t now_ms, const char **line_out)
{
	const struct note_verifier *verifier = &signer->verifier;
	bool is_timed = verifier->kind == NOTE_COSIGNATURE;
	uint8_t bytes[NOTE_ID_BYTES + NOTE_TIME_BYTES + NOTE_SIGNATURE_BYTES];
	size_t used = NOTE_ID_BYTES;
	uint64_t time_s = (uint64_t)now_ms / 1000;

	memcpy(bytes, verifier->id, NOTE_ID_BYTES);
	if (is_timed) {
		put_time(time_s, bytes + used);
		used += NOTE_TIME_BYTES;
		body = cosigned(arena, body, time_s);
	}

	enum status status = sign(signer, body, bytes + used);

	if (status != STATUS_OK)
		return status;
	used += NOTE_SIGNATURE_BYTES;
	*line_out = arena_printf(
		arena, EM_DASH " %s %s\n", verifier->name,
		base64_encode(arena, (struct text){(const char *)bytes, used}));
	return STATUS_OK;
}

/* --- reading --- */

bool
note_split(struct text note, struct text *body_out, struct text *lines_out)
{
	static const char gap[] = "\n\n" EM_DASH " ";
	const char *found =
		memmem(note.bytes, note.length, gap, sizeof(gap) - 1);

	if (found == NULL || note.bytes[note.length - 1] != '\n')
		return false;
	*body_out = (struct text){note.bytes, (size_t)(found - note.bytes) + 1};
	*lines_out =
		(struct text){found + 2, note.length - body_out->length - 1};
	return true;
}

/* Moves `lines` behind its first, which is `line_out` without its end. */
static bool
next_line(struct text *lines, struct text *line_out)
{
	const char *end = memchr(lines->bytes, '\n', lines->length);

	if (end == NULL)
		return false;
	*line_out = (struct text){lines->bytes, (size_t)(end - lines->bytes)};
	lines->bytes += line_out->length + 1;
	lines->length -= line_out->length + 1;
	return true;
}

/* The bytes of a signature line by `verifier`: false if it is another's. */
static bool
read_line(struct arena *arena, struct text line,
	  const struct note_verifier *verifier, struct text *bytes_out)
{
	const char *label = arena_printf(arena, EM_DASH " %s ", verifier->name);
	size_t length = strlen(label);

	return line.length > length && memcmp(line.bytes, label, length) == 0 &&
	       base64_decode(
		       arena,
		       (struct text){line.bytes + length, line.length - length},
		       bytes_out) &&
	       bytes_out->length >= NOTE_ID_BYTES &&
	       memcmp(bytes_out->bytes, verifier->id, NOTE_ID_BYTES) == 0;
}

static bool
line_holds(struct arena *arena, struct text body, struct text bytes,
	   const struct note_verifier *verifier, int64_t *time_ms_out)
{
	bool is_timed = verifier->kind == NOTE_COSIGNATURE;
	const uint8_t *at = (const uint8_t *)bytes.bytes + NOTE_ID_BYTES;
	size_t want = NOTE_ID_BYTES + NOTE_SIGNATURE_BYTES +
		      (is_timed ? NOTE_TIME_BYTES : 0);
	uint64_t time_s = 0;

	if (bytes.length != want)
		return false;
	if (is_timed) {
		time_s = get_time(at);
		at += NOTE_TIME_BYTES;
		body = cosigned(arena, body, time_s);
	}
	if (time_s > INT64_MAX / 1000 || !verify(verifier, body, at))
		return false;
	if (time_ms_out != NULL)
		*time_ms_out = (int64_t)time_s * 1000;
	return true;
}

bool
note_verify(struct text body, struct text lines,
	    const struct note_verifier *verifier, struct text *line_out,
	    int64_t *time_ms_out)
{
	struct arena *arena = arena_new();
	struct text line, bytes;
	bool holds = false;

	while (!holds && next_line(&lines, &line))
		holds = read_line(arena, line, verifier, &bytes) &&
			line_holds(arena, body, bytes, verifier, time_ms_out);
	if (holds && line_out != NULL)
		*line_out = (struct text){line.bytes, line.length + 1};
	arena_free(arena);
	return holds;
}
