/*
 * The tables of config.def as data.
 */
#ifndef EENPLAN_DAEMON_CONFIG_TABLE_H
#define EENPLAN_DAEMON_CONFIG_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum config_type {
#define CONFIG_TYPE(type, description) CONFIG_##type,
#include "daemon/config_value.def"
#undef CONFIG_TYPE
};

struct config_key {
	const char *name;
	enum config_type type;
	bool is_required;
	const char *fallback; /* as it would be written, or "" */
	long min;
	long max;
	const char *example;
	const char *sentence;
	size_t offset;	  /* in the section's struct */
	unsigned section; /* its number in the table of sections */
};

struct config_section {
	const char *name;
	bool is_list;
	bool is_required;
	size_t max;
	const char *sentence;
	size_t offset;	   /* in struct config */
	size_t item_bytes; /* of the section's struct */
};

/* What every list of struct config looks like. */
struct config_list {
	void *items;
	size_t count;
};

extern const struct config_section config_table_sections[];
extern const size_t config_table_section_count;
extern const struct config_key config_table_keys[];
extern const size_t config_table_key_count;

/* What to write instead of a key that there was once; NULL: there never was. */
const char *config_table_instead(unsigned section, const char *name);

/* "a whole number": for messages and the manual. */
const char *config_table_type(enum config_type type);

#endif
