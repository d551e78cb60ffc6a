#include "daemon/store/documents.h"

#include <string.h>

#include "daemon/store/consents.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/seal/signer.h"
#include "eenplan/wire/consent_chain.h"

/* In `meta` once every record of before there were documents has one. */
#define ALL_SIGNED "consents-signed"

/* Where a resident's chain ends; no digest: nowhere yet. */
struct head {
	int64_t seq;
	const char *digest;
};

static enum status
read_head(struct store *store, struct arena *arena, const char *resident,
	  struct head *head_out)
{
	struct query query;

	*head_out = (struct head){0};
	query_start(&query, store, QUERY_DOCUMENT_HEAD);
	query_put_text(&query, resident);
	if (query_next(&query)) {
		head_out->seq = query_integer(&query);
		head_out->digest = query_text(&query, arena);
	}
	return query_finish(&query);
}

/* By which it can be verified when another is in force. */
static enum status
keep_certificate(struct store *store, const struct signing *signing)
{
	struct query query;

	query_start(&query, store, QUERY_NODE_CERTIFICATE_ADD);
	query_put_text(&query, signing->self.thumbprint);
	query_put_blob(&query, signing->certificate);
	return query_run(&query, NULL);
}

static enum status
insert(struct store *store, const struct consent_document *document,
       const char *jws)
{
	char digest[DIGEST_HEX_BYTES];
	struct query query;

	consent_chain_digest(text_of(jws), digest);
	query_start(&query, store, QUERY_DOCUMENT_ADD);
	query_put_text(&query, document->consent.id);
	query_put_text(&query, document->consent.resident);
	query_put_integer(&query, document->seq);
	query_put_text(&query, digest);
	query_put_text(&query, jws);
	return query_run(&query, NULL);
}

static enum status
add(struct store *store, struct arena *arena, const struct signing *signing,
    const struct consent *consent)
{
	char id[UUID_TEXT_BYTES];
	const char *jws;
	struct head head;
	enum status status = read_head(store, arena, consent->resident, &head);

	if (status != STATUS_OK)
		return status;
	random_uuid(id);

	const struct consent_document document = {
		.id = id,
		.organisation = signing->self.organisation,
		.certificate = signing->self.thumbprint,
		.previous = head.digest,
		.seq = head.seq + 1,
		.issued_ms = clock_now_ms(),
		.consent = *consent,
	};

	status = signing_sign(signing, arena, CONSENT_DOCUMENT_TYPE,
			      consent_document_encode(arena, &document), &jws);
	if (status == STATUS_OK)
		status = keep_certificate(store, signing);
	return status == STATUS_OK ? insert(store, &document, jws) : status;
}

enum status
documents_add(struct store *store, const struct consent *consent)
{
	struct signing signing;
	struct arena *arena;
	enum status status;

	if (store->signer == NULL)
		return STATUS_OK;
	arena = arena_new();
	signing_begin(store->signer, arena, &signing);
	status = add(store, arena, &signing, consent);
	signing_end(&signing);
	arena_free(arena);
	return status;
}

/* --- records from before there were documents --- */

static enum status
read_unsigned(struct store *store, struct arena *arena,
	      struct consent **consents_out, size_t *count_out)
{
	struct query query;

	*consents_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_CONSENTS_UNSIGNED);
	query_put_integer(&query, LIMIT_STORE_SIGN_AT_ONCE);
	while (query_next(&query))
		consents_read(&query, arena,
			      QUERY_ADD_ROW(arena, *consents_out, *count_out));
	return query_finish(&query);
}

static enum status
mark_all_signed(struct store *store)
{
	struct query query;

	query_start(&query, store, QUERY_META_SET);
	query_put_text(&query, ALL_SIGNED);
	query_put_blob(&query, text_of("yes"));
	return query_run(&query, NULL);
}

/* Some of them, in a transaction of its own; none left: never again. */
static enum status
sign_some(struct store *store, size_t *signed_out)
{
	struct arena *arena = arena_new();
	struct consent *consents = NULL;
	enum status status = store_begin(store);

	*signed_out = 0;
	if (status != STATUS_OK) {
		arena_free(arena);
		return status;
	}
	status = read_unsigned(store, arena, &consents, signed_out);
	for (size_t i = 0; i < *signed_out && status == STATUS_OK; i++)
		status = documents_add(store, &consents[i]);
	if (status == STATUS_OK && *signed_out == 0)
		status = mark_all_signed(store);
	status = query_scope_end(store, true, status);
	arena_free(arena);
	return status;
}

static enum status
are_all_signed(struct store *store, bool *are_out)
{
	struct query query;

	query_start(&query, store, QUERY_META_GET);
	query_put_text(&query, ALL_SIGNED);
	*are_out = query_next(&query);
	return query_finish(&query);
}

enum status
store_documents_begin(struct store *store)
{
	size_t count = 0, total = 0;
	bool are_signed;
	enum status status = are_all_signed(store, &are_signed);

	if (status != STATUS_OK || are_signed || store->signer == NULL)
		return status;
	do {
		status = sign_some(store, &count);
		total += count;
	} while (status == STATUS_OK && count > 0);
	if (status == STATUS_OK)
		log_info("consent records signed", "records=%zu", total);
	return status;
}

/* --- reading --- */

enum status
store_documents(struct store *store, struct arena *arena, const char *resident,
		struct store_document **documents_out, size_t *count_out)
{
	struct query query;

	*documents_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_DOCUMENTS);
	query_put_text(&query, resident);
	while (query_next(&query)) {
		struct store_document *document =
			QUERY_ADD_ROW(arena, *documents_out, *count_out);

		document->consent = query_text(&query, arena);
		document->digest = query_text(&query, arena);
		document->jws = query_text(&query, arena);
	}
	return query_finish(&query);
}

enum status
store_document_head(struct store *store, struct arena *arena,
		    const char *resident, const char **digest_out)
{
	struct head head;
	enum status status = read_head(store, arena, resident, &head);

	*digest_out = head.digest;
	return status;
}

enum status
store_node_certificate(struct store *store, struct arena *arena,
		       const char *thumbprint, struct text *der_out)
{
	struct query query;
	bool is_found;
	enum status status;

	query_start(&query, store, QUERY_NODE_CERTIFICATE);
	query_put_text(&query, thumbprint);
	is_found = query_next(&query);
	if (is_found)
		*der_out = query_bytes(&query, arena);
	status = query_finish(&query);
	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}
