/*
 * The table of subcommands (commands.def), and what each of them gets.
 */
#ifndef EENPLAN_CLIENT_COMMAND_H
#define EENPLAN_CLIENT_COMMAND_H

#include "client/exit.h"
#include "client/options.h"
#include "client/page.h"

struct node;

/* One run of one subcommand. */
struct client {
	struct arena *arena;
	struct page *page; /* for standard output; main writes it */
	const struct options *options;
	struct node *node; /* node.h; opened when it is first asked */
};

typedef enum exit_code command_run(struct client *client);

struct command {
	const char *family;
	const char *verb; /* "": the family is the command */
	command_run *run;
	const char *arguments;
	size_t least;
	size_t most;
	option_set options;
	const char *purpose; /* English, a gettext key */
	const char *example;
};

extern const struct command command_table[];
extern const size_t command_count;

#define COMMAND(family, verb, run, arguments, least, most, options, purpose,   \
		example)                                                       \
	command_run run;
#include "client/commands.def"
#undef COMMAND

/*
 * The command that `words` begin with; how many of them name it in `used_out`.
 * NULL: there is none, and `fault` says what was perhaps meant.
 */
const struct command *command_find(const char *const *words, size_t count,
				   size_t *used_out, struct fault *fault);

/* Is `word` a family of several commands, such as "consent"? */
bool command_is_family(const char *word);

/* What --format can be, as "table|json". */
const char *command_formats(const struct command *command);
bool command_knows_format(const struct command *command, const char *format);
/* Is that what the reader asks for? */
bool command_wants_json(const struct client *client);
bool command_wants_html(const struct client *client);
bool command_is_quiet(const struct client *client);

#endif
