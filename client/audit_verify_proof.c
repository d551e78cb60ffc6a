/*
 * eenplan audit verify-proof: without a node.
 *
 * Whom to believe is for who asks to say: an authority, which vouches for the
 * nodes whose keys the proof brings along, or keys (C2SP vkey, Ed25519) that
 * they have from the nodes themselves; then what the proof brings is nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/vkeys.h"
#include "client/wording.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/vouch.h"
#include "eenplan/wire/checkpoint.h"
#include "eenplan/wire/log_keys.h"

struct verdict {
	struct arena *arena;
	struct vouch *vouch; /* NULL: by `keys` */
	struct vkeys keys;
	struct log_proof proof;
	struct text body; /* of the checkpoint */
	struct text lines;
	struct checkpoint checkpoint;
	const char *header; /* the entry's readable part */
	const struct json *entry;
	struct json_writer *cosigners;
	const char *node; /* whose log it is; NULL: not found */
	bool is_signed;
	size_t cosigned;
	const char *wrong; /* NULL: it holds */
};

static bool
read_extra(struct verdict *verdict, const struct json **keys_out)
{
	static const struct json_shape shape[] = {
		{"header", JSON_KIND_STRING, true, LIMIT_AUDIT_LINE_BYTES},
		{"keys", JSON_KIND_ARRAY, true, LIMIT_PARTNERS + 1},
	};
	const struct json *extra;

	if (json_read(verdict->arena, verdict->proof.extra,
		      LIMIT_LOG_PROOF_BYTES, &extra, NULL) != STATUS_OK ||
	    json_check_shape(extra, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK)
		return false;
	*keys_out = json_member(extra, "keys");
	verdict->header = json_get_string(extra, "header");
	return json_read(verdict->arena, text_of(verdict->header),
			 LIMIT_LOG_PROOF_BYTES, &verdict->entry,
			 NULL) == STATUS_OK;
}

static void
put_cosigner(struct verdict *verdict, const char *node, int64_t time_ms)
{
	verdict->cosigned++;
	json_open_object(verdict->cosigners);
	json_member_string(verdict->cosigners, "node", node);
	json_member_time(verdict->cosigners, "time", time_ms);
	json_close_object(verdict->cosigners);
}

/* Whoever the authority vouches for: did they sign, or cosign? */
static void
ask_signer(struct verdict *verdict, const struct json *json)
{
	struct log_keys_file file;
	struct log_keys keys;
	struct identity identity;
	int64_t time_ms;

	if (log_keys_file_read(verdict->arena, json, &file) != STATUS_OK ||
	    log_keys_accept(verdict->arena, &file, &keys, &identity) !=
		    STATUS_OK ||
	    !vouch_for(verdict->vouch, file.certificate, keys.time_ms))
		return;
	if (strcmp(keys.log.name, verdict->checkpoint.origin) == 0) {
		verdict->node = keys.node;
		verdict->is_signed = note_verify(verdict->body, verdict->lines,
						 &keys.log, NULL, NULL);
		return;
	}
	if (note_verify(verdict->body, verdict->lines, &keys.cosigner, NULL,
			&time_ms))
		put_cosigner(verdict, keys.node, time_ms);
}

/* Whose key it is says its name; that it is theirs, whoever gave it to us. */
static void
ask_key(struct verdict *verdict, const struct note_verifier *key)
{
	struct arena *arena = verdict->arena;
	const char *node = json_get_string(verdict->entry, "node");
	int64_t time_ms;

	switch (key->kind) {
	case NOTE_SIGNATURE:
		if (!node ||
		    strcmp(key->name, verdict->checkpoint.origin) != 0 ||
		    strcmp(key->name, log_keys_origin(arena, node)) != 0)
			return;
		verdict->node = node;
		verdict->is_signed = verdict->is_signed ||
				     note_verify(verdict->body, verdict->lines,
						 key, NULL, NULL);
		return;
	case NOTE_COSIGNATURE:
		if (!note_verify(verdict->body, verdict->lines, key, NULL,
				 &time_ms))
			return;
		node = log_keys_cosigner_node(arena, key->name);
		put_cosigner(verdict, node ? node : key->name, time_ms);
		return;
	}
}

static const char *
find_wrong(const struct verdict *verdict)
{
	const struct log_proof *proof = &verdict->proof;

	if (!verdict->node && verdict->vouch)
		return _("the authority vouches for nobody whose log it is");
	if (!verdict->node)
		return _("none of the keys is of whose log it is");
	if (!verdict->is_signed)
		return _("its checkpoint isn't signed by the node whose log "
			 "it is");
	if (json_get_integer(verdict->entry, "seq", -1) !=
		    (int64_t)proof->index ||
	    !json_get_string(verdict->entry, "node") ||
	    strcmp(json_get_string(verdict->entry, "node"), verdict->node) != 0)
		return _("it is about another entry than it says");
	if (!merkle_verify_inclusion(merkle_leaf(text_of(verdict->header)),
				     proof->index, verdict->checkpoint.size,
				     proof->hashes, proof->hash_count,
				     verdict->checkpoint.root))
		return _("the entry isn't in the log, or was altered");
	return NULL;
}

static void
check(struct verdict *verdict, struct text file)
{
	const struct json *keys = NULL;

	if (!log_proof_decode(verdict->arena, file, &verdict->proof) ||
	    !note_split(verdict->proof.note, &verdict->body, &verdict->lines) ||
	    !checkpoint_decode(verdict->arena, verdict->body,
			       &verdict->checkpoint) ||
	    !read_extra(verdict, &keys)) {
		verdict->wrong = _("it isn't a proof that eenplan audit proof "
				   "gave, or was altered");
		return;
	}
	for (size_t i = 0; i < verdict->keys.count; i++)
		ask_key(verdict, &verdict->keys.list[i]);
	if (verdict->vouch)
		for (const struct json *one = json_first(keys); one;
		     one = one->next)
			ask_signer(verdict, one);
	verdict->wrong = find_wrong(verdict);
}

static const struct json *
report_of(struct verdict *verdict, struct text cosigners)
{
	struct json_writer writer;
	struct buf out;
	const struct json *report;

	buf_init(&out, verdict->arena, 2048);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "by",
			   verdict->vouch ? "authority" : "keys");
	json_key(&writer, "cosigners");
	json_put_raw(&writer, cosigners);
	if (!verdict->wrong) {
		json_member_integer(&writer, "entries",
				    (int64_t)verdict->checkpoint.size);
		json_member_integer(&writer, "entry",
				    (int64_t)verdict->proof.index);
		json_member_string(&writer, "event",
				   json_get_string(verdict->entry, "event"));
	}
	json_member_string_if(&writer, "fault", verdict->wrong);
	if (!verdict->wrong) {
		json_member_string(&writer, "node", verdict->node);
		json_member_string(&writer, "request",
				   json_get_string(verdict->entry, "request"));
	}
	json_member_bool(&writer, "sound", verdict->wrong == NULL);
	if (!verdict->wrong)
		json_member_string(&writer, "time",
				   json_get_string(verdict->entry, "time"));
	json_close_object(&writer);
	if (json_read(verdict->arena, buf_text(&out), LIMIT_LOG_PROOF_BYTES,
		      &report, NULL) != STATUS_OK)
		abort();
	return report;
}

