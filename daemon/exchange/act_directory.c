/*
 * Who works where, and how to reach them: our own directory, and what partners
 * show of theirs, asked of each at once and merged. Staff only; of one another
 * organisations see what people opted to show them.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/store/directory.h"
#include "daemon/store/loans.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/seal/identity.h"

#define EVERY_FIELD		(~0U)
#define ANY_ROLE_ABOVE_ONES_OWN "administrator"

/* What is looked for; NULL: anything. */
struct search {
	const char *expertise;
	const char *organisation;
	const char *person;
};

struct listing {
	struct exchange *exchange;
	struct search search;
	struct json_writer *writer;
	struct store_loan *loans; /* that are current, or will be */
	size_t loan_count;
};

/* --- one person --- */

static const struct store_loan *
find_loan(const struct listing *listing, const char *id, bool is_lent)
{
	for (size_t i = 0; i < listing->loan_count; i++) {
		const struct store_loan *loan = &listing->loans[i];
		if (loan->is_lent == is_lent && loan->accepted_ms != 0 &&
		    strcmp(is_lent ? loan->person : loan->user, id) == 0)
			return loan;
	}
	return NULL;
}

static bool
is_wanted(const struct search *search, const char *organisation,
	  const struct directory_person *person)
{
	const char *expertise = person->fields[DIRECTORY_EXPERTISE];
	if (search->organisation != NULL &&
	    strcmp(search->organisation, organisation) != 0)
		return false;
	if (search->person != NULL && strcmp(search->person, person->id) != 0)
		return false;
	return search->expertise == NULL ||
	       (expertise != NULL &&
		strcasestr(expertise, search->expertise) != NULL);
}

static void
put_shared(struct json_writer *writer, unsigned shared)
{
	json_key(writer, "shared");
	json_open_array(writer);
	for (size_t i = 0; i < DIRECTORY_FIELDS; i++)
		if ((shared >> i & 1) != 0)
			json_put_string(
				writer,
				directory_field_word((enum directory_field)i));
	json_close_array(writer);
}

/* `shared`: NULL of somebody at a partner, or who isn't in our own. */
static void
put_person(const struct listing *listing, const char *organisation,
	   const struct directory_person *person, const unsigned *shared)
{
	struct exchange *exchange = listing->exchange;
	struct json_writer *writer = listing->writer;
	bool is_ours = strcmp(organisation,
			      exchange->node->settings.organisation) == 0;
	const struct store_loan *borrowed =
		is_ours ? find_loan(listing, person->id, false) : NULL;
	const struct store_loan *lent =
		is_ours ? find_loan(listing, person->id, true) : NULL;
	if (!is_wanted(&listing->search, organisation, person))
		return;
	json_open_object(writer);
	json_key(writer, "fields");
	directory_fields_put(writer, person, EVERY_FIELD);
	json_member_string(writer, "id", person->id);
	if (borrowed != NULL)
		json_member_string(writer, "lent_by", borrowed->partner);
	if (lent != NULL)
		json_member_string(writer, "lent_to", lent->partner);
	if (borrowed != NULL || lent != NULL)
		json_member_time(
			writer, "lent_until",
			(borrowed != NULL ? borrowed : lent)->until_ms);
	json_member_string(writer, "organisation", organisation);
	json_member_string_if(writer, "organisation_name",
			      act_organisation_name(exchange, organisation));
	if (shared != NULL)
		put_shared(writer, *shared);
	json_close_object(writer);
}

/* --- our own --- */

static bool
is_listed(const struct store_person *people, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(people[i].person.id, id) == 0)
			return true;
	return false;
}

/* Who is lent to us works here, whether or not somebody wrote an entry. */
static void
put_borrowed(const struct listing *listing, const struct store_person *people,
	     size_t count)
{
	const char *own = listing->exchange->node->settings.organisation;
	for (size_t i = 0; i < listing->loan_count; i++) {
		const struct store_loan *loan = &listing->loans[i];
		if (loan->is_lent || loan->accepted_ms == 0 ||
		    is_listed(people, count, loan->user))
			continue;
		const struct directory_person person = {
			.id = loan->user,
			.fields = {[DIRECTORY_NAME] = loan->name,
				   [DIRECTORY_ROLE] = loan->role}};
		put_person(listing, own, &person, NULL);
	}
}

static enum status
put_own(struct listing *listing)
{
	struct exchange *exchange = listing->exchange;
	struct store *store = exchange->place->store;
	struct store_person *people;
	size_t count;
	enum status status =
		store_person_list(store, exchange->arena, &people, &count);
	if (status == STATUS_OK)
		status = store_loan_list(store, exchange->arena,
					 exchange->now_ms, false,
					 &listing->loans, &listing->loan_count);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count; i++)
		put_person(listing, exchange->node->settings.organisation,
			   &people[i].person, &people[i].shared);
	put_borrowed(listing, people, count);
	return STATUS_OK;
}

