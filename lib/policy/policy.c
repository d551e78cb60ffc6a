#include "eenplan/policy/policy.h"

#include <stdlib.h>
#include <string.h>

#include "lib/policy/engine.h"
#include "lib/policy/parser.h"
#include "lib/policy/prove.h"

const char *
policy_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* By name without its folder, so that no order of reading has a meaning. */
static int
compare_sources(const void *one_source, const void *other_source)
{
	const struct source *one = one_source;
	const struct source *other = other_source;
	int order = strcmp(policy_file_name(one->name),
			   policy_file_name(other->name));
	size_t shorter = one->text.length < other->text.length
				 ? one->text.length
				 : other->text.length;

	if (order == 0 && shorter > 0)
		order = memcmp(one->text.bytes, other->text.bytes, shorter);
	if (order == 0)
		order = (one->text.length > other->text.length) -
			(one->text.length < other->text.length);
	return order;
}

static struct source *
copy_sources(struct arena *arena, const struct policy_source *given,
	     size_t count, struct diagnostics *found)
{
	struct source *sources = ARENA_ARRAY(arena, count, struct source);

	for (size_t i = 0; i < count; i++)
		sources[i] = (struct source){
			.name = arena_string(arena, given[i].name),
			.text = {arena_text(arena, given[i].text),
				 given[i].text.length},
			.found = found,
		};
	if (count > 1)
		qsort(sources, count, sizeof(*sources), compare_sources);
	return sources;
}

/* Each text behind its name and length, so that no two sets are the same. */
static void
digest_sources(struct arena *arena, const struct source *sources, size_t count,
	       char out[DIGEST_HEX_BYTES])
{
	struct text *parts = ARENA_ARRAY(arena, 2 * count, struct text);
	uint8_t digest[DIGEST_BYTES];

	for (size_t i = 0; i < count; i++) {
		parts[2 * i] = text_of(arena_printf(
			arena, "%s\n%zu\n", policy_file_name(sources[i].name),
			sources[i].text.length));
		parts[2 * i + 1] = sources[i].text;
	}
	digest_of(parts, 2 * count, digest);
	digest_hex(digest, out);
}

/* What is too large is refused before any of it is copied. */
static bool
sizes_are_allowed(const struct policy_source *sources, size_t count,
		  struct diagnostics *found)
{
	size_t total = 0;
	bool is_fine = count <= LIMIT_POLICY_FILES;

	if (!is_fine)
		source_error(&(struct source){.found = found},
			     "there are too many files: a policy has at most "
			     "%d",
			     LIMIT_POLICY_FILES);
	for (size_t i = 0; i < count && is_fine; i++) {
		struct source source = {.name = sources[i].name,
					.found = found};

		total += sources[i].text.length;
		is_fine = sources[i].text.length <= LIMIT_POLICY_FILE_BYTES &&
			  total <= LIMIT_POLICY_BYTES;
		if (!is_fine)
			source_error(&source,
				     "a file has at most %d bytes, and all "
				     "files together %d",
				     LIMIT_POLICY_FILE_BYTES,
				     LIMIT_POLICY_BYTES);
	}
	return is_fine;
}

/* False: a vocabulary has mistakes, or a file could be one but has no head. */
static bool
parse_sources(struct policy *policy, const struct source *sources, size_t count)
{
	size_t items_left = LIMIT_POLICY_RULES;
	bool words_are_whole = true;

	policy->files = ARENA_ARRAY(policy->arena, count, struct ast_file *);
	for (size_t i = 0; i < count; i++) {
		size_t errors = sources[i].found->errors;
		struct ast_file *file;

		if (!source_is_readable(&sources[i])) {
			words_are_whole = false;
			continue;
		}
		file = parser_parse(policy->arena, &sources[i], &items_left);
		policy->files[policy->file_count++] = file;
		if (sources[i].found->errors > errors &&
		    (file->is_vocabulary || !place_is_set(file->version)))
			words_are_whole = false;
	}
	return words_are_whole;
}

static bool
has_vocabulary(const struct policy *policy, struct diagnostics *found)
{
	for (size_t i = 0; i < policy->file_count; i++)
		if (policy->files[i]->is_vocabulary)
			return true;
	if (!diagnostics_has_errors(found))
		diagnostics_add(found,
				&(struct diagnostic){
					.severity = DIAGNOSTIC_ERROR,
					.text = "there is no vocabulary among "
						"the files"});
	return false;
}

/* Everything up to the index; false if there was any mistake. */
static bool
build(struct policy *policy, struct source *sources, size_t count,
      struct diagnostics *found)
{
	bool words_are_whole = parse_sources(policy, sources, count);
	size_t errors = found->errors;

	if (!has_vocabulary(policy, found))
		return false;
	policy->vocabulary =
		lexicon_build(policy->arena, policy->files, policy->file_count);
	/* Without the right words every rule would seem wrong. */
	if (!words_are_whole || found->errors > errors)
		return false;
	checker_check(policy->arena, policy->vocabulary, policy->files,
		      policy->file_count, &policy->ruleset);
	if (!diagnostics_has_errors(found))
		prove_nevers(policy->vocabulary, &policy->ruleset);
	if (diagnostics_has_errors(found))
		return false;
	policy->index = index_build(policy->arena, policy->vocabulary,
				    &policy->ruleset);
	digest_sources(policy->arena, sources, count, policy->digest);
	for (size_t i = 0; i < count; i++)
		sources[i].found = NULL;
	return true;
}

struct policy *
policy_load(const struct policy_source *sources, size_t count,
	    struct diagnostics *found)
{
	struct arena *arena;
	struct policy *policy;

	if (!sizes_are_allowed(sources, count, found))
		return NULL;
	arena = arena_new();
	policy = ARENA_NEW(arena, struct policy);
	policy->arena = arena;
	atomic_init(&policy->holders, 1);
	if (!build(policy, copy_sources(arena, sources, count, found), count,
		   found)) {
		arena_free(arena);
		return NULL;
	}
	return policy;
}

struct policy *
policy_retain(struct policy *policy)
{
	atomic_fetch_add_explicit(&policy->holders, 1, memory_order_relaxed);
	return policy;
}

void
policy_free(struct policy *policy)
{
	if (policy != NULL &&
	    atomic_fetch_sub_explicit(&policy->holders, 1,
				      memory_order_acq_rel) == 1)
		arena_free(policy->arena);
}

const struct vocabulary *
policy_vocabulary(const struct policy *policy)
{
	return policy->vocabulary;
}

const char *
policy_digest(const struct policy *policy)
{
	return policy->digest;
}

size_t
policy_rule_count(const struct policy *policy)
{
	return policy->ruleset.count + policy->ruleset.lead_count;
}

size_t
policy_source_count(const struct policy *policy)
{
	return policy->file_count;
}

struct policy_source
policy_source_at(const struct policy *policy, size_t index)
{
	const struct source *source = policy->files[index]->source;

	return (struct policy_source){.name = source->name,
				      .text = source->text};
}
