#include "client/call.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "client/i18n.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/version.h"

struct call {
	const struct profile *profile;
	CURLM *multi;
	CURL *main;
	CURL *poll; /* beside it, on a connection of its own */
};

/* One request under way. */
struct transfer {
	CURL *curl;
	struct curl_slist *headers;
	struct buf body;
	bool running;
	bool too_large;
	CURLcode result;
	char detail[CURL_ERROR_SIZE];
};

static CURL *
handle_new(void)
{
	CURL *curl = curl_easy_init();

	if (!curl)
		abort();
	return curl;
}

struct call *
call_open(const struct profile *profile)
{
	struct call *call = calloc(1, sizeof(*call));

	if (!call || curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		abort();
	call->profile = profile;
	call->multi = curl_multi_init();
	if (!call->multi)
		abort();
	call->main = handle_new();
	call->poll = handle_new();
	return call;
}

void
call_close(struct call *call)
{
	if (!call)
		return;
	curl_easy_cleanup(call->poll);
	curl_easy_cleanup(call->main);
	curl_multi_cleanup(call->multi);
	free(call);
	curl_global_cleanup();
}

static size_t
take_bytes(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	size_t length = size * count;

	if (transfer->body.length + length > LIMIT_CLIENT_REPLY_BYTES) {
		transfer->too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	buf_add(&transfer->body, bytes, length);
	return length;
}

static int
tell_progress(void *context, curl_off_t down_of, curl_off_t down,
	      curl_off_t up_of, curl_off_t up)
{
	const struct call_watch *watch = context;

	(void)down_of;
	(void)down;
	/* curl goes on telling after all is sent. */
	if (up < up_of)
		watch->sent(watch->context, (size_t)up, (size_t)up_of);
	return 0;
}

static void
set_security(CURL *curl, const struct profile *profile)
{
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(
		curl, CURLOPT_SSLVERSION,
		(long)(CURL_SSLVERSION_TLSv1_3 | CURL_SSLVERSION_MAX_TLSv1_3));
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_CAINFO, profile->authority);
	curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(curl, CURLOPT_SSLCERT, profile->certificate);
	curl_easy_setopt(curl, CURLOPT_SSLKEY, profile->key);
}

static void
add_header(struct transfer *transfer, struct arena *arena, const char *name,
	   const char *value)
{
	struct curl_slist *longer = curl_slist_append(
		transfer->headers, arena_printf(arena, "%s: %s", name, value));

	if (!longer)
		abort();
	transfer->headers = longer;
}

static const char *
whole_url(struct arena *arena, const char *node, const char *path)
{
	size_t length = strlen(node);

	while (length > 0 && node[length - 1] == '/')
		length--;
	return arena_printf(arena, "%.*s%s", (int)length, node, path);
}

static void
set_request(struct transfer *transfer, struct arena *arena,
	    const struct profile *profile, const struct call_request *request)
{
	CURL *curl = transfer->curl;

	curl_easy_reset(curl);
	set_security(curl, profile);
	add_header(transfer, arena, "X-Request-Id", request->id);
	add_header(transfer, arena, "Accept",
		   "application/json, application/problem+json");
	add_header(transfer, arena, "Accept-Language", i18n_language());
	/* No waiting for a 100-continue that no node sends. */
	add_header(transfer, arena, "Expect", "");
	if (strcmp(request->method, "POST") == 0) {
		add_header(transfer, arena, "Content-Type", request->type);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)request->body.length);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.bytes);
	}
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer->headers);
	curl_easy_setopt(curl, CURLOPT_URL,
			 whole_url(arena, profile->url, request->path));
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "eenplan/" EENPLAN_VERSION);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)LIMIT_CLIENT_CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, request->limit_ms);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transfer->detail);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_PRIVATE, transfer);
}

static void
start(struct call *call, struct arena *arena, struct transfer *transfer,
      const struct call_request *request)
{
	buf_init(&transfer->body, arena, 4096);
	transfer->headers = NULL;
	transfer->running = true;
	set_request(transfer, arena, call->profile, request);
	if (curl_multi_add_handle(call->multi, transfer->curl) != CURLM_OK)
		abort();
}

/* Takes what has ended out of the multi handle; cancels it if it hasn't. */
static void
stop(struct call *call, struct transfer *transfer)
{
	curl_multi_remove_handle(call->multi, transfer->curl);
	curl_slist_free_all(transfer->headers);
	transfer->headers = NULL;
	transfer->running = false;
}

static void
collect(struct call *call)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(call->multi, &left))) {
		struct transfer *transfer;
		CURLcode result = message->data.result;
		CURL *curl = message->easy_handle;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(curl, CURLINFO_PRIVATE, &transfer);
		transfer->result = result;
		stop(call, transfer);
	}
}

static void
read_reply(const struct transfer *transfer, struct arena *arena,
	   struct call_reply *reply_out)
{
	char *type = NULL;

