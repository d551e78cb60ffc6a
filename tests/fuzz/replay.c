/*
 * Runs a fuzz target over every file of the folders given, without a fuzzer:
 * what was once found stays found.
 */
#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "eenplan/base/buf.h"
#include "tests/fuzz/must.h"

static void
read_file(const char *path, struct buf *out)
{
	char bytes[4096];
	size_t got;
	FILE *file = fopen(path, "rb");

	if (file == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(out, bytes, got);
	fclose(file);
}

static void
replay_file(struct arena *arena, const char *path)
{
	struct buf buf;

	buf_init(&buf, arena, 0);
	read_file(path, &buf);

	/* exactly as many bytes, so that the sanitizer sees one too many */
	uint8_t *data = malloc(buf.length > 0 ? buf.length : 1);

	MUST(data != NULL);
	if (buf.length > 0)
		memcpy(data, buf.bytes, buf.length);
	MUST(LLVMFuzzerTestOneInput(data, buf.length) == 0);
	free(data);
}

static unsigned
replay_folder(const char *path)
{
	DIR *folder = opendir(path);
	unsigned count = 0;

	if (folder == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	for (struct dirent *file; (file = readdir(folder)) != NULL;) {
		if (file->d_name[0] == '.')
			continue;

		struct arena *arena = arena_new();

		replay_file(arena,
			    arena_printf(arena, "%s/%s", path, file->d_name));
		arena_free(arena);
		count++;
	}
	closedir(folder);
	return count;
}

int
main(int argc, char **argv)
{
	unsigned count = 0;

	for (int i = 1; i < argc; i++)
		count += replay_folder(argv[i]);
	printf("replayed %u files\n", count);
	return count > 0 ? 0 : 1;
}