/* --- partners' --- */

/* Why a partner's directory isn't there; NULL: it is. */
static const char *
take_answer(struct exchange *exchange, const struct call *call,
	    struct directory_person **people_out, size_t *count_out)
{
	const struct json *value;
	struct fault fault = {0};
	if (call->status != STATUS_OK)
		return status_code(call->status);
	if (call->http_status != 200)
		return status_code(STATUS_REFUSED);
	if (arena_used(exchange->arena) > LIMIT_FAN_OUT_ARENA_BYTES)
		return status_code(STATUS_TOO_LARGE);
	enum status status = json_read(exchange->arena, call->reply,
				       LIMIT_REPLY_BYTES, &value, &fault);
	if (status == STATUS_OK)
		status = directory_decode(exchange->arena, value, people_out,
					  count_out, &fault);
	if (status == STATUS_OK)
		return NULL;
	log_warning("partner's directory can't be read",
		    "peer=%s where=\"%s\" why=\"%s\"", call->organisation,
		    fault.where, fault.text);
	return status_code(status);
}

static struct call *
ask_partners(struct exchange *exchange, const struct store_partner *partners,
	     size_t count)
{
	struct call *calls = ARENA_ARRAY(exchange->arena, count, struct call);
	for (size_t i = 0; i < count; i++)
		calls[i] = (struct call){
			.organisation = partners[i].id,
			.url = arena_printf(exchange->arena, "%s/v1/directory",
					    partners[i].url),
			.request_id = exchange->request->id,
			.body = text_of("{}"),
		};
	caller_perform(exchange->place->caller, exchange->arena, calls, count,
		       exchange->node->settings.call_ms);
	return calls;
}

/* Only those that are looked for. */
static enum status
find_partners(const struct listing *listing,
	      struct store_partner **partners_out, size_t *count_out)
{
	struct exchange *exchange = listing->exchange;
	struct store_partner *partners;
	size_t count, kept = 0;
	const char *wanted = listing->search.organisation;
	enum status status = store_partner_list(
		exchange->place->store, exchange->arena, &partners, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (wanted == NULL || strcmp(wanted, partners[i].id) == 0)
			partners[kept++] = partners[i];
	*partners_out = partners;
	*count_out = status == STATUS_OK ? kept : 0;
	return status;
}

static void
put_missing(const struct listing *listing, const struct store_partner *partners,
	    const char *const *why, size_t count)
{
	struct json_writer *writer = listing->writer;
	json_key(writer, "missing");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		if (why[i] == NULL)
			continue;
		json_open_object(writer);
		json_member_string(writer, "organisation", partners[i].id);
		json_member_string(writer, "organisation_name",
				   partners[i].name);
		json_member_string(writer, "why", why[i]);
		json_close_object(writer);
	}
	json_close_array(writer);
}

enum status
act_directory_list(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"expertise", JSON_KIND_STRING, false, 0},
		{"organisation", JSON_KIND_STRING, false, 0},
		{"person", JSON_KIND_STRING, false, 0},
	};
	struct act_answer answer;
	struct listing listing = {.exchange = exchange,
				  .writer = &answer.writer};
	struct store_partner *partners;
	size_t count;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	listing.search =
		(struct search){json_get_string(exchange->body, "expertise"),
				json_get_string(exchange->body, "organisation"),
				json_get_string(exchange->body, "person")};
	status = find_partners(&listing, &partners, &count);
	if (status == STATUS_OK && count == 0 &&
	    listing.search.organisation != NULL &&
	    strcmp(listing.search.organisation,
		   exchange->node->settings.organisation) != 0)
		return act_refuse(exchange, "/organisation",
				  "is neither this organisation nor a partner "
				  "of it; eenplan partner list has them");
	if (status != STATUS_OK)
		return status;
	struct call *calls = ask_partners(exchange, partners, count);
	const char **why = ARENA_ARRAY(exchange->arena, count, const char *);
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "people");
	json_open_array(&answer.writer);
	status = put_own(&listing);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct directory_person *people;
		size_t people_count = 0;
		why[i] = take_answer(exchange, &calls[i], &people,
				     &people_count);
		for (size_t k = 0; why[i] == NULL && k < people_count; k++)
			put_person(&listing, partners[i].id, &people[k], NULL);
	}
	json_close_array(&answer.writer);
	put_missing(&listing, partners, why, count);
	act_answer_end(exchange, &answer);
	return status;
}

/* --- what a partner is shown --- */

