#include "daemon/exchange/minimise.h"

#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/wire/entry.h"

struct parcel {
	struct text text;
	struct parcel_account *accounts;
};

/* A list of words, each once; room for as many as there are judgements. */
struct words {
	const char **items;
	size_t count;
};

/* Judgements of the same facts are held back for the same reason. */
struct held_back {
	const char *category;
	const char *law;
	const char *sensitivity;
	enum policy_owner owner;
	bool is_joint; /* by another, or by what else it is about */
	bool is_told;
};

#define RULES_MAX    16
#define KNOWN_FIELDS 16

/* A field of a record, and what it is in the vocabulary. */
struct known_field {
	struct text key; /* no bytes: none yet */
	int category;
	int id;
};

/* What one subject's judgements are turned into. */
struct cutter {
	struct arena *arena;
	const struct policy *policy;
	const struct policy_prepared *prepared;
	const struct verdict *verdict;
	const char *const *wanted;
	size_t wanted_count;
	struct words shared, withheld, rules, others, joint;
	const char **cell_rules; /* see struct parcel_account */
	struct held_back *held_back;
	size_t held_back_count;
	/* The last ones by their places: the next record of a category has
	 * much the same fields in the same places. */
	struct known_field known_fields[KNOWN_FIELDS];
};

static bool
add_word(struct words *words, const char *word)
{
	for (size_t i = words->count; i-- > 0;)
		if (strcmp(words->items[i], word) == 0)
			return false;
	words->items[words->count++] = word;
	return true;
}

static void
words_init(struct words *words, struct arena *arena, size_t room)
{
	words->items = ARENA_ARRAY(arena, room, const char *);
	words->count = 0;
}

static bool
is_wanted(const struct cutter *cutter, const char *category)
{
	for (size_t i = 0; i < cutter->wanted_count; i++)
		if (strcmp(cutter->wanted[i], category) == 0)
			return true;
	return cutter->wanted_count == 0;
}

/* The law, or under mask_kind only the group that it is in. */
static const char *
told_law(const struct cutter *cutter, const struct judgement *judgement)
{
	if (!judgement->masked)
		return judgement->record->law;
	const struct vocabulary *vocabulary = policy_vocabulary(cutter->policy);
	int group = vocabulary_group_of(vocabulary, judgement->item.from);
	return group == VOCABULARY_UNKNOWN
		       ? "any"
		       : vocabulary_word(vocabulary, VOCABULARY_GROUP, group);
}

static int
field_of(struct cutter *cutter, const struct judgement *judgement, size_t slice)
{
	struct text key = record_slice_key(judgement->record, slice);
	int category = judgement->item.category;
	struct known_field *known = &cutter->known_fields[slice % KNOWN_FIELDS];
	if (known->key.bytes == NULL || known->category != category ||
	    !text_equals(known->key, key))
		*known = (struct known_field){
			.key = key,
			.category = category,
			.id = vocabulary_field_find(
				policy_vocabulary(cutter->policy), category,
				key),
		};
	return known->id;
}

static bool
is_permitted(struct cutter *cutter, const struct judgement *judgement,
	     size_t slice)
{
	int field = field_of(cutter, judgement, slice);
	return field != VOCABULARY_UNKNOWN &&
	       (judgement->fields >> field & 1) != 0;
}

static bool
has_permitted_field(struct cutter *cutter, const struct judgement *judgement)
{
	if (judgement->fields == 0)
		return false;
	for (size_t i = 0; i < judgement->record->slice_count; i++)
		if (is_permitted(cutter, judgement, i))
			return true;
	return false;
}

static void
put_duties(struct json_writer *writer, const struct cutter *cutter,
	   const struct judgement *judgement)
{
	const struct vocabulary *vocabulary = policy_vocabulary(cutter->policy);
	int mask = vocabulary_find(vocabulary, VOCABULARY_DUTY, "mask_kind");
	uint64_t duties = judgement->duties;
	if (judgement->masked && mask != VOCABULARY_UNKNOWN)
		duties |= UINT64_C(1) << mask;
	json_key(writer, "duties");
	json_open_array(writer);
	for (int duty = 0; duty < LIMIT_DUTIES; duty++)
		if ((duties >> duty & 1) != 0)
			json_put_string(writer,
					vocabulary_word(vocabulary,
							VOCABULARY_DUTY, duty));
	json_close_array(writer);
}

