#include "daemon/config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/config_check.h"
#include "daemon/config_value.h"
#include "eenplan/base/limits.h"

#define NAMES_MAX 32

struct loading {
	const struct config_source *source;
	struct config *config;
};

static struct config_yaml *
scalar_of(const struct config_source *source, const char *text)
{
	struct config_yaml *scalar =
		ARENA_NEW(source->arena, struct config_yaml);

	scalar->kind = CONFIG_YAML_SCALAR;
	scalar->text = text;
	scalar->is_plain = true;
	return scalar;
}

/* The nearest of `count` known names that belong to `section`. */
static const char *
hint_for(const struct config_source *source, const char *name,
	 const char *const *names, size_t count)
{
	const char *near = diagnostic_near_word(name, names, count);

	if (near == NULL)
		return "eenpland --print-config shows every key";
	return arena_printf(source->arena, "did you mean \"%s\"?", near);
}

static size_t
keys_of(unsigned section, const char *names[NAMES_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < config_table_key_count; i++)
		if (config_table_keys[i].section == section &&
		    count < NAMES_MAX)
			names[count++] = config_table_keys[i].name;
	return count;
}

static bool
is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
refuse_key(const struct config_source *source, const struct config_yaml *member,
	   const char *hint)
{
	config_yaml_complain(source, member->key_mark, hint,
			     "there is no key \"%s\" here", member->key);
}

static void
refuse_unknown_keys(const struct config_source *source,
		    const struct config_yaml *map, unsigned section)
{
	const char *names[NAMES_MAX] = {NULL};
	size_t count = keys_of(section, names);

	for (const struct config_yaml *member = map->first; member != NULL;
	     member = member->next) {
		const char *instead =
			config_table_instead(section, member->key);

		if (instead != NULL)
			config_yaml_complain(source, member->key_mark, instead,
					     "the key \"%s\" is no longer "
					     "here",
					     member->key);
		else if (!is_among(member->key, names, count))
			refuse_key(source, member,
				   hint_for(source, member->key, names, count));
	}
}

static void
load_key(struct loading *loading, const struct config_yaml *map,
	 const struct config_key *key, char *item)
{
	struct config_value value = {
		.source = loading->source,
		.key = key,
		.yaml = config_yaml_member(map, key->name),
		.member = item + key->offset,
	};

	if (value.yaml == NULL && key->is_required) {
		config_yaml_complain(loading->source, map->mark,
				     arena_printf(loading->source->arena,
						  "for example: %s: %s",
						  key->name, key->example),
				     "the key \"%s\" is missing: %s", key->name,
				     key->sentence);
		return;
	}
	if (value.yaml == NULL && key->fallback[0] != '\0')
		value.yaml = scalar_of(loading->source, key->fallback);
	if (value.yaml != NULL)
		config_value_read(&value);
}

/* One map with the keys of `section`, into the struct at `item`. */
static void
load_item(struct loading *loading, const struct config_yaml *map,
	  unsigned section, char *item)
{
	if (map->kind != CONFIG_YAML_MAP) {
		config_yaml_complain(loading->source, map->mark,
				     "eenpland --print-config shows how",
				     "\"%s\" has keys with values under it",
				     config_table_sections[section].name);
		return;
	}
	refuse_unknown_keys(loading->source, map, section);
	for (size_t i = 0; i < config_table_key_count; i++)
		if (config_table_keys[i].section == section)
			load_key(loading, map, &config_table_keys[i], item);
}

static void
load_list(struct loading *loading, const struct config_yaml *yaml,
	  unsigned number)
{
	const struct config_section *section = &config_table_sections[number];

	if (yaml->kind != CONFIG_YAML_LIST || yaml->count > section->max) {
		config_yaml_complain(loading->source, yaml->mark,
				     "each begins with \"- \" on a new line",
				     "\"%s\" must be a list of at most %zu",
				     section->name, section->max);
		return;
	}

	struct config_list list = {
		.items = arena_array(loading->config->arena, yaml->count + 1,
				     section->item_bytes),
		.count = yaml->count,
	};
	char *item = list.items;

	for (const struct config_yaml *at = yaml->first; at != NULL;
	     at = at->next) {
		load_item(loading, at, number, item);
		item += section->item_bytes;
	}
	memcpy((char *)loading->config + section->offset, &list, sizeof(list));
}

static bool
is_empty(const struct config_yaml *yaml)
{
	return yaml->kind == CONFIG_YAML_SCALAR && yaml->is_plain &&
	       yaml->text[0] == '\0';
}

