#include "client/command.h"

#include <string.h>

#include "client/i18n.h"
#include "eenplan/base/diagnostic.h"
#include "eenplan/base/limits.h"

#define SHOWS  OPTION_BIT(FORMAT)
#define ONLINE (SHOWS | OPTION_BIT(PROFILE))
#define CONSENT_SCOPE                                                          \
	(OPTION_BIT(KIND) | OPTION_BIT(TO) | OPTION_BIT(TO_DOMAIN) |           \
	 OPTION_BIT(TO_ROLE) | OPTION_BIT(RECORDS_OF) | OPTION_BIT(CATEGORY) | \
	 OPTION_BIT(FOR) | OPTION_BIT(FROM) | OPTION_BIT(UNTIL) |              \
	 OPTION_BIT(GIVEN_BY) | OPTION_BIT(GIVER) | OPTION_BIT(GROUND) |       \
	 OPTION_BIT(ASKED) | OPTION_BIT(TEXT_VERSION) | OPTION_BIT(EVIDENCE) | \
	 OPTION_BIT(LANGUAGE) | OPTION_BIT(CONFERENCE))

const struct command command_table[] = {
#define COMMAND(family, verb, run, arguments, least, most, options, purpose,   \
		example)                                                       \
	{family,                                                               \
	 verb,                                                                 \
	 run,                                                                  \
	 arguments,                                                            \
	 least,                                                                \
	 most,                                                                 \
	 (options) | OPTION_BIT(HELP),                                         \
	 purpose,                                                              \
	 example},
#include "client/commands.def"
#undef COMMAND
};

const size_t command_count = COUNT_OF(command_table);

static void
say_near(struct fault *fault, const char *family, const char *word,
	 const char *near)
{
	const char *gap = *family ? " " : "";

	if (near)
		fault_set(fault, "",
			  _("there is no command %s%s%.40s; did you mean "
			    "%s%s%s?"),
			  family, gap, word, family, gap, near);
	else
		fault_set(fault, "",
			  _("there is no command %s%s%.40s; eenplan --help "
			    "lists them"),
			  family, gap, word);
}

/* Its own command, if the family has one, is what stands without a verb. */
static const struct command *
find_verb(const char *family, const char *verb, struct fault *fault)
{
	const struct command *own = NULL;
	const char *verbs[COUNT_OF(command_table)];
	size_t count = 0;

	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &command_table[i];
		if (strcmp(command->family, family) != 0)
			continue;
		if (!*command->verb)
			own = command;
		else if (verb && strcmp(command->verb, verb) == 0)
			return command;
		else
			verbs[count++] = command->verb;
	}
	if (own)
		return own;
	if (verb && *verb != '-')
		say_near(fault, family, verb,
			 diagnostic_near_word(verb, verbs, count));
	else
		fault_set(fault, "",
			  _("%s needs to know what: see eenplan %s --help"),
			  family, family);
	return NULL;
}

const struct command *
command_find(const char *const *words, size_t count, size_t *used_out,
	     struct fault *fault)
{
	const char *families[COUNT_OF(command_table)];

	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &command_table[i];
		families[i] = command->family;
		if (count == 0 || strcmp(command->family, words[0]) != 0)
			continue;
		command =
			find_verb(words[0], count > 1 ? words[1] : NULL, fault);
		*used_out = command && *command->verb ? 2 : 1;
		return command;
	}
	if (count > 0)
		say_near(fault, "", words[0],
			 diagnostic_near_word(words[0], families,
					      command_count));
	else
		fault_set(fault, "", "%s",
			  _("which command? eenplan --help lists them"));
	return NULL;
}

bool
command_is_family(const char *word)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(command_table[i].family, word) == 0)
			return *command_table[i].verb != '\0';
	return false;
}

const char *
command_formats(const struct command *command)
{
	if (command->run == consent_receipt)
		return "text|json";
	if (command->run == audit_statement)
		return "text|json|fhir";
	if (command->run == report_run)
		return "table|json|csv|html";
	if (command->run == view_run)
		return "table|json|html";
	return command->run == policy_matrix ? "table|csv|html" : "table|json";
}

bool
command_knows_format(const struct command *command, const char *format)
{
	const char *known = command_formats(command);
	size_t length = strlen(format);
	bool is_word = length > 0 && strchr(format, '|') == NULL;
	const char *at = is_word ? strstr(known, format) : NULL;

	return at && (at == known || at[-1] == '|') &&
	       (at[length] == '|' || at[length] == '\0');
}

static bool
wants(const struct client *client, const char *format)
{
	const char *wanted = client->options->values[OPTION_FORMAT];

	return wanted && strcmp(wanted, format) == 0;
}

bool
command_wants_json(const struct client *client)
{
	return wants(client, "json");
}

bool
command_wants_html(const struct client *client)
{
	return wants(client, "html");
}

bool
command_is_quiet(const struct client *client)
{
	return client->options->values[OPTION_QUIET] != NULL;
}
