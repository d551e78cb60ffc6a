#include "daemon/exchange/own_documents.h"

#include <string.h>

#include "eenplan/base/log.h"
#include "eenplan/seal/vouch.h"

enum status
own_documents_open(const struct node *node, struct store *store,
		   struct own_documents *own_out)
{
	struct fault fault = {0};
	*own_out = (struct own_documents){.node = node, .store = store};
	if (vouch_open(node->settings.caller.authority, &own_out->vouch,
		       &fault) == STATUS_OK)
		return STATUS_OK;
	log_error("authority can't be read", "where=\"%s\" why=\"%s\"",
		  fault.where, fault.text);
	return STATUS_STORAGE;
}

void
own_documents_close(struct own_documents *own)
{
	seal_key_free(own->key);
	vouch_close(own->vouch);
}

/* The certificate is kept beside what it signed: the authority vouches. */
static bool
take_key(struct own_documents *own, struct arena *arena,
	 const char *certificate, int64_t issued_ms)
{
	struct identity identity;
	struct text der;
	return store_node_certificate(own->store, arena, certificate, &der) ==
		       STATUS_OK &&
	       identity_of_certificate(der, &identity) == STATUS_OK &&
	       identity.kind == IDENTITY_ORGANISATION &&
	       strcmp(identity.organisation,
		      own->node->settings.organisation) == 0 &&
	       strcmp(identity.thumbprint, certificate) == 0 &&
	       vouch_for(own->vouch, der, issued_ms) &&
	       seal_key_of_certificate(der, &own->key) == STATUS_OK;
}

static const struct seal_key *
find_key(void *context, const char *certificate, int64_t issued_ms)
{
	struct own_documents *own = context;
	struct arena *arena = arena_new();
	seal_key_free(own->key);
	own->key = NULL;
	bool is_ours = take_key(own, arena, certificate, issued_ms);
	arena_free(arena);
	return is_ours ? own->key : NULL;
}

void
own_documents_verify(struct own_documents *own, struct arena *arena,
		     const char *resident,
		     const struct store_document *documents, size_t count,
		     struct consent_chain_report *report_out)
{
	struct text *list = ARENA_ARRAY(arena, count, struct text);
	const struct consent_chain chain = {
		.documents = list,
		.count = count,
		.organisation = own->node->settings.organisation,
		.resident = resident,
		.find_key = find_key,
		.context = own,
	};
	for (size_t i = 0; i < count; i++)
		list[i] = text_of(documents[i].jws);
	consent_chain_verify(arena, &chain, report_out);
}
