#include <stdlib.h>
#include <string.h>

#include "daemon/consent/check.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/death.h"
#include "daemon/exchange/news.h"
#include "daemon/exchange/withdrawal.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/strings.h"

struct import_run {
	struct exchange *exchange;
	struct import import;
	struct store_import_counts counts;
};

static void
report_progress(void *context, size_t done, size_t of)
{
	struct exchange *exchange = context;
	const struct progress_state state = {
		.step = "reading", .done = done, .of = of};
	progress_set(exchange->node->progress, exchange->request->id, &state);
}

static void
enter_step(struct exchange *exchange, const char *step, size_t of)
{
	const struct progress_state state = {
		.step = step,
		.done = strcmp(step, "done") == 0 ? of : 0,
		.of = of};
	progress_set(exchange->node->progress, exchange->request->id, &state);
}

/* "own" is whom records are shown to, never what they are kept under. */
static bool
is_law(struct exchange *exchange, const char *word)
{
	return strcmp(word, "own") != 0 &&
	       vocabulary_find(policy_vocabulary(exchange->policy),
			       VOCABULARY_DOMAIN, word) != VOCABULARY_UNKNOWN;
}

/* ?law=zvw, or the node's own, which a new vocabulary may lack. */
static enum status
law_of(struct exchange *exchange, const char **law_out)
{
	const char *query = exchange->request->query;
	*law_out = exchange->node->settings.law;
	if (query != NULL && query[0] != '\0')
		*law_out = strncmp(query, "law=", 4) == 0 ? query + 4 : "";
	if (is_law(exchange, *law_out))
		return STATUS_OK;
	fault_set(&exchange->fault,
		  "?law=", "isn't a law of this node's policy vocabulary");
	return STATUS_INVALID;
}

/* The residents that the import is about, each once, for the access log. */
struct about {
	const char **origins;
	size_t count;
};

static struct about
residents_of(struct arena *arena, const struct import *import)
{
	size_t room = import->resident_count + import->record_count +
		      import->consent_count + import->representative_count;
	struct about about = {ARENA_ARRAY(arena, room, const char *), 0};
	for (size_t i = 0; i < import->resident_count; i++)
		about.origins[about.count++] = import->residents[i].origin;
	for (size_t i = 0; i < import->record_count; i++)
		about.origins[about.count++] = import->records[i].resident;
	for (size_t i = 0; i < import->consent_count; i++)
		about.origins[about.count++] = import->consents[i].resident;
	for (size_t i = 0; i < import->representative_count; i++)
		about.origins[about.count++] =
			import->representatives[i].resident;
	about.count = strings_sort_unique(about.origins, about.count);
	return about;
}

static enum status
note_residents(struct exchange *exchange, const struct import *import)
{
	struct about about = residents_of(exchange->arena, import);
	if (about.count > LIMIT_IMPORT_RESIDENTS) {
		fault_set(&exchange->fault, "",
			  "has more than %d residents: split it by resident",
			  LIMIT_IMPORT_RESIDENTS);
		return STATUS_TOO_LARGE;
	}
	exchange->act_subjects = ARENA_ARRAY(exchange->arena, about.count,
					     struct store_resident);
	for (size_t i = 0; i < about.count; i++) {
		enum status status = store_resident_of_origin(
			exchange->place->store, exchange->arena,
			about.origins[i], &exchange->act_subjects[i]);
		if (status != STATUS_OK)
			return status;
		exchange->act_subject_count++;
	}
	return STATUS_OK;
}

static void
note_categories(struct exchange *exchange, const struct import *import)
{
	const char **categories = ARENA_ARRAY(
		exchange->arena, import->record_count, const char *);
	for (size_t i = 0; i < import->record_count; i++)
		categories[i] = import->records[i].record.category;
	exchange->act_categories = categories;
	exchange->act_category_count =
		strings_sort_unique(categories, import->record_count);
}

static size_t
count_of_category(const struct import *import, const char *category)
{
	size_t count = 0;
	for (size_t i = 0; i < import->record_count; i++)
		count += strcmp(import->records[i].record.category, category) ==
			 0;
	return count;
}

