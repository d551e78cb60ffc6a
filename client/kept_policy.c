#include "client/kept_policy.h"

#include <string.h>

#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"

const char *
kept_policy_how(struct arena *arena, const struct json *about)
{
	const char *way = json_get_string(about, "way");
	const char *user = json_get_string(about, "user");

	if (!user)
		return _("from the configuration");
	if (way && strcmp(way, "rollback") == 0)
		return arena_printf(arena, _("put back by %s"), user);
	return arena_printf(arena, _("loaded by %s"), user);
}

const char *
kept_policy_shares(const struct json *about)
{
	static const struct {
		const char *word; /* of the node */
		const char *label;
	} verdicts[] = {
		{"same", N_("the same")},
		{"more", N_("more")},
		{"less", N_("less")},
		{"both", N_("more and less")},
	};
	const char *shares = json_get_string(about, "shares");

	for (size_t i = 0; shares && i < COUNT_OF(verdicts); i++)
		if (strcmp(verdicts[i].word, shares) == 0)
			return gettext(verdicts[i].label);
	return "";
}

enum exit_code
kept_policy_number(const char *argument, int64_t *version_out)
{
	size_t length = strspn(argument, "0123456789");

	if (length == 0 || length > 9 || argument[length]) {
		message_error(_("%.40s is no version; eenplan policy history "
				"lists them"),
			      argument);
		return EXIT_CODE_USAGE;
	}
	*version_out = 0;
	for (const char *at = argument; *at; at++)
		*version_out = 10 * *version_out + (*at - '0');
	return EXIT_CODE_OK;
}

enum exit_code
kept_policy_get(struct client *client, int64_t version,
		struct kept_policy *kept_out)
{
	const char *query =
		version == KEPT_POLICY_IN_FORCE
			? NULL
			: arena_printf(client->arena, "version=%lld",
				       (long long)version);
	const struct json *reply;
	enum exit_code code =
		node_ask(client,
			 &(struct node_request){.route = NODE_POLICY_SHOW,
						.query = query},
			 &reply);

	if (code != EXIT_CODE_OK)
		return code;
	*kept_out = (struct kept_policy){
		.about = reply,
		.digest = json_get_string(reply, "digest"),
		.version = json_get_integer(reply, "version", 0),
		.files = json_member(reply, "files"),
	};
	if (kept_out->digest)
		return EXIT_CODE_OK;
	message_error("%s", _("the node's reply has no policy"));
	return EXIT_CODE_NODE_FAILED;
}

enum exit_code
kept_policy_load(struct client *client, struct kept_policy *kept)
{
	struct policy_source *sources =
		ARENA_ARRAY(client->arena, json_count(kept->files) + 1,
			    struct policy_source);
	struct diagnostics found;
	size_t count = 0;

	for (const struct json *file = json_first(kept->files); file;
	     file = file->next) {
		const char *name = json_get_string(file, "name");
		const char *text = json_get_string(file, "text");

		sources[count++] = (struct policy_source){
			.name = name ? name : "", .text = text_of(text)};
	}
	diagnostics_init(&found, client->arena, LIMIT_POLICY_ERRORS);
	kept->policy = policy_load(sources, count, &found);
	if (kept->policy)
		return EXIT_CODE_OK;
	message_lines(finding_lines(client->arena, &found, false));
	message_error("%s",
		      _("the node's policy isn't one that this program can "
			"read, so it can't be compared; is it the same "
			"release?"));
	return EXIT_CODE_NODE_FAILED;
}
