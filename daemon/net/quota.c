#include "daemon/net/quota.h"

#include "eenplan/base/clock.h"

bool
quota_allows(struct quota *quota, unsigned *withheld_out)
{
	int64_t now_ms = clock_monotonic_ms();
	int64_t next_ms = atomic_load(&quota->next_ms);

	if (now_ms < next_ms ||
	    !atomic_compare_exchange_strong(&quota->next_ms, &next_ms,
					    now_ms + 1000)) {
		atomic_fetch_add(&quota->withheld, 1);
		return false;
	}
	*withheld_out = atomic_exchange(&quota->withheld, 0);
	return true;
}
