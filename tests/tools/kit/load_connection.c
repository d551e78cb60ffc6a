#include "tests/tools/kit/load_connection.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define READ_BYTES (16 * 1024)

void
connection_close(struct run *run, struct connection *connection)
{
	if (connection->state == HOLDING)
		run->holding--;
	connection->state = CLOSED;
	SSL_free(connection->tls);
	close(connection->fd);
	answer_clear(&connection->answer);
	run->open--;
}

void
connection_open(struct run *run, struct connection *connection)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET,
				    .data.ptr = connection};
	connection->fd = tool_connect_if_open(run->settings->port);
	if (connection->fd < 0) {
		if (!run->settings->until_broken)
			tool_fail("nobody listens on port %u",
				  run->settings->port);
		run->tally->broken++;
		run->ending = true;
		return;
	}
	fcntl(connection->fd, F_SETFL, O_NONBLOCK);
	connection->tls = mtls_new(run->context, connection->fd);
	SSL_set_app_data(connection->tls, connection);
	connection->has_ticket = false;
	connection->state = SHAKING;
	run->open++;
	if (epoll_ctl(run->poll, EPOLL_CTL_ADD, connection->fd, &event) != 0)
		tool_fail("can't watch a connection: %s", strerror(errno));
}

int
connection_on_ticket(SSL *tls, SSL_SESSION *session)
{
	struct connection *connection = SSL_get_app_data(tls);
	(void)session;
	connection->has_ticket = true;
	return 0;
}

static bool
is_patient(const struct connection *connection, int result)
{
	int error = SSL_get_error(connection->tls, result);
	return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

static void
lose(struct run *run, struct connection *connection)
{
	run->tally->broken++;
	if (!run->settings->until_broken) {
		fprintf(stderr, "load: connection lost: %s\n", mtls_reason());
		run->failed = run->ending = true;
	}
	connection_close(run, connection);
}

/* The next request, or none. */
static void
begin_request(struct run *run, struct connection *connection)
{
	if (!run_may_begin(run)) {
		connection_close(run, connection);
		return;
	}
	load_request_number(&run->request, connection->request, run->begun);
	run->begun++;
	connection->state = SENDING;
}

static void
note_answer(struct run *run, struct connection *connection)
{
	struct answer *answer = &connection->answer;
	const struct load_settings *settings = run->settings;
	if (settings->expected_status != 0 &&
	    answer->status != settings->expected_status)
		tool_fail("status %d, not %d: %.*s", answer->status,
			  settings->expected_status,
			  (int)(answer->total - answer->head_length),
			  answer->bytes + answer->head_length);
	uint64_t wire = BIO_number_read(SSL_get_rbio(connection->tls));
	tally_answer(run->tally,
		     &(struct tally_answer){
			     .status = answer->status,
			     .bytes = answer->total,
			     .sent_ns = connection->sent_ns,
			     .received_ns = tool_now_ns(),
			     .has_text = answer_has_text(
				     answer, settings->watched_text),
			     .has_other = answer_has_text(answer,
							  settings->other_text),
			     .after_act = run->tally->acted_ns != 0 &&
					  !connection->came_before,
			     .wire_bytes = wire - connection->wire_before,
		     });
	connection->came_before = false;
	if (run->ids != NULL)
		fprintf(run->ids, "%.*s\n", LOAD_ID_LENGTH,
			connection->request + run->request.id_at);
}

static void
keep_answer(const struct run *run, const struct answer *answer)
{
	if (run->settings->answer_file == NULL)
		return;
	FILE *file = fopen(run->settings->answer_file, "we");
	if (file == NULL ||
	    fwrite(answer->bytes, 1, answer->total, file) != answer->total ||
	    fclose(file) != 0)
		tool_fail("can't write %s: %s", run->settings->answer_file,
			  strerror(errno));
}

static void
hold(struct run *run, struct connection *connection)
{
	connection->state = HOLDING;
	if (++run->holding < run->settings->connections)
		return;
	printf("holding=%u\n", run->holding);
	fflush(stdout);
}

static void
finish_answer(struct run *run, struct connection *connection)
{
	bool closes = connection->answer.closes;
	note_answer(run, connection);
	keep_answer(run, &connection->answer);
	answer_clear(&connection->answer);
	if (closes) {
		connection_close(run, connection);
		if (run_may_begin(run))
			connection_open(run, connection);
	} else if (run->settings->mode == LOAD_IDLE) {
		hold(run, connection);
	} else {
		begin_request(run, connection);
	}
}

/* Each returns whether there is more to do now. */

static bool
shake(struct run *run, struct connection *connection)
{
	int result = SSL_do_handshake(connection->tls);
	if (result != 1) {
		if (!is_patient(connection, result))
			lose(run, connection);
		return false;
	}
	if (run->settings->mode == LOAD_HANDSHAKES) {
		connection->state = AWAITING_TICKET;
		return true;
	}
	run->tally->handshakes++;
	begin_request(run, connection);
	return connection->state != CLOSED;
}

static bool
await_ticket(struct run *run, struct connection *connection)
{
	char byte;
	int result = SSL_read(connection->tls, &byte, 1);
	if (!connection->has_ticket) {
		if (!is_patient(connection, result))
			lose(run, connection);
		return false;
	}
	run->tally->handshakes++;
	SSL_shutdown(connection->tls);
	connection_close(run, connection);
	if (!run_may_begin(run))
		return false;
	run->begun++;
	connection_open(run, connection);
	return connection->state != CLOSED;
}

static bool
send_request(struct run *run, struct connection *connection)
{
	connection->sent_ns = tool_now_ns();
	connection->wire_before =
		BIO_number_read(SSL_get_rbio(connection->tls));
	int result = SSL_write(connection->tls, connection->request,
			       (int)run->request.length);
	if (result > 0)
		connection->state = AWAITING;
	else if (!is_patient(connection, result))
		lose(run, connection);
	/* Nothing can have come yet, and what comes will wake us. */
	return false;
}

static bool
await_answer(struct run *run, struct connection *connection)
{
	struct answer *answer = &connection->answer;
	int result = SSL_read(connection->tls, answer_room(answer, READ_BYTES),
			      READ_BYTES);
	if (result <= 0) {
		if (!is_patient(connection, result))
			lose(run, connection);
		return false;
	}
	if (answer_take(answer, (size_t)result))
		finish_answer(run, connection);
	return connection->state != CLOSED;
}

static bool
notice_end(struct run *run, struct connection *connection)
{
	char byte;
	int result = SSL_read(connection->tls, &byte, 1);
	if (!is_patient(connection, result))
		lose(run, connection);
	return false;
}

void
connection_drive(struct run *run, struct connection *connection)
{
	bool more = true;
	while (more) {
		switch (connection->state) {
		case SHAKING: more = shake(run, connection); break;
		case AWAITING_TICKET:
			more = await_ticket(run, connection);
			break;
		case SENDING: more = send_request(run, connection); break;
		case AWAITING: more = await_answer(run, connection); break;
		case HOLDING: more = notice_end(run, connection); break;
		case CLOSED: more = false; break;
		}
	}
}
