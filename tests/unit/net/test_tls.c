#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "fixture.h"
#include "leak_free.h"

/* tls_open with one file in another's place; its fault must say `text`. */
static void
refuses(const struct tls_settings *settings, const char *where,
	const char *text)
{
	struct fault fault = {0};
	struct tls *tls = NULL;

	cr_assert_eq(tls_open(settings, &tls, &fault), STATUS_INVALID);
	cr_assert_null(tls);
	cr_assert(strstr(fault.where, where) != NULL, "where: %s", fault.where);
	cr_assert(strstr(fault.text, text) != NULL, "text: %s", fault.text);
}

static struct tls_settings
good_settings(const char *folder)
{
	return (struct tls_settings){path_in(folder, "alfa/node.crt"),
				     path_in(folder, "alfa/node.key"),
				     path_in(folder, "alfa/partners-ca.crt"),
				     path_in(folder, "alfa/partners.crl")};
}

LEAK_FREE_TEST(tls, refuses_files_that_are_missing_or_hold_something_else)
{
	const char *folder = certificates();
	struct tls_settings settings = good_settings(folder);

	settings.certificate = path_in(folder, "none.crt");
	refuses(&settings, "none.crt", "can't be read: No such file");
	settings.certificate = path_in(folder, "alfa/node.key");
	refuses(&settings, "node.key", "holds no PEM certificate");
	settings = good_settings(folder);
	settings.key = path_in(folder, "beta/node.key");
	refuses(&settings, "beta/node.key", "doesn't belong");
	settings = good_settings(folder);
	settings.revoked = path_in(folder, "alfa/partners-ca.crt");
	refuses(&settings, "partners-ca.crt", "holds no PEM revocation list");
	settings.revoked = path_in(folder, "alfa/users.crl");
	refuses(&settings, "users.crl",
		"no revocation list that the authority");
	settings = good_settings(folder);
	settings.authority = path_in(folder, "alfa/node.crt");
	refuses(&settings, "node.crt", "no authority's");
}

LEAK_FREE_TEST(tls, refuses_an_expired_certificate_and_says_when_it_expired)
{
	struct tls_settings settings = good_settings(certificates());

	settings.certificate = path_in(certificates(), "old/node.crt");
	settings.key = path_in(certificates(), "old/node.key");
	refuses(&settings, "old/node.crt", "expired at 2020-01-02T00:00:00");
}

LEAK_FREE_TEST(tls, refuses_a_key_that_everybody_can_read)
{
	char *folder = certificates_copy();
	struct tls_settings settings = good_settings(folder);

	shell("chmod 0644 %s", settings.key);
	refuses(&settings, "node.key", "chmod 0600");
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, refuses_a_damaged_file)
{
	char *folder = certificates_copy();
	struct tls_settings settings = good_settings(folder);

	shell("head -c 300 %s >%s.half && mv %s.half %s", settings.authority,
	      settings.authority, settings.authority, settings.authority);
	refuses(&settings, "partners-ca.crt", "damaged");
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, refuses_a_revocation_list_that_is_out_of_date)
{
	char *folder = certificates_copy();
	struct tls_settings settings = good_settings(folder);

	shell("certs/crl %s --seconds 1 >/dev/null", folder);
	wait_ms(2100);
	refuses(&settings, "partners.crl", "out of date");
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, refuses_a_certificate_that_names_no_organisation)
{
	struct tls_settings settings = good_settings(certificates());

	settings.certificate = path_in(certificates(), "alfa/users/anna.crt");
	settings.key = path_in(certificates(), "alfa/users/anna.key");
	refuses(&settings, "anna.crt", "names no organisation");
}

LEAK_FREE_TEST(tls, keeps_the_old_files_in_force_when_a_reload_fails)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct fault fault = {0};

	fixture_init(&fixture);
	fixture.folder = folder;
	fixture_start(&fixture);
	shell("echo nonsense >%s/alfa/partners.crl", folder);
	cr_assert_eq(tls_reload(fixture.tls[PARTNERS], &fault), STATUS_INVALID);
	cr_assert(fault_is_set(&fault));
	cr_assert_eq(ask_once(&fixture, PARTNERS, &beta), 200);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, knows_its_own_identity_and_end)
{
	struct tls *tls = open_tls(certificates(), PARTNERS);
	struct fault fault = {0};
	const struct identity *own = tls_identity(tls);
	int64_t days = (tls_valid_until_ms(tls) - clock_now_ms()) / 86400000;

	cr_assert_str_eq(own->organisation, "alfa");
	cr_assert_eq(own->kind, IDENTITY_ORGANISATION);
	cr_assert(days >= 29 && days <= 30, "the list's end, not %ld days",
		  (long)days);
	cr_assert_eq(tls_reload(tls, &fault), STATUS_OK);
	cr_assert_str_eq(own->organisation, "alfa", "still valid to read");
	tls_close(tls);
}

