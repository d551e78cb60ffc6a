/*
 * eenplan consent receipt | verify-receipt
 */
#include <string.h>

#include "client/body.h"
#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/vouch.h"
#include "eenplan/wire/receipt.h"

static bool
is_language(const struct options *options)
{
	const char *language = options->values[OPTION_LANGUAGE];
	enum receipt_language known;

	if (!language || receipt_language_of_word(language, &known))
		return true;
	message_error("%s", _("--language is en or nl"));
	return false;
}

static const char *
sentence_of(enum receipt_verdict verdict)
{
	switch (verdict) {
	case RECEIPT_SOUND: return NULL;
	case RECEIPT_ALTERED: return _("it was altered after it was signed");
	case RECEIPT_BY_ANOTHER:
		return _("another than the holder of this certificate signed "
			 "it");
	case RECEIPT_OF_NO_NODE:
		return _("the certificate isn't an organisation's");
	case RECEIPT_NO_RECEIPT: return _("it isn't a receipt, or was altered");
	case RECEIPT_NAMES_OTHER:
		return _("it names another organisation than the one that "
			 "signed it");
	}
	return NULL;
}

/* What the node signed is looked at before it is given to a resident. */
static enum exit_code
print_reply(struct client *client, const struct json *reply)
{
	struct receipt_file file;
	struct receipt receipt;
	struct identity signer;
	struct fault fault = {0};
	struct json_writer writer;
	struct buf source;

	buf_init(&source, client->arena, 8192);
	json_begin(&writer, &source);
	json_put_value(&writer, reply);
	if (receipt_file_decode(client->arena, buf_text(&source), &file,
				&fault) != STATUS_OK ||
	    receipt_verify(client->arena, &file, file.certificate, &receipt,
			   &signer) != RECEIPT_SOUND) {
		message_error("%s", _("what the node gave isn't a sound "
				      "receipt"));
		return EXIT_CODE_NODE_FAILED;
	}
	page_add_lines(client->page, 0, receipt_print(client->arena, &receipt));
	return EXIT_CODE_OK;
}

enum exit_code
consent_receipt(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"consent", values[OPTION_CONSENT]},
		{"language", values[OPTION_LANGUAGE]},
		{"resident", client->options->arguments[0]},
		{"source", values[OPTION_RECORDS_OF]},
	};
	const struct json *reply;
	enum exit_code code;

	if (!is_language(client->options))
		return EXIT_CODE_USAGE;
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_CONSENT_RECEIPT,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&reply);
	return reply ? print_reply(client, reply) : code;
}

/* --- without a node --- */

struct verdict {
	struct receipt_file file;
	struct receipt receipt;
	struct identity signer;
	struct text certificate;
	const char *authority; /* path; NULL: nobody was asked */
	const char *wrong;     /* NULL: it is sound */
};

/* The certificate in the file is as good as the authority says it is. */
static bool
read_certificate(struct client *client, struct verdict *verdict)
{
	const char *path = client->options->values[OPTION_CERTIFICATE];
	struct fault fault = {0};

	verdict->authority = client->options->values[OPTION_AUTHORITY];
	verdict->certificate = verdict->file.certificate;
	if (!path && !verdict->authority) {
		message_error("%s", _("say whom you believe: --authority FILE "
				      "or --certificate FILE"));
		return false;
	}
	if (!path ||
	    vouch_read_certificate(client->arena, path, &verdict->certificate,
				   &fault) == STATUS_OK)
		return true;
	message_error("%s: %s", fault.where, fault.told);
	return false;
}

static bool
ask_authority(struct verdict *verdict)
{
	struct vouch *vouch;
	struct fault fault = {0};

	if (!verdict->authority || verdict->wrong)
		return true;
	if (vouch_open(verdict->authority, &vouch, &fault) != STATUS_OK) {
		message_error("%s: %s", fault.where, fault.told);
		return false;
	}
	if (!vouch_for(vouch, verdict->certificate, verdict->receipt.issued_ms))
		verdict->wrong = _("the authority doesn't vouch for the "
				   "certificate that signed it");
	vouch_close(vouch);
	return true;
}

static void
check_file(struct client *client, struct verdict *verdict, bool is_receipt)
{
	verdict->wrong = sentence_of(
		is_receipt ? receipt_verify(client->arena, &verdict->file,
					    verdict->certificate,
					    &verdict->receipt, &verdict->signer)
			   : RECEIPT_NO_RECEIPT);
}

static void
show_as_json(struct client *client, const struct verdict *verdict)
{
	struct json_writer writer;
	const struct json *value;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_bool(&writer, "sound", !verdict->wrong);
	json_member_string_if(&writer, "fault", verdict->wrong);
	if (!verdict->wrong) {
		json_member_string(&writer, "organisation",
				   verdict->signer.organisation);
		json_member_string(&writer, "certificate",
				   verdict->signer.thumbprint);
		json_member_bool(&writer, "vouched", verdict->authority);
		json_member_time(&writer, "issued", verdict->receipt.issued_ms);
		json_key(&writer, "receipt");
		json_put_raw(&writer, verdict->file.stated);
	}
	json_close_object(&writer);
	if (json_read(client->arena, buf_text(&out), 2 * LIMIT_RECEIPT_BYTES,
		      &value, NULL) == STATUS_OK)
		page_json(client->page, value);
}

static void
show(struct client *client, const struct verdict *verdict)
{
	struct page *page = client->page;
	struct table *table = table_new_pairs(page);

	if (verdict->wrong) {
		page_say(page, 0, _("The receipt is NOT sound: %s."),
			 verdict->wrong);
		return;
	}
	page_say(page, 0, "%s",
		 _("The receipt is sound: not a byte was altered since it was "
		   "signed."));
	table_pair(table, _("Signed by"), verdict->signer.organisation);
	table_pair(table, _("Certificate"), verdict->signer.thumbprint);
	table_pair(table, _("Vouched for by"),
		   verdict->authority ? verdict->authority
				      : _("nobody: the certificate is taken "
					  "as you gave it"));
	table_print(table, PAGE_INDENT);
	page_gap(page);
	page_add_lines(page, 0,
		       receipt_print(client->arena, &verdict->receipt));
}

enum exit_code
consent_verify_receipt(struct client *client)
{
	const char *path = client->options->arguments[0];
	struct verdict verdict = {0};
	struct fault fault = {0};
	struct text source;
	bool is_receipt;

	if (file_read(client->arena, path, LIMIT_RECEIPT_BYTES, &source,
		      &fault) != STATUS_OK) {
		message_error("%s: %s", fault.where, fault.told);
		return EXIT_CODE_USAGE;
	}
	is_receipt = receipt_file_decode(client->arena, source, &verdict.file,
					 &fault) == STATUS_OK;
	if (!read_certificate(client, &verdict))
		return EXIT_CODE_USAGE;
	check_file(client, &verdict, is_receipt);
	if (!ask_authority(&verdict))
		return EXIT_CODE_USAGE;
	if (command_wants_json(client))
		show_as_json(client, &verdict);
	else
		show(client, &verdict);
	return verdict.wrong ? EXIT_CODE_NOT_SOUND : EXIT_CODE_OK;
}
