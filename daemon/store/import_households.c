#include <string.h>

#include "daemon/store/import.h"
#include "eenplan/base/limits.h"

struct place {
	const char *resident; /* local id */
	const char *relation;
};

struct known_household {
	const char *id; /* NULL: not known */
	const char *name;
	const char *coordinator_name;
	const char *coordinator_organisation;
	const char *coordinator_contact;
};

static enum status
find_household(struct import_run *run, const char *origin,
	       struct known_household *known_out)
{
	struct arena *arena = run->arena;
	struct query query;

	*known_out = (struct known_household){0};
	query_start(&query, run->store, QUERY_HOUSEHOLD_BY_ORIGIN);
	query_put_text(&query, origin);
	if (query_next(&query)) {
		known_out->id = query_text(&query, arena);
		known_out->name = query_text_or_null(&query, arena);
		known_out->coordinator_name = query_text_or_null(&query, arena);
		known_out->coordinator_organisation =
			query_text_or_null(&query, arena);
		known_out->coordinator_contact =
			query_text_or_null(&query, arena);
	}
	return query_finish(&query);
}

static bool
has_member_twice(const struct place *places, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++)
			if (strcmp(places[i].resident, places[j].resident) == 0)
				return true;
	return false;
}

static enum status
resolve_members(struct import_run *run,
		const struct import_household *household, struct place *places)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < household->member_count && status == STATUS_OK;
	     i++) {
		const struct import_member *member = &household->members[i];

		status = import_resolve(run, household->origin,
					member->resident, &places[i].resident);
		places[i].relation = member->relation;
	}
	return status;
}

static enum status
resolve_places(struct import_run *run, const struct import_household *household,
	       struct place **places_out)
{
	size_t count = household->member_count;
	enum status status;

	if (count > LIMIT_MEMBERS) {
		fault_set(run->fault, household->origin,
			  "has more than %d members", LIMIT_MEMBERS);
		return STATUS_INVALID;
	}
	*places_out = ARENA_ARRAY(run->arena, count, struct place);
	status = resolve_members(run, household, *places_out);
	if (status == STATUS_OK && has_member_twice(*places_out, count)) {
		fault_set(run->fault, household->origin,
			  "names one resident twice as a member");
		return STATUS_INVALID;
	}
	return status;
}

static enum status
same_places(struct import_run *run, const char *household,
	    const struct place *places, size_t count, bool *is_same_out)
{
	struct query query;
	size_t i = 0;
	bool is_same = true;

	query_start(&query, run->store, QUERY_MEMBER_PLACES);
	query_put_text(&query, household);
	for (; query_next(&query); i++) {
		const char *resident = query_text(&query, run->arena);
		const char *relation = query_text_or_null(&query, run->arena);

		is_same = is_same && i < count &&
			  strcmp(resident, places[i].resident) == 0 &&
			  import_same_text(relation, places[i].relation);
	}
	*is_same_out = is_same && i == count;
	return query_finish(&query);
}

static enum status
set_places(struct import_run *run, const char *household,
	   const struct place *places, size_t count)
{
	struct query query;
	enum status status;

	query_start(&query, run->store, QUERY_MEMBERS_CLEAR);
	query_put_text(&query, household);
	status = query_run(&query, NULL);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		query_start(&query, run->store, QUERY_MEMBER_ADD);
		query_put_text(&query, household);
		query_put_integer(&query, (int64_t)i);
		query_put_text(&query, places[i].resident);
		query_put_text(&query, places[i].relation);
		status = query_run(&query, NULL);
	}
	return status;
}

static void
put_household(struct query *query, const struct import_household *household)
{
	query_put_text(query, household->name);
	query_put_text(query, household->coordinator_name);
	query_put_text(query, household->coordinator_organisation);
	query_put_text(query, household->coordinator_contact);
}

static enum status
add_household(struct import_run *run, const struct import_household *household,
	      const struct place *places)
{
	char id[UUID_TEXT_BYTES], plan[UUID_TEXT_BYTES];
	const char *handle;
	struct query query;
	enum status status =
		import_handle(run, household->origin,
			      QUERY_HOUSEHOLD_BY_TAKEN_HANDLE, &handle);

	if (status != STATUS_OK)
		return status;
	random_uuid(id);
	random_uuid(plan);
	query_start(&query, run->store, QUERY_HOUSEHOLD_ADD);
	query_put_text(&query, id);
	query_put_text(&query, handle);
	query_put_text(&query, household->origin);
	query_put_text(&query, plan);
	put_household(&query, household);
	status = query_run(&query, NULL);
	if (status == STATUS_OK)
		status = set_places(run, id, places, household->member_count);
	run->counts->households++;
	return status;
}

static bool
same_household(const struct known_household *known,
	       const struct import_household *household)
{
	return import_same_text(known->name, household->name) &&
	       import_same_text(known->coordinator_name,
				household->coordinator_name) &&
	       import_same_text(known->coordinator_organisation,
				household->coordinator_organisation) &&
	       import_same_text(known->coordinator_contact,
				household->coordinator_contact);
}

static enum status
update_household(struct import_run *run, const struct known_household *known,
		 const struct import_household *household,
		 const struct place *places)
{
	size_t count = household->member_count;
	bool has_same_places;
	struct query query;
	enum status status =
		same_places(run, known->id, places, count, &has_same_places);

	if (status != STATUS_OK)
		return status;
	if (has_same_places && same_household(known, household)) {
		run->counts->unchanged++;
		return STATUS_OK;
	}
	query_start(&query, run->store, QUERY_HOUSEHOLD_CHANGE);
	put_household(&query, household);
	query_put_text(&query, known->id);
	status = query_run(&query, NULL);
	if (status == STATUS_OK)
		status = set_places(run, known->id, places, count);
	run->counts->updated++;
	return status;
}

static enum status
import_household(struct import_run *run,
		 const struct import_household *household)
{
	struct known_household known;
	struct place *places;
	enum status status = import_check_origin(run, household->origin);

	if (status == STATUS_OK)
		status = resolve_places(run, household, &places);
	if (status == STATUS_OK)
		status = find_household(run, household->origin, &known);
	if (status != STATUS_OK)
		return status;
	return known.id == NULL
		       ? add_household(run, household, places)
		       : update_household(run, &known, household, places);
}

enum status
import_households(struct import_run *run)
{
	enum status status = STATUS_OK;

	for (size_t i = 0;
	     i < run->import->household_count && status == STATUS_OK; i++)
		status = import_household(run, &run->import->households[i]);
	return status;
}
