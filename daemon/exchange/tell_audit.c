/*
 * What the access log's tree shows, without opening an entry: who cosigned it,
 * and that an entry is in it (C2SP tlog-proof).
 */
#include <string.h>

#include "daemon/audit/proof.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/checkpoints.h"
#include "daemon/store/log_peers.h"

/* --- witnesses --- */

static void
put_ours(struct json_writer *writer, const struct store_log_peer *peer)
{
	json_key(writer, "ours");
	json_open_object(writer);
	json_member_integer(writer, "entries", peer->cosigned_size);
	if (peer->cosigned_size > 0)
		json_member_time(writer, "time", peer->cosigned_ms);
	if (peer->trouble != NULL) {
		json_member_string(writer, "trouble", peer->trouble);
		json_member_integer(writer, "trouble_entries",
				    peer->trouble_size);
		json_member_time(writer, "trouble_time", peer->trouble_ms);
	}
	json_close_object(writer);
}

static void
put_theirs(struct json_writer *writer, const struct store_log_peer *peer)
{
	json_key(writer, "theirs");
	json_open_object(writer);
	json_member_integer(writer, "entries", peer->seen_size);
	if (peer->fork != NULL) {
		json_member_string(writer, "fork", peer->fork);
		json_member_string(writer, "fork_note", peer->fork_note);
		json_member_time(writer, "fork_time", peer->fork_ms);
	}
	json_member_string_if(writer, "note", peer->seen_note);
	if (peer->seen_size > 0)
		json_member_time(writer, "time", peer->seen_ms);
	json_close_object(writer);
}

static void
put_peer(struct exchange *exchange, struct json_writer *writer,
	 const struct store_log_peer *peer)
{
	json_open_object(writer);
	json_member_string_if(writer, "cosigner_key", peer->cosigner_key);
	json_member_string_if(writer, "log_key", peer->log_key);
	json_member_string_if(writer, "name",
			      act_organisation_name(exchange, peer->partner));
	put_ours(writer, peer);
	json_member_string(writer, "partner", peer->partner);
	put_theirs(writer, peer);
	json_close_object(writer);
}

enum status
tell_witnesses(struct exchange *exchange)
{
	struct store_log_peer *peers;
	struct merkle_hash root;
	size_t count;
	uint64_t size;
	enum status status = store_log_peers(exchange->place->store,
					     exchange->arena, &peers, &count);
	if (status == STATUS_OK)
		status = audit_head(&exchange->node->settings.audit, &size,
				    &root);
	if (status != STATUS_OK)
		return status;
	bool is_sound = true;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "entries", (int64_t)size);
	json_key(&answer.writer, "partners");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count; i++) {
		put_peer(exchange, &answer.writer, &peers[i]);
		is_sound = is_sound && peers[i].trouble == NULL &&
			   peers[i].fork == NULL;
	}
	json_close_array(&answer.writer);
	json_member_bool(&answer.writer, "sound", is_sound);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* --- our keys --- */

