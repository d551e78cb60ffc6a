/*
 * Lending our own people to a partner, taking a partner's people in, and ending
 * either. Who may do what here follows from the role that the borrower gives.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/post.h"
#include "daemon/exchange/staff.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"
#include "eenplan/wire/loan_letter.h"

#define DAY_MS (24 * 60 * 60 * 1000LL)

/* --- answers --- */

static enum status
put_told(struct exchange *exchange, struct json_writer *writer,
	 const struct store_loan *loan)
{
	int64_t letters, unconfirmed;
	enum status status =
		store_letters_about(exchange->place->store, loan->id,
				    loan->partner, &letters, &unconfirmed);
	if (status == STATUS_OK && letters > 0)
		json_member_bool(writer, "told", unconfirmed == 0);
	return status;
}

static enum status
put_loan(struct exchange *exchange, struct json_writer *writer,
	 const struct store_loan *loan)
{
	json_open_object(writer);
	if (loan->ended_ms != 0)
		json_member_time(writer, "ended", loan->ended_ms);
	json_member_time(writer, "from", loan->from_ms);
	json_member_string(writer, "id", loan->id);
	json_member_string(writer, "name", loan->name);
	json_member_string(writer, "partner", loan->partner);
	json_member_string_if(writer, "partner_name",
			      act_organisation_name(exchange, loan->partner));
	json_member_string(writer, "person", loan->person);
	json_member_string_if(writer, "role", loan->role);
	json_member_string(writer, "side", loan->is_lent ? "lent" : "borrowed");
	json_member_string(writer, "state",
			   store_loan_state(loan, exchange->now_ms));
	enum status status = put_told(exchange, writer, loan);
	json_member_time(writer, "until", loan->until_ms);
	json_member_string(writer, "user", loan->user);
	json_close_object(writer);
	return status;
}

static enum status
answer_with(struct exchange *exchange, const char *id)
{
	struct store_loan loan;
	struct act_answer answer;
	enum status status = store_loan_find(exchange->place->store,
					     exchange->arena, id, &loan);
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "staff";
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "loan");
	status = put_loan(exchange, &answer.writer, &loan);
	act_answer_end(exchange, &answer);
	return status;
}

enum status
act_staff_list(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
	};
	struct store_loan *loans;
	size_t count;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_loan_list(
			exchange->place->store, exchange->arena,
			exchange->now_ms,
			json_get_bool(exchange->body, "all", false), &loans,
			&count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "loans");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = put_loan(exchange, &answer.writer, &loans[i]);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}

/* --- letters --- */

static enum status
tell(struct exchange *exchange, const struct store_loan *loan,
     enum loan_step step)
{
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	const struct loan_letter letter = {
		.head = {.id = id,
			 .sender = exchange->node->settings.organisation,
			 .recipient = loan->partner,
			 .link = loan->id},
		.step = step,
		.person = loan->person,
		.name = loan->name,
		.from_ms = loan->from_ms,
		.until_ms = loan->until_ms,
	};
	const struct post post = {
		.kind = LETTER_KIND_LOAN,
		.head = &letter.head,
		.about = loan->id,
		.content = loan_letter_encode(exchange->arena, &letter),
	};
	return post_letter(exchange, &post);
}

/* --- lending --- */

/* A moment, or a day: from its beginning, or until its end. */
static bool
read_moment(const char *string, bool is_end, int64_t *time_ms_out)
{
	int32_t day;
	if (clock_parse_date(string, &day)) {
		*time_ms_out = (day + (int64_t)is_end) * DAY_MS;
		return true;
	}
	return clock_parse_time(string, time_ms_out);
}

