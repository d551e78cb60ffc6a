#include <string.h>

#include "daemon/store/commas.h"
#include "daemon/store/lookup.h"
#include "daemon/store/store.h"

static enum status
clear(struct store *store, enum query_name query_name)
{
	struct query query;

	query_start(&query, store, query_name);
	return query_run(&query, NULL);
}

static enum status
partner_add(struct store *store, const struct store_partner *partner)
{
	struct arena *arena = arena_new();
	const char *consents, *identifiers;
	struct query query;
	enum status status = commas_join(arena, partner->consents,
					 partner->consent_count, &consents);

	if (status == STATUS_OK)
		status = commas_join(arena, partner->identifiers,
				     partner->identifier_count, &identifiers);

	if (status == STATUS_OK) {
		query_start(&query, store, QUERY_PARTNER_ADD);
		query_put_text(&query, partner->id);
		query_put_text(&query, partner->name);
		query_put_text(&query, partner->domain);
		query_put_text(&query, partner->url);
		query_put_text(&query, consents);
		query_put_text(&query, identifiers);
		query_put_integer(&query, partner->is_shown_nobody);
		status = query_run(&query, NULL);
	}
	arena_free(arena);
	return status;
}

enum status
store_partners_set(struct store *store, const struct store_partner *partners,
		   size_t count)
{
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	if (status != STATUS_OK)
		return status;
	status = clear(store, QUERY_PARTNERS_CLEAR);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = partner_add(store, &partners[i]);
	return query_scope_end(store, is_ours, status);
}

static void
read_partner(struct query *query, struct arena *arena, void *row_out)
{
	struct store_partner *partner = row_out;

	partner->id = query_text(query, arena);
	partner->name = query_text(query, arena);
	partner->domain = query_text(query, arena);
	partner->url = query_text(query, arena);
	partner->consents = commas_split(arena, query_text(query, arena),
					 &partner->consent_count);
	partner->identifiers = commas_split(arena, query_text(query, arena),
					    &partner->identifier_count);
	partner->is_shown_nobody = query_integer(query) != 0;
}

static enum status
not_enrolled_if_not_found(enum status status)
{
	return status == STATUS_NOT_FOUND ? STATUS_NOT_ENROLLED : status;
}

enum status
store_partner_find(struct store *store, struct arena *arena, const char *id,
		   struct store_partner *partner_out)
{
	return not_enrolled_if_not_found(lookup_row(store, QUERY_PARTNER_GET,
						    read_partner, arena, id,
						    partner_out));
}

enum status
store_partner_list(struct store *store, struct arena *arena,
		   struct store_partner **partners_out, size_t *count_out)
{
	struct query query;

	*partners_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_PARTNER_LIST);
	while (query_next(&query))
		read_partner(&query, arena,
			     QUERY_ADD_ROW(arena, *partners_out, *count_out));
	return query_finish(&query);
}

static enum status
user_add(struct store *store, const struct store_user *user)
{
	struct arena *arena = arena_new();
	const char *roles;
	struct query query;
	enum status status =
		commas_join(arena, user->roles, user->role_count, &roles);

	if (status == STATUS_OK) {
		query_start(&query, store, QUERY_USER_ADD);
		query_put_text(&query, user->id);
		query_put_text(&query, user->name);
		query_put_text(&query, roles);
		query_put_text(&query, user->contact);
		status = query_run(&query, NULL);
	}
	arena_free(arena);
	return status;
}

enum status
store_users_set(struct store *store, const struct store_user *users,
		size_t count)
{
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	if (status != STATUS_OK)
		return status;
	status = clear(store, QUERY_USERS_CLEAR);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = user_add(store, &users[i]);
	return query_scope_end(store, is_ours, status);
}

static void
read_user(struct query *query, struct arena *arena, void *row_out)
{
	struct store_user *user = row_out;

	user->id = query_text(query, arena);
	user->name = query_text_or_null(query, arena);
	user->roles = commas_split(arena, query_text(query, arena),
				   &user->role_count);
	user->contact = query_text_or_null(query, arena);
}

bool
store_user_has(const struct store_user *user, const char *role)
{
	for (size_t i = 0; i < user->role_count; i++)
		if (strcmp(user->roles[i], role) == 0)
			return true;
	return false;
}

enum status
store_user_find(struct store *store, struct arena *arena, const char *id,
		struct store_user *user_out)
{
	return not_enrolled_if_not_found(lookup_row(
		store, QUERY_USER_GET, read_user, arena, id, user_out));
}

enum status
store_user_list(struct store *store, struct arena *arena,
		struct store_user **users_out, size_t *count_out)
{
	struct query query;

	*users_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_USER_LIST);
	while (query_next(&query))
		read_user(&query, arena,
			  QUERY_ADD_ROW(arena, *users_out, *count_out));
	return query_finish(&query);
}