static void
load_section(struct loading *loading, const struct config_yaml *root,
	     unsigned number)
{
	const struct config_section *section = &config_table_sections[number];
	const struct config_yaml *yaml =
		config_yaml_member(root, section->name);
	const struct config_yaml nothing = {.kind = CONFIG_YAML_MAP};

	if (yaml == NULL && section->is_required) {
		config_yaml_complain(loading->source, (struct config_mark){0},
				     "eenpland --print-config shows how",
				     "the section \"%s\" is missing: %s",
				     section->name, section->sentence);
		return;
	}
	/* "partners:" with nothing behind it is an empty list to its writer. */
	if (yaml == NULL || (!section->is_required && is_empty(yaml)))
		yaml = section->is_list ? NULL : &nothing;
	if (section->is_list && yaml != NULL)
		load_list(loading, yaml, number);
	else if (yaml != NULL)
		load_item(loading, yaml, number,
			  (char *)loading->config + section->offset);
}

static void
load_root(struct loading *loading, const struct config_yaml *root)
{
	const char *names[NAMES_MAX] = {NULL};
	size_t count = config_table_section_count;

	if (root->kind != CONFIG_YAML_MAP) {
		config_yaml_complain(loading->source, root->mark,
				     "eenpland --print-config shows how",
				     "a configuration has sections with keys "
				     "under them");
		return;
	}
	for (size_t i = 0; i < count; i++)
		names[i] = config_table_sections[i].name;
	for (const struct config_yaml *member = root->first; member != NULL;
	     member = member->next)
		if (!is_among(member->key, names, count))
			refuse_key(loading->source, member,
				   hint_for(loading->source, member->key, names,
					    count));
	for (unsigned i = 0; i < count; i++)
		load_section(loading, root, i);
}

static unsigned
one_for_each_core(unsigned most)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (cores < 1)
		return 1;
	return cores > (long)most ? most : (unsigned)cores;
}

/* What follows from other keys or from the machine. */
static void
complete(struct config *config)
{
	if (config->log.folder == NULL)
		config->log.folder = arena_printf(config->arena, "%s/log",
						  config->node.data);
	if (config->limits.loops == 0)
		config->limits.loops = one_for_each_core(LIMIT_LOOPS);
	if (config->discovery.threads == 0)
		config->discovery.threads =
			one_for_each_core(LIMIT_DISCOVERY_THREADS);
}

static enum status
refuse_file(const struct config_source *source, const char *why)
{
	config_yaml_complain(source, (struct config_mark){0}, NULL,
			     "the configuration can't be read: %s", why);
	return STATUS_STORAGE;
}

static enum status
read_file(struct config_source *source)
{
	FILE *file = fopen(source->file, "re");

	if (file == NULL)
		return refuse_file(source, strerrordesc_np(errno));

	char *bytes = arena_alloc(source->arena, LIMIT_CONFIG_BYTES + 1);
	size_t length = fread(bytes, 1, LIMIT_CONFIG_BYTES + 1, file);
	int failure = ferror(file) != 0 ? errno : 0;

	fclose(file);
	if (failure != 0)
		return refuse_file(source, strerrordesc_np(failure));
	if (length > LIMIT_CONFIG_BYTES)
		return refuse_file(source, "it is too large");
	source->text = (struct text){bytes, length};
	return STATUS_OK;
}

static enum status
load_text(const struct config_source *source, struct config *config)
{
	struct loading loading = {.source = source, .config = config};
	const struct config_yaml *root = config_yaml_read(source);

	if (root == NULL && !diagnostics_has_errors(source->problems))
		config_yaml_complain(source, (struct config_mark){0},
				     "eenpland --print-config shows a sample",
				     "the configuration is empty");
	if (root != NULL) {
		load_root(&loading, root);
		config_check(source, root, config);
	}
	if (diagnostics_has_errors(source->problems))
		return STATUS_INVALID;
	complete(config);
	return STATUS_OK;
}

enum status
config_load(const char *path, struct diagnostics *problems,
	    struct config **config_out)
{
	struct arena *arena = arena_new();
	struct config *config = ARENA_NEW(arena, struct config);
	struct config_source source = {
		.arena = arena,
		.problems = problems,
		.file = arena_string(arena, path),
	};

	config->arena = arena;

	enum status status = read_file(&source);

	if (status == STATUS_OK)
		status = load_text(&source, config);
	if (status == STATUS_OK)
		*config_out = config;
	else
		arena_free(arena);
	return status;
}

void
config_free(struct config *config)
{
	if (config != NULL)
		arena_free(config->arena);
}
