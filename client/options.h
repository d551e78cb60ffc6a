/*
 * The command line after the subcommand's name: options and arguments, in any
 * order. Which options there are stands in options.def.
 */
#ifndef EENPLAN_CLIENT_OPTIONS_H
#define EENPLAN_CLIENT_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/attributes.h"
#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"

enum option {
#define OPTION(name, word, argument, purpose) OPTION_##name,
#include "client/options.def"
#undef OPTION
	OPTION_COUNT
};

/* A set of options, for tables: there are more than 64. */
__extension__ typedef unsigned __int128 option_set;
#define OPTION_OF(number) ((option_set)1 << (number))
#define OPTION_BIT(name)  OPTION_OF(OPTION_##name)
_Static_assert(OPTION_COUNT <= 128, "an option_set has a bit for each");

struct options {
	const char *values[OPTION_COUNT]; /* NULL: not given; a flag: "" */
	const char *const *arguments;
	size_t argument_count;
};

struct option_text {
	const char *word;     /* without the dashes */
	const char *argument; /* NULL: a flag */
	const char *purpose;  /* English, a gettext key */
};

const struct option_text *options_text(enum option option);

/*
 * Read `words` (`count` of them), of which only the options in `allowed` are
 * known. The strings are borrowed. STATUS_INVALID: `fault` names the word, and
 * what was perhaps meant.
 */
enum status options_parse(struct arena *arena, option_set allowed,
			  const char *const *words, size_t count,
			  struct options *options_out,
			  struct fault *fault) MUST_CHECK;

#endif
