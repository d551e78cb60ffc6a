/*
 * eenplan policy explain
 */
#include <stdlib.h>
#include <string.h>

#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/policy_files.h"
#include "client/policy_lead.h"
#include "client/policy_rule.h"
#include "client/table.h"

struct question {
	struct client *client;
	const struct policy *policy;
	struct policy_asker asker;
	struct policy_item item;
};

/* What isn't given is unknown; false, after saying so: no such word. */
static bool
read_word(struct question *question, enum option option,
	  enum vocabulary_list list, int *id_out)
{
	const char *word = question->client->options->values[option];

	*id_out = word ? policy_files_word(question->policy, list, word)
		       : VOCABULARY_UNKNOWN;
	return !word || *id_out >= 0;
}

static bool
read_age(struct question *question)
{
	const char *age = question->client->options->values[OPTION_AGE];
	size_t length = age ? strlen(age) : 0;

	question->item.age_years = POLICY_AGE_UNKNOWN;
	if (!age)
		return true;
	if (length > 3 || strspn(age, "0123456789") != length) {
		message_error(_("--age %.40s is no number of years"), age);
		return false;
	}
	question->item.age_years = atoi(age);
	return true;
}

static bool
read_owner(struct question *question)
{
	const char *owner = question->client->options->values[OPTION_OWNER];

	if (owner && strcmp(owner, "recipient") == 0)
		question->item.owner = POLICY_OWNER_RECIPIENT;
	else if (owner && strcmp(owner, "other") == 0)
		question->item.owner = POLICY_OWNER_OTHER;
	else if (owner)
		message_error(_("--owner is recipient or other, not %.40s"),
			      owner);
	return !owner || question->item.owner != POLICY_OWNER_UNKNOWN;
}

static bool
read_consents(struct question *question, enum option option,
	      enum policy_consent_state state)
{
	const char *kinds = question->client->options->values[option];
	char *rest =
		kinds ? arena_string(question->client->arena, kinds) : NULL;

	for (char *kind = strsep(&rest, ","); kind; kind = strsep(&rest, ",")) {
		int id = policy_files_word(question->policy, VOCABULARY_CONSENT,
					   kind);

		if (id < 0)
			return false;
		if (question->item.consent[id] != POLICY_CONSENT_UNKNOWN) {
			message_error(_("consent %s is given two states"),
				      kind);
			return false;
		}
		question->item.consent[id] = state;
	}
	return true;
}

static bool
read_question(struct question *question)
{
	struct policy_asker *asker = &question->asker;
	struct policy_item *item = &question->item;

	asker->is_sent = question->client->options->values[OPTION_SENT] != NULL;
	return read_word(question, OPTION_CATEGORY, VOCABULARY_CATEGORY,
			 &item->category) &&
	       read_word(question, OPTION_FROM_DOMAIN, VOCABULARY_DOMAIN,
			 &item->from) &&
	       read_word(question, OPTION_TO_DOMAIN, VOCABULARY_DOMAIN,
			 &asker->to) &&
	       read_word(question, OPTION_ROLE, VOCABULARY_ROLE,
			 &asker->role) &&
	       read_word(question, OPTION_FOR, VOCABULARY_PURPOSE,
			 &asker->purpose) &&
	       read_word(question, OPTION_SENSITIVITY, VOCABULARY_SENSITIVITY,
			 &item->sensitivity) &&
	       read_age(question) && read_owner(question) &&
	       read_consents(question, OPTION_GIVEN, POLICY_CONSENT_GIVEN) &&
	       read_consents(question, OPTION_NAMING,
			     POLICY_CONSENT_GIVEN_NAMING) &&
	       read_consents(question, OPTION_REFUSED,
			     POLICY_CONSENT_REFUSED) &&
	       read_consents(question, OPTION_WITHDRAWN,
			     POLICY_CONSENT_WITHDRAWN) &&
	       policy_files_day(question->client, policy_files_today(),
				&asker->day);
}

/* --- the answer --- */

static const char *
joined(struct arena *arena, const char *const *words, size_t count)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i > 0 ? "; " : "", words[i]);
	return buf_string(&out);
}

/* The question again, in the words of a test. */
static const char *
question_words(const struct question *question,
	       enum vocabulary_language language)
{
	const struct policy_asker *asker = &question->asker;
	const struct policy_item *item = &question->item;
	const int words[CELLS_FACTS] = {
		[CELLS_FROM] = item->from,
		[CELLS_TO] = asker->to,
		[CELLS_ROLE] = asker->role,
		[CELLS_PURPOSE] = asker->purpose,
		[CELLS_SENSITIVITY] = item->sensitivity,
		[CELLS_AGE] = item->age_years > LIMIT_POLICY_AGE_YEARS
				      ? LIMIT_POLICY_AGE_YEARS
				      : item->age_years,
		[CELLS_OWNER] = (int)item->owner - POLICY_OWNER_RECIPIENT};
	struct cells_box box = {.category = item->category,
				.first_day = asker->day,
				.last_day = asker->day};

	for (size_t fact = 0; fact < CELLS_FACTS; fact++) {
		int value = words[fact] < 0 ? CELLS_UNKNOWN : words[fact];

		box.of[fact].bits[value / 64] |= UINT64_C(1) << (value % 64);
	}
	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		box.consent[kind] = (uint8_t)(1U << item->consent[kind]);
	return cells_example(question->client->arena,
			     policy_vocabulary(question->policy), &box,
			     language);
}

