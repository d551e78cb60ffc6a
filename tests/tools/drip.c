/*
 * A client that gives away its bytes one at a time, to see whether a listener
 * waits for it for ever.
 *
 *   drip --port PORT --certificate F --key F --in hello|header|body
 *        [--path /v1/query] [--every-ms 100] [--patience-ms 20000]
 *   drip --port PORT --plain
 *
 * Prints cut_off_after_ms=N, from the connection's beginning; exit status 1 if
 * it was not cut off within the patience. --plain sends a request without TLS
 * and prints plain_answer=none|alert|http.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eenplan/base/text.h"
#include "tests/tools/kit/mtls.h"

#define HELLO_BYTES 4096

#define HEADER_BYTES 512
#define HEADER_FORM  "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n"

struct drip {
	struct mtls_files files;
	uint16_t port;
	const char *in, *path;
	int every_ms;
	int64_t patience_ms;
	bool plain;
	int fd;
	SSL *tls; /* NULL: bytes go out as they are */
	int64_t began_ns;
};

/* Wait; false when the peer has hung up meanwhile. */
static bool
still_welcome(const struct drip *drip)
{
	struct pollfd stirring = {.fd = drip->fd, .events = POLLIN};
	char bytes[HELLO_BYTES];
	if (poll(&stirring, 1, drip->every_ms) <= 0)
		return true;
	/* Tickets and answers may come too; only an end is one. */
	return recv(drip->fd, bytes, sizeof(bytes), 0) > 0;
}

static bool
give_byte(const struct drip *drip, char byte)
{
	if (drip->tls != NULL)
		return SSL_write(drip->tls, &byte, 1) == 1;
	return send(drip->fd, &byte, 1, 0) == 1;
}

static int64_t
elapsed_ms(const struct drip *drip)
{
	return (tool_now_ns() - drip->began_ns) / NS_PER_MS;
}

/* Give `bytes` one by one, then the last one again and again. */
static int
give_slowly(const struct drip *drip, struct text bytes)
{
	for (size_t i = 0; elapsed_ms(drip) < drip->patience_ms; i++) {
		char byte =
			bytes.bytes[i < bytes.length ? i : bytes.length - 1];
		if (give_byte(drip, byte) && still_welcome(drip))
			continue;
		printf("cut_off_after_ms=%" PRId64 "\n", elapsed_ms(drip));
		return 0;
	}
	printf("cut_off_after_ms=never\n");
	return 1;
}

/* What a client's TLS would say first. */
static struct text
hello_of(SSL_CTX *context)
{
	static char bytes[HELLO_BYTES];
	SSL *tls = SSL_new(context);
	BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
	if (tls == NULL || in == NULL || out == NULL)
		tool_fail("no TLS: %s", mtls_reason());
	SSL_set_bio(tls, in, out);
	SSL_set_connect_state(tls);
	SSL_do_handshake(tls);
	int length = BIO_read(out, bytes, sizeof(bytes));
	SSL_free(tls);
	if (length <= 1)
		tool_fail("no hello to send");
	/* Never the whole of it. */
	return (struct text){bytes, (size_t)length - 1};
}

static int
drip_hello(struct drip *drip)
{
	SSL_CTX *context = mtls_context(&drip->files);
	struct text hello = hello_of(context);
	drip->every_ms = drip->every_ms > 0 ? drip->every_ms : 1;
	int result = give_slowly(drip, hello);
	SSL_CTX_free(context);
	return result;
}

static int
drip_request(struct drip *drip)
{
	SSL_CTX *context = mtls_context(&drip->files);
	bool in_body = strcmp(drip->in, "body") == 0;
	char header[HEADER_BYTES];
	int length = snprintf(
		header, sizeof(header), HEADER_FORM "%s", drip->path,
		in_body ? "Content-Length: 60000\r\n\r\n" : "X-Slow: ");
	int result;
	if (length >= HEADER_BYTES)
		tool_misuse("--path");
	drip->tls = mtls_new(context, drip->fd);
	if (SSL_do_handshake(drip->tls) != 1)
		tool_fail("no handshake: %s", mtls_reason());
	drip->began_ns = tool_now_ns();
	if (in_body && SSL_write(drip->tls, header, length) <= 0)
		tool_fail("can't send a header: %s", mtls_reason());
	result = give_slowly(drip,
			     in_body ? (struct text){"[", 1}
				     : (struct text){header, (size_t)length});
	SSL_free(drip->tls);
	SSL_CTX_free(context);
	return result;
}

static int
say_plainly(struct drip *drip)
{
	static const char request[] =
		"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
	char answer[HELLO_BYTES];
	struct pollfd stirring = {.fd = drip->fd, .events = POLLIN};
	ssize_t got = -1;
	if (send(drip->fd, request, sizeof(request) - 1, 0) < 0)
		tool_fail("can't send: %s", strerror(errno));
	if (poll(&stirring, 1, (int)drip->patience_ms) > 0)
		got = recv(drip->fd, answer, sizeof(answer), 0);
	bool http = got >= 4 && memcmp(answer, "HTTP", 4) == 0;
	printf("plain_answer=%s\n", got <= 0 ? "none"
				    : http   ? "http"
					     : "alert");
	return http ? 1 : 0;
}

static struct drip
read_options(int argc, char **argv)
{
	static const struct option options[] = {
		{"port", required_argument, NULL, 'p'},
		{"certificate", required_argument, NULL, 'c'},
		{"key", required_argument, NULL, 'k'},
		{"in", required_argument, NULL, 'i'},
		{"path", required_argument, NULL, 'u'},
		{"every-ms", required_argument, NULL, 'e'},
		{"patience-ms", required_argument, NULL, 'w'},
		{"plain", no_argument, NULL, 'P'},
		{NULL, 0, NULL, 0},
	};
	struct drip drip = {.in = "",
			    .path = "/v1/query",
			    .every_ms = 100,
			    .patience_ms = 20000};
	int option;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			drip.port = (uint16_t)tool_number(optarg, 1, UINT16_MAX,
							  "--port");
			break;
		case 'c': drip.files.certificate = optarg; break;
		case 'k': drip.files.key = optarg; break;
		case 'i': drip.in = optarg; break;
		case 'u': drip.path = optarg; break;
		case 'e':
			drip.every_ms = (int)tool_number(optarg, 1, 60000,
							 "--every-ms");
			break;
		case 'w':
			drip.patience_ms =
				tool_number(optarg, 1, 600000, "--patience-ms");
			break;
		case 'P': drip.plain = true; break;
		default: exit(2);
		}
	}
	return drip;
}

int
main(int argc, char **argv)
{
	struct drip drip = read_options(argc, argv);
	int result = 2;
	signal(SIGPIPE, SIG_IGN);
	drip.fd = tool_connect(drip.port);
	drip.began_ns = tool_now_ns();
	if (drip.plain)
		result = say_plainly(&drip);
	else if (strcmp(drip.in, "hello") == 0)
		result = drip_hello(&drip);
	else if (strcmp(drip.in, "header") == 0 || strcmp(drip.in, "body") == 0)
		result = drip_request(&drip);
	else
		fputs("drip: --in hello, header or body is needed\n", stderr);
	close(drip.fd);
	return result;
}
