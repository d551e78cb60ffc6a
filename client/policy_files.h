/*
 * What the commands on policy files share: loading, the day, the language.
 */
#ifndef EENPLAN_CLIENT_POLICY_FILES_H
#define EENPLAN_CLIENT_POLICY_FILES_H

#include "client/command.h"
#include "eenplan/base/json.h"
#include "eenplan/policy/cells.h"

/*
 * The policy of `count` files and folders. NULL: what is wrong with them was
 * said. The caller frees it.
 */
struct policy *policy_files_load(struct client *client,
				 const char *const *paths, size_t count);
/*
 * The member "files" of a request: [{name, text}…], the bytes that `policy`
 * was loaded from, so that a node gets what was checked here. Names come
 * without folders: those of this computer are nobody's business.
 */
void policy_files_put(struct json_writer *writer, const struct policy *policy);
/*
 * The day of --on, or `otherwise` without it. False, after saying so: it is no
 * date.
 */
bool policy_files_day(const struct client *client, int32_t otherwise,
		      int32_t *day_out);
int32_t policy_files_today(void);
/* Of the user, as far as the policy language has it. */
enum vocabulary_language policy_files_language(void);
/*
 * The id of `word`. VOCABULARY_UNKNOWN, after saying what was perhaps meant:
 * there is no such word.
 */
int policy_files_word(const struct policy *policy, enum vocabulary_list list,
		      const char *word);
/* How much was walked, so that "all" can be judged. */
void policy_files_say_tally(struct page *page, const struct cells_tally *tally,
			    size_t unlisted);

#endif
