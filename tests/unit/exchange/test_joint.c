/*
 * Records that concern several residents: what leaves is what all allow.
 */
#include <string.h>

#include "exchange/world.h"
#include "leak_free.h"

static const char *const bert[] = {"bert"};
static const char *const bert_and_carla[] = {"bert", "carla"};
static const char *const goal[] = {"goal"};

/* Names of carers too, by consent: stricter packs say less. */
static const char small_vocabulary[] =
	"vocabulary small version 1\n"
	"domains\n  zvw\n  wmo\n  own\n"
	"groups\n  care contains zvw\n"
	"roles\n  coordinator\n"
	"purposes\n  coordination\n"
	"sensitivity levels\n  normal\n"
	"consent kinds\n  share\n"
	"duties\n  log_reason\n"
	"legal bases\n  \"BW 7:457\"\n"
	"category involvement\n  since personal\n"
	"category informal_support\n  role personal\n  availability personal\n"
	"  name personal\n  relation personal\n"
	"category goal\n  text personal\n  due personal\n";
static const char small_rules[] =
	"policy small version 1\nvocabulary \"small.vocabulary\"\n"
	"rule A-1 \"Carers\"\n permit informal_support\n"
	" fields role, availability, name, relation\n from zvw\n"
	" to wmo as coordinator\n for coordination\n"
	" when consent share is given\n basis \"BW 7:457\"\n"
	" valid from 2026-01-01\n"
	"rule A-2 \"Goals\"\n permit goal\n fields text, due\n from zvw\n"
	" to wmo as coordinator\n for coordination\n"
	" when consent share is given\n basis \"BW 7:457\"\n"
	" valid from 2026-01-01\n"
	"rule A-3 \"Due dates of grown-ups\"\n permit goal\n fields due\n"
	" from zvw\n to wmo as coordinator\n for coordination\n"
	" when age is at least 18\n basis \"BW 7:457\"\n duty log_reason\n"
	" valid from 2026-01-01\n"
	"rule A-4 \"That there is help\"\n permit involvement\n fields since\n"
	" from zvw\n to wmo as coordinator\n for coordination\n"
	" when consent share is given\n basis \"BW 7:457\"\n"
	" valid from 2026-01-01\n";

static struct subject
other_called(const struct world *world, const char *id,
	     const struct consent *consents, size_t count)
{
	struct subject other = world_subject(world, NULL, 0, consents, count);
	other.reference = id;
	other.resident.id = id;
	return other;
}

/* Anna's goal, which concerns Bert too; she consents to all. */
struct couple {
	struct world world;
	struct record record;
	struct consent yes, no;
	struct subject anna;
};

static struct couple
couple_open(void)
{
	struct couple couple = {.world = world_open_text(small_vocabulary,
							 small_rules,
							 &world_coordinator)};
	couple.record = world_record(&couple.world, "goal", "zvw",
				     "{\"due\":\"2027\",\"text\":\"samen\"}");
	couple.record.concerns = bert;
	couple.record.concern_count = 1;
	couple.yes = world_consent("share", CONSENT_GIVEN);
	couple.no = world_consent("share", CONSENT_REFUSED);
	return couple;
}

static const char *
cut(struct couple *couple, const struct subject *others, size_t count)
{
	struct arena *arena = couple->world.arena;
	struct consent *yes = ARENA_NEW(arena, struct consent);
	*yes = couple->yes;
	couple->anna =
		world_subject(&couple->world, &couple->record, 1, yes, 1);
	couple->anna.others = others;
	couple->anna.other_count = count;
	return world_cut_one(&couple->world, &couple->anna);
}

LEAK_FREE_TEST(joint, tells_nothing_while_another_is_unknown_or_dead)
{
	struct couple couple = couple_open();
	struct subject other =
		other_called(&couple.world, "bert", &couple.yes, 1);
	struct subject wrong =
		other_called(&couple.world, "carla", &couple.yes, 1);
	const char *nothing = "{\"fragments\":[],\"withheld\":[]}";
	cr_expect_str_eq(cut(&couple, NULL, 0), nothing);
	cr_expect_str_eq(cut(&couple, &wrong, 1), nothing);
	other.known = false;
	cr_expect_str_eq(cut(&couple, &other, 1), nothing);
	other.known = true;
	other.resident.deceased = true;
	cr_expect_str_eq(cut(&couple, &other, 1), nothing);
	world_close(&couple.world);
}

LEAK_FREE_TEST(joint, shares_only_fields_that_everyone_allows)
{
	struct couple couple = couple_open();
	struct subject silent = other_called(&couple.world, "bert", NULL, 0);
	struct subject child = silent;
	const char *bytes = cut(&couple, &silent, 1);
	cr_expect_null(strstr(bytes, "samen"), "%s", bytes);
	cr_expect_not_null(strstr(bytes, "\"due\":\"2027\""), "%s", bytes);
	cr_expect_not_null(strstr(bytes, "log_reason"),
			   "the duties of both hold: %s", bytes);
	child.resident.birth_day = TODAY - 9 * 366;
	bytes = cut(&couple, &child, 1);
	cr_expect_null(strstr(bytes, "2027"), "%s", bytes);
	struct subject willing =
		other_called(&couple.world, "bert", &couple.yes, 1);
	bytes = cut(&couple, &willing, 1);
	cr_expect_not_null(strstr(bytes, "samen"), "%s", bytes);
	world_close(&couple.world);
}

