#include "daemon/exchange/emergency.h"

#include <string.h>

#include "exchange/world.h"
#include "leak_free.h"

#define INVOLVED "{\"contact\":\"010-5550123\",\"worker\":\"Petra\"}"

static const struct asker coordinator = {
	.organisation = "wijkteam",
	.domain = "wmo",
	.user = "fatima",
	.role = "coordinator",
	.purpose = STATEMENT_EMERGENCY,
	.day = TODAY,
};

/* What `asker` gets of Anna's involvement and goal, with this consent. */
static bool
is_given(const struct asker *asker, const struct consent *consent,
	 const char *word)
{
	struct world world = world_open(asker);
	const struct record records[] = {
		world_record(&world, "goal", "zvw", "{\"text\":\"lopen\"}"),
		world_record(&world, "involvement", "zvw", INVOLVED),
	};
	struct subject subject =
		world_subject(&world, records, COUNT_OF(records), consent,
			      consent == NULL ? 0 : 1);
	bool is = strstr(world_cut_one(&world, &subject), word) != NULL;
	world_close(&world);
	return is;
}

LEAK_FREE_TEST(emergency, gives_nothing_of_who_objected_by_whatever_kind)
{
	static const char *const kinds[] = {"share", "secrecy_waiver",
					    "consultable", "written"};
	static const enum consent_state objections[] = {CONSENT_REFUSED,
							CONSENT_WITHDRAWN};
	for (size_t i = 0; i < COUNT_OF(kinds) * COUNT_OF(objections); i++) {
		const struct consent objection =
			world_consent(kinds[i / 2], objections[i % 2]);
		cr_expect_not(is_given(&coordinator, &objection, "subject"),
			      "%s", objection.kind);
	}
}

LEAK_FREE_TEST(emergency, hears_no_objection_in_another_matter)
{
	static const char *const goal[] = {"goal"};
	static const char *const coordination[] = {"coordination"};
	struct consent objection = world_consent("help", CONSENT_REFUSED);
	cr_expect(is_given(&coordinator, &objection, "Petra"), "to the help");
	objection = world_consent("share", CONSENT_REFUSED);
	objection.categories = goal;
	objection.category_count = 1;
	cr_expect(is_given(&coordinator, &objection, "Petra"), "to goals");
	objection = world_consent("share", CONSENT_REFUSED);
	objection.purposes = coordination;
	objection.purpose_count = 1;
	cr_expect(is_given(&coordinator, &objection, "Petra"),
		  "to coordination");
}

LEAK_FREE_TEST(emergency, shows_own_staff_their_own_file_all_the_same)
{
	const struct consent objection =
		world_consent("share", CONSENT_REFUSED);
	struct asker own = coordinator;
	own.domain = ASKER_OWN;
	cr_expect(is_given(&own, &objection, "Petra"));
	cr_expect_not(is_given(&own, &objection, "lopen"));
}

LEAK_FREE_TEST(emergency, opens_where_nobody_was_asked_and_tells_of_no_more)
{
	const struct consent given = world_consent("share", CONSENT_GIVEN);
	cr_expect(is_given(&coordinator, NULL, "Petra"));
	cr_expect(is_given(&coordinator, &given, "Petra"));
	cr_expect_not(is_given(&coordinator, &given, "lopen"));
	cr_expect_not(is_given(&coordinator, &given, "goal"),
		      "nor that there is a goal");
	struct asker ordinary = coordinator;
	ordinary.purpose = "coordination";
	cr_expect_not(is_given(&ordinary, NULL, "Petra"));
}

LEAK_FREE_TEST(emergency, gives_nothing_of_the_deceased)
{
	struct world world = world_open(&coordinator);
	const struct record record =
		world_record(&world, "involvement", "zvw", INVOLVED);
	struct subject subject = world_subject(&world, &record, 1, NULL, 0);
	subject.resident.deceased = true;
	cr_expect_null(strstr(world_cut_one(&world, &subject), "subject"));
	world_close(&world);
}
