/*
 * For an auditor: what was signed in one session, the opened part of our list,
 * and the signed consents by which those people were in it. Nothing of it is
 * believed by who asks: eenplan verifies all of it by itself.
 */
#include <string.h>

#include "daemon/discovery/finish.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/discover.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/jws.h"

static const struct {
	enum store_paper paper;
	const char *name;
} papers[] = {
	{STORE_PAPER_CONTRACT, "contract"},
	{STORE_PAPER_AGREEMENT, "agreement"},
	{STORE_PAPER_ASKER_COMMITMENT, "asker_commitment"},
	{STORE_PAPER_PARTNER_COMMITMENT, "partner_commitment"},
	{STORE_PAPER_ASKER_CLOSING, "asker_closing"},
	{STORE_PAPER_PARTNER_CLOSING, "partner_closing"},
};

static void
put_signed(struct json_writer *writer, struct arena *arena, const char *jws,
	   struct text certificate)
{
	json_member_string(writer, "certificate",
			   base64url_encode(arena, certificate));
	json_member_string(writer, "jws", jws);
}

static enum status
put_papers(struct exchange *exchange, struct json_writer *writer,
	   const char *session)
{
	enum status status = STATUS_OK;
	json_key(writer, "papers");
	json_open_object(writer);
	for (size_t i = 0; i < COUNT_OF(papers) && status == STATUS_OK; i++) {
		const char *jws;
		struct text certificate;
		status = store_paper_find(exchange->place->store,
					  exchange->arena, session,
					  papers[i].paper, &jws, &certificate);
		if (status != STATUS_OK)
			continue;
		json_key(writer, papers[i].name);
		json_open_object(writer);
		put_signed(writer, exchange->arena, jws, certificate);
		json_close_object(writer);
	}
	json_close_object(writer);
	return status;
}

static bool
is_deciding(const struct discovery_opening *opening, const char *consent)
{
	for (size_t i = 0; i < opening->consent_count; i++)
		if (strcmp(opening->consents[i], consent) == 0)
			return true;
	return false;
}

/* With the certificate that the document says it was signed over. */
static enum status
put_document(struct exchange *exchange, struct json_writer *writer,
	     const struct store_document *document)
{
	struct jws_header header;
	struct text payload, certificate;
	enum status status = jws_peek_unverified(
		exchange->arena, text_of(document->jws), &header, &payload);
	if (status == STATUS_OK)
		status = store_node_certificate(exchange->place->store,
						exchange->arena, header.key_id,
						&certificate);
	if (status != STATUS_OK)
		return status;
	json_open_object(writer);
	put_signed(writer, exchange->arena, document->jws, certificate);
	json_close_object(writer);
	return STATUS_OK;
}

static enum status
put_person(struct exchange *exchange, struct json_writer *writer,
	   const struct discovery_opening *opening)
{
	struct store *store = exchange->place->store;
	struct store_resident *resident =
		&exchange->act_subjects[exchange->act_subject_count];
	struct store_document *documents;
	size_t count;
	enum status status = store_resident_find(store, exchange->arena,
						 opening->resident, resident);
	if (status == STATUS_OK) {
		exchange->act_subject_count++;
		status = store_documents(store, exchange->arena, resident->id,
					 &documents, &count);
	}
	if (status != STATUS_OK)
		return status;
	json_open_object(writer);
	json_key(writer, "consents");
	json_open_array(writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (is_deciding(opening, documents[i].consent))
			status = put_document(exchange, writer, &documents[i]);
	json_close_array(writer);
	act_put_resident(writer, resident);
	json_close_object(writer);
	return status;
}

static enum status
put_people(struct exchange *exchange, struct json_writer *writer,
	   const struct discovery_openings *openings)
{
	enum status status = STATUS_OK;
	exchange->act_subjects = ARENA_ARRAY(exchange->arena, openings->count,
					     struct store_resident);
	json_key(writer, "people");
	json_open_array(writer);
	for (size_t i = 0; i < openings->count && status == STATUS_OK; i++)
		if (openings->items[i].entry.is_person)
			status = put_person(exchange, writer,
					    &openings->items[i]);
	json_close_array(writer);
	return status;
}

static enum status
find_openings(struct exchange *exchange, const struct store_discovery *row,
	      struct text *text_out, struct discovery_openings *openings_out)
{
	struct store *store = exchange->place->store;
	/* One that was closed just now may not be finished. */
	sessions_finish(store, exchange->node->settings.organisation);
	enum status status = store_discovery_openings(store, exchange->arena,
						      row->id, text_out);
	if (status == STATUS_NOT_FOUND) {
		fault_set(&exchange->fault, "/session",
			  "wasn't closed by both, so nothing of it can be "
			  "opened: that alone is to be asked about");
		return STATUS_CONFLICT;
	}
	return status == STATUS_OK
		       ? discovery_openings_decode(exchange->arena, *text_out,
						   openings_out,
						   &exchange->fault)
		       : status;
}

enum status
act_discovery_audit(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"session", JSON_KIND_STRING, true, 0},
	};
	struct store_discovery row;
	struct discovery_openings openings;
	struct text text;
	exchange->act_event = DISCOVER_EVENT;
	exchange->act_outcome = "audited";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_discovery_find(
			exchange->place->store, exchange->arena,
			json_get_string(exchange->body, "session"), &row);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/session",
			  "is none of this node: see 'eenplan discover list'");
	if (status == STATUS_OK)
		status = find_openings(exchange, &row, &text, &openings);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "openings");
	json_put_raw(&answer.writer, text);
	status = put_papers(exchange, &answer.writer, row.id);
	if (status == STATUS_OK)
		status = put_people(exchange, &answer.writer, &openings);
	json_member_string(&answer.writer, "session", row.id);
	json_member_bool(&answer.writer, "ours", row.ours);
	act_answer_end(exchange, &answer);
	return status;
}