/* The first rule that permits it; all of them are noted. */
static const char *
permitting_rule(struct cutter *cutter, const struct judgement *judgement)
{
	const char **known = &cutter->cell_rules[judgement->cell];
	const char *rules[RULES_MAX];
	if (*known != NULL)
		return *known;
	size_t count =
		policy_deciding_rules(cutter->prepared, &judgement->item,
				      &judgement->decision, rules, RULES_MAX);
	for (size_t i = 0; i < count; i++)
		add_word(&cutter->rules, rules[i]);
	if (count > 0)
		*known = rules[0];
	return *known;
}

static void
note_others(struct cutter *cutter, const struct judgement *judgement)
{
	const struct record *record = judgement->record;
	for (size_t i = 0; i < record->concern_count; i++)
		add_word(&cutter->others, record->concerns[i]);
	if (record->concern_count > 0)
		add_word(&cutter->joint, record->category);
}

/* Written here, so that its writers may want to change it. */
static bool
is_entry(const struct record *record)
{
	return record->origin != NULL &&
	       strncmp(record->origin, ENTRY_ORIGIN, strlen(ENTRY_ORIGIN)) == 0;
}

static void
put_fragment(struct json_writer *writer, struct cutter *cutter,
	     const struct judgement *judgement)
{
	const struct record *record = judgement->record;
	json_open_object(writer);
	json_member_string(writer, "category", record->category);
	put_duties(writer, cutter, judgement);
	json_key(writer, "fields");
	json_open_object(writer);
	for (size_t i = 0; i < record->slice_count; i++)
		if (is_permitted(cutter, judgement, i))
			json_put_raw(writer, record_slice_member(record, i));
	json_close_object(writer);
	json_member_string(writer, "law", told_law(cutter, judgement));
	if (cutter->verdict->own && is_entry(record))
		json_member_string(writer, "record", record->id);
	json_member_string_if(writer, "rule",
			      permitting_rule(cutter, judgement));
	json_member_string(writer, "subject",
			   cutter->verdict->subject->reference);
	json_close_object(writer);

	add_word(&cutter->shared, record->category);
	note_others(cutter, judgement);
}

/*
 * May it be told that this is held back? Only to who may know of the
 * involvement, and only what a consent could open: that there is judicial data
 * is itself such data. A masked source doesn't tell of special categories
 * either, which would show through the mask what kind of source it is.
 */
static bool
is_tellable(const struct cutter *cutter, const struct judgement *judgement,
	    const struct policy_reason *reason)
{
	if (!judgement->may_be_told || reason->missing_count == 0)
		return false;
	return !judgement->masked ||
	       vocabulary_category_class(policy_vocabulary(cutter->policy),
					 judgement->item.category) !=
		       VOCABULARY_SPECIAL;
}

static void
put_withheld(struct json_writer *writer, const struct cutter *cutter,
	     const struct judgement *judgement,
	     const struct policy_reason *reason)
{
	json_open_object(writer);
	json_member_strings(writer, "basis", reason->basis,
			    reason->basis_count);
	json_member_string(writer, "category", judgement->record->category);
	json_member_string(writer, "law", told_law(cutter, judgement));
	const struct judgement *because =
		judgement->other != NULL ? judgement->other : judgement;
	json_member_string(writer, "reason",
			   because->refused ? "refused" : "withheld");
	json_member_string(writer, "subject",
			   cutter->verdict->subject->reference);
	json_close_object(writer);
}

static void
cut_fragments(struct json_writer *writer, struct cutter *cutter)
{
	for (size_t i = 0; i < cutter->verdict->count; i++) {
		const struct judgement *judgement =
			&cutter->verdict->judgements[i];
		if (is_wanted(cutter, judgement->record->category) &&
		    has_permitted_field(cutter, judgement))
			put_fragment(writer, cutter, judgement);
	}
}

/*
 * Note what is held back. False: another record with the same facts was;
 * `is_told_out`: this category under this law has been mentioned already.
 */
static bool
note_held_back(struct cutter *cutter, const struct judgement *judgement,
	       bool *is_told_out)
{
	const struct record *record = judgement->record;
	bool is_joint = record->concern_count > 0 || judgement->other != NULL;
	*is_told_out = false;
	for (size_t i = cutter->held_back_count; i-- > 0;) {
		const struct held_back *before = &cutter->held_back[i];
		if (strcmp(before->category, record->category) != 0 ||
		    strcmp(before->law, record->law) != 0)
			continue;
		if (!is_joint && !before->is_joint &&
		    before->owner == judgement->item.owner &&
		    strcmp(before->sensitivity, record->sensitivity) == 0)
			return false;
		*is_told_out = *is_told_out || before->is_told;
	}
	cutter->held_back[cutter->held_back_count++] =
		(struct held_back){.category = record->category,
				   .law = record->law,
				   .sensitivity = record->sensitivity,
				   .owner = judgement->item.owner,
				   .is_joint = is_joint,
				   .is_told = *is_told_out};
	return true;
}

