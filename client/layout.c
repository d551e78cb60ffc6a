#include "client/layout.h"

#include <string.h>

#include "client/i18n.h"
#include "eenplan/base/attributes.h"

const struct layout_section layout_sections[] = {
#define COLUMN(title, kind, field, second)                                     \
	{                                                                      \
		title, LAYOUT_##kind, field, second, NULL                      \
	}
#define WHO(title, person, role, organisation)                                 \
	{                                                                      \
		title, LAYOUT_WHO, person, role, organisation                  \
	}
#define SECTION(category, title, shape, sort, order, ...)                      \
	{category, title, LAYOUT_##shape, sort, LAYOUT_##order, {__VA_ARGS__}},
#include "client/layout.def"
#undef SECTION
#undef COLUMN
#undef WHO
};

const size_t layout_section_count = COUNT_OF(layout_sections);

size_t
layout_column_count(const struct layout_section *section)
{
	size_t count = 0;

	while (count < LAYOUT_COLUMNS && section->columns[count].title)
		count++;
	return count;
}

bool
layout_shows(const struct layout_section *section, const char *field)
{
	for (size_t i = 0; i < layout_column_count(section); i++) {
		const struct layout_column *column = &section->columns[i];
		if (strcmp(column->field, field) == 0 ||
		    (column->second && strcmp(column->second, field) == 0) ||
		    (column->third && strcmp(column->third, field) == 0))
			return true;
	}
	return false;
}
