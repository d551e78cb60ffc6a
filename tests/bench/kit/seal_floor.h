/*
 * What sealing an entry of the access log can't do without: the bare calls of
 * OpenSSL, on the same lengths, with contexts that are there already.
 */
#ifndef EENPLAN_TESTS_BENCH_KIT_SEAL_FLOOR_H
#define EENPLAN_TESTS_BENCH_KIT_SEAL_FLOOR_H

#include <stddef.h>

/* In bytes; none more than SEAL_FLOOR_BYTES_MAX. */
struct seal_lengths {
	size_t plain;
	size_t binding;
	size_t header;
	size_t body;
};

#define SEAL_FLOOR_BYTES_MAX 4096

/*
 * Two tags, a box, the digest of its body, the header's leaf and a node of the
 * tree, for each of `entries`.
 */
void seal_floor_run(const struct seal_lengths *lengths, unsigned entries);

#endif
