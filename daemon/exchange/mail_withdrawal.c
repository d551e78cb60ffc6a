/*
 * A partner tells that a consent that we may have relied on no longer holds. We
 * keep it under the resident; there is nothing to decide.
 */
#include "daemon/exchange/post.h"
#include "eenplan/wire/notice.h"

/*
 * What the log may know of it: words of a partner go in where they are words of
 * our vocabulary.
 */
static void
note_categories(struct exchange *exchange, const struct consent *scope)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	const char **words = ARENA_ARRAY(exchange->arena, scope->category_count,
					 const char *);
	size_t count = 0;
	for (size_t i = 0; i < scope->category_count; i++)
		if (vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
				    scope->categories[i]) != VOCABULARY_UNKNOWN)
			words[count++] = scope->categories[i];
	exchange->act_categories = words;
	exchange->act_category_count = count;
}

enum status
mail_take_withdrawal(struct exchange *exchange, const struct mail *mail,
		     struct mail_decision *decision)
{
	struct notice notice;
	enum status status =
		notice_decode(exchange->arena, mail->letter.content, &notice,
			      &exchange->fault);
	(void)decision;
	if (status == STATUS_OK)
		note_categories(exchange, &notice.scope);
	return status;
}
