#include "client/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/i18n.h"
#include "client/safe.h"
#include "client/wording.h"

#define BAR_COLUMNS 24
#define WIPE	    "\r\033[K"

void
progress_start(struct progress *progress, const char *name, bool quiet)
{
	const char *terminal = getenv("TERM");
	const char *slash = strrchr(name, '/');

	*progress = (struct progress){
		.name = slash ? slash + 1 : name,
		.shown = !quiet && isatty(STDERR_FILENO) && terminal &&
			 strcmp(terminal, "dumb") != 0,
	};
}

static void
draw_bar(char bar[BAR_COLUMNS + 1], size_t done, size_t of)
{
	size_t full = of > 0 ? done * BAR_COLUMNS / of : 0;

	for (size_t i = 0; i < BAR_COLUMNS; i++)
		bar[i] = i < full ? '#' : '.';
	bar[BAR_COLUMNS] = '\0';
}

void
progress_set(struct progress *progress, const char *step, size_t done,
	     size_t of)
{
	struct arena *arena;
	char bar[BAR_COLUMNS + 1];
	const char *line;

	if (!progress->shown || of == 0)
		return;
	if (done > of)
		done = of;
	arena = arena_new();
	draw_bar(bar, done, of);
	line = arena_printf(arena, "%.40s [%s] %3zu %% %s", progress->name, bar,
			    done * 100 / of, wording_label(WORDING_STEP, step));
	line = safe_text(arena, line);
	fputs(WIPE, stderr);
	/* A bar that can't be drawn isn't worth a word. */
	(void)!i18n_write(stderr, text_of(line));
	fflush(stderr);
	progress->drawn = true;
	arena_free(arena);
}

void
progress_end(struct progress *progress)
{
	if (progress->drawn)
		fputs(WIPE, stderr);
	progress->drawn = false;
}
