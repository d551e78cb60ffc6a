#include "daemon/config_check.h"

#include <string.h>

#include "daemon/config_path.h"

static struct config_mark
mark_of(const struct config_yaml *root, const char *section, const char *key)
{
	const struct config_yaml *value =
		config_yaml_member(config_yaml_member(root, section), key);

	return value != NULL ? value->mark : (struct config_mark){0};
}

static bool
is_any_address(const char *address)
{
	return strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

static void
check_ports(const struct config_source *source, const struct config_yaml *root,
	    const struct config *config)
{
	const struct config_listener *partners = &config->partners_listener;
	const struct config_listener *users = &config->users_listener;

	if (partners->address == NULL || users->address == NULL ||
	    partners->port == 0 || partners->port != users->port)
		return;
	if (strcmp(partners->address, users->address) == 0 ||
	    is_any_address(partners->address) || is_any_address(users->address))
		config_yaml_complain(source,
				     mark_of(root, "users_listener", "port"),
				     "give each listener a port of its own",
				     "port %u is the partners' listener's "
				     "already",
				     users->port);
}

/*
 * One authority for both would let a partner's certificate in at the users'
 * door, where only enrolment would stand in its way.
 */
static void
check_authorities(const struct config_source *source,
		  const struct config_yaml *root, const struct config *config)
{
	const char *partners = config->partners_listener.authority;
	const char *users = config->users_listener.authority;

	if (partners == NULL || users == NULL ||
	    !config_path_same_content(partners, users))
		return;
	config_yaml_complain(source,
			     mark_of(root, "users_listener", "authority"),
			     "let an authority of the organisation's own sign "
			     "its users' certificates",
			     "partners and users must come from different "
			     "authorities, and these are the same");
}

/* The id that stands at `yaml`, or NULL. */
static const struct config_yaml *
id_of(const struct config_yaml *item)
{
	const struct config_yaml *id = config_yaml_member(item, "id");

	return id != NULL && id->kind == CONFIG_YAML_SCALAR ? id : NULL;
}

static const struct config_yaml *
earlier_of_same_id(const struct config_yaml *list,
		   const struct config_yaml *item)
{
	const struct config_yaml *id = id_of(item);

	for (const struct config_yaml *at = list->first;
	     id != NULL && at != item; at = at->next)
		if (id_of(at) != NULL && strcmp(id_of(at)->text, id->text) == 0)
			return id_of(at);
	return NULL;
}

static void
check_once(const struct config_source *source, const struct config_yaml *list)
{
	if (list == NULL || list->kind != CONFIG_YAML_LIST)
		return;
	for (const struct config_yaml *item = list->first; item != NULL;
	     item = item->next) {
		const struct config_yaml *earlier =
			earlier_of_same_id(list, item);

		if (earlier != NULL)
			config_yaml_complain(source, id_of(item)->mark,
					     "take one of the two out",
					     "\"%s\" is listed twice; the "
					     "first is in line %u",
					     earlier->text, earlier->mark.line);
	}
}

static void
check_not_itself(const struct config_source *source,
		 const struct config_yaml *partners, const char *self)
{
	if (self == NULL || partners == NULL ||
	    partners->kind != CONFIG_YAML_LIST)
		return;
	for (const struct config_yaml *item = partners->first; item != NULL;
	     item = item->next) {
		const struct config_yaml *id = id_of(item);

		if (id != NULL && strcmp(id->text, self) == 0)
			config_yaml_complain(source, id->mark,
					     "list only other organisations",
					     "\"%s\" is this node itself",
					     self);
	}
}

static void
check_directories(const struct config_source *source,
		  const struct config_yaml *partners)
{
	if (partners == NULL || partners->kind != CONFIG_YAML_LIST)
		return;
	for (const struct config_yaml *item = partners->first; item != NULL;
	     item = item->next) {
		const struct config_yaml *shown =
			config_yaml_member(item, "directory");

		if (shown != NULL && shown->kind == CONFIG_YAML_SCALAR &&
		    strcmp(shown->text, "shared") != 0 &&
		    strcmp(shown->text, "nothing") != 0)
			config_yaml_complain(source, shown->mark,
					     "write shared or nothing",
					     "a partner isn't shown \"%s\" of "
					     "the directory",
					     shown->text);
	}
}

void
config_check(const struct config_source *source, const struct config_yaml *root,
	     const struct config *config)
{
	const struct config_yaml *partners =
		config_yaml_member(root, "partners");

	check_ports(source, root, config);
	check_authorities(source, root, config);
	check_once(source, partners);
	check_once(source, config_yaml_member(root, "users"));
	check_not_itself(source, partners, config->node.id);
	check_directories(source, partners);
}
