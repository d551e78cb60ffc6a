#include "daemon/net/call_failure.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

void
call_explain(struct call *call, enum status status, const char *reason)
{
	call->status = status;
	snprintf(call->reason, sizeof(call->reason), "%.*s",
		 (int)sizeof(call->reason) - 1, reason);
}

/*
 * A partner that refuses our certificate says so by an alert, but only after
 * the handshake is over for us: it shows as a failure to read or to send.
 */
static void
explain_broken(struct call *call, const char *words)
{
	if (strstr(words, "alert") != NULL)
		call_explain(
			call, STATUS_REFUSED,
			"the partner's node does not accept our certificate");
	else
		call_explain(
			call, STATUS_UNREACHABLE,
			"the partner's node broke the connection off; perhaps "
			"it does not accept our certificate");
}

/* A NULL reason: the library's own words say more. */
static const struct {
	CURLcode code;
	enum status status;
	const char *reason;
} failures[] = {
	{CURLE_OPERATION_TIMEDOUT, STATUS_TIMEOUT, "no answer in time"},
	{CURLE_COULDNT_RESOLVE_HOST, STATUS_UNREACHABLE,
	 "its name can't be resolved"},
	{CURLE_COULDNT_CONNECT, STATUS_UNREACHABLE, "it can't be connected to"},
	{CURLE_FILESIZE_EXCEEDED, STATUS_TOO_LARGE, "its reply is too large"},
	{CURLE_PEER_FAILED_VERIFICATION, STATUS_REFUSED, NULL},
	{CURLE_SSL_CERTPROBLEM, STATUS_INTERNAL, NULL},
	{CURLE_SSL_CACERT_BADFILE, STATUS_INTERNAL, NULL},
	{CURLE_SSL_CRL_BADFILE, STATUS_INTERNAL, NULL},
};

void
call_explain_failure(struct call *call, int code, const char *words)
{
	if (code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SEND_ERROR ||
	    code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING) {
		explain_broken(call, words);
		return;
	}
	if (*words == '\0')
		words = curl_easy_strerror((CURLcode)code);
	for (size_t i = 0; i < COUNT_OF(failures); i++) {
		if ((int)failures[i].code != code)
			continue;
		call_explain(call, failures[i].status,
			     failures[i].reason != NULL ? failures[i].reason
							: words);
		return;
	}
	call_explain(call, STATUS_UNREACHABLE, words);
}
