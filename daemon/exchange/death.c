#include "daemon/exchange/death.h"

#include <string.h>

#include "daemon/exchange/naming.h"
#include "daemon/exchange/post.h"
#include "eenplan/wire/death_letter.h"

/* --- told --- */

static enum status
tell(struct exchange *exchange, const struct store_link *link, bool is_deceased)
{
	const struct death_letter letter = {
		.head = post_head(exchange, link),
		.deceased = is_deceased,
		.since_ms = exchange->now_ms,
	};
	const struct post post = {
		.kind = LETTER_KIND_DEATH,
		.head = &letter.head,
		.resident = link->resident,
		.content = death_letter_encode(exchange->arena, &letter),
	};
	return post_letter(exchange, &post);
}

static enum status
tell_all(struct exchange *exchange, const struct store_resident *resident,
	 bool is_deceased)
{
	struct store_link *links;
	size_t count;
	enum status status =
		store_links(exchange->place->store, exchange->arena,
			    resident->id, &links, &count);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = tell(exchange, &links[i], is_deceased);
	return status;
}

enum status
death_recorded(struct exchange *exchange, const struct store_resident *resident,
	       bool was_deceased, bool is_deceased)
{
	enum status status =
		store_links_release(exchange->place->store, resident->id);
	if (status != STATUS_OK || was_deceased == is_deceased)
		return status;
	return tell_all(exchange, resident, is_deceased);
}

enum status
death_imported(struct exchange *exchange, const struct store_resident *resident)
{
	struct circumstances known;
	struct store_resident otherwise = *resident;
	/* A person may have said that they died: no source takes that back. */
	otherwise.deceased = false;
	enum status status = store_circumstances(
		exchange->place->store, exchange->arena, &otherwise, &known);
	if (status != STATUS_OK || known.deceased)
		return status;
	return tell_all(exchange, resident, resident->deceased);
}

/* --- heard --- */

enum status
mail_take_death(struct exchange *exchange, const struct mail *mail,
		struct mail_decision *decision)
{
	struct store *store = exchange->place->store;
	struct death_letter letter;
	struct circumstances known;
	enum status status =
		death_letter_decode(exchange->arena, mail->letter.content,
				    &letter, &exchange->fault);
	(void)decision;
	if (status != STATUS_OK || mail->resident == NULL)
		return status;
	status = store_circumstances(store, exchange->arena, mail->resident,
				     &known);
	/* Of whom we know it, nothing leaves anyway. */
	if (status != STATUS_OK || known.deceased)
		return status;
	exchange->settle_at_gate = true;
	return store_link_hold(store, letter.head.sender, letter.head.link,
			       letter.deceased ? exchange->now_ms : 0);
}

static bool
is_held(const struct store_link *links, size_t count, const char *reference)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(links[i].reference, reference) == 0)
			return links[i].held_ms != 0;
	return false;
}

static enum status
put_death(struct exchange *exchange, struct json_writer *writer,
	  const struct store_notice *notice, const struct store_link *links,
	  size_t link_count)
{
	struct death_letter letter;
	struct fault fault = {0};
	/* It was readable when it was taken. */
	if (death_letter_decode(exchange->arena, text_of(notice->content),
				&letter, &fault) != STATUS_OK)
		return STATUS_STORAGE;
	enum status status =
		naming_put_somebody(exchange, writer, notice->partner);
	if (status != STATUS_OK)
		return status;
	json_member_bool(writer, "deceased", letter.deceased);
	json_member_bool(writer, "held",
			 is_held(links, link_count, letter.head.link));
	json_member_time(writer, "received", notice->handled_ms);
	json_member_time(writer, "since", letter.since_ms);
	json_close_object(writer);
	return STATUS_OK;
}

enum status
death_put(struct exchange *exchange, struct json_writer *writer,
	  const char *resident)
{
	struct store *store = exchange->place->store;
	struct store_notice_list told;
	struct store_link *links;
	size_t link_count;
	enum status status =
		store_notices(store, exchange->arena, resident,
			      letter_kind_word(LETTER_KIND_DEATH), &told);
	if (status == STATUS_OK)
		status = store_links(store, exchange->arena, resident, &links,
				     &link_count);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "deaths");
	json_open_array(writer);
	for (size_t i = 0; i < told.count && status == STATUS_OK; i++)
		status = put_death(exchange, writer, &told.notices[i], links,
				   link_count);
	json_close_array(writer);
	return status;
}
