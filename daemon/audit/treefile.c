#include "daemon/audit/treefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/log.h"

/* How many hashes there are when the tree has `leaves`. */
static uint64_t
count_of(uint64_t leaves)
{
	return 2 * leaves - (uint64_t)__builtin_popcountll(leaves);
}

/* It comes to be with its last leaf, behind that leaf's smaller subtrees. */
static uint64_t
place_of(unsigned level, uint64_t index)
{
	uint64_t last_leaf = ((index + 1) << level) - 1;

	return count_of(last_leaf) + level;
}

static enum status
open_file(int folder, int flags, struct treefile *treefile)
{
	*treefile = (struct treefile){
		.file = openat(folder, TREEFILE_NAME,
			       flags | O_CLOEXEC | O_NOFOLLOW, 0600),
	};
	if (treefile->file >= 0)
		return STATUS_OK;
	log_error("access log's tree can't be opened", "what=%s reason=%s",
		  TREEFILE_NAME, strerrordesc_np(errno));
	return STATUS_STORAGE;
}

enum status
treefile_open(int folder, struct treefile *treefile_out)
{
	return open_file(folder, O_RDWR | O_CREAT, treefile_out);
}

enum status
treefile_open_to_read(int folder, struct treefile *treefile_out)
{
	return open_file(folder, O_RDONLY, treefile_out);
}

void
treefile_close(struct treefile *treefile)
{
	if (treefile->file >= 0)
		close(treefile->file);
	free(treefile->waiting);
	*treefile = (struct treefile){.file = -1};
}

struct merkle_hash
treefile_node(void *context, unsigned level, uint64_t index)
{
	struct treefile_reading *reading = context;
	struct merkle_hash hash = {{0}};
	off_t at = (off_t)(place_of(level, index) * sizeof(hash));

	if (pread(reading->treefile->file, &hash, sizeof(hash), at) !=
	    (ssize_t)sizeof(hash))
		reading->failed = true;
	return hash;
}

bool
treefile_resume(struct treefile *treefile, const struct merkle_tree *tree)
{
	struct treefile_reading reading = {treefile, false};
	struct merkle_hash here =
		merkle_root_at(treefile_node, &reading, tree->size);
	struct merkle_hash there = merkle_root(tree);

	if (reading.failed ||
	    memcmp(here.bytes, there.bytes, sizeof(here.bytes)) != 0)
		return false;
	treefile->written = count_of(tree->size);
	treefile->waiting_count = 0;
	return true;
}

void
treefile_restart(struct treefile *treefile)
{
	treefile->written = 0;
	treefile->waiting_count = 0;
}

static void
make_room(struct treefile *treefile, size_t count)
{
	size_t room = treefile->waiting_count + count;

	if (room <= treefile->waiting_room)
		return;
	room *= 2;
	treefile->waiting =
		realloc(treefile->waiting, room * sizeof(*treefile->waiting));
	if (treefile->waiting == NULL)
		abort();
	treefile->waiting_room = room;
}

void
treefile_grow(struct treefile *treefile, struct merkle_tree *tree,
	      struct merkle_hash leaf)
{
	make_room(treefile, MERKLE_PEAKS_MAX + 1);
	treefile->waiting_count += merkle_grow(
		tree, leaf, &treefile->waiting[treefile->waiting_count]);
}

enum status
treefile_flush(struct treefile *treefile)
{
	const char *bytes = (const char *)treefile->waiting;
	size_t left = treefile->waiting_count * sizeof(*treefile->waiting);
	off_t at = (off_t)(treefile->written * sizeof(*treefile->waiting));

	while (left > 0) {
		ssize_t done = pwrite(treefile->file, bytes, left, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return STATUS_STORAGE;
		bytes += done;
		at += done;
		left -= (size_t)done;
	}
	treefile->written += treefile->waiting_count;
	treefile->waiting_count = 0;
	return STATUS_OK;
}

enum status
treefile_sync(struct treefile *treefile)
{
	enum status status = treefile_flush(treefile);

	return status == STATUS_OK && fdatasync(treefile->file) != 0
		       ? STATUS_STORAGE
		       : status;
}
