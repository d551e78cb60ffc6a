#include "eenplan/wire/view.h"

void
view_coordinator_encode(struct json_writer *writer,
			const struct view_coordinator *coordinator)
{
	if (coordinator->standing == NULL) {
		json_put_null(writer);
		return;
	}
	json_open_object(writer);
	if (coordinator->claim_count > 0)
		json_member_strings(writer, "claims", coordinator->claims,
				    coordinator->claim_count);
	json_member_string_if(writer, "contact", coordinator->contact);
	json_member_string_if(writer, "group", coordinator->group);
	json_member_string_if(writer, "name", coordinator->name);
	json_member_string_if(writer, "organisation",
			      coordinator->organisation);
	json_member_string(writer, "standing", coordinator->standing);
	json_close_object(writer);
}

static void
encode_emergency(struct json_writer *writer, const struct view *view)
{
	if (view->emergency == NULL)
		return;
	json_key(writer, "emergency");
	json_open_object(writer);
	json_member_string(writer, "id", view->emergency);
	json_member_time(writer, "until", view->emergency_until_ms);
	json_close_object(writer);
}

static void
encode_fragment(struct json_writer *writer, const struct view_fragment *item)
{
	const struct fragment *fragment = &item->fragment;

	json_open_object(writer);
	json_member_string(writer, "category", fragment->category);
	json_member_strings(writer, "duties", fragment->duties,
			    fragment->duty_count);
	json_key(writer, "fields");
	json_put_value(writer, fragment->fields);
	json_member_string(writer, "law", fragment->law);
	json_member_string_if(writer, "record", fragment->record);
	json_member_string(writer, "rule", fragment->rule);
	json_member_string(writer, "source", item->source);
	json_member_string_if(writer, "source_name", item->source_name);
	json_member_string(writer, "subject", fragment->subject);
	json_close_object(writer);
}

static void
encode_household(struct json_writer *writer, const struct view *view)
{
	json_key(writer, "household");
	json_open_object(writer);
	json_member_string(writer, "id", view->household);
	json_member_string_if(writer, "name", view->household_name);
	json_close_object(writer);
}

static void
encode_member(struct json_writer *writer, const struct view_member *member)
{
	json_open_object(writer);
	if (member->age_years >= 0)
		json_member_integer(writer, "age", member->age_years);
	json_member_string(writer, "id", member->id);
	json_member_string_if(writer, "name", member->name);
	json_member_string_if(writer, "relation", member->relation);
	json_close_object(writer);
}

static void
encode_missing(struct json_writer *writer, const struct view_missing *item)
{
	const struct withheld *withheld = &item->withheld;

	json_open_object(writer);
	if (withheld->basis_count > 0)
		json_member_strings(writer, "basis", withheld->basis,
				    withheld->basis_count);
	json_member_string_if(writer, "category", withheld->category);
	json_member_string_if(writer, "law", withheld->law);
	json_member_string(writer, "reason", withheld->reason);
	json_member_string(writer, "source", item->source);
	json_member_string_if(writer, "source_name", item->source_name);
	json_member_string_if(writer, "subject", withheld->subject);
	json_close_object(writer);
}

const char *
view_overlap_word(enum view_overlap_kind kind)
{
	static const char *const words[] = {
#define VIEW_OVERLAP(name, word, sentence) [VIEW_OVERLAP_##name] = (word),
#include "eenplan/wire/view_overlap.def"
#undef VIEW_OVERLAP
	};

	return words[kind];
}

static void
encode_overlap(struct json_writer *writer, const struct view_overlap *overlap)
{
	json_open_object(writer);
	json_member_string(writer, "kind", view_overlap_word(overlap->kind));
	json_key(writer, "parties");
	json_open_array(writer);
	for (size_t at = 0; at < overlap->party_count; at++) {
		const struct view_party *party = &overlap->parties[at];

		json_open_object(writer);
		json_member_string_if(writer, "contact", party->contact);
		json_member_string(writer, "source", party->source);
		json_member_string_if(writer, "source_name",
				      party->source_name);
		json_member_string_if(writer, "who", party->who);
		json_close_object(writer);
	}
	json_close_array(writer);
	json_member_string_if(writer, "subject", overlap->subject);
	json_member_string_if(writer, "what", overlap->what);
	json_close_object(writer);
}

static void
encode_lists(struct json_writer *writer, const struct view *view)
{
	json_key(writer, "members");
	json_open_array(writer);
	for (size_t at = 0; at < view->member_count; at++)
		encode_member(writer, &view->members[at]);
	json_close_array(writer);
	json_key(writer, "missing");
	json_open_array(writer);
	for (size_t at = 0; at < view->missing_count; at++)
		encode_missing(writer, &view->missing[at]);
	json_close_array(writer);
	json_key(writer, "overlaps");
	json_open_array(writer);
	for (size_t at = 0; at < view->overlap_count; at++)
		encode_overlap(writer, &view->overlaps[at]);
	json_close_array(writer);
}

void
view_news_encode(struct json_writer *writer, int64_t count, int64_t since_ms)
{
	json_key(writer, "news");
	json_open_object(writer);
	json_member_integer(writer, "count", count);
	json_member_time(writer, "since", since_ms);
	json_close_object(writer);
}

void
view_encode(struct buf *out, const struct view *view)
{
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
	if (view->category_count > 0)
		json_member_strings(&writer, "categories", view->categories,
				    view->category_count);
	json_key(&writer, "coordinator");
	view_coordinator_encode(&writer, &view->coordinator);
	encode_emergency(&writer, view);
	if (view->due >= 0)
		json_member_integer(&writer, "due", view->due);
	json_key(&writer, "fragments");
	json_open_array(&writer);
	for (size_t at = 0; at < view->fragment_count; at++)
		encode_fragment(&writer, &view->fragments[at]);
	json_close_array(&writer);
	encode_household(&writer, view);
	encode_lists(&writer, view);
	if (view->news > 0)
		view_news_encode(&writer, view->news, view->news_since_ms);
	json_member_string(&writer, "purpose", view->purpose);
	json_member_string(&writer, "request", view->request);
	json_member_string(&writer, "role", view->role);
	json_member_time(&writer, "time", view->time_ms);
	json_close_object(&writer);
}
