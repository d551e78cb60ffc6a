/*
 * A partner's node that looks for joint clients, honestly or not, one step
 * after the other; prints each step with the HTTP status it got.
 *
 *   discover --port N --certificate F --key F --authority F --revoked F
 *            --partner ID --law LAW [--purpose P] [--mode M] [--identifier W]
 *            [--attack NAME] [--wait FILE] [--wait-points FILE]
 *            [--session UUID]
 *
 * Its list is nobody: padding alone. Attacks:
 *
 *   identity, canonical   a point that is the identity, or no canonical form
 *   twice                 a point twice, as it was committed to
 *   early                 points before the commitments
 *   changed               another list than was committed to
 *   resent                another piece where one was sent
 *   unpadded, long        a list of 300 places; one over the contract's most
 *   most, narrow          a contract for more than any list has; for less than
 *                         the partner's has
 *   unraised              an answer asked for before the points were raised
 *   endless               a commitment to more than any list has
 *   oversize              a piece of one point too many
 *   law                   a contract under another law
 *   foreign               a contract for another node
 *   tags                  tags with oneway, where none are wanted
 *   nonce                 a closing that shows another nonce
 *   stop                  no closing
 *   again                 afterwards the same contract once more
 *
 * With --wait it asks for the answer when that file is there, with
 * --wait-points it gives its points then.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/net/call.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"
#include "eenplan/psi/bulk.h"
#include "eenplan/wire/discovery.h"
#include "tests/tools/kit/signatory.h"
#include "tests/tools/kit/tool.h"

#define PLACES_MAX 1024
#define SECOND_MS  1000
#define LIFETIME_S 600

struct run {
	struct arena *arena;
	struct caller *caller;
	struct caller_settings files;
	struct signatory self;
	const char *port, *partner, *attack, *wait, *wait_points;
	struct discovery_contract contract;
	const char *contract_jws, *contract_digest;
	char session[UUID_TEXT_BYTES];
	struct psi_secret secret;
	uint8_t nonce[DIGEST_BYTES];
	size_t length;
	struct psi_point points[PLACES_MAX];
	struct merkle_hash inputs[PLACES_MAX];
	struct text reply;
};

static bool
is(const struct run *run, const char *attack)
{
	return run->attack != NULL && strcmp(run->attack, attack) == 0;
}

/* --- who we are --- */

static const char *
sign(struct run *run, const char *type, struct text payload)
{
	return signatory_sign(&run->self, run->arena, type, payload);
}

/* --- one step --- */

static int
post(struct run *run, const char *step, struct text body, const char *type)
{
	struct call call = {
		.organisation = run->partner,
		.url = arena_printf(run->arena,
				    "https://127.0.0.1:%s/v1/discovery/%s",
				    run->port, step),
		.body = body,
		.content_type = type,
	};
	caller_perform(run->caller, run->arena, &call, 1, 30000);
	if (call.status != STATUS_OK)
		tool_fail("%s: %s", step, call.reason);
	printf("%.*s=%d\n", (int)strcspn(step, "?"), step, call.http_status);
	if (call.http_status != 200)
		fprintf(stderr, "%.*s\n", (int)call.reply.length,
			call.reply.bytes);
	run->reply = call.reply;
	return call.http_status;
}

