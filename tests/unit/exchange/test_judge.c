#include "exchange/world.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "leak_free.h"

/* Rules that the shipped pack has none of: about age, and a mask. */
static const char small_vocabulary[] = "vocabulary small version 1\n"
				       "domains\n  zvw\n  ggz\n  wmo\n  own\n"
				       "groups\n  care contains zvw, ggz\n"
				       "roles\n  coordinator\n"
				       "purposes\n  coordination\n"
				       "sensitivity levels\n  normal\n  high\n"
				       "consent kinds\n  share\n  help\n"
				       "duties\n  mask_kind\n"
				       "legal bases\n  \"BW 7:457\"\n"
				       "category goal\n  text personal\n";
static const char adults_only[] =
	"policy small version 1\nvocabulary \"small.vocabulary\"\n"
	"rule A-1 \"Adults\"\n permit goal\n fields text\n from zvw\n"
	" to wmo as coordinator\n for coordination\n when age is at least 16\n"
	" basis \"BW 7:457\"\n valid from 2026-01-01\n";

static const char *const goal[] = {"goal"};
static const char *const involvement[] = {"involvement"};

LEAK_FREE_TEST(judge, says_which_word_of_the_asker_is_unknown)
{
	struct world world = world_open(&world_coordinator);
	static const struct {
		const char *domain, *role, *purpose, *where;
	} wrong[] = {
		{"zwv", "coordinator", "coordination", "/domain"},
		{"wmo", "regisseur", "coordination", "/role"},
		{"wmo", "coordinator", "curiosity", "/purpose"},
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const struct asker asker = {.domain = wrong[i].domain,
					    .role = wrong[i].role,
					    .purpose = wrong[i].purpose};
		struct policy_asker ids;
		struct fault fault = {0};
		cr_assert_eq(
			judge_asker(world.vocabulary, &asker, &ids, &fault),
			STATUS_INVALID);
		cr_assert_str_eq(fault.where, wrong[i].where);
	}
	world_close(&world);
}

LEAK_FREE_TEST(judge, says_nothing_about_somebody_unknown)
{
	struct world world = world_open(&world_coordinator);
	const struct record record =
		world_record(&world, "goal", "zvw", "{\"text\":\"x\"}");
	struct subject subject = world_subject(&world, &record, 1, NULL, 0);
	subject.known = false;
	cr_assert_eq(world_judge(&world, &subject).count, 0);
	world_close(&world);
}

LEAK_FREE_TEST(judge, does_not_look_at_what_nobody_asked_for)
{
	struct world world = world_open(&world_coordinator);
	const struct record records[] = {
		world_record(&world, "agreement", "wmo", "{\"text\":\"x\"}"),
		world_record(&world, "goal", "wmo", "{\"text\":\"x\"}"),
		world_record(&world, "goal", "zvw", "{\"text\":\"x\"}"),
	};
	const struct subject subject =
		world_subject(&world, records, 3, NULL, 0);
	cr_assert_eq(world_judge(&world, &subject).count, 3);
	world.asker.wanted = goal;
	world.asker.wanted_count = 1;
	struct verdict verdict = world_judge(&world, &subject);
	cr_assert_eq(verdict.count, 2);
	cr_assert_eq(verdict.judgements[0].record, &records[1]);
	cr_assert_eq(verdict.judgements[1].record, &records[2]);
	world_close(&world);
}

LEAK_FREE_TEST(judge, asks_the_engine_once_about_records_of_the_same_facts)
{
	struct world world = world_open(&world_coordinator);
	struct record records[] = {
		world_record(&world, "agreement", "wmo", "{\"text\":\"x\"}"),
		world_record(&world, "goal", "wmo", "{\"text\":\"a\"}"),
		world_record(&world, "goal", "zvw", "{\"text\":\"b\"}"),
		world_record(&world, "goal", "wmo", "{\"text\":\"c\"}"),
		world_record(&world, "goal", "wmo", "{\"text\":\"d\"}"),
	};
	static const size_t cells[] = {0, 1, 2, 1, 3};
	const struct consent consent = world_consent("share", CONSENT_GIVEN);
	records[4].sensitivity = "high";
	const struct subject subject =
		world_subject(&world, records, COUNT_OF(records), &consent, 1);
	struct verdict verdict = world_judge(&world, &subject);
	cr_assert_eq(verdict.count, COUNT_OF(records));
	cr_assert_eq(verdict.cell_count, 4);
	for (size_t i = 0; i < COUNT_OF(records); i++) {
		const struct judgement *judgement = &verdict.judgements[i];
		const struct judgement *cell = verdict.cells[cells[i]];
		cr_assert_eq(judgement->cell, cells[i], "record %zu", i);
		cr_assert_eq(judgement->record, &records[i]);
		cr_assert_eq(judgement->item.from, cell->item.from);
		cr_assert_eq(judgement->decision.fields, cell->decision.fields);
		cr_assert_eq(judgement->decision.verdict,
			     cell->decision.verdict);
	}
	world_close(&world);
}

