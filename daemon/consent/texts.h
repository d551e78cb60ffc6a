/*
 * The texts that are shown when consent is asked: files VERSION.LANGUAGE.txt
 * in one folder, such as 2026-1.nl.txt. A version never changes: a change is
 * a new version, so that a record's version keeps meaning what was shown.
 */
#ifndef EENPLAN_DAEMON_CONSENT_TEXTS_H
#define EENPLAN_DAEMON_CONSENT_TEXTS_H

#include "eenplan/base/arena.h"
#include "eenplan/base/status.h"

/*
 * The text of `version` in `language` ("nl"), or else in any other in which it
 * is there. STATUS_NOT_FOUND: there is none, or it isn't UTF-8 of at most
 * LIMIT_TEXT_BYTES.
 */
enum status texts_read(struct arena *arena, const char *folder,
		       const char *version, const char *language,
		       const char **text_out) MUST_CHECK;
/* The versions that there are, sorted, with commas; "" for none. */
const char *texts_versions(struct arena *arena, const char *folder);

#endif
