#include "daemon/net/call.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/net/call_failure.h"
#include "daemon/net/tls_internal.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

/* One call at a time; kept with its handle and its room for the reply. */
struct slot {
	CURL *curl;
	struct curl_slist *headers;
	struct call *call;
	struct arena *arena; /* for what the call returns */
	bool ended;
	bool too_large;
	bool stranger; /* the certificate names somebody else */
	char *bytes;
	size_t length;
	size_t room;
	char text[CURL_ERROR_SIZE];
};

struct caller {
	struct caller_settings settings; /* our copies */
	CURLM *multi;
	struct slot **slots;
	size_t slot_count;
	atomic_bool reload;
};

static pthread_once_t library_once = PTHREAD_ONCE_INIT;

static void
library_init(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t
on_reply(char *bytes, size_t size, size_t count, void *context)
{
	struct slot *slot = context;
	size_t length = size * count;

	if (length > LIMIT_REPLY_BYTES - slot->length) {
		slot->too_large = true;
		return 0;
	}
	if (slot->length + length > slot->room) {
		size_t room = 2 * (slot->length + length);
		char *bigger = realloc(slot->bytes, room);

		if (bigger == NULL)
			return 0;
		slot->bytes = bigger;
		slot->room = room;
	}
	memcpy(slot->bytes + slot->length, bytes, length);
	slot->length += length;
	return length;
}

/*
 * Before each request, also over a warm connection: that one may have been
 * made for another organisation behind the same address.
 */
static int
on_connected(void *context, char *their_address, char *our_address,
	     int their_port, int our_port)
{
	struct slot *slot = context;
	struct curl_tlssessioninfo *session = NULL;
	char named[IDENTITY_NAME_BYTES] = "";

	(void)their_address;
	(void)our_address;
	(void)their_port;
	(void)our_port;
	if (curl_easy_getinfo(slot->curl, CURLINFO_TLS_SSL_PTR, &session) ==
		    CURLE_OK &&
	    session != NULL && session->backend == CURLSSLBACKEND_OPENSSL &&
	    session->internals != NULL &&
	    tls_server_is(session->internals, slot->call->organisation,
			  named)) {
		if (slot->call->wants_certificate)
			slot->call->certificate = tls_server_certificate(
				session->internals, slot->arena);
		return CURL_PREREQFUNC_OK;
	}
	slot->stranger = true;
	snprintf(slot->call->reason, sizeof(slot->call->reason),
		 "the node at that address is \"%s\", not \"%s\"", named,
		 slot->call->organisation);
	return CURL_PREREQFUNC_ABORT;
}

/* The library's own defaults would also believe the system's authorities. */
static void
set_identity(CURL *curl, const struct caller_settings *settings)
{
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
			 (long)CURL_SSLVERSION_TLSv1_3);
	curl_easy_setopt(curl, CURLOPT_SSL_EC_CURVES, "X25519:P-256");
	curl_easy_setopt(curl, CURLOPT_SSLCERT, settings->certificate);
	curl_easy_setopt(curl, CURLOPT_SSLKEY, settings->key);
	curl_easy_setopt(curl, CURLOPT_CAINFO, settings->authority);
	curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(curl, CURLOPT_CRLFILE, settings->revoked);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	/* A resumed session would skip the revocation list. */
	curl_easy_setopt(curl, CURLOPT_SSL_SESSIONID_CACHE, 0L);
}

static void
set_manners(CURL *curl)
{
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
			 (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
	curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN,
			 (long)LIMIT_WARM_CONNECTION_S);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE,
			 (curl_off_t)LIMIT_REPLY_BYTES);
}