LEAK_FREE_TEST(tls, lets_nobody_in_without_a_certificate_of_its_authority)
{
	struct fixture fixture;
	const struct show nobody = {0};
	const struct show expired = {.name = "old/node"};
	const struct show server_only = {.name = "alfa/users-listener"};
	const struct show old_protocol = {.name = "beta/node",
					  .max_version = TLS1_2_VERSION};

	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert_eq(ask_once(&fixture, PARTNERS, &nobody), 0, "none");
	cr_assert_eq(ask_once(&fixture, PARTNERS, &expired), 0, "expired");
	cr_assert_eq(ask_once(&fixture, PARTNERS, &anna), 0, "a user's");
	cr_assert_eq(ask_once(&fixture, USERS, &beta), 0, "a node's");
	cr_assert_eq(ask_once(&fixture, USERS, &server_only), 0, "purpose");
	cr_assert_eq(ask_once(&fixture, PARTNERS, &old_protocol), 0, "1.2");
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	cr_assert_eq(ask_once(&fixture, PARTNERS, &beta), 200);
	cr_assert_eq(ask_once(&fixture, USERS, &anna), 200);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(tls, lets_nobody_in_of_another_authority_with_the_same_name)
{
	char *folder = certificates_copy();
	const struct show imitation = {.folder = folder, .name = "beta/node"};
	struct fixture fixture;

	shell("rm -r %s && { certs/trial-ca %s && certs/issue node %s beta; } "
	      ">/dev/null",
	      folder, folder, folder);
	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert_eq(ask_once(&fixture, PARTNERS, &imitation), 0);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, lets_nobody_in_whose_certificate_names_no_identity)
{
	char *folder = certificates_copy();
	const struct show nameless = {.folder = folder, .name = "nameless"};
	struct fixture fixture;

	shell("cd certs && export AUTHORITY=%s/authority IDENTITY=x "
	      "NAMES=DNS:beta && openssl req -new -config openssl.cnf -newkey "
	      "ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
	      "%s/nameless.key"
	      " -out %s/csr 2>/dev/null && openssl ca -batch -notext -config "
	      "openssl.cnf -extensions node -in %s/csr -out %s/nameless.crt "
	      "2>/dev/null",
	      folder, folder, folder, folder, folder);
	fixture_init(&fixture);
	fixture_start(&fixture);
	cr_assert_eq(ask_once(&fixture, PARTNERS, &nameless), 0);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, never_speaks_in_plain_text)
{
	struct fixture fixture;
	char bytes[512] = "";
	ssize_t got;
	int fd;

	fixture_init(&fixture);
	fixture_start(&fixture);
	fd = connect_to(&fixture, PARTNERS);
	cr_assert(send(fd, "GET /echo HTTP/1.1\r\n\r\n", 22, 0) == 22);
	while ((got = recv(fd, bytes, sizeof(bytes) - 1, 0)) > 0)
		cr_assert(memmem(bytes, (size_t)got, "HTTP", 4) == NULL);
	close(fd);
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	fixture_stop(&fixture);
}

/* One request; then the session of its ticket, to be freed by the caller. */
static SSL_SESSION *
get_session(const struct fixture *fixture, const struct show *show)
{
	struct peer peer;
	char reply[4096];
	SSL_SESSION *session;

	cr_assert(peer_open(&peer, fixture, PARTNERS, show));
	peer_send(&peer, "GET /echo HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	session = SSL_get1_session(peer.ssl);
	SSL_shutdown(peer.ssl);
	peer_close(&peer);
	return session;
}

/* -1: not let in; else whether the session was taken up again. */
static int
resumes(const struct fixture *fixture, const struct show *show)
{
	struct peer peer;
	char reply[4096];
	int resumed = -1;

	if (peer_open(&peer, fixture, PARTNERS, show)) {
		peer_send(&peer, "GET /echo HTTP/1.1\r\n\r\n");
		if (peer_read(&peer, reply, sizeof(reply)) == 200)
			resumed = SSL_session_reused(peer.ssl);
	}
	peer_close(&peer);
	return resumed;
}

LEAK_FREE_TEST(tls, resumes_within_the_hour_and_without_early_data)
{
	struct fixture fixture;
	struct show again = beta;

	fixture_init(&fixture);
	fixture_start(&fixture);
	again.session = get_session(&fixture, &beta);
	cr_assert(SSL_SESSION_is_resumable(again.session));
	cr_assert(SSL_SESSION_get_ticket_lifetime_hint(again.session) <= 3600);
	cr_assert_eq(SSL_SESSION_get_max_early_data(again.session), 0);
	cr_assert_eq(resumes(&fixture, &again), 1);
	SSL_SESSION_free(again.session);
	fixture_stop(&fixture);
}

LEAK_FREE_TEST(tls, a_ticket_does_not_help_once_the_certificate_is_revoked)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct show again = beta;
	struct fault fault = {0};

	fixture_init(&fixture);
	fixture.folder = folder;
	fixture_start(&fixture);
	again.session = get_session(&fixture, &beta);
	shell("certs/revoke %s beta >/dev/null", folder);
	cr_assert_eq(tls_reload(fixture.tls[PARTNERS], &fault), STATUS_OK);
	cr_assert_eq(resumes(&fixture, &again), -1);
	cr_assert_eq(ask_once(&fixture, PARTNERS, &beta), 0, "nor anew");
	SSL_SESSION_free(again.session);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, a_ticket_does_not_help_once_the_certificate_has_expired)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct show again = beta;
	time_t soon = time(NULL) + 3;
	char until[32];

	strftime(until, sizeof(until), "%Y%m%d%H%M%SZ", gmtime(&soon));
	shell("certs/issue node %s beta --until %s >/dev/null", folder, until);
	fixture_init(&fixture);
	fixture.folder = folder;
	fixture_start(&fixture);
	again.session = get_session(&fixture, &beta);
	cr_assert_eq(resumes(&fixture, &again), 1, "as long as it is valid");
	while (time(NULL) <= soon)
		wait_ms(50);
	cr_assert_eq(resumes(&fixture, &again), -1);
	SSL_SESSION_free(again.session);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, drops_live_connections_of_a_newly_revoked_certificate)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct peer bad, good;
	struct fault fault = {0};
	const struct show alfa = {.name = "alfa/node"};
	char reply[4096];
	int held;

	fixture_init(&fixture);
	fixture.folder = folder;
	fixture_start(&fixture);
	cr_assert(peer_open(&bad, &fixture, PARTNERS, &beta));
	cr_assert(peer_open(&good, &fixture, PARTNERS, &alfa));
	peer_send(&bad, "GET /echo HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&bad, reply, sizeof(reply)), 200);
	peer_send(&good, "GET /echo HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&good, reply, sizeof(reply)), 200);
	shell("certs/revoke %s beta >/dev/null", folder);
	cr_assert_eq(tls_reload(fixture.tls[PARTNERS], &fault), STATUS_OK);
	http_server_drop_revoked(fixture.server);
	held = ms_until_closed(&bad);
	cr_assert(held >= 0 && held < 2000, "%d", held);
	peer_send(&good, "GET /echo HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&good, reply, sizeof(reply)), 200);
	peer_close(&bad);
	peer_close(&good);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

/* An idle connection hasn't shown who it is yet, but its first request must. */
LEAK_FREE_TEST(tls,
	       a_connection_from_before_the_reload_is_judged_by_the_new_list)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct peer peer;
	struct fault fault = {0};
	char reply[4096];

	fixture_init(&fixture);
	fixture.folder = folder;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	wait_ms(100);
	shell("certs/revoke %s beta >/dev/null", folder);
	cr_assert_eq(tls_reload(fixture.tls[PARTNERS], &fault), STATUS_OK);
	peer_send(&peer, "GET /echo HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 0);
	cr_assert_eq(atomic_load(&fixture.handled), 0);
	peer_close(&peer);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, closes_a_live_connection_when_its_certificate_expires)
{
	char *folder = certificates_copy();
	struct fixture fixture;
	struct peer peer;
	char reply[4096];
	time_t soon = time(NULL) + 3;
	char until[32];

	strftime(until, sizeof(until), "%Y%m%d%H%M%SZ", gmtime(&soon));
	shell("certs/issue node %s beta --until %s >/dev/null", folder, until);
	fixture_init(&fixture);
	fixture.folder = folder;
	fixture_start(&fixture);
	cr_assert(peer_open(&peer, &fixture, PARTNERS, &beta));
	peer_send(&peer, "GET /echo HTTP/1.1\r\n\r\n");
	cr_assert_eq(peer_read(&peer, reply, sizeof(reply)), 200);
	cr_assert_geq(ms_until_closed(&peer), 0);
	cr_assert(time(NULL) <= soon + 2);
	peer_close(&peer);
	fixture_stop(&fixture);
	certificates_remove(folder);
}

LEAK_FREE_TEST(tls, an_unknown_thumbprint_counts_as_revoked)
{
	struct tls *tls = open_tls(certificates(), PARTNERS);

	cr_assert(tls_is_revoked(tls, "nobody"));
	tls_close(tls);
}
