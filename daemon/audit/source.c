#include "daemon/audit/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/audit/logfile.h"
#include "eenplan/base/log.h"

static enum status
complain(void)
{
	log_error("access log can't be read", "reason=%s",
		  strerrordesc_np(errno));
	return STATUS_STORAGE;
}

enum status
source_open(const char *folder, struct source *source_out)
{
	struct source source = {.folder = -1, .file = -1};

	source.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (source.folder < 0)
		return complain();
	source.file = openat(source.folder, LOGFILE_NAME,
			     O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (source.file < 0) {
		close(source.folder);
		return complain();
	}
	*source_out = source;
	return STATUS_OK;
}

enum status
source_settle(struct source *source)
{
	if (logfile_end(source->file, &source->end) != STATUS_OK)
		return complain();
	/* On a read-only file system all that is there is durable. */
	if (fdatasync(source->file) != 0 && errno != EROFS && errno != EINVAL)
		return complain();
	return STATUS_OK;
}

void
source_close(struct source *source)
{
	close(source->file);
	close(source->folder);
}
