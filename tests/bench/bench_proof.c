/*
 * How long the proof of one entry takes in a large log, and what the tree costs
 * for each entry.
 *
 *   bench_proof FOLDER LEAVES    (a folder on the disk that is meant)
 *
 * Prints key=value lines, in microseconds.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/audit/treefile.h"
#include "tests/bench/kit/stopwatch.h"

#define PROOFS	    2000
#define GROUP	    64
#define SPREAD_ODDS 0x9E3779B97F4A7C15u /* entries from all over the log */

static void
fail(const char *what)
{
	fprintf(stderr, "bench_proof: %s\n", what);
	exit(1);
}

static struct merkle_hash
leaf_of(uint64_t index)
{
	return merkle_leaf((struct text){(const char *)&index, sizeof(index)});
}

static double
grow(struct treefile *file, struct merkle_tree *tree, uint64_t leaves)
{
	double spent = 0;

	for (uint64_t i = 0; i < leaves; i++) {
		struct merkle_hash leaf = leaf_of(i);
		double before = clock_s();

		treefile_grow(file, tree, leaf);
		if (i % GROUP == 0 && treefile_flush(file) != STATUS_OK)
			fail("can't write in that folder");
		spent += clock_s() - before;
	}
	if (treefile_flush(file) != STATUS_OK)
		fail("can't write in that folder");
	return spent / (double)leaves;
}

static double
prove(const struct treefile *file, const struct merkle_tree *tree)
{
	struct merkle_hash root = merkle_root(tree);
	double spent = 0;

	for (uint64_t i = 0; i < PROOFS; i++) {
		struct treefile_reading reading = {file, false};
		struct merkle_hash proof[MERKLE_PEAKS_MAX];
		uint64_t index = (i + 1) * SPREAD_ODDS % tree->size;
		double before = clock_s();
		size_t count = merkle_prove_inclusion(treefile_node, &reading,
						      index, tree->size, proof);

		spent += clock_s() - before;
		if (reading.failed ||
		    !merkle_verify_inclusion(leaf_of(index), index, tree->size,
					     proof, count, root))
			fail("a proof doesn't hold");
	}
	return spent / PROOFS;
}

int
main(int argc, char **argv)
{
	struct merkle_tree tree;
	struct treefile file;
	int folder;

	if (argc != 3 || strtoull(argv[2], NULL, 10) == 0)
		fail("usage: bench_proof FOLDER LEAVES");
	folder = open(argv[1], O_RDONLY | O_DIRECTORY);
	if (folder < 0 || treefile_open(folder, &file) != STATUS_OK)
		fail("no such folder");
	merkle_init(&tree);
	printf("leaf_us=%.3f\n",
	       grow(&file, &tree, strtoull(argv[2], NULL, 10)) * 1e6);
	printf("proof_us=%.2f\n", prove(&file, &tree) * 1e6);
	treefile_close(&file);
	close(folder);
	return 0;
}
