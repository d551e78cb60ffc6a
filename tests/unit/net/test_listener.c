#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "fixture.h"
#include "leak_free.h"

/* Ask over a new connection of beta's; the status, and the reply. */
static int
exchange(const struct fixture *fixture, const char *request, char *reply,
	 size_t room)
{
	struct peer peer;
	int status;

	cr_assert(peer_open(&peer, fixture, PARTNERS, &beta));
	peer_send(&peer, request);
	status = peer_read(&peer, reply, room);
	peer_close(&peer);
	return status;
}

LEAK_FREE_TEST(listener, answers_bad_http_with_a_problem_and_closes)
{
	static const struct {
		const char *request;
		int status;
	} cases[] = {
		{"nonsense\r\n\r\n", 400},
		{"GET /echo\r\n\r\n", 400},
		{"GET /echo HTTP/1.1\r\nno colon here\r\n\r\n", 400},
		{"POST /echo HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400},
		{"POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
		{"POST /echo HTTP/1.1\r\nContent-Length: 2\r\n"
		 "Content-Length: 3\r\n\r\nabc",
		 400},
		{"POST /echo HTTP/1.1\r\nContent-Length: 3\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		 400},
		{"POST /echo HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400},
		{"POST /echo HTTP/1.1\r\nContent-Length: 1\r\nExpect: tea\r\n"
		 "\r\n",
		 400},
		{"BREW /echo HTTP/1.1\r\n\r\n", 405},
		{"TRACE /echo HTTP/1.1\r\n\r\n", 405},
		{"CONNECT alfa:1 HTTP/1.1\r\n\r\n", 405},
	};
	struct fixture fixture;
	char reply[4096];

	fixture_init(&fixture);
	fixture_start(&fixture);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int status = exchange(&fixture, cases[i].request, reply,
				      sizeof(reply));

		cr_assert_eq(status, cases[i].status, "%d for %s", status,
			     cases[i].request);
		cr_assert(strstr(reply, "application/problem+json") != NULL,
			  "%s gets %s", cases[i].request, reply);
		cr_assert(strcasestr(reply, "Connection: close") != NULL);
		cr_assert(strstr(reply, "Server:") == NULL);
		cr_assert(strcasestr(reply, "html") == NULL, "%s", reply);
	}
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, refuses_a_header_that_is_too_large)
{
	struct fixture fixture;
	char *request = calloc(1, 40000);
	char reply[4096];

	strcpy(request, "GET /echo HTTP/1.1\r\nX-Long: ");
	memset(request + strlen(request), 'x', LIMIT_HEADER_BYTES + 10);
	strcat(request, "\r\n\r\n");
	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert_eq(exchange(&fixture, request, reply, sizeof(reply)), 400);
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	fixture_stop(&fixture);
	free(request);
}

LEAK_FREE_TEST(listener, refuses_a_body_that_is_too_large)
{
	struct fixture fixture;
	char *request = calloc(1, 4000);
	char reply[4096];

	fixture_init(&fixture);
	fixture.max_body_bytes = 1000;
	fixture_start(&fixture);
	strcpy(request, "POST /echo HTTP/1.1\r\nContent-Length: 1001\r\n\r\n");
	memset(request + strlen(request), 'x', 1001);
	cr_assert_eq(exchange(&fixture, request, reply, sizeof(reply)), 413);
	cr_assert(strstr(reply, "\"too-large\"") != NULL, "%s", reply);
	strcpy(request, "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked"
			"\r\n\r\n3e9\r\n");
	cr_assert_eq(exchange(&fixture, request, reply, sizeof(reply)), 413);
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	fixture_stop(&fixture);
	free(request);
}

LEAK_FREE_TEST(listener, hands_over_a_whole_request_with_its_peer)
{
	struct fixture fixture;
	char reply[4096];

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert_eq(
		exchange(&fixture,
			 "POST /v1/echo?law=zvw HTTP/1.1\r\nHost: a\r\n"
			 "Content-Type: Application/JSON; charset=utf-8\r\n"
			 "X-Request-Id: "
			 "0B0CAB5E-8B1F-4B7C-9D5E-0123456789AB\r\n"
			 "Authorization: Ask a.b.c\r\n"
			 "Content-Length: 2\r\n\r\n{}",
			 reply, sizeof(reply)),
		200);
	cr_assert(strstr(reply, "beta|1|/v1/echo|law=zvw|application/json|"
				"Ask a.b.c|{}") != NULL,
		  "%s", reply);
	cr_assert(strstr(reply, "Cache-Control: no-store\r\n") != NULL);
	cr_assert(strstr(reply, "API-Version: 1.0.0\r\n") != NULL);
	cr_assert(strstr(reply,
			 "X-Request-Id: "
			 "0b0cab5e-8b1f-4b7c-9d5e-0123456789ab\r\n") != NULL);
	cr_assert_eq(
		exchange(&fixture,
			 "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
			 "X-Request-Id: <script>\r\n\r\n"
			 "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
			 reply, sizeof(reply)),
		200);
	cr_assert(strstr(reply, "beta|1|/|-|||abcde") != NULL, "%s", reply);
	cr_assert(strstr(reply, "script") == NULL);
	cr_assert(strstr(reply, "X-Request-Id: ") != NULL);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, passes_other_methods_on_and_sends_no_body_for_head)
{
	struct fixture fixture;
	char reply[4096];

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert_eq(exchange(&fixture, "PUT /x HTTP/1.1\r\n\r\n", reply,
			      sizeof(reply)),
		     200);
	cr_assert(strstr(reply, "beta|2|/x|-||") != NULL, "%s", reply);
	cr_assert_eq(exchange(&fixture,
			      "HEAD /x HTTP/1.1\r\nConnection: close\r\n\r\n",
			      reply, sizeof(reply)),
		     200);
	cr_assert(strstr(reply, "beta|") == NULL, "%s", reply);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, answers_continue_to_a_peer_that_expects_it)
{
	struct fixture fixture;
	struct peer peer;
	char reply[4096];

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "POST / HTTP/1.1\r\nContent-Length: 2\r\n"
			 "Expect: 100-continue\r\n\r\n");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 100);
	peer_send(&peer, "ok");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	peer_close(&peer);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, keeps_connections_and_the_order_of_pipelined_requests)
{
	struct fixture fixture;
	struct peer peer;
	char reply[4096];

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET /later HTTP/1.1\r\n\r\n"
			 "POST /b HTTP/1.1\r\nContent-Length: 1\r\n\r\nb"
			 "GET /later/c HTTP/1.1\r\n\r\nGET /d HTT");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	cr_assert(strstr(reply, "|/later|") != NULL, "%s", reply);
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	cr_assert(strstr(reply, "|/b|-|||b") != NULL, "%s", reply);
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	peer_send(&peer, "P/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	cr_assert(strstr(reply, "|/d|") != NULL, "%s", reply);
	cr_assert(comes_to(&fixture.sent, 4));
	cr_assert_eq(http_server_connections(fixture.server), 1);
	peer_close(&peer);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, says_goodbye_so_that_the_end_is_no_truncation)
{
	struct fixture fixture;
	struct peer peer;
	char reply[4096];
	int got;

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET / HTTP/1.0\r\n\r\n");
	while ((got = SSL_read(peer.ssl, reply, sizeof(reply))) > 0)
		continue;
	cr_assert_eq(SSL_get_error(peer.ssl, got), SSL_ERROR_ZERO_RETURN);
	peer_close(&peer);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, survives_a_peer_that_leaves_before_the_reply)
{
	struct fixture fixture;
	struct peer peer;
	struct http_request *request;
	struct http_reply reply = {.status = 200, .content_type = "text/plain"};

	fixture_init(&fixture);
	fixture_start(&fixture);
	for (int i = 0; i < 3; i++) {
		atomic_store(&fixture.held, NULL);
		cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
		peer_send(&peer, "GET /hold HTTP/1.1\r\n\r\n");
		cr_assert(comes_to(&fixture.handled, (unsigned)i + 1));
		peer_close(&peer);
		wait_ms(50);
		request = atomic_load(&fixture.held);
		cr_assert_str_eq(request->peer->organisation, "beta");
		http_reply(request, &reply);
	}
	cr_assert(connections_end(&fixture));
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, a_handler_may_reply_after_its_connection_was_dropped)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct peer peer;
	struct fault fault = {0};
	struct http_reply reply = {.status = 200, .content_type = "text/plain"};

	fixture_init(&fixture);
	fixture.folder = folder;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET /hold HTTP/1.1\r\n\r\n");
	cr_assert(comes_to(&fixture.handled, 1));
	shell("certs/revoke %s beta >/dev/null", folder);
	cr_assert_eq(tls_reload(fixture.tls[PARTNERS], &fault), STATUS_OK);
	http_server_drop_revoked(fixture.server);
	cr_assert_geq(ms_until_closed(&peer), 0);
	http_reply(atomic_load(&fixture.held), &reply);
	peer_close(&peer);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(listener, refuses_connections_beyond_the_cap_at_once)
{
	struct fixture fixture;
	struct peer first, second, third;
	char reply[4096];

	fixture_init(&fixture);
	fixture.settings.max_connections = 2;
	fixture_start(&fixture);
	cr_assert(peer_open(&first, &fixture, PARTNERS, &beta));
	cr_assert(peer_open(&second, &fixture, USERS, &anna));
	cr_assert_not(peer_open(&third, &fixture, PARTNERS, &beta));
	peer_close(&third);
	peer_send(&first, "GET / HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&first, reply, sizeof(reply)), 200);
	peer_close(&first);
	wait_ms(100);
	cr_assert_eq(ask_once(&fixture, PARTNERS, &beta), 200, "room again");
	peer_close(&second);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(listener, ends_requests_under_way_before_it_stops)
{
	struct fixture fixture;
	struct peer busy, idle;
	char reply[4096];
	struct http_reply answer = {.status = 200,
				    .content_type = "text/plain"};

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&idle, &fixture, PARTNERS, &beta));
	cr_assert(peer_open(&busy, &fixture, PARTNERS, &beta));
	peer_send(&busy, "GET /hold HTTP/1.1\r\n\r\n");
	cr_assert(comes_to(&fixture.handled, 1));
	fixture_stop_in_background(&fixture);
	cr_assert_geq(ms_until_closed(&idle), 0);
	http_reply(atomic_load(&fixture.held), &answer);
	cr_assert_eq(peer_read(&busy, reply, sizeof(reply)), 200);
	cr_assert(strstr(reply, "Connection: close") != NULL, "%s", reply);
	fixture_stop_join(&fixture);
	peer_close(&busy);
	peer_close(&idle);
}

LEAK_FREE_TEST(listener, closes_what_has_not_ended_when_draining_is_over)
{
	struct fixture fixture;
	struct peer peer;
	int64_t start_ms;

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab");
	wait_ms(100);
	start_ms = clock_monotonic_ms();
	fixture_stop(&fixture);
	cr_assert_lt(clock_monotonic_ms() - start_ms, LATE_MS);
	peer_close(&peer);
}

LEAK_FREE_TEST(listener, tells_when_an_address_is_taken)
{
	struct fixture fixture;
	struct http_listener_settings listener = {.name = "partners",
						  .address = "127.0.0.1"};
	struct http_server_settings settings = {.listeners = &listener,
						.listener_count = 1,
						.loops = 2,
						.max_connections = 1};
	struct http_server *server = NULL;
	struct fault fault = {0};

	fixture_init(&fixture);
	fixture.settings.loops = 2;
	fixture_start(&fixture);
	listener.port = http_server_port(fixture.server, PARTNERS);
	listener.tls = fixture.tls[PARTNERS];
	cr_assert_eq(http_server_start(&settings, &server, &fault),
		     STATUS_INVALID);
	cr_assert_str_eq(fault.where, "partners");
	cr_assert(strstr(fault.text, "Address already in use") != NULL, "%s",
		  fault.text);
	fault_clear(&fault);
	listener.address = "nowhere";
	cr_assert_eq(http_server_start(&settings, &server, &fault),
		     STATUS_INVALID);
	cr_assert(strstr(fault.text, "nowhere") != NULL, "%s", fault.text);
	fixture_stop(&fixture);
}

static void *
ask_many(void *context)
{
	const struct fixture *fixture = context;
	struct peer peer;
	char reply[4096];
	uintptr_t good = 0;

	for (int i = 0; i < 4; i++) {
		if (!peer_open(&peer, fixture, PARTNERS, &beta))
			continue;
		for (int j = 0; j < 20; j++) {
			peer_send(&peer, j % 2 ? "GET /a HTTP/1.1\r\n\r\n"
					       : "GET /later HTTP/1.1\r\n\r\n");
			good += peer_read(&peer, reply, sizeof(reply)) == 200;
		}
		peer_close(&peer);
	}
	return (void *)good;
}

LEAK_FREE_TEST(listener, serves_many_peers_over_two_loops_and_two_workers)
{
	struct fixture fixture;
	pthread_t askers[6];
	uintptr_t good = 0;

	fixture_init(&fixture);
	fixture.settings.loops = 2;
	fixture_start(&fixture);
	for (size_t i = 0; i < COUNT_OF(askers); i++)
		cr_assert_eq(
			pthread_create(&askers[i], NULL, ask_many, &fixture),
			0);
	for (size_t i = 0; i < COUNT_OF(askers); i++) {
		void *result;

		pthread_join(askers[i], &result);
		good += (uintptr_t)result;
	}
	cr_assert_eq(good, COUNT_OF(askers) * 80);
	fixture_stop(&fixture);
	cr_assert_eq(atomic_load(&fixture.sent), COUNT_OF(askers) * 80);
}

LEAK_FREE_TEST(listener, tells_when_it_has_nothing_more_to_read)
{
	struct fixture fixture;
	struct peer peers[3];

	fixture_init(&fixture);
	fixture_start(&fixture);
	for (unsigned i = 0; i < COUNT_OF(peers); i++)
		cr_assert(peer_open(&peers[i], &fixture, PARTNERS, &beta));
	wait_ms(300);
	cr_assert_eq(fixture.pauses, 0, "nobody asked anything");
	for (unsigned i = 0; i < COUNT_OF(peers); i++)
		peer_send(&peers[i], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	cr_assert(comes_to(&fixture.handled_at_pause, COUNT_OF(peers)));
	cr_assert_leq(fixture.pauses, COUNT_OF(peers));
	for (unsigned i = 0; i < COUNT_OF(peers); i++)
		peer_close(&peers[i]);
	fixture_stop(&fixture);
}

/* Who answers from another thread may have kept something for the pause. */
LEAK_FREE_TEST(listener, tells_when_answers_from_elsewhere_are_on_their_way)
{
	struct fixture fixture;
	struct peer peer;

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
	cr_assert(comes_to(&fixture.pauses, 1));
	wait_ms(300);
	cr_assert_eq(fixture.pauses, 1, "nothing came since");
	http_reply(atomic_load(&fixture.held),
		   &(struct http_reply){.status = 200,
					.content_type = "text/plain",
					.body = text_of("late")});
	cr_assert(comes_to(&fixture.pauses, 2));
	peer_close(&peer);
	fixture_stop(&fixture);
}

static int64_t
cpu_us(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return used.tv_sec * INT64_C(1000000) + used.tv_nsec / 1000;
}

/* How much the processor does in half a second without a request. */
static int64_t
idle_us(void)
{
	int64_t before_us = cpu_us();

	wait_ms(500);
	return cpu_us() - before_us;
}

LEAK_FREE_TEST(listener, is_not_kept_awake_by_what_it_does_not_read_yet)
{
	const struct http_reply reply = {.status = 200,
					 .content_type = "text/plain",
					 .body = text_of("held")};
	struct fixture fixture;
	struct peer ahead, gone;
	char answer[4096];

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&gone, &fixture, PARTNERS, &beta));
	peer_send(&gone, "GET /hold HTTP/1.1\r\n\r\n");
	cr_assert(comes_to(&fixture.handled, 1));
	struct http_request *first = atomic_load(&fixture.held);
	peer_close(&gone);
	cr_expect_lt(idle_us(), 250000, "over an end");
	cr_assert(peer_open(&ahead, &fixture, PARTNERS, &beta));
	for (unsigned i = 0; i < 3; i++) {
		peer_send(&ahead, "GET /hold HTTP/1.1\r\n\r\n");
		cr_assert(comes_to(&fixture.handled, 2 * i + 2));
		peer_send(&ahead, "GET / HTTP/1.1\r\n\r\n");
		cr_expect_lt(idle_us(), 250000, "over a request");
		http_reply(atomic_load(&fixture.held), &reply);
		cr_assert_eq(peer_read(&ahead, answer, sizeof(answer)), 200);
		cr_assert(comes_to(&fixture.handled, 2 * i + 3));
		cr_assert_eq(peer_read(&ahead, answer, sizeof(answer)), 200);
	}
	http_reply(first, &reply);
	peer_close(&ahead);
	fixture_stop(&fixture);
}