static void
print_missing(struct table *table, struct page *page,
	      const struct policy_reason *reason, enum policy_verdict verdict)
{
	const char *missing =
		joined(page->arena, reason->missing, reason->missing_count);

	if (verdict == POLICY_NOTHING_PERMITS)
		table_pair(table, _("Missing"), missing);
	else if (verdict == POLICY_FORBIDDEN)
		table_pair(table, _("What would lift it"),
			   *missing ? missing
				    : _("nothing: it knows no exception"));
}

static void
print_reason(struct page *page, const struct policy_reason *reason,
	     enum policy_verdict verdict)
{
	struct table *table = table_new_pairs(page);

	if (!reason->rule) {
		page_say(page, 0, "%s",
			 _("No permit is about this category between these "
			   "domains."));
		return;
	}
	table_pair(table,
		   verdict == POLICY_NOTHING_PERMITS ? _("Nearest rule")
						     : _("Rule"),
		   arena_printf(page->arena, "%s  %s", reason->rule,
				reason->title));
	table_pair(
		table, _("Where"),
		arena_printf(page->arena, "%s:%u", reason->file, reason->line));
	table_pair(table, _("Basis"),
		   joined(page->arena, reason->basis, reason->basis_count));
	print_missing(table, page, reason, verdict);
	table_print(table, PAGE_INDENT);
}

static void
print_verdict(const struct question *question,
	      const struct policy_decision *decision)
{
	const struct vocabulary *words = policy_vocabulary(question->policy);
	struct page *page = question->client->page;
	const char *duties =
		cells_duty_names(page->arena, words, decision->duties);

	if (decision->verdict == POLICY_FORBIDDEN)
		page_say(page, 0, "%s", _("Forbidden."));
	else if (decision->verdict == POLICY_NOTHING_PERMITS)
		page_say(page, 0, "%s", _("Not shared: nothing permits it."));
	else
		page_say(page, 0, _("Permitted: %s."),
			 cells_field_names(page->arena, words,
					   question->item.category,
					   decision->fields));
	if (*duties)
		page_say(page, 0, _("Duties: %s"), duties);
}

static void
put_rule(struct json_writer *writer, const struct policy_reason *reason)
{
	json_open_object(writer);
	json_member_strings(writer, "basis", reason->basis,
			    reason->basis_count);
	json_member_string(writer, "file", reason->file);
	json_member_string(writer, "id", reason->rule);
	json_member_integer(writer, "line", reason->line);
	json_member_string(writer, "title", reason->title);
	json_close_object(writer);
}

/* For programs: always in English, whatever the language of the user. */
static void
print_json(const struct question *question,
	   const struct policy_decision *decision,
	   const struct policy_reason *reason)
{
	static const char *const verdicts[] = {
		[POLICY_NOTHING_PERMITS] = "nothing_permits",
		[POLICY_FORBIDDEN] = "forbidden",
		[POLICY_PERMIT] = "permit",
	};
	const struct vocabulary *words = policy_vocabulary(question->policy);
	struct page *page = question->client->page;
	bool is_near = decision->verdict == POLICY_NOTHING_PERMITS;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "question",
			   question_words(question, VOCABULARY_ENGLISH));
	json_member_string(&writer, "verdict", verdicts[decision->verdict]);
	json_member_string(&writer, "fields",
			   cells_field_names(page->arena, words,
					     question->item.category,
					     decision->fields));
	json_member_string(
		&writer, "duties",
		cells_duty_names(page->arena, words, decision->duties));
	if (reason->rule) {
		json_key(&writer, is_near ? "nearest" : "rule");
		put_rule(&writer, reason);
	}
	json_member_strings(&writer, "missing", reason->missing,
			    reason->missing_count);
	json_close_object(&writer);
	finding_print_json(page, &out);
}

static void
print_answer(const struct question *question)
{
	struct page *page = question->client->page;
	const struct policy_prepared *prepared =
		policy_prepare(page->arena, question->policy, &question->asker);
	struct policy_decision decision =
		policy_decide(prepared, &question->item);
	struct policy_reason reason = policy_explain(
		page->arena, prepared, &question->item, &decision);

	if (command_wants_json(question->client)) {
		print_json(question, &decision, &reason);
		return;
	}
	page_say(page, 0, "%s",
		 question_words(question, policy_files_language()));
	page_gap(page);
	print_verdict(question, &decision);
	print_reason(page, &reason, decision.verdict);
}

enum exit_code
policy_explain_files(struct client *client)
{
	const struct options *options = client->options;
	struct question question = {.client = client};
	enum exit_code code = EXIT_CODE_USAGE;
	struct policy *policy;

	if (!options->values[OPTION_CATEGORY] &&
	    !options->values[OPTION_RULE] && !options->values[OPTION_LEAD]) {
		message_error("%s",
			      _("which category? say it with --category; or "
				"ask with --lead who may lead"));
		return EXIT_CODE_USAGE;
	}
	policy = policy_files_load(client, options->arguments,
				   options->argument_count);
	if (!policy)
		return EXIT_CODE_NOT_SOUND;
	question.policy = policy;
	if (options->values[OPTION_RULE]) {
		code = policy_rule_explain(client, policy);
	} else if (options->values[OPTION_LEAD]) {
		code = policy_lead_explain(client, policy);
	} else if (read_question(&question)) {
		print_answer(&question);
		code = EXIT_CODE_OK;
	}
	policy_free(policy);
	return code;
}