static void
print_report(struct page *page, const struct json *report)
{
	struct arena *arena = page->arena;
	const struct json *cosigners = json_member(report, "cosigners");
	const char *by = json_get_string(report, "by");
	bool by_keys = by && strcmp(by, "keys") == 0;

	if (!json_get_bool(report, "sound", false)) {
		page_say(page, 0, _("The proof does NOT hold: %s."),
			 json_get_string(report, "fault"));
		return;
	}
	page_say(page, 0,
		 _("The proof holds: entry %ld of the access log of %s, which "
		   "has %ld then."),
		 (long)json_get_integer(report, "entry", 0),
		 json_get_string(report, "node"),
		 (long)json_get_integer(report, "entries", 0));
	page_say(page, PAGE_INDENT, "%s  %s  %s",
		 wording_time(arena, json_get_string(report, "time")),
		 wording_label(WORDING_EVENT, json_get_string(report, "event")),
		 json_get_string(report, "request"));
	if (json_count(cosigners) == 0)
		page_say(
			page, PAGE_INDENT, "%s",
			by_keys ? _("None of the keys cosigned it: that nobody "
				    "was shown another log is only the node's "
				    "own word.")
				: _("No partner cosigned it: that nobody was "
				    "shown another log is only the node's "
				    "own word."));
	for (const struct json *one = json_first(cosigners); one;
	     one = one->next)
		page_say(page, PAGE_INDENT, _("Cosigned by %s, %s."),
			 json_get_string(one, "node"),
			 wording_time(arena, json_get_string(one, "time")));
	if (by_keys)
		page_say(page, PAGE_INDENT, "%s",
			 _("By the keys that you gave: no certificate has "
			   "vouched for whose they are."));
}

/* False: said what is wrong. */
static bool
open_believed(struct client *client, struct verdict *verdict)
{
	const char *authority = client->options->values[OPTION_AUTHORITY];
	const char *key = client->options->values[OPTION_VKEY];
	struct fault fault = {0};
	enum status status;

	if (!authority == !key) {
		message_error("%s",
			      _("say whom you believe: either --authority "
				"FILE or --vkey KEY"));
		return false;
	}
	if (key)
		return vkeys_read(client->arena, key, &verdict->keys);
	status = vouch_open(authority, &verdict->vouch, &fault);
	if (status != STATUS_OK)
		message_error("%s: %s", fault.where, fault.told);
	return status == STATUS_OK;
}

enum exit_code
audit_verify_proof(struct client *client)
{
	struct verdict verdict = {.arena = client->arena};
	struct fault fault = {0};
	struct json_writer cosigners;
	struct buf list;
	struct text file;
	const struct json *report;

	if (!open_believed(client, &verdict))
		return EXIT_CODE_USAGE;
	if (file_read(client->arena, client->options->arguments[0],
		      LIMIT_LOG_PROOF_BYTES, &file, &fault) != STATUS_OK) {
		message_error("%s", fault.told);
		vouch_close(verdict.vouch);
		return EXIT_CODE_USAGE;
	}
	buf_init(&list, client->arena, 512);
	json_begin(&cosigners, &list);
	json_open_array(&cosigners);
	verdict.cosigners = &cosigners;
	check(&verdict, file);
	json_close_array(&cosigners);
	report = report_of(&verdict, buf_text(&list));
	vouch_close(verdict.vouch);
	return node_show_whether(client, report, "sound", print_report);
}
