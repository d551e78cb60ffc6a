#include "daemon/audit/head.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/seal/jws.h"

#define HEAD_TYPE     "head+jws"
#define HEAD_NAME_NEW "access.head.new"

static const struct json_shape shape[] = {
	{"node", JSON_KIND_STRING, true, 0},
	{"offset", JSON_KIND_INTEGER, true, 0},
	{"peaks", JSON_KIND_ARRAY, true, MERKLE_PEAKS_MAX},
	{"root", JSON_KIND_STRING, true, 0},
	{"size", JSON_KIND_INTEGER, true, 0},
	{"time", JSON_KIND_STRING, true, 0},
};

static void
put_hash(struct json_writer *writer, const struct merkle_hash *hash)
{
	char hex[DIGEST_HEX_BYTES];

	digest_hex(hash->bytes, hex);
	json_put_string(writer, hex);
}

static struct text
encode(struct arena *arena, const char *node, const struct head *head)
{
	const struct merkle_hash root = merkle_root(&head->tree);
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "node", node);
	json_member_integer(&writer, "offset", (int64_t)head->offset);
	json_key(&writer, "peaks");
	json_open_array(&writer);
	for (unsigned i = 0; i < head->tree.peak_count; i++)
		put_hash(&writer, &head->tree.peaks[i]);
	json_close_array(&writer);
	json_key(&writer, "root");
	put_hash(&writer, &root);
	json_member_integer(&writer, "size", (int64_t)head->tree.size);
	json_member_time(&writer, "time", clock_now_ms());
	json_close_object(&writer);
	return buf_text(&out);
}

static bool
decode_peaks(const struct json *list, struct merkle_tree *tree)
{
	for (const struct json *item = json_first(list); item != NULL;
	     item = item->next) {
		if (item->kind != JSON_KIND_STRING ||
		    !digest_from_hex(item->as.string,
				     tree->peaks[tree->peak_count].bytes))
			return false;
		tree->peak_count++;
	}
	return tree->peak_count == (unsigned)__builtin_popcountll(tree->size);
}

static bool
decode(struct arena *arena, struct text payload, const char *node,
       struct head *head)
{
	const struct json *json;
	uint8_t root[DIGEST_BYTES];

	if (json_read(arena, payload, LIMIT_AUDIT_HEAD_BYTES, &json, NULL) !=
		    STATUS_OK ||
	    json_check_shape(json, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK ||
	    strcmp(json_get_string(json, "node"), node) != 0 ||
	    json_get_integer(json, "size", -1) < 0 ||
	    json_get_integer(json, "offset", -1) < 0 ||
	    !digest_from_hex(json_get_string(json, "root"), root))
		return false;

	*head = (struct head){
		.offset = (uint64_t)json_get_integer(json, "offset", 0),
		.tree.size = (uint64_t)json_get_integer(json, "size", 0),
	};
	if (!decode_peaks(json_member(json, "peaks"), &head->tree))
		return false;

	const struct merkle_hash mine = merkle_root(&head->tree);

	return memcmp(mine.bytes, root, sizeof(root)) == 0;
}

/* fsync before the rename, or a crash could leave an empty head. */
static bool
write_file(int folder, const char *jws)
{
	int file = openat(folder, HEAD_NAME_NEW,
			  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
			  0600);
	size_t length = strlen(jws);

	if (file < 0)
		return false;

	bool done =
		write(file, jws, length) == (ssize_t)length && fsync(file) == 0;

	close(file);
	return done &&
	       renameat(folder, HEAD_NAME_NEW, folder, HEAD_NAME) == 0 &&
	       fsync(folder) == 0;
}

enum status
head_write(const struct audit_settings *settings, int folder,
	   const struct head *head)
{
	struct arena *arena = arena_new();
	const struct jws_header header = {HEAD_TYPE, settings->key_id};
	const char *jws;
	enum status status =
		jws_sign(arena, settings->key, &header,
			 encode(arena, settings->node, head), &jws);

	if (status == STATUS_OK && !write_file(folder, jws))
		status = STATUS_STORAGE;
	arena_free(arena);
	return status;
}

static enum status
read_file(int folder, char bytes[LIMIT_AUDIT_HEAD_BYTES], size_t *length_out)
{
	int file = openat(folder, HEAD_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (file < 0)
		return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_STORAGE;

	ssize_t length = read(file, bytes, LIMIT_AUDIT_HEAD_BYTES);

	close(file);
	if (length < 0)
		return STATUS_STORAGE;
	*length_out = (size_t)length;
	return STATUS_OK;
}

/*
 * A renewed certificate has another thumbprint, often with the same key: the
 * signature decides, not the name that the head gives to its key.
 */
static enum status
verify(struct arena *arena, const struct audit_settings *settings,
       struct text jws, struct text *payload_out)
{
	struct jws_header header;

	if (jws_peek_unverified(arena, jws, &header, payload_out) !=
		    STATUS_OK ||
	    strcmp(header.type, HEAD_TYPE) != 0)
		return STATUS_TAMPERED;
	if (jws_verify(arena, settings->key, &header, jws, payload_out) ==
	    STATUS_OK)
		return STATUS_OK;
	if (settings->earlier_key != NULL &&
	    jws_verify(arena, settings->earlier_key, &header, jws,
		       payload_out) == STATUS_OK)
		return STATUS_OK;
	return STATUS_TAMPERED;
}

enum status
head_read(const struct audit_settings *settings, int folder,
	  struct head *head_out)
{
	char bytes[LIMIT_AUDIT_HEAD_BYTES];
	size_t length;
	struct text payload;
	enum status status = read_file(folder, bytes, &length);

	if (status != STATUS_OK)
		return status;

	struct arena *arena = arena_new();

	status =
		verify(arena, settings, (struct text){bytes, length}, &payload);
	if (status == STATUS_OK &&
	    !decode(arena, payload, settings->node, head_out))
		status = STATUS_TAMPERED;
	arena_free(arena);
	return status;
}
