#include <string.h>

#include "lib/wire/fhir_codes.h"
#include "lib/wire/fhir_draft.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_sweep.h"

/* --- Goal --- */

/* The earliest date by which any of its targets is due. */
static const char *
due_of_goal(const struct fhir_source *source)
{
	const char *earliest = NULL;

	for (const struct json *target =
		     fhir_element_first(source, source->json, "target");
	     target != NULL; target = target->next) {
		const char *due = fhir_element_date(source, target, "dueDate");

		if (due != NULL &&
		    (earliest == NULL || strcmp(due, earliest) < 0))
			earliest = due;
	}
	return earliest;
}

static void
read_goal(struct fhir_source *source)
{
	static const char *const statuses[] = {
		"proposed", "planned",	 "accepted",  "active",
		"on-hold",  "completed", "cancelled", "rejected",
	};
	struct fhir_draft draft;

	fhir_draft_begin(&draft, source, "goal");
	fhir_draft_put(
		&draft, "text",
		fhir_extension_shareable(source, source->json, "description"));
	fhir_draft_put(&draft, "status",
		       fhir_element_code(source, "lifecycleStatus", statuses,
					 COUNT_OF(statuses)));
	fhir_draft_put(&draft, "start",
		       fhir_element_date(source, source->json, "startDate"));
	fhir_draft_put(&draft, "due", due_of_goal(source));
	fhir_draft_put(&draft, "priority",
		       fhir_codes_word(FHIR_CODE_PRIORITY,
				       json_member(source->json, "priority")));
	fhir_draft_author(&draft, source->json);
	fhir_draft_end(&draft);
}

static const struct fhir_element goal_elements[] = {
	{"addresses", FHIR_REASON},	{"description", FHIR_PROSE},
	{"lifecycleStatus", FHIR_READ}, {"note", FHIR_PROSE},
	{"priority", FHIR_READ},	{"startDate", FHIR_READ},
	{"statusDate", FHIR_READ},	{"statusReason", FHIR_PROSE},
	{"subject", FHIR_READ},		{"target", FHIR_READ},
};

const struct fhir_kind fhir_plan_goal = {
	.type = "Goal",
	.subject_key = "subject",
	.date_key = "statusDate",
	.may_be_contained = true,
	.read = read_goal,
	.elements = goal_elements,
	.element_count = COUNT_OF(goal_elements),
};

/* --- CarePlan.activity --- */

static const struct fhir_element activity_elements[] = {
	{"detail", FHIR_READ},
	{"progress", FHIR_PROSE},
};

static const struct fhir_element detail_elements[] = {
	{"code", FHIR_PROSE},
	{"description", FHIR_PROSE},
	{"doNotPerform", FHIR_READ},
	{"goal", FHIR_READ},
	{"kind", FHIR_READ},
	{"reasonCode", FHIR_REASON},
	{"reasonReference", FHIR_REASON},
	{"scheduledPeriod", FHIR_READ},
	{"status", FHIR_READ},
	{"statusReason", FHIR_PROSE},
};

static void
sweep_activity(struct fhir_source *source, const struct json *activity,
	       const struct json *detail)
{
	struct fhir_part outer = {
		.path = "activity",
		.object = activity,
		.elements = activity_elements,
		.element_count = COUNT_OF(activity_elements),
	};
	struct fhir_part inner = {
		.path = "activity.detail",
		.object = detail,
		.elements = detail_elements,
		.element_count = COUNT_OF(detail_elements),
	};

	fhir_sweep_part(source, &outer);
	fhir_sweep_part(source, &inner);
}

/* Only what its author wrote for others makes a record of an activity. */
static void
read_activity(struct fhir_source *source, const struct json *activity)
{
	const struct json *detail =
		fhir_element_object(source, activity, "detail");
	const struct json *period =
		fhir_element_object(source, detail, "scheduledPeriod");
	const char *text =
		fhir_extension_shareable(source, detail, "description");
	bool is_authored =
		fhir_extension_find(source, activity, "category") != NULL;
	struct fhir_draft draft;

	if (text == NULL)
		text = fhir_extension_text(source, activity, "shareable-text");
	sweep_activity(source, activity, detail);
	if (fhir_element_bool(source, detail, "doNotPerform")) {
		fhir_source_note(source, "activity",
				 "is something not to do: no record of it");
		return;
	}
	if (text == NULL && !is_authored) {
		fhir_source_note(source, "activity",
				 "has no shareable text: no record of it");
		return;
	}
	fhir_draft_begin(&draft, source, "agreement");
	draft.is_aside = true;
	fhir_draft_put(&draft, "text", text);
	fhir_draft_put(&draft, "due", fhir_element_date(source, period, "end"));
	fhir_draft_author(&draft, activity);
	fhir_draft_end(&draft);
}

/* --- CarePlan --- */

static void
add_plan(struct fhir_source *source)
{
	static const char *const statuses[] = {
		"draft", "active", "on-hold", "revoked", "completed", "unknown",
	};
	const struct json *period =
		fhir_element_object(source, source->json, "period");
	struct fhir_draft draft;

	fhir_draft_begin(&draft, source, "plan");
	fhir_draft_put(
		&draft, "title",
		fhir_extension_shareable_of(source, source->json, "title"));
	fhir_draft_put(
		&draft, "text",
		fhir_extension_shareable(source, source->json, "description"));
	fhir_draft_put(&draft, "status",
		       fhir_element_code(source, "status", statuses,
					 COUNT_OF(statuses)));
	fhir_draft_put(&draft, "start",
		       fhir_element_date(source, period, "start"));
	fhir_draft_put(&draft, "end", fhir_element_date(source, period, "end"));
	fhir_draft_author(&draft, source->json);
	fhir_draft_end(&draft);
}

static void
read_care_plan(struct fhir_source *source)
{
	add_plan(source);
	for (const struct json *activity =
		     fhir_element_first(source, source->json, "activity");
	     activity != NULL && !fhir_state_has_ended(source->state);
	     activity = activity->next)
		read_activity(source, activity);
}

static const struct fhir_element care_plan_elements[] = {
	{"activity", FHIR_READ}, {"addresses", FHIR_REASON},
	{"careTeam", FHIR_READ}, {"category", FHIR_PROSE},
	{"created", FHIR_READ},	 {"description", FHIR_PROSE},
	{"goal", FHIR_READ},	 {"intent", FHIR_READ},
	{"note", FHIR_PROSE},	 {"period", FHIR_READ},
	{"status", FHIR_READ},	 {"subject", FHIR_READ},
	{"title", FHIR_PROSE},
};

const struct fhir_kind fhir_plan_care_plan = {
	.type = "CarePlan",
	.subject_key = "subject",
	.date_key = "created",
	.read = read_care_plan,
	.elements = care_plan_elements,
	.element_count = COUNT_OF(care_plan_elements),
};
