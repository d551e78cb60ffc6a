#include "daemon/exchange/staff.h"

#include <string.h>

#include "daemon/exchange/post.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/loan_letter.h"

/* --- access --- */

/* Who isn't enrolled any more lends nobody. */
static enum status
find_lender(struct exchange *exchange, const struct store_loan *loan)
{
	struct store_partner lender;
	return store_partner_find(exchange->place->store, exchange->arena,
				  loan->partner, &lender);
}

static enum status
refuse(struct exchange *exchange, const struct store_loan *loan)
{
	bool is_early = loan->ended_ms == 0 && exchange->now_ms < loan->from_ms;
	char time[CLOCK_TIME_BYTES];
	clock_format_time(is_early		? loan->from_ms
			  : loan->ended_ms != 0 ? loan->ended_ms
						: loan->until_ms,
			  time);
	fault_set(&exchange->fault, "certificate",
		  is_early ? N_("is of somebody whom %s lends from %s on")
			   : N_("is of somebody whom %s lent until %s"),
		  loan->partner, time);
	log_warning("somebody asks outside the period of their loan",
		    "user=%s lent_by=%s", loan->user, loan->partner);
	return STATUS_NOT_ENROLLED;
}

enum status
staff_identify(struct exchange *exchange, const char *user)
{
	struct store_loan loan;
	exchange->now_ms = clock_now_ms();
	enum status status =
		store_loan_of_user(exchange->place->store, exchange->arena,
				   user, exchange->now_ms, &loan);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_NOT_ENROLLED
						  : status;
	if (!store_loan_is_current(&loan, exchange->now_ms))
		return refuse(exchange, &loan);
	status = find_lender(exchange, &loan);
	if (status != STATUS_OK)
		return status;
	const char **roles = ARENA_ARRAY(exchange->arena, 1, const char *);
	roles[0] = loan.role;
	exchange->user = (struct store_user){.id = loan.user,
					     .name = loan.name,
					     .roles = roles,
					     .role_count = 1};
	exchange->lent_by = loan.partner;
	return STATUS_OK;
}

enum status
staff_check(struct exchange *exchange)
{
	struct store_loan loan;
	if (exchange->lent_by == NULL)
		return STATUS_OK;
	int64_t now_ms = clock_now_ms();
	enum status status =
		store_loan_of_user(exchange->place->store, exchange->arena,
				   exchange->user.id, now_ms, &loan);
	if (status != STATUS_OK || store_loan_is_current(&loan, now_ms))
		return status == STATUS_NOT_FOUND ? STATUS_NOT_ENROLLED
						  : status;
	exchange->now_ms = now_ms;
	return refuse(exchange, &loan);
}

/* --- what partners write --- */

/* "anne@thuiszorg": theirs by its end, so that no user of ours is called so
 * by chance. */
static const char *
account_of(struct arena *arena, const struct loan_letter *letter)
{
	return arena_printf(arena, "%s@%s", letter->person,
			    letter->head.sender);
}

static enum status
take_offer(struct exchange *exchange, const struct loan_letter *letter)
{
	struct store *store = exchange->place->store;
	const struct store_loan loan = {
		.id = letter->head.link,
		.partner = letter->head.sender,
		.person = letter->person,
		.name = letter->name,
		.user = account_of(exchange->arena, letter),
		.from_ms = letter->from_ms,
		.until_ms = letter->until_ms,
		.made_ms = exchange->now_ms,
	};
	int64_t count;
	enum status status =
		store_loan_count(store, letter->head.sender, &count);
	if (status == STATUS_OK && count >= LIMIT_LOANS) {
		log_warning("partner has lent the largest number of people",
			    "peer=%s", letter->head.sender);
		return STATUS_TOO_LARGE;
	}
	if (status == STATUS_OK)
		status = store_loan_add(store, &loan);
	/* Another's loan keeps its id: this one never was. */
	return status == STATUS_CONFLICT ? STATUS_OK : status;
}

/* What follows an offer: about a loan of these two organisations only. */
static enum status
take_step(struct exchange *exchange, const struct loan_letter *letter)
{
	struct store *store = exchange->place->store;
	struct store_loan loan;
	enum status status = store_loan_find(store, exchange->arena,
					     letter->head.link, &loan);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	if (strcmp(loan.partner, letter->head.sender) != 0 ||
	    (letter->step == LOAN_ACCEPTED && !loan.is_lent))
		return STATUS_OK;
	if (letter->step == LOAN_ACCEPTED) {
		status = store_loan_accept(store, loan.id, NULL,
					   exchange->now_ms);
	} else {
		status = store_loan_end(store, loan.id, NULL, exchange->now_ms);
		exchange->settle_at_gate = true;
	}
	return status == STATUS_CONFLICT ? STATUS_OK : status;
}

enum status
mail_take_loan(struct exchange *exchange, const struct mail *mail,
	       struct mail_decision *decision)
{
	struct loan_letter letter;
	enum status status =
		loan_letter_decode(exchange->arena, mail->letter.content,
				   &letter, &exchange->fault);
	(void)decision;
	if (status != STATUS_OK)
		return status;
	return letter.step == LOAN_OFFERED ? take_offer(exchange, &letter)
					   : take_step(exchange, &letter);
}
