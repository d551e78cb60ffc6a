#include "daemon/federate/posted.h"

#include <string.h>

#include "daemon/federate/letters.h"
#include "eenplan/base/limits.h"

/* What a partner answers with. */
struct reply {
	const char *confirmation; /* JWS */
	const char *receipt;	  /* JWS, or NULL */
};

/* The receipt with the certificate that signed it, to be verified without us.
 */
static const char *
file_receipt(struct arena *arena, const struct call *call,
	     const struct reply *reply, struct text payload)
{
	struct json_writer writer;
	struct buf out;
	if (reply->receipt == NULL)
		return NULL;
	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	receipt_file_encode(&writer, arena, call->certificate, reply->receipt,
			    payload);
	json_close_object(&writer);
	return buf_string(&out);
}

static bool
is_believed(const struct letter_peer *peer, struct arena *arena,
	    const struct call *call, const struct reply *reply,
	    struct posted *posted)
{
	const struct letter_sent sent = {.id = posted->letter->id,
					 .content = posted->letter->content};
	struct confirmation confirmation;
	struct text payload;
	if (letter_accept_confirmation(arena, peer, &sent,
				       text_of(reply->confirmation),
				       &confirmation) != STATUS_OK ||
	    letter_accept_receipt(arena, peer, &confirmation, reply->receipt,
				  &payload) != STATUS_OK)
		return false;
	posted->answer = (struct store_letter_answer){
		.confirmation = reply->confirmation,
		.outcome = confirmation.outcome,
		.detail = confirmation.detail,
		.receipt = file_receipt(arena, call, reply, payload),
	};
	return true;
}

static bool
is_confirmed_by(const char *organisation, struct arena *arena,
		const struct call *call, const struct reply *reply,
		struct posted *posted)
{
	struct identity identity;
	struct seal_key *key;
	if (identity_of_certificate(call->certificate, &identity) !=
		    STATUS_OK ||
	    seal_key_of_certificate(call->certificate, &key) != STATUS_OK)
		return false;
	const struct letter_peer peer = {
		.self = organisation,
		.identity = &identity,
		.key = key,
	};
	bool is_ours = is_believed(&peer, arena, call, reply, posted);
	seal_key_free(key);
	return is_ours;
}

static const struct {
	enum status status;
	enum letter_why why;
} failures[] = {
	{STATUS_UNREACHABLE, LETTER_UNREACHABLE},
	{STATUS_TIMEOUT, LETTER_TIMEOUT},
	{STATUS_REFUSED, LETTER_REFUSED},
	{STATUS_TOO_LARGE, LETTER_NO_CONFIRMATION},
};

static enum letter_why
why_unanswered(const struct call *call)
{
	if (call->status == STATUS_OK)
		return call->http_status < 500 ? LETTER_REFUSED
					       : LETTER_THEIR_FAILURE;
	for (size_t i = 0; i < COUNT_OF(failures); i++)
		if (failures[i].status == call->status)
			return failures[i].why;
	return LETTER_OWN_FAILURE;
}

void
posted_take_answer(const char *organisation, struct arena *arena,
		   const struct call *call, struct posted *posted)
{
	static const struct json_shape shape[] = {
		{"confirmation", JSON_KIND_STRING, true, LIMIT_NOTICE_BYTES},
		{"receipt", JSON_KIND_STRING, false, LIMIT_JWS_BYTES},
	};
	const struct json *value;
	if (call->status != STATUS_OK || call->http_status != 200) {
		posted->why = why_unanswered(call);
		return;
	}
	posted->why = LETTER_NO_CONFIRMATION;
	if (json_read(arena, call->reply, LIMIT_LETTER_ANSWER_BYTES, &value,
		      NULL) != STATUS_OK ||
	    json_check_shape(value, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK)
		return;
	posted->why = LETTER_NOT_THEIRS;
	const struct reply reply = {
		.confirmation = json_get_string(value, "confirmation"),
		.receipt = json_get_string(value, "receipt"),
	};
	posted->is_confirmed =
		is_confirmed_by(organisation, arena, call, &reply, posted);
}
