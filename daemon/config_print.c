#include "daemon/config.h"

#include <string.h>

#include "daemon/config_table.h"
#include "daemon/config_value.h"

#define COLUMNS 78

static const char sample_top[] =
	"# The configuration of a node; see eenpland.conf(5).\n"
	"# What begins with \"#\" in front of a key may be left out, and "
	"shows\n"
	"# the default or an example. Paths are seen from this file's folder.\n"
	"# Check it with: eenpland --check-config FILE\n";

/* `text` as comment lines that begin with `margin`. */
static void
put_comment(struct buf *out, const char *margin, const char *text)
{
	size_t column = COLUMNS;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");

		if (column + 1 + length > COLUMNS) {
			buf_printf(out, "\n%s#", margin);
			column = strlen(margin) + 1;
		}
		buf_add_char(out, ' ');
		buf_add(out, text, length);
		column += 1 + length;
		text += length;
		text += strspn(text, " ");
	}
}

static bool
is_many(const struct config_key *key)
{
	return key->type == CONFIG_WORDS || key->type == CONFIG_PATHS;
}

static void
put_sample_key(struct buf *out, const struct config_section *section,
	       const struct config_key *key, bool is_first)
{
	const char *shown =
		key->fallback[0] != '\0' ? key->fallback : key->example;
	const char *margin = section->is_list ? "    " : "  ";
	bool is_off = section->is_list || !key->is_required;

	put_comment(out, margin, key->sentence);
	put_comment(out, margin,
		    arena_printf(out->arena, "(%s)",
				 config_value_range(out->arena, key)));
	buf_printf(out, is_many(key) ? "\n%s  %s%s: [%s]" : "\n%s  %s%s: %s",
		   is_off ? "#" : "",
		   !section->is_list ? ""
		   : is_first	     ? "- "
				     : "  ",
		   key->name, shown);
}

void
config_print_sample(struct buf *out)
{
	buf_add_string(out, sample_top);
	for (unsigned i = 0; i < config_table_section_count; i++) {
		const struct config_section *section =
			&config_table_sections[i];
		bool is_first = true;

		put_comment(out, "", section->sentence);
		buf_printf(out, "\n%s:", section->name);
		for (size_t k = 0; k < config_table_key_count; k++) {
			if (config_table_keys[k].section != i)
				continue;
			put_sample_key(out, section, &config_table_keys[k],
				       is_first);
			is_first = false;
		}
		buf_add_char(out, '\n');
	}
}

/* What means something to scdoc is escaped. */
static void
put_manual_text(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr("_*\\#", *text) != NULL)
			buf_add_char(out, '\\');
		buf_add_char(out, *text);
	}
}

static void
put_manual_key(struct buf *out, const struct config_key *key)
{
	buf_printf(out, "\n*%s*: ", key->name);
	put_manual_text(out, config_value_range(out->arena, key));
	if (key->is_required)
		buf_add_string(out, "; required");
	if (key->fallback[0] != '\0') {
		buf_add_string(out, "; default ");
		put_manual_text(out, key->fallback);
	}
	buf_add_string(out, "\n\t");
	put_manual_text(out, key->sentence);
	buf_add_char(out, '\n');
}

void
config_print_manual(struct buf *out)
{
	for (unsigned i = 0; i < config_table_section_count; i++) {
		const struct config_section *section =
			&config_table_sections[i];

		buf_printf(out, "%s## %s\n\n", i > 0 ? "\n" : "",
			   section->name);
		put_manual_text(out, section->sentence);
		if (section->is_list)
			buf_printf(out, " A list of at most %zu.",
				   section->max);
		if (section->is_required)
			buf_add_string(out, " Required.");
		buf_add_char(out, '\n');
		for (size_t k = 0; k < config_table_key_count; k++)
			if (config_table_keys[k].section == i)
				put_manual_key(out, &config_table_keys[k]);
	}
}
