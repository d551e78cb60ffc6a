/*
 * eenplan policy load
 */
#include "client/i18n.h"
#include "client/policy_change.h"
#include "client/policy_files.h"

static void
put_wanted(struct json_writer *writer, const struct policy_change *change)
{
	json_member_string(writer, "digest", policy_digest(change->wanted));
	policy_files_put(writer, change->wanted);
}

enum exit_code
policy_load_run(struct client *client)
{
	struct policy *wanted =
		policy_files_load(client, client->options->arguments,
				  client->options->argument_count);
	enum exit_code code = EXIT_CODE_NOT_SOUND;

	if (wanted)
		code = policy_change_run(&(struct policy_change){
			.client = client,
			.wanted = wanted,
			.question = _("Load this policy?"),
			.route = NODE_POLICY_LOAD,
			.put = put_wanted});
	policy_free(wanted);
	return code;
}