/* The nearest rule for it: of whomever it is about and who stands in the way.
 */
static struct policy_reason
explain(struct cutter *cutter, const struct judgement *judgement)
{
	const struct judgement *because =
		judgement->other != NULL ? judgement->other : judgement;
	struct policy_reason reason =
		policy_explain(cutter->arena, cutter->prepared, &because->item,
			       &because->decision);
	if (judgement->decision.verdict == POLICY_PERMIT)
		(void)permitting_rule(cutter, judgement);
	else
		cutter->cell_rules[judgement->cell] = reason.rule;
	if (reason.rule != NULL)
		add_word(&cutter->rules, reason.rule);
	return reason;
}

static void
hold_back(struct json_writer *writer, struct cutter *cutter,
	  const struct judgement *judgement)
{
	bool is_told;
	if (!note_held_back(cutter, judgement, &is_told))
		return;
	add_word(&cutter->withheld, judgement->record->category);
	struct policy_reason reason = explain(cutter, judgement);
	if (is_told || !is_tellable(cutter, judgement, &reason))
		return;
	put_withheld(writer, cutter, judgement, &reason);
	cutter->held_back[cutter->held_back_count - 1].is_told = true;
}

static void
cut_withheld(struct json_writer *writer, struct cutter *cutter)
{
	for (size_t i = 0; i < cutter->verdict->count; i++) {
		const struct judgement *judgement =
			&cutter->verdict->judgements[i];
		if (is_wanted(cutter, judgement->record->category) &&
		    !has_permitted_field(cutter, judgement))
			hold_back(writer, cutter, judgement);
	}
}

static void
cutter_begin(struct cutter *cutter, const struct verdict *verdict)
{
	cutter->verdict = verdict;
	words_init(&cutter->shared, cutter->arena, verdict->count);
	words_init(&cutter->withheld, cutter->arena, verdict->count);
	words_init(&cutter->rules, cutter->arena,
		   verdict->count * (RULES_MAX + 1));
	words_init(&cutter->others, cutter->arena,
		   verdict->subject->other_count);
	words_init(&cutter->joint, cutter->arena, verdict->count);
	cutter->cell_rules =
		ARENA_ARRAY(cutter->arena, verdict->cell_count, const char *);
	cutter->held_back =
		ARENA_ARRAY(cutter->arena, verdict->count, struct held_back);
}

struct parcel *
minimise(struct arena *arena, const struct policy *policy,
	 const struct policy_prepared *prepared, const struct verdict *verdicts,
	 size_t count, const char *const *wanted, size_t wanted_count)
{
	struct parcel *parcel = ARENA_NEW(arena, struct parcel);
	parcel->accounts = ARENA_ARRAY(arena, count, struct parcel_account);
	struct cutter *cutters = ARENA_ARRAY(arena, count, struct cutter);
	struct buf out;
	struct json_writer writer;
	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);

	json_open_object(&writer);
	json_key(&writer, "fragments");
	json_open_array(&writer);
	for (size_t i = 0; i < count; i++) {
		cutters[i] = (struct cutter){.arena = arena,
					     .policy = policy,
					     .prepared = prepared,
					     .wanted = wanted,
					     .wanted_count = wanted_count};
		cutter_begin(&cutters[i], &verdicts[i]);
		cut_fragments(&writer, &cutters[i]);
	}
	json_close_array(&writer);
	json_key(&writer, "withheld");
	json_open_array(&writer);
	for (size_t i = 0; i < count; i++)
		cut_withheld(&writer, &cutters[i]);
	json_close_array(&writer);
	json_close_object(&writer);

	for (size_t i = 0; i < count; i++)
		parcel->accounts[i] = (struct parcel_account){
			.shared = cutters[i].shared.items,
			.shared_count = cutters[i].shared.count,
			.withheld = cutters[i].withheld.items,
			.withheld_count = cutters[i].withheld.count,
			.rules = cutters[i].rules.items,
			.rule_count = cutters[i].rules.count,
			.cell_rules = cutters[i].cell_rules,
			.others = cutters[i].others.items,
			.other_count = cutters[i].others.count,
			.joint = cutters[i].joint.items,
			.joint_count = cutters[i].joint.count,
		};
	parcel->text = buf_text(&out);
	return parcel;
}

struct text
parcel_text(const struct parcel *parcel)
{
	return parcel->text;
}

const struct parcel_account *
parcel_account(const struct parcel *parcel, size_t index)
{
	return &parcel->accounts[index];
}