LEAK_FREE_TEST(judge, says_nothing_about_somebody_who_died)
{
	struct world world = world_open(&world_coordinator);
	const struct record record = world_record(
		&world, "agreement", "welzijn", "{\"text\":\"x\"}");
	const struct consent consent = world_consent("share", CONSENT_GIVEN);
	struct subject subject = world_subject(&world, &record, 1, &consent, 1);
	cr_assert_eq(world_judge(&world, &subject).count, 1);
	subject.resident.deceased = true;
	cr_assert_eq(world_judge(&world, &subject).count, 0);
	world_close(&world);
}

LEAK_FREE_TEST(judge, permits_nothing_of_a_record_with_an_unknown_word)
{
	struct world world = world_open(&world_coordinator);
	static const struct {
		const char *category, *law, *sensitivity;
		enum policy_verdict verdict;
	} rows[] = {
		{"goal", "zvw", "normal", POLICY_PERMIT},
		{"gaol", "zvw", "normal", POLICY_NOTHING_PERMITS},
		{"goal", "zwv", "normal", POLICY_FORBIDDEN},
		{"goal", "zvw", "secret", POLICY_FORBIDDEN},
	};
	const struct consent consents[] = {
		world_consent("share", CONSENT_GIVEN),
		world_consent("secrecy_waiver", CONSENT_GIVEN)};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct record record =
			world_record(&world, rows[i].category, rows[i].law,
				     "{\"text\":\"x\"}");
		record.sensitivity = rows[i].sensitivity;
		struct subject subject =
			world_subject(&world, &record, 1, consents, 2);
		struct verdict verdict = world_judge(&world, &subject);
		cr_assert_eq(verdict.count, 1);
		cr_assert_eq(verdict.judgements[0].decision.verdict,
			     rows[i].verdict, "row %zu", i);
		cr_assert_eq(verdict.judgements[0].decision.fields != 0,
			     rows[i].verdict == POLICY_PERMIT);
	}
	world_close(&world);
}

LEAK_FREE_TEST(judge, never_guesses_an_age)
{
	struct world world = world_open_text(small_vocabulary, adults_only,
					     &world_coordinator);
	const struct record record =
		world_record(&world, "goal", "zvw", "{\"text\":\"x\"}");
	int32_t sixteen, fifteen;
	cr_assert(clock_parse_date("2010-11-21", &sixteen));
	cr_assert(clock_parse_date("2010-11-22", &fifteen));
	const struct {
		int32_t born;
		enum policy_verdict verdict;
	} rows[] = {
		{CLOCK_DAY_NONE, POLICY_NOTHING_PERMITS},
		{TODAY + 1, POLICY_NOTHING_PERMITS},
		{fifteen, POLICY_NOTHING_PERMITS},
		{sixteen, POLICY_PERMIT},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct subject subject =
			world_subject(&world, &record, 1, NULL, 0);
		subject.resident.birth_day = rows[i].born;
		cr_assert_eq(world_judge(&world, &subject)
				     .judgements[0]
				     .decision.verdict,
			     rows[i].verdict, "row %zu", i);
	}
	world_close(&world);
}

