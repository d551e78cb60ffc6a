/*
 * A TCP relay to a port of loopback that holds every byte for half a round
 * trip in each direction: a partner that is far away.
 *
 *   relay LISTEN_PORT TARGET_PORT ROUND_TRIP_MS
 *
 * Prints "ready" once it listens; runs until a signal.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/tools/kit/tool.h"

#define CHUNK_BYTES (64 * 1024)
#define EVENTS	    64

/* Bytes on their way; none: the sender has ended. */
struct chunk {
	struct flow *flow;
	int64_t due_ns;
	size_t length;
	size_t sent;
	TAILQ_ENTRY(chunk) next;
	char bytes[];
};
TAILQ_HEAD(chunks, chunk);

/* One direction of a connection. */
struct flow {
	struct pair *pair;
	int from, to;
	struct chunks arrived; /* due, but the receiver is slow */
	bool ended;	       /* the end was passed on */
	unsigned on_the_way;   /* chunks that are not delivered yet */
};

struct pair {
	struct flow flows[2];
	bool broken;
	SLIST_ENTRY(pair) next_dead;
};
SLIST_HEAD(pairs, pair);

struct relay {
	int poll;
	int listener;
	uint16_t target_port;
	int64_t delay_ns;
	struct chunks travelling; /* all flows: one delay, so in due order */
	struct pairs dead; /* events of this round may still point there */
};

static void
watch(const struct relay *relay, int fd, void *whose)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET,
				    .data.ptr = whose};
	const int yes = 1;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (epoll_ctl(relay->poll, EPOLL_CTL_ADD, fd, &event) != 0)
		tool_fail("can't watch a connection: %s", strerror(errno));
}

static void
send_on(struct relay *relay, struct flow *flow, const char *bytes,
	size_t length)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + length);
	if (chunk == NULL)
		tool_fail("out of memory");
	*chunk = (struct chunk){.flow = flow,
				.due_ns = tool_now_ns() + relay->delay_ns,
				.length = length};
	memcpy(chunk->bytes, bytes, length);
	flow->on_the_way++;
	TAILQ_INSERT_TAIL(&relay->travelling, chunk, next);
}

static void
take_in(struct relay *relay, struct flow *flow)
{
	char bytes[CHUNK_BYTES];
	for (;;) {
		ssize_t got = recv(flow->from, bytes, sizeof(bytes), 0);
		if (got > 0) {
			send_on(relay, flow, bytes, (size_t)got);
			continue;
		}
		if (got == 0)
			send_on(relay, flow, bytes, 0);
		else if (errno != EAGAIN && errno != EINTR)
			flow->pair->broken = true;
		return;
	}
}

/* False: the receiver takes no more now. */
static bool
hand_over(struct flow *flow, struct chunk *chunk)
{
	if (chunk->length == 0) {
		shutdown(flow->to, SHUT_WR);
		flow->ended = true;
		return true;
	}
	while (chunk->sent < chunk->length && !flow->pair->broken) {
		ssize_t sent = send(flow->to, chunk->bytes + chunk->sent,
				    chunk->length - chunk->sent, MSG_NOSIGNAL);
		if (sent > 0)
			chunk->sent += (size_t)sent;
		else if (errno == EAGAIN)
			return false;
		else if (errno != EINTR)
			flow->pair->broken = true;
	}
	return true;
}

static void
deliver(struct flow *flow)
{
	struct chunk *chunk;
	while ((chunk = TAILQ_FIRST(&flow->arrived)) != NULL &&
	       hand_over(flow, chunk)) {
		TAILQ_REMOVE(&flow->arrived, chunk, next);
		flow->on_the_way--;
		free(chunk);
	}
}

/* A pair goes when both directions ended, or one broke, and nothing travels. */
static void
let_go_if_done(struct relay *relay, struct pair *pair)
{
	struct flow *flows = pair->flows;
	if (pair->broken && flows[0].from >= 0) {
		shutdown(flows[0].from, SHUT_RDWR);
		shutdown(flows[1].from, SHUT_RDWR);
	}
	if (flows[0].from < 0 ||
	    flows[0].on_the_way + flows[1].on_the_way > 0 ||
	    (!pair->broken && !(flows[0].ended && flows[1].ended)))
		return;
	close(flows[0].from);
	close(flows[1].from);
	flows[0].from = flows[1].from = -1;
	SLIST_INSERT_HEAD(&relay->dead, pair, next_dead);
}