static bool
post_json(struct run *run, const char *step, const char *member,
	  const char *jws)
{
	struct json_writer writer;
	struct buf out;
	buf_init(&out, run->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (member != NULL)
		json_member_string(&writer, member, jws);
	if (member == NULL || strcmp(member, "contract") != 0)
		json_member_string(&writer, "session", run->session);
	json_close_object(&writer);
	return post(run, step, buf_text(&out), NULL) == 200;
}

static bool
post_octets(struct run *run, const char *step, const void *bytes, size_t length)
{
	const char *path = arena_printf(run->arena, "%s?session=%s&first=0",
					step, run->session);
	return post(run, path, (struct text){bytes, length},
		    "application/octet-stream") == 200;
}

/* --- the steps --- */

static bool
open_contract(struct run *run)
{
	struct discovery_contract *contract = &run->contract;
	struct text payload;
	uint8_t digest[DIGEST_BYTES];
	char *hex = arena_alloc(run->arena, DIGEST_HEX_BYTES);
	contract->head = (struct discovery_head){
		run->session, run->self.identity.organisation,
		is(run, "foreign") ? "somebody-else" : run->partner};
	contract->user = "mallory";
	contract->role = "coordinator";
	contract->most = is(run, "long")     ? PSI_PADDED_TO
			 : is(run, "most")   ? LIMIT_DISCOVERY_PLACES + 1
			 : is(run, "narrow") ? PSI_PADDED_TO - 1
					     : PLACES_MAX;
	contract->quota_days = 30;
	contract->issued_ms = clock_now_ms() / SECOND_MS * SECOND_MS;
	contract->expires_ms = contract->issued_ms + LIFETIME_S * SECOND_MS;
	payload = discovery_contract_encode(run->arena, contract);
	digest_of(&payload, 1, digest);
	digest_hex(digest, hex);
	run->contract_digest = hex;
	run->contract_jws = sign(run, DISCOVERY_CONTRACT_TYPE, payload);
	return post_json(run, "sessions", "contract", run->contract_jws);
}

/* Until the partner is done with what it does piece by piece. */
static bool
repeat(struct run *run, const char *step)
{
	const struct json *value;
	do {
		if (!post_json(run, step, NULL, NULL) ||
		    json_read(run->arena, run->reply, LIMIT_REQUEST_BYTES,
			      &value, NULL) != STATUS_OK)
			return false;
	} while (json_get_integer(value, "done", 0) <
		 json_get_integer(value, "of", 0));
	return true;
}

static void
make_list(struct run *run)
{
	static const struct psi_entry nobody[PLACES_MAX];
	run->length = is(run, "unpadded") ? 300
		      : is(run, "long")	  ? 2 * PSI_PADDED_TO
					  : PSI_PADDED_TO;
	psi_secret_random(&run->secret);
	psi_mask(&run->secret, 0, nobody, run->length, run->points,
		 run->inputs);
	if (is(run, "identity"))
		memset(&run->points[7], 0, sizeof(run->points[7]));
	if (is(run, "canonical"))
		memset(&run->points[7], 0xff, sizeof(run->points[7]));
	if (is(run, "twice"))
		run->points[8] = run->points[9];
}

static bool
commit(struct run *run)
{
	struct discovery_commitment commitment = {
		.head = {run->session, run->self.identity.organisation,
			 run->partner},
		.contract = run->contract_digest,
		.count = is(run, "endless")
				 ? LIMIT_DISCOVERY_PLACES + PSI_PADDED_TO
				 : (int64_t)run->length,
	};
	const struct text nonce = {(const char *)run->nonce, DIGEST_BYTES};
	struct merkle_tree points, inputs;
	struct merkle_hash root;
	struct psi_point key;
	merkle_init(&points);
	merkle_init(&inputs);
	for (size_t i = 0; i < run->length; i++) {
		merkle_append(&points, merkle_leaf((struct text){
					       (char *)run->points[i].bytes,
					       PSI_POINT_BYTES}));
		merkle_append(&inputs, run->inputs[i]);
	}
	root = merkle_root(&points);
	memcpy(commitment.root, root.bytes, DIGEST_BYTES);
	root = merkle_root(&inputs);
	memcpy(commitment.inputs, root.bytes, DIGEST_BYTES);
	psi_point_of_scalar(&run->secret.scalar, &key);
	memcpy(commitment.key, key.bytes, sizeof(key.bytes));
	digest_of(&nonce, 1, commitment.nonce);
	return post_json(
		run, "commitments", "commitment",
		sign(run, DISCOVERY_COMMITMENT_TYPE,
		     discovery_commitment_encode(run->arena, &commitment)));
}

static void
wait_for(const char *file)
{
	while (file != NULL && access(file, F_OK) != 0)
		usleep(50 * 1000);
}

static bool
swap(struct run *run)
{
	size_t bytes = run->length * PSI_POINT_BYTES;
	wait_for(run->wait_points);
	if (is(run, "changed"))
		run->points[3] = run->points[4];
	if (is(run, "oversize"))
		bytes += PSI_POINT_BYTES;
	if (!post_octets(run, "points", run->points, bytes))
		return false;
	if (!is(run, "resent"))
		return true;
	run->points[3] = run->points[4];
	return post_octets(run, "points", run->points, bytes);
}

/* Of `theirs`, the first piece, which is all of a short list. */
static bool
give_tags(struct run *run, struct text theirs)
{
	size_t count = theirs.length / PSI_POINT_BYTES, bad;
	struct psi_point *raised =
		ARENA_ARRAY(run->arena, count, struct psi_point);
	struct psi_tag *tags = ARENA_ARRAY(run->arena, count, struct psi_tag);
	if (run->contract.mode == DISCOVERY_ONEWAY && !is(run, "tags"))
		return true;
	if (!psi_raise(&run->secret, (const struct psi_point *)theirs.bytes,
		       count, raised, &bad))
		tool_fail("the partner sent what is no point");
	for (size_t i = 0; i < count; i++)
		tags[i] = psi_tag_of(&raised[i]);
	return post_octets(run, "tags", tags, count * sizeof(*tags));
}

static bool
raise_and_give(struct run *run)
{
	const struct text theirs = run->reply;
	return (is(run, "unraised") || repeat(run, "raise")) &&
	       give_tags(run, theirs);
}

static bool
answer(struct run *run)
{
	wait_for(run->wait);
	return post_json(run, "answer", NULL, NULL);
}

static bool
close_session(struct run *run)
{
	struct discovery_closing closing = {
		.head = {run->session, run->self.identity.organisation,
			 run->partner}};
	if (is(run, "stop"))
		return true;
	memcpy(closing.nonce, run->nonce, sizeof(closing.nonce));
	if (is(run, "nonce"))
		closing.nonce[0] ^= 1;
	return post_json(run, "close", "closing",
			 sign(run, DISCOVERY_CLOSING_TYPE,
			      discovery_closing_encode(run->arena, &closing)));
}

static void
play(struct run *run)
{
	make_list(run);
	if (!open_contract(run))
		return;
	if (is(run, "early")) {
		(void)swap(run);
		return;
	}
	if (repeat(run, "prepare") && commit(run) && swap(run) &&
	    raise_and_give(run) && answer(run))
		(void)close_session(run);
	if (is(run, "again"))
		(void)post_json(run, "sessions", "contract", run->contract_jws);
}

static void
read_options(int argc, char **argv, struct run *run)
{
	static const struct option options[] = {
		{"port", required_argument, NULL, 'p'},
		{"certificate", required_argument, NULL, 'c'},
		{"key", required_argument, NULL, 'k'},
		{"authority", required_argument, NULL, 'a'},
		{"revoked", required_argument, NULL, 'r'},
		{"partner", required_argument, NULL, 'P'},
		{"law", required_argument, NULL, 'l'},
		{"purpose", required_argument, NULL, 'u'},
		{"mode", required_argument, NULL, 'm'},
		{"identifier", required_argument, NULL, 'i'},
		{"attack", required_argument, NULL, 'A'},
		{"wait", required_argument, NULL, 'w'},
		{"wait-points", required_argument, NULL, 'W'},
		{"session", required_argument, NULL, 's'},
		{NULL, 0, NULL, 0},
	};
	int option;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'p': run->port = optarg; break;
		case 'c': run->files.certificate = optarg; break;
		case 'k': run->files.key = optarg; break;
		case 'a': run->files.authority = optarg; break;
		case 'r': run->files.revoked = optarg; break;
		case 'P': run->partner = optarg; break;
		case 'l': run->contract.law = optarg; break;
		case 'u': run->contract.purpose = optarg; break;
		case 'A': run->attack = optarg; break;
		case 'w': run->wait = optarg; break;
		case 'W': run->wait_points = optarg; break;
		case 's':
			snprintf(run->session, sizeof(run->session), "%s",
				 optarg);
			break;
		case 'm':
			if (!discovery_mode_of_word(optarg,
						    &run->contract.mode))
				tool_misuse("--mode");
			break;
		case 'i':
			if (!psi_identifier_of_word(optarg,
						    &run->contract.identifier))
				tool_misuse("--identifier");
			break;
		default: exit(2);
		}
	}
	if (run->port == NULL || run->partner == NULL ||
	    run->contract.law == NULL || run->files.key == NULL)
		tool_misuse("--port, --partner, --law and files are needed");
}

int
main(int argc, char **argv)
{
	static struct run run;
	run.contract.purpose = "coordination";
	random_uuid(run.session);
	random_bytes(run.nonce, sizeof(run.nonce));
	read_options(argc, argv, &run);
	if (is(&run, "law"))
		run.contract.law = "zvw";
	run.arena = arena_new();
	run.self = signatory_of_files(run.files.certificate, run.files.key);
	if (caller_new(&run.files, &run.caller) != STATUS_OK)
		tool_fail("its own files can't be used");
	play(&run);
	caller_free(run.caller);
	signatory_free(&run.self);
	arena_free(run.arena);
	return 0;
}
