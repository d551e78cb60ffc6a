#include "lib/seal/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/base/random.h"

static bool
is_acceptable(int fd, const char *path, bool owner_only, struct fault *fault)
{
	struct stat facts;

	if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		fault_set(fault, path, "is not an ordinary file");
		return false;
	}
	if (owner_only && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		fault_set(fault, path,
			  "may be read by others than its owner; do: "
			  "chmod 600, and if it was exposed, make a new one");
		return false;
	}
	if (facts.st_size > LIMIT_KEY_FILE_BYTES) {
		fault_set(fault, path, "is larger than a key can be (%d bytes)",
			  LIMIT_KEY_FILE_BYTES);
		return false;
	}
	return true;
}

static bool
read_all(int fd, struct key_file *file)
{
	ssize_t got;

	do {
		got = read(fd, file->bytes + file->length,
			   sizeof(file->bytes) - file->length);
		if (got > 0)
			file->length += (size_t)got;
	} while (got > 0 || (got < 0 && errno == EINTR));
	return got == 0;
}

enum status
key_file_read(const char *path, bool owner_only, struct key_file *file_out,
	      struct fault *fault)
{
	enum status status = STATUS_INVALID;
	/* not to wait for ever where somebody put a pipe */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	file_out->length = 0;
	if (fd < 0) {
		fault_set(fault, path, "can't be opened: %m");
		return STATUS_INVALID;
	}
	if (!is_acceptable(fd, path, owner_only, fault))
		goto out;
	if (!read_all(fd, file_out)) {
		fault_set(fault, path, "can't be read: %m");
		goto out;
	}
	status = STATUS_OK;
out:
	close(fd);
	return status;
}

void
key_file_wipe(struct key_file *file)
{
	wipe(file, sizeof(*file));
}