enum status
tell_audit_keys(struct exchange *exchange)
{
	const struct node *node = exchange->node;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(
		&answer.writer, "cosigner",
		note_verifier_print(exchange->arena,
				    note_signer_verifier(node->log_cosigner)));
	json_member_string(
		&answer.writer, "log",
		note_verifier_print(exchange->arena,
				    note_signer_verifier(node->log_signer)));
	json_member_string(&answer.writer, "node", node->settings.organisation);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* --- the proof of an entry --- */

struct proving {
	struct exchange *exchange;
	struct audit_tree *tree;
	uint64_t seq;
	struct text header;
	struct store_log_peer *peers;
	size_t peer_count;
	uint64_t size; /* of the checkpoint */
	struct merkle_hash root;
};

/* Is it what this peer cosigned, and still so? */
static bool
is_cosigned(const struct proving *proving, const struct store_log_peer *peer)
{
	struct merkle_hash then;
	return peer->cosigned_size == (int64_t)proving->size &&
	       peer->statement != NULL &&
	       digest_from_hex(peer->cosigned_root, then.bytes) &&
	       memcmp(then.bytes, proving->root.bytes, sizeof(then.bytes)) == 0;
}

static size_t
count_cosigned(const struct proving *proving)
{
	size_t count = 0;
	for (size_t i = 0; i < proving->peer_count; i++)
		count += is_cosigned(proving, &proving->peers[i]);
	return count;
}

/* The checkpoint that most partners cosigned and that covers the entry; where
 * there is none, the last head. */
static enum status
choose_checkpoint(struct proving *proving)
{
	size_t most = 0;
	struct proving best = *proving;
	enum status status =
		audit_head(&proving->exchange->node->settings.audit, &best.size,
			   &best.root);
	for (size_t i = 0; i < proving->peer_count && status == STATUS_OK;
	     i++) {
		struct proving one = *proving;
		one.size = (uint64_t)proving->peers[i].cosigned_size;
		if (one.size <= one.seq || one.size > best.size)
			continue;
		status = audit_tree_root(one.tree, one.size, &one.root);
		size_t cosigned = count_cosigned(&one);
		if (status == STATUS_OK && cosigned > most) {
			most = cosigned;
			proving->size = one.size;
			proving->root = one.root;
		}
	}
	if (status == STATUS_OK && most == 0) {
		proving->size = best.size;
		proving->root = best.root;
	}
	return status;
}

/* What an auditor needs beside it: the entry, and whose keys are whose. */
static enum status
put_extra(const struct proving *proving, struct buf *out)
{
	struct exchange *exchange = proving->exchange;
	struct json_writer writer;
	json_begin(&writer, out);
	json_open_object(&writer);
	json_member_string(&writer, "header",
			   arena_text(exchange->arena, proving->header));
	json_key(&writer, "keys");
	json_open_array(&writer);
	enum status status =
		checkpoints_keys(exchange->node, exchange->arena, &writer);
	for (size_t i = 0; i < proving->peer_count; i++) {
		const struct store_log_peer *peer = &proving->peers[i];
		const struct log_keys_file file = {peer->certificate,
						   peer->statement};
		if (is_cosigned(proving, peer))
			log_keys_file_write(&writer, exchange->arena, &file);
	}
	json_close_array(&writer);
	json_close_object(&writer);
	return status;
}

static enum status
sign_note(const struct proving *proving, struct text *note_out)
{
	struct text body, note;
	struct buf out;
	enum status status = checkpoints_sign(
		proving->exchange->node, proving->exchange->arena,
		proving->size, &proving->root, &body, &note);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, proving->exchange->arena, 4096);
	buf_add_text(&out, note);
	for (size_t i = 0; i < proving->peer_count; i++)
		if (is_cosigned(proving, &proving->peers[i]))
			buf_add_string(&out, proving->peers[i].cosigned_line);
	*note_out = buf_text(&out);
	return STATUS_OK;
}

static enum status
make_proof(struct proving *proving, struct buf *out)
{
	struct log_proof proof = {.index = proving->seq};
	struct buf extra;
	buf_init(&extra, proving->exchange->arena, 8192);
	enum status status = choose_checkpoint(proving);
	/* younger than the last head: a second later it is covered */
	if (status == STATUS_OK && proving->seq >= proving->size)
		status = STATUS_BUSY;
	if (status == STATUS_OK)
		status = audit_tree_inclusion(proving->tree, proving->seq,
					      proving->size, proof.hashes,
					      &proof.hash_count);
	if (status == STATUS_OK)
		status = put_extra(proving, &extra);
	if (status == STATUS_OK)
		status = sign_note(proving, &proof.note);
	if (status != STATUS_OK)
		return status;
	proof.extra = buf_text(&extra);
	log_proof_encode(out, &proof);
	return STATUS_OK;
}

static enum status
find_entry(struct proving *proving)
{
	static const struct json_shape shape[] = {
		{"entry", JSON_KIND_INTEGER, true, 0},
	};
	struct exchange *exchange = proving->exchange;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	int64_t entry = json_get_integer(exchange->body, "entry", -1);
	status = entry < 0 ? STATUS_NOT_FOUND
			   : audit_header(&exchange->node->settings.audit,
					  exchange->arena, (uint64_t)entry,
					  &proving->header);
	proving->seq = (uint64_t)entry;
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/entry",
			  "the access log has no entry of that number");
	return status;
}

enum status
tell_proof(struct exchange *exchange)
{
	struct proving proving = {.exchange = exchange};
	struct buf proof;
	buf_init(&proof, exchange->arena, 8192);
	enum status status = find_entry(&proving);
	if (status == STATUS_OK)
		status =
			store_log_peers(exchange->place->store, exchange->arena,
					&proving.peers, &proving.peer_count);
	if (status == STATUS_OK)
		status = audit_tree_open(&exchange->node->settings.audit,
					 &proving.tree);
	if (status == STATUS_OK)
		status = make_proof(&proving, &proof);
	audit_tree_close(proving.tree);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "entries", (int64_t)proving.size);
	json_member_string(&answer.writer, "proof", buf_string(&proof));
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
