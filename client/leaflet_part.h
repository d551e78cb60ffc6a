/*
 * The parts of the household's page, and what they share. Only leaflet*.c
 * include this.
 */
#ifndef EENPLAN_CLIENT_LEAFLET_PART_H
#define EENPLAN_CLIENT_LEAFLET_PART_H

#include <stdbool.h>
#include <stdint.h>

#include "client/leaflet.h"

#define LEAFLET_KEYS 4

/* What is gathered of a view: fragments of one category. */
struct leaflet_wish {
	const char *category;
	const char *subject; /* a member's id; NULL: of everybody */
	/* The fields that make two the same, so that it is said once. */
	const char *keys[LEAFLET_KEYS];
};

struct leaflet_item {
	const struct json *fields;
	const char *source; /* the organisation's name, or what may be told */
	bool is_masked;
	const char *due;   /* "" without one */
	const char *about; /* names of members, with commas; "" for none */
	size_t people;	   /* how many names that is */
	const char *key;
};

struct leaflet_items {
	struct leaflet_item *all; /* those that are due first, first */
	size_t count;
};

struct leaflet_items leaflet_gather(const struct leaflet *leaflet,
				    const struct leaflet_wish *wish);
/* Of records that must not lie on a table, whatever they say. */
bool leaflet_keeps_silent(const struct json *item);
/* Is it one of the categories that the page has a place for? */
bool leaflet_has_place(const char *category);
/* "one, other". False: it was there already, or is no name. */
bool leaflet_add_name(struct buf *names, const char *name);
/* Whom it is about: names, or that it is all of them; "" when not known. */
const char *leaflet_about(const struct leaflet *leaflet,
			  const struct leaflet_item *item);

/* Said where a section would be empty. */
void leaflet_say_nothing(struct buf *out);
/* A telephone number or address that can be touched, else text. */
void leaflet_put_contact(struct buf *out, const char *contact);
/* Of whom it is about, and who says so. */
void leaflet_put_origin(const struct leaflet *leaflet,
			const struct leaflet_item *item, struct buf *out);

/* The sections, in the order of the page. */
void leaflet_put_coordinator(const struct leaflet *leaflet, struct buf *out);
void leaflet_put_helpers(const struct leaflet *leaflet, struct buf *out);
void leaflet_put_wants(const struct leaflet *leaflet, struct buf *out);
void leaflet_put_agreements(const struct leaflet *leaflet, struct buf *out);
/* When the household and those who help it sit together. */
void leaflet_put_together(const struct leaflet *leaflet, struct buf *out);
void leaflet_put_left_out(const struct leaflet *leaflet, struct buf *out);

/* Its own part of the style sheet. */
extern const char leaflet_style[];

#endif
