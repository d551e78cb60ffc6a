#include "client/confirm.h"

#include <stdio.h>
#include <strings.h>
#include <unistd.h>

#include "client/i18n.h"
#include "client/message.h"

#define ANSWER_BYTES 16

static bool
is_yes(const char *answer)
{
	/* TRANSLATORS: the answers that mean yes; y and yes always do. */
	const char *letter = _("y");
	const char *word = _("yes");

	return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0 ||
	       strcasecmp(answer, letter) == 0 || strcasecmp(answer, word) == 0;
}

static bool
reads_yes(void)
{
	char answer[ANSWER_BYTES];
	size_t length = 0;
	int byte;

	while ((byte = getchar()) != EOF && byte != '\n')
		if (length < sizeof(answer) - 1)
			answer[length++] = (char)byte;
	answer[length] = '\0';
	return is_yes(answer);
}

bool
confirm_ask(struct client *client, const char *question)
{
	if (client->options->values[OPTION_YES])
		return true;
	if (page_flush(client->page, stdout) != STATUS_OK)
		return false;
	if (!isatty(STDIN_FILENO)) {
		message_error("%s", _("there is no terminal to ask on, so "
				      "nothing was changed"));
		message_hint("%s", _("when what is shown is what you want, "
				     "give --yes"));
		return false;
	}
	/* TRANSLATORS: behind a question; the capital is what Enter means. */
	fprintf(stderr, "%s %s ", question, _("[y/N]"));
	fflush(stderr);
	if (reads_yes())
		return true;
	message_error("%s", _("nothing was changed"));
	return false;
}
