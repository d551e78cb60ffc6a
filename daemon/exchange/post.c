#include "daemon/exchange/post.h"

struct letter_head
post_head(struct exchange *exchange, const struct store_link *link)
{
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	return (struct letter_head){
		.id = id,
		.sender = exchange->node->settings.organisation,
		.recipient = link->partner,
		.link = link->reference,
	};
}

enum status
post_letter(struct exchange *exchange, const struct post *post)
{
	const struct store_letter letter = {
		.id = post->head->id,
		.partner = post->head->recipient,
		.kind = letter_kind_word(post->kind),
		.resident = post->resident,
		.about = post->about,
		.content = arena_text(exchange->arena, post->content),
		.written_ms = exchange->now_ms,
	};
	exchange->wrote_letters = true;
	return store_letter_put(exchange->place->store, &letter);
}
