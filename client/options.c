#include "client/options.h"

#include <string.h>

#include "client/i18n.h"
#include "eenplan/base/diagnostic.h"

static const struct option_text texts[] = {
#define OPTION(name, word, argument, purpose) {word, argument, purpose},
#include "client/options.def"
#undef OPTION
};

const struct option_text *
options_text(enum option option)
{
	return &texts[option];
}

struct parsing {
	const char *const *words;
	size_t count;
	size_t at;
	option_set allowed;
	struct options *options;
	struct fault *fault;
};

static int
find_option(const struct parsing *parsing, struct text word)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if ((parsing->allowed & OPTION_OF(i)) &&
		    text_is(word, texts[i].word))
			return i;
	return -1;
}

static enum status
refuse_unknown(const struct parsing *parsing, struct arena *arena,
	       struct text word)
{
	const char *known[OPTION_COUNT];
	const char *name = arena_text(arena, word);
	const char *near;
	size_t count = 0;

	for (int i = 0; i < OPTION_COUNT; i++)
		if (parsing->allowed & OPTION_OF(i))
			known[count++] = texts[i].word;
	near = diagnostic_near_word(name, known, count);
	if (near)
		fault_set(parsing->fault, "",
			  _("there is no option --%.40s here; did you mean "
			    "--%s?"),
			  name, near);
	else
		fault_set(parsing->fault, "",
			  _("there is no option --%.40s here"), name);
	return STATUS_INVALID;
}

static enum status
take_value(struct parsing *parsing, int option, const char *attached)
{
	const struct option_text *text = &texts[option];
	const char **value = &parsing->options->values[option];

	if (*value) {
		fault_set(parsing->fault, "", _("--%s is given twice"),
			  text->word);
		return STATUS_INVALID;
	}
	if (!text->argument && attached) {
		fault_set(parsing->fault, "", _("--%s takes no value"),
			  text->word);
		return STATUS_INVALID;
	}
	if (!text->argument)
		*value = "";
	else if (attached)
		*value = attached;
	else if (parsing->at < parsing->count)
		*value = parsing->words[parsing->at++];
	if (!*value || (text->argument && !**value)) {
		fault_set(parsing->fault, "", _("--%s needs a value: --%s %s"),
			  text->word, text->word, text->argument);
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

static enum status
take_option(struct parsing *parsing, struct arena *arena, const char *word)
{
	const char *equals = strchr(word, '=');
	struct text name = {word,
			    equals ? (size_t)(equals - word) : strlen(word)};
	int option = find_option(parsing, name);

	if (option < 0)
		return refuse_unknown(parsing, arena, name);
	return take_value(parsing, option, equals ? equals + 1 : NULL);
}

enum status
options_parse(struct arena *arena, option_set allowed, const char *const *words,
	      size_t count, struct options *options_out, struct fault *fault)
{
	const char **arguments = ARENA_ARRAY(arena, count + 1, const char *);
	struct parsing parsing = {.words = words,
				  .count = count,
				  .allowed = allowed,
				  .options = options_out,
				  .fault = fault};
	bool only_arguments = false;

	*options_out = (struct options){.arguments = arguments};
	while (parsing.at < count) {
		const char *word = words[parsing.at++];
		enum status status = STATUS_OK;
		if (!only_arguments && strcmp(word, "--") == 0)
			only_arguments = true;
		else if (!only_arguments && strncmp(word, "--", 2) == 0)
			status = take_option(&parsing, arena, word + 2);
		else if (!only_arguments && strcmp(word, "-h") == 0)
			status = take_option(&parsing, arena, "help");
		else if (!only_arguments && *word == '-' && word[1])
			status = refuse_unknown(&parsing, arena,
						text_of(word + 1));
		else
			arguments[options_out->argument_count++] = word;
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}
