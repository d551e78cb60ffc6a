/*
 * One category of one member's plan on the page.
 */
#ifndef EENPLAN_CLIENT_SECTION_H
#define EENPLAN_CLIENT_SECTION_H

#include <stdint.h>

#include "client/page.h"

/* Fragments of a view that are about the same member. */
struct section_input {
	const struct json *const *fragments;
	size_t count;
	int32_t today;
};

/*
 * All of them: first the categories of layout.def in its order, then any other
 * category as it comes.
 */
void section_print_all(struct page *page, const struct section_input *input);

#endif
