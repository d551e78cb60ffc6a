/*
 * eenplan audit statement
 */
#include <string.h>

#include "client/disclosure_page.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/fhir_audit.h"

static bool
wants(const struct client *client, const char *format)
{
	const char *wanted = client->options->values[OPTION_FORMAT];

	return wanted && strcmp(wanted, format) == 0;
}

/* A sentence that says what doesn't go together; NULL: nothing. */
static const char *
wrong_with(const struct client *client)
{
	const char *const *values = client->options->values;

	if (values[OPTION_LANGUAGE] &&
	    !i18n_is_language(values[OPTION_LANGUAGE]))
		return _("--language is en or nl");
	if (values[OPTION_LANGUAGE] &&
	    (command_wants_json(client) || wants(client, "fhir")))
		return _("--language is for text: leave it out");
	if (values[OPTION_REASONS] && !values[OPTION_HANDOUT])
		return _("--reasons is for what is given away: without "
			 "--handout they are there");
	return NULL;
}

static struct text
question_of(struct client *client)
{
	const char *const *values = client->options->values;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string_if(&writer, "from", values[OPTION_FROM]);
	json_member_bool(&writer, "handout", values[OPTION_HANDOUT] != NULL);
	json_member_bool(&writer, "reasons", values[OPTION_REASONS] != NULL);
	json_member_string(&writer, "resident", client->options->arguments[0]);
	json_member_string_if(&writer, "until", values[OPTION_UNTIL]);
	json_close_object(&writer);
	return buf_text(&out);
}

/* Held to what any node may send before it is given to anybody. */
static bool
print_fhir(struct client *client, const struct disclosure *statement)
{
	const struct json *bundle;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 65536);
	json_begin(&writer, &out);
	fhir_audit_write(&writer, statement);
	if (json_read(client->arena, buf_text(&out),
		      4 * LIMIT_CLIENT_REPLY_BYTES, &bundle, NULL) != STATUS_OK)
		return false;
	page_json(client->page, bundle);
	return true;
}

/* For the resident, in their own language; what the officer is told is said in
 * the officer's, so it comes first. */
static void
print_text(struct client *client, const struct disclosure *statement)
{
	const char *language = client->options->values[OPTION_LANGUAGE];

	if (statement->is_handout)
		message_hint("%s",
			     _("Read it before you give it away, and be sure "
			       "who asks: it is for the resident, or for who "
			       "may ask in their place."));
	if (language || statement->is_handout)
		i18n_speak(language ? language : "nl");
	disclosure_page_print(client->page, statement);
}

/* Said on standard error, in every format. */
static enum exit_code
verdict_of(const struct disclosure *statement)
{
	size_t missing = disclosure_missing(statement);

	if (missing > 0)
		message_error(ngettext("the statement is incomplete: the log "
				       "of %zu partner wasn't compared",
				       "the statement is incomplete: the logs "
				       "of %zu partners weren't compared",
				       (unsigned long)missing),
			      missing);
	if (disclosure_has_orphans(statement)) {
		message_error("%s", _("a request is in only one of two logs "
				      "that should both have it: see eenplan "
				      "audit reconcile"));
		return EXIT_CODE_NOT_SOUND;
	}
	return missing > 0 ? EXIT_CODE_INCOMPLETE : EXIT_CODE_OK;
}

static enum exit_code
show(struct client *client, const struct json *reply)
{
	struct disclosure statement;
	struct fault fault = {0};
	enum exit_code code;

	if (disclosure_decode(client->arena, reply, &statement, &fault) !=
	    STATUS_OK) {
		message_error(_("what the node gave can't be read: %s %s"),
			      fault.where, fault.told);
		return EXIT_CODE_NODE_FAILED;
	}
	code = verdict_of(&statement);
	if (command_wants_json(client))
		page_json(client->page, reply);
	else if (!wants(client, "fhir"))
		print_text(client, &statement);
	else if (!print_fhir(client, &statement))
		return EXIT_CODE_NODE_FAILED;
	return code;
}

enum exit_code
audit_statement(struct client *client)
{
	const char *wrong = wrong_with(client);
	const struct json *reply;
	enum exit_code code;

	if (wrong) {
		message_error("%s", wrong);
		return EXIT_CODE_USAGE;
	}
	code = node_ask(client,
			&(struct node_request){.route = NODE_AUDIT_STATEMENT,
					       .body = question_of(client),
					       .is_long = true},
			&reply);
	return code == EXIT_CODE_OK ? show(client, reply) : code;
}