static void
bury(struct relay *relay)
{
	struct pair *pair;
	while ((pair = SLIST_FIRST(&relay->dead)) != NULL) {
		SLIST_REMOVE_HEAD(&relay->dead, next_dead);
		free(pair);
	}
}

static void
deliver_what_is_due(struct relay *relay)
{
	struct chunk *chunk;
	while ((chunk = TAILQ_FIRST(&relay->travelling)) != NULL &&
	       chunk->due_ns <= tool_now_ns()) {
		struct flow *flow = chunk->flow;
		TAILQ_REMOVE(&relay->travelling, chunk, next);
		TAILQ_INSERT_TAIL(&flow->arrived, chunk, next);
		deliver(flow);
		let_go_if_done(relay, flow->pair);
	}
}

static void
flow_init(struct flow *flow, struct pair *pair, int from, int to)
{
	flow->pair = pair;
	flow->from = from;
	flow->to = to;
	TAILQ_INIT(&flow->arrived);
}

static void
welcome(struct relay *relay)
{
	int client = accept4(relay->listener, NULL, NULL, SOCK_CLOEXEC);
	if (client < 0)
		return;
	int target = tool_connect_if_open(relay->target_port);
	if (target < 0) {
		close(client);
		return;
	}
	struct pair *pair = calloc(1, sizeof(*pair));
	if (pair == NULL)
		tool_fail("out of memory");
	flow_init(&pair->flows[0], pair, client, target);
	flow_init(&pair->flows[1], pair, target, client);
	watch(relay, client, &pair->flows[0]);
	watch(relay, target, &pair->flows[1]);
}

/* `flow` reads from the socket that stirred; the other one writes to it. */
static void
stir(struct relay *relay, struct flow *flow)
{
	struct pair *pair = flow->pair;
	if (flow->from < 0)
		return;
	take_in(relay, flow);
	deliver(flow == &pair->flows[0] ? &pair->flows[1] : &pair->flows[0]);
	let_go_if_done(relay, pair);
}

static void
wait_for_more(struct relay *relay)
{
	struct epoll_event events[EVENTS];
	struct timespec patience = {.tv_sec = 3600};
	const struct chunk *head = TAILQ_FIRST(&relay->travelling);
	if (head != NULL) {
		int64_t left_ns = head->due_ns - tool_now_ns();
		patience = (struct timespec){
			.tv_nsec = left_ns > 0 ? left_ns % NS_PER_S : 0,
			.tv_sec = left_ns > 0 ? left_ns / NS_PER_S : 0};
	}
	int count = epoll_pwait2(relay->poll, events, EVENTS, &patience, NULL);
	for (int i = 0; i < count; i++) {
		if (events[i].data.ptr == NULL)
			welcome(relay);
		else
			stir(relay, events[i].data.ptr);
	}
}

static void
open_door(struct relay *relay, uint16_t port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct epoll_event event = {.events = EPOLLIN};
	const int yes = 1;
	relay->poll = epoll_create1(EPOLL_CLOEXEC);
	relay->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(relay->listener, SOL_SOCKET, SO_REUSEADDR, &yes,
		   sizeof(yes));
	if (bind(relay->listener, (const struct sockaddr *)&address,
		 sizeof(address)) != 0 ||
	    listen(relay->listener, SOMAXCONN) != 0 ||
	    epoll_ctl(relay->poll, EPOLL_CTL_ADD, relay->listener, &event) != 0)
		tool_fail("can't listen on port %u: %s", port, strerror(errno));
}

int
main(int argc, char **argv)
{
	if (argc != 4)
		tool_misuse("usage: relay LISTEN_PORT TARGET_PORT "
			    "ROUND_TRIP_MS");
	struct relay relay = {
		.target_port = (uint16_t)tool_number(argv[2], 1, UINT16_MAX,
						     "TARGET_PORT"),
		.delay_ns = tool_number(argv[3], 0, 60000, "ROUND_TRIP_MS") *
			    NS_PER_MS / 2,
	};
	TAILQ_INIT(&relay.travelling);
	SLIST_INIT(&relay.dead);
	open_door(&relay,
		  (uint16_t)tool_number(argv[1], 1, UINT16_MAX, "LISTEN_PORT"));
	puts("ready");
	fflush(stdout);
	for (;;) {
		wait_for_more(&relay);
		deliver_what_is_due(&relay);
		bury(&relay);
	}
}