static struct slot *
slot_new(const struct caller_settings *settings)
{
	struct slot *slot = calloc(1, sizeof(*slot));

	if (slot == NULL)
		return NULL;
	slot->curl = curl_easy_init();
	if (slot->curl == NULL) {
		free(slot);
		return NULL;
	}
	set_identity(slot->curl, settings);
	set_manners(slot->curl);
	curl_easy_setopt(slot->curl, CURLOPT_PRIVATE, slot);
	curl_easy_setopt(slot->curl, CURLOPT_ERRORBUFFER, slot->text);
	curl_easy_setopt(slot->curl, CURLOPT_WRITEFUNCTION, on_reply);
	curl_easy_setopt(slot->curl, CURLOPT_WRITEDATA, slot);
	curl_easy_setopt(slot->curl, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(slot->curl, CURLOPT_PREREQDATA, slot);
	return slot;
}

static void
slot_free(struct slot *slot)
{
	if (slot == NULL)
		return;
	curl_easy_cleanup(slot->curl);
	curl_slist_free_all(slot->headers);
	free(slot->bytes);
	free(slot);
}

/* Connections live in the multi handle, files are read by each new one. */
static void
forget_connections(struct caller *caller)
{
	for (size_t i = 0; i < caller->slot_count; i++)
		slot_free(caller->slots[i]);
	caller->slot_count = 0;
	curl_multi_cleanup(caller->multi);
	caller->multi = NULL;
}

enum status
caller_new(const struct caller_settings *settings, struct caller **caller_out)
{
	const char *const files[] = {settings->certificate, settings->key,
				     settings->authority, settings->revoked};
	struct caller *caller;

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		if (files[i] != NULL && access(files[i], R_OK) == 0)
			continue;
		log_error("can't call partners: a file can't be read",
			  "path=%s", files[i] == NULL ? "" : files[i]);
		return STATUS_INVALID;
	}
	pthread_once(&library_once, library_init);
	caller = calloc(1, sizeof(*caller));
	if (caller == NULL)
		return STATUS_INTERNAL;
	caller->settings = (struct caller_settings){
		.certificate = strdup(settings->certificate),
		.key = strdup(settings->key),
		.authority = strdup(settings->authority),
		.revoked = strdup(settings->revoked),
	};
	*caller_out = caller;
	return STATUS_OK;
}

void
caller_free(struct caller *caller)
{
	const char *paths[4];

	if (caller == NULL)
		return;
	forget_connections(caller);
	memcpy(paths, &caller->settings, sizeof(paths));
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		free((void *)(uintptr_t)paths[i]);
	free(caller->slots);
	free(caller);
}

void
caller_reload(struct caller *caller)
{
	atomic_store(&caller->reload, true);
}

static bool
make_ready(struct caller *caller, size_t count)
{
	struct slot **slots;

	if (atomic_exchange(&caller->reload, false))
		forget_connections(caller);
	if (caller->multi == NULL) {
		caller->multi = curl_multi_init();
		if (caller->multi == NULL)
			return false;
		curl_multi_setopt(caller->multi, CURLMOPT_MAXCONNECTS,
				  (long)LIMIT_PARTNERS);
	}
	if (count <= caller->slot_count)
		return true;
	slots = realloc(caller->slots, count * sizeof(*slots));
	if (slots == NULL)
		return false;
	caller->slots = slots;
	while (caller->slot_count < count) {
		struct slot *slot = slot_new(&caller->settings);

		if (slot == NULL)
			return false;
		caller->slots[caller->slot_count++] = slot;
	}
	return true;
}

/* The list keeps a copy. */
static void
add_header(struct slot *slot, const char *name, const char *value)
{
	char *header;

	if (asprintf(&header, "%s: %s", name, value) < 0)
		abort();
	slot->headers = curl_slist_append(slot->headers, header);
	free(header);
}

static void
set_headers(struct slot *slot, const struct call *call)
{
	curl_slist_free_all(slot->headers);
	slot->headers = NULL;
	if (call->request_id != NULL)
		add_header(slot, "X-Request-Id", call->request_id);
	if (call->authorization != NULL)
		add_header(slot, "Authorization", call->authorization);
	add_header(slot, "Content-Type",
		   call->content_type != NULL ? call->content_type
					      : "application/json");
	slot->headers = curl_slist_append(slot->headers, "Expect:");
	curl_easy_setopt(slot->curl, CURLOPT_HTTPHEADER, slot->headers);
}

