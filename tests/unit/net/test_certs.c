#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "fixture.h"
#include "leak_free.h"

/* Run a script of certs/; its exit status, and all it says. */
static int
run(const char *command, char *said, size_t room)
{
	char whole[512];
	FILE *pipe;
	size_t length;

	snprintf(whole, sizeof(whole), "certs/%s 2>&1", command);
	pipe = popen(whole, "r");
	cr_assert_not_null(pipe);
	length = fread(said, 1, room - 1, pipe);
	said[length] = '\0';
	return WEXITSTATUS(pclose(pipe));
}

LEAK_FREE_TEST(certs, say_what_is_wrong_with_a_command)
{
	static const struct {
		const char *command, *says;
		int status;
	} cases[] = {
		{"trial-ca", "one folder is needed", 2},
		{"trial-ca --fast", "no option --fast", 2},
		{"issue", "node or user?", 2},
		{"issue node /nowhere", "an organisation are needed", 2},
		{"issue node /nowhere Bad/Name", "no organisation's id", 2},
		{"issue node /nowhere ..", "no organisation's id", 2},
		{"issue node /nowhere authority", "choose another id", 2},
		{"issue node /nowhere a", "there is no authority in", 1},
		{"issue user /nowhere a 'b c'", "no user's id", 2},
		{"revoke /nowhere a", "there is no authority in", 1},
		{"crl /nowhere --days soon", "--days needs a number", 2},
	};
	char said[4096];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int status = run(cases[i].command, said, sizeof(said));

		cr_assert_eq(status, cases[i].status, "%s: %d",
			     cases[i].command, status);
		cr_assert(strstr(said, cases[i].says) != NULL, "%s: %s",
			  cases[i].command, said);
	}
}

LEAK_FREE_TEST(certs, refuse_options_that_do_not_make_sense)
{
	char command[256];
	char said[4096];

	snprintf(command, sizeof(command), "issue node %s alfa --days never",
		 certificates());
	cr_assert_eq(run(command, said, sizeof(said)), 2);
	cr_assert(strstr(said, "not \"never\"") != NULL, "%s", said);
	snprintf(command, sizeof(command), "issue node %s alfa --until 2026",
		 certificates());
	cr_assert_eq(run(command, said, sizeof(said)), 2);
	snprintf(command, sizeof(command), "issue user %s gamma piet",
		 certificates());
	cr_assert_eq(run(command, said, sizeof(said)), 1);
	cr_assert(strstr(said, "no organisation gamma") != NULL, "%s", said);
	snprintf(command, sizeof(command), "trial-ca %s", certificates());
	cr_assert_eq(run(command, said, sizeof(said)), 1, "not twice");
}

LEAK_FREE_TEST(certs, explain_themselves)
{
	static const char *const commands[] = {"trial-ca", "issue", "revoke",
					       "crl"};
	char command[64];
	char said[4096];

	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		snprintf(command, sizeof(command), "%s --help", commands[i]);
		cr_assert_eq(run(command, said, sizeof(said)), 0);
		cr_assert(strncmp(said, "usage: certs/", 13) == 0, "%s", said);
	}
}

LEAK_FREE_TEST(certs, make_keys_that_only_their_owner_can_read)
{
	static const char *const keys[] = {
		"authority/ca.key", "alfa/authority/ca.key", "alfa/node.key",
		"alfa/users-listener.key", "alfa/users/anna.key"};
	struct stat about;

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		cr_assert_eq(stat(path_in(certificates(), keys[i]), &about), 0,
			     "%s", keys[i]);
		cr_assert_eq(about.st_mode & 07777, 0600, "%s", keys[i]);
	}
}
