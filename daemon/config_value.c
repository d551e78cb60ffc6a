#include "daemon/config_value.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/config.h"
#include "daemon/config_path.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"

static const char *const levels[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

const char *
config_value_range(struct arena *arena, const struct config_key *key)
{
	const char *type = config_table_type(key->type);

	switch (key->type) {
	case CONFIG_NUMBER:
		return arena_printf(arena, "%s from %ld to %ld", type, key->min,
				    key->max);
	case CONFIG_WORDS:
	case CONFIG_PATHS:
		return arena_printf(arena, "%s, %ld to %ld of them", type,
				    key->min, key->max);
	case CONFIG_TEXT:
		return arena_printf(arena, "%s of at most %ld bytes", type,
				    key->max);
	case CONFIG_ORGANISATION:
	case CONFIG_USER:
	case CONFIG_WORD:
	case CONFIG_ADDRESS:
	case CONFIG_URL:
	case CONFIG_LEVEL:
	case CONFIG_FILE:
	case CONFIG_SECRET:
	case CONFIG_FOLDER: break;
	}
	return type;
}

static void
refuse(const struct config_value *value, const char *hint)
{
	config_yaml_complain(
		value->source, value->yaml->mark, hint, "\"%s\" must be %s",
		value->key->name,
		config_value_range(value->source->arena, value->key));
}

static const char *
such_as(const struct config_value *value)
{
	return arena_printf(value->source->arena, "for example: %s",
			    value->key->example);
}

static void
store_string(const struct config_value *value, const char *string)
{
	*(const char **)value->member = string;
}

static bool
is_word(const char *text)
{
	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++)
		if (!islower((unsigned char)*text) &&
		    !isdigit((unsigned char)*text) &&
		    strchr("_-", *text) == NULL)
			return false;
	return true;
}

static bool
is_line(const char *text)
{
	if (*text == '\0' || !text_is_utf8(text_of(text)))
		return false;
	for (; *text != '\0'; text++)
		if (iscntrl((unsigned char)*text))
			return false;
	return true;
}

static bool
is_address(const char *text)
{
	struct in6_addr address;

	return inet_pton(AF_INET, text, &address) == 1 ||
	       inet_pton(AF_INET6, text, &address) == 1;
}

/* Behind the host: nothing, or a port. */
static bool
is_port_part(const char *text)
{
	char *end;

	if (*text == '\0')
		return true;
	if (*text != ':' || !isdigit((unsigned char)text[1]))
		return false;

	long port = strtol(text + 1, &end, 10);

	return *end == '\0' && port >= 1 && port <= 65535;
}

static bool
is_url(const char *text)
{
	static const char scheme[] = "https://";

	if (strncmp(text, scheme, strlen(scheme)) != 0)
		return false;

	const char *host = text + strlen(scheme);

	if (*host == '[') {
		size_t length = strspn(host + 1, "0123456789abcdefABCDEF:.");

		return length > 0 && host[1 + length] == ']' &&
		       is_port_part(host + length + 2);
	}

	size_t length = strspn(host, "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789.-");

	return length > 0 && is_port_part(host + length);
}

static void
read_string(const struct config_value *value, bool (*is_valid)(const char *))
{
	const char *text = value->yaml->text;

	if (!is_valid(text) || strlen(text) > (size_t)value->key->max)
		refuse(value, such_as(value));
	else
		store_string(value, text);
}

static void
read_number(const struct config_value *value)
{
	const char *text = value->yaml->text;
	char *end;

	errno = 0;

	long number = strtol(text, &end, 10);

	if (!value->yaml->is_plain || !isdigit((unsigned char)*text) ||
	    *end != '\0' || errno != 0 || number < value->key->min ||
	    number > value->key->max)
		refuse(value, value->yaml->is_plain
				      ? such_as(value)
				      : "write it without quotes");
	else
		*(unsigned *)value->member = (unsigned)number;
}

