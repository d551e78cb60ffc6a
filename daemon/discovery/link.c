#include "daemon/discovery/link.h"

#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/random.h"
#include "eenplan/seal/digest.h"
#include "eenplan/wire/problem.h"

static void
digest_token(const uint8_t token[LINK_TOKEN_BYTES], uint8_t out[DIGEST_BYTES])
{
	const struct text parts[] = {
		text_of("eenplan link token\n"),
		{(const char *)token, LINK_TOKEN_BYTES},
	};
	digest_of(parts, COUNT_OF(parts), out);
}

enum status
link_issue(struct store *store, const char *resident, const char *partner,
	   int64_t now_ms, char token_out[LINK_TOKEN_TEXT_BYTES],
	   int64_t *expires_ms_out)
{
	uint8_t token[LINK_TOKEN_BYTES];
	uint8_t digest[DIGEST_BYTES];
	random_bytes(token, sizeof(token));
	digest_token(token, digest);
	*expires_ms_out = now_ms + LIMIT_LINK_TOKEN_LIFETIME_MS;
	enum status status = store_token_add(store, digest, resident, partner,
					     *expires_ms_out);
	if (status == STATUS_OK)
		link_token_print(token, token_out);
	wipe(token, sizeof(token));
	return status;
}

enum status
link_redeem(struct store *store, struct arena *arena, const char *partner,
	    const struct link_request *request, int64_t now_ms,
	    const char **resident_out)
{
	uint8_t digest[DIGEST_BYTES];
	digest_token(request->token, digest);
	return store_token_redeem(store, arena, digest, partner, request->link,
				  now_ms, resident_out);
}

/* What the other node's refusal means here. */
static enum status
status_of_answer(struct arena *arena, const struct call *call)
{
	if (call->status != STATUS_OK)
		return call->status;
	if (call->http_status == 200)
		return STATUS_OK;
	const struct json *value;
	struct problem problem;
	if (json_read(arena, call->reply, LIMIT_REPLY_BYTES, &value, NULL) !=
		    STATUS_OK ||
	    problem_decode(value, &problem) != STATUS_OK)
		return STATUS_REFUSED;
	return problem.status == STATUS_GONE || problem.status == STATUS_BUSY
		       ? problem.status
		       : STATUS_REFUSED;
}

void
link_reference(const uint8_t token[LINK_TOKEN_BYTES], char out[UUID_TEXT_BYTES])
{
	const struct text parts[] = {
		text_of("eenplan link reference\n"),
		{(const char *)token, LINK_TOKEN_BYTES},
	};
	uint8_t digest[DIGEST_BYTES];
	digest_of(parts, COUNT_OF(parts), digest);
	uuid_of_bytes(digest, out);
}

enum status
link_accept(const struct link_acceptance *acceptance, struct arena *arena)
{
	struct buf body;
	buf_init(&body, arena, 256);
	link_request_encode(&body, &acceptance->request);
	struct call call = {
		.organisation = acceptance->partner->id,
		.url = arena_printf(arena, "%s/v1/links",
				    acceptance->partner->url),
		.request_id = acceptance->request_id,
		.body = buf_text(&body),
	};
	caller_perform(acceptance->caller, arena, &call, 1,
		       acceptance->deadline_ms);
	enum status status = status_of_answer(arena, &call);
	wipe(body.bytes, body.length);
	if (status != STATUS_OK)
		log_warning("link token not accepted",
			    "peer=%s status=%s why=\"%s\"",
			    acceptance->partner->id, status_code(status),
			    call.reason);
	return status;
}
