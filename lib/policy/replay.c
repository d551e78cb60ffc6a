#include "eenplan/policy/replay.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/policy/cells.h"
#include "lib/policy/engine.h"
#include "lib/policy/minutes.h"

#define AGE_DIGITS 3

static const char state_letters[] = MINUTES_STATES;

struct judging {
	struct arena *arena;
	const struct policy *policy;
	const struct replay_entry *entry;
	replay_visit *visit;
	void *context;
	struct replay_tally *tally;
	const char *to;
	int age_years;
	int kinds[LIMIT_CONSENT_KINDS]; /* in the policy, or UNKNOWN */
	size_t kind_count;
	const struct policy_prepared *prepared; /* NULL: a strange asker */
	/* of the last cell that had them; NULL: none yet */
	const char *from;
	const char *sensitivity;
	const char *states;
};

/* False: the policy doesn't have this word. */
static bool
find(const struct judging *judging, enum vocabulary_list list, const char *word,
     int *id_out)
{
	*id_out = vocabulary_find(judging->policy->vocabulary, list, word);
	return *id_out != VOCABULARY_UNKNOWN ||
	       strcmp(word, MINUTES_UNKNOWN) == 0;
}

static bool
read_number(const char *word, size_t digits, size_t *number_out)
{
	size_t length = strlen(word);

	if (length == 0 || length > digits ||
	    strspn(word, "0123456789") != length)
		return false;
	*number_out = (size_t)strtoull(word, NULL, 10);
	return true;
}

static bool
read_age(const char *word, int *age_years_out)
{
	size_t years;

	*age_years_out = POLICY_AGE_UNKNOWN;
	if (strcmp(word, MINUTES_UNKNOWN) == 0)
		return true;
	if (!read_number(word, AGE_DIGITS, &years))
		return false;
	*age_years_out = (int)years;
	return true;
}

bool
replay_head(struct arena *arena, const char *minutes, const char **to_out,
	    int *age_years_out)
{
	char *rest = arena_string(arena, minutes);
	char *head = strsep(&rest, ";");
	const char *age;

	*to_out = strsep(&head, " ");
	age = strsep(&head, " ");
	return age != NULL && read_age(age, age_years_out);
}

static bool
read_kinds(struct judging *judging, char *words)
{
	if (strcmp(words, MINUTES_NO_KINDS) == 0)
		return true;
	for (char *word; (word = strsep(&words, ",")) != NULL;) {
		if (judging->kind_count == LIMIT_CONSENT_KINDS)
			return false;
		judging->kinds[judging->kind_count++] = vocabulary_find(
			judging->policy->vocabulary, VOCABULARY_CONSENT, word);
	}
	return true;
}

/* Who asked, and about whom; cells can be judged if the policy knows him. */
static bool
read_head(struct judging *judging, char *head)
{
	const struct replay_entry *entry = judging->entry;
	struct policy_asker asker = {.day = entry->day};
	char *age, *kinds, *mark;

	judging->to = strsep(&head, " ");
	age = strsep(&head, " ");
	kinds = strsep(&head, " ");
	mark = head;
	if (kinds == NULL || !read_age(age, &judging->age_years) ||
	    !read_kinds(judging, kinds))
		return false;
	asker.is_sent = mark != NULL && strcmp(mark, MINUTES_SENT) == 0;
	if (mark != NULL && !asker.is_sent)
		return false;
	if (find(judging, VOCABULARY_DOMAIN, judging->to, &asker.to) &&
	    find(judging, VOCABULARY_ROLE, entry->role, &asker.role) &&
	    find(judging, VOCABULARY_PURPOSE, entry->purpose, &asker.purpose))
		judging->prepared =
			policy_prepare(judging->arena, judging->policy, &asker);
	return true;
}

/* The states of the kinds that the policy has. */
static bool
read_states(const struct judging *judging, const char *letters,
	    struct policy_item *item, bool *is_strange)
{
	if (judging->kind_count == 0)
		return strcmp(letters, MINUTES_NO_KINDS) == 0;
	if (strlen(letters) != judging->kind_count)
		return false;
	for (size_t i = 0; i < judging->kind_count; i++) {
		const char *at = strchr(state_letters, letters[i]);

		if (at == NULL)
			return false;

		enum policy_consent_state state =
			(enum policy_consent_state)(at - state_letters);

		if (judging->kinds[i] != VOCABULARY_UNKNOWN)
			item->consent[judging->kinds[i]] = state;
		else if (state != POLICY_CONSENT_UNKNOWN)
			*is_strange = true;
	}
	return true;
}