LEAK_FREE_TEST(judge, takes_the_consents_of_each_category_for_itself)
{
	struct world world = world_open(&world_coordinator);
	const struct record records[] = {
		world_record(&world, "agreement", "zvw", "{\"text\":\"a\"}"),
		world_record(&world, "goal", "zvw", "{\"text\":\"b\"}"),
		world_record(&world, "goal", "zvw", "{\"text\":\"c\"}"),
	};
	const struct consent consents[] = {
		world_consent_naming("share", goal),
		world_consent("secrecy_waiver", CONSENT_GIVEN)};
	struct subject subject = world_subject(&world, records, 3, consents, 2);
	struct verdict verdict = world_judge(&world, &subject);
	cr_assert_eq(verdict.judgements[0].decision.verdict,
		     POLICY_NOTHING_PERMITS, "agreement isn't named");
	cr_assert_eq(verdict.judgements[1].decision.verdict, POLICY_PERMIT);
	cr_assert_eq(verdict.judgements[2].decision.verdict, POLICY_PERMIT);
	cr_assert_eq(verdict.consent_count, 2, "each that decided, once");
	world_close(&world);
}

LEAK_FREE_TEST(judge, tells_of_nothing_where_involvement_may_not_be_known)
{
	struct world world = world_open(&world_coordinator);
	const struct record record =
		world_record(&world, "goal", "ggz", "{\"text\":\"x\"}");
	const struct consent general[] = {
		world_consent("share", CONSENT_GIVEN),
		world_consent("secrecy_waiver", CONSENT_GIVEN)};
	const struct consent naming[] = {
		world_consent_naming("share", involvement),
		world_consent("secrecy_waiver", CONSENT_GIVEN)};
	struct subject subject = world_subject(&world, &record, 1, general, 2);
	struct judgement judgement =
		world_judge(&world, &subject).judgements[0];
	cr_assert_not(judgement.may_be_told);
	subject = world_subject(&world, &record, 1, naming, 2);
	judgement = world_judge(&world, &subject).judgements[0];
	cr_assert(judgement.may_be_told);
	cr_assert(judgement.masked, "not which kind of organisation it is");
	cr_assert_neq(judgement.decision.verdict, POLICY_PERMIT);
	world_close(&world);
}

