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

void
mail_note_categories(struct exchange *exchange, const struct consent *scope)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	const char **words = ARENA_ARRAY(exchange->arena, scope->category_count,
					 const char *);
	size_t count = 0;
	for (size_t i = 0; i < scope->category_count; i++)
		if (vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
				    scope->categories[i]) != VOCABULARY_UNKNOWN)
			words[count++] = scope->categories[i];
	exchange->act_categories = words;
	exchange->act_category_count = count;
}
