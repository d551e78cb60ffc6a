/*
 * A partner tells that a consent that we may have relied on no longer holds. We
 * keep it under the resident; there is nothing to decide.
 */
#include "daemon/exchange/post.h"
#include "eenplan/wire/notice.h"

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
		mail_note_categories(exchange, &notice.scope);
	return status;
}
