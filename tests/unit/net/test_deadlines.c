#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "fixture.h"
#include "leak_free.h"

#define DRIP_MS 50

/* Send a byte every DRIP_MS; how long until the other side has had enough. */
static int
drip(struct peer *peer, const char *bytes)
{
	int64_t start_ms = clock_monotonic_ms();
	char end;

	for (; *bytes != '\0'; bytes++) {
		if (SSL_write(peer->ssl, bytes, 1) <= 0 ||
		    recv(peer->socket, &end, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
			break;
		wait_ms(DRIP_MS);
	}
	return (int)(clock_monotonic_ms() - start_ms);
}

/* `part`, again and again. */
static char *
long_text(const char *part, size_t length)
{
	char *text = calloc(1, length + 1);

	for (size_t i = 0; i < length; i++)
		text[i] = part[i % strlen(part)];
	return text;
}

static char *
long_line(size_t length)
{
	return long_text("x", length);
}

LEAK_FREE_TEST(deadlines, a_peer_that_says_nothing_in_its_hello_is_cut_off)
{
	struct fixture fixture;
	struct peer peer = {0};
	int held_ms;

	fixture_init(&fixture);
	fixture.settings.hello_ms = 300;
	fixture_start(&fixture);
	peer.socket = connect_to(&fixture, PARTNERS);
	held_ms = ms_until_closed(&peer);
	cr_assert(held_ms >= 250 && held_ms < LATE_MS, "%d", held_ms);
	close(peer.socket);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(deadlines, a_peer_that_drips_its_hello_is_cut_off)
{
	/* the start of a ClientHello's record, with a length of 512 */
	static const char hello[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03";
	struct fixture fixture;
	int64_t start_ms;
	int fd, i;

	fixture_init(&fixture);
	fixture.settings.hello_ms = 300;
	fixture_start(&fixture);
	fd = connect_to(&fixture, PARTNERS);
	start_ms = clock_monotonic_ms();
	for (i = 0; i < 100; i++) {
		char end;

		if (send(fd, &hello[(size_t)i % sizeof(hello)], 1,
			 MSG_NOSIGNAL) != 1 ||
		    recv(fd, &end, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
			break;
		wait_ms(DRIP_MS);
	}
	cr_assert(clock_monotonic_ms() - start_ms < LATE_MS);
	close(fd);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(deadlines, a_peer_that_drips_its_header_is_cut_off)
{
	struct fixture fixture;
	struct peer peer;
	char *line = long_line(200);
	int held_ms;

	fixture_init(&fixture);
	fixture.settings.header_ms = 300;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET / HTTP/1.1\r\nA: ");
	held_ms = drip(&peer, line);
	cr_assert(held_ms >= 200 && held_ms < LATE_MS, "%d", held_ms);
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	peer_close(&peer);
	fixture_stop(&fixture);
	free(line);
}

LEAK_FREE_TEST(deadlines, a_peer_that_drips_header_lines_is_cut_off)
{
	struct fixture fixture;
	struct peer peer;
	char *lines = long_text("a:b\r\n", 200);
	int held_ms;

	fixture_init(&fixture);
	fixture.settings.header_ms = 300;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET / HTTP/1.1\r\n");
	held_ms = drip(&peer, lines);
	cr_assert(held_ms >= 200 && held_ms < LATE_MS, "%d", held_ms);
	peer_close(&peer);
	fixture_stop(&fixture);
	free(lines);
}

LEAK_FREE_TEST(deadlines, a_peer_that_drips_its_body_is_cut_off)
{
	struct fixture fixture;
	struct peer peer;
	char *line = long_line(200);
	int held_ms;

	fixture_init(&fixture);
	fixture.settings.header_ms = 5000;
	fixture.settings.body_ms = 300;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
	held_ms = drip(&peer, line);
	cr_assert(held_ms >= 200 && held_ms < LATE_MS, "%d", held_ms);
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	peer_close(&peer);
	fixture_stop(&fixture);
	free(line);
}

LEAK_FREE_TEST(deadlines, the_second_request_has_them_too)
{
	struct fixture fixture;
	struct peer peer;
	char reply[4096];
	int held_ms;

	fixture_init(&fixture);
	fixture.settings.header_ms = 300;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET / HTTP/1.1\r\n\r\nGET / HT");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	held_ms = ms_until_closed(&peer);
	cr_assert(held_ms >= 200 && held_ms < LATE_MS, "%d", held_ms);
	peer_close(&peer);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(deadlines, a_peer_that_does_not_take_its_reply_is_cut_off)
{
	struct fixture fixture;
	struct peer peer;
	int small = 4096;
	int64_t start_ms;

	fixture_init(&fixture);
	fixture.settings.write_ms = 300;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	setsockopt(peer.socket, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	peer_send(&peer, "GET /big HTTP/1.1\r\n\r\n");
	start_ms = clock_monotonic_ms();
	cr_assert(comes_to(&fixture.sent, 1), "told that it ended");
	cr_assert(clock_monotonic_ms() - start_ms >= 250);
	cr_assert(clock_monotonic_ms() - start_ms < LATE_MS);
	cr_assert(connections_end(&fixture));
	peer_close(&peer);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(deadlines, a_peer_that_reads_a_large_reply_gets_all_of_it)
{
	struct fixture fixture;
	struct peer peer;
	size_t room = BIG_BYTES + 4096;
	char *reply = malloc(room);

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET /big HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&peer, reply, room), 200);
	cr_assert(strlen(reply) > BIG_BYTES);
	peer_close(&peer);
	fixture_stop(&fixture);
	free(reply);
}

LEAK_FREE_TEST(deadlines, an_idle_connection_is_closed_but_not_a_working_one)
{
	struct fixture fixture;
	struct peer idle, busy;
	struct http_reply answer = {.status = 200,
				    .content_type = "text/plain"};
	char reply[4096];
	int held_ms;

	fixture_init(&fixture);
	fixture.settings.idle_ms = 300;
	fixture_start(&fixture);
	cr_assert(peer_open(&busy, &fixture, PARTNERS, &beta));
	peer_send(&busy, "GET /hold HTTP/1.1\r\n\r\n");
	cr_assert(comes_to(&fixture.handled, 1));
	cr_assert(peer_open(&idle, &fixture, PARTNERS, &beta));
	held_ms = ms_until_closed(&idle);
	cr_assert(held_ms >= 200 && held_ms < LATE_MS, "%d", held_ms);
	wait_ms(200);
	http_reply(atomic_load(&fixture.held), &answer);
	cr_assert_eq(peer_read(&busy, reply, sizeof(reply)), 200);
	peer_close(&busy);
	peer_close(&idle);
	fixture_stop(&fixture);
}

/* Bytes that nobody asked for pile up no further than one request's worth. */
LEAK_FREE_TEST(deadlines, a_peer_that_only_sends_is_held_back)
{
	struct fixture fixture;
	struct peer peer;
	struct timeval brief = {.tv_usec = 300000};
	char *flood = long_line(1024 * 1024);
	size_t taken = 0;

	fixture_init(&fixture);
	fixture.settings.write_ms = 1500;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET /big HTTP/1.1\r\n\r\n");
	wait_ms(100);
	setsockopt(peer.socket, SOL_SOCKET, SO_SNDTIMEO, &brief, sizeof(brief));
	for (int i = 0; i < 64; i++) {
		int sent = SSL_write(peer.ssl, flood, 1024 * 1024);

		if (sent <= 0)
			break;
		taken += (size_t)sent;
	}
	cr_assert(taken < 16 * 1024 * 1024, "%zu", taken);
	peer_close(&peer);
	fixture_stop(&fixture);
	free(flood);
}
