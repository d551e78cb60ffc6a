#include "daemon/config_table.h"

#include <string.h>

#include "daemon/config.h"
#include "eenplan/base/attributes.h"
#include "eenplan/base/limits.h"

#define CONFIG_TEXT(number)    CONFIG_TEXT_OF(number)
#define CONFIG_TEXT_OF(number) #number
#define PRESENCE_REQUIRED      true
#define PRESENCE_OPTIONAL      false
#define SHAPE_MAP	       false
#define SHAPE_LIST	       true

/* The struct that the keys of each section are members of. */
struct items {
	struct config_node node;
	struct config_listener partners_listener;
	struct config_listener users_listener;
	struct config_policy policy;
	struct config_asking_again asking_again;
	struct config_log log;
	struct config_limits limits;
	struct config_emergency emergency;
	struct config_reports reports;
	struct config_discovery discovery;
	struct config_consultation consultation;
	struct config_hours hours;
	struct config_partner partners;
	struct config_user users;
};

enum section {
#define CONFIG_SECTION(section, shape, presence, max, sentence)                \
	SECTION_##section,
#define CONFIG_KEY(...)
#define CONFIG_GONE(...)
#include "daemon/config.def"
#undef CONFIG_SECTION
#undef CONFIG_KEY
#undef CONFIG_GONE
};

#define IS_A_LIST(type)                                                        \
	_Static_assert(sizeof(struct type) == sizeof(struct config_list) &&    \
			       offsetof(struct type, count) ==                 \
				       offsetof(struct config_list, count),    \
		       "")
IS_A_LIST(config_partners);
IS_A_LIST(config_users);

const struct config_section config_table_sections[] = {
#define CONFIG_SECTION(section, shape, presence, maximum, text)                \
	{                                                                      \
		.name = #section,                                              \
		.is_list = SHAPE_##shape,                                      \
		.is_required = PRESENCE_##presence,                            \
		.max = (maximum),                                              \
		.sentence = (text),                                            \
		.offset = offsetof(struct config, section),                    \
		.item_bytes = sizeof(((struct items *)0)->section),            \
	},
#define CONFIG_KEY(...)
#define CONFIG_GONE(...)
#include "daemon/config.def"
#undef CONFIG_SECTION
#undef CONFIG_KEY
#undef CONFIG_GONE
};

const size_t config_table_section_count = COUNT_OF(config_table_sections);

const struct config_key config_table_keys[] = {
#define CONFIG_SECTION(...)
#define CONFIG_KEY(in, member, kind, presence, otherwise, least, most, sample, \
		   text)                                                       \
	{                                                                      \
		.name = #member,                                               \
		.type = CONFIG_##kind,                                         \
		.is_required = PRESENCE_##presence,                            \
		.fallback = (otherwise),                                       \
		.min = (least),                                                \
		.max = (most),                                                 \
		.example = (sample),                                           \
		.sentence = (text),                                            \
		.offset = offsetof(struct items, in.member) -                  \
			  offsetof(struct items, in),                          \
		.section = SECTION_##in,                                       \
	},
#define CONFIG_GONE(...)
#include "daemon/config.def"
#undef CONFIG_SECTION
#undef CONFIG_KEY
#undef CONFIG_GONE
};

const size_t config_table_key_count = COUNT_OF(config_table_keys);

static const struct {
	unsigned section;
	const char *name;
	const char *instead;
} gone[] = {
#define CONFIG_SECTION(...)
#define CONFIG_KEY(...)
#define CONFIG_GONE(in, member, hint) {SECTION_##in, #member, hint},
#include "daemon/config.def"
#undef CONFIG_SECTION
#undef CONFIG_KEY
#undef CONFIG_GONE
};

const char *
config_table_instead(unsigned section, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		if (gone[i].section == section &&
		    strcmp(gone[i].name, name) == 0)
			return gone[i].instead;
	return NULL;
}

const char *
config_table_type(enum config_type type)
{
	static const char *const descriptions[] = {
#define CONFIG_TYPE(name, description) description,
#include "daemon/config_value.def"
#undef CONFIG_TYPE
	};

	return descriptions[type];
}
