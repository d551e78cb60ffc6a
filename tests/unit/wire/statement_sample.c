#include "statement_sample.h"

#include "eenplan/base/clock.h"

#define TIME_MS 1795000000000LL
#define MINUTE	60000LL

static const char *const goal[] = {"goal"};
static const char *const both[] = {"agreement", "goal"};
static const char *const basis[] = {"Wmo 5.2.5(1)"};
static const char *const rule[] = {"NL-03"};
static const char *const diagnosis[] = {"diagnosis"};

static struct disclosure_other gave[] = {{
	.organisation = "thuiszorg",
	.name = "Thuiszorg De Linde",
	.gave = true,
	.says = true,
	.match = DISCLOSURE_MATCH_BOTH,
	.categories = {goal, 1},
}};
static struct disclosure_other took[] = {{
	.organisation = "thuiszorg",
	.name = "Thuiszorg De Linde",
	.match = DISCLOSURE_MATCH_UNCHECKED,
}};
static struct disclosure_other orphan[] = {{
	.organisation = "thuiszorg",
	.name = "Thuiszorg De Linde",
	.gave = true,
	.says = true,
	.match = DISCLOSURE_MATCH_THEIRS,
	.categories = {goal, 1},
}};

static const struct disclosure_consent consents[] = {{
	.id = "11111111-1111-4111-8111-111111111111",
	.kind = "share",
	.state = "given",
	.given_by = "representative",
	.recorded_ms = TIME_MS - 60 * MINUTE,
}};

static struct disclosure_line lines[] = {
	{
		.seq = 4,
		.time_ms = TIME_MS,
		.event = "ask",
		.group = DISCLOSURE_ASKED,
		.request = "22222222-2222-4222-8222-222222222222",
		.organisation = "wijkteam",
		.organisation_name = "Wijkteam Vlinderwijk",
		.user = "fatima",
		.user_name = "Fatima El Amrani",
		.role = "coordinator",
		.purpose = "coordination",
		.outcome = "permitted",
		.categories = {both, 2},
		.others = gave,
		.other_count = 1,
	},
	{
		.seq = 5,
		.time_ms = TIME_MS + MINUTE,
		.event = "answer",
		.group = DISCLOSURE_GIVEN,
		.request = "33333333-3333-4333-8333-333333333333",
		.organisation = "thuiszorg",
		.organisation_name = "Thuiszorg De Linde",
		.role = "professional",
		.purpose = "assessment",
		.outcome = "permitted",
		.categories = {goal, 1},
		.withheld = {diagnosis, 1},
		.rules = {rule, 1},
		.basis = {basis, 1},
		.consents = consents,
		.consent_count = 1,
		.others = took,
		.other_count = 1,
	},
	{
		.seq = -1,
		.time_ms = TIME_MS + 2 * MINUTE,
		.event = "ask",
		.group = DISCLOSURE_ASKED,
		.request = "44444444-4444-4444-8444-444444444444",
		.organisation = "wijkteam",
		.purpose = "coordination",
		.others = orphan,
		.other_count = 1,
	},
};

static struct disclosure_partner partners[] = {
	{"thuiszorg", "Thuiszorg De Linde", DISCLOSURE_REACH_ASKED, 0},
	{"ggz", "GGZ De Brug", DISCLOSURE_REACH_UNREACHABLE, 0},
};

struct disclosure
statement_sample(void)
{
	return (struct disclosure){
		.node = "wijkteam",
		.node_name = "Wijkteam Vlinderwijk",
		.contact = "088-0000100",
		.made_by = "fg",
		.made_ms = TIME_MS + 60 * MINUTE,
		.is_handout = true,
		.from_day = 20000,
		.until_day = CLOCK_DAY_NONE,
		.handle = "wt-1",
		.resident = "55555555-5555-4555-8555-555555555555",
		.reference = "Patient/wt-1",
		.lines = lines,
		.line_count = sizeof(lines) / sizeof(*lines),
		.partners = partners,
		.partner_count = sizeof(partners) / sizeof(*partners),
	};
}

struct text
statement_sample_json(struct arena *arena)
{
	struct disclosure disclosure = statement_sample();
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	disclosure_encode(&writer, &disclosure);
	return buf_text(&out);
}
