#include "daemon/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "eenplan/base/log.h"

static bool
give_up_files_for_others(void)
{
	umask(077);
	return true;
}

static bool
give_up_core_dumps(void)
{
	const struct rlimit none = {0, 0};

	return setrlimit(RLIMIT_CORE, &none) == 0;
}

static bool
give_up_new_privileges(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

static bool
give_up_being_traced(void)
{
#ifdef __SANITIZE_ADDRESS__
	/* The leak check at the end traces its own process. */
	return true;
#else
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
#endif
}

static bool
give_up_death_by_file_limit(void)
{
	return signal(SIGXFSZ, SIG_IGN) != SIG_ERR;
}

static bool
give_up_death_by_pipe(void)
{
	return signal(SIGPIPE, SIG_IGN) != SIG_ERR;
}

static const struct {
	const char *what;
	const char *reason;
	bool (*give_up)(void);
} list[] = {
#define SANDBOX(what, reason) {#what, reason, give_up_##what},
#include "daemon/sandbox.def"
#undef SANDBOX
};

enum status
sandbox_enter(void)
{
	for (size_t i = 0; i < COUNT_OF(list); i++) {
		if (list[i].give_up())
			continue;
		log_error("can't give up what a node doesn't need",
			  "what=%s reason=%s error=%s", list[i].what,
			  list[i].reason, strerrordesc_np(errno));
		return STATUS_INTERNAL;
	}
	return STATUS_OK;
}