/* That somebody objects to something else is nobody's business. */
LEAK_FREE_TEST(judge, calls_refused_only_what_the_objection_stands_before)
{
	struct world world = world_open(&world_coordinator);
	const struct record record =
		world_record(&world, "goal", "zvw", "{\"text\":\"x\"}");
	static const struct {
		const char *kind;
		enum consent_state state;
		bool refused;
	} rows[] = {
		{"help", CONSENT_REFUSED, false},
		{"consultable", CONSENT_WITHDRAWN, false},
		{"share", CONSENT_UNKNOWN, false},
		{"share", CONSENT_REFUSED, true},
		{"secrecy_waiver", CONSENT_WITHDRAWN, true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct consent consent =
			world_consent(rows[i].kind, rows[i].state);
		struct subject subject =
			world_subject(&world, &record, 1, &consent, 1);
		cr_assert_eq(
			world_judge(&world, &subject).judgements[0].refused,
			rows[i].refused, "%s", rows[i].kind);
	}
	world_close(&world);
}

LEAK_FREE_TEST(judge, knows_who_may_know_of_an_involvement_at_the_most)
{
	static const struct {
		const char *to, *role, *source;
		bool known, masked;
	} rows[] = {
		{"wmo", "volunteer", "zvw", false, false},
		{"wmo", "manager", "zvw", false, false},
		{"welzijn", "coordinator", "ggz", false, false},
		{"wmo", "coordinator", "judge", false, false},
		{"wmo", "coordinator", "zvw", true, false},
		{"wmo", "consultant", "welzijn", true, false},
		{"wmo", "coordinator", "ggz", true, true},
		{"zvw", "nurse", "wlz", true, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct asker asker = world_coordinator;
		asker.domain = rows[i].to;
		asker.role = rows[i].role;
		struct world world = world_open(&asker);
		struct involvement most = judge_involvement(
			world.arena, world.policy, &world.ids,
			vocabulary_find(world.vocabulary, VOCABULARY_DOMAIN,
					rows[i].source));
		cr_assert_eq(most.known, rows[i].known, "row %zu", i);
		cr_assert_eq(most.masked, rows[i].masked, "row %zu", i);
		world_close(&world);
	}
}

/* --- whose it is --- */

static enum policy_owner
owner_of(struct world *world, const char *fields)
{
	struct record record = world_record(world, "agreement", "wmo", fields);
	const struct subject subject =
		world_subject(world, &record, 1, NULL, 0);
	struct verdict verdict = world_judge(world, &subject);
	cr_assert_eq(verdict.count, 1);
	return verdict.judgements[0].item.owner;
}

LEAK_FREE_TEST(judge, knows_an_owner_by_user_and_organisation_and_never_by_name)
{
	static const struct {
		const char *fields;
		enum policy_owner owner, of_anybody;
	} rows[] = {
		{"{\"owner\":\"sem\"}", POLICY_OWNER_UNKNOWN,
		 POLICY_OWNER_UNKNOWN},
		{"{\"owner\":\"sem@welzijn\"}", POLICY_OWNER_UNKNOWN,
		 POLICY_OWNER_UNKNOWN},
		{"{\"owner_id\":\"sem\"}", POLICY_OWNER_UNKNOWN,
		 POLICY_OWNER_UNKNOWN},
		{"{\"owner_id\":\"sem@welzijn\"}", POLICY_OWNER_RECIPIENT,
		 POLICY_OWNER_RECIPIENT},
		{"{\"owner_id\":\"sem@wijkteam\"}", POLICY_OWNER_OTHER,
		 POLICY_OWNER_OTHER},
		{"{\"owner_id\":\"sem@welzijn.nl\"}", POLICY_OWNER_OTHER,
		 POLICY_OWNER_OTHER},
		{"{\"owner_id\":\"sem@x@welzijn\"}", POLICY_OWNER_OTHER,
		 POLICY_OWNER_RECIPIENT},
		{"{\"owner_id\":\"semmy@welzijn\"}", POLICY_OWNER_OTHER,
		 POLICY_OWNER_RECIPIENT},
		{"{\"owner_id\":\"se@welzijn\"}", POLICY_OWNER_OTHER,
		 POLICY_OWNER_RECIPIENT},
		{"{\"owner_id\":\"@welzijn\"}", POLICY_OWNER_OTHER,
		 POLICY_OWNER_RECIPIENT},
	};
	struct asker sem = world_coordinator;
	sem.organisation = "welzijn";
	sem.domain = "welzijn";
	sem.user = "sem";
	sem.role = "volunteer";
	struct world world = world_open(&sem);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		world.asker.user = "sem";
		world.asker.is_anybody = false;
		cr_expect_eq(owner_of(&world, rows[i].fields), rows[i].owner,
			     "%s", rows[i].fields);
		/* Nobody is nobody; anybody must be said. */
		world.asker.user = NULL;
		cr_expect_neq(owner_of(&world, rows[i].fields),
			      POLICY_OWNER_RECIPIENT, "%s", rows[i].fields);
		world.asker.is_anybody = true;
		cr_expect_eq(owner_of(&world, rows[i].fields),
			     rows[i].of_anybody, "%s", rows[i].fields);
	}
	world_close(&world);
}

LEAK_FREE_TEST(judge, gives_a_volunteer_their_own_agreement_only)
{
	struct asker sem = world_coordinator;
	sem.organisation = "welzijn";
	sem.domain = "welzijn";
	sem.user = "sem";
	sem.role = "volunteer";
	struct world world = world_open(&sem);
	const struct record records[] = {
		world_record(&world, "agreement", "wmo",
			     "{\"owner\":\"Sem\",\"owner_id\":\"sem@welzijn\","
			     "\"text\":\"OWN\"}"),
		world_record(&world, "agreement", "wmo",
			     "{\"owner\":\"Sem\",\"owner_id\":\"sem@ggz\","
			     "\"text\":\"NAMESAKE\"}"),
		world_record(&world, "agreement", "wmo",
			     "{\"owner\":\"Sem\",\"text\":\"UNSAID\"}"),
	};
	const struct consent consent = world_consent("share", CONSENT_GIVEN);
	const struct subject subject =
		world_subject(&world, records, COUNT_OF(records), &consent, 1);
	const char *cut = world_cut_one(&world, &subject);
	cr_expect(strstr(cut, "\"OWN\"") != NULL, "%s", cut);
	cr_expect(strstr(cut, "NAMESAKE") == NULL, "%s", cut);
	cr_expect(strstr(cut, "UNSAID") == NULL, "%s", cut);
	cr_expect(strstr(cut, "owner_id") == NULL, "%s", cut);
	/* Nor that there are others. */
	cr_expect(strstr(cut, "\"withheld\":[]") != NULL, "%s", cut);
	world_close(&world);
}
