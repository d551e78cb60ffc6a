#include "daemon/exchange/report_ledger.h"

#include <string.h>

#include "daemon/store/reports.h"

static struct text
pack(const struct report_figure *figure)
{
	return (struct text){(const char *)figure->shares,
			     figure->share_count * sizeof(*figure->shares)};
}

/* Rest in the store as this machine has them: 16 bytes each. */
_Static_assert(sizeof(struct report_share) == 2 * sizeof(uint64_t),
	       "a share has no padding");

static enum status
hold_against_earlier(struct exchange *exchange,
		     const struct report_figure *figure,
		     enum report_verdict *verdict_out)
{
	struct text *sets;
	size_t count;
	size_t floor = exchange->node->settings.report_floor;
	enum status status = store_report_sets(
		exchange->place->store, exchange->arena,
		report_kind(figure->measure), figure->law, &sets, &count);
	*verdict_out = REPORT_GIVEN;
	for (size_t i = 0;
	     i < count && status == STATUS_OK && *verdict_out == REPORT_GIVEN;
	     i++) {
		size_t shares = sets[i].length / sizeof(struct report_share);
		struct report_share *earlier = ARENA_ARRAY(
			exchange->arena, shares, struct report_share);
		if (shares > 0)
			memcpy(earlier, sets[i].bytes,
			       shares * sizeof(*earlier));
		size_t residents = report_difference(
			figure->shares, figure->share_count, earlier, shares);
		if (residents > 0 && residents < floor)
			*verdict_out = REPORT_CLOSE;
	}
	return status;
}

enum status
report_ledger_judge(struct exchange *exchange,
		    const struct report_figure *figure,
		    enum report_verdict *verdict_out)
{
	*verdict_out = REPORT_FEW;
	if (figure->residents < exchange->node->settings.report_floor)
		return STATUS_OK;
	enum status status =
		hold_against_earlier(exchange, figure, verdict_out);
	if (status != STATUS_OK || *verdict_out != REPORT_GIVEN)
		return status;
	return store_report_set_add(exchange->place->store,
				    report_kind(figure->measure), figure->law,
				    pack(figure), exchange->now_ms);
}
