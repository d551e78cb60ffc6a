#include "daemon/command.h"

#include <stdio.h>

#include "daemon/service.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/box.h"

/* NULL: every mistake was printed. */
static struct config *
load(const char *path)
{
	struct arena *arena = arena_new();
	struct diagnostics problems;
	struct config *config = NULL;
	struct buf out;
	diagnostics_init(&problems, arena, LIMIT_CONFIG_ERRORS);
	if (config_load(path, &problems, &config) != STATUS_OK)
		config = NULL;
	buf_init(&out, arena, 1024);
	diagnostics_print(&problems, &out, false);
	fputs(buf_string(&out), stderr);
	arena_free(arena);
	return config;
}

int
command_serve(const char *config_path)
{
	struct config *config = load(config_path);
	if (config == NULL)
		return 1;
	return service_run(config, config_path) == STATUS_OK ? 0 : 1;
}

int
command_check(const char *config_path)
{
	struct config *config = load(config_path);
	if (config == NULL)
		return 1;
	enum status status = service_check(config);
	config_free(config);
	if (status == STATUS_OK)
		printf("%s: no mistakes found\n", config_path);
	return status == STATUS_OK ? 0 : 1;
}

static int
print(void (*write)(struct buf *out))
{
	struct arena *arena = arena_new();
	struct buf out;
	buf_init(&out, arena, 16384);
	write(&out);
	int failed = fputs(buf_string(&out), stdout) < 0;
	arena_free(arena);
	return failed;
}

int
command_print_sample(void)
{
	return print(config_print_sample);
}

int
command_print_manual(void)
{
	return print(config_print_manual);
}

int
command_make_key(const char *path)
{
	struct fault fault = {0};
	if (box_key_create(path, &fault) == STATUS_OK)
		return 0;
	fprintf(stderr, "eenpland: %s: %s\n", fault.where, fault.text);
	return 1;
}
