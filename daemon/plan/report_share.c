/* What figures stand on, and by how much two of them differ. */
#include <stdlib.h>

#include "daemon/plan/report.h"

static int
compare_shares(const void *one, const void *other)
{
	const struct report_share *left = one, *right = other;

	if (left->resident != right->resident)
		return left->resident < right->resident ? -1 : 1;
	return left->record < right->record ? -1 : left->record > right->record;
}

void
report_settle(struct report_figure *figure)
{
	size_t kept = 0;

	if (figure->share_count > 1)
		qsort(figure->shares, figure->share_count,
		      sizeof(*figure->shares), compare_shares);
	figure->residents = 0;
	for (size_t i = 0; i < figure->share_count; i++) {
		struct report_share share = figure->shares[i];

		if (kept > 0 &&
		    compare_shares(&figure->shares[kept - 1], &share) == 0)
			continue;
		if (kept == 0 ||
		    figure->shares[kept - 1].resident != share.resident)
			figure->residents++;
		figure->shares[kept++] = share;
	}
	figure->share_count = kept;
}

size_t
report_difference(const struct report_share *one, size_t one_count,
		  const struct report_share *other, size_t other_count)
{
	size_t i = 0, k = 0, residents = 0;
	bool is_first = true;
	uint64_t last = 0;

	while (i < one_count || k < other_count) {
		int order = i == one_count ? 1
			    : k == other_count
				    ? -1
				    : compare_shares(&one[i], &other[k]);
		uint64_t resident =
			order <= 0 ? one[i].resident : other[k].resident;

		i += order <= 0;
		k += order >= 0;
		if (order == 0 || (!is_first && resident == last))
			continue;
		residents++;
		last = resident;
		is_first = false;
	}
	return residents;
}