static void
begin(struct slot *slot, struct arena *arena, struct call *call,
      unsigned deadline_ms)
{
	CURL *curl = slot->curl;

	slot->call = call;
	slot->arena = arena;
	slot->ended = slot->too_large = slot->stranger = false;
	slot->length = 0;
	slot->text[0] = '\0';
	call->status = STATUS_TIMEOUT;
	call->http_status = 0;
	call->reply = (struct text){"", 0};
	call->certificate = (struct text){"", 0};
	call->elapsed_ms = deadline_ms;
	call->reason[0] = '\0';
	set_headers(slot, call);
	curl_easy_setopt(curl, CURLOPT_URL, call->url);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)deadline_ms);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)deadline_ms);
	if (call->body.length == 0 && call->content_type == NULL) {
		curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
		return;
	}
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
			 call->body.bytes == NULL ? "" : call->body.bytes);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
			 (curl_off_t)call->body.length);
}

/* Copied only for who reads it later: all replies together may be more than one
 * arena holds. */
static struct text
reply_of(const struct slot *slot)
{
	struct text reply = {slot->length == 0 ? "" : slot->bytes,
			     slot->length};

	if (slot->call->ended == NULL)
		reply.bytes = arena_text(slot->arena, reply);
	return reply;
}

static void
read_outcome(struct slot *slot, CURLcode code)
{
	struct call *call = slot->call;
	curl_off_t elapsed_us = 0;
	long http_status = 0;

	curl_easy_getinfo(slot->curl, CURLINFO_TOTAL_TIME_T, &elapsed_us);
	call->elapsed_ms = (unsigned)(elapsed_us / 1000);
	if (slot->stranger) {
		call->status = STATUS_REFUSED;
		return;
	}
	if (slot->too_large)
		code = CURLE_FILESIZE_EXCEEDED;
	if (code != CURLE_OK) {
		call_explain_failure(call, code, slot->text);
		return;
	}
	curl_easy_getinfo(slot->curl, CURLINFO_RESPONSE_CODE, &http_status);
	call->status = STATUS_OK;
	call->http_status = (int)http_status;
	call->reply = reply_of(slot);
}

static void
tell(struct call *call)
{
	if (call->ended == NULL)
		return;
	call->ended(call);
	call->reply = (struct text){"", 0};
}

static void
collect(struct caller *caller)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(caller->multi, &left)) != NULL) {
		struct slot *slot = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
				  &slot);
		slot->ended = true;
		read_outcome(slot, message->data.result);
		tell(slot->call);
	}
}

static void
run(struct caller *caller, int64_t end_ms)
{
	int running = 1;

	while (running > 0) {
		int64_t left_ms = end_ms - clock_monotonic_ms();

		if (left_ms <= 0 ||
		    curl_multi_perform(caller->multi, &running) != CURLM_OK)
			break;
		collect(caller);
		if (running > 0)
			curl_multi_poll(caller->multi, NULL, 0, (int)left_ms,
					NULL);
	}
}

void
caller_perform(struct caller *caller, struct arena *arena, struct call *calls,
	       size_t count, unsigned deadline_ms)
{
	int64_t end_ms = clock_monotonic_ms() + deadline_ms;

	if (!make_ready(caller, count)) {
		for (size_t i = 0; i < count; i++) {
			call_explain(&calls[i], STATUS_INTERNAL,
				     "out of memory");
			tell(&calls[i]);
		}
		return;
	}
	for (size_t i = 0; i < count; i++) {
		begin(caller->slots[i], arena, &calls[i], deadline_ms);
		curl_multi_add_handle(caller->multi, caller->slots[i]->curl);
	}
	run(caller, end_ms);
	for (size_t i = 0; i < count; i++) {
		struct slot *slot = caller->slots[i];

		curl_multi_remove_handle(caller->multi, slot->curl);
		if (slot->ended)
			continue;
		call_explain(slot->call, STATUS_TIMEOUT, "no answer in time");
		tell(slot->call);
	}
}
