/*
 * Print the entries of a node's access log that are about nobody: starts,
 * policies put in force, what was refused before it came to anybody.
 *
 *   entries --database F --key-file F --folder F --node ID --key F [--event E]
 *
 * A line each: number, event, user, outcome, policy, policy after; - for none.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/audit/audit.h"
#include "daemon/store/store.h"
#include "tests/tools/kit/tool.h"

struct wish {
	const char *database;
	const char *key_file;
	const char *signing_key; /* that signs the log's heads */
	const char *event;
	struct audit_settings log;
};

static struct wish
read_options(int argc, char **argv)
{
	static const struct option options[] = {
		{"database", required_argument, NULL, 'd'},
		{"key-file", required_argument, NULL, 'k'},
		{"folder", required_argument, NULL, 'f'},
		{"node", required_argument, NULL, 'n'},
		{"key", required_argument, NULL, 's'},
		{"event", required_argument, NULL, 'e'},
		{NULL, 0, NULL, 0},
	};
	struct wish wish = {0};
	int option;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (option) {
		case 'd': wish.database = optarg; break;
		case 'k': wish.key_file = optarg; break;
		case 'f': wish.log.folder = optarg; break;
		case 'n': wish.log.node = optarg; break;
		case 's': wish.signing_key = optarg; break;
		case 'e': wish.event = optarg; break;
		default: tool_misuse("see the head of entries.c");
		}
	if (wish.database == NULL || wish.key_file == NULL ||
	    wish.log.folder == NULL || wish.log.node == NULL ||
	    wish.signing_key == NULL)
		tool_misuse("--database, --key-file, --folder, --node and "
			    "--key are needed");
	return wish;
}

/* Whom entries about nobody are sealed for. */
static struct audit_subject
nobody_of(const struct wish *wish, struct arena *arena)
{
	struct box_key key;
	struct fault fault = {0};
	struct store *store;
	struct store_resident nobody;
	struct audit_subject subject = {0};
	if (box_key_read(wish->key_file, &key, &fault) != STATUS_OK)
		tool_fail("%s: %s", fault.where, fault.text);
	const struct store_settings settings = {.path = wish->database,
						.key = &key};
	if (store_open(&settings, STORE_READ, &store) != STATUS_OK ||
	    store_node_log_key(store, arena, &nobody) != STATUS_OK)
		tool_fail("%s can't be read", wish->database);
	memcpy(subject.key_id, nobody.log_key_id, sizeof(subject.key_id));
	subject.key = nobody.log_key;
	store_close(store);
	return subject;
}

static const char *
or_none(const char *string)
{
	return string == NULL ? "-" : string;
}

static bool
print(void *context, const struct audit_entry *entry)
{
	const struct wish *wish = context;
	const struct audit_event *event = &entry->event;
	if (wish->event == NULL || strcmp(wish->event, event->event) == 0)
		printf("%" PRIu64 " %s %s %s %s %s\n", entry->seq, event->event,
		       or_none(event->user), or_none(event->outcome),
		       or_none(event->policy_digest),
		       or_none(event->next_policy_digest));
	return true;
}

int
main(int argc, char **argv)
{
	struct wish wish = read_options(argc, argv);
	struct arena *arena = arena_new();
	struct seal_key *signing_key;
	struct fault fault = {0};
	if (seal_key_read_private(wish.signing_key, &signing_key, &fault) !=
	    STATUS_OK)
		tool_fail("%s: %s", fault.where, fault.text);
	wish.log.key = signing_key;
	struct audit_subject nobody = nobody_of(&wish, arena);
	enum status status =
		audit_read_subject(&wish.log, &nobody, 1, print, &wish);
	arena_free(arena);
	seal_key_free(signing_key);
	if (status != STATUS_OK)
		tool_fail("the log can't be read: %s", status_code(status));
	return 0;
}
