#include "daemon/plan/learning.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/wire/entry.h"

enum rule { RULE_DAY, RULE_WORD, RULE_SCORE, RULE_LINE, RULE_LESSON };

static const struct field {
	const char *category, *name;
	enum rule rule;
	const char *told;
} fields[] = {
#define LEARNING_FIELD(category, field, rule, told)                            \
	{category, field, RULE_##rule, told},
#include "eenplan/wire/learning.def"
};

/* --- traits --- */

static const struct {
	int below; /* years */
	const char *fine, *wide;
} ages[] = {
	{12, "0-11", "0-17"},	{18, "12-17", "0-17"},	{35, "18-34", "18-64"},
	{50, "35-49", "18-64"}, {65, "50-64", "18-64"}, {80, "65-79", "65+"},
	{1000, "80+", "65+"},
};

/* What says nothing: the same for every case. */
#define UNTOLD "-"

static void
put_age(const struct learning_source *source, const char **told)
{
	int years = source->birth_day == CLOCK_DAY_NONE
			    ? -1
			    : clock_age_years(source->birth_day, source->today);

	told[LEARNING_FINE] = told[LEARNING_WIDE] = "?";
	for (size_t i = 0; i < COUNT_OF(ages); i++) {
		if (years < 0 || years >= ages[i].below)
			continue;
		told[LEARNING_FINE] = ages[i].fine;
		told[LEARNING_WIDE] = ages[i].wide;
		return;
	}
}

static void
put_household(const struct learning_source *source, const char **told)
{
	static const char *const sizes[] = {"?", "1", "2", "3-4", "3-4"};
	size_t size = source->household;

	told[LEARNING_FINE] = size < COUNT_OF(sizes) ? sizes[size] : "5+";
	told[LEARNING_WIDE] = size == 0 ? "?" : size == 1 ? "1" : "2+";
}

static bool
is_care(const char *law)
{
	return strcmp(law, "zvw") == 0 || strcmp(law, "wlz") == 0 ||
	       strcmp(law, "ggz") == 0;
}

static int
compare_words(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void
put_laws(struct arena *arena, const struct learning_source *source,
	 const char **told)
{
	const char **laws =
		ARENA_ARRAY(arena, source->record_count + 1, const char *);
	bool care = false, support = false;
	struct buf list;

	buf_init(&list, arena, 64);
	for (size_t i = 0; i < source->record_count; i++) {
		laws[i] = source->records[i].law;
		care |= is_care(laws[i]);
		support |= !is_care(laws[i]);
	}
	if (source->record_count > 0)
		qsort(laws, source->record_count, sizeof(*laws), compare_words);
	for (size_t i = 0; i < source->record_count; i++)
		if (i == 0 || strcmp(laws[i], laws[i - 1]) != 0)
			buf_printf(&list, "%s%s", i == 0 ? "" : " ", laws[i]);
	told[LEARNING_FINE] = buf_string(&list);
	told[LEARNING_WIDE] = care && support ? "care support"
			      : care	      ? "care"
			      : support	      ? "support"
					      : "";
}

/* --- events --- */

/* Of the plan's entries that have such a word: is it one of those? */
static bool
is_word_of(const struct field *field, const char *value)
{
	const struct entry_kind *kind = entry_kind_find(field->category);
	const struct entry_field *all;
	size_t count, length = strlen(value);

	if (kind == NULL || length == 0)
		return false;
	all = entry_fields(kind, &count);
	for (size_t i = 0; i < count; i++) {
		const char *at = all[i].of;

		if (strcmp(all[i].name, field->name) != 0 ||
		    all[i].type != ENTRY_CHOICE)
			continue;
		for (; at != NULL; at = strchr(at, '|')) {
			at += *at == '|';
			if (strncmp(at, value, length) == 0 &&
			    (at[length] == '|' || at[length] == '\0'))
				return true;
		}
	}
	return false;
}

/* "7", "3.5", "10" */
static bool
is_score(const char *value)
{
	size_t digits = strspn(value, "0123456789");
	const char *rest = value + digits;

	if (strcmp(value, "10") == 0)
		return true;
	return digits == 1 &&
	       (*rest == '\0' || (rest[0] == '.' && rest[1] >= '0' &&
				  rest[1] <= '9' && rest[2] == '\0'));
}

static bool
is_line(const char *value)
{
	return value[0] >= '0' && value[0] <= '2' && value[1] == '\0';
}

static int32_t
day_in(const struct learning_record *record, const char *name)
{
	const char *text = json_get_string(record->fields, name);
	int32_t day;

	return text != NULL && clock_parse_date(text, &day) ? day
							    : CLOCK_DAY_NONE;
}

/* The first day of which anything is told. */
static int32_t
day_of_beginning(const struct learning_source *source)
{
	int32_t first = CLOCK_DAY_NONE;

	for (size_t i = 0; i < source->record_count; i++)
		for (size_t k = 0; k < COUNT_OF(fields); k++) {
			int32_t day;

			if (fields[k].rule != RULE_DAY ||
			    strcmp(fields[k].category,
				   source->records[i].category) != 0)
				continue;
			day = day_in(&source->records[i], fields[k].name);
			if (day != CLOCK_DAY_NONE &&
			    (first == CLOCK_DAY_NONE || day < first))
				first = day;
		}
	return first;
}

struct making {
	struct arena *arena;
	const struct learning_source *source;
	struct learning_case *made;
	int32_t beginning;
};

static void
put_field(struct making *making, const struct learning_record *record,
	  const struct field *field, struct json_writer *writer)
{
	const char *value = json_get_string(record->fields, field->name);
	int32_t day;

	if (value == NULL)
		return;
	switch (field->rule) {
	case RULE_DAY:
		/* the day of the event itself is told beside it */
		day = day_in(record, field->name);
		if (strcmp(field->told, "day") != 0 && day != CLOCK_DAY_NONE)
			json_member_integer(writer, field->told,
					    day - making->beginning);
		return;
	case RULE_WORD:
		if (is_word_of(field, value))
			json_member_string(writer, field->told, value);
		return;
	case RULE_SCORE:
		if (is_score(value))
			json_member_string(writer, field->told, value);
		return;
	case RULE_LINE:
		if (is_line(value))
			json_member_string(writer, field->told, value);
		return;
	case RULE_LESSON:
		if (learning_lesson_is_clean(value, making->source->names))
			json_member_string(writer, field->told, value);
		else
			making->made->lessons_left_out++;
		return;
	}
}

/* False: nothing of such a record is told. */
static bool
make_event(struct making *making, const struct learning_record *record,
	   struct learning_event *event_out)
{
	struct json_writer writer;
	struct buf out;
	bool is_told = false;

	buf_init(&out, making->arena, 64);
	json_begin(&writer, &out);
	*event_out = (struct learning_event){.day = CLOCK_DAY_NONE};
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		if (strcmp(fields[i].category, record->category) != 0)
			continue;
		is_told = true;
		event_out->category = fields[i].category;
		if (strcmp(fields[i].told, "day") == 0) {
			event_out->day = day_in(record, fields[i].name);
			if (event_out->day != CLOCK_DAY_NONE)
				event_out->day -= making->beginning;
		}
		put_field(making, record, &fields[i], &writer);
	}
	event_out->told = buf_text(&out);
	return is_told &&
	       (event_out->told.length > 0 || event_out->day != CLOCK_DAY_NONE);
}

static int
compare_events(const void *one, const void *other)
{
	const struct learning_event *left = one, *right = other;

	if (left->day != right->day)
		return left->day == CLOCK_DAY_NONE    ? 1
		       : right->day == CLOCK_DAY_NONE ? -1
		       : left->day < right->day	      ? -1
						      : 1;
	if (strcmp(left->category, right->category) != 0)
		return strcmp(left->category, right->category);
	if (left->told.length != right->told.length)
		return left->told.length < right->told.length ? -1 : 1;
	return left->told.length == 0
		       ? 0
		       : memcmp(left->told.bytes, right->told.bytes,
				left->told.length);
}

static int
compare_shares(const void *one, const void *other)
{
	const struct report_share *left = one, *right = other;

	if (left->resident != right->resident)
		return left->resident < right->resident ? -1 : 1;
	return left->record < right->record ? -1 : left->record > right->record;
}

void
learning_case_of(struct arena *arena, const struct learning_source *source,
		 struct learning_case *case_out)
{
	size_t room = source->record_count + 1;
	struct making making = {.arena = arena,
				.source = source,
				.made = case_out,
				.beginning = day_of_beginning(source)};

	*case_out = (struct learning_case){
		.resident = source->resident,
		.events = ARENA_ARRAY(arena, room, struct learning_event),
		.shares = ARENA_ARRAY(arena, room, struct report_share),
	};
	put_age(source, case_out->traits[LEARNING_AGE]);
	put_household(source, case_out->traits[LEARNING_HOUSEHOLD]);
	put_laws(arena, source, case_out->traits[LEARNING_LAWS]);
	for (int trait = 0; trait < LEARNING_TRAITS; trait++)
		case_out->traits[trait][LEARNING_NONE] = UNTOLD;
	/* that it is a case, whatever it says */
	case_out->shares[case_out->share_count++] =
		(struct report_share){.resident = source->resident};
	for (size_t i = 0; i < source->record_count; i++) {
		const struct learning_record *record = &source->records[i];

		if (!make_event(&making, record,
				&case_out->events[case_out->event_count]))
			continue;
		case_out->event_count++;
		case_out->shares[case_out->share_count++] =
			(struct report_share){source->resident, record->tag};
	}
	if (case_out->event_count > 1)
		qsort(case_out->events, case_out->event_count,
		      sizeof(*case_out->events), compare_events);
	qsort(case_out->shares, case_out->share_count,
	      sizeof(*case_out->shares), compare_shares);
}

/* Tags are keyed: their order is as good as chance. */
static int
compare_cases(const void *one, const void *other)
{
	const struct learning_case *left = one, *right = other;

	return left->resident < right->resident
		       ? -1
		       : left->resident > right->resident;
}

void
learning_sort(struct learning_case *cases, size_t count)
{
	if (count > 1)
		qsort(cases, count, sizeof(*cases), compare_cases);
}

struct report_share *
learning_shares(struct arena *arena, const struct learning_case *cases,
		size_t count, size_t *share_count_out)
{
	struct report_share *shares;
	size_t room = 0, at = 0;

	for (size_t i = 0; i < count; i++)
		room += cases[i].share_count;
	shares = ARENA_ARRAY(arena, room, struct report_share);
	for (size_t i = 0; i < count; i++) {
		memcpy(shares + at, cases[i].shares,
		       cases[i].share_count * sizeof(*shares));
		at += cases[i].share_count;
	}
	if (room > 1)
		qsort(shares, room, sizeof(*shares), compare_shares);
	*share_count_out = room;
	return shares;
}