LEAK_FREE_TEST(joint, needs_every_one_of_several)
{
	struct couple couple = couple_open();
	struct subject others[] = {
		other_called(&couple.world, "bert", &couple.yes, 1),
		other_called(&couple.world, "carla", NULL, 0)};
	couple.record.concerns = bert_and_carla;
	couple.record.concern_count = 2;
	cr_expect_null(strstr(cut(&couple, others, 2), "samen"));
	others[1] = other_called(&couple.world, "carla", &couple.yes, 1);
	cr_expect_not_null(strstr(cut(&couple, others, 2), "samen"));
	world_close(&couple.world);
}

/* That Bert objects is told only to who may know that he gets help. */
LEAK_FREE_TEST(joint, does_not_betray_the_objection_of_another)
{
	struct couple couple = couple_open();
	const struct consent involvement_only[] = {
		couple.no,
		world_consent_naming("share",
				     (const char *const[]){"involvement"})};
	struct subject child =
		other_called(&couple.world, "bert", &couple.no, 1);
	child.resident.birth_day = TODAY - 9 * 366;
	const char *bytes = cut(&couple, &child, 1);
	cr_expect_str_eq(bytes, "{\"fragments\":[],\"withheld\":[]}");
	child = other_called(&couple.world, "bert", involvement_only, 2);
	child.resident.birth_day = TODAY - 9 * 366;
	bytes = cut(&couple, &child, 1);
	cr_expect_not_null(strstr(bytes, "\"reason\":\"refused\""), "%s",
			   bytes);
	cr_expect_null(strstr(bytes, "samen"));
	cr_expect_null(strstr(bytes, "bert"));
	world_close(&couple.world);
}

LEAK_FREE_TEST(joint, leaves_what_is_about_one_alone_as_it_is)
{
	struct couple couple = couple_open();
	struct subject other =
		other_called(&couple.world, "bert", &couple.no, 1);
	const struct record records[] = {
		couple.record, world_record(&couple.world, "goal", "zvw",
					    "{\"text\":\"alleen\"}")};
	struct subject anna =
		world_subject(&couple.world, records, 2, &couple.yes, 1);
	anna.others = &other;
	anna.other_count = 1;
	struct verdict verdict = world_judge(&couple.world, &anna);
	cr_expect_eq(verdict.cell_count, 1, "the engine was asked once");
	cr_expect_neq(verdict.judgements[0].fields,
		      verdict.judgements[1].fields);
	cr_expect_eq(verdict.judgements[1].fields,
		     verdict.judgements[1].decision.fields);
	const char *bytes = world_cut_one(&couple.world, &anna);
	cr_expect_null(strstr(bytes, "samen"), "%s", bytes);
	cr_expect_not_null(strstr(bytes, "alleen"), "%s", bytes);
	world_close(&couple.world);
}

LEAK_FREE_TEST(joint, masks_a_carer_who_did_not_consent)
{
	struct couple couple = couple_open();
	static const char carer[] =
		"{\"availability\":\"wekelijks\",\"name\":\"Bert\","
		"\"relation\":\"zoon\",\"role\":\"carer\"}";
	struct subject silent = other_called(&couple.world, "bert", NULL, 0);
	struct subject willing =
		other_called(&couple.world, "bert", &couple.yes, 1);
	couple.record =
		world_record(&couple.world, "informal_support", "zvw", carer);
	couple.record.concerns = bert;
	couple.record.concern_count = 1;
	const char *bytes = cut(&couple, &silent, 1);
	cr_expect_null(strstr(bytes, "Bert"), "%s", bytes);
	cr_expect_null(strstr(bytes, "zoon"), "%s", bytes);
	cr_expect_not_null(strstr(bytes, "\"role\":\"carer\""), "%s", bytes);
	cr_expect_not_null(strstr(bytes, "wekelijks"), "%s", bytes);
	bytes = cut(&couple, &willing, 1);
	cr_expect_not_null(strstr(bytes, "Bert"), "%s", bytes);
	world_close(&couple.world);
}

LEAK_FREE_TEST(joint, tells_the_log_of_everyone_and_every_consent)
{
	struct couple couple = couple_open();
	struct consent his = couple.yes;
	his.id = "his";
	struct subject other = other_called(&couple.world, "bert", &his, 1);
	(void)cut(&couple, &other, 1);
	struct verdict verdict = world_judge(&couple.world, &couple.anna);
	cr_assert_eq(verdict.consent_count, 2);
	cr_expect_str_eq(verdict.consents[1], "his");
	struct parcel *parcel = world_cut(&couple.world, &couple.anna, 1);
	const struct parcel_account *account = parcel_account(parcel, 0);
	cr_assert_eq(account->other_count, 1);
	cr_expect_str_eq(account->others[0], "bert");
	cr_assert_eq(account->joint_count, 1);
	cr_expect_str_eq(account->joint[0], goal[0]);
	other = other_called(&couple.world, "bert", &couple.no, 1);
	other.resident.birth_day = TODAY - 9 * 366;
	(void)cut(&couple, &other, 1);
	parcel = world_cut(&couple.world, &couple.anna, 1);
	cr_expect_eq(parcel_account(parcel, 0)->other_count, 0);
	world_close(&couple.world);
}
