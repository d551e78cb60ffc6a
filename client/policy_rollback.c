/*
 * eenplan policy rollback
 */
#include "client/i18n.h"
#include "client/message.h"
#include "client/policy_change.h"

/* The argument, or the one before the one in force. */
static enum exit_code
wanted_version(struct client *client, int64_t *version_out)
{
	const struct json *reply;
	const struct json *latest;
	enum exit_code code;

	if (client->options->argument_count > 0)
		return kept_policy_number(client->options->arguments[0],
					  version_out);
	code = node_ask(client,
			&(struct node_request){.route = NODE_POLICY_HISTORY},
			&reply);
	if (code != EXIT_CODE_OK)
		return code;
	latest = json_first(json_member(reply, "policies"));
	if (!latest || !latest->next) {
		message_error("%s", _("there was no other policy before"));
		return EXIT_CODE_BAD_INPUT;
	}
	*version_out = json_get_integer(latest->next, "version", 0);
	return EXIT_CODE_OK;
}

static void
put_version(struct json_writer *writer, const struct policy_change *change)
{
	json_member_integer(writer, "version", change->version);
}

enum exit_code
policy_rollback_run(struct client *client)
{
	struct kept_policy kept = {0};
	int64_t version = 0;
	enum exit_code code = wanted_version(client, &version);

	if (code == EXIT_CODE_OK)
		code = kept_policy_get(client, version, &kept);
	if (code == EXIT_CODE_OK)
		code = kept_policy_load(client, &kept);
	if (code == EXIT_CODE_OK)
		code = policy_change_run(&(struct policy_change){
			.client = client,
			.wanted = kept.policy,
			.question = _("Put this policy in force again?"),
			.route = NODE_POLICY_ROLLBACK,
			.put = put_version,
			.version = kept.version});
	policy_free(kept.policy);
	return code;
}
