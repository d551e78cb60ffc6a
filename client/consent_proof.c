/*
 * eenplan consent verify | export
 */
#include <string.h>

#include "client/body.h"
#include "client/consent_ask.h"
#include "client/i18n.h"
#include "client/table.h"
#include "client/wording.h"

static const struct {
	const char *what;
	const char *sentence;
} findings[] = {
	{"altered", N_("the signed document was altered")},
	{"missing", N_("documents before this one were removed")},
	{"out-of-order", N_("stands where another document belongs")},
	{"by-another", N_("was signed by another, or with a certificate that "
			  "the authority doesn't vouch for")},
	{"dropped", N_("the record was removed; its document is still there")},
	{"differs", N_("the record says something else than what was signed, "
		       "or whether it is in force does")},
	{"unsigned", N_("the record has no signed document: another put it "
			"there, or the document was removed")},
	{"cut-off", N_("the access log knows of a document of then that is "
		       "gone: it was removed, or the node stopped before it "
		       "was kept")},
};

static const char *
sentence_of(const char *what)
{
	for (size_t i = 0; what && i < COUNT_OF(findings); i++)
		if (strcmp(findings[i].what, what) == 0)
			return gettext(findings[i].sentence);
	return what;
}

static void
print_faults(struct page *page, const struct json *faults)
{
	struct table *table = table_new(page);

	table_column(table, _("Number"), TABLE_NUMBER);
	table_column(table, _("Consent"), TABLE_WHOLE);
	table_column(table, _("When"), TABLE_WHOLE);
	table_column(table, _("What is wrong"), TABLE_TEXT);
	for (const struct json *one = json_first(faults); one;
	     one = one->next) {
		long seq = (long)json_get_integer(one, "seq", 0);

		table_row(table);
		table_put(table, seq > 0 ? arena_printf(page->arena, "%ld", seq)
					 : NULL);
		table_put(table, json_get_string(one, "consent"));
		table_put(table, wording_time(page->arena,
					      json_get_string(one, "logged")));
		table_put(table, sentence_of(json_get_string(one, "what")));
	}
	table_print(table, PAGE_INDENT);
}

static void
print_report(struct page *page, const struct json *report)
{
	long records = (long)json_get_integer(report, "records", 0);

	if (json_get_bool(report, "sound", false)) {
		page_say(page, 0,
			 ngettext("The chain is sound: %ld record, exactly as "
				  "it was signed.",
				  "The chain is sound: %ld records, exactly as "
				  "they were signed.",
				  (unsigned long)records),
			 records);
		return;
	}
	page_say(page, 0, "%s",
		 _("The chain is NOT sound: what this node has recorded isn't "
		   "what it signed."));
	print_faults(page, json_member(report, "faults"));
}

enum exit_code
consent_verify(struct client *client)
{
	const struct body_member member = {"resident",
					   client->options->arguments[0]};

	return node_ask_whether(
		client,
		&(struct node_request){
			.route = NODE_CONSENT_VERIFY,
			.body = body_of(client->arena, &member, 1),
			.is_long = true},
		"sound", print_report);
}

enum exit_code
consent_export(struct client *client)
{
	const struct json *bundle;
	enum exit_code code = node_ask(
		client,
		&(struct node_request){.route = NODE_CONSENT_EXPORT,
				       .body = consent_ask_body(client)},
		&bundle);

	if (code == EXIT_CODE_OK)
		page_json(client->page, bundle);
	return code;
}
