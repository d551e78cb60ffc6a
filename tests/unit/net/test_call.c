#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/net/call.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "fixture.h"
#include "leak_free.h"

static struct caller *
caller_as(const char *folder, const char *who)
{
	char certificate[256], key[256];
	struct caller_settings settings = {
		certificate, key, path_in(folder, "beta/partners-ca.crt"),
		path_in(folder, "beta/partners.crl")};
	struct caller *caller = NULL;

	snprintf(certificate, sizeof(certificate), "%s/%s.crt", folder, who);
	snprintf(key, sizeof(key), "%s/%s.key", folder, who);
	cr_assert_eq(caller_new(&settings, &caller), STATUS_OK);
	return caller;
}

static struct call
call_to(struct arena *arena, unsigned port, const char *path)
{
	return (struct call){
		.organisation = "alfa",
		.url = arena_printf(arena, "https://127.0.0.1:%u%s", port,
				    path),
		.request_id = "0b0cab5e-8b1f-4b7c-9d5e-0123456789ab",
	};
}

static struct call
call_alfa(struct arena *arena, const struct fixture *fixture, const char *path)
{
	return call_to(arena, http_server_port(fixture->server, PARTNERS),
		       path);
}

/* A port on which something listens, but nobody ever answers. */
static int
silent_socket(unsigned *port_out)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr =
					      htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(bind(fd, (struct sockaddr *)&address, length), 0);
	cr_assert_eq(listen(fd, 5), 0);
	getsockname(fd, (struct sockaddr *)&address, &length);
	*port_out = ntohs(address.sin_port);
	return fd;
}

LEAK_FREE_TEST(call, refuses_a_partner_that_is_another_organisation)
{
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct call call;

	fixture_init(&fixture);
	fixture_start(&fixture);
	call = call_alfa(arena, &fixture, "/echo");
	caller_perform(caller, arena, &call, 1, 5000);
	cr_assert_eq(call.status, STATUS_OK, "a warm connection: %s",
		     call.reason);
	call.organisation = "gamma";
	caller_perform(caller, arena, &call, 1, 5000);
	cr_assert_eq(call.status, STATUS_REFUSED);
	cr_assert(strstr(call.reason, "\"alfa\", not \"gamma\"") != NULL, "%s",
		  call.reason);
	cr_assert_eq(atomic_load(&fixture.handled), 1);
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(call, refuses_a_partner_whose_certificate_is_not_good)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(folder, "beta/node");
	struct call call;

	fixture_init(&fixture);
	fixture_start(&fixture);
	call = call_to(arena, http_server_port(fixture.server, USERS), "/");
	caller_perform(caller, arena, &call, 1, 5000);
	cr_assert_eq(call.status, STATUS_REFUSED, "of another authority");

	call = call_alfa(arena, &fixture, "/");
	caller_perform(caller, arena, &call, 1, 5000);
	cr_assert_eq(call.status, STATUS_OK, "%s", call.reason);
	shell("certs/revoke %s alfa >/dev/null", folder);
	caller_reload(caller);
	caller_perform(caller, arena, &call, 1, 5000);
	cr_assert_eq(call.status, STATUS_REFUSED, "revoked");
	cr_assert(strstr(call.reason, "revoked") != NULL, "%s", call.reason);
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
	certificates_remove(folder);
}

LEAK_FREE_TEST(call, tells_when_its_own_certificate_is_refused)
{
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "old/node");
	struct call call;
	char body[] = "{\"some\":\"body\"}";

	fixture_init(&fixture);
	fixture_start(&fixture);
	for (int i = 0; i < 10; i++) {
		call = call_alfa(arena, &fixture, "/echo");
		call.body = text_of(body);
		caller_perform(caller, arena, &call, 1, 5000);
		cr_assert_eq(call.status, STATUS_REFUSED, "%s", call.reason);
		cr_assert(strstr(call.reason, "does not accept our") != NULL,
			  "%s", call.reason);
	}
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(call, reports_a_node_that_is_down_as_unreachable)
{
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct call calls[2];
	unsigned port;
	int fd = silent_socket(&port);

	close(fd);
	calls[0] = call_to(arena, port, "/");
	calls[1] = calls[0];
	calls[1].url = "https://no-such-host.invalid:1/";
	caller_perform(caller, arena, calls, 2, 5000);
	cr_assert_eq(calls[0].status, STATUS_UNREACHABLE);
	cr_assert_str_eq(calls[0].reason, "it can't be connected to");
	cr_assert_neq(calls[1].status, STATUS_OK);
	caller_free(caller);
	arena_free(arena);
}

LEAK_FREE_TEST(call, only_speaks_https)
{
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct call calls[2] = {
		{.organisation = "alfa", .url = "http://127.0.0.1:1/"},
		{.organisation = "alfa", .url = "file:///etc/hostname"}};

	caller_perform(caller, arena, calls, 2, 1000);
	cr_assert_eq(calls[0].status, STATUS_UNREACHABLE);
	cr_assert_eq(calls[1].status, STATUS_UNREACHABLE);
	cr_assert_eq(calls[1].reply.length, 0);
	caller_free(caller);
	arena_free(arena);
}

struct outcome {
	unsigned count;
	enum status status;
	size_t bytes;
	int64_t time_ms;
};

