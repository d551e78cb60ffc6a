/*
 * How a record's index of slices rests in the database: little-endian 32-bit
 * offset, length and key length of each, one after the other.
 */
#ifndef EENPLAN_DAEMON_STORE_SLICES_H
#define EENPLAN_DAEMON_STORE_SLICES_H

#include "eenplan/wire/record.h"

struct text slices_pack(struct arena *arena, const struct record *record);
/*
 * Fill the slices of `record`, whose `fields` are set. False: they don't lie
 * inside the fields, so what is stored is damaged.
 */
bool slices_unpack(struct arena *arena, struct text packed,
		   struct record *record);

#endif
