#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/random.h"
#include "eenplan/seal/box.h"
#include "lib/seal/key_file.h"

_Static_assert(BOX_KEY_BYTES == DIGEST_BYTES, "keys are read as digests are");

enum status
box_key_read(const char *path, struct box_key *key_out, struct fault *fault)
{
	struct key_file file;
	char hex[DIGEST_HEX_BYTES] = "";
	enum status status = key_file_read(path, true, &file, fault);
	size_t digits = file.length;

	if (status != STATUS_OK)
		goto out;
	if (digits > 0 && file.bytes[digits - 1] == '\n')
		digits--;
	if (digits == sizeof(hex) - 1)
		memcpy(hex, file.bytes, digits);
	if (!digest_from_hex(hex, key_out->bytes)) {
		fault_set(fault, path,
			  "must hold %zu hexadecimal digits and nothing else",
			  sizeof(hex) - 1);
		status = STATUS_INVALID;
	}
out:
	key_file_wipe(&file);
	wipe(hex, sizeof(hex));
	return status;
}

/* Data sealed under a key that a power cut took back would be lost. */
static bool
sync_folder_of(const char *path)
{
	struct arena *arena = arena_new();
	int fd = open(dirname(arena_string(arena, path)),
		      O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool succeeded = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	arena_free(arena);
	return succeeded;
}

static bool
write_key(int fd)
{
	struct box_key key;
	char hex[DIGEST_HEX_BYTES];

	box_key_random(&key);
	digest_hex(key.bytes, hex);
	hex[sizeof(hex) - 1] = '\n';

	bool succeeded = write(fd, hex, sizeof(hex)) == (ssize_t)sizeof(hex) &&
			 fsync(fd) == 0;

	box_key_wipe(&key);
	wipe(hex, sizeof(hex));
	return succeeded;
}

enum status
box_key_create(const char *path, struct fault *fault)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST) {
		fault_set(fault, path,
			  "exists already; what it seals needs it, so it is "
			  "kept");
		return STATUS_CONFLICT;
	}
	if (fd < 0) {
		fault_set(fault, path, "can't be made: %m");
		return STATUS_STORAGE;
	}
	if (!write_key(fd) || !sync_folder_of(path)) {
		fault_set(fault, path, "can't be written: %m");
		unlink(path);
		close(fd);
		return STATUS_STORAGE;
	}
	close(fd);
	return STATUS_OK;
}