static void
note_outcome(struct call *call)
{
	struct outcome *outcome = call->context;

	outcome->count++;
	outcome->status = call->status;
	outcome->bytes = call->reply.length;
	outcome->time_ms = clock_monotonic_ms();
}

LEAK_FREE_TEST(call, tells_of_each_outcome_once_and_of_the_first_at_once)
{
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct outcome outcomes[3] = {0};
	struct call calls[3];
	unsigned port;
	int fd = silent_socket(&port);

	fixture_init(&fixture);
	fixture_start(&fixture);
	calls[0] = call_to(arena, port, "/a");
	calls[1] = call_alfa(arena, &fixture, "/b");
	calls[2] = call_to(arena, port, "/c");
	calls[2].url = "https://no-such-host.invalid:1/";
	for (size_t i = 0; i < COUNT_OF(calls); i++) {
		calls[i].ended = note_outcome;
		calls[i].context = &outcomes[i];
	}
	caller_perform(caller, arena, calls, COUNT_OF(calls), 600);
	for (size_t i = 0; i < COUNT_OF(calls); i++) {
		cr_expect_eq(outcomes[i].count, 1, "call %zu", i);
		cr_expect_eq(outcomes[i].status, calls[i].status, "call %zu",
			     i);
	}
	cr_expect_eq(outcomes[0].status, STATUS_TIMEOUT);
	cr_expect_eq(outcomes[1].status, STATUS_OK, "%s", calls[1].reason);
	cr_expect_gt(outcomes[1].bytes, 0);
	cr_expect_eq(calls[1].reply.length, 0, "it was lent");
	cr_expect_neq(outcomes[2].status, STATUS_OK);
	cr_expect_gt(outcomes[0].time_ms - outcomes[1].time_ms, 200);
	close(fd);
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(call, one_slow_partner_of_three_does_not_take_the_others_along)
{
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct call calls[3];
	int64_t start_ms = clock_monotonic_ms();
	unsigned port;
	int fd = silent_socket(&port);

	fixture_init(&fixture);
	fixture_start(&fixture);
	calls[0] = call_alfa(arena, &fixture, "/a");
	calls[1] = call_to(arena, port, "/b");
	calls[2] = call_alfa(arena, &fixture, "/c");
	caller_perform(caller, arena, calls, 3, 400);
	cr_assert_eq(calls[0].status, STATUS_OK, "%s", calls[0].reason);
	cr_assert_eq(calls[1].status, STATUS_TIMEOUT, "%s", calls[1].reason);
	cr_assert_eq(calls[2].status, STATUS_OK, "%s", calls[2].reason);
	cr_assert(clock_monotonic_ms() - start_ms < LATE_MS);
	close(fd);
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(call, gives_the_certificate_of_who_answered_if_it_is_wanted)
{
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct identity identity;
	struct call call;

	fixture_init(&fixture);
	fixture_start(&fixture);
	call = call_alfa(arena, &fixture, "/echo");
	caller_perform(caller, arena, &call, 1, 5000);
	cr_assert_eq(call.status, STATUS_OK, "%s", call.reason);
	cr_expect_eq(call.certificate.length, 0);
	call.wants_certificate = true;
	/* the second time over the warm connection */
	for (int round = 0; round < 2; round++) {
		caller_perform(caller, arena, &call, 1, 5000);
		cr_assert_eq(
			identity_of_certificate(call.certificate, &identity),
			STATUS_OK);
		cr_expect_str_eq(identity.organisation, "alfa");
	}
	call.organisation = "gamma";
	caller_perform(caller, arena, &call, 1, 5000);
	cr_expect_eq(call.certificate.length, 0, "a stranger has none");
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(call, caps_the_size_of_a_reply)
{
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct call call;

	fixture_init(&fixture);
	fixture_start(&fixture);
	call = call_alfa(arena, &fixture, "/big");
	caller_perform(caller, arena, &call, 1, 5000);
	cr_assert_eq(call.status, STATUS_TOO_LARGE, "%s", call.reason);
	cr_assert_eq(call.reply.length, 0);
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(call, posts_its_body_and_keeps_its_connections)
{
	struct fixture fixture;
	struct arena *arena = arena_new();
	struct caller *caller = caller_as(certificates(), "beta/node");
	struct call calls[3];

	fixture_init(&fixture);
	fixture_start(&fixture);
	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < COUNT_OF(calls); i++) {
			calls[i] = call_alfa(arena, &fixture, "/x");
			if (i > 0)
				calls[i].body = text_of("{}");
			if (i > 0)
				calls[i].authorization = "Ask a.b";
		}
		caller_perform(caller, arena, calls, COUNT_OF(calls), 5000);
		cr_assert(text_is(calls[0].reply,
				  "beta|0|/x|-|application/json||"),
			  "%.*s", (int)calls[0].reply.length,
			  calls[0].reply.bytes);
		cr_assert(text_is(calls[2].reply,
				  "beta|1|/x|-|application/json|Ask a.b|{}"));
		cr_assert_eq(calls[2].http_status, 200);
		cr_assert_eq(http_server_connections(fixture.server), 3);
	}
	caller_free(caller);
	fixture_stop(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(call, needs_its_files)
{
	struct caller_settings settings = {"none.crt", "none.key", "none",
					   "none"};
	struct caller *caller = NULL;

	cr_assert_eq(caller_new(&settings, &caller), STATUS_INVALID);
	cr_assert_null(caller);
}
