/*
 * A statement about nobody who lives: one line of ours, one that a partner
 * asked, one that only the partner has.
 */
#ifndef EENPLAN_TESTS_WIRE_STATEMENT_SAMPLE_H
#define EENPLAN_TESTS_WIRE_STATEMENT_SAMPLE_H

#include "eenplan/wire/disclosure.h"

/* Static, whatever it points at; not for two at once. */
struct disclosure statement_sample(void);
struct text statement_sample_json(struct arena *arena);

#endif