	curl_easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE,
			  &reply_out->http);
	curl_easy_getinfo(transfer->curl, CURLINFO_CONTENT_TYPE, &type);
	type = arena_string(arena, type ? type : "");
	type[strcspn(type, "; ")] = '\0';
	reply_out->type = type;
	reply_out->body = buf_text(&transfer->body);
}

static const struct {
	CURLcode code;
	enum status status;
	const char *text;
} failures[] = {
	{CURLE_COULDNT_RESOLVE_HOST, STATUS_UNREACHABLE,
	 N_("its name isn't known here")},
	{CURLE_COULDNT_CONNECT, STATUS_UNREACHABLE,
	 N_("nothing answers there; is the node running?")},
	{CURLE_OPERATION_TIMEDOUT, STATUS_TIMEOUT,
	 N_("there was no answer in time")},
	{CURLE_PEER_FAILED_VERIFICATION, STATUS_UNREACHABLE,
	 N_("its certificate isn't one that the profile's authority vouches "
	    "for; nothing was sent")},
	{CURLE_SSL_CERTPROBLEM, STATUS_CRYPTO,
	 N_("the profile's certificate or key can't be used, or don't belong "
	    "together")},
	{CURLE_SSL_CACERT_BADFILE, STATUS_CRYPTO,
	 N_("the profile's authority is no certificate file")},
};

/*
 * With TLS 1.3 a node refuses a certificate after the handshake looked done,
 * so it shows as a broken read or write with an alert in its detail.
 */
static enum status
explain(const struct transfer *transfer, struct fault *fault)
{
	for (size_t i = 0; i < COUNT_OF(failures); i++) {
		if (failures[i].code != transfer->result)
			continue;
		fault_set(fault, "", "%s", gettext(failures[i].text));
		return failures[i].status;
	}
	if (transfer->too_large) {
		fault_set(fault, "", "%s", _("its reply is too large"));
		return STATUS_TOO_LARGE;
	}
	if (strstr(transfer->detail, "alert")) {
		fault_set(fault, "", "%s",
			  _("it doesn't accept your certificate: unknown, "
			    "expired, revoked, or not for this address"));
		return STATUS_NOT_ENROLLED;
	}
	fault_set(fault, "", "%s",
		  _("the connection broke off before there was an answer; "
		    "perhaps it doesn't accept your certificate"));
	return STATUS_UNREACHABLE;
}

struct polling {
	const struct call_watch *watch;
	struct transfer transfer;
	int64_t next_ms;
};

static bool
is_sent(CURL *curl, size_t bytes)
{
	curl_off_t sent = 0;

	curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &sent);
	return (size_t)sent >= bytes;
}

static void
poll_now_and_then(struct call *call, struct arena *arena,
		  struct polling *polling)
{
	struct transfer *transfer = &polling->transfer;
	struct call_reply reply;

	if (transfer->running || clock_monotonic_ms() < polling->next_ms)
		return;
	if (transfer->body.length > 0 && transfer->result == CURLE_OK) {
		read_reply(transfer, arena, &reply);
		polling->watch->polled(polling->watch->context, &reply);
	}
	polling->next_ms = clock_monotonic_ms() + LIMIT_CLIENT_POLL_MS;
	start(call, arena, transfer, polling->watch->poll);
}

static void
run(struct call *call, struct arena *arena, struct transfer *transfer,
    const struct call_request *request, const struct call_watch *watch)
{
	struct polling polling = {
		.watch = watch,
		.transfer = {.curl = call->poll},
		.next_ms = clock_monotonic_ms() + LIMIT_CLIENT_POLL_MS,
	};
	int running;

	while (transfer->running) {
		curl_multi_perform(call->multi, &running);
		collect(call);
		if (!transfer->running)
			break;
		if (watch && watch->poll &&
		    is_sent(transfer->curl, request->body.length))
			poll_now_and_then(call, arena, &polling);
		curl_multi_poll(call->multi, NULL, 0, LIMIT_CLIENT_POLL_MS,
				NULL);
	}
	if (polling.transfer.running)
		stop(call, &polling.transfer);
}

enum status
call_send(struct call *call, struct arena *arena,
	  const struct call_request *request, const struct call_watch *watch,
	  struct call_reply *reply_out, struct fault *fault)
{
	struct transfer transfer = {.curl = call->main};

	start(call, arena, &transfer, request);
	if (watch) {
		curl_easy_setopt(call->main, CURLOPT_NOPROGRESS, 0L);
		curl_easy_setopt(call->main, CURLOPT_XFERINFOFUNCTION,
				 tell_progress);
		curl_easy_setopt(call->main, CURLOPT_XFERINFODATA, watch);
	}
	run(call, arena, &transfer, request, watch);
	if (transfer.result != CURLE_OK)
		return explain(&transfer, fault);
	read_reply(&transfer, arena, reply_out);
	return STATUS_OK;
}
