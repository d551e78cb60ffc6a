#include "client/elsewhere.h"

#include <string.h>

#include "client/i18n.h"
#include "client/notices.h"
#include "client/table.h"
#include "client/wording.h"
#include "eenplan/wire/letter.h"

/* Why, and which word if it was a word. */
static const char *
sentence_of(struct arena *arena, const struct json *decided)
{
	const char *outcome = json_get_string(decided, "outcome");
	const char *detail = json_get_string(decided, "detail");
	const char *sentence = outcome ? _(letter_sentence(outcome)) : "";

	return detail ? arena_printf(arena, "%s: %s", sentence, detail)
		      : sentence;
}

static bool
is_outcome(const struct json *decided, enum letter_outcome outcome)
{
	const char *word = json_get_string(decided, "outcome");

	return word && strcmp(word, letter_outcome_word(outcome)) == 0;
}

static struct table_cell
answer_of(struct arena *arena, const struct json *asked)
{
	const char *confirmed =
		wording_time(arena, json_get_string(asked, "confirmed"));

	if (!confirmed)
		return (struct table_cell){notices_letter_state(arena, asked),
					   PAGE_ALERT};
	if (is_outcome(asked, LETTER_ACCEPTED))
		return (struct table_cell){
			arena_printf(arena, _("taken over on %s"), confirmed),
			PAGE_GOOD};
	if (is_outcome(asked, LETTER_OVERTAKEN))
		return (struct table_cell){sentence_of(arena, asked),
					   PAGE_PLAIN};
	return (struct table_cell){arena_printf(arena, _("NOT taken over: %s"),
						sentence_of(arena, asked)),
				   PAGE_ALERT};
}

static void
put_consent(struct table *table, struct arena *arena,
	    const struct json *consent)
{
	table_put(table, wording_label(WORDING_CONSENT_STATE,
				       json_get_string(consent, "state")));
	table_put(table, wording_label(WORDING_CONSENT_KIND,
				       json_get_string(consent, "kind")));
	table_put(table,
		  wording_labels_or_all(arena, WORDING_CATEGORY,
					json_member(consent, "categories")));
}

void
elsewhere_print_asked(struct page *page, const struct json *asked)
{
	struct arena *arena = page->arena;
	struct table *table;

	if (json_count(asked) == 0)
		return;
	page_gap(page);
	page_say(page, 0, "%s",
		 _("Asked here for another organisation's records:"));
	table = table_new(page);
	table_column(table, _("Consent"), TABLE_WHOLE);
	table_column(table, _("On"), TABLE_WHOLE);
	table_column(table, _("State"), TABLE_WHOLE);
	table_column(table, _("Kind"), TABLE_TEXT);
	table_column(table, _("Categories"), TABLE_TEXT);
	table_column(table, _("Records of"), TABLE_TEXT);
	table_column(table, _("Answer"), TABLE_TEXT);
	for (const struct json *one = json_first(asked); one; one = one->next) {
		const struct json *consent = json_member(one, "consent");

		table_row(table);
		table_put(table,
			  wording_short_id(arena,
					   json_get_string(consent, "id")));
		table_put(table,
			  wording_date(arena,
				       json_get_string(consent, "recorded")));
		put_consent(table, arena, consent);
		table_put(table, notices_partner(one));
		table_put_cell(table, answer_of(arena, one));
	}
	table_print(table, 0);
}

void
elsewhere_print_brought(struct page *page, const struct json *reply)
{
	const struct json *brought = json_member(reply, "brought");
	struct arena *arena = page->arena;
	struct table *table;

	if (json_count(brought) == 0)
		return;
	page_gap(page);
	page_say(page, 0, "%s",
		 _("Partners brought what was said there about our records, "
		   "and it was NOT taken over here; ask the resident:"));
	table = table_new(page);
	table_column(table, _("From"), TABLE_TEXT);
	table_column(table, _("On"), TABLE_WHOLE);
	table_column(table, _("State"), TABLE_WHOLE);
	table_column(table, _("Kind"), TABLE_TEXT);
	table_column(table, _("Categories"), TABLE_TEXT);
	table_column(table, _("Why not"), TABLE_TEXT);
	for (const struct json *one = json_first(brought); one;
	     one = one->next) {
		table_row(table);
		table_put(table, notices_partner(one));
		table_put(table, wording_date(arena, json_get_string(
							     one, "received")));
		put_consent(table, arena, one);
		table_put(table, sentence_of(arena, one));
	}
	table_print(table, 0);
	notices_say_left_out(page, reply, "brought_left_out");
}

static const char *
death_sentence(struct arena *arena, const struct json *death)
{
	const char *partner = notices_partner(death);
	const char *date = wording_date(arena, json_get_string(death, "since"));

	if (!json_get_bool(death, "deceased", false))
		return arena_printf(arena,
				    _("%s tells us on %s that this resident "
				      "has not died."),
				    partner, date);
	if (!json_get_bool(death, "held", false))
		return arena_printf(arena,
				    _("%s told us on %s that this resident "
				      "has died."),
				    partner, date);
	return arena_printf(
		arena,
		_("%s tells us on %s that this resident has died. Check it: "
		  "nothing is exchanged with them until eenplan resident "
		  "deceased says yes or no."),
		partner, date);
}

void
elsewhere_print_deaths(struct page *page, const struct json *deaths)
{
	for (const struct json *one = json_first(deaths); one; one = one->next)
		page_say(page, 0, "%s", death_sentence(page->arena, one));
}