enum status
act_directory_given(struct exchange *exchange)
{
	struct store_partner partner;
	struct store_person *people;
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	size_t count;
	enum status status =
		json_check_shape(exchange->body, NULL, 0, "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_partner_find(
			exchange->place->store, exchange->arena,
			exchange->asker.organisation, &partner);
	if (status == STATUS_OK)
		status = store_person_list(exchange->place->store,
					   exchange->arena, &people, &count);
	if (status != STATUS_OK)
		return status;
	act_answer_begin(exchange, &answer);
	json_key(writer, "people");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		if (partner.is_shown_nobody ||
		    (people[i].shared >> DIRECTORY_NAME & 1) == 0)
			continue;
		json_open_object(writer);
		json_key(writer, "fields");
		directory_fields_put(writer, &people[i].person,
				     people[i].shared);
		json_member_string(writer, "id", people[i].person.id);
		json_close_object(writer);
	}
	json_close_array(writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* --- writing --- */

/* One's own entry, or all of them by the role that may. */
static enum status
check_may_write(struct exchange *exchange, const char *person)
{
	if (strcmp(person, exchange->asker.user) == 0 ||
	    store_user_has(&exchange->user, ANY_ROLE_ABOVE_ONES_OWN))
		return STATUS_OK;
	fault_set(&exchange->fault, "/person",
		  "is somebody else: the role %s writes about others, "
		  "everybody about themselves",
		  ANY_ROLE_ABOVE_ONES_OWN);
	return STATUS_FORBIDDEN;
}

static enum status
read_shared(struct exchange *exchange, unsigned *shared)
{
	const struct json *list = json_member(exchange->body, "share");
	if (list == NULL)
		return STATUS_OK;
	*shared = 0;
	for (const struct json *word = json_first(list); word != NULL;
	     word = word->next) {
		enum directory_field field;
		if (word->kind != JSON_KIND_STRING ||
		    !directory_field_of_word(word->as.string, &field))
			return act_refuse(exchange, "/share",
					  "must be fields of a directory, such "
					  "as name and expertise");
		*shared |= 1U << field;
	}
	if (*shared != 0 && (*shared >> DIRECTORY_NAME & 1) == 0)
		return act_refuse(exchange, "/share",
				  "must have the name, or nothing: nobody is "
				  "shown without one");
	return STATUS_OK;
}

static enum status
find_before(struct exchange *exchange, const char *id, bool is_new,
	    struct store_person *person)
{
	enum status status = store_person_find(exchange->place->store,
					       exchange->arena, id, person);
	if (status == STATUS_NOT_FOUND && is_new)
		return STATUS_OK;
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/person",
			  "isn't in the directory: add them first");
	if (status == STATUS_OK && is_new) {
		fault_set(&exchange->fault, "/person",
			  "is in the directory already: change their entry");
		return STATUS_CONFLICT;
	}
	return status;
}

static enum status
take_entry(struct exchange *exchange, struct store_person *person)
{
	person->changed_ms = exchange->now_ms;
	person->changed_by = exchange->asker.user;
	enum status status =
		directory_fields_apply(json_member(exchange->body, "fields"),
				       &person->person, &exchange->fault);
	if (status == STATUS_OK)
		status = read_shared(exchange, &person->shared);
	if (status == STATUS_OK &&
	    person->person.fields[DIRECTORY_NAME] == NULL)
		return act_refuse(exchange, "/fields", "needs a name");
	return status;
}

static enum status
write_entry(struct exchange *exchange, bool is_new)
{
	static const struct json_shape shape[] = {
		{"fields", JSON_KIND_OBJECT, true, 0},
		{"person", JSON_KIND_STRING, true, 0},
		{"share", JSON_KIND_ARRAY, false, DIRECTORY_FIELDS},
	};
	struct store_person person = {0};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	const char *id = json_get_string(exchange->body, "person");
	if (!identity_is_user_name(id))
		return act_refuse(exchange, "/person",
				  "must be a user, a name of a-z, 0-9, '-', "
				  "'.', '_' and '@'");
	status = check_may_write(exchange, id);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_before(exchange, id, is_new, &person);
	person.person.id = id;
	if (status == STATUS_OK)
		status = take_entry(exchange, &person);
	if (status == STATUS_OK)
		status = store_person_put(exchange->place->store,
					  exchange->arena, &person);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	struct listing listing = {.exchange = exchange,
				  .writer = &answer.writer};
	exchange->act_event = "staff";
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "person");
	put_person(&listing, exchange->node->settings.organisation,
		   &person.person, &person.shared);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

enum status
act_directory_add(struct exchange *exchange)
{
	return write_entry(exchange, true);
}

enum status
act_directory_change(struct exchange *exchange)
{
	return write_entry(exchange, false);
}

enum status
act_directory_remove(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"person", JSON_KIND_STRING, true, 0},
	};
	struct act_answer answer;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	const char *id = json_get_string(exchange->body, "person");
	status = check_may_write(exchange, id);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_person_remove(exchange->place->store, id);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/person",
			  "isn't in the directory");
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "staff";
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, "person", id);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
