#include "daemon/enrol.h"

#include <string.h>

#include "eenplan/base/log.h"

static bool
word_exists(const struct vocabulary *vocabulary, enum vocabulary_list list,
	    const char *word, const char *of)
{
	if (vocabulary_find(vocabulary, list, word) != VOCABULARY_UNKNOWN)
		return true;
	log_error("configuration has a word that the policy's vocabulary lacks",
		  "word=%s of=%s", word, of);
	return false;
}

/*
 * Who asks under "own" is one of us. An organisation enrolled so would be
 * shown everything that our own users are.
 */
static bool
law_exists(const struct vocabulary *vocabulary, const char *law, const char *of)
{
	if (strcmp(law, "own") != 0)
		return word_exists(vocabulary, VOCABULARY_DOMAIN, law, of);
	log_error("\"own\" is no law that an organisation can have", "of=%s",
		  of);
	return false;
}

bool
enrol_words_exist(const struct config *config,
		  const struct vocabulary *vocabulary)
{
	bool exist = law_exists(vocabulary, config->node.law, "node");
	for (size_t i = 0; i < config->partners.count; i++) {
		const struct config_partner *partner =
			&config->partners.items[i];
		exist &= law_exists(vocabulary, partner->law, partner->id);
		for (size_t k = 0; k < partner->consents.count; k++)
			exist &= word_exists(vocabulary, VOCABULARY_CONSENT,
					     partner->consents.items[k],
					     partner->id);
	}
	for (size_t i = 0; i < config->users.count; i++) {
		const struct config_user *user = &config->users.items[i];
		for (size_t k = 0; k < user->roles.count; k++)
			exist &= word_exists(vocabulary, VOCABULARY_ROLE,
					     user->roles.items[k], user->id);
	}
	return exist;
}

static enum status
set_partners(const struct config *config, struct arena *arena,
	     struct store *store)
{
	struct store_partner *partners = ARENA_ARRAY(
		arena, config->partners.count, struct store_partner);
	for (size_t i = 0; i < config->partners.count; i++) {
		const struct config_partner *partner =
			&config->partners.items[i];
		partners[i] = (struct store_partner){
			.id = partner->id,
			.name = partner->name,
			.domain = partner->law,
			.url = partner->url,
			.consents = partner->consents.items,
			.consent_count = partner->consents.count,
			.identifiers = partner->identifiers.items,
			.identifier_count = partner->identifiers.count,
			.is_shown_nobody =
				partner->directory != NULL &&
				strcmp(partner->directory, "nothing") == 0,
		};
	}
	return store_partners_set(store, partners, config->partners.count);
}

static enum status
set_users(const struct config *config, struct arena *arena, struct store *store)
{
	struct store_user *users =
		ARENA_ARRAY(arena, config->users.count, struct store_user);
	for (size_t i = 0; i < config->users.count; i++) {
		const struct config_user *user = &config->users.items[i];
		users[i] = (struct store_user){.id = user->id,
					       .name = user->name,
					       .roles = user->roles.items,
					       .role_count = user->roles.count,
					       .contact = user->contact};
	}
	return store_users_set(store, users, config->users.count);
}

enum status
enrol(const struct config *config, const struct store_settings *settings)
{
	struct store *store;
	enum status status = store_open(settings, STORE_WRITE, &store);
	if (status != STATUS_OK)
		return status;
	struct arena *arena = arena_new();
	status = store_begin(store);
	if (status == STATUS_OK)
		status = set_partners(config, arena, store);
	if (status == STATUS_OK)
		status = set_users(config, arena, store);
	status = store_end(store, status);
	arena_free(arena);
	store_close(store);
	return status;
}