static void
put_notes(struct json_writer *writer, const struct import *import)
{
	json_key(writer, "notes");
	json_open_array(writer);
	for (size_t i = 0; i < import->note_count; i++) {
		json_open_object(writer);
		json_member_integer(writer, "count", import->notes[i].count);
		json_member_string(writer, "what", import->notes[i].what);
		json_member_string(writer, "why", import->notes[i].why);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void
answer_with(struct import_run *run)
{
	struct exchange *exchange = run->exchange;
	const struct store_import_counts *counts = &run->counts;
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_key(writer, "categories");
	json_open_object(writer);
	for (size_t i = 0; i < exchange->act_category_count; i++) {
		const char *category = exchange->act_categories[i];
		json_member_integer(
			writer, category,
			(int64_t)count_of_category(&run->import, category));
	}
	json_close_object(writer);
	json_member_integer(writer, "consents", (int64_t)counts->consents);
	json_member_integer(writer, "households", (int64_t)counts->households);
	put_notes(writer, &run->import);
	json_member_integer(writer, "records", (int64_t)counts->records);
	json_member_integer(writer, "residents", (int64_t)counts->residents);
	json_member_integer(writer, "unchanged", (int64_t)counts->unchanged);
	json_member_integer(writer, "updated", (int64_t)counts->updated);
	act_answer_end(exchange, &answer);
}

static enum status
check_laws(struct exchange *exchange, const struct import *import)
{
	for (size_t i = 0; i < import->record_count; i++) {
		const struct record *record = &import->records[i].record;
		if (is_law(exchange, record->law))
			continue;
		fault_set(&exchange->fault, record->origin,
			  "names a law that this node's policy vocabulary "
			  "lacks");
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

/* `fault` is about a member of the consent that `origin` names. */
static void
refuse_consent(struct exchange *exchange, const char *origin,
	       const struct fault *fault)
{
	struct arena *arena = exchange->arena;
	fault_quote(&exchange->fault, origin,
		    arena_printf(arena, "%s %s", fault->where, fault->text),
		    arena_printf(arena, "%s %s", fault->where, fault->told));
}

/* The store knows the words; grounds and days are checked here. */
static enum status
check_consents(struct exchange *exchange, const struct import *import)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < import->consent_count && status == STATUS_OK;
	     i++) {
		struct fault fault = {.tongue = exchange->fault.tongue};
		status = consent_check(policy_vocabulary(exchange->policy),
				       &import->consents[i].consent, &fault);
		if (status != STATUS_OK)
			refuse_consent(exchange, import->consents[i].origin,
				       &fault);
	}
	return status;
}

/* A death that was imported is one like any other. */
static enum status
tell_deaths(struct exchange *exchange, const struct store_import_counts *counts)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < counts->death_count && status == STATUS_OK;
	     i++) {
		struct store_resident resident;
		status = store_resident_of_origin(exchange->place->store,
						  exchange->arena,
						  counts->deaths[i], &resident);
		if (status != STATUS_OK)
			return status;
		box_key_wipe(&resident.log_key);
		status = death_imported(exchange, &resident);
	}
	return status;
}

/* So is an objection. */
static enum status
tell_objections(struct exchange *exchange, const struct import *import)
{
	enum status status = STATUS_OK;
	if (import->consent_count == 0)
		return STATUS_OK;
	for (size_t i = 0;
	     i < exchange->act_subject_count && status == STATUS_OK; i++)
		status = withdrawal_write_letters(exchange,
						  exchange->act_subjects[i].id);
	return status;
}

static enum status
tell_news(struct import_run *run)
{
	struct exchange *exchange = run->exchange;
	const struct news_of changed = {
		.records = run->counts.written,
		.count = strings_sort_unique(run->counts.written,
					     run->counts.written_count)};
	enum status status = STATUS_OK;
	if (changed.count == 0)
		return STATUS_OK;
	for (size_t i = 0;
	     i < exchange->act_subject_count && status == STATUS_OK; i++)
		status = news_write(exchange, &exchange->act_subjects[i],
				    &changed);
	return status;
}

enum status
act_import(struct exchange *exchange)
{
	struct import_run run = {.exchange = exchange};
	struct fhir_settings settings = {.progress = report_progress,
					 .context = exchange};
	exchange->act_event = "import";
	enum status status = law_of(exchange, &settings.law);
	if (status == STATUS_OK)
		status = fhir_read(exchange->arena, exchange->body, &settings,
				   &run.import, &exchange->fault);
	if (status == STATUS_OK)
		status = check_laws(exchange, &run.import);
	if (status == STATUS_OK)
		status = check_consents(exchange, &run.import);
	if (status != STATUS_OK)
		return status;
	run.import.by = exchange->asker.user;
	enter_step(exchange, "storing", run.import.record_count);
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = act_check_policy(exchange);
	if (status == STATUS_OK)
		status = store_import(exchange->place->store, exchange->arena,
				      policy_vocabulary(exchange->policy),
				      &run.import, &run.counts,
				      &exchange->fault);
	if (status == STATUS_OK)
		status = note_residents(exchange, &run.import);
	if (status == STATUS_OK)
		status = tell_deaths(exchange, &run.counts);
	if (status == STATUS_OK)
		status = tell_objections(exchange, &run.import);
	if (status == STATUS_OK)
		status = tell_news(&run);
	enter_step(exchange, "done", run.import.record_count);
	if (status != STATUS_OK)
		return status;
	note_categories(exchange, &run.import);
	/* A narrower consent may have come with it, a death, or that a record
	 * is about others as well: each closes something. */
	exchange->settle_at_gate = true;
	answer_with(&run);
	return STATUS_OK;
}