static enum status
read_period(struct exchange *exchange, struct store_loan *loan)
{
	const char *from = json_get_string(exchange->body, "from");
	const char *until = json_get_string(exchange->body, "until");
	loan->from_ms = exchange->now_ms;
	if (from != NULL && !read_moment(from, false, &loan->from_ms))
		return act_refuse(exchange, "/from",
				  "must be a day such as 2026-12-01, or a time "
				  "such as 2026-12-01T08:00:00Z");
	if (!read_moment(until, true, &loan->until_ms))
		return act_refuse(exchange, "/until",
				  "must be a day such as 2026-12-31, or a time "
				  "such as 2026-12-31T17:00:00Z");
	if (loan->until_ms <= loan->from_ms)
		return act_refuse(exchange, "/until",
				  "must be after the beginning");
	if (loan->until_ms <= exchange->now_ms)
		return act_refuse(exchange, "/until", "is over already");
	if (loan->until_ms - loan->from_ms > LIMIT_LOAN_DAYS * DAY_MS) {
		fault_set(&exchange->fault, "/until",
			  "is too far: nobody is lent for more than %d days; "
			  "lend them again then",
			  LIMIT_LOAN_DAYS);
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

/* One of ours by the configuration, so nobody lends whom they borrowed. */
static enum status
find_ours(struct exchange *exchange, struct store_loan *loan)
{
	struct store_user user;
	struct store_partner partner;
	enum status status = store_user_find(
		exchange->place->store, exchange->arena, loan->person, &user);
	if (status == STATUS_NOT_ENROLLED)
		return act_refuse(exchange, "/person",
				  "is no user of this node's configuration");
	if (status == STATUS_OK)
		status = store_partner_find(exchange->place->store,
					    exchange->arena, loan->partner,
					    &partner);
	if (status == STATUS_NOT_ENROLLED)
		return act_refuse(exchange, "/to",
				  "is no partner of this node; eenplan partner "
				  "list has them");
	if (status != STATUS_OK)
		return status;
	loan->name = user.name;
	loan->user = arena_printf(exchange->arena, "%s@%s", loan->person,
				  exchange->node->settings.organisation);
	if (!identity_is_user_name(loan->user))
		return act_refuse(exchange, "/person",
				  "and this organisation's id are too long "
				  "together for a certificate");
	return STATUS_OK;
}

enum status
act_staff_lend(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"from", JSON_KIND_STRING, false, 0},
		{"person", JSON_KIND_STRING, true, 0},
		{"to", JSON_KIND_STRING, true, 0},
		{"until", JSON_KIND_STRING, true, 0},
	};
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	struct store_loan loan = {
		.id = id,
		.is_lent = true,
		.made_ms = exchange->now_ms,
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_period(exchange, &loan);
	if (status != STATUS_OK)
		return status;
	loan.person = json_get_string(exchange->body, "person");
	loan.partner = json_get_string(exchange->body, "to");
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_ours(exchange, &loan);
	if (status == STATUS_OK)
		status = store_loan_add(exchange->place->store, &loan);
	if (status == STATUS_OK)
		status = tell(exchange, &loan, LOAN_OFFERED);
	return status == STATUS_OK ? answer_with(exchange, loan.id) : status;
}

/* --- accepting, ending --- */

static enum status
find_loan(struct exchange *exchange, struct store_loan *loan_out)
{
	enum status status = store_loan_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "loan"), loan_out);
	if (status == STATUS_NOT_FOUND || status == STATUS_AMBIGUOUS)
		fault_set(
			&exchange->fault, "/loan",
			status == STATUS_AMBIGUOUS
				? N_("fits more than one: give more of the id")
				: N_("nobody is lent by that id; eenplan staff "
				     "list has them"));
	return status;
}

static enum status
refuse_state(struct exchange *exchange, const char *sentence)
{
	fault_say(&exchange->fault, "/loan", sentence);
	return STATUS_CONFLICT;
}

static enum status
check_can_accept(struct exchange *exchange, const struct store_loan *loan,
		 const char *role)
{
	struct store_user user;
	if (loan->is_lent)
		return act_refuse(exchange, "/loan",
				  "is of somebody whom we lend: the partner "
				  "accepts it");
	if (loan->accepted_ms != 0 || loan->ended_ms != 0 ||
	    exchange->now_ms >= loan->until_ms)
		return refuse_state(exchange,
				    N_("is accepted, ended or over: only an "
				       "offer can be accepted"));
	if (vocabulary_find(policy_vocabulary(exchange->policy),
			    VOCABULARY_ROLE, role) == VOCABULARY_UNKNOWN)
		return act_refuse(exchange, "/role",
				  "is no role of this node's policy "
				  "vocabulary");
	enum status status = store_user_find(
		exchange->place->store, exchange->arena, loan->user, &user);
	if (status == STATUS_OK)
		return act_refuse(exchange, "/loan",
				  "is of somebody whom the configuration "
				  "enrols already, without an end");
	return status == STATUS_NOT_ENROLLED ? STATUS_OK : status;
}

enum status
act_staff_accept(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"loan", JSON_KIND_STRING, true, 0},
		{"role", JSON_KIND_STRING, true, 0},
	};
	struct store_loan loan;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_loan(exchange, &loan);
	if (status != STATUS_OK)
		return status;
	const char *role = json_get_string(exchange->body, "role");
	status = check_can_accept(exchange, &loan, role);
	if (status == STATUS_OK)
		status = store_loan_accept(exchange->place->store, loan.id,
					   role, exchange->now_ms);
	if (status == STATUS_OK)
		status = tell(exchange, &loan, LOAN_ACCEPTED);
	return status == STATUS_OK ? answer_with(exchange, loan.id) : status;
}

enum status
act_staff_end(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"loan", JSON_KIND_STRING, true, 0},
	};
	struct store_loan loan;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_loan(exchange, &loan);
	if (status != STATUS_OK)
		return status;
	if (loan.ended_ms != 0 || exchange->now_ms >= loan.until_ms)
		return refuse_state(exchange, N_("is ended or over already: "
						 "there is nothing to end"));
	exchange->settle_at_gate = true;
	status = store_loan_end(exchange->place->store, loan.id,
				exchange->asker.user, exchange->now_ms);
	if (status == STATUS_OK)
		status = tell(exchange, &loan, LOAN_ENDED);
	return status == STATUS_OK ? answer_with(exchange, loan.id) : status;
}