static void
read_level(const struct config_value *value)
{
	for (unsigned i = 0; i < COUNT_OF(levels); i++)
		if (strcmp(value->yaml->text, levels[i]) == 0) {
			*(unsigned *)value->member = i;
			return;
		}

	const char *near = diagnostic_near_word(value->yaml->text, levels,
						COUNT_OF(levels));

	refuse(value, near == NULL
			      ? NULL
			      : arena_printf(value->source->arena,
					     "did you mean \"%s\"?", near));
}

static void
read_path(const struct config_value *value)
{
	enum config_path_need need =
		value->key->type == CONFIG_FOLDER   ? CONFIG_PATH_FOLDER
		: value->key->type == CONFIG_SECRET ? CONFIG_PATH_SECRET
		: value->key->type == CONFIG_PATHS  ? CONFIG_PATH_ANY
						    : CONFIG_PATH_FILE;
	const char *path =
		config_path_resolve(value->source, value->yaml->text);

	if (config_path_check(value->source, value->yaml->mark, path, need))
		store_string(value, path);
}

/* One of a list, whose key counts words and not their bytes. */
static void
read_word(const struct config_value *value)
{
	const char *text = value->yaml->text;

	if (!is_word(text) || strlen(text) > LIMIT_POLICY_NAME_BYTES)
		refuse(value, such_as(value));
	else
		store_string(value, text);
}

static void
read_list(const struct config_value *value,
	  void (*read_item)(const struct config_value *))
{
	const struct config_yaml *list = value->yaml;

	if (list->kind != CONFIG_YAML_LIST ||
	    (long)list->count < value->key->min ||
	    (long)list->count > value->key->max) {
		refuse(value,
		       arena_printf(value->source->arena, "for example: [%s]",
				    value->key->example));
		return;
	}

	const char **items = ARENA_ARRAY(value->source->arena, list->count + 1,
					 const char *);
	struct config_value item = *value;
	size_t at = 0;

	for (item.yaml = list->first; item.yaml != NULL;
	     item.yaml = item.yaml->next) {
		item.member = &items[at++];
		if (item.yaml->kind == CONFIG_YAML_SCALAR)
			read_item(&item);
		else
			refuse(&item, "a list here has no lists or maps in it");
	}
	*(struct config_words *)value->member =
		(struct config_words){items, list->count};
}

static void
read_scalar(const struct config_value *value)
{
	switch (value->key->type) {
	case CONFIG_ORGANISATION:
		read_string(value, identity_is_organisation_name);
		break;
	case CONFIG_USER: read_string(value, identity_is_user_name); break;
	case CONFIG_WORD: read_string(value, is_word); break;
	case CONFIG_TEXT: read_string(value, is_line); break;
	case CONFIG_ADDRESS: read_string(value, is_address); break;
	case CONFIG_URL: read_string(value, is_url); break;
	case CONFIG_NUMBER: read_number(value); break;
	case CONFIG_LEVEL: read_level(value); break;
	case CONFIG_FILE:
	case CONFIG_SECRET:
	case CONFIG_FOLDER: read_path(value); break;
	case CONFIG_WORDS: read_list(value, read_word); break;
	case CONFIG_PATHS: read_list(value, read_path); break;
	}
}

static bool
takes_list(const struct config_key *key)
{
	return key->type == CONFIG_WORDS || key->type == CONFIG_PATHS;
}

void
config_value_read(const struct config_value *value)
{
	const struct config_yaml *yaml = value->yaml;

	if (yaml->kind == CONFIG_YAML_SCALAR && yaml->is_plain &&
	    *yaml->text == '\0') {
		config_yaml_complain(value->source, yaml->key_mark,
				     such_as(value), "\"%s\" has no value",
				     value->key->name);
		return;
	}
	if (yaml->kind != CONFIG_YAML_SCALAR && !takes_list(value->key)) {
		refuse(value, such_as(value));
		return;
	}
	read_scalar(value);
}