/* Instead of what the minutes have; which must be the same. */
static void
hear(const struct judging *judging, struct policy_item *item)
{
	const struct replay_entry *entry = judging->entry;
	enum policy_consent_state heard[LIMIT_CONSENT_KINDS] = {0};

	if (entry->hear == NULL)
		return;
	entry->hear(entry->hear_context, item->category, heard);
	judging->tally->unlike +=
		memcmp(heard, item->consent, sizeof(heard)) != 0;
	memcpy(item->consent, heard, sizeof(heard));
}

static void
add_name(struct buf *names, const char *name)
{
	if (names->length > 0)
		buf_add_string(names, ", ");
	buf_add_string(names, name);
}

/* What was shared then beside what would be shared now, by name. */
static void
compare(const struct judging *judging, const char *category,
	const struct policy_item *item, char *shared)
{
	const struct vocabulary *vocabulary = judging->policy->vocabulary;
	uint64_t gained = policy_decide(judging->prepared, item).fields;
	uint64_t now = gained;
	struct buf lost;

	buf_init(&lost, judging->arena, 64);
	for (char *name; (name = strsep(&shared, ",")) != NULL;) {
		int field = item->category == VOCABULARY_UNKNOWN
				    ? VOCABULARY_UNKNOWN
				    : vocabulary_field_find(vocabulary,
							    item->category,
							    text_of(name));

		if (field == VOCABULARY_UNKNOWN || (now >> field & 1) == 0)
			add_name(&lost, name);
		else
			gained &= ~(UINT64_C(1) << field);
	}
	if (gained == 0 && lost.length == 0) {
		judging->tally->same++;
		return;
	}
	judging->tally->changed++;
	judging->visit(
		judging->context,
		&(struct replay_change){
			.to = judging->to,
			.category = category,
			.gained = cells_field_names(judging->arena, vocabulary,
						    item->category, gained),
			.lost = buf_string(&lost)});
}

/* The next word of `*cell`; an empty one is the one before it. */
static bool
next_word(char **cell, const char **word)
{
	const char *next = strsep(cell, " ");

	if (next != NULL && *next != '\0')
		*word = next;
	return next != NULL && *word != NULL;
}

/* What stands behind the category; no more than a letter that we write. */
static bool
read_owner(char *mark, struct policy_item *item)
{
	const char *at = mark == NULL || *mark == '\0'
				 ? NULL
				 : strchr(MINUTES_OWNERS, *mark);

	if (mark == NULL)
		return true;
	if (at == NULL || mark[1] != '\0' || at == &MINUTES_OWNERS[0])
		return false;
	item->owner = (enum policy_owner)(at - MINUTES_OWNERS);
	return true;
}

static bool
judge_cell(struct judging *judging, char *cell)
{
	struct policy_item item = {.age_years = judging->age_years};
	bool is_strange = judging->prepared == NULL;
	char *owner = strsep(&cell, " ");
	const char *category = strsep(&owner, MINUTES_OWNER);
	const char *answer;

	if (!read_owner(owner, &item) || !next_word(&cell, &judging->from) ||
	    !next_word(&cell, &judging->sensitivity) ||
	    !next_word(&cell, &judging->states))
		return false;
	answer = strsep(&cell, " ");
	if (answer == NULL || *answer == '\0' ||
	    strchr(MINUTES_VERDICTS, *answer) == NULL ||
	    !read_states(judging, judging->states, &item, &is_strange))
		return false;
	if (!find(judging, VOCABULARY_CATEGORY, category, &item.category) ||
	    !find(judging, VOCABULARY_DOMAIN, judging->from, &item.from) ||
	    !find(judging, VOCABULARY_SENSITIVITY, judging->sensitivity,
		  &item.sensitivity))
		is_strange = true;
	if (is_strange) {
		judging->tally->strange++;
		return true;
	}
	hear(judging, &item);
	compare(judging, category, &item, cell);
	return true;
}

enum status
replay_judge(struct arena *arena, const struct policy *policy,
	     const struct replay_entry *entry, replay_visit *visit,
	     void *context, struct replay_tally *tally)
{
	struct judging judging = {.arena = arena,
				  .policy = policy,
				  .entry = entry,
				  .visit = visit,
				  .context = context,
				  .tally = tally};
	char *rest = arena_string(arena, entry->minutes);
	size_t unwritten = 0;

	if (!read_head(&judging, strsep(&rest, ";")))
		return STATUS_MALFORMED;
	for (char *cell; (cell = strsep(&rest, ";")) != NULL;) {
		bool is_count = *cell == '+';

		if (is_count ? rest != NULL ||
				       !read_number(cell + 1, 9, &unwritten)
			     : !judge_cell(&judging, cell))
			return STATUS_MALFORMED;
	}
	tally->unwritten += unwritten;
	return STATUS_OK;
}
