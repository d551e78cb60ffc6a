#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "daemon/sandbox.h"
#include "leak_free.h"

LEAK_FREE_TEST(sandbox, gives_up_what_its_list_names)
{
	struct rlimit core;
	struct sigaction action;

	cr_assert_eq(sandbox_enter(), STATUS_OK);
	cr_assert_eq(umask(0), 077);
	cr_assert_eq(getrlimit(RLIMIT_CORE, &core), 0);
	cr_assert_eq(core.rlim_cur, 0);
	cr_assert_eq(core.rlim_max, 0);
	cr_assert_eq(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
#ifndef __SANITIZE_ADDRESS__
	cr_assert_eq(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
#endif
	cr_assert_eq(sigaction(SIGXFSZ, NULL, &action), 0);
	cr_assert_eq(action.sa_handler, SIG_IGN);
	cr_assert_eq(sigaction(SIGPIPE, NULL, &action), 0);
	cr_assert_eq(action.sa_handler, SIG_IGN);
}

LEAK_FREE_TEST(sandbox, can_be_entered_again)
{
	cr_assert_eq(sandbox_enter(), STATUS_OK);
	cr_assert_eq(sandbox_enter(), STATUS_OK);
}
